/* SPDX-License-Identifier: MIT */
#include "digits/digits-drawn.h"
#include "digits/digits-expand.h"
#include "lab/nabla-training-data.h"
#include "small-data.h"

#include <string.h>

static NablaDataSet *data_set;

static NablaTrainingData *
prepare (const NablaHyperParameters *set_up)
{
  g_autoptr (GError) error = NULL;
  NablaTrainingData *data = nabla_training_data_new (data_set, set_up, 0, NULL, &error);
  g_assert_no_error (error);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    g_assert_cmpint (nn_samples_check (nabla_training_data_get (data, (DigitsPartKind) part)), ==,
                     NN_OK);
  return data;
}

static void
get_image (const NnSamples *samples, gsize i, guint8 *pixels)
{
  g_assert_cmpuint (i, <, samples->rows->n);
  nn_rows_get (samples->rows, i, pixels);
}

static void
test_shared (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (NablaTrainingData) all = prepare (&set_up);
  set_up.train_size = 37;
  g_autoptr (NablaTrainingData) some = prepare (&set_up);
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    const NnSamples *a = nabla_training_data_get (all, (DigitsPartKind) kind);
    const NnSamples *b = nabla_training_data_get (some, (DigitsPartKind) kind);
    DigitsPart part = nabla_data_set_get_part (data_set, (DigitsPartKind) kind);
    g_assert_nonnull (a->rows);
    g_assert_true (a->rows == b->rows && a->labels == part.labels && a->pixels == part.pixels);
    g_assert_cmpuint (a->n, ==, part.n);
    g_assert_cmpuint (b->n, ==, kind == DIGITS_TRAINING ? 37 : part.n);
    for (gsize i = 0; i < part.n; i++) {
      guint8 pixels[DIGITS_PIXELS];
      get_image (a, i, pixels);
      g_assert_cmpmem (pixels, sizeof pixels, part.pixels + i * DIGITS_PIXELS, DIGITS_PIXELS);
    }
  }
}

static void
test_digits (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.digits = 1 << 3 | 1 << 8;
  g_autoptr (NablaTrainingData) data = prepare (&set_up);
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    const NnSamples *samples = nabla_training_data_get (data, (DigitsPartKind) kind);
    DigitsPart part = nabla_data_set_get_part (data_set, (DigitsPartKind) kind);
    gsize n = 0;
    g_assert_null (samples->pixels);
    for (gsize i = 0; i < part.n; i++) {
      guint8 pixels[DIGITS_PIXELS];
      if (part.labels[i] != 3 && part.labels[i] != 8)
        continue;
      get_image (samples, n, pixels);
      g_assert_cmpmem (pixels, sizeof pixels, part.pixels + i * DIGITS_PIXELS, DIGITS_PIXELS);
      g_assert_cmpint (samples->labels[n++], ==, part.labels[i]);
    }
    g_assert_cmpuint (samples->n, ==, n);
  }
  set_up.train_size = 7; /* of those that are left */
  g_autoptr (NablaTrainingData) few = prepare (&set_up);
  g_assert_cmpuint (nabla_training_data_get (few, DIGITS_TRAINING)->n, ==, 7);
}

/* Image 0, its copies, image 1, …; as the digits room makes them of the run's seed. */
static void
check_expansion (const NablaHyperParameters *set_up)
{
  g_autoptr (NablaTrainingData) data = prepare (set_up);
  const NnSamples *samples = nabla_training_data_get (data, DIGITS_TRAINING);
  DigitsPart part = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  gsize n = 0, copies = (gsize) digits_expand_copies ((DigitsExpansion) set_up->expand);
  for (gsize i = 0; i < part.n && n < samples->n; i++) {
    if (!(set_up->digits >> part.labels[i] & 1))
      continue;
    for (gsize copy = 0; copy < copies; copy++, n++) {
      guint8 expected[DIGITS_PIXELS], pixels[DIGITS_PIXELS];
      digits_expand_image ((DigitsExpansion) set_up->expand, (guint64) set_up->seed, i, (int) copy,
                           part.pixels + i * DIGITS_PIXELS, expected);
      get_image (samples, n, pixels);
      g_assert_cmpmem (pixels, sizeof pixels, expected, sizeof expected);
      g_assert_cmpint (samples->labels[n], ==, part.labels[i]);
    }
  }
  g_assert_cmpuint (samples->n, ==, n);
  g_assert_cmpuint (nabla_training_data_get (data, DIGITS_TEST)->n, <=,
                    nabla_data_set_get_part (data_set, DIGITS_TEST).n);
}

