/* SPDX-License-Identifier: MIT */
#include "digits/digits-normalise.h"

#include <math.h>
#include <string.h>

#define MAX_SOURCE 8192
#define LONGER     20

/* Where the centre of mass goes, the first pixel's centre counting as 0: MNIST has it at 13.5
 * … 14.5 in every image, so a whole-pixel shift brings it as near to 14 as can be. */
#define CENTRE 14.0

static int
row_has_ink (const uint8_t *row, int width)
{
  uint8_t any = 0;

  for (int x = 0; x < width; x++)
    any |= row[x];
  return any;
}

/* The ink's bounding box; −1 where there is no ink. */
static int
find_box (const uint8_t *source, int width, int height, DigitsNormalised *normalised)
{
  int top = 0, bottom = height, left = width, right = -1;

  while (top < height && !row_has_ink (source + (size_t) top * (size_t) width, width))
    top++;
  if (top == height)
    return -1;
  while (!row_has_ink (source + (size_t) (bottom - 1) * (size_t) width, width))
    bottom--;
  for (int y = top; y < bottom; y++) {
    const uint8_t *row = source + (size_t) y * (size_t) width;

    for (int x = 0; x < left; x++)
      if (row[x])
        left = x;
    for (int x = width - 1; x > right; x--)
      if (row[x])
        right = x;
  }
  normalised->box_x = left;
  normalised->box_y = top;
  normalised->box_width = right + 1 - left;
  normalised->box_height = bottom - top;
  return 0;
}

/* How much of pixel `i` lies in the stretch from `from` to `to`. */
static float
share (int i, double from, double to)
{
  double a = i > from ? i : from, b = i + 1 < to ? i + 1 : to;

  return b > a ? (float) (b - a) : 0;
}

/* One axis: pixel i of the scaled box covers from[i] … to[i] of the box, which is `size` long. */
typedef struct {
  double step; /* pixels of the source in one of the scaled box */
  double from; /* where the first one begins: the box lies in the middle of its whole pixels */
  int size;
} Axis;

static Axis
axis_of (int size, int scaled, double step)
{
  return (Axis){ .step = step, .from = (size - scaled * step) / 2, .size = size };
}

static void
cover (const Axis *axis, int i, double *from, double *to)
{
  *from = axis->from + i * axis->step;
  *to = *from + axis->step;
  if (*from < 0)
    *from = 0;
  if (*to > axis->size)
    *to = axis->size;
}

/* Averages over areas: adds the rows that scaled row `j` covers, each by its share, then along it.
 */
static void
scale_row (const uint8_t *box, int stride, const Axis *across, const Axis *down, int j, int n,
           uint8_t *scaled)
{
  float sums[MAX_SOURCE];
  double from, to;
  float area = (float) (across->step * down->step);

  cover (down, j, &from, &to);
  memset (sums, 0, sizeof sums[0] * (size_t) across->size);
  for (int y = (int) from; y < to; y++) {
    const uint8_t *row = box + (size_t) y * (size_t) stride;
    float weight = share (y, from, to);

    for (int x = 0; x < across->size; x++)
      sums[x] += weight * row[x];
  }
  for (int i = 0; i < n; i++) {
    float sum = 0;

    cover (across, i, &from, &to);
    for (int x = (int) from; x < to; x++)
      sum += share (x, from, to) * sums[x];
    sum = sum / area + 0.5f;
    scaled[i] = sum < 255 ? (uint8_t) sum : 255;
  }
}

static int
scaled_size (int size, double step)
{
  int n = (int) ceil (size / step - 1e-6);

  return n < 1 ? 1 : n > LONGER ? LONGER : n;
}

static void
scale_box (const uint8_t *source, int stride, DigitsNormalised *normalised)
{
  int w = normalised->box_width, h = normalised->box_height;
  double step = (w > h ? w : h) / (double) LONGER;
  const uint8_t *box = source + (size_t) normalised->box_y * (size_t) stride + normalised->box_x;
  int n = scaled_size (w, step), m = scaled_size (h, step);
  Axis across = axis_of (w, n, step), down = axis_of (h, m, step);

  normalised->scaled_width = n;
  normalised->scaled_height = m;
  for (int j = 0; j < m; j++)
    scale_row (box, stride, &across, &down, j, n, normalised->scaled + j * n);
}

static void
place (const DigitsNormalised *normalised, int left, int top, uint8_t *pixels)
{
  size_t n = (size_t) normalised->scaled_width;

  memset (pixels, 0, DIGITS_PIXELS);
  for (int j = 0; j < normalised->scaled_height; j++)
    memcpy (pixels + (top + j) * DIGITS_SIDE + left, normalised->scaled + (size_t) j * n, n);
}

/* Where a box of `size` pixels goes for its centre of mass to lie in the middle; never over the
 * edge. */
static int
offset_of (double centre, int size)
{
  int offset = (int) lround (CENTRE - centre);

  if (offset < 0)
    return 0;
  return offset > DIGITS_SIDE - size ? DIGITS_SIDE - size : offset;
}

static void
place_by_mass (DigitsNormalised *normalised)
{
  int n = normalised->scaled_width, m = normalised->scaled_height;
  long mass = 0, across = 0, down = 0;

  for (int j = 0; j < m; j++)
    for (int i = 0; i < n; i++) {
      long ink = normalised->scaled[j * n + i];

      mass += ink;
      across += ink * i;
      down += ink * j;
    }
  /* Specks that vanish when scaled down leave nothing to weigh. */
  if (mass == 0)
    memcpy (normalised->pixels, normalised->boxed, DIGITS_PIXELS);
  else
    place (normalised, offset_of ((double) across / (double) mass, n),
           offset_of ((double) down / (double) mass, m), normalised->pixels);
}

int
digits_normalise (const uint8_t *source, int width, int height, DigitsNormalised *normalised,
                  DigitsError *error)
{
  if (width < 1 || height < 1 || width > MAX_SOURCE || height > MAX_SOURCE) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "An image of %d×%d pixels is not accepted (1 to %d a side)", width, height,
                      MAX_SOURCE);
    return -1;
  }
  if (find_box (source, width, height, normalised) < 0) {
    digits_error_set (error, DIGITS_ERROR_EMPTY, "There is no ink in the image");
    return -1;
  }
  scale_box (source, width, normalised);
  place (normalised, (DIGITS_SIDE - normalised->scaled_width) / 2,
         (DIGITS_SIDE - normalised->scaled_height) / 2, normalised->boxed);
  place_by_mass (normalised);
  return 0;
}
