/* SPDX-License-Identifier: MIT */
/* Drawings: what they hold, and how they become 28 × 28 pixels. */
#include "claim.h"

#include "digits/digits-strokes.h"

#include <string.h>
#include <time.h>

/* What a millisecond's work may take: sanitizers are slower. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define MILLISECOND 50
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MILLISECOND 50
#endif
#endif
#ifndef MILLISECOND
#define MILLISECOND 1
#endif

static DigitsPoint
at (float x, float y)
{
  return (DigitsPoint){ x, y, 0, 0.5f };
}

static DigitsStrokes *
drawing (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  CLAIM (strokes);
  return strokes;
}

/* A circle of n points, begun at the top. */
static DigitsStrokes *
circle (int n, float x, float y, float radius)
{
  DigitsStrokes *strokes = drawing ();

  for (int i = 0; i <= n; i++) {
    float angle = 6.2831853f * (float) i / (float) n;
    DigitsPoint point = at (x + radius * sinf (angle), y - radius * cosf (angle));

    CLAIM ((i ? digits_strokes_add : digits_strokes_begin) (strokes, point) == 0);
  }
  return strokes;
}

/* A seven of three points a stroke, `scale` large. */
static DigitsStrokes *
seven (float scale, float x, float y)
{
  DigitsStrokes *strokes = drawing ();

  CLAIM (digits_strokes_begin (strokes, at (x, y)) == 0);
  CLAIM (digits_strokes_add (strokes, at (x + 60 * scale, y)) == 0);
  CLAIM (digits_strokes_add (strokes, at (x + 25 * scale, y + 100 * scale)) == 0);
  CLAIM (digits_strokes_begin (strokes, at (x + 15 * scale, y + 50 * scale)) == 0);
  CLAIM (digits_strokes_add (strokes, at (x + 60 * scale, y + 48 * scale)) == 0);
  return strokes;
}

static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec * 1e-6;
}

static void
strokes_are_undone_and_cleared (void)
{
  DigitsStrokes *strokes = seven (1, 0, 0), *copy = digits_strokes_copy (strokes);

  CLAIM (strokes->n_strokes == 2 && strokes->n_points == 5 && strokes->starts[1] == 3);
  digits_strokes_remove_last (strokes);
  CLAIM (strokes->n_strokes == 1 && strokes->n_points == 3);
  digits_strokes_remove_last (strokes);
  CLAIM (digits_strokes_is_empty (strokes) && strokes->n_strokes == 0);
  digits_strokes_remove_last (strokes);
  CLAIM (digits_strokes_is_empty (strokes));
  CLAIM (digits_strokes_add (strokes, at (1, 2)) == 0);
  CLAIM (strokes->n_strokes == 1 && strokes->n_points == 1);
  CLAIM (copy && copy->n_points == 5 && copy->points[4].x == 60 && copy->starts[1] == 3);
  digits_strokes_clear (copy);
  CLAIM (digits_strokes_is_empty (copy));
  digits_strokes_free (copy);
  digits_strokes_free (strokes);
  digits_strokes_free (NULL);
}

static void
coordinates_that_are_none_are_refused (void)
{
  DigitsStrokes *strokes = drawing ();

  CLAIM (digits_strokes_begin (strokes, at (NAN, 0)) == -1);
  CLAIM (digits_strokes_begin (strokes, at (0, INFINITY)) == -1);
  CLAIM (digits_strokes_begin (strokes, at (1.1e7f, 0)) == -1);
  CLAIM (strokes->n_strokes == 0 && digits_strokes_is_empty (strokes));
  CLAIM (digits_strokes_begin (strokes, (DigitsPoint){ 1, 1, NAN, NAN }) == 0);
  CLAIM (strokes->points[0].t == 0 && strokes->points[0].pressure == 0.5f);
  CLAIM (digits_strokes_add (strokes, at (0, -2e7f)) == -1 && strokes->n_points == 1);
  digits_strokes_free (strokes);
}

static void
points_are_bounded (void)
{
  DigitsStrokes *strokes = drawing ();

  for (unsigned i = 0; i < DIGITS_MAX_POINTS; i++)
    CLAIM (digits_strokes_add (strokes, at ((float) i, 0)) == 0);
  CLAIM (digits_strokes_add (strokes, at (0, 0)) == -1);
  CLAIM (digits_strokes_begin (strokes, at (0, 0)) == -1);
  CLAIM (strokes->n_points == DIGITS_MAX_POINTS && strokes->n_strokes == 1);
  digits_strokes_free (strokes);
}

static void
nothing_drawn_is_refused (void)
{
  DigitsStrokes *strokes = drawing ();
  DigitsNormalised normalised;
  DigitsError error;

  CLAIM (digits_strokes_normalise (strokes, &normalised, &error) == -1);
  CLAIM (error.code == DIGITS_ERROR_EMPTY);
  digits_strokes_free (strokes);
}

