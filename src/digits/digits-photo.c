/* SPDX-License-Identifier: MIT */
#include "digits/digits-photo.h"

#include "digits/digits-paper.h"
#include "digits/digits-thicken.h"
#include "digits/digits-tidy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SMALL      64  /* a longer side up to which pictures are data sets' digits */
#define EVEN       3   /* greys that an even ground may differ from its median */
#define NOISY_SIDE 200 /* a longer side from which noise is smoothed */

/* Of 255: what differs less from its paper is no ink, however even the page is. */
#define LEAST_CONTRAST 30.0f
/* Noise, in standard deviations, that is no ink. */
#define NOISE 6.0f
/* Of the ink's mean: where its soft edge begins, and where it is full. */
#define EDGE 0.4f
#define FULL 0.85f
/* Pixels in the 28×28: strokes with fewer are made wider. MNIST's are rarely thinner than the
 * first; what is drawn clean is left alone but for hairlines. */
#define THIN     1.7f
#define HAIRLINE 1.1f
/* Darker paper is taken as so dark: noise grows without bounds otherwise. */
#define DARKEST_PAPER 24.0f

/* The grey level that at least half of the border's pixels reach. */
static int
border_level (const uint8_t *grey, int width, int height)
{
  size_t counts[256] = { 0 }, n = 0, below = 0;
  int level = 0;

  for (int y = 0; y < height; y++) {
    bool whole_row = y == 0 || y == height - 1;

    for (int x = 0; x < width; x += whole_row || width == 1 ? 1 : width - 1) {
      counts[grey[(size_t) y * (size_t) width + (size_t) x]]++;
      n++;
    }
  }
  while (level < 255 && (below += counts[level]) * 2 < n)
    level++;
  return level;
}

static void
invert (uint8_t *grey, int width, int height)
{
  for (size_t i = 0; i < (size_t) width * (size_t) height; i++)
    grey[i] = (uint8_t) (255 - grey[i]);
}

void
digits_photo_lighten (uint8_t *grey, int width, int height)
{
  if (border_level (grey, width, height) >= 128)
    invert (grey, width, height);
}

bool
digits_photo_is_plain (const uint8_t *grey, int width, int height)
{
  int level, n_border = 0, n_even_border = 0;
  size_t n_even = 0, n = (size_t) width * (size_t) height;

  if (width <= SMALL && height <= SMALL)
    return true;
  level = border_level (grey, width, height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      bool border = y == 0 || y == height - 1 || x == 0 || x == width - 1;
      bool even = abs (grey[(size_t) y * (size_t) width + (size_t) x] - level) <= EVEN;

      n_border += border;
      n_even_border += border && even;
      n_even += even;
    }
  return n_even_border >= 0.98 * n_border && n_even >= n / 2;
}

/* Light ink on paper that is not quite 0, which becomes 0. */
static void
clean_paper (uint8_t *grey, int width, int height)
{
  size_t n = (size_t) width * (size_t) height;
  int paper = border_level (grey, width, height), ink = 0, low;

  for (size_t i = 0; i < n; i++)
    ink = grey[i] > ink ? grey[i] : ink;
  if (paper == 0)
    return;
  /* Paper that is grey is uneven too: what is little above it is not ink. */
  low = paper + (ink - paper) / 4;
  for (size_t i = 0; i < n; i++)
    grey[i] = grey[i] <= low ? 0 : (uint8_t) ((grey[i] - low) * 255 / (ink - low));
}

/* Means of 3×3 pixels, those of the edge of fewer, in place. `rows` has room for two. */
static void
smooth (uint8_t *grey, int width, int height, uint8_t *rows)
{
  size_t w = (size_t) width;
  uint8_t *above = rows, *here = rows + w;

  memcpy (above, grey, w);
  for (int y = 0; y < height; y++) {
    uint8_t *row = grey + (size_t) y * w;
    const uint8_t *below = y + 1 < height ? row + w : row;

    memcpy (here, row, w);
    for (int x = 0; x < width; x++) {
      int left = x > 0 ? x - 1 : x, right = x + 1 < width ? x + 1 : x;
      int sum = above[left] + above[x] + above[right] + here[left] + 2 * here[x] + here[right] +
                below[left] + below[x] + below[right];

      row[x] = (uint8_t) (sum / 10);
    }
    memcpy (above, here, w);
  }
}

/* Strokes are few and stand out on one side of what is around them: on which one. */
static bool
has_light_ink (const uint8_t *grey, int width, int height, float *levels)
{
  DigitsPaper paper;
  double skew = 0;

  digits_paper_average (grey, width, height, &paper);
  for (int y = 0; y < height; y++) {
    digits_paper_row (&paper, y, width, levels);
    for (int x = 0; x < width; x++) {
      double d = grey[(size_t) y * (size_t) width + (size_t) x] - levels[x];

      skew += d * d * d;
    }
  }
  return skew > 0;
}