static void
test_expansion (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  for (gint64 kind = DIGITS_EXPAND_SHIFT; kind <= DIGITS_EXPAND_ELASTIC; kind++) {
    set_up.expand = kind;
    check_expansion (&set_up);
    set_up.seed++;
  }
  set_up.digits = 1 << 1 | 1 << 2;
  set_up.train_size = 9;
  check_expansion (&set_up);
  g_autoptr (NablaTrainingData) data = prepare (&set_up);
  g_assert_cmpuint (nabla_training_data_get (data, DIGITS_TRAINING)->n, ==, 45);
}

/* After the images, as many as were asked for, of the set-up's digits, and nowhere but in training.
 */
static void
test_drawings (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.drawings = 1.5;
  set_up.train_size = 20;
  set_up.digits = 1 << 4 | 1 << 7 | 1 << 9;
  set_up.expand = DIGITS_EXPAND_SHIFT;
  set_up.seed = 77;
  g_autoptr (NablaTrainingData) data = prepare (&set_up);
  set_up.drawings = 0;
  g_autoptr (NablaTrainingData) without = prepare (&set_up);
  const NnSamples *samples = nabla_training_data_get (data, DIGITS_TRAINING);
  const NnSamples *images = nabla_training_data_get (without, DIGITS_TRAINING);
  guint8 pixels[DIGITS_PIXELS], expected[DIGITS_PIXELS], label;
  g_assert_cmpuint (images->n, ==, 100);
  g_assert_cmpuint (samples->n, ==, 130);
  for (gsize i = 0; i < images->n; i++) {
    get_image (samples, i, pixels);
    get_image (images, i, expected);
    g_assert_cmpmem (pixels, sizeof pixels, expected, sizeof expected);
  }
  for (gsize i = images->n, drawing = 0; i < samples->n; drawing++) {
    g_assert_cmpint (digits_drawn_image (77, drawing, expected, &label), ==, 0);
    if (!(set_up.digits >> label & 1))
      continue;
    get_image (samples, i, pixels);
    g_assert_cmpmem (pixels, sizeof pixels, expected, sizeof expected);
    g_assert_cmpint (samples->labels[i++], ==, label);
  }
  for (int part = DIGITS_VALIDATION; part < DIGITS_N_PARTS; part++)
    g_assert_cmpuint (nabla_training_data_get (data, (DigitsPartKind) part)->n, ==,
                      nabla_training_data_get (without, (DigitsPartKind) part)->n);
}

static void
test_encoding (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.encoding = NN_ENCODING_BINARY;
  nabla_hyper_parameters_fit_cost (&set_up);
  g_autoptr (NablaTrainingData) data = prepare (&set_up);
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    const NnSamples *samples = nabla_training_data_get (data, (DigitsPartKind) part);
    g_assert_cmpint (samples->n_out, ==, 4);
    g_assert_cmpint (samples->encoding, ==, NN_ENCODING_BINARY);
  }
}

static void
test_validation_images (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (NablaTrainingData) data = nabla_training_data_new (data_set, &set_up, 11, NULL, NULL);
  g_assert_cmpuint (nabla_training_data_get (data, DIGITS_VALIDATION)->n, ==, 11);
  g_assert_cmpuint (nabla_training_data_get (data, DIGITS_TRAINING)->n, >, 11);
}

static void
stop_half_way (double done, gpointer stop)
{
  g_assert_true (done > 0 && done <= 1);
  if (done > 0.5)
    atomic_store ((atomic_bool *) stop, true);
}

static void
test_stop (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  atomic_bool stop = false;
  NablaPreparationWatch watch = { &stop, stop_half_way, &stop };
  g_autoptr (GError) error = NULL;
  set_up.expand = DIGITS_EXPAND_SHIFT;
  g_assert_null (nabla_training_data_new (data_set, &set_up, 0, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_nothing_left (void)
{
  g_autoptr (NablaDataSet) tiny = small_data_set (6, 10);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  DigitsPart part = nabla_data_set_get_part (tiny, DIGITS_TRAINING);
  g_autoptr (GError) error = NULL;
  for (gsize i = 0; i < part.n; i++)
    set_up.digits &= ~((gint64) 1 << part.labels[i]);
  g_assert_null (nabla_training_data_new (tiny, &set_up, 0, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "no training image of the digits"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (300, 60);
  g_test_add_func ("/lab/training-data/where-nothing-changes-it-is-shared", test_shared);
  g_test_add_func ("/lab/training-data/digits-are-chosen-in-every-part", test_digits);
  g_test_add_func ("/lab/training-data/copies-follow-their-image", test_expansion);
  g_test_add_func ("/lab/training-data/drawings-come-after-the-images", test_drawings);
  g_test_add_func ("/lab/training-data/outputs-are-the-encodings", test_encoding);
  g_test_add_func ("/lab/training-data/validation-images-are-the-first", test_validation_images);
  g_test_add_func ("/lab/training-data/preparing-can-be-stopped", test_stop);
  g_test_add_func ("/lab/training-data/an-empty-choice-is-said", test_nothing_left);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