static void
a_point_is_a_dot (void)
{
  DigitsStrokes *strokes = drawing ();
  DigitsNormalised normalised;
  uint8_t pixels[9 * 9];

  CLAIM (digits_strokes_begin (strokes, at (123456, -987654)) == 0);
  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  CLAIM (normalised.scaled_width == 20 && normalised.scaled_height == 20);
  CLAIM (normalised.scaled[10 * 20 + 10] == 255 && normalised.scaled[0] == 0);
  digits_strokes_rasterise (strokes, 123456 - 4.5f, -987654 - 4.5f, 1, 5, pixels, 9, 9);
  CLAIM (pixels[4 * 9 + 4] == 255 && pixels[0] == 0 && pixels[4 * 9 + 1] == 0);
  CLAIM (pixels[4 * 9 + 6] == 255 && pixels[6 * 9 + 6] < 255);
  digits_strokes_free (strokes);
}

static void
lines_have_the_width_that_was_asked_for (void)
{
  DigitsStrokes *strokes = drawing ();
  static uint8_t pixels[300 * 200];
  long sum = 0;

  /* Over several tiles, at a place between the pixels. */
  CLAIM (digits_strokes_begin (strokes, at (-50, 10.3f)) == 0);
  CLAIM (digits_strokes_add (strokes, at (500, 10.3f)) == 0);
  digits_strokes_rasterise (strokes, 0, 0, 10, 7, pixels, 300, 200);
  for (int x = 0; x < 300; x++) {
    sum = 0;
    for (int y = 0; y < 200; y++)
      sum += pixels[y * 300 + x];
    CLAIM_NEAR ((double) sum / 255, 7, 0.02);
  }
  CLAIM (pixels[103 * 300 + 150] == 255);
  digits_strokes_free (strokes);
}

static void
strokes_outside_the_picture_leave_no_ink (void)
{
  DigitsStrokes *strokes = circle (30, 1e6f, -1e6f, 1000);
  uint8_t pixels[20 * 20];

  memset (pixels, 77, sizeof pixels);
  digits_strokes_rasterise (strokes, 0, 0, 1, 3, pixels, 20, 20);
  for (size_t i = 0; i < sizeof pixels; i++)
    CLAIM (pixels[i] == 0);
  digits_strokes_free (strokes);
}

static void
size_and_place_do_not_matter (void)
{
  static const float scales[] = { 0.001f, 1, 37, 5000 };
  DigitsStrokes *strokes = seven (1, 0, 0);
  DigitsNormalised first, other;

  CLAIM (digits_strokes_normalise (strokes, &first, NULL) == 0);
  digits_strokes_free (strokes);
  for (int i = 0; i < 4; i++) {
    strokes = seven (scales[i], scales[i] * 100, scales[i] * -300);
    CLAIM (digits_strokes_normalise (strokes, &other, NULL) == 0);
    for (int p = 0; p < DIGITS_PIXELS; p++)
      CLAIM (abs (first.pixels[p] - other.pixels[p]) <= 3);
    digits_strokes_free (strokes);
  }
}

/* Ink over length: the width of a stroke in the 28 × 28. */
static double
width_in_result (const DigitsNormalised *normalised, double length)
{
  double ink = 0;

  for (int i = 0; i < DIGITS_PIXELS; i++)
    ink += normalised->pixels[i] / 255.0;
  return ink / length;
}

static void
the_pen_is_as_wide_as_in_mnist (void)
{
  DigitsStrokes *strokes = circle (200, 50, 50, 40);
  DigitsNormalised normalised;

  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  /* The line runs in the middle of the pen: a circle of 20 − 2.55 across. */
  CLAIM_NEAR (width_in_result (&normalised, 3.14159 * (20 - 2.55)), 2.55, 0.05);
  /* A pen of 20 on a circle of 80: a fifth of the ink's 100, four pixels of 20. */
  strokes->width = 20;
  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  CLAIM_NEAR (width_in_result (&normalised, 3.14159 * 16), 4, 0.05);
  strokes->width = 1e-9f;
  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  CLAIM (normalised.scaled_width == 20);
  strokes->width = INFINITY;
  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  CLAIM_NEAR (width_in_result (&normalised, 3.14159 * (20 - 2.55)), 2.55, 0.05);
  digits_strokes_free (strokes);
}

static void
pressure_widens_the_pen (void)
{
  DigitsStrokes *strokes = circle (200, 50, 50, 40);
  DigitsNormalised soft, hard;
  double ratio;

  strokes->width = 8;
  for (size_t i = 0; i < strokes->n_points; i++)
    strokes->points[i].pressure = 0.2f;
  CLAIM (digits_strokes_normalise (strokes, &soft, NULL) == 0);
  for (size_t i = 0; i < strokes->n_points; i++)
    strokes->points[i].pressure = 0.9f;
  CLAIM (digits_strokes_normalise (strokes, &hard, NULL) == 0);
  ratio = width_in_result (&hard, 1) / width_in_result (&soft, 1);
  CLAIM (ratio > 1.6 && ratio < 2.1);
  digits_strokes_free (strokes);
}

