/* SPDX-License-Identifier: MIT */
#include "lab/nabla-data-check.h"

#include "digits/digits-idx.h"
#include "lab/nabla-file-sum.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[DIGITS_N_FILES] = {
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
};

void
nabla_file_check_clear (NablaFileCheck *check)
{
  g_clear_pointer (&check->path, g_free);
  g_clear_pointer (&check->reason, g_free);
  g_clear_pointer (&check->sha256, g_free);
}

static void
find (const char *folder, DigitsFile file, NablaFileCheck *check)
{
  char *found = digits_set_find_file (folder, file);
  if (found != NULL) {
    check->path = g_strdup (found);
    free (found);
    return;
  }
  check->path = g_build_filename (folder, names[file], NULL);
  check->reason = g_strdup ("it is missing, gzipped or not");
}

static gboolean
is_content_of (const NablaManifest *manifest, const char *sum, DigitsFile file)
{
  g_autofree char *packed = g_strconcat (names[file], ".gz", NULL);
  const NablaManifestFile *entry = nabla_manifest_find (manifest, packed);
  if (entry == NULL)
    entry = nabla_manifest_find (manifest, names[file]);
  return entry != NULL &&
         g_strcmp0 (entry->content_sha256 != NULL ? entry->content_sha256 : entry->sha256, sum) ==
             0;
}

static gboolean
is_file_of (const NablaManifest *manifest, const char *sum, DigitsFile file)
{
  for (gsize i = 0; i < manifest->n_files; i++)
    if (g_str_has_prefix (manifest->files[i].name, names[file]) &&
        g_str_equal (manifest->files[i].sha256, sum))
      return TRUE;
  return FALSE;
}

/* FALSE only where it was cancelled. */
static gboolean
take_sums (NablaFileCheck *check, DigitsFile file, const NablaManifest *manifest,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  if (check->reason != NULL)
    return TRUE;
  g_autofree char *content =
      nabla_file_sum (check->path, NABLA_SUM_CONTENT, DIGITS_MAX_BYTES, cancellable, &reason);
  if (content != NULL)
    check->sha256 = nabla_file_sum (check->path, NABLA_SUM_BYTES, NABLA_MANIFEST_LARGEST_FILE,
                                    cancellable, &reason);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  if (reason != NULL)
    check->reason = g_strdup (reason->message);
  else if (is_file_of (manifest, check->sha256, file))
    check->state = NABLA_FILE_PUBLISHED;
  else
    check->state = is_content_of (manifest, content, file) ? NABLA_FILE_REPACKED : NABLA_FILE_OTHER;
  return TRUE;
}

/* Headers, counts and labels, as who loads the files sees them. */
static void
read_pair (NablaFileCheck *images, NablaFileCheck *labels)
{
  DigitsError reason = { 0 };
  DigitsImages *read;
  if (images->reason != NULL || labels->reason != NULL)
    return;
  read = digits_idx_read (images->path, labels->path, &reason);
  if (read != NULL) {
    images->n = labels->n = read->n;
    images->width = read->width;
    images->height = read->height;
    digits_images_unref (read);
    return;
  }
  /* The sentence begins with the file that it is about. */
  g_autofree char *message = g_utf8_make_valid (reason.message, -1);
  g_autofree char *about = g_utf8_make_valid (labels->path, -1);
  NablaFileCheck *wrong = g_str_has_prefix (message, about) ? labels : images;
  wrong->reason = g_steal_pointer (&message);
}

gboolean
nabla_data_check (const char *folder, const NablaManifest *manifest, GCancellable *cancellable,
                  NablaFileCheck checks[DIGITS_N_FILES], GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) directory = g_dir_open (folder, 0, &reason);
  memset (checks, 0, DIGITS_N_FILES * sizeof checks[0]);
  if (directory == NULL) {
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INPUT, reason->message);
    return FALSE;
  }
  gboolean done = TRUE;
  for (int i = 0; i < DIGITS_N_FILES && done; i++) {
    find (folder, (DigitsFile) i, &checks[i]);
    done = take_sums (&checks[i], (DigitsFile) i, manifest, cancellable, error);
  }
  if (done) {
    read_pair (&checks[DIGITS_TRAINING_IMAGES], &checks[DIGITS_TRAINING_LABELS]);
    read_pair (&checks[DIGITS_TEST_IMAGES], &checks[DIGITS_TEST_LABELS]);
  }
  for (int i = 0; i < DIGITS_N_FILES; i++)
    if (!done)
      nabla_file_check_clear (&checks[i]);
    else if (checks[i].reason != NULL)
      checks[i].state = NABLA_FILE_DAMAGED;
  return done;
}
