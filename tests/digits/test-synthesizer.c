/* SPDX-License-Identifier: MIT */
/* The digits that the program draws itself: always the same ones, each a digit, whoever draws them.
 */
#include "claim.h"

#include "digits/digits-rng.h"
#include "digits/digits-shapes.h"
#include "digits/digits-synthesizer.h"

#include <limits.h>
#include <string.h>

static const DigitsStyle *const style = &digits_style_training;

static void
splitmix64_gives_the_published_numbers (void)
{
  static const uint64_t published[] = { 6457827717110365317u, 3203168211198807973u,
                                        9817491932198370423u, 4593380528125082431u,
                                        16408922859458223821u };
  DigitsRng rng = { 1234567 };

  for (int i = 0; i < 5; i++)
    CLAIM (digits_rng_next (&rng) == published[i]);
}

static void
random_numbers_have_their_moments (void)
{
  DigitsRng rng = digits_rng_new (7, 3);
  double mean = 0, square = 0, uniform = 0;
  int n = 200000, counts[10] = { 0 };

  for (int i = 0; i < n; i++) {
    double x = digits_rng_normal (&rng), u = digits_rng_uniform (&rng);

    mean += x / n;
    square += x * x / n;
    uniform += u / n;
    CLAIM (fabs (x) < 3.5 && u >= 0 && u < 1);
    counts[digits_rng_below (&rng, 10)]++;
  }
  CLAIM_NEAR (mean, 0, 0.01);
  CLAIM_NEAR (square, 1, 0.02);
  CLAIM_NEAR (uniform, 0.5, 0.005);
  for (int i = 0; i < 10; i++)
    CLAIM_NEAR (counts[i], n / 10, 600);
}

static void
shape_is_well_formed (const DigitsShape *shape, const DigitsShape *before)
{
  int same = before && before->family == shape->family;

  CLAIM (shape->weight > 0);
  CLAIM (!before || before->family <= shape->family);
  CLAIM (shape->controls[0].kind == DIGITS_CONTROL_START);
  CLAIM (shape->controls[DIGITS_SHAPE_CONTROLS].kind == DIGITS_CONTROL_END);
  for (int c = 0; c < DIGITS_SHAPE_CONTROLS; c++)
    CLAIM (!same || shape->controls[c].kind == before->controls[c].kind);
}

static void
shapes_are_well_formed_and_fit_their_family (void)
{
  int sum = 0;

  for (int digit = 0; digit < 10; digit++) {
    int n;
    const DigitsShape *shapes = digits_shapes_of (digit, &n);

    for (int i = 0; i < n; i++)
      shape_is_well_formed (&shapes[i], i ? &shapes[i - 1] : NULL);
    CLAIM (n >= 20 && digits_synthesizer_n_shapes (digit) == n);
    sum += n;
  }
  CLAIM (digits_synthesizer_n_shapes (-1) == sum);
}

static void
ten_images_show_ten_digits (void)
{
  static const uint64_t starts[] = { 0, 1000, (uint64_t) 1 << 40, ((uint64_t) 1 << 40) + 990 };
  uint8_t pixels[DIGITS_PIXELS], label;
  int differ = 0, order[10];

  for (int block = 0; block < 4; block++) {
    int seen = 0;

    for (unsigned i = 0; i < 10; i++) {
      CLAIM (digits_synthesize (5, starts[block] + i, style, pixels, &label) == 0);
      CLAIM (label < 10);
      seen |= 1 << label;
      differ += block && order[i] != label;
      order[i] = label;
    }
    CLAIM (seen == 0x3ff);
  }
  CLAIM (differ > 10); /* in another order each time */
}

