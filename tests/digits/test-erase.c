/* SPDX-License-Identifier: MIT */
/* The eraser, and strokes of few points made smooth. */
#include "claim.h"

#include "digits/digits-erase.h"
#include "digits/digits-smooth.h"

#include <string.h>

/* One straight stroke along y = 0 from x = 0 to 100, a point every 10, 1 ms apart. */
static DigitsStrokes *
ruler (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  CLAIM (strokes);
  for (int i = 0; i <= 10; i++)
    CLAIM (digits_strokes_add (strokes, (DigitsPoint){ .x = (float) (10 * i),
                                                       .t = (float) i,
                                                       .pressure = (float) i / 10 }) == 0);
  return strokes;
}

static const DigitsPoint *
end_of (const DigitsStrokes *strokes, size_t s)
{
  return &strokes
              ->points[(s + 1 < strokes->n_strokes ? strokes->starts[s + 1] : strokes->n_points) -
                       1];
}

static void
a_stroke_is_cut_where_the_eraser_is (void)
{
  DigitsStrokes *strokes = ruler ();
  const DigitsPoint *start;

  CLAIM (digits_strokes_erase (strokes, 43, 4, 43, 4, 5) == 1);
  CLAIM (strokes->n_strokes == 2);
  /* A circle of radius 5 whose middle is 4 away reaches 3 to either side. */
  CLAIM_NEAR (end_of (strokes, 0)->x, 40, 1e-4);
  start = &strokes->points[strokes->starts[1]];
  CLAIM_NEAR (start->x, 46, 1e-4);
  CLAIM_NEAR (start->y, 0, 1e-6);
  CLAIM_NEAR (start->t, 4.6, 1e-4);
  CLAIM_NEAR (start->pressure, 0.46, 1e-4);
  CLAIM_NEAR (end_of (strokes, 1)->x, 100, 0);
  digits_strokes_free (strokes);
}

static void
the_way_of_the_eraser_is_wide (void)
{
  DigitsStrokes *strokes = ruler ();

  /* Across and along: from (30, −50) to (60, 50) crosses at x = 45, and is 2 · 5 / sin α wide. */
  CLAIM (digits_strokes_erase (strokes, 30, -50, 60, 50, 5) == 1);
  CLAIM (strokes->n_strokes == 2);
  CLAIM_NEAR (end_of (strokes, 0)->x, 45 - 5 * hypot (30, 100) / 100, 1e-3);
  CLAIM_NEAR (strokes->points[strokes->starts[1]].x, 45 + 5 * hypot (30, 100) / 100, 1e-3);
  CLAIM (digits_strokes_erase (strokes, 0, 3, 100, 3, 5) == 1);
  CLAIM (digits_strokes_is_empty (strokes) && strokes->n_strokes == 0);
  digits_strokes_free (strokes);
}

static void
what_is_not_touched_stays (void)
{
  DigitsStrokes *strokes = ruler (), *before = digits_strokes_copy (strokes);

  CLAIM (digits_strokes_erase (strokes, 0, 6, 100, 6, 5) == 0);
  CLAIM (digits_strokes_erase (strokes, 106, 0, 150, 0, 5) == 0);
  CLAIM (strokes->n_points == before->n_points && strokes->n_strokes == 1);
  CLAIM (memcmp (strokes->points, before->points, before->n_points * sizeof *before->points) == 0);
  digits_strokes_free (strokes);
  digits_strokes_free (before);
}

static void
ends_and_dots_are_erased (void)
{
  DigitsStrokes *strokes = ruler ();

  CLAIM (digits_strokes_begin (strokes, (DigitsPoint){ .x = 50, .y = 40 }) == 0);
  CLAIM (digits_strokes_begin (strokes, (DigitsPoint){ .x = 90, .y = 40 }) == 0);
  CLAIM (digits_strokes_erase (strokes, 0, 0, 0, 0, 15) == 1);
  CLAIM (strokes->n_strokes == 3);
  CLAIM_NEAR (strokes->points[0].x, 15, 1e-4);
  CLAIM (digits_strokes_erase (strokes, 50, 44, 50, 44, 5) == 1);
  CLAIM (strokes->n_strokes == 2);
  CLAIM_NEAR (end_of (strokes, 1)->x, 90, 0);
  digits_strokes_free (strokes);
}

/* Two cuts 12 apart, 5 to either side, leave 2 between them: less than 8 / 4. */
static void
crumbs_go_too (void)
{
  DigitsStrokes *strokes = ruler ();

  CLAIM (digits_strokes_erase (strokes, 40, 0, 40, 0, 8) == 1);
  CLAIM (digits_strokes_erase (strokes, 57.5f, 0, 57.5f, 0, 8) == 1);
  CLAIM (strokes->n_strokes == 2);
  CLAIM_NEAR (end_of (strokes, 0)->x, 32, 1e-4);
  CLAIM_NEAR (strokes->points[strokes->starts[1]].x, 65.5, 1e-4);
  digits_strokes_free (strokes);
}

static void
smooth_strokes_are_read_the_same (void)
{
  DigitsStrokes *sparse = digits_strokes_new (), *smooth;
  DigitsNormalised a, b;
  DigitsError error;
  int worst = 0;

  for (int i = 0; i <= 6; i++)
    CLAIM (digits_strokes_add (sparse, (DigitsPoint){ .x = 50 * sinf ((float) i),
                                                      .y = 70 * cosf ((float) i),
                                                      .t = (float) (10 * i),
                                                      .pressure = 0.5f }) == 0);
  smooth = digits_strokes_smooth (sparse);
  CLAIM (smooth && smooth->n_points > 5 * sparse->n_points && smooth->n_strokes == 1);
  for (size_t i = 1; i < smooth->n_points; i++)
    CLAIM (smooth->points[i].t > smooth->points[i - 1].t);
  CLAIM (digits_strokes_normalise (sparse, &a, &error) == 0);
  CLAIM (digits_strokes_normalise (smooth, &b, &error) == 0);
  for (int i = 0; i < DIGITS_PIXELS; i++)
    if (abs (a.pixels[i] - b.pixels[i]) > worst)
      worst = abs (a.pixels[i] - b.pixels[i]);
  CLAIM (worst <= 2);
  digits_strokes_free (sparse);
  digits_strokes_free (smooth);
}

static void
dense_strokes_are_smooth (void)
{
  DigitsStrokes *strokes = ruler (), *smooth = digits_strokes_smooth (strokes);

  CLAIM (smooth && smooth->n_points == strokes->n_points);
  CLAIM (memcmp (smooth->points, strokes->points, strokes->n_points * sizeof *strokes->points) ==
         0);
  digits_strokes_free (strokes);
  digits_strokes_free (smooth);
}

int
main (void)
{
  RUN ("/digits/erase/a-stroke-is-cut-where-the-eraser-is", a_stroke_is_cut_where_the_eraser_is);
  RUN ("/digits/erase/the-way-of-the-eraser-is-wide", the_way_of_the_eraser_is_wide);
  RUN ("/digits/erase/what-is-not-touched-stays", what_is_not_touched_stays);
  RUN ("/digits/erase/ends-and-dots-are-erased", ends_and_dots_are_erased);
  RUN ("/digits/erase/crumbs-go-too", crumbs_go_too);
  RUN ("/digits/smooth/smooth-strokes-are-read-the-same", smooth_strokes_are_read_the_same);
  RUN ("/digits/smooth/dense-strokes-are-smooth", dense_strokes_are_smooth);
  return DONE ();
}
