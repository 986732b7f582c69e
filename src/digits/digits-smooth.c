/* SPDX-License-Identifier: MIT */
#include "digits/digits-smooth.h"

#include "digits/digits-curve.h"
#include "digits/digits-pen.h"

#include <math.h>

/* The longer side of the points' box. */
static float
size_of (const DigitsStrokes *strokes)
{
  float left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;

  for (size_t i = 0; i < strokes->n_points; i++) {
    const DigitsPoint *point = &strokes->points[i];

    left = fminf (left, point->x);
    right = fmaxf (right, point->x);
    top = fminf (top, point->y);
    bottom = fmaxf (bottom, point->y);
  }
  return fmaxf (right - left, bottom - top);
}

/* A place on the way: the pressure takes the place of the radius, along a straight line too. */
static DigitsNib
place_of (const DigitsPoint *point)
{
  return (DigitsNib){ point->x, point->y, point->pressure };
}

/* The points after b as far as c, which is not among them. */
static int
add_curve (DigitsStrokes *smooth, const DigitsPoint *points, size_t n, size_t i, int pieces)
{
  DigitsNib b = place_of (&points[i]), c = place_of (&points[i + 1]);
  DigitsNib a = i > 0 ? place_of (&points[i - 1]) : digits_curve_beyond (b, c);
  DigitsNib d = i + 2 < n ? place_of (&points[i + 2]) : digits_curve_beyond (c, b);
  DigitsCurve curve = digits_curve_new (a, b, c, d);

  for (int j = 1; j < pieces; j++) {
    float t = (float) j / (float) pieces;
    DigitsNib at = digits_curve_at (&curve, t);
    DigitsPoint point = { at.x, at.y, points[i].t + t * (points[i + 1].t - points[i].t),
                          at.radius };

    if (digits_strokes_add (smooth, point) < 0)
      return -1;
  }
  return 0;
}

static int
add_stroke (DigitsStrokes *smooth, const DigitsPoint *points, size_t n, float size)
{
  if (digits_strokes_begin (smooth, points[0]) < 0)
    return -1;
  for (size_t i = 0; i + 1 < n; i++) {
    float length = hypotf (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);

    if (length > size * DIGITS_SPARSE &&
        add_curve (smooth, points, n, i, (int) ceilf (length / (size * DIGITS_STEP))) < 0)
      return -1;
    if (digits_strokes_add (smooth, points[i + 1]) < 0)
      return -1;
  }
  return 0;
}

DigitsStrokes *
digits_strokes_smooth (const DigitsStrokes *strokes)
{
  float size = size_of (strokes);
  DigitsStrokes *smooth;

  if (strokes->n_points > DIGITS_MAX_SPARSE)
    return digits_strokes_copy (strokes);
  smooth = digits_strokes_new ();
  if (!smooth)
    return NULL;
  smooth->width = strokes->width;
  for (size_t s = 0; s < strokes->n_strokes; s++) {
    size_t start = strokes->starts[s];
    size_t end = s + 1 < strokes->n_strokes ? strokes->starts[s + 1] : strokes->n_points;

    if (add_stroke (smooth, strokes->points + start, end - start, size) < 0) {
      digits_strokes_free (smooth);
      return NULL;
    }
  }
  return smooth;
}
