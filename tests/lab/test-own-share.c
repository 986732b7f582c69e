/* SPDX-License-Identifier: MIT */
/* A share of one's own drawings in what is trained on. */
#include "digits/digits-expand.h"
#include "lab/nabla-job.h"
#include "lab/nabla-run.h"
#include "lab/nabla-training-data.h"
#include "lab/nabla-workbench.h"
#include "nn/nn-evaluation.h"
#include "small-data.h"

#include <string.h>

static NablaDataSet *data_set;

/* n drawings like no image of the data set, no two alike; drawing i shows the digit i mod 10. */
static DigitsImages *
new_drawings (gsize n)
{
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, NULL);
  for (gsize i = 0; i < n; i++) {
    guint8 *pixels = images->pixels + i * DIGITS_PIXELS;
    images->labels[i] = (guint8) (i % 10);
    pixels[0] = 255; /* where no digit has ink */
    pixels[1] = (guint8) (i & 255);
    pixels[2] = (guint8) (i >> 8);
    for (int p = 300; p < 400; p++)
      pixels[p] = (guint8) (p + (int) i);
  }
  return images;
}

static NablaTrainingData *
prepare (NablaDataSet *set, const NablaHyperParameters *set_up)
{
  g_autoptr (GError) error = NULL;
  NablaTrainingData *data = nabla_training_data_new (set, set_up, 0, NULL, &error);
  g_assert_no_error (error);
  return data;
}

/* How often each of the n drawings is among the samples, byte for byte and with its label. */
static gsize
count_drawings (const NnSamples *samples, const DigitsImages *images, gsize *times)
{
  gsize found = 0;
  for (gsize d = 0; d < images->n; d++)
    times[d] = 0;
  for (gsize i = 0; i < samples->n; i++) {
    guint8 pixels[DIGITS_PIXELS];
    nn_rows_get (samples->rows, i, pixels);
    gsize d = (gsize) pixels[1] + ((gsize) pixels[2] << 8);
    if (pixels[0] != 255 || d >= images->n)
      continue;
    g_assert_cmpmem (pixels, DIGITS_PIXELS, images->pixels + d * DIGITS_PIXELS, DIGITS_PIXELS);
    g_assert_cmpint (samples->labels[i], ==, images->labels[d]);
    times[d]++;
    found++;
  }
  return found;
}

static void
test_share (void)
{
  static const double shares[] = { 0.1, 0.25, 0.5, 0.9 };
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_drawings (7));
  const DigitsImages *own = nabla_data_set_get_own (set);
  for (gsize s = 0; s < G_N_ELEMENTS (shares); s++) {
    NablaHyperParameters set_up = nabla_hyper_parameters_default ();
    gsize times[7], least = G_MAXSIZE, most = 0;
    set_up.own_share = shares[s];
    g_autoptr (NablaTrainingData) data = prepare (set, &set_up);
    const NnSamples *samples = nabla_training_data_get (data, DIGITS_TRAINING);
    gsize n = nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;
    gsize found = count_drawings (samples, own, times);
    g_assert_cmpuint (samples->n - found, ==, n);
    g_assert_cmpfloat_with_epsilon ((double) found / (double) samples->n, shares[s],
                                    1.0 / (double) n);
    for (gsize d = 0; d < own->n; d++) {
      least = MIN (least, times[d]);
      most = MAX (most, times[d]);
    }
    g_assert_cmpuint (most - least, <=, 1);
    for (int part = DIGITS_VALIDATION; part < DIGITS_N_PARTS; part++)
      g_assert_cmpuint (
          count_drawings (nabla_training_data_get (data, (DigitsPartKind) part), own, times), ==,
          0);
  }
}

/* More drawings than there is room for: some of all ages, none twice. */
static void
test_many (void)
{
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_drawings (400));
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  gsize times[400], early = 0, late = 0;
  set_up.own_share = 0.1;
  g_autoptr (NablaTrainingData) data = prepare (set, &set_up);
  count_drawings (nabla_training_data_get (data, DIGITS_TRAINING), nabla_data_set_get_own (set),
                  times);
  for (gsize d = 0; d < 400; d++) {
    g_assert_cmpuint (times[d], <=, 1);
    *(d < 200 ? &early : &late) += times[d];
  }
  g_assert_cmpuint (early, >, 10);
  g_assert_cmpuint (MAX (early, late) - MIN (early, late), <=, 1);
}