static void
an_image_is_the_same_whatever_else_is_drawn (void)
{
  uint8_t first[DIGITS_PIXELS], again[DIGITS_PIXELS], label, label_again;

  CLAIM (digits_synthesize (1, 123, style, first, &label) == 0);
  CLAIM (digits_synthesize (2, 123, style, again, &label_again) == 0);
  CLAIM (memcmp (first, again, sizeof first) != 0);
  CLAIM (digits_synthesize (1, 124, style, again, &label_again) == 0);
  CLAIM (memcmp (first, again, sizeof first) != 0);
  CLAIM (digits_synthesize (1, 123, style, again, &label_again) == 0);
  CLAIM (memcmp (first, again, sizeof first) == 0 && label == label_again);
}

static void
threads_do_not_matter (void)
{
  DigitsSet *one = digits_synthesize_set (9, 500, 130, 100, style, 1, NULL, NULL);
  DigitsSet *three = digits_synthesize_set (9, 500, 130, 100, style, 3, NULL, NULL);
  uint8_t pixels[DIGITS_PIXELS], label;

  CLAIM (one && three && strcmp (one->name, "synthetic") == 0);
  CLAIM (memcmp (one->training->pixels, three->training->pixels, 500 * DIGITS_PIXELS) == 0);
  CLAIM (memcmp (one->training->labels, three->training->labels, 500) == 0);
  CLAIM (memcmp (one->test->pixels, three->test->pixels, 130 * DIGITS_PIXELS) == 0);
  CLAIM (digits_set_part (one, DIGITS_VALIDATION).n == 100);
  CLAIM (digits_synthesize (9, ((uint64_t) 1 << 40) + 129, style, pixels, &label) == 0);
  CLAIM (memcmp (one->test->pixels + 129 * DIGITS_PIXELS, pixels, DIGITS_PIXELS) == 0);
  CLAIM (one->test->labels[129] == label);
  digits_set_unref (one);
  digits_set_unref (three);
}

static void
every_image_looks_normalised (void)
{
  DigitsSet *set = digits_synthesize_set (3, 5000, 1, 0, style, 1, NULL, NULL);
  double ink = 0, inked = 0;
  int off = 0;

  CLAIM (set);
  for (size_t i = 0; i < 5000; i++) {
    const uint8_t *pixels = set->training->pixels + i * DIGITS_PIXELS;
    double mass = 0, x = 0, y = 0;

    for (int p = 0; p < DIGITS_PIXELS; p++) {
      mass += pixels[p];
      x += pixels[p] * (p % 28);
      y += pixels[p] * (p / 28);
      inked += pixels[p] > 0;
    }
    CLAIM (mass > 10 * 255);
    /* Only where ink would be lost it is not in the middle. */
    off += fabs (x / mass - 14) > 0.5001 || fabs (y / mass - 14) > 0.5001;
    ink += mass;
  }
  printf ("# %d of 5000 not in the middle\n", off);
  CLAIM (off < 10);
  /* MNIST: 33.3 of 255 on average, 19 % of the pixels not zero. */
  CLAIM_NEAR (ink / 5000 / DIGITS_PIXELS, 33.3, 2);
  CLAIM_NEAR (inked / 5000 / DIGITS_PIXELS, 0.19, 0.01);
  digits_set_unref (set);
}

static void
strokes_are_those_of_the_image (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  DigitsNormalised normalised;
  uint8_t pixels[DIGITS_PIXELS], label, strokes_label;

  CLAIM (strokes);
  for (unsigned i = 0; i < 50; i++) {
    CLAIM (digits_synthesize (4, i, style, pixels, &label) == 0);
    CLAIM (digits_synthesizer_strokes (4, i, style, strokes, &strokes_label) == 0);
    CLAIM (label == strokes_label && strokes->width > 0 && strokes->n_strokes >= 1);
    CLAIM (digits_strokes_normalise (strokes, &normalised, NULL) == 0);
    CLAIM (memcmp (normalised.pixels, pixels, sizeof pixels) == 0);
  }
  digits_strokes_free (strokes);
}