/* How much light the ink takes of what the paper around it gives back: 0 … 255. */
static void
compare_with_paper (uint8_t *grey, int width, int height, float *levels)
{
  DigitsPaper paper;

  digits_paper_find (grey, width, height, &paper);
  for (int y = 0; y < height; y++) {
    uint8_t *row = grey + (size_t) y * (size_t) width;

    digits_paper_row (&paper, y, width, levels);
    for (int x = 0; x < width; x++) {
      float taken = 255.0f * (1.0f - (float) row[x] / fmaxf (levels[x], DARKEST_PAPER));

      row[x] = taken <= 0 ? 0 : taken >= 255 ? 255 : (uint8_t) taken;
    }
  }
}

/* The standard deviation of the noise: most neighbours are the same paper. One between them is left
 * out, for they have been smoothed together. */
static float
noise_of (const uint8_t *taken, int width, int height)
{
  size_t counts[256] = { 0 }, n = 0, below = 0;
  int value = 0;

  for (int y = 0; y < height; y++) {
    const uint8_t *row = taken + (size_t) y * (size_t) width;

    for (int x = 0; x + 2 < width; x++)
      if (row[x] > 0 && row[x + 2] > 0) {
        counts[abs (row[x] - row[x + 2])]++;
        n++;
      }
  }
  while (value < 255 && 2 * (below += counts[value]) < n)
    value++;
  return (float) value;
}

/* Otsu: the split that leaves least variance on its two sides. */
static int
split (const size_t counts[256])
{
  double n = 0, sum = 0, n_low = 0, sum_low = 0, best = -1;
  int at = 0;

  for (int i = 0; i < 256; i++) {
    n += (double) counts[i];
    sum += (double) i * (double) counts[i];
  }
  for (int i = 0; i < 255; i++) {
    double difference, between;

    n_low += (double) counts[i];
    sum_low += (double) i * (double) counts[i];
    if (n_low <= 0 || n_low >= n)
      continue;
    difference = sum_low / n_low - (sum - sum_low) / (n - n_low);
    between = n_low * (n - n_low) * difference * difference;
    if (between > best) {
      best = between;
      at = i;
    }
  }
  return at;
}

/* The mean of what is above `from`; 0 where nothing is. */
static float
mean_above (const size_t counts[256], int from)
{
  double sum = 0, n = 0;

  for (int i = from + 1; i < 256; i++) {
    n += (double) counts[i];
    sum += (double) i * (double) counts[i];
  }
  return n > 0 ? (float) (sum / n) : 0;
}

/* From what is darker than its paper to ink. */
static void
threshold (uint8_t *taken, int width, int height)
{
  size_t counts[256] = { 0 }, n = (size_t) width * (size_t) height;
  float least = fmaxf (LEAST_CONTRAST, NOISE * noise_of (taken, width, height)), ink, low, high;

  for (size_t i = 0; i < n; i++)
    counts[taken[i]]++;
  ink = mean_above (counts, (int) fmaxf ((float) split (counts), least));
  low = fmaxf (EDGE * ink, least);
  high = fmaxf (FULL * ink, low + 1);
  for (size_t i = 0; i < n; i++) {
    float share = ((float) taken[i] - low) / (high - low);

    taken[i] = share <= 0 || ink <= 0 ? 0 : share >= 1 ? 255 : (uint8_t) (255 * share);
  }
}

static int
read_photo (uint8_t *grey, int width, int height)
{
  float *levels = malloc ((size_t) width * sizeof *levels);
  uint8_t *rows = malloc (2 * (size_t) width);
  int answer = levels && rows ? 0 : -1;

  if (answer == 0) {
    if (has_light_ink (grey, width, height, levels))
      invert (grey, width, height);
    if (width >= NOISY_SIDE || height >= NOISY_SIDE)
      smooth (grey, width, height, rows);
    compare_with_paper (grey, width, height, levels);
    threshold (grey, width, height);
    answer = digits_tidy (grey, width, height);
  }
  if (answer == 0)
    answer = digits_thicken (grey, width, height, THIN);
  free (levels);
  free (rows);
  return answer;
}

static int
read_plain (uint8_t *grey, int width, int height)
{
  digits_photo_lighten (grey, width, height);
  clean_paper (grey, width, height);
  if (width <= SMALL && height <= SMALL)
    return 0;
  if (digits_tidy (grey, width, height) != 0)
    return -1;
  return digits_thicken (grey, width, height, HAIRLINE);
}

int
digits_photo_find_ink (const uint8_t *grey, int width, int height, uint8_t *ink, DigitsError *error)
{
  size_t n = (size_t) width * (size_t) height, at = 0;
  int answer;

  if (width < 1 || height < 1 || width > DIGITS_PHOTO_SIDE || height > DIGITS_PHOTO_SIDE) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "An image of %d×%d pixels is not accepted (1 to %d a side)", width, height,
                      DIGITS_PHOTO_SIDE);
    return -1;
  }
  memmove (ink, grey, n);
  answer = digits_photo_is_plain (grey, width, height) ? read_plain (ink, width, height)
                                                       : read_photo (ink, width, height);
  if (answer != 0) {
    digits_error_set (error, DIGITS_ERROR_MEMORY, "There is no memory for the image");
    return -1;
  }
  while (at < n && ink[at] == 0)
    at++;
  if (at < n)
    return 0;
  digits_error_set (error, DIGITS_ERROR_EMPTY, "There is no ink in the image");
  return -1;
}
