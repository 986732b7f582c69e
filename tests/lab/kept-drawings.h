/* SPDX-License-Identifier: MIT */
/* kept-drawings.h: files of one's own drawings in a folder of the test's own. A test program calls
 * kept_drawings_begin() and ends with what kept_drawings_end() returns. */
#pragma once

#include "lab/nabla-own-digits.h"
#include "small-data.h"

#include <sqlite3.h>
#include <string.h>

static char *folder;

static inline char *
place (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static inline NablaOwnDigits *
open_digits (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = place (name);
  NablaOwnDigits *digits = nabla_own_digits_open (path, &error);
  g_assert_no_error (error);
  return digits;
}

static inline void
flush (NablaOwnDigits *digits)
{
  g_autoptr (GError) error = NULL;
  nabla_own_digits_flush (digits, &error);
  g_assert_no_error (error);
}

static inline guint
count (NablaOwnDigits *digits)
{
  return g_list_model_get_n_items (G_LIST_MODEL (digits));
}

static inline NablaOwnDigit *
digit_at (NablaOwnDigits *digits, guint i)
{
  NablaOwnDigit *digit = g_list_model_get_item (G_LIST_MODEL (digits), i);
  g_assert_nonnull (digit);
  g_object_unref (digit); /* the list holds it */
  return digit;
}

static inline void
fill (guint8 pixels[DIGITS_PIXELS], int seed)
{
  for (int i = 0; i < DIGITS_PIXELS; i++)
    pixels[i] = (guint8) (i * 7 + seed * 13);
}

static inline NablaOwnDigit *
add (NablaOwnDigits *digits, int label, int seed)
{
  guint8 pixels[DIGITS_PIXELS];
  fill (pixels, seed);
  return nabla_own_digits_add (digits, label, -1, NULL, pixels);
}

static inline void
execute (const char *name, const char *sql)
{
  g_autofree char *path = place (name);
  sqlite3 *db;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static inline void
kept_drawings_begin (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  folder = g_dir_make_tmp ("nabla-own-XXXXXX", NULL);
}

static inline int
kept_drawings_end (void)
{
  int code = g_test_run ();
  small_data_remove (folder);
  g_free (folder);
  return code;
}
