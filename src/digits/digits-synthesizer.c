/* SPDX-License-Identifier: MIT */
#include "digits/digits-synthesizer.h"

#include "digits/digits-hand.h"
#include "digits/digits-shapes.h"

#include <string.h>

int
digits_synthesizer_n_shapes (int digit)
{
  int count = 0;

  for (int i = 0; i < 10; i++) {
    int n;

    digits_shapes_of (i, &n);
    count += digit < 0 || digit == i ? n : 0;
  }
  return count;
}

/* Ten images from a multiple of ten on (counted from the beginning of the training and of the test
 * images) show each digit once, in an order of their own. */
int
digits_synthesizer_label (uint64_t seed, uint64_t index)
{
  uint64_t within = index % DIGITS_SYNTHETIC_FIRST_TEST, ten = (index - within) + within / 10;
  DigitsRng rng = digits_rng_new (~seed, ten);
  int order[10];

  for (int i = 0; i < 10; i++) {
    int j = (int) digits_rng_below (&rng, (uint32_t) i + 1);

    order[i] = order[j];
    order[j] = i;
  }
  return order[within % 10];
}

static int
write_image (DigitsHand *hand, uint64_t seed, uint64_t index, const DigitsStyle *style)
{
  DigitsRng rng = digits_rng_new (seed, index);
  int digit = digits_synthesizer_label (seed, index);

  digits_hand_write (hand, digit, style, &rng);
  return digit;
}

int
digits_synthesizer_strokes (uint64_t seed, uint64_t index, const DigitsStyle *style,
                            DigitsStrokes *strokes, uint8_t *label)
{
  DigitsHand hand;

  *label = (uint8_t) write_image (&hand, seed, index, style);
  digits_strokes_clear (strokes);
  for (size_t i = 0, stroke = 0; i < hand.n_points; i++) {
    int begins = stroke < hand.n_strokes && hand.starts[stroke] == i;

    stroke += (size_t) begins;
    if ((begins ? digits_strokes_begin : digits_strokes_add) (strokes, hand.points[i]) < 0)
      return -1;
  }
  strokes->width = hand.width;
  return 0;
}

int
digits_synthesize (uint64_t seed, uint64_t index, const DigitsStyle *style, uint8_t *pixels,
                   uint8_t *label)
{
  DigitsHand hand;
  DigitsNormalised normalised;
  DigitsStrokes strokes;

  *label = (uint8_t) write_image (&hand, seed, index, style);
  strokes = (DigitsStrokes){ .points = hand.points,
                             .n_points = hand.n_points,
                             .starts = hand.starts,
                             .n_strokes = hand.n_strokes,
                             .width = hand.width };
  if (digits_strokes_normalise (&strokes, &normalised, NULL) < 0)
    return -1;
  memcpy (pixels, normalised.pixels, DIGITS_PIXELS);
  return 0;
}
