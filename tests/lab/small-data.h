/* SPDX-License-Identifier: MIT */
/* small-data.h: a data set small enough for tests, through the files that a person would have. */
#pragma once

#include "digits/digits-idx.h"
#include "digits/digits-synthesizer.h"
#include "lab/nabla-data-set.h"

#include <glib/gstdio.h>

/* Writes `n_training` + `n_test` synthetic digits as IDX files into a new folder; g_free it. */
static inline char *
small_data_folder (gsize n_training, gsize n_test)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("nabla-test-XXXXXX", &error);
  g_assert_no_error (error);
  DigitsError reason = { 0 };
  DigitsSet *set = digits_synthesize_set (7, n_training, n_test, n_training / 6,
                                          &digits_style_shown, 2, NULL, &reason);
  g_assert_nonnull (set);
  g_autofree char *train_images = g_build_filename (folder, "train-images-idx3-ubyte", NULL);
  g_autofree char *train_labels = g_build_filename (folder, "train-labels-idx1-ubyte", NULL);
  g_autofree char *test_images = g_build_filename (folder, "t10k-images-idx3-ubyte", NULL);
  g_autofree char *test_labels = g_build_filename (folder, "t10k-labels-idx1-ubyte", NULL);
  g_assert_cmpint (digits_idx_write (set->training, train_images, train_labels, 0, &reason), ==, 0);
  g_assert_cmpint (digits_idx_write (set->test, test_images, test_labels, 0, &reason), ==, 0);
  digits_set_unref (set);
  return folder;
}

static inline void
small_data_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

/* The same as a data set; the files are gone again. */
static inline NablaDataSet *
small_data_set (gsize n_training, gsize n_test)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = small_data_folder (n_training, n_test);
  NablaDataSet *data_set = nabla_data_set_load (folder, n_training / 6, &error);
  g_assert_no_error (error);
  small_data_remove (folder);
  return data_set;
}
