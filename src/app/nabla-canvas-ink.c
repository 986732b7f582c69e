/* SPDX-License-Identifier: MIT */
#include "app/nabla-canvas-ink.h"

#include "digits/digits-pen.h"

#include <math.h>

typedef struct {
  double x, y, width;
} Nib;

static Nib
nib_at (const DigitsStrokes *strokes, gsize i)
{
  const DigitsPoint *point = &strokes->points[i];

  return (Nib){ point->x, point->y,
                nabla_canvas_pen (strokes) * DIGITS_PEN_FACTOR (point->pressure) };
}

static Nib
nib_between (Nib a, Nib b)
{
  return (Nib){ (a.x + b.x) / 2, (a.y + b.y) / 2, (a.width + b.width) / 2 };
}

static void
draw_dot (cairo_t *cr, Nib nib)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, nib.x, nib.y, nib.width / 2, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_line (cairo_t *cr, Nib a, Nib b)
{
  cairo_set_line_width (cr, (a.width + b.width) / 2);
  cairo_move_to (cr, a.x, a.y);
  cairo_line_to (cr, b.x, b.y);
  cairo_stroke (cr);
}

/* A quadratic curve from a to b, drawn in pieces where its width changes. */
static void
draw_curve (cairo_t *cr, Nib a, Nib control, Nib b)
{
  double change = fabs (b.width - a.width) + fabs (control.width - a.width);
  int pieces = change < 0.5 ? 1 : CLAMP ((int) change, 2, 16);
  double x = a.x, y = a.y;

  for (int i = 1; i <= pieces; i++) {
    double t = (double) i / pieces, s = 1 - t, mid = (i - 0.5) / pieces;
    double next_x = s * s * a.x + 2 * s * t * control.x + t * t * b.x;
    double next_y = s * s * a.y + 2 * s * t * control.y + t * t * b.y;

    cairo_set_line_width (cr, a.width + (b.width - a.width) * mid);
    cairo_move_to (cr, x, y);
    if (pieces == 1)
      cairo_curve_to (cr, a.x + 2.0 / 3 * (control.x - a.x), a.y + 2.0 / 3 * (control.y - a.y),
                      b.x + 2.0 / 3 * (control.x - b.x), b.y + 2.0 / 3 * (control.y - b.y), b.x,
                      b.y);
    else
      cairo_line_to (cr, next_x, next_y);
    cairo_stroke (cr);
    x = next_x;
    y = next_y;
  }
}

/* Pieces end where the next begins, cut square: what both cover of a pixel adds up to what the
 * whole covers. Round ends would lie over each other, and their smooth edges make beads of a
 * stroke. */
static cairo_t *
ink_begin (NablaCanvasInk *ink)
{
  cairo_t *cr = cairo_create (ink->surface);

  cairo_scale (cr, ink->pixels / NABLA_CANVAS_UNITS, ink->pixels / NABLA_CANVAS_UNITS);
  cairo_set_operator (cr, CAIRO_OPERATOR_ADD);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  return cr;
}

/* Points i − 2, i − 1 and i make the curve between the middles certain. */
static void
dry_point (cairo_t *cr, const DigitsStrokes *strokes, gsize start, gsize i)
{
  Nib here = nib_at (strokes, i), before;

  if (i == start) {
    draw_dot (cr, here);
    return;
  }
  before = nib_at (strokes, i - 1);
  if (i == start + 1)
    draw_line (cr, before, nib_between (before, here));
  else
    draw_curve (cr, nib_between (nib_at (strokes, i - 2), before), before,
                nib_between (before, here));
}

static void
draw_end (cairo_t *cr, const DigitsStrokes *strokes, gsize start, gsize end)
{
  Nib here = nib_at (strokes, end - 1);

  if (end - start < 2)
    return;
  draw_line (cr, nib_between (nib_at (strokes, end - 2), here), here);
  draw_dot (cr, here);
}

gboolean
nabla_canvas_ink_resize (NablaCanvasInk *ink, int pixels)
{
  if (ink->surface != NULL && ink->pixels == pixels)
    return FALSE;
  nabla_canvas_ink_finish (ink);
  ink->pixels = MAX (pixels, 1);
  ink->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, ink->pixels, ink->pixels);
  return TRUE;
}

void
nabla_canvas_ink_clear (NablaCanvasInk *ink)
{
  cairo_t *cr;

  if (ink->surface == NULL)
    return;
  cr = cairo_create (ink->surface);
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_destroy (cr);
}

void
nabla_canvas_ink_dry (NablaCanvasInk *ink, const DigitsStrokes *strokes, gsize start, gsize i)
{
  cairo_t *cr;

  if (ink->surface == NULL)
    return;
  cr = ink_begin (ink);
  dry_point (cr, strokes, start, i);
  cairo_destroy (cr);
}

void
nabla_canvas_ink_dry_all (NablaCanvasInk *ink, const DigitsStrokes *strokes, gboolean wet)
{
  cairo_t *cr;

  if (ink->surface == NULL)
    return;
  nabla_canvas_ink_clear (ink);
  cr = ink_begin (ink);
  for (gsize s = 0; s < strokes->n_strokes; s++) {
    gboolean last = s + 1 == strokes->n_strokes;
    gsize start = strokes->starts[s], end = last ? strokes->n_points : strokes->starts[s + 1];

    for (gsize i = start; i < end; i++)
      dry_point (cr, strokes, start, i);
    if (!(last && wet))
      draw_end (cr, strokes, start, end);
  }
  cairo_destroy (cr);
}

void
nabla_canvas_ink_dry_end (NablaCanvasInk *ink, const DigitsStrokes *strokes)
{
  cairo_t *cr;

  if (ink->surface == NULL || strokes->n_strokes == 0)
    return;
  cr = ink_begin (ink);
  draw_end (cr, strokes, strokes->starts[strokes->n_strokes - 1], strokes->n_points);
  cairo_destroy (cr);
}

void
nabla_canvas_ink_draw_wet (const DigitsStrokes *strokes, cairo_t *cr, double side)
{
  if (strokes->n_strokes == 0)
    return;
  cairo_save (cr);
  cairo_scale (cr, side / NABLA_CANVAS_UNITS, side / NABLA_CANVAS_UNITS);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  draw_end (cr, strokes, strokes->starts[strokes->n_strokes - 1], strokes->n_points);
  cairo_restore (cr);
}

void
nabla_canvas_ink_paint (const NablaCanvasInk *ink, cairo_t *cr, double side)
{
  if (ink->surface == NULL)
    return;
  cairo_save (cr);
  cairo_scale (cr, side / ink->pixels, side / ink->pixels);
  cairo_mask_surface (cr, ink->surface, 0, 0);
  cairo_restore (cr);
}

void
nabla_canvas_ink_finish (NablaCanvasInk *ink)
{
  g_clear_pointer (&ink->surface, cairo_surface_destroy);
}
