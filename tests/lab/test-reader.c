/* SPDX-License-Identifier: MIT */
/* The network for drawings: trained once, kept, and it reads what pens tell. */
#include "digits/digits-drawn.h"
#include "lab/nabla-preset.h"
#include "lab/nabla-reader.h"
#include "small-data.h"

#include <string.h>

#define TRIED 500

/* Of drawings that it has not seen: how many of TRIED it reads right. */
static int
count_right (const NablaModel *model)
{
  const NnNetwork *network = model->network;
  gsize n_units = nn_network_n_units (network);
  g_autofree float *activations = g_new (float, n_units);
  int right = 0;
  for (guint64 i = 0; i < TRIED; i++) {
    guint8 pixels[DIGITS_PIXELS], label;
    float input[DIGITS_PIXELS];
    int best = 0;
    g_assert_cmpint (digits_drawn_image (991, i, pixels, &label), ==, 0);
    for (int p = 0; p < DIGITS_PIXELS; p++)
      input[p] = (float) pixels[p] / 255.0f;
    g_assert_cmpint (nn_network_feed_forward (network, input, activations), ==, NN_OK);
    const float *outputs = activations + n_units - 10;
    for (int d = 1; d < 10; d++)
      if (outputs[d] > outputs[best])
        best = d;
    right += best == label;
  }
  return right;
}

static void
test_trained_once (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (3000, 300);
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_reader_load_kept (data_set));
  g_autoptr (NablaModel) trained = nabla_reader_make (data_set, NULL, &error);
  g_assert_no_error (error);
  int right = count_right (trained);
  g_test_message ("%d of %d drawings read right", right, TRIED);
  g_assert_cmpint (right, >, TRIED * 6 / 10);

  g_autoptr (NablaModel) kept = nabla_reader_load_kept (data_set);
  g_assert_nonnull (kept);
  g_assert_cmpint (nn_network_same_shape (kept->network, trained->network), ==, TRUE);
  g_assert_cmpint (count_right (kept), ==, right);
  /* What is kept is taken, on whatever a call would train. */
  g_autoptr (NablaDataSet) other = small_data_set (20, 10);
  g_autoptr (NablaModel) again = nabla_reader_make (other, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_right (again), ==, right);
}

static void
test_damaged (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (200, 20);
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "nabla", NULL);
  g_autoptr (NablaModel) first = nabla_reader_make (data_set, NULL, NULL);
  g_assert_nonnull (first);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (files);
  g_autofree char *path = g_build_filename (folder, g_dir_read_name (files), NULL);
  g_assert_true (g_file_set_contents (path, "no model", -1, NULL));
  g_assert_null (nabla_reader_load_kept (data_set));
  g_autoptr (NablaModel) trained = nabla_reader_make (data_set, NULL, NULL);
  g_assert_nonnull (trained);
  g_autoptr (NablaModel) kept = nabla_reader_load_kept (data_set);
  g_assert_nonnull (kept);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_cancelled (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (3000, 300);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  nabla_reader_make_async (data_set, cancellable, on_made, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (nabla_reader_make_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (nabla_reader_load_kept (data_set));
}

/* How far the first told progress is; whoever waits has seen enough then. */
typedef struct {
  atomic_bool stop;
  double first; /* −1: none yet */
} Glance;

static void
on_glanced (double done, gpointer data)
{
  Glance *glance = data;
  if (glance->first < 0)
    glance->first = done;
  atomic_store (&glance->stop, true);
}

static double
first_progress (NablaDataSet *data_set)
{
  g_autoptr (GError) error = NULL;
  Glance glance = { false, -1 };
  NablaReaderWatch watch = { &glance.stop, on_glanced, &glance };
  g_assert_null (nabla_reader_make (data_set, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return glance.first;
}

/* Digits that are written for showing are not what it learns: those of the training style are
 * synthesized first, which is what the beginning of the progress is. */
static void
test_style (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataSet) shown =
      nabla_data_set_synthesize (DIGITS_SYNTHETIC_SEED, NABLA_DIGIT_STYLE_WINDOW,
                                 DIGITS_VALIDATION_SIZE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaDataSet) own = small_data_set (3000, 300);
  g_assert_cmpfloat (first_progress (shown), <, 0.1);
  g_assert_cmpfloat (first_progress (own), >, 0.1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/lab/reader/is-trained-once-and-reads-drawings", test_trained_once);
  g_test_add_func ("/lab/reader/a-damaged-file-is-replaced", test_damaged);
  g_test_add_func ("/lab/reader/can-be-cancelled", test_cancelled);
  g_test_add_func ("/lab/reader/learns-no-digits-written-for-showing", test_style);
  return g_test_run ();
}