static void
a_calm_hand_repeats_itself (void)
{
  DigitsStyle calm = { .width_px = 2.55f };
  uint8_t pixels[200][DIGITS_PIXELS], labels[200];
  int different = 0;

  /* Without any perturbation only the choice of the shape and the pen's pressure are left. */
  for (unsigned i = 0; i < 200; i++)
    CLAIM (digits_synthesize (1, i, &calm, pixels[i], &labels[i]) == 0);
  for (int i = 1; i < 200; i++) {
    int like = 0;

    for (int j = 0; j < i && !like; j++) {
      long difference = 0;

      for (int p = 0; p < DIGITS_PIXELS; p++)
        difference += abs (pixels[i][p] - pixels[j][p]);
      like = labels[i] == labels[j] && difference < 5000;
    }
    different += !like;
  }
  CLAIM (different < digits_synthesizer_n_shapes (-1));
}

static void
strength_scales_what_perturbs (void)
{
  DigitsStyle none = digits_style_scaled (style, 0), same = digits_style_scaled (style, 1);
  DigitsStyle twice = digits_style_scaled (style, 2), more = digits_style_scaled (style, 5);

  CLAIM (memcmp (&same, style, sizeof same) == 0);
  CLAIM (memcmp (&more, &twice, sizeof more) == 0);
  CLAIM (none.jitter == 0 && none.ends == 0 && none.warp == 0 && none.ripple == 0);
  CLAIM (none.shear_sd == 0 && none.rotation_sd == 0 && none.log_aspect_sd == 0);
  CLAIM (none.log_width_sd == 0 && none.blend == 0);
  CLAIM (twice.jitter == 2 * style->jitter && twice.log_width_sd == 2 * style->log_width_sd);
  CLAIM (twice.blend == 1);
  CLAIM (twice.width_px == style->width_px && twice.clearance == style->clearance);
  CLAIM (twice.shear_mean == style->shear_mean);
  twice = digits_style_scaled (style, -1);
  CLAIM (memcmp (&twice, &none, sizeof none) == 0);
}

/* Squared distance. */
static long
distance (const uint8_t *a, const uint8_t *b)
{
  long sum = 0;

  for (int p = 0; p < DIGITS_PIXELS; p++)
    sum += (a[p] - b[p]) * (a[p] - b[p]);
  return sum;
}

/* Sanitizers, threads' above all, make the comparison many times slower. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define N_READ 100
#define N_SEEN 1500
#else
#define N_READ 500
#define N_SEEN 4000
#endif

/* Of the first N_READ test images those that look most like a training image of their own digit. */
static int
read_by_neighbours (const DigitsStyle *with)
{
  DigitsSet *set = digits_synthesize_set (11, N_SEEN, N_READ, 0, with, 2, NULL, NULL);
  int right = 0;

  CLAIM (set);
  for (size_t i = 0; i < N_READ; i++) {
    long nearest = LONG_MAX;
    int digit = -1;

    for (size_t j = 0; j < N_SEEN; j++) {
      long d = distance (set->test->pixels + i * DIGITS_PIXELS,
                         set->training->pixels + j * DIGITS_PIXELS);

      if (d < nearest) {
        nearest = d;
        digit = set->training->labels[j];
      }
    }
    right += digit == set->test->labels[i];
  }
  digits_set_unref (set);
  return right;
}

static void
the_shown_style_is_easier_to_read (void)
{
  int shown = read_by_neighbours (&digits_style_shown), trained = read_by_neighbours (style);

  printf ("# %d of %d read as shown, %d as trained with\n", shown, N_READ, trained);
  CLAIM (shown >= N_READ * 97 / 100);
  CLAIM (trained < shown);
}

static void
common_shapes_alone_when_told (void)
{
  DigitsStyle calm = { .width_px = 2.55f, .common = 1 };
  uint8_t first[DIGITS_PIXELS], pixels[DIGITS_PIXELS], label;
  int n, most = 0, ties = 0, ones = 0, like = 0;
  const DigitsShape *shapes = digits_shapes_of (1, &n);

  for (int i = 0; i < n; i++)
    most = shapes[i].weight > most ? shapes[i].weight : most;
  for (int i = 0; i < n; i++)
    ties += shapes[i].weight == most;
  CLAIM (ties == 1);
  /* Only the most common shape of a digit is left, and the pen's pressure. */
  for (unsigned i = 0; i < 200; i++) {
    CLAIM (digits_synthesize (1, i, &calm, pixels, &label) == 0);
    if (label == 1 && ones++ == 0)
      memcpy (first, pixels, sizeof first);
    like += label == 1 && distance (first, pixels) < 1000000;
  }
  CLAIM (ones == 20 && like == 20);
}

