/* SPDX-License-Identifier: MIT */
#include "app/nabla-drawing.h"

#include "digits/digits-erase.h"
#include "digits/digits-smooth.h"

#define MOST_STEPS  100
#define MOST_POINTS 1000000u /* of all drawings that undo can bring back */

typedef struct {
  DigitsStrokes *strokes;
  guint8 *image;
  NablaWriting *writing;
} State;

struct NablaDrawing {
  State now;
  GQueue before; /* of State*, newest last */
  GQueue after;  /* of State*, the next one last */
};

static DigitsStrokes *
new_strokes (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  if (strokes == NULL)
    g_error ("no memory for a drawing");
  return strokes;
}

static void
state_free (State *state)
{
  digits_strokes_free (state->strokes);
  g_free (state->image);
  nabla_writing_unref (state->writing);
  g_free (state);
}

static State *
state_new (State content)
{
  return g_memdup2 (&content, sizeof content);
}

/* NULL for want of memory: what cannot be kept cannot be brought back. */
static State *
state_copy (const State *state)
{
  DigitsStrokes *strokes = digits_strokes_copy (state->strokes);

  if (strokes == NULL)
    return NULL;
  return state_new ((State){
      strokes,
      state->image != NULL ? g_memdup2 (state->image, DIGITS_PIXELS) : NULL,
      state->writing != NULL ? nabla_writing_ref (state->writing) : NULL,
  });
}

static void
forget (GQueue *states)
{
  g_queue_clear_full (states, (GDestroyNotify) state_free);
}

static void
bound_steps (NablaDrawing *self)
{
  gsize n_points = 0;
  guint n_kept = 0;

  for (GList *link = self->before.tail; link != NULL; link = link->prev) {
    n_points += ((State *) link->data)->strokes->n_points;
    if (n_kept > 0 && (n_kept == MOST_STEPS || n_points > MOST_POINTS))
      break;
    n_kept++;
  }
  while (g_queue_get_length (&self->before) > n_kept)
    state_free (g_queue_pop_head (&self->before));
}

/* `state`, which is taken, is what undo brings back from now on. */
static void
keep (NablaDrawing *self, State *state)
{
  forget (&self->after);
  if (state == NULL)
    return;
  g_queue_push_tail (&self->before, state);
  bound_steps (self);
}

/* Another drawing instead; all of it is taken. */
static void
replace (NablaDrawing *self, DigitsStrokes *strokes, guint8 *image, NablaWriting *writing)
{
  keep (self, state_new (self->now));
  self->now = (State){ strokes, image, writing };
}

static void
take_image_off (NablaDrawing *self)
{
  g_clear_pointer (&self->now.image, g_free);
  g_clear_pointer (&self->now.writing, nabla_writing_unref);
}

static gboolean
step (NablaDrawing *self, GQueue *from, GQueue *to)
{
  State *state = g_queue_pop_tail (from);

  if (state == NULL)
    return FALSE;
  g_queue_push_tail (to, state_new (self->now));
  self->now = *state;
  g_free (state);
  return TRUE;
}

NablaDrawing *
nabla_drawing_new (void)
{
  NablaDrawing *self = g_new0 (NablaDrawing, 1);

  self->now.strokes = new_strokes ();
  g_queue_init (&self->before);
  g_queue_init (&self->after);
  return self;
}

void
nabla_drawing_free (NablaDrawing *self)
{
  forget (&self->before);
  forget (&self->after);
  digits_strokes_free (self->now.strokes);
  take_image_off (self);
  g_free (self);
}

const DigitsStrokes *
nabla_drawing_get_strokes (NablaDrawing *self)
{
  return self->now.strokes;
}

const guint8 *
nabla_drawing_get_image (NablaDrawing *self)
{
  return self->now.image;
}

NablaWriting *
nabla_drawing_get_writing (NablaDrawing *self)
{
  return self->now.writing;
}

gboolean
nabla_drawing_is_empty (NablaDrawing *self)
{
  return self->now.image == NULL && self->now.writing == NULL &&
         digits_strokes_is_empty (self->now.strokes);
}

gboolean
nabla_drawing_begin_stroke (NablaDrawing *self, DigitsPoint point)
{
  State *before = state_copy (&self->now);

  if (digits_strokes_begin (self->now.strokes, point) < 0) {
    g_clear_pointer (&before, state_free);
    return FALSE;
  }
  keep (self, before);
  take_image_off (self);
  return TRUE;
}

gboolean
nabla_drawing_add_point (NablaDrawing *self, DigitsPoint point)
{
  return digits_strokes_add (self->now.strokes, point) == 0;
}

gboolean
nabla_drawing_erase (NablaDrawing *self, double x0, double y0, double x1, double y1, double radius,
                     gboolean new_step)
{
  DigitsStrokes *left;
  gboolean image = self->now.image != NULL || self->now.writing != NULL;

  if (nabla_drawing_is_empty (self))
    return FALSE;
  /* What is erased is what is seen. */
  left = digits_strokes_smooth (self->now.strokes);
  if (left == NULL)
    return FALSE;
  if (!image && digits_strokes_erase (left, (float) x0, (float) y0, (float) x1, (float) y1,
                                      (float) radius) <= 0) {
    digits_strokes_free (left);
    return FALSE;
  }
  if (new_step) {
    replace (self, left, NULL, NULL);
  } else {
    digits_strokes_free (self->now.strokes);
    self->now.strokes = left;
    take_image_off (self);
  }
  return TRUE;
}

void
nabla_drawing_set_strokes (NablaDrawing *self, const DigitsStrokes *strokes)
{
  DigitsStrokes *copy = digits_strokes_copy (strokes);

  replace (self, copy != NULL ? copy : new_strokes (), NULL, NULL);
}

void
nabla_drawing_set_image (NablaDrawing *self, const guint8 *pixels)
{
  replace (self, new_strokes (), g_memdup2 (pixels, DIGITS_PIXELS), NULL);
}

void
nabla_drawing_set_writing (NablaDrawing *self, NablaWriting *writing)
{
  replace (self, new_strokes (), NULL, nabla_writing_ref (writing));
}

void
nabla_drawing_clear (NablaDrawing *self)
{
  if (!nabla_drawing_is_empty (self))
    replace (self, new_strokes (), NULL, NULL);
}

gboolean
nabla_drawing_can_undo (NablaDrawing *self)
{
  return !g_queue_is_empty (&self->before);
}

gboolean
nabla_drawing_can_redo (NablaDrawing *self)
{
  return !g_queue_is_empty (&self->after);
}

gboolean
nabla_drawing_undo (NablaDrawing *self)
{
  return step (self, &self->before, &self->after);
}

gboolean
nabla_drawing_redo (NablaDrawing *self)
{
  return step (self, &self->after, &self->before);
}
