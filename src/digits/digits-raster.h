/* SPDX-License-Identifier: MIT */
/* digits-raster.h: anti-aliased strokes. A tile holds, for each pixel, how deep its centre lies in
 * the ink (distance to the nearest edge, negative outside); joins come out round by taking the
 * deepest. */
#pragma once

#include <stdint.h>

#define DIGITS_TILE_SIDE 64

typedef struct {
  int left, top, width,
      height; /* in pixels of the whole raster; width, height ≤ DIGITS_TILE_SIDE */
  float depth[DIGITS_TILE_SIDE * DIGITS_TILE_SIDE]; /* [height][DIGITS_TILE_SIDE] */
} DigitsTile;

/* A place of the pen, in pixels of the raster. */
typedef struct {
  float x, y, radius;
} DigitsNib;

void digits_tile_begin (DigitsTile *tile, int left, int top, int width, int height);

/* The pen's way from a to b, straight; a dot where both are the same. */
void digits_tile_draw (DigitsTile *tile, DigitsNib a, DigitsNib b);

/* Ink 255 on 0 into pixels[height][stride], the tile's own corner. */
void digits_tile_store (const DigitsTile *tile, uint8_t *pixels, int stride);