/* Beside synthesized drawings, few images, some digits and another encoding. */
static void
test_together (void)
{
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_drawings (30));
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  gsize times[30];
  set_up.own_share = 0.4;
  set_up.digits = 1 << 3 | 1 << 8;
  set_up.train_size = 20;
  set_up.drawings = 0.5;
  set_up.encoding = NN_ENCODING_BINARY;
  nabla_hyper_parameters_fit_cost (&set_up);
  g_autoptr (NablaTrainingData) data = prepare (set, &set_up);
  const NnSamples *samples = nabla_training_data_get (data, DIGITS_TRAINING);
  g_assert_cmpuint (count_drawings (samples, nabla_data_set_get_own (set), times), ==, 20);
  g_assert_cmpuint (samples->n, ==, 20 + 10 + 20);
  g_assert_cmpint (samples->n_out, ==, 4);
  for (gsize i = 0; i < samples->n; i++)
    g_assert_true (samples->labels[i] == 3 || samples->labels[i] == 8);
  for (gsize d = 0; d < 30; d++)
    g_assert_true ((times[d] > 0) == (d % 10 == 3 || d % 10 == 8));
}

/* Each time that a drawing is taken other copies follow it, as the digits room makes them. */
static void
test_expanded (void)
{
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_drawings (3));
  const DigitsImages *own = nabla_data_set_get_own (set);
  DigitsPart part = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.own_share = 0.5;
  set_up.train_size = 8;
  set_up.expand = DIGITS_EXPAND_ROTATE;
  set_up.seed = 5;
  g_autoptr (NablaTrainingData) data = prepare (set, &set_up);
  const NnSamples *samples = nabla_training_data_get (data, DIGITS_TRAINING);
  g_assert_cmpuint (samples->n, ==, 2 * 8 * 5);
  for (gsize time = 0; time < 8; time++)
    for (int copy = 0; copy < 5; copy++) {
      guint8 expected[DIGITS_PIXELS], pixels[DIGITS_PIXELS];
      gsize at = (8 + time) * 5 + (gsize) copy;
      digits_expand_image (DIGITS_EXPAND_ROTATE, 5, part.n + time, copy,
                           own->pixels + time % 3 * DIGITS_PIXELS, expected);
      nn_rows_get (samples->rows, at, pixels);
      g_assert_cmpmem (pixels, DIGITS_PIXELS, expected, DIGITS_PIXELS);
      g_assert_cmpint (samples->labels[at], ==, own->labels[time % 3]);
    }
}

static NnNetwork *
train (NablaDataSet *set, const NablaHyperParameters *set_up)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) run = nabla_run_new (set_up, set, (NablaMonitors) 0);
  nabla_run_start (run, &error);
  g_assert_no_error (error);
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  return nabla_run_ref_snapshot (run);
}

static gboolean
is_same_network (const NnNetwork *a, const NnNetwork *b)
{
  return memcmp (a->weights[0], b->weights[0], a->n_floats * sizeof (float)) == 0;
}

static void
test_share_of_nothing (void)
{
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_drawings (7));
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.epochs = 2;
  NnNetwork *plain = train (data_set, &set_up), *same = train (set, &set_up);
  set_up.own_share = 0.3;
  NnNetwork *other = train (set, &set_up), *again = train (set, &set_up);
  g_assert_true (is_same_network (plain, same));
  g_assert_false (is_same_network (plain, other));
  g_assert_true (is_same_network (other, again));
  nn_network_unref (plain);
  nn_network_unref (same);
  nn_network_unref (other);
  nn_network_unref (again);
  g_assert_true (nabla_data_set_get_samples (set, DIGITS_TRAINING, 0).rows ==
                 nabla_data_set_get_samples (data_set, DIGITS_TRAINING, 0).rows);
}

