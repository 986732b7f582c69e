/* SPDX-License-Identifier: MIT */
/* Artificially expanded data: what a copy of an image may and may not change. */
#include "claim.h"

#include "digits/digits-expand.h"
#include "digits/digits-synthesizer.h"

#include <string.h>
#include <zlib.h>

#define SEED 20

static const DigitsExpansion random_kinds[] = { DIGITS_EXPAND_ROTATE, DIGITS_EXPAND_ELASTIC };

/* Every pixel differs from its neighbours. */
static void
fill (uint8_t *image)
{
  for (int i = 0; i < DIGITS_PIXELS; i++)
    image[i] = (uint8_t) (i * 37 % 251 + 1);
}

/* An upright bar, 4 wide and 18 high, in the middle. */
static void
draw_bar (uint8_t *image)
{
  memset (image, 0, DIGITS_PIXELS);
  for (int y = 5; y < 23; y++)
    memset (image + y * DIGITS_SIDE + 12, 255, 4);
}

/* Digits 0 … 9 as the synthesizer draws them without perturbing them, with a broad pen. */
static void
draw_digits (uint8_t digits[10][DIGITS_PIXELS])
{
  int missing = 10, have[10] = { 0 };
  DigitsStyle style = digits_style_scaled (&digits_style_shown, 0);

  style.width_px = 3.5f;
  for (uint64_t i = 0; missing > 0; i++) {
    uint8_t image[DIGITS_PIXELS], label;

    CLAIM (i < 1000 && digits_synthesize (SEED, i, &style, image, &label) == 0);
    if (have[label]++)
      continue;
    memcpy (digits[label], image, sizeof image);
    missing--;
  }
}

typedef struct {
  double ink, x, y, angle; /* sum; centre of mass; of the long axis, from the vertical, degrees */
} Moments;

static Moments
measure (const uint8_t *image)
{
  Moments m = { 0 };
  double xx = 0, xy = 0, yy = 0;

  for (int i = 0; i < DIGITS_PIXELS; i++) {
    m.ink += image[i];
    m.x += image[i] * (i % DIGITS_SIDE);
    m.y += image[i] * (i / DIGITS_SIDE);
  }
  m.x /= m.ink;
  m.y /= m.ink;
  for (int i = 0; i < DIGITS_PIXELS; i++) {
    double dx = i % DIGITS_SIDE - m.x, dy = i / DIGITS_SIDE - m.y;

    xx += image[i] * dx * dx;
    xy += image[i] * dx * dy;
    yy += image[i] * dy * dy;
  }
  m.angle = atan2 (2 * xy, yy - xx) / 2 * 57.29578;
  return m;
}

static void
one_image_becomes_five (void)
{
  CLAIM (digits_expand_copies (DIGITS_EXPAND_NONE) == 1);
  CLAIM (digits_expand_copies (DIGITS_EXPAND_SHIFT) == 5);
  CLAIM (digits_expand_copies (DIGITS_EXPAND_ROTATE) == 5);
  CLAIM (digits_expand_copies (DIGITS_EXPAND_ELASTIC) == 5);
}

static void
the_first_copy_is_the_image (void)
{
  uint8_t in[DIGITS_PIXELS], out[DIGITS_PIXELS];

  fill (in);
  for (int kind = DIGITS_EXPAND_NONE; kind <= DIGITS_EXPAND_ELASTIC; kind++) {
    memset (out, 99, sizeof out);
    digits_expand_image ((DigitsExpansion) kind, SEED, 3, 0, in, out);
    CLAIM (memcmp (in, out, sizeof in) == 0);
  }
}

static void
shifts_move_by_one_pixel (void)
{
  static const int right[] = { 0, 1, -1, 0, 0 }, down[] = { 0, 0, 0, 1, -1 };
  uint8_t in[DIGITS_PIXELS], out[DIGITS_PIXELS];

  fill (in);
  for (int copy = 1; copy < 5; copy++) {
    digits_expand_image (DIGITS_EXPAND_SHIFT, SEED, 3, copy, in, out);
    for (int y = 0; y < DIGITS_SIDE; y++)
      for (int x = 0; x < DIGITS_SIDE; x++) {
        int from_x = x - right[copy], from_y = y - down[copy];
        int outside = from_x < 0 || from_y < 0 || from_x >= DIGITS_SIDE || from_y >= DIGITS_SIDE;

        CLAIM (out[y * DIGITS_SIDE + x] == (outside ? 0 : in[from_y * DIGITS_SIDE + from_x]));
      }
  }
}

