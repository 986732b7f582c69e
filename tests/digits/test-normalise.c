/* SPDX-License-Identifier: MIT */
/* Normalising as MNIST was: size, place, and what is refused. */
#include "claim.h"

#include "digits/digits-normalise.h"
#include "digits/digits-set.h"

#include <string.h>

static void
fill (uint8_t *source, int stride, int x, int y, int width, int height, uint8_t ink)
{
  for (int j = y; j < y + height; j++)
    memset (source + (size_t) j * (size_t) stride + x, ink, (size_t) width);
}

static void
centre_of_mass (const uint8_t *pixels, double *x, double *y)
{
  double mass = 0;

  *x = *y = 0;
  for (int j = 0; j < 28; j++)
    for (int i = 0; i < 28; i++) {
      mass += pixels[j * 28 + i];
      *x += pixels[j * 28 + i] * i;
      *y += pixels[j * 28 + i] * j;
    }
  *x /= mass;
  *y /= mass;
}

/* Width and height of the ink in 28 × 28. */
static void
box_of (const uint8_t *pixels, int *width, int *height)
{
  int left = 28, right = -1, top = 28, bottom = -1;

  for (int j = 0; j < 28; j++)
    for (int i = 0; i < 28; i++)
      if (pixels[j * 28 + i]) {
        left = i < left ? i : left;
        right = i > right ? i : right;
        top = j < top ? j : top;
        bottom = j > bottom ? j : bottom;
      }
  *width = right + 1 - left;
  *height = bottom + 1 - top;
}

static long
sum_of (const uint8_t *pixels, size_t n)
{
  long sum = 0;

  while (n--)
    sum += *pixels++;
  return sum;
}

static void
the_longer_side_becomes_20 (void)
{
  static uint8_t source[200 * 100];
  DigitsNormalised normalised;

  fill (source, 200, 30, 10, 120, 60, 255);
  CLAIM (digits_normalise (source, 200, 100, &normalised, NULL) == 0);
  CLAIM (normalised.box_x == 30 && normalised.box_y == 10);
  CLAIM (normalised.box_width == 120 && normalised.box_height == 60);
  CLAIM (normalised.scaled_width == 20 && normalised.scaled_height == 10);
  CLAIM (sum_of (normalised.scaled, 200) == 200 * 255);
  CLAIM (sum_of (normalised.pixels, 784) == 200 * 255);
  CLAIM (normalised.boxed[9 * 28 + 4] == 255 && normalised.boxed[8 * 28 + 4] == 0);
}

static void
the_aspect_is_kept_to_a_fraction_of_a_pixel (void)
{
  static uint8_t source[100 * 100];
  DigitsNormalised normalised;

  /* 13 of 80 are 3.25 pixels: so much ink must a row hold. */
  fill (source, 100, 50, 10, 13, 80, 255);
  CLAIM (digits_normalise (source, 100, 100, &normalised, NULL) == 0);
  CLAIM (normalised.scaled_height == 20 && normalised.scaled_width == 4);
  CLAIM_NEAR ((double) sum_of (normalised.scaled + 40, 4) / 255, 3.25, 0.02);
}

static void
ink_is_centred_by_its_mass (void)
{
  static uint8_t source[100 * 100];
  DigitsNormalised normalised;
  double x, y;

  /* A heavy foot to the right, a long thin stem. */
  fill (source, 100, 20, 10, 12, 80, 255);
  fill (source, 100, 20, 74, 60, 16, 255);
  CLAIM (digits_normalise (source, 100, 100, &normalised, NULL) == 0);
  centre_of_mass (normalised.pixels, &x, &y);
  CLAIM_NEAR (x, 14, 0.5);
  CLAIM_NEAR (y, 14, 0.5);
  centre_of_mass (normalised.boxed, &x, &y);
  CLAIM (y > 15 && x < 13.4);
  CLAIM (sum_of (normalised.pixels, 784) == sum_of (normalised.scaled, 20 * 15));
}

static void
no_ink_is_lost_at_the_edge (void)
{
  static uint8_t source[400 * 400];
  DigitsNormalised normalised;

  /* The mass lies at one end: centring it would push the other end out. */
  fill (source, 400, 0, 0, 400, 4, 255);
  fill (source, 400, 360, 0, 40, 40, 255);
  fill (source, 400, 0, 0, 4, 400, 60);
  CLAIM (digits_normalise (source, 400, 400, &normalised, NULL) == 0);
  CLAIM (sum_of (normalised.pixels, 784) == sum_of (normalised.scaled, 400));
}

static void
one_pixel_of_ink_fills_the_box (void)
{
  static uint8_t source[64 * 48];
  DigitsNormalised normalised;

  source[47 * 64 + 63] = 1;
  CLAIM (digits_normalise (source, 64, 48, &normalised, NULL) == 0);
  CLAIM (normalised.box_x == 63 && normalised.box_y == 47);
  CLAIM (normalised.scaled_width == 20 && normalised.scaled_height == 20);
  CLAIM (sum_of (normalised.pixels, 784) == 400);
  source[47 * 64 + 63] = 255;
  CLAIM (digits_normalise (source + 47 * 64 + 63, 1, 1, &normalised, NULL) == 0);
  CLAIM (sum_of (normalised.pixels, 784) == 400 * 255);
}

