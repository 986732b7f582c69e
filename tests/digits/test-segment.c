/* SPDX-License-Identifier: MIT */
/* Numbers, digit by digit: in drawings and in pictures. */
#include "claim.h"

#include "digits/digits-segment.h"
#include "digits/digits-synthesizer.h"

#include <string.h>

#define WIDTH  900
#define HEIGHT 400

static uint8_t page[WIDTH * HEIGHT];
static DigitsPiece pieces[DIGITS_MAX_PIECES];

/* Adds image `index` of the synthesizer with its box's corner at x, y and a height of 1; returns
 * its width. */
static float
add_digit (DigitsStrokes *number, uint64_t index, float x, float y)
{
  DigitsStrokes *digit = digits_strokes_new ();
  DigitsNormalised normalised;
  float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
  uint8_t label;

  CLAIM (digits_synthesizer_strokes (5, index, &digits_style_training, digit, &label) == 0);
  CLAIM (digits_strokes_normalise (digit, &normalised, NULL) == 0);
  for (size_t i = 0; i < digit->n_points; i++) {
    left = fminf (left, digit->points[i].x);
    right = fmaxf (right, digit->points[i].x);
    top = fminf (top, digit->points[i].y);
    bottom = fmaxf (bottom, digit->points[i].y);
  }
  for (size_t i = 0, stroke = 0; i < digit->n_points; i++) {
    DigitsPoint point = digit->points[i];

    point.x = x + (point.x - left) / (bottom - top);
    point.y = y + (point.y - top) / (bottom - top);
    if (stroke < digit->n_strokes && digit->starts[stroke] == i) {
      CLAIM (digits_strokes_begin (number, point) == 0);
      stroke++;
    } else {
      CLAIM (digits_strokes_add (number, point) == 0);
    }
  }
  digits_strokes_free (digit);
  return (right - left) / (bottom - top);
}

/* `n` digits from `index` on, side by side. */
static DigitsStrokes *
write_number (uint64_t index, int n, float gap)
{
  DigitsStrokes *number = digits_strokes_new ();
  float x = 0;

  number->width = 0.1f;
  for (int i = 0; i < n; i++)
    x += add_digit (number, index + (uint64_t) i, x, i % 2 ? 0.1f : 0.0f) + gap;
  return number;
}

static void
paint (const DigitsStrokes *number, float scale)
{
  digits_strokes_rasterise (number, -0.2f, -0.2f, scale, number->width * scale, page, WIDTH,
                            HEIGHT);
}

static void
claim_in_order (int n)
{
  for (int i = 1; i < n; i++)
    CLAIM (pieces[i].box.x > pieces[i - 1].box.x);
}

static void
one_digit_is_one (void)
{
  int n_wrong = 0;

  for (uint64_t i = 0; i < 600; i++) {
    DigitsStrokes *digit = write_number (i, 1, 0);

    n_wrong += digits_segment_strokes (digit, pieces, NULL) != 1;
    if (i < 100) {
      paint (digit, 200);
      n_wrong += digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) != 1;
    }
    digits_strokes_free (digit);
  }
  printf ("# %d of 700 digits fall apart\n", n_wrong);
  CLAIM (n_wrong <= 7);
}

static void
numbers_fall_into_digits (void)
{
  int n_wrong = 0;

  for (uint64_t i = 0; i < 100; i++) {
    int n = 2 + (int) (i % 3);
    DigitsStrokes *number = write_number (3 * i, n, 0.25f);

    if (digits_segment_strokes (number, pieces, NULL) == n)
      claim_in_order (n);
    else
      n_wrong++;
    paint (number, 150);
    if (digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) == n)
      claim_in_order (n);
    else
      n_wrong++;
    digits_strokes_free (number);
  }
  printf ("# %d of 200 numbers are taken apart wrongly\n", n_wrong);
  CLAIM (n_wrong <= 10);
}

