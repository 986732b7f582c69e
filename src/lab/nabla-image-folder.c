/* SPDX-License-Identifier: MIT */
#include "lab/nabla-image-folder.h"

#include "digits/digits-normalise.h"
#include "digits/digits-photo.h"
#include "lab/nabla-picture.h"

#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>

#define LONGEST_SIDE 256 /* more than enough for 20×20 pixels of ink */
#define MOST_THREADS 16
#define INTERVAL     (G_USEC_PER_SEC / 20) /* between two reports of progress */

/* The images on their way; threads take them one after another. */
typedef struct {
  const char *folder;
  GArray *list;
  DigitsImages *images; /* [list->len]; of those skipped the label is SKIPPED */
  GCancellable *cancellable;
  atomic_size_t next, done;

  GMutex mutex;
  GCond ended;
  guint n_running;
  gsize first_skipped; /* index of the image that `skipped` tells of */
  NablaSkipped skipped;
} Reading;

#define SKIPPED 255

static NablaPicture *
decode (Reading *reading, const char *path, const char *name, GError **error)
{
  struct stat status;
  g_autofree char *bytes = NULL;
  gsize n;
  if (g_stat (path, &status) == 0 &&
      (!S_ISREG (status.st_mode) || (guint64) status.st_size > NABLA_PICTURE_BYTES)) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s is %s", name,
                 S_ISREG (status.st_mode) ? "larger than 64 MiB" : "no file");
    return NULL;
  }
  if (!g_file_get_contents (path, &bytes, &n, error))
    return NULL;
  return nabla_picture_decode ((const guint8 *) bytes, n, name, LONGEST_SIDE, reading->cancellable,
                               error);
}

static gboolean
take_ink (NablaPicture *picture, guint8 *pixels, DigitsError *reason)
{
  DigitsNormalised normalised;
  if (picture->source_width == DIGITS_SIDE && picture->source_height == DIGITS_SIDE) {
    digits_photo_lighten (picture->pixels, picture->width, picture->height);
    memcpy (pixels, picture->pixels, DIGITS_PIXELS);
    return TRUE;
  }
  if (digits_photo_find_ink (picture->pixels, picture->width, picture->height, picture->pixels,
                             reason) < 0 ||
      digits_normalise (picture->pixels, picture->width, picture->height, &normalised, reason) < 0)
    return FALSE;
  memcpy (pixels, normalised.pixels, DIGITS_PIXELS);
  return TRUE;
}

static gboolean
read_image (Reading *reading, const NablaListedImage *listed, guint8 *pixels, GError **error)
{
  g_autofree char *path = g_build_filename (reading->folder, listed->path, NULL);
  g_autofree char *name = g_filename_display_name (listed->path);
  g_autoptr (NablaPicture) picture = decode (reading, path, name, error);
  DigitsError reason = { 0 };
  if (picture == NULL || take_ink (picture, pixels, &reason))
    return picture != NULL;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s: %s", name, reason.message);
  return FALSE;
}

/* The reason that is kept is that of the first in the list, whoever came to it first. */
static void
skip (Reading *reading, gsize i, const char *reason)
{
  reading->images->labels[i] = SKIPPED;
  g_mutex_lock (&reading->mutex);
  if (reading->skipped.n++ == 0 || i < reading->first_skipped) {
    g_free (reading->skipped.reason);
    reading->skipped.reason = g_strdup (reason);
    reading->first_skipped = i;
  }
  g_mutex_unlock (&reading->mutex);
}

static gpointer
read_images (gpointer data)
{
  Reading *reading = data;
  gsize i;
  while ((i = atomic_fetch_add (&reading->next, 1)) < reading->list->len &&
         !g_cancellable_is_cancelled (reading->cancellable)) {
    const NablaListedImage *listed = &g_array_index (reading->list, NablaListedImage, i);
    g_autoptr (GError) error = NULL;
    reading->images->labels[i] = listed->label;
    if (!read_image (reading, listed, reading->images->pixels + i * DIGITS_PIXELS, &error))
      skip (reading, i, error->message);
    atomic_fetch_add (&reading->done, 1);
  }
  g_mutex_lock (&reading->mutex);
  reading->n_running--;
  g_cond_signal (&reading->ended);
  g_mutex_unlock (&reading->mutex);
  return NULL;
}

/* Waits for the threads, reporting meanwhile. */
static void
watch (Reading *reading, void (*progress) (double, gpointer), gpointer data)
{
  g_mutex_lock (&reading->mutex);
  while (reading->n_running > 0) {
    g_cond_wait_until (&reading->ended, &reading->mutex, g_get_monotonic_time () + INTERVAL);
    g_mutex_unlock (&reading->mutex);
    if (progress != NULL)
      progress ((double) atomic_load (&reading->done) / reading->list->len, data);
    g_mutex_lock (&reading->mutex);
  }
  g_mutex_unlock (&reading->mutex);
}

