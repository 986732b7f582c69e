/* SPDX-License-Identifier: MIT */
/* digits-pen.h: how the strokes of a drawing are walked along, for whoever draws them at a size of
 * their own. */
#pragma once

#include "digits/digits-strokes.h"

/* Median width of MNIST's strokes, in pixels of the 28×28. */
#define DIGITS_TYPICAL_WIDTH 2.55f

/* The ink's longer side in the raster that is normalised. */
#define DIGITS_RASTER_INK 40

/* Points that lie far apart are joined by a curve. In shares of the longer side of the points' box:
 * what is far apart, and the steps along a curve. */
#define DIGITS_SPARSE (1.0f / 10)
#define DIGITS_STEP   (1.0f / 28)
/* Up to so many points may lie far apart; more of them are no hand's few points. */
#define DIGITS_MAX_SPARSE 4096

/* How much a pressure widens the pen: 1 at 0.5; never to nothing. */
#define DIGITS_PEN_FACTOR(pressure) (0.5f + (pressure))

/* The width of the pen, in the unit of a drawing whose points span `size`, that is `width_px`
 * pixels once the ink's longer side, the pen included, is 20. */
float digits_pen_width (float size, float width_px);
