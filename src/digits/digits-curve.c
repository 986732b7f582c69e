/* SPDX-License-Identifier: MIT */
#include "digits/digits-curve.h"

#include <math.h>

/* The knot interval: the square root of the distance. Points that coincide are kept apart. */
static float
interval (DigitsNib a, DigitsNib b)
{
  float dx = b.x - a.x, dy = b.y - a.y;
  float knot = sqrtf (sqrtf (dx * dx + dy * dy));

  return knot > 1e-6f ? knot : 1e-6f;
}

/* Hermite's cubic from values and tangents at both ends. */
static void
set_cubic (float *k, float b, float c, float from, float to)
{
  k[0] = b;
  k[1] = from;
  k[2] = 3 * (c - b) - 2 * from - to;
  k[3] = 2 * (b - c) + from + to;
}

/* The tangent at b on the way to c, for knot intervals before and after b. */
static float
tangent (float a, float b, float c, float before, float after)
{
  return after * ((b - a) / before - (c - a) / (before + after)) + (c - b);
}

DigitsCurve
digits_curve_new (DigitsNib a, DigitsNib b, DigitsNib c, DigitsNib d)
{
  float before = interval (a, b), middle = interval (b, c), after = interval (c, d);
  DigitsCurve curve = { .radius = b.radius, .slope = c.radius - b.radius };

  /* At c the curve is run through backwards, so the tangent changes its sign. */
  set_cubic (curve.x, b.x, c.x, tangent (a.x, b.x, c.x, before, middle),
             -tangent (d.x, c.x, b.x, after, middle));
  set_cubic (curve.y, b.y, c.y, tangent (a.y, b.y, c.y, before, middle),
             -tangent (d.y, c.y, b.y, after, middle));
  return curve;
}

DigitsNib
digits_curve_at (const DigitsCurve *curve, float t)
{
  return (DigitsNib){
    .x = curve->x[0] + t * (curve->x[1] + t * (curve->x[2] + t * curve->x[3])),
    .y = curve->y[0] + t * (curve->y[1] + t * (curve->y[2] + t * curve->y[3])),
    .radius = curve->radius + t * curve->slope,
  };
}

DigitsNib
digits_curve_beyond (DigitsNib end, DigitsNib near)
{
  return (DigitsNib){ 2 * end.x - near.x, 2 * end.y - near.y, end.radius };
}
