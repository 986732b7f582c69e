/* SPDX-License-Identifier: MIT */
/* From pictures of something written to its ink: light, shadow, noise, frames, specks. */
#include "claim.h"

#include "digits/digits-normalise.h"
#include "digits/digits-photo.h"
#include "digits/digits-rng.h"
#include "digits/digits-synthesizer.h"
#include "digits/digits-thicken.h"

#include <stdbool.h>
#include <string.h>

#define WIDTH  360
#define HEIGHT 300
#define SIDE   140 /* of a digit on the page */

static uint8_t page[WIDTH * HEIGHT], ink[WIDTH * HEIGHT];

/* What a page is like: 255 is white. */
typedef struct {
  float paper, ink;   /* in full light */
  float gradient;     /* of the light, from left to right */
  float shadow;       /* of the light, below a line across the page */
  float noise;        /* standard deviation */
  bool light_on_dark; /* the whole picture is inverted */
} Page;

static float
light_at (const Page *look, int x, int y)
{
  float light = 1 - look->gradient * (float) x / WIDTH;

  return y > HEIGHT / 2 + x / 4 ? light * (1 - look->shadow) : light;
}

/* Digit `index` of the synthesizer, as strokes of a pen on the page. */
static void
write_digit (uint64_t index, const Page *look)
{
  static uint8_t raster[WIDTH * HEIGHT];
  DigitsStrokes *strokes = digits_strokes_new ();
  DigitsRng rng = digits_rng_new (7, index);
  uint8_t label;

  CLAIM (digits_synthesizer_strokes (1, index, &digits_style_training, strokes, &label) == 0);
  digits_strokes_rasterise (strokes, -1.3f, -1.1f, SIDE, strokes->width * SIDE, raster, WIDTH,
                            HEIGHT);
  digits_strokes_free (strokes);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      float share = raster[y * WIDTH + x] / 255.0f;
      float value = light_at (look, x, y) * (look->paper + share * (look->ink - look->paper));

      value += look->noise * digits_rng_normal (&rng);
      value = look->light_on_dark ? 255 - value : value;
      page[y * WIDTH + x] = value < 0 ? 0 : value > 255 ? 255 : (uint8_t) value;
    }
}

static void
read_page (DigitsNormalised *normalised)
{
  DigitsError error = { 0 };

  CLAIM (digits_photo_find_ink (page, WIDTH, HEIGHT, ink, &error) == 0);
  CLAIM (digits_normalise (ink, WIDTH, HEIGHT, normalised, &error) == 0);
}

/* Mean difference of two images' pixels, where either has ink. */
static double
difference (const uint8_t *a, const uint8_t *b)
{
  double sum = 0, n = 0;

  for (int i = 0; i < DIGITS_PIXELS; i++)
    if (a[i] || b[i]) {
      sum += abs (a[i] - b[i]);
      n++;
    }
  return n > 0 ? sum / n : 0;
}

static const Page clean = { .paper = 255, .ink = 0 };

static void
claim_read_as_clean (const Page *look, double tolerance)
{
  double sum = 0;

  for (uint64_t i = 0; i < 40; i++) {
    DigitsNormalised expected, seen;

    write_digit (i, &clean);
    read_page (&expected);
    write_digit (i, look);
    CLAIM (!digits_photo_is_plain (page, WIDTH, HEIGHT));
    read_page (&seen);
    sum += difference (expected.pixels, seen.pixels);
  }
  printf ("# pixels differ by %.1f on average\n", sum / 40);
  CLAIM (sum / 40 < tolerance);
}

static void
uneven_light_does_not_matter (void)
{
  claim_read_as_clean (&(Page){ .paper = 220, .ink = 60, .gradient = 0.6f, .noise = 2 }, 32);
}

static void
shadows_are_no_ink (void)
{
  claim_read_as_clean (&(Page){ .paper = 230, .ink = 50, .shadow = 0.4f, .noise = 2 }, 32);
}

static void
noise_is_no_ink (void)
{
  claim_read_as_clean (&(Page){ .paper = 200, .ink = 70, .noise = 12 }, 35);
}

static void
light_ink_on_a_dark_ground_is_seen (void)
{
  claim_read_as_clean (
      &(Page){ .paper = 230, .ink = 40, .gradient = 0.5f, .noise = 3, .light_on_dark = true }, 32);
}

static void
clean_digits_stay_as_they_are (void)
{
  for (uint64_t i = 0; i < 50; i++) {
    uint8_t pixels[DIGITS_PIXELS], dark[DIGITS_PIXELS], seen[DIGITS_PIXELS], label;

    CLAIM (digits_synthesize (1, i, &digits_style_training, pixels, &label) == 0);
    for (int j = 0; j < DIGITS_PIXELS; j++)
      dark[j] = (uint8_t) (255 - pixels[j]);
    CLAIM (digits_photo_find_ink (pixels, 28, 28, seen, NULL) == 0);
    CLAIM (memcmp (seen, pixels, sizeof seen) == 0);
    CLAIM (digits_photo_find_ink (dark, 28, 28, seen, NULL) == 0);
    CLAIM (memcmp (seen, pixels, sizeof seen) == 0);
    write_digit (i, &clean);
    CLAIM (digits_photo_is_plain (page, WIDTH, HEIGHT));
    CLAIM (digits_photo_find_ink (page, WIDTH, HEIGHT, ink, NULL) == 0);
    for (int j = 0; j < WIDTH * HEIGHT; j++)
      CLAIM (ink[j] == 255 - page[j]);
  }
}

