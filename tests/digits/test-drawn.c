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

/* Length of stroke s along its points. */
static float
length_of (const DigitsStrokes *strokes, size_t s)
{
  size_t end = s + 1 < strokes->n_strokes ? strokes->starts[s + 1] : strokes->n_points;
  float length = 0;

  for (size_t i = strokes->starts[s] + 1; i < end; i++)
    length += hypotf (strokes->points[i].x - strokes->points[i - 1].x,
                      strokes->points[i].y - strokes->points[i - 1].y);
  return length;
}

/* A five's hat is its shorter stroke; it comes last, but not always. */
static void
strokes_come_in_other_orders (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  int first = 0, last = 0;

  for (uint64_t i = 0; i < 10 * MANY; i++) {
    uint8_t label;

    CLAIM (digits_drawn_strokes (12, i, strokes, &label) == 0);
    if (label != 5 || strokes->n_strokes != 2)
      continue;
    if (length_of (strokes, 0) < length_of (strokes, 1))
      first++;
    else
      last++;
  }
  CLAIM (first > 10 && last > first);
  digits_strokes_free (strokes);
}

/* Strokes stay where they are, whichever of them comes first and from which end: those of the
 * hand are all there. */
static void
no_stroke_is_torn (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  for (uint64_t i = 0; i < 10 * MANY; i++) {
    uint8_t label;

    CLAIM (digits_drawn_strokes (13, i, strokes, &label) == 0);
    CLAIM (strokes->n_strokes >= 1 && strokes->starts[0] == 0);
    for (size_t s = 1; s < strokes->n_strokes; s++)
      CLAIM (strokes->starts[s] >= strokes->starts[s - 1] + 2 &&
             strokes->starts[s] + 2 <= strokes->n_points);
    /* Where the pen tells all points they lie near to their neighbours. */
    for (size_t s = 0; strokes->n_strokes > 1 && strokes->n_points > 40 && s < strokes->n_strokes;
         s++) {
      size_t end = s + 1 < strokes->n_strokes ? strokes->starts[s + 1] : strokes->n_points;

      for (size_t k = strokes->starts[s] + 1; k < end; k++)
        CLAIM (fabsf (strokes->points[k].y - strokes->points[k - 1].y) < 0.25f);
    }
  }
  digits_strokes_free (strokes);
}

/* Some are as wide as high; ones, which no hand writes so, are among them. */
static void
some_are_scaled_to_a_square (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  int square = 0, ones = 0, n_ones = 0;

  for (uint64_t i = 0; i < 10 * MANY; i++) {
    float left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    uint8_t label;

    CLAIM (digits_drawn_strokes (14, i, strokes, &label) == 0);
    for (size_t k = 0; k < strokes->n_points; k++) {
      left = fminf (left, strokes->points[k].x);
      right = fmaxf (right, strokes->points[k].x);
      top = fminf (top, strokes->points[k].y);
      bottom = fmaxf (bottom, strokes->points[k].y);
    }
    bool is_square = fabsf (logf ((right - left) / (bottom - top))) < 0.1f;

    square += is_square;
    n_ones += label == 1;
    ones += is_square && label == 1;
  }
  CLAIM (square > 2 * MANY && square < 6 * MANY);
  CLAIM (ones > n_ones / 10 && ones < n_ones / 2);
  digits_strokes_free (strokes);
}

/* Share of sevens that have a bar, in thousandths. */
static int
barred (const DigitsStyle *style)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  int n = 0, with_bar = 0;

  for (uint64_t i = 0; i < 10 * MANY; i++) {
    uint8_t label;

    CLAIM (digits_synthesizer_strokes (15, i, style, strokes, &label) == 0);
    n += label == 7;
    with_bar += label == 7 && strokes->n_strokes > 1;
  }
  digits_strokes_free (strokes);
  return 1000 * with_bar / n;
}

static void
rare_shapes_are_met_more_often (void)
{
  DigitsStyle even = digits_style_drawn;

  even.families = 1;
  CLAIM (barred (&digits_style_drawn) > barred (&digits_style_training) + 40);
  CLAIM (barred (&even) > barred (&digits_style_drawn) + 40);
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
  RUN ("/digits/drawn/strokes-come-in-other-orders", strokes_come_in_other_orders);
  RUN ("/digits/drawn/no-stroke-is-torn", no_stroke_is_torn);
  RUN ("/digits/drawn/some-are-scaled-to-a-square", some_are_scaled_to_a_square);
  RUN ("/digits/drawn/rare-shapes-are-met-more-often", rare_shapes_are_met_more_often);
  return DONE ();
}
