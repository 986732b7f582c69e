/* SPDX-License-Identifier: MIT */
#include "digits/digits-paper.h"

#include <string.h>

#define SMALLEST_TILE 4
#define FEW_TILES     32   /* along the shorter side */
#define STROKE        0.2f /* of the shorter side: no stroke is wider */
#define BRIGHT_SHARE  0.8f /* of a tile's pixels are no brighter than its paper */
#define WIDE          4    /* tiles to each side that a mean goes over */

typedef float Grid[DIGITS_PAPER_TILES][DIGITS_PAPER_TILES];

static int
smaller (int a, int b)
{
  return a < b ? a : b;
}

static int
larger (int a, int b)
{
  return a > b ? a : b;
}

static int
tiles_of (int size, int side)
{
  return (size + side - 1) / side;
}

static void
lay_tiles (int width, int height, DigitsPaper *paper)
{
  int shorter = smaller (width, height), longer = larger (width, height);

  paper->side = larger (
      SMALLEST_TILE, larger (tiles_of (shorter, FEW_TILES), tiles_of (longer, DIGITS_PAPER_TILES)));
  paper->reach = tiles_of ((int) (STROKE / 2 * (float) shorter), paper->side);
  paper->width = tiles_of (width, paper->side);
  paper->height = tiles_of (height, paper->side);
}

/* How often each grey occurs in a tile; returns the number of its pixels. */
static int
count_tile (const uint8_t *grey, int width, int height, const DigitsPaper *paper, int i, int j,
            int counts[256])
{
  int right = smaller ((i + 1) * paper->side, width);
  int bottom = smaller ((j + 1) * paper->side, height);

  memset (counts, 0, 256 * sizeof *counts);
  for (int y = j * paper->side; y < bottom; y++)
    for (int x = i * paper->side; x < right; x++)
      counts[grey[(size_t) y * (size_t) width + (size_t) x]]++;
  return (right - i * paper->side) * (bottom - j * paper->side);
}

static float
mean_of (const int counts[256], int n)
{
  double sum = 0;

  for (int value = 0; value < 256; value++)
    sum += (double) value * counts[value];
  return (float) (sum / n);
}

static float
bright_of (const int counts[256], int n)
{
  int value = 0, below = counts[0];

  while (value < 255 && (float) below < BRIGHT_SHARE * (float) n)
    below += counts[++value];
  return (float) value;
}

typedef enum { MEAN, BRIGHTEST, DARKEST } Kind;

/* Each tile's mean, brightest or darkest of those up to `reach` tiles away, cut at the edges. */
static void
filter (DigitsPaper *paper, int reach, Kind kind)
{
  Grid from;

  memcpy (from, paper->level, sizeof from);
  for (int j = 0; j < paper->height; j++)
    for (int i = 0; i < paper->width; i++) {
      float sum = 0, most = from[j][i], least = from[j][i];
      int n = 0;

      for (int y = j > reach ? j - reach : 0; y <= j + reach && y < paper->height; y++)
        for (int x = i > reach ? i - reach : 0; x <= i + reach && x < paper->width; x++) {
          float level = from[y][x];

          sum += level;
          most = level > most ? level : most;
          least = level < least ? level : least;
          n++;
        }
      paper->level[j][i] = kind == MEAN ? sum / (float) n : kind == BRIGHTEST ? most : least;
    }
}

static void
measure (const uint8_t *grey, int width, int height, float (*level_of) (const int *, int),
         DigitsPaper *paper)
{
  int counts[256];

  lay_tiles (width, height, paper);
  for (int j = 0; j < paper->height; j++)
    for (int i = 0; i < paper->width; i++) {
      int n = count_tile (grey, width, height, paper, i, j, counts);

      paper->level[j][i] = level_of (counts, n);
    }
}

void
digits_paper_average (const uint8_t *grey, int width, int height, DigitsPaper *paper)
{
  measure (grey, width, height, mean_of, paper);
  filter (paper, WIDE, MEAN);
}

void
digits_paper_find (const uint8_t *grey, int width, int height, DigitsPaper *paper)
{
  measure (grey, width, height, bright_of, paper);
  filter (paper, paper->reach, BRIGHTEST);
  filter (paper, paper->reach, DARKEST);
  filter (paper, 1, MEAN);
}

/* Between which two tiles' centres a pixel lies, and how far from the first. */
static float
locate (int at, int side, int n, int *first, int *second)
{
  float place = ((float) at + 0.5f) / (float) side - 0.5f;
  int whole = place < 0 ? 0 : (int) place;

  *first = smaller (whole, n - 1);
  *second = smaller (whole + 1, n - 1);
  return place < 0 ? 0 : place - (float) whole;
}

void
digits_paper_row (const DigitsPaper *paper, int y, int width, float *levels)
{
  int top, bottom, left, right;
  float down = locate (y, paper->side, paper->height, &top, &bottom);

  for (int x = 0; x < width; x++) {
    float across = locate (x, paper->side, paper->width, &left, &right);
    float above = paper->level[top][left] * (1 - across) + paper->level[top][right] * across;
    float below = paper->level[bottom][left] * (1 - across) + paper->level[bottom][right] * across;

    levels[x] = above * (1 - down) + below * down;
  }
}
