/* SPDX-License-Identifier: MIT */
#include "lab/nabla-baselines.h"
#include "small-data.h"

#include <math.h>

/* Grey images of one shade each. The training file ends with a validation image. */
static NablaDataSet *
grey_data_set (const guint8 *shades, const guint8 *labels, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-test-XXXXXX", &error);
  static const char *const names[][2] = {
    { "train-images-idx3-ubyte", "train-labels-idx1-ubyte" },
    { "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" },
  };
  g_assert_no_error (error);
  DigitsError reason = { 0 };
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, &reason);
  g_assert_nonnull (images);
  for (gsize i = 0; i < n; i++) {
    memset (images->pixels + i * DIGITS_PIXELS, shades[i], DIGITS_PIXELS);
    images->labels[i] = labels[i];
  }
  for (gsize file = 0; file < G_N_ELEMENTS (names); file++) {
    g_autofree char *pixels = g_build_filename (folder, names[file][0], NULL);
    g_autofree char *digits = g_build_filename (folder, names[file][1], NULL);
    g_assert_cmpint (digits_idx_write (images, pixels, digits, 0, &reason), ==, 0);
  }
  digits_images_unref (images);
  NablaDataSet *data_set = nabla_data_set_load (folder, 1, &error);
  g_assert_no_error (error);
  small_data_remove (folder);
  return data_set;
}

static NablaBaselines *
make (NablaDataSet *data_set)
{
  g_autoptr (GError) error = NULL;
  NablaBaselines *baselines = nabla_baselines_make (data_set, NULL, &error);
  g_assert_no_error (error);
  return baselines;
}