static void
large_sources_come_out_like_small_ones (void)
{
  uint8_t *large = calloc (4000, 3000), small[40 * 30] = { 0 };
  DigitsNormalised a, b;

  CLAIM (large);
  fill (large, 4000, 1000, 200, 500, 2500, 200);
  fill (large, 4000, 1500, 200, 800, 600, 100);
  fill (small, 40, 10, 2, 5, 25, 200);
  fill (small, 40, 15, 2, 8, 6, 100);
  CLAIM (digits_normalise (large, 4000, 3000, &a, NULL) == 0);
  CLAIM (digits_normalise (small, 40, 30, &b, NULL) == 0);
  for (int i = 0; i < DIGITS_PIXELS; i++)
    CLAIM (abs (a.pixels[i] - b.pixels[i]) <= 1);
  free (large);
}

static void
dust_that_vanishes_is_no_error (void)
{
  uint8_t *source = calloc (1000, 1000);
  DigitsNormalised normalised;

  CLAIM (source);
  source[0] = source[999 * 1000 + 999] = 1;
  CLAIM (digits_normalise (source, 1000, 1000, &normalised, NULL) == 0);
  CLAIM (sum_of (normalised.pixels, 784) == 0);
  free (source);
}

static void
paper_and_impossible_sizes_are_refused (void)
{
  uint8_t source[100] = { 0 };
  DigitsNormalised normalised;
  DigitsError error;

  CLAIM (digits_normalise (source, 10, 10, &normalised, &error) == -1);
  CLAIM (error.code == DIGITS_ERROR_EMPTY);
  CLAIM (digits_normalise (source, 0, 10, &normalised, &error) == -1);
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  CLAIM (digits_normalise (source, 10, 8193, &normalised, &error) == -1);
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  CLAIM (digits_normalise (source, 10, -1, &normalised, NULL) == -1);
}

/* MNIST's own images, four times as large, must come back as they were. */
static void
mnist_comes_back_as_it_was (void)
{
  const char *mnist = getenv ("NABLA_TEST_MNIST");
  DigitsSet *set = mnist && digits_set_exists (mnist) ? digits_set_load (mnist, 10000, NULL) : NULL;
  static uint8_t large[112 * 112];
  double x = 0, y = 0, own_x = 0, own_y = 0, sides[4] = { 0 };
  int n = 2000, same = 0;

  if (!set)
    SKIP ("NABLA_TEST_MNIST names no folder with MNIST's four files");
  for (int i = 0; i < n; i++) {
    const uint8_t *own = set->test->pixels + i * DIGITS_PIXELS;
    DigitsNormalised normalised;
    double at_x, at_y;
    int width, height;

    for (int p = 0; p < 112 * 112; p++)
      large[p] = own[p / 112 / 4 * 28 + p % 112 / 4];
    CLAIM (digits_normalise (large, 112, 112, &normalised, NULL) == 0);
    same += memcmp (own, normalised.pixels, DIGITS_PIXELS) == 0;
    centre_of_mass (normalised.pixels, &at_x, &at_y);
    x += at_x / n, y += at_y / n;
    centre_of_mass (own, &at_x, &at_y);
    own_x += at_x / n, own_y += at_y / n;
    box_of (normalised.pixels, &width, &height);
    sides[0] += width, sides[1] += height;
    box_of (own, &width, &height);
    sides[2] += width, sides[3] += height;
  }
  printf ("# %d of %d came back to the pixel\n", same, n);
  CLAIM_NEAR (x, own_x, 0.05);
  CLAIM_NEAR (y, own_y, 0.05);
  CLAIM_NEAR (sides[0] / n, sides[2] / n, 0.1);
  CLAIM_NEAR (sides[1] / n, sides[3] / n, 0.1);
  CLAIM (same > n * 95 / 100);
  digits_set_unref (set);
}

int
main (void)
{
  RUN ("/digits/normalise/longer-side-becomes-20", the_longer_side_becomes_20);
  RUN ("/digits/normalise/aspect-is-kept-to-a-fraction-of-a-pixel",
       the_aspect_is_kept_to_a_fraction_of_a_pixel);
  RUN ("/digits/normalise/ink-is-centred-by-its-mass", ink_is_centred_by_its_mass);
  RUN ("/digits/normalise/no-ink-is-lost-at-the-edge", no_ink_is_lost_at_the_edge);
  RUN ("/digits/normalise/one-pixel-of-ink-fills-the-box", one_pixel_of_ink_fills_the_box);
  RUN ("/digits/normalise/large-sources-come-out-like-small-ones",
       large_sources_come_out_like_small_ones);
  RUN ("/digits/normalise/dust-that-vanishes-is-no-error", dust_that_vanishes_is_no_error);
  RUN ("/digits/normalise/paper-and-impossible-sizes-are-refused",
       paper_and_impossible_sizes_are_refused);
  RUN ("/digits/normalise/mnist-comes-back-as-it-was", mnist_comes_back_as_it_was);
  return DONE ();
}