static void
test_digests (void)
{
  DigitsImages *relabelled = new_drawings (7);
  relabelled->labels[6] = 9;
  g_autoptr (NablaDataSet) a = nabla_data_set_with_own_images (data_set, new_drawings (7));
  g_autoptr (NablaDataSet) b = nabla_data_set_with_own_images (a, new_drawings (7));
  g_autoptr (NablaDataSet) c = nabla_data_set_with_own_images (a, relabelled);
  g_autoptr (NablaDataSet) none = nabla_data_set_with_own_images (a, NULL);
  g_assert_cmpstr (nabla_data_set_get_digest (a), ==, nabla_data_set_get_digest (data_set));
  g_assert_true (nabla_data_set_has_digest (c));
  g_assert_cmpstr (nabla_data_set_get_own_digest (a), ==, nabla_data_set_get_own_digest (b));
  g_assert_cmpstr (nabla_data_set_get_own_digest (a), !=, nabla_data_set_get_own_digest (c));
  g_assert_null (nabla_data_set_get_own_digest (none));
  g_assert_cmpuint (nabla_data_set_get_n_own (none), ==, 0);
  g_assert_true (nabla_data_set_is_same (a, b, TRUE) && nabla_data_set_is_same (a, c, FALSE));
  g_assert_false (nabla_data_set_is_same (a, c, TRUE));
  g_assert_false (nabla_data_set_is_same (a, data_set, TRUE));
}

static void
assert_refused (NablaDataSet *set, const NablaHyperParameters *set_up, int code, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_training_data_new (set, set_up, 0, NULL, &error));
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_nonnull (strstr (error->message, why));
}

static void
test_refused (void)
{
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_drawings (3));
  g_autoptr (GError) error = NULL;
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  NablaJob job = { .hyper_parameters = set_up, .data_set = data_set };
  set_up.own_share = 0.5;
  assert_refused (data_set, &set_up, NABLA_ERROR_USAGE, "no drawings of your own");
  job.hyper_parameters.own_share = 0.5;
  g_assert_false (nabla_job_check (&job, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  set_up.digits = 1 << 7 | 1 << 8;
  assert_refused (set, &set_up, NABLA_ERROR_INPUT, "the digits 7,8");
  set_up.digits = NABLA_ALL_DIGITS;
  set_up.own_share = 0.99999999; /* validating refuses it before; memory is guarded all the same */
  assert_refused (set, &set_up, NABLA_ERROR_INPUT, "own-share smaller");
}

/* Digits of a hand that writes upside down. */
static DigitsImages *
new_upside_down (gsize n)
{
  DigitsPart part = nabla_data_set_get_part (data_set, DIGITS_TEST);
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, NULL);
  for (gsize i = 0; i < n; i++) {
    images->labels[i] = part.labels[i];
    for (int y = 0; y < DIGITS_SIDE; y++)
      memcpy (images->pixels + i * DIGITS_PIXELS + y * DIGITS_SIDE,
              part.pixels + i * DIGITS_PIXELS + (DIGITS_SIDE - 1 - y) * DIGITS_SIDE, DIGITS_SIDE);
  }
  return images;
}

static double
accuracy (const NnNetwork *network, size_t n, const guint8 *pixels, const guint8 *labels)
{
  NnSamples samples = {
    .n = n, .n_in = DIGITS_PIXELS, .n_out = 10, .pixels = pixels, .labels = labels
  };
  NnEvaluation evaluation;
  g_assert_cmpint (
      nn_evaluate (network, &samples, NULL, nn_kernel_resolve (NN_KERNEL_AUTO), NULL, &evaluation),
      ==, NN_OK);
  return evaluation.accuracy;
}