static void
an_empty_page_holds_nothing (void)
{
  const Page looks[] = { { .paper = 210, .ink = 210, .noise = 5 },
                         { .paper = 210, .ink = 210, .gradient = 0.7f, .noise = 4 },
                         { .paper = 90, .ink = 90, .noise = 4 },
                         { .paper = 255, .ink = 255 },
                         { .paper = 0, .ink = 0 } };

  for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
    DigitsError error = { 0 };

    write_digit (3, &looks[i]);
    CLAIM (digits_photo_find_ink (page, WIDTH, HEIGHT, ink, &error) < 0);
    CLAIM (error.code == DIGITS_ERROR_EMPTY);
  }
}

static void
fill (int x, int y, int width, int height, uint8_t value)
{
  for (int j = y; j < y + height; j++)
    memset (page + j * WIDTH + x, value, (size_t) width);
}

/* A digit's box must not change by what is around it. */
static void
claim_same_box (const DigitsNormalised *expected)
{
  DigitsNormalised seen;

  read_page (&seen);
  CLAIM (abs (seen.box_x - expected->box_x) <= 3);
  CLAIM (abs (seen.box_y - expected->box_y) <= 3);
  CLAIM (abs (seen.box_width - expected->box_width) <= 6);
  CLAIM (abs (seen.box_height - expected->box_height) <= 6);
}

static void
frames_and_lines_are_taken_off (void)
{
  const Page looks[] = { { .paper = 255, .ink = 20 }, { .paper = 210, .ink = 60, .noise = 3 } };

  for (int i = 0; i < 2; i++) {
    DigitsNormalised expected;

    write_digit (4, &looks[i]);
    read_page (&expected);
    fill (10, 10, WIDTH - 20, 4, 40);
    fill (10, HEIGHT - 14, WIDTH - 20, 4, 40);
    fill (10, 10, 4, HEIGHT - 20, 40);
    fill (WIDTH - 14, 10, 4, HEIGHT - 20, 40);
    claim_same_box (&expected);
    write_digit (4, &looks[i]);
    fill (4, 286, WIDTH - 8, 3, 60);
    claim_same_box (&expected);
  }
}

static void
specks_are_taken_off (void)
{
  DigitsNormalised expected;

  write_digit (5, &(Page){ .paper = 210, .ink = 60, .noise = 3 });
  read_page (&expected);
  fill (20, 20, 5, 5, 30);
  fill (330, 260, 6, 4, 30);
  fill (30, 270, 3, 8, 30);
  claim_same_box (&expected);
}

static void
a_dark_table_beside_the_paper_is_no_ink (void)
{
  DigitsNormalised expected;

  write_digit (6, &(Page){ .paper = 210, .ink = 60, .noise = 3 });
  read_page (&expected);
  fill (0, 0, 14, HEIGHT, 40);
  fill (0, HEIGHT - 9, WIDTH, 9, 45);
  claim_same_box (&expected);
}

static void
fine_pens_are_made_bolder (void)
{
  for (int width = 2; width < 40; width += 5) {
    memset (page, 0, sizeof page);
    fill (100, 50, width, 200, 255);
    CLAIM_NEAR (digits_stroke_width (page, WIDTH, HEIGHT), width, 0.15 * width + 1);
    CLAIM (digits_thicken (page, WIDTH, HEIGHT, 1.5f) == 0);
    if (width * 20 >= 1.5 * 200)
      CLAIM_NEAR (digits_stroke_width (page, WIDTH, HEIGHT), width, 0.15 * width + 1);
    else
      CLAIM_NEAR (digits_stroke_width (page, WIDTH, HEIGHT), 22, 4);
  }
}

static void
any_size_is_survived (void)
{
  static const int sizes[][2] = { { 1, 1 },  { 1, 300 }, { 300, 1 },
                                  { 65, 2 }, { 3, 129 }, { 66, 66 } };

  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    int width = sizes[i][0], height = sizes[i][1];
    DigitsRng rng = digits_rng_new (3, i);
    DigitsError error = { 0 };

    for (int j = 0; j < width * height; j++)
      page[j] = (uint8_t) digits_rng_below (&rng, 256);
    if (digits_photo_find_ink (page, width, height, ink, &error) != 0)
      CLAIM (error.code == DIGITS_ERROR_EMPTY);
  }
  CLAIM (digits_photo_find_ink (page, 0, 5, ink, NULL) < 0);
  CLAIM (digits_photo_find_ink (page, 9000, 1, ink, NULL) < 0);
}

int
main (void)
{
  RUN ("/digits/photo/uneven-light-does-not-matter", uneven_light_does_not_matter);
  RUN ("/digits/photo/shadows-are-no-ink", shadows_are_no_ink);
  RUN ("/digits/photo/noise-is-no-ink", noise_is_no_ink);
  RUN ("/digits/photo/light-ink-on-a-dark-ground-is-seen", light_ink_on_a_dark_ground_is_seen);
  RUN ("/digits/photo/clean-digits-stay-as-they-are", clean_digits_stay_as_they_are);
  RUN ("/digits/photo/an-empty-page-holds-nothing", an_empty_page_holds_nothing);
  RUN ("/digits/photo/frames-and-lines-are-taken-off", frames_and_lines_are_taken_off);
  RUN ("/digits/photo/specks-are-taken-off", specks_are_taken_off);
  RUN ("/digits/photo/a-dark-table-beside-the-paper-is-no-ink",
       a_dark_table_beside_the_paper_is_no_ink);
  RUN ("/digits/photo/fine-pens-are-made-bolder", fine_pens_are_made_bolder);
  RUN ("/digits/photo/any-size-is-survived", any_size_is_survived);
  return DONE ();
}
