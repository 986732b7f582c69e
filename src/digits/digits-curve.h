/* SPDX-License-Identifier: MIT */
/* digits-curve.h: the centripetal Catmull-Rom spline (Yuksel, Schaefer, Keyser 2011), which neither
 * loops nor overshoots between points at unequal distances. */
#pragma once

#include "digits/digits-raster.h"

/* The piece from b to c of the curve through a, b, c, d, as a cubic in t = 0 … 1. At an end of the
 * curve the missing neighbour is what digits_curve_beyond() says. */
typedef struct {
  float x[4], y[4];
  float radius, slope; /* of the pen: along a straight line */
} DigitsCurve;

DigitsCurve digits_curve_new (DigitsNib a, DigitsNib b, DigitsNib c, DigitsNib d);
DigitsNib digits_curve_at (const DigitsCurve *curve, float t);

/* `near` mirrored at `end`. */
DigitsNib digits_curve_beyond (DigitsNib end, DigitsNib near);