typedef struct {
  atomic_bool stop;
  double last, stop_at;
  int calls, backwards;
} Audience;

static void
hear (double done, void *data)
{
  Audience *audience = data;

  audience->backwards += done < audience->last || done < 0 || done > 1;
  audience->last = done;
  audience->calls++;
  if (done >= audience->stop_at)
    atomic_store (&audience->stop, true);
}

static void
progress_goes_up_to_one (void)
{
  Audience audience = { .stop_at = 2 };
  DigitsWatch watch = { &audience.stop, hear, &audience };
  DigitsSet *set = digits_synthesize_set (1, 10000, 1000, 1000, style, 2, &watch, NULL);

  CLAIM (set);
  CLAIM (audience.last == 1 && audience.backwards == 0);
  CLAIM (audience.calls >= 20 && audience.calls <= 101);
  digits_set_unref (set);
}

static void
drawing_stops_when_told (void)
{
  Audience audience = { .stop_at = 0.01 };
  DigitsWatch watch = { &audience.stop, hear, &audience };
  DigitsError error = { 0 };

  CLAIM (!digits_synthesize_set (1, 60000, 1000, 1000, style, 2, &watch, &error));
  CLAIM (error.code == DIGITS_ERROR_STOPPED);
  CLAIM (audience.last < 0.5);
}

static void
impossible_sets_are_refused (void)
{
  DigitsError error = { 0 };

  CLAIM (!digits_synthesize_set (1, 100, 10, 100, style, 1, NULL, &error));
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_synthesize_set (1, 0, 10, 0, style, 1, NULL, &error));
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_synthesize_set (1, 100, 0, 0, style, 1, NULL, &error));
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_synthesize_set (1, 100000000, 1, 0, style, 1, NULL, &error));
  CLAIM (error.code == DIGITS_ERROR_SIZE);
}

int
main (void)
{
  RUN ("/digits/rng/splitmix64-gives-the-published-numbers",
       splitmix64_gives_the_published_numbers);
  RUN ("/digits/rng/numbers-have-their-moments", random_numbers_have_their_moments);
  RUN ("/digits/shapes/are-well-formed-and-fit-their-family",
       shapes_are_well_formed_and_fit_their_family);
  RUN ("/digits/synthesizer/ten-images-show-ten-digits", ten_images_show_ten_digits);
  RUN ("/digits/synthesizer/an-image-is-the-same-whatever-else-is-drawn",
       an_image_is_the_same_whatever_else_is_drawn);
  RUN ("/digits/synthesizer/threads-do-not-matter", threads_do_not_matter);
  RUN ("/digits/synthesizer/every-image-looks-normalised", every_image_looks_normalised);
  RUN ("/digits/synthesizer/strokes-are-those-of-the-image", strokes_are_those_of_the_image);
  RUN ("/digits/synthesizer/a-calm-hand-repeats-itself", a_calm_hand_repeats_itself);
  RUN ("/digits/synthesizer/strength-scales-what-perturbs", strength_scales_what_perturbs);
  RUN ("/digits/synthesizer/the-shown-style-is-easier-to-read", the_shown_style_is_easier_to_read);
  RUN ("/digits/synthesizer/common-shapes-alone-when-told", common_shapes_alone_when_told);
  RUN ("/digits/synthesizer/progress-goes-up-to-one", progress_goes_up_to_one);
  RUN ("/digits/synthesizer/stops-when-told", drawing_stops_when_told);
  RUN ("/digits/synthesizer/impossible-sets-are-refused", impossible_sets_are_refused);
  return DONE ();
}