static gboolean
read_all (Reading *reading, void (*progress) (double, gpointer), gpointer data, GError **error)
{
  GThread *threads[MOST_THREADS];
  guint n = 0, wanted = CLAMP (g_get_num_processors (), 1, MOST_THREADS);
  g_autoptr (GError) reason = NULL;
  reading->n_running = wanted;
  while (n < wanted && (threads[n] = g_thread_try_new ("images", read_images, reading, &reason)))
    n++;
  g_mutex_lock (&reading->mutex);
  reading->n_running -= wanted - n;
  g_mutex_unlock (&reading->mutex);
  if (n == 0) {
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, reason->message);
    return FALSE;
  }
  watch (reading, progress, data);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  return !g_cancellable_set_error_if_cancelled (reading->cancellable, error);
}

/* Putting the parts together */

static gsize
count (const Reading *reading, DigitsPartKind part)
{
  gsize n = 0;
  for (guint i = 0; i < reading->list->len; i++)
    n += g_array_index (reading->list, NablaListedImage, i).part == part &&
         reading->images->labels[i] != SKIPPED;
  return n;
}

/* Those of the parts `first` to `last` that were not skipped; NULL with *reason for none. */
static DigitsImages *
gather (const Reading *reading, DigitsPartKind first, DigitsPartKind last, DigitsError *reason)
{
  gsize n = 0, at = 0;
  for (int part = (int) first; part <= (int) last; part++)
    n += count (reading, (DigitsPartKind) part);
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, reason);
  for (guint i = 0; i < reading->list->len && images != NULL; i++) {
    const NablaListedImage *listed = &g_array_index (reading->list, NablaListedImage, i);
    if (listed->part < first || listed->part > last || reading->images->labels[i] == SKIPPED)
      continue;
    memcpy (images->pixels + at * DIGITS_PIXELS, reading->images->pixels + i * DIGITS_PIXELS,
            DIGITS_PIXELS);
    images->labels[at++] = listed->label;
  }
  return images;
}

static DigitsSet *
put_together (const Reading *reading, gsize validation_size, DigitsError *reason)
{
  gsize own = count (reading, DIGITS_VALIDATION), n = count (reading, DIGITS_TRAINING);
  g_autofree char *whole = g_canonicalize_filename (reading->folder, NULL);
  g_autofree char *name = g_path_get_basename (whole);
  if (own > 0)
    validation_size = own;
  else if (validation_size >= n)
    validation_size = n / 6;
  if (n == 0 || count (reading, DIGITS_TEST) == 0) {
    digits_error_set (reason, DIGITS_ERROR_FORMAT, "%s holds no image that can be read for %s%s%s",
                      reading->folder, n == 0 ? "training" : "the test",
                      reading->skipped.n > 0 ? ": " : "",
                      reading->skipped.n > 0 ? reading->skipped.reason : "");
    return NULL;
  }
  DigitsImages *training = gather (reading, DIGITS_TRAINING, DIGITS_VALIDATION, reason);
  DigitsImages *test = training != NULL ? gather (reading, DIGITS_TEST, DIGITS_TEST, reason) : NULL;
  if (test == NULL) {
    digits_images_unref (training);
    return NULL;
  }
  return digits_set_new (name, training, test, validation_size, reason);
}

DigitsSet *
nabla_image_folder_load (const char *folder, gsize validation_size,
                         void (*progress) (double done, gpointer data), gpointer data,
                         GCancellable *cancellable, NablaSkipped *skipped, GError **error)
{
  Reading reading = { .folder = folder, .cancellable = cancellable };
  DigitsError reason = { 0 };
  DigitsSet *set = NULL;
  reading.list = nabla_image_list_new (folder, cancellable, error);
  if (reading.list == NULL)
    return NULL;
  g_mutex_init (&reading.mutex);
  g_cond_init (&reading.ended);
  reading.images = digits_images_new (reading.list->len, DIGITS_SIDE, DIGITS_SIDE, &reason);
  if (reading.images != NULL && read_all (&reading, progress, data, error))
    set = put_together (&reading, validation_size, &reason);
  if (set == NULL && reason.code != DIGITS_ERROR_NONE)
    nabla_error_take_digits (error, &reason);
  if (set != NULL && skipped != NULL)
    *skipped = reading.skipped;
  else
    g_free (reading.skipped.reason);
  digits_images_unref (reading.images);
  g_array_unref (reading.list);
  g_cond_clear (&reading.ended);
  g_mutex_clear (&reading.mutex);
  return set;
}