/* How far two pictures differ, as a share of the second's ink. */
static double
difference_of (DigitsStrokes *a, DigitsStrokes *b)
{
  DigitsNormalised of_a, of_b;
  double difference = 0, ink = 0;

  CLAIM (digits_strokes_normalise (a, &of_a, NULL) == 0);
  CLAIM (digits_strokes_normalise (b, &of_b, NULL) == 0);
  /* Before they are placed: a circle's mass lies between two pixels, and either may become the
   * middle. */
  CLAIM (of_a.scaled_width == 20 && of_a.scaled_height == 20);
  for (int i = 0; i < 400; i++) {
    difference += abs (of_a.scaled[i] - of_b.scaled[i]);
    ink += of_b.scaled[i];
  }
  digits_strokes_free (a);
  return difference / ink;
}

static void
a_few_points_are_read_as_a_curve (void)
{
  DigitsStrokes *many = circle (400, 0, 0, 50), *straight = drawing ();
  double curved = difference_of (circle (8, 0, 0, 50), many), angular;

  /* The same eight points with straight lines between them. */
  for (int i = 0; i <= 160; i++) {
    float a = 0.7853982f * (float) (i / 20), b = a + 0.7853982f, t = (float) (i % 20) / 20;

    CLAIM (digits_strokes_add (straight, at (50 * (sinf (a) * (1 - t) + sinf (b) * t),
                                             -50 * (cosf (a) * (1 - t) + cosf (b) * t))) == 0);
  }
  angular = difference_of (straight, many);
  printf ("# curved %.3f, angular %.3f\n", curved, angular);
  CLAIM (curved < 0.6 * angular);
  digits_strokes_free (many);
}

static void
a_stroke_of_200_points_takes_no_millisecond (void)
{
  DigitsStrokes *strokes = circle (200, 300, 200, 150);
  DigitsNormalised normalised;
  double best = 1e9;

  for (int i = 0; i < 50; i++) {
    double start = milliseconds (), took;

    CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
    took = milliseconds () - start;
    best = took < best ? took : best;
  }
  printf ("# %.3f ms\n", best);
  CLAIM (best < MILLISECOND);
  digits_strokes_free (strokes);
}

static void
a_million_points_come_to_an_end (void)
{
  DigitsStrokes *strokes = circle (DIGITS_MAX_POINTS - 1, 0, 0, 100);
  DigitsNormalised normalised;
  double start = milliseconds ();

  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  CLAIM (milliseconds () - start < 5000);
  CLAIM_NEAR (width_in_result (&normalised, 3.14159 * (20 - 2.55)), 2.55, 0.05);
  digits_strokes_free (strokes);
}

static void
a_drawn_one_lies_in_the_middle (void)
{
  DigitsStrokes *strokes = drawing ();
  DigitsNormalised normalised;
  long left = 0, right = 0;

  CLAIM (digits_strokes_begin (strokes, at (700, 100)) == 0);
  CLAIM (digits_strokes_add (strokes, at (700, 400)) == 0);
  CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
  CLAIM (normalised.scaled_height == 20 && normalised.scaled_width == 3);
  for (int y = 0; y < 28; y++)
    for (int x = 0; x < 28; x++) {
      left += x < 13 ? normalised.pixels[y * 28 + x] : 0;
      right += x > 15 ? normalised.pixels[y * 28 + x] : 0;
    }
  CLAIM (left == 0 && right == 0);
  digits_strokes_free (strokes);
}

int
main (void)
{
  RUN ("/digits/strokes/are-undone-and-cleared", strokes_are_undone_and_cleared);
  RUN ("/digits/strokes/coordinates-that-are-none-are-refused",
       coordinates_that_are_none_are_refused);
  RUN ("/digits/strokes/points-are-bounded", points_are_bounded);
  RUN ("/digits/strokes/nothing-drawn-is-refused", nothing_drawn_is_refused);
  RUN ("/digits/strokes/a-point-is-a-dot", a_point_is_a_dot);
  RUN ("/digits/strokes/lines-have-the-width-that-was-asked-for",
       lines_have_the_width_that_was_asked_for);
  RUN ("/digits/strokes/outside-the-picture-leave-no-ink",
       strokes_outside_the_picture_leave_no_ink);
  RUN ("/digits/strokes/size-and-place-do-not-matter", size_and_place_do_not_matter);
  RUN ("/digits/strokes/pen-is-as-wide-as-in-mnist", the_pen_is_as_wide_as_in_mnist);
  RUN ("/digits/strokes/pressure-widens-the-pen", pressure_widens_the_pen);
  RUN ("/digits/strokes/a-few-points-are-read-as-a-curve", a_few_points_are_read_as_a_curve);
  RUN ("/digits/strokes/200-points-take-no-millisecond",
       a_stroke_of_200_points_takes_no_millisecond);
  RUN ("/digits/strokes/a-million-points-come-to-an-end", a_million_points_come_to_an_end);
  RUN ("/digits/strokes/a-drawn-one-lies-in-the-middle", a_drawn_one_lies_in_the_middle);
  return DONE ();
}