/* Threes are 40 and 60, eights 100; the last image is the validation part's. */
static void
test_by_hand (void)
{
  const guint8 shades[] = { 40, 60, 100, 255 }, labels[] = { 3, 3, 8, 8 };
  g_autoptr (NablaDataSet) data_set = grey_data_set (shades, labels, 4);
  g_autoptr (NablaBaselines) baselines = make (data_set);
  guint8 image[DIGITS_PIXELS];
  g_assert_cmpuint (baselines->images[3], ==, 2);
  g_assert_cmpuint (baselines->images[8], ==, 1);
  g_assert_cmpuint (baselines->images[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (baselines->darkness[3], 50.0 / 255.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (nabla_baselines_get_average (baselines, 3)[783], 50.0 / 255.0,
                                  1e-15);
  /* Black paper is no zero, of which there is no image: nothing is nearer than a three. */
  memset (image, 0, sizeof image);
  g_assert_cmpint (nabla_baselines_nearest_darkness (baselines, image), ==, 3);
  g_assert_cmpint (nabla_baselines_nearest_image (baselines, image), ==, 3);
  memset (image, 76, sizeof image);
  g_assert_cmpint (nabla_baselines_nearest_darkness (baselines, image), ==, 8);
  memset (image, 74, sizeof image);
  g_assert_cmpint (nabla_baselines_nearest_darkness (baselines, image), ==, 3);
  /* The part of four images has both threes and both eights. */
  g_assert_cmpuint (nabla_confusion_get_right (&baselines->by_darkness[DIGITS_TEST]), ==, 4);
  g_assert_cmpuint (nabla_confusion_get_total (&baselines->by_darkness[DIGITS_TRAINING]), ==, 3);
  g_assert_cmpuint (nabla_confusion_get_total (&baselines->by_image[DIGITS_VALIDATION]), ==, 1);
}

/* As dark on the whole as a three, but all the ink in one half: nearer to no three's pixels. */
static void
test_place (void)
{
  const guint8 shades[] = { 128, 0, 0 }, labels[] = { 3, 1, 1 };
  g_autoptr (NablaDataSet) data_set = grey_data_set (shades, labels, 3);
  g_autoptr (NablaBaselines) baselines = make (data_set);
  guint8 image[DIGITS_PIXELS] = { 0 };
  memset (image, 255, DIGITS_PIXELS / 4);
  g_assert_cmpint (nabla_baselines_nearest_darkness (baselines, image), ==, 1);
  memset (image, 255, DIGITS_PIXELS * 2 / 5);
  g_assert_cmpint (nabla_baselines_nearest_darkness (baselines, image), ==, 3);
  memset (image, 0, sizeof image);
  memset (image, 120, DIGITS_PIXELS / 2);
  g_assert_cmpint (nabla_baselines_nearest_darkness (baselines, image), ==, 1);
  memset (image, 120, DIGITS_PIXELS * 3 / 5);
  g_assert_cmpint (nabla_baselines_nearest_image (baselines, image), ==, 3);
}

/* Sums over all images, in another order and without whole numbers. */
static void
test_plain_loops (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (120, 60);
  g_autoptr (NablaBaselines) baselines = make (data_set);
  DigitsPart training = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  DigitsPart test = nabla_data_set_get_part (data_set, DIGITS_TEST);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    for (int p = 0; p < DIGITS_PIXELS; p += 31) {
      double sum = 0.0, n = 0.0;
      for (gsize i = training.n; i-- > 0;)
        if (training.labels[i] == digit) {
          sum += training.pixels[i * DIGITS_PIXELS + (gsize) p] / 255.0;
          n += 1.0;
        }
      g_assert_cmpfloat_with_epsilon (nabla_baselines_get_average (baselines, digit)[p], sum / n,
                                      1e-12);
    }
  NablaConfusion expected = { 0 };
  for (gsize i = 0; i < test.n; i++) {
    double nearest = INFINITY;
    guint8 answer = 0;
    for (guint8 digit = 0; digit < NABLA_N_DIGITS; digit++) {
      const double *average = nabla_baselines_get_average (baselines, digit);
      double distance = 0.0;
      for (int p = 0; p < DIGITS_PIXELS; p++)
        distance += pow (test.pixels[i * DIGITS_PIXELS + (gsize) p] / 255.0 - average[p], 2.0);
      if (distance < nearest) {
        nearest = distance;
        answer = digit;
      }
    }
    nabla_confusion_count (&expected, &test.labels[i], &answer, 1);
  }
  g_assert_cmpmem (&expected, sizeof expected, &baselines->by_image[DIGITS_TEST], sizeof expected);
}

/* Chapter 1: 2,225 of the 10,000 test images. */
static void
test_mnist (void)
{
  g_autoptr (GError) error = NULL;
  const char *folder = g_getenv ("NABLA_TEST_MNIST");
  if (folder == NULL || !digits_set_exists (folder)) {
    g_test_skip ("NABLA_TEST_MNIST names no folder with MNIST");
    return;
  }
  g_autoptr (NablaDataSet) mnist = nabla_data_set_load (folder, DIGITS_VALIDATION_SIZE, &error);
  g_assert_no_error (error);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (NablaBaselines) baselines = make (mnist);
  g_test_message ("%" G_GINT64_FORMAT " ms; nearest average image %.4f",
                  (g_get_monotonic_time () - start) / 1000,
                  nabla_confusion_get_accuracy (&baselines->by_image[DIGITS_TEST]));
  g_assert_cmpuint (nabla_confusion_get_right (&baselines->by_darkness[DIGITS_TEST]), ==, 2225);
}

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;
  *answer = g_object_ref (result);
}

static GAsyncResult *
await_baselines (NablaDataSet *data_set, GCancellable *cancellable)
{
  GAsyncResult *result = NULL;
  nabla_baselines_make_async (data_set, cancellable, made, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return result;
}

static void
test_thread (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (120, 60);
  g_autoptr (NablaBaselines) here = make (data_set);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = await_baselines (data_set, cancellable);
  g_autoptr (NablaBaselines) there = nabla_baselines_make_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (here->averages, 10 * DIGITS_PIXELS * sizeof (double), there->averages,
                   10 * DIGITS_PIXELS * sizeof (double));
  g_assert_cmpmem (here->by_darkness, sizeof here->by_darkness, there->by_darkness,
                   sizeof there->by_darkness);
  g_cancellable_cancel (cancellable);
  g_assert_null (nabla_baselines_make (data_set, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/baselines/are-what-a-hand-reckons", test_by_hand);
  g_test_add_func ("/lab/baselines/darkness-knows-no-place", test_place);
  g_test_add_func ("/lab/baselines/agree-with-plain-loops", test_plain_loops);
  g_test_add_func ("/lab/baselines/darkness-reads-as-much-of-mnist-as-was-published", test_mnist);
  g_test_add_func ("/lab/baselines/are-the-same-on-a-thread-and-can-be-cancelled", test_thread);
  return g_test_run ();
}
