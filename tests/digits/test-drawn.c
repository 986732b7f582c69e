/* SPDX-License-Identifier: MIT */
/* Synthesized drawings: always the same ones, as pens tell them. */
#include "claim.h"

#include "digits/digits-drawn.h"
#include "digits/digits-synthesizer.h"

#include <math.h>
#include <string.h>

#define MANY 400

static void
a_drawing_is_the_same_whatever_else_is_drawn (void)
{
  uint8_t first[DIGITS_PIXELS], again[DIGITS_PIXELS], label, other;

  CLAIM (digits_drawn_image (5, 123, first, &label) == 0);
  for (uint64_t i = 0; i < 20; i++)
    CLAIM (digits_drawn_image (5, i, again, &other) == 0);
  CLAIM (digits_drawn_image (5, 123, again, &other) == 0);
  CLAIM (label == other && memcmp (first, again, sizeof first) == 0);
  CLAIM (digits_drawn_image (6, 123, again, &other) == 0);
  CLAIM (memcmp (first, again, sizeof first) != 0);
}

static void
ten_drawings_show_the_ten_digits (void)
{
  for (uint64_t ten = 0; ten < 200; ten += 10) {
    int seen = 0;

    for (uint64_t i = ten; i < ten + 10; i++) {
      uint8_t pixels[DIGITS_PIXELS], label;

      CLAIM (digits_drawn_image (1, i, pixels, &label) == 0);
      seen |= 1 << label;
    }
    CLAIM (seen == 1023);
  }
}

/* Some pens tell few points, some all; some are held down all the way; most have no width. */
static void
pens_differ (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  int few = 0, many = 0, apart = 0, wide = 0;

  for (uint64_t i = 0; i < MANY; i++) {
    uint8_t label;

    CLAIM (digits_drawn_strokes (9, i, strokes, &label) == 0);
    few += strokes->n_points <= 12;
    many += strokes->n_points > 40;
    apart += strokes->n_strokes > 1;
    wide += strokes->width > 0;
  }
  CLAIM (few > MANY / 4 && few < 3 * MANY / 4);
  CLAIM (many > MANY / 20);
  CLAIM (apart > MANY / 20 && apart < MANY / 2);
  CLAIM (wide > MANY / 10 && wide < MANY / 2);
  digits_strokes_free (strokes);
}

/* An image is what reading the strokes gives. */
static void
an_image_is_its_strokes_normalised (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  for (uint64_t i = 0; i < 50; i++) {
    uint8_t pixels[DIGITS_PIXELS], label, same;
    DigitsNormalised normalised;

    CLAIM (digits_drawn_strokes (2, i, strokes, &label) == 0);
    CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
    CLAIM (digits_drawn_image (2, i, pixels, &same) == 0);
    CLAIM (label == same && memcmp (pixels, normalised.pixels, sizeof pixels) == 0);
  }
  digits_strokes_free (strokes);
}

/* Points that are told at even distances of a stroke are evenly far apart along it. */
static void
few_points_lie_evenly (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  int looked_at = 0;

  for (uint64_t i = 0; i < MANY; i++) {
    uint8_t label;

    CLAIM (digits_drawn_strokes (4, i, strokes, &label) == 0);
    /* A one is about straight, so that chords are as long as the way. */
    if (label != 1 || strokes->n_strokes > 1 || strokes->n_points < 7 || strokes->n_points > 10)
      continue;
    float least = INFINITY, greatest = 0;

    for (size_t k = 1; k < strokes->n_points; k++) {
      const DigitsPoint *a = &strokes->points[k - 1], *b = &strokes->points[k];
      float d = hypotf (b->x - a->x, b->y - a->y);

      least = fminf (least, d);
      greatest = fmaxf (greatest, d);
    }
    looked_at += least > 0.8f * greatest;
  }
  CLAIM (looked_at >= 3);
  digits_strokes_free (strokes);
}

/* On any number of threads, of any indices. */
static void
many_are_as_each_alone (void)
{
  uint64_t indices[53];
  static uint8_t many[53 * DIGITS_PIXELS];
  uint8_t labels[53], pixels[DIGITS_PIXELS], label;

  for (uint64_t i = 0; i < 53; i++)
    indices[i] = i * i;
  for (int n_threads = 1; n_threads <= 5; n_threads += 2) {
    memset (many, 0, sizeof many);
    CLAIM (digits_drawn_images (3, indices, 53, many, labels, n_threads) == 0);
    for (int i = 0; i < 53; i++) {
      CLAIM (digits_drawn_image (3, indices[i], pixels, &label) == 0);
      CLAIM (label == labels[i] && digits_synthesizer_label (3, indices[i]) == label);
      CLAIM (memcmp (pixels, many + i * DIGITS_PIXELS, DIGITS_PIXELS) == 0);
    }
  }
}

int
main (void)
{
  RUN ("/digits/drawn/a-drawing-is-the-same-whatever-else-is-drawn",
       a_drawing_is_the_same_whatever_else_is_drawn);
  RUN ("/digits/drawn/ten-drawings-show-the-ten-digits", ten_drawings_show_the_ten_digits);
  RUN ("/digits/drawn/pens-differ", pens_differ);
  RUN ("/digits/drawn/an-image-is-its-strokes-normalised", an_image_is_its_strokes_normalised);
  RUN ("/digits/drawn/few-points-lie-evenly", few_points_lie_evenly);
  RUN ("/digits/drawn/many-are-as-each-alone", many_are_as_each_alone);
  return DONE ();
}
