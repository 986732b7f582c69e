/* SPDX-License-Identifier: MIT */
/* Several digits on the canvas, or those of a picture: found, framed, and read one by one. */
#include "app/nabla-drawing-panel-private.h"

#include "app/nabla-canvas-ink.h"
#include "app/nabla-drawing-input.h"

#include <math.h>

#define SIDE NABLA_STEPS_SKETCH_SIDE

gboolean
nabla_drawing_panel_find_number (NablaDrawingPanel *self)
{
  NablaWriting *writing = nabla_canvas_get_writing (self->canvas);
  const DigitsStrokes *strokes = nabla_canvas_get_strokes (self->canvas);

  self->number->n = 0;
  if (nabla_steps_view_get_normalise (self->steps) && writing != NULL)
    nabla_number_take_writing (self->number, writing);
  else if (nabla_steps_view_get_normalise (self->steps))
    nabla_number_take_strokes (self->number, strokes, nabla_canvas_pen (strokes));
  if (self->number->n < 2 && nabla_canvas_get_n_boxes (self->canvas) > 0)
    nabla_canvas_set_boxes (self->canvas, NULL, 0, -1);
  return self->number->n > 0;
}

/* The mean of what lies in one pixel of a smaller picture. */
static guint8
mean_of (const NablaWriting *writing, double left, double top, double size)
{
  int x0 = MAX ((int) left, 0), x1 = MIN ((int) ceil (left + size), writing->width);
  int y0 = MAX ((int) top, 0), y1 = MIN ((int) ceil (top + size), writing->height);
  guint sum = 0;

  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      sum += writing->ink[y * writing->width + x];
  return x1 > x0 && y1 > y0 ? (guint8) (sum / (guint) ((x1 - x0) * (y1 - y0))) : 0;
}

void
nabla_drawing_panel_shrink_writing (const NablaWriting *writing, guint8 *pixels, int side)
{
  double size = MAX (writing->width, writing->height) / (double) side;
  double left = (writing->width - size * side) / 2, top = (writing->height - size * side) / 2;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      pixels[y * side + x] = mean_of (writing, left + x * size, top + y * size, size);
}

/* From the canvas to the sketch of it. */
static graphene_rect_t
place_of (const NablaWriting *writing, const DigitsBox *box)
{
  float scale = SIDE / NABLA_CANVAS_UNITS, left = 0, top = 0;

  if (writing != NULL) {
    scale = SIDE / (float) MAX (writing->width, writing->height);
    left = (SIDE - scale * writing->width) / 2;
    top = (SIDE - scale * writing->height) / 2;
  }
  return GRAPHENE_RECT_INIT (left + scale * box->x, top + scale * box->y, scale * box->width,
                             scale * box->height);
}

static void
show_steps (NablaDrawingPanel *self, const DigitsPiece *piece)
{
  NablaWriting *writing = nabla_canvas_get_writing (self->canvas);
  graphene_rect_t box = place_of (writing, &piece->box);
  guint8 sketch[SIDE * SIDE];

  if (writing != NULL)
    nabla_drawing_panel_shrink_writing (writing, sketch, SIDE);
  else
    nabla_drawing_shrink (nabla_canvas_get_strokes (self->canvas), sketch, SIDE);
  nabla_steps_view_set_sketch (self->steps, sketch, &box, &piece->normalised);
}

/* A single digit needs no frame. */
static void
show_boxes (NablaDrawingPanel *self)
{
  const NablaNumber *number = self->number;
  DigitsBox boxes[DIGITS_MAX_PIECES];

  for (int i = 0; i < number->n; i++)
    boxes[i] = number->pieces[i].box;
  nabla_canvas_set_boxes (self->canvas, boxes, number->n > 1 ? number->n : 0, number->least);
}

void
nabla_drawing_panel_read_number (NablaDrawingPanel *self, NablaAnswerChip *speaker)
{
  NablaNumber *number = self->number;
  int shown;

  number->least = -1;
  for (int i = 0; i < number->n; i++) {
    double probabilities[NABLA_N_DIGITS];
    float input[DIGITS_PIXELS];
    int digit = -1;

    nabla_drawing_fill_input (number->pieces[i].normalised.pixels, input);
    if (speaker != NULL)
      digit = nabla_answer_chip_read (speaker, input, probabilities);
    nabla_number_set_digit (number, i, digit, digit >= 0 ? probabilities[digit] : 0);
  }
  shown = MAX (number->least, 0);
  nabla_drawing_fill_input (number->pieces[shown].normalised.pixels, self->input);
  show_steps (self, &number->pieces[shown]);
  show_boxes (self);
}

const char *
nabla_drawing_panel_get_number_text (NablaDrawingPanel *self)
{
  return self->number->n > 1 && self->number->least >= 0 ? self->number->text : NULL;
}