static void
opposite_shifts_restore_the_interior (void)
{
  uint8_t in[DIGITS_PIXELS], there[DIGITS_PIXELS], back[DIGITS_PIXELS];

  fill (in);
  for (int copy = 1; copy < 5; copy++) {
    digits_expand_image (DIGITS_EXPAND_SHIFT, SEED, 3, copy, in, there);
    digits_expand_image (DIGITS_EXPAND_SHIFT, SEED, 3, copy % 2 ? copy + 1 : copy - 1, there, back);
    for (int y = 1; y < DIGITS_SIDE - 1; y++)
      CLAIM (memcmp (in + y * DIGITS_SIDE + 1, back + y * DIGITS_SIDE + 1, DIGITS_SIDE - 2) == 0);
    CLAIM (memcmp (in, back, sizeof in) != 0);
  }
}

/* Whatever was asked before, and whatever else is in the buffer. */
static void
the_arguments_decide (void)
{
  static uint8_t first[40][DIGITS_PIXELS];
  uint8_t in[DIGITS_PIXELS], out[DIGITS_PIXELS];

  draw_bar (in);
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < 40; i++)
      digits_expand_image (random_kinds[k], SEED, (size_t) i / 4, 1 + i % 4, in, first[i]);
    for (int i = 39; i >= 0; i--) {
      memset (out, i, sizeof out);
      digits_expand_image (random_kinds[k], SEED, (size_t) i / 4, 1 + i % 4, in, out);
      CLAIM (memcmp (out, first[i], sizeof out) == 0);
      for (int j = 0; j < i; j++)
        CLAIM (memcmp (out, first[j], sizeof out) != 0);
      digits_expand_image (random_kinds[k], SEED + 1, (size_t) i / 4, 1 + i % 4, in, out);
      CLAIM (memcmp (out, first[i], sizeof out) != 0);
    }
  }
}

static uint32_t
sum_of_copies (DigitsExpansion kind)
{
  uint8_t in[DIGITS_PIXELS], out[DIGITS_PIXELS];
  uLong sum = 0;

  fill (in);
  for (int i = 0; i < 400; i++) {
    digits_expand_image (kind, SEED, (size_t) i / 4, 1 + i % 4, in, out);
    sum = crc32 (sum, out, sizeof out);
  }
  return (uint32_t) sum;
}

/* A run can be repeated elsewhere and later: another compiler or processor gives these bytes too.
 */
static void
bytes_are_those_of_every_machine (void)
{
  uint32_t rotated = sum_of_copies (DIGITS_EXPAND_ROTATE);
  uint32_t distorted = sum_of_copies (DIGITS_EXPAND_ELASTIC);

  printf ("# %#x, %#x\n", rotated, distorted);
  CLAIM (rotated == 0x7f6458d5);
  CLAIM (distorted == 0x52ce9abc);
}

static void
rotations_are_uniform_within_fifteen_degrees (void)
{
  const int n = 4000;
  uint8_t in[DIGITS_PIXELS], out[DIGITS_PIXELS];
  double sum = 0, squares = 0, most = 0;

  draw_bar (in);
  for (int i = 0; i < n; i++) {
    Moments m;

    digits_expand_image (DIGITS_EXPAND_ROTATE, SEED, (size_t) i / 4, 1 + i % 4, in, out);
    m = measure (out);
    CLAIM_NEAR (m.x, 13.5, 0.02);
    CLAIM_NEAR (m.y, 13.5, 0.02);
    sum += m.angle;
    squares += m.angle * m.angle;
    most = fmax (most, fabs (m.angle));
  }
  CLAIM_NEAR (sum / n, 0, 0.5);
  CLAIM_NEAR (sqrt (squares / n), 15 / sqrt (3), 0.3);
  CLAIM_NEAR (most, 15, 0.1);
}

static void
rotations_keep_the_ink (void)
{
  static uint8_t digits[10][DIGITS_PIXELS];
  uint8_t out[DIGITS_PIXELS];

  draw_digits (digits);
  for (int digit = 0; digit < 10; digit++)
    for (int i = 0; i < 400; i++) {
      digits_expand_image (DIGITS_EXPAND_ROTATE, SEED, (size_t) i / 4, 1 + i % 4, digits[digit],
                           out);
      CLAIM_NEAR (measure (out).ink / measure (digits[digit]).ink, 1, 0.03);
    }
}

