/* SPDX-License-Identifier: MIT */
#include "lab/nabla-baselines.h"

#include <math.h>
#include <string.h>

#define CHUNK 1000 /* images between two looks at the cancellable */

/* Sums of whole numbers are exact: the averages depend on no order. */
static gboolean
sum_images (const DigitsPart *part, gsize n_pixels, guint64 *sums, guint64 *images,
            GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; i < part->n; i++) {
    const guint8 *pixels = part->pixels + i * n_pixels;
    guint64 *sum = sums + part->labels[i] * n_pixels;
    if (i % CHUNK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    for (gsize p = 0; p < n_pixels; p++)
      sum[p] += pixels[p];
    images[part->labels[i]]++;
  }
  return TRUE;
}

static void
take_averages (NablaBaselines *self, const guint64 *sums)
{
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    double whole = 255.0 * (double) self->images[digit];
    guint64 sum = 0;
    if (self->images[digit] == 0)
      continue;
    for (gsize p = 0; p < self->n_pixels; p++) {
      gsize at = (gsize) digit * self->n_pixels + p;
      self->averages[at] = (double) sums[at] / whole;
      self->by_pixel[p * NABLA_N_DIGITS + (gsize) digit] = self->averages[at];
      self->squares[digit] += self->averages[at] * self->averages[at];
      sum += sums[at];
    }
    self->darkness[digit] = (double) sum / whole / (double) self->n_pixels;
  }
}

static gboolean
average (NablaBaselines *self, const DigitsPart *training, GCancellable *cancellable,
         GError **error)
{
  gsize n = NABLA_N_DIGITS * self->n_pixels;
  g_autofree guint64 *sums = g_try_new0 (guint64, n);
  self->averages = g_try_new0 (double, n);
  self->by_pixel = g_try_new0 (double, n);
  if (sums == NULL || self->averages == NULL || self->by_pixel == NULL) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL,
                 "there is not enough memory for the averages of images of %" G_GSIZE_FORMAT
                 " pixels",
                 self->n_pixels);
    return FALSE;
  }
  if (!sum_images (training, self->n_pixels, sums, self->images, cancellable, error))
    return FALSE;
  take_averages (self, sums);
  return TRUE;
}

static gboolean
read_part (NablaBaselines *self, const DigitsPart *part, DigitsPartKind kind,
           GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; i < part->n; i++) {
    const guint8 *pixels = part->pixels + i * self->n_pixels;
    guint8 dark, image;
    if (i % CHUNK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    dark = (guint8) nabla_baselines_nearest_darkness (self, pixels);
    image = (guint8) nabla_baselines_nearest_image (self, pixels);
    nabla_confusion_count (&self->by_darkness[kind], &part->labels[i], &dark, 1);
    nabla_confusion_count (&self->by_image[kind], &part->labels[i], &image, 1);
  }
  return TRUE;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  NablaBaselines *self = nabla_baselines_make (data, cancellable, &error);
  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) nabla_baselines_free);
  else
    g_task_return_error (task, error);
}

void
nabla_baselines_free (NablaBaselines *self)
{
  if (self == NULL)
    return;
  g_free (self->averages);
  g_free (self->by_pixel);
  g_free (self);
}

NablaBaselines *
nabla_baselines_make (NablaDataSet *data_set, GCancellable *cancellable, GError **error)
{
  g_autoptr (NablaBaselines) self = g_new0 (NablaBaselines, 1);
  DigitsPart training = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  self->n_pixels = (gsize) training.width * (gsize) training.height;
  if (!average (self, &training, cancellable, error))
    return NULL;
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    DigitsPart part = nabla_data_set_get_part (data_set, (DigitsPartKind) kind);
    if (!read_part (self, &part, (DigitsPartKind) kind, cancellable, error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

void
nabla_baselines_make_async (NablaDataSet *data_set, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_task_data (task, g_object_ref (data_set), g_object_unref);
  g_task_run_in_thread (task, work);
}

NablaBaselines *
nabla_baselines_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const double *
nabla_baselines_get_average (const NablaBaselines *self, int digit)
{
  return self->averages + (gsize) digit * self->n_pixels;
}

/* The digit with images and the smallest distance. */
static int
nearest (const NablaBaselines *self, const double distances[NABLA_N_DIGITS])
{
  int best = -1;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    if (self->images[digit] > 0 && (best < 0 || distances[digit] < distances[best]))
      best = digit;
  return best;
}

int
nabla_baselines_nearest_darkness (const NablaBaselines *self, const guint8 *pixels)
{
  double distances[NABLA_N_DIGITS];
  guint64 sum = 0;
  for (gsize p = 0; p < self->n_pixels; p++)
    sum += pixels[p];
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    distances[digit] =
        fabs ((double) sum / 255.0 / (double) self->n_pixels - self->darkness[digit]);
  return nearest (self, distances);
}

/* ‖x − μ‖² = ‖x‖² − 2 x·μ + ‖μ‖²; the first is the same for all digits, and most of x is 0. */
int
nabla_baselines_nearest_image (const NablaBaselines *self, const guint8 *pixels)
{
  double distances[NABLA_N_DIGITS];
  memcpy (distances, self->squares, sizeof distances);
  for (gsize p = 0; p < self->n_pixels; p++) {
    const double *averages = self->by_pixel + p * NABLA_N_DIGITS;
    double factor = -2.0 * pixels[p] / 255.0;
    if (pixels[p] == 0)
      continue;
    for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
      distances[digit] += factor * averages[digit];
  }
  return nearest (self, distances);
}
