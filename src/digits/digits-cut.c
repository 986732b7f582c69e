/* SPDX-License-Identifier: MIT */
#include "digits/digits-cut.h"

#include <math.h>
#include <stddef.h>

/* Of its height: a digit is no wider; two are hardly narrower. */
#define WIDEST 1.35f
/* Of its height: how wide a digit among several is, with the gap. */
#define USUAL 0.72f
/* Of the height: more ink in a column is no join of two digits. */
#define MOST_INK 0.3f
/* Of the usual width: as far to each side of where a cut is expected one is looked for. */
#define REACH 0.4f

typedef struct {
  float ink;  /* of a column, in pixels */
  int n_runs; /* strokes that it crosses */
} Column;

static Column
look_at (const uint8_t *ink, int width, int height, int x)
{
  Column column = { 0 };

  for (int y = 0; y < height; y++) {
    const uint8_t *pixel = ink + (size_t) y * (size_t) width + x;

    column.ink += (float) *pixel / 255;
    column.n_runs += *pixel >= 128 && (y == 0 || pixel[-width] < 128);
  }
  return column;
}

/* The best column around `expected`; −1 where none is good. */
static int
find_cut (const uint8_t *ink, int width, int height, float expected, float usual)
{
  int best = -1;
  float least = INFINITY;

  for (int x = (int) fmaxf (expected - REACH * usual, 1);
       (float) x <= expected + REACH * usual && x < width; x++) {
    Column column = look_at (ink, width, height, x);
    float away = ((float) x - expected) / usual;
    float cost = column.ink / (float) height + 0.25f * away * away;

    if (column.n_runs > 1 || column.ink > MOST_INK * (float) height || cost >= least)
      continue;
    least = cost;
    best = x;
  }
  return best;
}

int
digits_find_cuts (const uint8_t *ink, int width, int height, int cuts[DIGITS_MAX_CUTS])
{
  float w = (float) width, h = (float) height, usual;
  int n = (int) lroundf (w / (USUAL * h)), n_cuts = 0;

  if (w < WIDEST * h)
    return 0;
  n = n < 2 ? 2 : n > DIGITS_MAX_CUTS + 1 ? DIGITS_MAX_CUTS + 1 : n;
  usual = w / (float) n;
  for (int i = 1; i < n; i++) {
    int x = find_cut (ink, width, height, usual * (float) i, usual);

    if (x > 0 && (n_cuts == 0 || x > cuts[n_cuts - 1]))
      cuts[n_cuts++] = x;
  }
  return n_cuts;
}