/* Each of them is what it is alone. */
static void
each_digit_is_normalised_by_itself (void)
{
  DigitsStrokes *number = write_number (40, 3, 0.4f);

  CLAIM (digits_segment_strokes (number, pieces, NULL) == 3);
  for (int i = 0; i < 3; i++) {
    DigitsStrokes *digit = digits_strokes_new ();
    DigitsNormalised alone;

    digit->width = number->width;
    add_digit (digit, 40 + (uint64_t) i, 0, 0);
    CLAIM (digits_strokes_normalise (digit, &alone, NULL) == 0);
    for (int j = 0; j < DIGITS_PIXELS; j++)
      CLAIM (abs (alone.pixels[j] - pieces[i].normalised.pixels[j]) <= 2);
    CLAIM_NEAR (pieces[i].box.height, 1.1, 1e-3);
    digits_strokes_free (digit);
  }
  digits_strokes_free (number);
}

static void
stroke (DigitsStrokes *strokes, float x0, float y0, float x1, float y1)
{
  CLAIM (digits_strokes_begin (strokes, (DigitsPoint){ .x = x0, .y = y0, .pressure = 0.5f }) == 0);
  CLAIM (digits_strokes_add (strokes, (DigitsPoint){ .x = x1, .y = y1, .pressure = 0.5f }) == 0);
}

static void
claim_digits (const DigitsStrokes *strokes, int n)
{
  CLAIM (digits_segment_strokes (strokes, pieces, NULL) == n);
  paint (strokes, 100);
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) == n);
}

static void
parts_of_one_digit_stay_together (void)
{
  DigitsStrokes *five = digits_strokes_new (), *seven = digits_strokes_new ();
  DigitsStrokes *four = digits_strokes_new ();

  five->width = seven->width = four->width = 0.1f;
  stroke (five, 0.1f, 0.25f, 0.1f, 1);
  stroke (five, 0.1f, 1, 0.5f, 1);
  stroke (five, 0.15f, 0, 0.7f, 0); /* a bar that has come off */
  claim_digits (five, 1);
  stroke (seven, 0, 0, 0.6f, 0);
  stroke (seven, 0.6f, 0, 0.3f, 1);
  stroke (seven, 0.2f, 0.55f, 0.7f, 0.5f);
  claim_digits (seven, 1);
  stroke (four, 0.2f, 0, 0, 0.6f);
  stroke (four, 0, 0.6f, 0.5f, 0.6f);
  stroke (four, 0.55f, 0.3f, 0.5f, 1);
  claim_digits (four, 1);
  digits_strokes_free (five);
  digits_strokes_free (seven);
  digits_strokes_free (four);
}

static void
ones_side_by_side_are_two (void)
{
  DigitsStrokes *eleven = digits_strokes_new ();

  eleven->width = 0.1f;
  stroke (eleven, 0, 0, 0, 1);
  stroke (eleven, 0.3f, 0.05f, 0.3f, 1);
  claim_digits (eleven, 2);
  digits_strokes_free (eleven);
}

/* Broken strokes are one digit; digits as near to each other are not. */
static void
what_nearly_touches_is_told_apart (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  strokes->width = 0.2f;
  stroke (strokes, 0.5f, 0, 0.35f, 0.45f);
  stroke (strokes, 0.3f, 0.7f, 0.1f, 1.2f); /* goes on a quarter of the pen away */
  paint (strokes, 100);
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) == 1);
  digits_strokes_clear (strokes);
  stroke (strokes, 0, 0, 0, 1);
  stroke (strokes, 0.28f, 0, 0.28f, 1);
  paint (strokes, 100);
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) == 2);
  digits_strokes_free (strokes);
}