static void
test_learns (void)
{
  DigitsPart test = nabla_data_set_get_part (data_set, DIGITS_TEST);
  g_autoptr (NablaDataSet) set = nabla_data_set_with_own_images (data_set, new_upside_down (30));
  const DigitsImages *own = nabla_data_set_get_own (set);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.epochs = 20;
  NnNetwork *without = train (set, &set_up);
  set_up.own_share = 0.25;
  NnNetwork *with = train (set, &set_up);
  double before = accuracy (without, own->n, own->pixels, own->labels);
  double after = accuracy (with, own->n, own->pixels, own->labels);
  double kept = accuracy (with, test.n - 30, test.pixels + 30 * DIGITS_PIXELS, test.labels + 30);
  double known =
      accuracy (without, test.n - 30, test.pixels + 30 * DIGITS_PIXELS, test.labels + 30);
  g_test_message ("own drawings read right: %.0f %% without, %.0f %% with; test %.1f %%, %.1f %%",
                  100 * before, 100 * after, 100 * known, 100 * kept);
  g_assert_cmpfloat (before, <, 0.6);
  g_assert_cmpfloat (after, >, 0.95);
  g_assert_cmpfloat (kept, >, known - 0.1);
  nn_network_unref (without);
  nn_network_unref (with);
}

/* Runs are trained on the drawings that there are when they are made; those without a share on the
 * data set itself. */
static void
test_workbench (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-own-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "drawings.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaOwnDigits) own = nabla_own_digits_open (path, &error);
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  NablaHyperParameters set_ups[2] = { nabla_hyper_parameters_default () };
  guint8 pixels[DIGITS_PIXELS] = { [400] = 200 };
  set_ups[0].epochs = 1;
  set_ups[0].own_share = 0.2;
  set_ups[1] = set_ups[0];
  set_ups[1].seed = 2;
  nabla_workbench_set_data_set (workbench, data_set);
  g_assert_null (nabla_workbench_train (workbench, &set_ups[0], &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_clear_error (&error);
  nabla_workbench_set_own_digits (workbench, own);
  g_assert_false (nabla_workbench_train_sweep (workbench, set_ups, 2, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_cmpuint (g_list_model_get_n_items (nabla_workbench_get_runs (workbench)), ==, 0);
  NablaOwnDigit *digit = nabla_own_digits_add (own, 4, -1, NULL, pixels);
  NablaRun *first = nabla_workbench_train (workbench, &set_ups[0], &error);
  NablaRun *second = nabla_workbench_train (workbench, &set_ups[1], &error);
  g_assert_no_error (error);
  nabla_own_digits_set_label (own, digit, 5);
  NablaRun *third = nabla_workbench_train (workbench, &set_ups[1], &error);
  set_ups[0].own_share = 0;
  NablaRun *plain = nabla_workbench_train (workbench, &set_ups[0], &error);
  g_assert_cmpuint (nabla_data_set_get_n_own (nabla_run_get_data_set (first)), ==, 1);
  g_assert_true (nabla_run_groups_are_seeds (first, second));
  g_assert_false (nabla_run_groups_are_seeds (first, third));
  g_assert_cmpint (nabla_data_set_get_own (nabla_run_get_data_set (first))->labels[0], ==, 4);
  g_assert_cmpint (nabla_data_set_get_own (nabla_run_get_data_set (third))->labels[0], ==, 5);
  g_assert_true (nabla_run_get_data_set (plain) == data_set);
  g_clear_object (&workbench);
  g_clear_object (&own);
  small_data_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (300, 90);
  g_test_add_func ("/lab/own-share/is-the-share-of-an-epoch-round-robin", test_share);
  g_test_add_func ("/lab/own-share/too-many-are-taken-evenly", test_many);
  g_test_add_func ("/lab/own-share/goes-with-digits-sizes-and-encodings", test_together);
  g_test_add_func ("/lab/own-share/copies-follow-their-drawing", test_expanded);
  g_test_add_func ("/lab/own-share/none-changes-no-bit", test_share_of_nothing);
  g_test_add_func ("/lab/own-share/digests-tell-drawings-apart", test_digests);
  g_test_add_func ("/lab/own-share/what-cannot-be-is-said", test_refused);
  g_test_add_func ("/lab/own-share/what-was-misread-is-learnt", test_learns);
  g_test_add_func ("/lab/own-share/runs-have-the-drawings-of-their-time", test_workbench);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
