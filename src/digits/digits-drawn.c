/* SPDX-License-Identifier: MIT */
#include "digits/digits-drawn.h"

#include "digits/digits-rng.h"
#include "digits/digits-synthesizer.h"

#include <math.h>
#include <string.h>

/* A stream of numbers apart from that of the hand. */
#define ENTERED 0x6472617765645631u

/* How a drawing is entered. */
typedef struct {
  bool joined;     /* the pen is not lifted between strokes */
  size_t n_points; /* that the pen tells, of all strokes; 0: all there are */
  bool typical;    /* the pen has MNIST's typical width; else the hand's */
} Entry;

static Entry
entry_new (DigitsRng *rng)
{
  Entry entry = { .joined = digits_rng_uniform (rng) < 0.4f };
  float how = digits_rng_uniform (rng);

  if (how < 0.4f)
    entry.n_points = 7 + digits_rng_below (rng, 4);
  else if (how < 0.7f)
    entry.n_points = 11 + digits_rng_below (rng, 20);
  entry.typical = digits_rng_uniform (rng) < 0.7f;
  return entry;
}

static float
distance (DigitsPoint a, DigitsPoint b)
{
  return hypotf (b.x - a.x, b.y - a.y);
}

/* Length of points first … end − 1. */
static float
length_of (const DigitsPoint *points, size_t first, size_t end)
{
  float length = 0;

  for (size_t i = first + 1; i < end; i++)
    length += distance (points[i - 1], points[i]);
  return length;
}

/* Adds a stroke of n ≥ 2 points at even distances along points first … end − 1. */
static int
add_evenly (DigitsStrokes *strokes, const DigitsPoint *points, size_t first, size_t end, size_t n)
{
  float length = length_of (points, first, end), passed = 0;
  size_t i = first;

  for (size_t k = 0; k < n; k++) {
    float at = length * (float) k / (float) (n - 1), here, share;
    DigitsPoint point = points[i];

    while (i + 1 < end && passed + (here = distance (points[i], points[i + 1])) < at) {
      passed += here;
      i++;
    }
    point = points[i];
    if (i + 1 < end) {
      here = distance (points[i], points[i + 1]);
      share = here > 0 ? fminf ((at - passed) / here, 1) : 0;
      point.x += share * (points[i + 1].x - point.x);
      point.y += share * (points[i + 1].y - point.y);
    }
    point.pressure = 0.5f;
    if ((k == 0 ? digits_strokes_begin : digits_strokes_add) (strokes, point) < 0)
      return -1;
  }
  return 0;
}

/* Points first … end − 1 as they are. */
static int
add_all (DigitsStrokes *strokes, const DigitsPoint *points, size_t first, size_t end)
{
  for (size_t i = first; i < end; i++)
    if ((i == first ? digits_strokes_begin : digits_strokes_add) (strokes, points[i]) < 0)
      return -1;
  return 0;
}

/* What the pen tells of strokes that a hand has written. */
static int
enter (const DigitsStrokes *hand, const Entry *entry, DigitsStrokes *strokes)
{
  size_t n_strokes = entry->joined ? 1 : hand->n_strokes;
  float whole = 0;

  digits_strokes_clear (strokes);
  strokes->width = entry->typical ? 0 : hand->width;
  for (size_t s = 0; s < n_strokes; s++) {
    size_t end = s + 1 < n_strokes ? hand->starts[s + 1] : hand->n_points;
    whole += length_of (hand->points, hand->starts[s], end);
  }
  for (size_t s = 0; s < n_strokes; s++) {
    size_t first = hand->starts[s], end = s + 1 < n_strokes ? hand->starts[s + 1] : hand->n_points;
    float share = whole > 0 ? length_of (hand->points, first, end) / whole : 1;
    size_t n = (size_t) (share * (float) entry->n_points + 0.5f);

    if ((entry->n_points == 0 ? add_all (strokes, hand->points, first, end)
                              : add_evenly (strokes, hand->points, first, end, n < 2 ? 2 : n)) < 0)
      return -1;
  }
  return 0;
}

int
digits_drawn_strokes (uint64_t seed, uint64_t index, DigitsStrokes *strokes, uint8_t *label)
{
  DigitsRng rng = digits_rng_new (seed ^ ENTERED, index);
  Entry entry = entry_new (&rng);
  DigitsStrokes *hand = digits_strokes_new ();
  int status = -1;

  if (hand != NULL &&
      digits_synthesizer_strokes (seed, index, &digits_style_training, hand, label) == 0)
    status = enter (hand, &entry, strokes);
  digits_strokes_free (hand);
  return status;
}

int
digits_drawn_image (uint64_t seed, uint64_t index, uint8_t *pixels, uint8_t *label)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  DigitsNormalised normalised;
  int status = -1;

  if (strokes != NULL && digits_drawn_strokes (seed, index, strokes, label) == 0)
    status = digits_strokes_normalise (strokes, &normalised, NULL);
  if (status == 0)
    memcpy (pixels, normalised.pixels, DIGITS_PIXELS);
  digits_strokes_free (strokes);
  return status;
}