static void
lines_are_read_from_the_top (void)
{
  DigitsStrokes *ones = digits_strokes_new ();

  ones->width = 0.1f;
  stroke (ones, 1, 1.6f, 1, 2.6f);
  stroke (ones, 0, 1.5f, 0, 2.5f);
  stroke (ones, 2, 0, 2, 1);
  stroke (ones, 0.6f, 0.1f, 0.6f, 1.1f);
  claim_digits (ones, 4);
  CLAIM (pieces[0].box.x < pieces[1].box.x && pieces[2].box.x < pieces[3].box.x);
  CLAIM (pieces[0].box.y < pieces[3].box.y && pieces[1].box.y < pieces[2].box.y);
  CLAIM (pieces[0].box.y < pieces[2].box.y && pieces[1].box.y < pieces[3].box.y);
  digits_strokes_free (ones);
}

/* Two rings that a bar joins, a low one and a high one; and one wide ring. */
static void
what_is_joined_by_a_stroke_is_cut (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  strokes->width = 0.12f;
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 24; j++) {
      double a = 6.2832 * j / 24, b = 6.2832 * (j + 1) / 24, x = 0.4 + 1.1 * i, r = i ? 0.26 : 0.5;

      stroke (strokes, (float) (x + 0.35 * cos (a)), (float) (0.5 + r * sin (a)),
              (float) (x + 0.35 * cos (b)), (float) (0.5 + r * sin (b)));
    }
  stroke (strokes, 0.7f, 0.6f, 1.2f, 0.6f);
  paint (strokes, 150);
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) == 2);
  digits_strokes_clear (strokes);
  for (int j = 0; j < 24; j++) {
    double a = 6.2832 * j / 24, b = 6.2832 * (j + 1) / 24;

    stroke (strokes, (float) (1 + 0.8 * cos (a)), (float) (0.5 + 0.5 * sin (a)),
            (float) (1 + 0.8 * cos (b)), (float) (0.5 + 0.5 * sin (b)));
  }
  paint (strokes, 150);
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, NULL) == 1);
  digits_strokes_free (strokes);
}

static void
too_many_and_none_are_refused (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  DigitsError error = { 0 };

  CLAIM (digits_segment_strokes (strokes, pieces, &error) < 0);
  CLAIM (error.code == DIGITS_ERROR_EMPTY);
  for (int i = 0; i < 65; i++) {
    CLAIM (i == 0 || digits_segment_strokes (strokes, pieces, &error) == i);
    stroke (strokes, (float) i, 0, (float) i, 1);
  }
  CLAIM (digits_segment_strokes (strokes, pieces, &error) < 0);
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  for (int i = 0; i < 600; i++)
    stroke (strokes, (float) (i % 7), 0, (float) i, 1);
  CLAIM (digits_segment_strokes (strokes, pieces, &error) < 0);
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  digits_strokes_free (strokes);
  memset (page, 0, sizeof page);
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, &error) < 0);
  CLAIM (error.code == DIGITS_ERROR_EMPTY);
  for (int y = 0; y < HEIGHT; y += 20)
    for (int x = 0; x < WIDTH; x += 20)
      page[y * WIDTH + x] = 255;
  CLAIM (digits_segment_ink (page, WIDTH, HEIGHT, pieces, &error) < 0);
  CLAIM (error.code == DIGITS_ERROR_SIZE);
}

int
main (void)
{
  RUN ("/digits/segment/one-digit-is-one", one_digit_is_one);
  RUN ("/digits/segment/numbers-fall-into-digits", numbers_fall_into_digits);
  RUN ("/digits/segment/each-digit-is-normalised-by-itself", each_digit_is_normalised_by_itself);
  RUN ("/digits/segment/parts-of-one-digit-stay-together", parts_of_one_digit_stay_together);
  RUN ("/digits/segment/ones-side-by-side-are-two", ones_side_by_side_are_two);
  RUN ("/digits/segment/what-nearly-touches-is-told-apart", what_nearly_touches_is_told_apart);
  RUN ("/digits/segment/lines-are-read-from-the-top", lines_are_read_from_the_top);
  RUN ("/digits/segment/what-is-joined-by-a-stroke-is-cut", what_is_joined_by_a_stroke_is_cut);
  RUN ("/digits/segment/too-many-and-none-are-refused", too_many_and_none_are_refused);
  return DONE ();
}
