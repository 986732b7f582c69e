/* SPDX-License-Identifier: MIT */
/* digits-strokes.h: a drawing: strokes of a pen, and their way to 28×28 pixels. */
#pragma once

#include "digits/digits-normalise.h"

#include <stdbool.h>

typedef struct {
  float x, y;     /* any unit, y downwards */
  float t;        /* milliseconds since the first point of the drawing; 0 where unknown */
  float pressure; /* 0 … 1, scales the pen's width; 0.5 = as the width says */
} DigitsPoint;

/* Grows as points come. Not thread-safe. */
typedef struct {
  DigitsPoint *points; /* [n_points] of all strokes */
  size_t n_points, points_size;
  size_t *starts; /* [n_strokes]: index of each stroke's first point */
  size_t n_strokes, starts_size;
  float width; /* of the pen, in the unit of the points; 0 = what gives MNIST's typical stroke */
} DigitsStrokes;

#define DIGITS_MAX_POINTS 1000000u

DigitsStrokes *digits_strokes_new (void);
DigitsStrokes *digits_strokes_copy (const DigitsStrokes *strokes);
void digits_strokes_free (DigitsStrokes *strokes);

/* Begins a stroke at `point`; adds a point to the last stroke. 0, or −1 where a coordinate is not
 * finite or beyond 1e7, memory is short or there are DIGITS_MAX_POINTS. */
int digits_strokes_begin (DigitsStrokes *strokes, DigitsPoint point);
int digits_strokes_add (DigitsStrokes *strokes, DigitsPoint point);

/* The drawing as it was with its first n_points ≤ strokes->n_points. It shares their memory: it is
 * to be read while they are there, and not changed or freed. */
DigitsStrokes digits_strokes_beginning (const DigitsStrokes *strokes, size_t n_points);

/* Removes the last stroke (undo); all strokes. */
void digits_strokes_remove_last (DigitsStrokes *strokes);
void digits_strokes_clear (DigitsStrokes *strokes);
bool digits_strokes_is_empty (const DigitsStrokes *strokes);

/* Draws the strokes anti-aliased with round joins into pixels[height][width], ink 255 on 0 (cleared
 * first), points mapped by x' = (x − left) · scale, the pen's width scaled too. A stroke of one
 * point is a dot. */
void digits_strokes_rasterise (const DigitsStrokes *strokes, float left, float top, float scale,
                               float width_px, uint8_t *pixels, int width, int height);

/* The whole way: strokes → a raster in which the ink's longer side is some 40 pixels →
 * digits_normalise. With strokes->width = 0 the pen is what makes MNIST's typical stroke in the
 * result. A smooth curve (Catmull-Rom) goes through points that lie far apart, so that strokes of a
 * few points each are read as a hand would have drawn them. 0, or −1 with DIGITS_ERROR_EMPTY. Fast
 * enough for every motion event (< 1 ms). */
int digits_strokes_normalise (const DigitsStrokes *strokes, DigitsNormalised *normalised,
                              DigitsError *error);