/* Ink within bounds, the digit near its place, and still more like its own than any other. */
static void
distorted_digits_stay_legible (void)
{
  static uint8_t digits[10][DIGITS_PIXELS];
  uint8_t out[DIGITS_PIXELS];
  double ink = 0;
  int own = 0;

  draw_digits (digits);
  for (int digit = 0; digit < 10; digit++)
    for (int i = 0; i < 200; i++) {
      Moments before = measure (digits[digit]), after;
      double nearest = INFINITY;
      int like = -1;

      digits_expand_image (DIGITS_EXPAND_ELASTIC, SEED, (size_t) i / 4, 1 + i % 4, digits[digit],
                           out);
      after = measure (out);
      ink += after.ink / before.ink / 2000;
      CLAIM_NEAR (log2 (after.ink / before.ink), 0, 1);
      CLAIM_NEAR (hypot (after.x - before.x, after.y - before.y), 0, 4);
      for (int other = 0; other < 10; other++) {
        double distance = 0;

        for (int j = 0; j < DIGITS_PIXELS; j++)
          distance += (out[j] - digits[other][j]) * (out[j] - digits[other][j]);
        like = distance < nearest ? other : like;
        nearest = fmin (nearest, distance);
      }
      own += like == digit;
    }
  printf ("# ink × %.3f; %.1f %% like their own\n", ink, own / 20.0);
  CLAIM_NEAR (ink, 1, 0.05);
  CLAIM (own > 1600);
}

/* A ramp of grey says where each pixel comes from: the field is as wide as it should be, and smooth
 * enough that lines are bent, not torn. */
static void
distortions_are_wide_and_smooth (void)
{
  uint8_t in[DIGITS_PIXELS], out[DIGITS_PIXELS];
  double squares = 0;
  int n = 0, torn = 0;

  for (int i = 0; i < DIGITS_PIXELS; i++)
    in[i] = (uint8_t) (i % DIGITS_SIDE * 9);
  for (int i = 0; i < 2000; i++) {
    digits_expand_image (DIGITS_EXPAND_ELASTIC, SEED, (size_t) i / 4, 1 + i % 4, in, out);
    for (int x = 10; x < 18; x++) {
      double place = out[14 * DIGITS_SIDE + x] / 9.0, next = out[14 * DIGITS_SIDE + x + 1] / 9.0;

      squares += (place - x) * (place - x);
      torn += next < place || next > place + 2;
      n++;
    }
  }
  printf ("# %.2f px; torn %d of %d\n", sqrt (squares / n), torn, n);
  CLAIM_NEAR (sqrt (squares / n), 1.3, 0.2);
  CLAIM (torn * 1000 < n);
}

/* Buffers of the exact size, ink up to the edge: under AddressSanitizer nothing beyond is touched.
 */
static void
paper_and_ink_stay_what_they_are (void)
{
  uint8_t *in = malloc (DIGITS_PIXELS), *out = malloc (DIGITS_PIXELS);

  CLAIM (in && out);
  for (int kind = DIGITS_EXPAND_SHIFT; kind <= DIGITS_EXPAND_ELASTIC; kind++)
    for (int i = 0; i < 2000; i++) {
      memset (in, i % 2 ? 255 : 0, DIGITS_PIXELS);
      digits_expand_image ((DigitsExpansion) kind, SEED, (size_t) i, 1 + i % 4, in, out);
      for (int y = 9; y < 19; y++)
        for (int x = 9; x < 19; x++)
          CLAIM (out[y * DIGITS_SIDE + x] == (i % 2 ? 255 : 0));
      CLAIM (i % 2 || memcmp (in, out, DIGITS_PIXELS) == 0);
    }
  free (in);
  free (out);
}

int
main (void)
{
  RUN ("/digits/expand/one-image-becomes-five", one_image_becomes_five);
  RUN ("/digits/expand/the-first-copy-is-the-image", the_first_copy_is_the_image);
  RUN ("/digits/expand/shifts-move-by-one-pixel", shifts_move_by_one_pixel);
  RUN ("/digits/expand/opposite-shifts-restore-the-interior", opposite_shifts_restore_the_interior);
  RUN ("/digits/expand/the-arguments-decide", the_arguments_decide);
  RUN ("/digits/expand/bytes-are-those-of-every-machine", bytes_are_those_of_every_machine);
  RUN ("/digits/expand/rotations-are-uniform-within-fifteen-degrees",
       rotations_are_uniform_within_fifteen_degrees);
  RUN ("/digits/expand/rotations-keep-the-ink", rotations_keep_the_ink);
  RUN ("/digits/expand/distorted-digits-stay-legible", distorted_digits_stay_legible);
  RUN ("/digits/expand/distortions-are-wide-and-smooth", distortions_are_wide_and_smooth);
  RUN ("/digits/expand/paper-and-ink-stay-what-they-are", paper_and_ink_stay_what_they_are);
  return DONE ();
}
