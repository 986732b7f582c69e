/* SPDX-License-Identifier: MIT */
#include "lab/nabla-own-digits.h"

#include "digits/digits-idx.h"
#include "digits/digits-set.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#define IMAGES "train-images-idx3-ubyte"
#define LABELS "train-labels-idx1-ubyte"

static gboolean
fail (GError **error, NablaError kind, const char *sentence)
{
  g_set_error_literal (error, NABLA_ERROR, (int) kind, sentence);
  return FALSE;
}

/* Makes the folder, and refuses one that holds a file of a data set. */
static gboolean
prepare_folder (const char *folder, gboolean replace, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) != 0) {
    g_autofree char *name = g_filename_display_name (folder);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "the folder %s cannot be made: %s", name,
                 g_strerror (errno));
    return FALSE;
  }
  for (int file = 0; file < DIGITS_N_FILES && !replace; file++) {
    char *path = digits_set_find_file (folder, (DigitsFile) file);
    if (path == NULL)
      continue;
    g_autofree char *name = g_filename_display_name (path);
    free (path);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s is there already, and is not replaced",
                 name);
    return FALSE;
  }
  return TRUE;
}

/* Plain files would be read in place of the new ones. */
static void
remove_plain (const char *folder)
{
  g_autofree char *images = g_build_filename (folder, IMAGES, NULL);
  g_autofree char *labels = g_build_filename (folder, LABELS, NULL);
  g_unlink (images);
  g_unlink (labels);
}

/* images may be NULL. */
static gboolean
write_files (const DigitsImages *images, const char *folder, gboolean replace, GError **error)
{
  g_autofree char *images_path = g_build_filename (folder, IMAGES ".gz", NULL);
  g_autofree char *labels_path = g_build_filename (folder, LABELS ".gz", NULL);
  DigitsError reason = { 0 };
  if (images == NULL)
    return fail (error, NABLA_ERROR_INPUT, "there are no drawings of your own to export");
  if (!prepare_folder (folder, replace, error))
    return FALSE;
  if (digits_idx_write (images, images_path, labels_path, 1, &reason) != 0) {
    nabla_error_take_digits (error, &reason);
    return FALSE;
  }
  if (replace)
    remove_plain (folder);
  return TRUE;
}

gboolean
nabla_own_digits_export (NablaOwnDigits *self, const char *folder, gboolean replace, GError **error)
{
  DigitsImages *images = nabla_own_digits_copy_images (self);
  gboolean written = write_files (images, folder, replace, error);
  digits_images_unref (images);
  return written;
}

typedef struct {
  DigitsImages *images;
  char *folder;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;
  digits_images_unref (export->images);
  g_free (export->folder);
  g_free (export);
}

static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Export *export = data;
  GError *error = NULL;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (export->folder == NULL)
    fail (&error, NABLA_ERROR_OUTPUT, "the folder is none of this machine's");
  else
    write_files (export->images, export->folder, FALSE, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
nabla_own_digits_export_async (NablaOwnDigits *self, GFile *folder, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  Export *export = g_new0 (Export, 1);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  export->images = nabla_own_digits_copy_images (self);
  export->folder = g_file_get_path (folder);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_thread);
}

gboolean
nabla_own_digits_export_finish (NablaOwnDigits *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
