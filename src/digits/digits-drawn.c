/* SPDX-License-Identifier: MIT */
#include "digits/digits-drawn.h"

#include "digits/digits-hand.h"
#include "digits/digits-rng.h"
#include "digits/digits-synthesizer.h"

#include <math.h>
#include <string.h>

/* A stream of numbers apart from that of the hand. */
#define ENTERED 0x6472617765645631u

#define REVERSED 0.15f /* of the strokes are drawn from their other end */

/* How a drawing is entered. */
typedef struct {
  bool joined;     /* the pen is not lifted between strokes */
  bool rotated;    /* the strokes come in another order: begun with any of them */
  float stretch;   /* 0: as wide as the hand wrote it; 1: as wide as high, as where a device
                      scales each axis by itself */
  size_t n_points; /* that the pen tells, of all strokes; 0: all there are */
  bool typical;    /* the pen has MNIST's typical width; else the hand's */
} Entry;

static Entry
entry_new (DigitsRng *rng)
{
  Entry entry = { .joined = digits_rng_uniform (rng) < 0.6f };
  float how = digits_rng_uniform (rng), stretched;

  if (how < 0.5f)
    entry.n_points = 7 + digits_rng_below (rng, 4);
  else if (how < 0.75f)
    entry.n_points = 11 + digits_rng_below (rng, 20);
  entry.typical = digits_rng_uniform (rng) < 0.7f;
  entry.rotated = digits_rng_uniform (rng) < 0.35f;
  stretched = digits_rng_uniform (rng);
  if (stretched < 0.5f)
    entry.stretch = stretched < 0.25f ? 1 : digits_rng_uniform (rng);
  return entry;
}

static size_t
end_of (const DigitsStrokes *strokes, size_t stroke)
{
  return stroke + 1 < strokes->n_strokes ? strokes->starts[stroke + 1] : strokes->n_points;
}

static void
reverse_points (DigitsPoint *points, size_t first, size_t end)
{
  for (; first + 1 < end; first++, end--) {
    DigitsPoint point = points[first];

    points[first] = points[end - 1];
    points[end - 1] = point;
  }
}

/* Where the pen is held down the line between two strokes depends on which ends they have. */
static void
reverse_some (DigitsStrokes *hand, DigitsRng *rng)
{
  for (size_t s = 0; s < hand->n_strokes; s++)
    if (digits_rng_uniform (rng) < REVERSED)
      reverse_points (hand->points, hand->starts[s], end_of (hand, s));
}

/* Lets stroke `first` be the first one, those before it the last. */
static void
rotate (DigitsStrokes *hand, size_t first)
{
  size_t n = hand->n_strokes, at = hand->starts[first], starts[DIGITS_HAND_STROKES];

  for (size_t s = 0; s < n; s++) {
    size_t from = (first + s) % n;

    starts[s] = (hand->starts[from] + hand->n_points - at) % hand->n_points;
  }
  memcpy (hand->starts, starts, n * sizeof *starts);
  reverse_points (hand->points, 0, at);
  reverse_points (hand->points, at, hand->n_points);
  reverse_points (hand->points, 0, hand->n_points);
}

static void
stretch (DigitsStrokes *hand, float share)
{
  float left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY, by;

  for (size_t i = 0; i < hand->n_points; i++) {
    left = fminf (left, hand->points[i].x);
    right = fmaxf (right, hand->points[i].x);
    top = fminf (top, hand->points[i].y);
    bottom = fmaxf (bottom, hand->points[i].y);
  }
  /* A bare line has no width. */
  if (fminf (right - left, bottom - top) < 0.02f)
    return;
  by = powf ((bottom - top) / (right - left), share);
  for (size_t i = 0; i < hand->n_points; i++)
    hand->points[i].x *= by;
}

/* The strokes of a hand as one writes them who has learnt it elsewhere, or on a device that
 * scales. */
static void
change (DigitsStrokes *hand, const Entry *entry, DigitsRng *rng)
{
  reverse_some (hand, rng);
  if (entry->rotated && hand->n_strokes > 1)
    rotate (hand, 1 + digits_rng_below (rng, (uint32_t) hand->n_strokes - 1));
  if (entry->stretch > 0)
    stretch (hand, entry->stretch);
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
      digits_synthesizer_strokes (seed, index, &digits_style_drawn, hand, label) == 0) {
    change (hand, &entry, &rng);
    status = enter (hand, &entry, strokes);
  }
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
