/* SPDX-License-Identifier: MIT */
#include "digits/digits-raster.h"

#include <math.h>

#define FAR_OUTSIDE -1e9f

void
digits_tile_begin (DigitsTile *tile, int left, int top, int width, int height)
{
  tile->left = left;
  tile->top = top;
  tile->width = width;
  tile->height = height;
  for (int i = 0; i < height * DIGITS_TILE_SIDE; i++)
    tile->depth[i] = FAR_OUTSIDE;
}

/* Pixels first … *end of 0 … size that from … to touches. */
static int
clip (float from, float to, int size, int *end)
{
  float first = floorf (from), last = ceilf (to);

  *end = last < (float) size ? last > 0 ? (int) last : 0 : size;
  return first > 0 ? first < (float) size ? (int) first : size : 0;
}

/* One row: t is where the foot of the perpendicular falls on the way, 0 … 1; the radius follows it.
 */
static void
draw_row (float *restrict depth, int x0, int x1, float y, DigitsNib a, float dx, float dy, float dr,
          float inverse)
{
  for (int x = x0; x < x1; x++) {
    float px = (float) x + 0.5f - a.x;
    float t = (px * dx + y * dy) * inverse;
    float ex, ey, deep;

    t = t > 0 ? t : 0;
    t = t < 1 ? t : 1;
    ex = px - t * dx;
    ey = y - t * dy;
    deep = a.radius + t * dr - sqrtf (ex * ex + ey * ey);
    depth[x] = deep > depth[x] ? deep : depth[x];
  }
}

void
digits_tile_draw (DigitsTile *tile, DigitsNib a, DigitsNib b)
{
  float reach = (a.radius > b.radius ? a.radius : b.radius) + 0.5f;
  float dx = b.x - a.x, dy = b.y - a.y, dr = b.radius - a.radius, length = dx * dx + dy * dy;
  float inverse = length > 1e-12f ? 1 / length : 0;
  int x0, x1, y0, y1;

  a.x -= (float) tile->left;
  a.y -= (float) tile->top;
  x0 = clip (fminf (a.x, a.x + dx) - reach, fmaxf (a.x, a.x + dx) + reach, tile->width, &x1);
  y0 = clip (fminf (a.y, a.y + dy) - reach, fmaxf (a.y, a.y + dy) + reach, tile->height, &y1);
  for (int y = y0; y < y1; y++)
    draw_row (tile->depth + y * DIGITS_TILE_SIDE, x0, x1, (float) y + 0.5f - a.y, a, dx, dy, dr,
              inverse);
}

/* Half a pixel inside is full ink, half a pixel outside none. */
static void
store_row (const float *restrict depth, uint8_t *restrict row, int width)
{
  for (int x = 0; x < width; x++) {
    float ink = (depth[x] + 0.5f) * 255 + 0.5f;

    ink = ink > 0 ? ink : 0;
    row[x] = (uint8_t) (int) (ink < 255 ? ink : 255);
  }
}

void
digits_tile_store (const DigitsTile *tile, uint8_t *pixels, int stride)
{
  for (int y = 0; y < tile->height; y++)
    store_row (tile->depth + y * DIGITS_TILE_SIDE, pixels + (long) y * stride, tile->width);
}
