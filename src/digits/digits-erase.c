/* SPDX-License-Identifier: MIT */
#include "digits/digits-erase.h"

#include <math.h>
#include <stdlib.h>

#define CRUMB (1.0 / 4) /* in radii */

typedef struct {
  double x0, y0, x1, y1, radius;
} Eraser;

/* Part of a straight line p + t · d, 0 ≤ t ≤ 1. */
typedef struct {
  double from, to; /* none where from > to */
} Stretch;

static const Stretch none = { 1, 0 };

/* Where `low` ≤ a + t · b ≤ `high` within the stretch. */
static Stretch
clip (Stretch stretch, double a, double b, double low, double high)
{
  double s, t;

  if (fabs (b) < 1e-12)
    return a >= low && a <= high ? stretch : none;
  s = (low - a) / b;
  t = (high - a) / b;
  stretch.from = fmax (stretch.from, fmin (s, t));
  stretch.to = fmin (stretch.to, fmax (s, t));
  return stretch;
}

/* Within a circle around the origin; x, y is where the line begins. */
static Stretch
within_circle (double x, double y, double dx, double dy, double radius)
{
  double a = dx * dx + dy * dy, b = x * dx + y * dy, c = x * x + y * y - radius * radius;
  double root = b * b - a * c;

  if (a < 1e-12)
    return c < 0 ? (Stretch){ 0, 1 } : none;
  if (root <= 0)
    return none;
  root = sqrt (root);
  return (Stretch){ fmax ((-b - root) / a, 0), fmin ((-b + root) / a, 1) };
}

static Stretch
join (Stretch a, Stretch b)
{
  if (a.from > a.to)
    return b;
  if (b.from > b.to)
    return a;
  return (Stretch){ fmin (a.from, b.from), fmax (a.to, b.to) };
}

/* What the eraser takes of the way from p to q. It is convex, so this is one stretch: that of the
 * circles at both its ends and of the rectangle between them. */
static Stretch
taken (const Eraser *eraser, const DigitsPoint *p, const DigitsPoint *q)
{
  double x = p->x - eraser->x0, y = p->y - eraser->y0;
  double dx = (double) q->x - p->x, dy = (double) q->y - p->y;
  double ux = eraser->x1 - eraser->x0, uy = eraser->y1 - eraser->y0, length = hypot (ux, uy);
  Stretch stretch = join (within_circle (x, y, dx, dy, eraser->radius),
                          within_circle (x - ux, y - uy, dx, dy, eraser->radius));
  Stretch between = { 0, 1 };

  if (length > 1e-9) {
    ux /= length;
    uy /= length;
    between = clip (between, x * ux + y * uy, dx * ux + dy * uy, 0, length);
    between = clip (between, x * uy - y * ux, dx * uy - dy * ux, -eraser->radius, eraser->radius);
    stretch = join (stretch, between);
  }
  return stretch.from < stretch.to ? stretch : none;
}

static size_t
end_of_stroke (const DigitsStrokes *strokes, size_t s)
{
  return s + 1 < strokes->n_strokes ? strokes->starts[s + 1] : strokes->n_points;
}

static bool
touches (const Eraser *eraser, const DigitsStrokes *strokes, size_t s)
{
  size_t start = strokes->starts[s], end = end_of_stroke (strokes, s);
  const DigitsPoint *points = strokes->points;

  if (end == start + 1)
    return taken (eraser, &points[start], &points[start]).from <= 0;
  for (size_t i = start; i + 1 < end; i++) {
    Stretch stretch = taken (eraser, &points[i], &points[i + 1]);

    if (stretch.from <= stretch.to)
      return true;
  }
  return false;
}

/* What is left, as it grows. */
typedef struct {
  DigitsStrokes *strokes;
  bool open;     /* its last stroke goes on */
  double length; /* of that stroke so far */
  double crumb;
  int status;
} Rest;

static void
rest_put (Rest *rest, DigitsPoint point)
{
  DigitsStrokes *strokes = rest->strokes;

  if (rest->open) {
    const DigitsPoint *last = &strokes->points[strokes->n_points - 1];

    rest->length += hypot ((double) point.x - last->x, (double) point.y - last->y);
    rest->status |= digits_strokes_add (strokes, point);
  } else {
    rest->length = 0;
    rest->open = true;
    rest->status |= digits_strokes_begin (strokes, point);
  }
}

/* The end of a piece of a stroke that is cut. */
static void
rest_close (Rest *rest)
{
  if (rest->open && rest->length < rest->crumb)
    digits_strokes_remove_last (rest->strokes);
  rest->open = false;
}

static DigitsPoint
between (const DigitsPoint *p, const DigitsPoint *q, double at)
{
  float t = (float) at;

  return (DigitsPoint){
    .x = p->x + t * (q->x - p->x),
    .y = p->y + t * (q->y - p->y),
    .t = p->t + t * (q->t - p->t),
    .pressure = p->pressure + t * (q->pressure - p->pressure),
  };
}

static void
cut_stroke (const Eraser *eraser, const DigitsPoint *points, size_t n, Rest *rest)
{
  for (size_t i = 0; i + 1 < n && rest->status == 0; i++) {
    Stretch stretch = taken (eraser, &points[i], &points[i + 1]);

    if (stretch.from > stretch.to)
      stretch = (Stretch){ 2, 2 };
    if (stretch.from > 0) {
      if (!rest->open)
        rest_put (rest, points[i]);
      rest_put (rest, stretch.from < 1 ? between (&points[i], &points[i + 1], stretch.from)
                                       : points[i + 1]);
    }
    if (stretch.from > 1)
      continue;
    rest_close (rest);
    if (stretch.to < 1 && rest->status == 0) {
      rest_put (rest, between (&points[i], &points[i + 1], stretch.to));
      rest_put (rest, points[i + 1]);
    }
  }
  rest_close (rest);
}

static void
copy_stroke (const DigitsPoint *points, size_t n, Rest *rest)
{
  for (size_t i = 0; i < n && rest->status == 0; i++)
    rest_put (rest, points[i]);
  rest->open = false;
}

int
digits_strokes_erase (DigitsStrokes *strokes, float x0, float y0, float x1, float y1, float radius)
{
  const Eraser eraser = { x0, y0, x1, y1, radius };
  Rest rest = { .crumb = radius * CRUMB };
  DigitsStrokes old = *strokes;
  size_t n_touched = 0;

  for (size_t s = 0; s < strokes->n_strokes; s++)
    n_touched += touches (&eraser, strokes, s);
  if (n_touched == 0)
    return 0;
  rest.strokes = digits_strokes_new ();
  if (!rest.strokes)
    return -1;
  for (size_t s = 0; s < strokes->n_strokes && rest.status == 0; s++) {
    const DigitsPoint *points = &strokes->points[strokes->starts[s]];
    size_t n = end_of_stroke (strokes, s) - strokes->starts[s];

    if (touches (&eraser, strokes, s))
      cut_stroke (&eraser, points, n, &rest);
    else
      copy_stroke (points, n, &rest);
  }
  if (rest.status == 0) {
    rest.strokes->width = old.width;
    *strokes = *rest.strokes;
    *rest.strokes = old;
  }
  digits_strokes_free (rest.strokes);
  return rest.status == 0 ? 1 : -1;
}
