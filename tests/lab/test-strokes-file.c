/* SPDX-License-Identifier: MIT */
/* Drawings in files: what is written reads back the same, what is no drawing is refused. */
#include "lab/nabla-strokes-file.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static DigitsStrokes *
drawing (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();

  strokes->width = 0.1f;
  for (int i = 0; i < 50; i++)
    digits_strokes_add (strokes, (DigitsPoint){ .x = 280.0f / (float) (i + 3),
                                                .y = (float) i / 7,
                                                .t = (float) i * 8.3f,
                                                .pressure = i < 10 ? 0.5f : (float) i / 50 });
  digits_strokes_begin (strokes, (DigitsPoint){ .x = -1e-8f, .y = 1e7f, .t = 1234.567f });
  digits_strokes_begin (strokes, (DigitsPoint){ .x = 3, .y = 4, .t = 2000, .pressure = 1 });
  digits_strokes_add (strokes, (DigitsPoint){ .x = 5, .y = 4, .t = 2010, .pressure = 0.5f });
  return strokes;
}

static void
assert_same (const DigitsStrokes *a, const DigitsStrokes *b)
{
  g_assert_cmpmem (a->points, a->n_points * sizeof *a->points, b->points,
                   b->n_points * sizeof *b->points);
  g_assert_cmpmem (a->starts, a->n_strokes * sizeof *a->starts, b->starts,
                   b->n_strokes * sizeof *b->starts);
  g_assert_cmpfloat (a->width, ==, b->width);
}

static void
test_reads_back_the_same (void)
{
  g_autofree char *path = path_of ("drawing.json");
  g_autoptr (GError) error = NULL;
  DigitsStrokes *strokes = drawing (), *read;
  float side = 0;

  g_assert_true (nabla_strokes_save (strokes, 280, path, &error));
  g_assert_no_error (error);
  read = nabla_strokes_load (path, &side, &error);
  g_assert_no_error (error);
  assert_same (strokes, read);
  g_assert_cmpfloat (side, ==, 280);
  digits_strokes_free (strokes);
  digits_strokes_free (read);
}

static void
test_what_is_unknown_is_left_out (void)
{
  g_autofree char *path = path_of ("plain.json"), *text = NULL;
  g_autoptr (GError) error = NULL;
  DigitsStrokes *strokes = digits_strokes_new ();

  digits_strokes_begin (strokes, (DigitsPoint){ .x = 1, .y = 2.5f, .t = 0, .pressure = 0.5f });
  digits_strokes_add (strokes, (DigitsPoint){ .x = 3, .y = 4, .t = 10, .pressure = 0.25f });
  g_assert_true (nabla_strokes_save (strokes, 0, path, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"strokes\": [\n[[1, 2.5, 0], [3, 4, 10, 0.25]]\n]}\n");
  digits_strokes_free (strokes);
}

static DigitsStrokes *
parse (const char *text, GError **error)
{
  return nabla_strokes_parse ((const guint8 *) text, strlen (text), "it", NULL, error);
}

static void
test_refuses_what_is_no_drawing (void)
{
  const char *const bad[] = {
    "",
    "[]",
    "{}",
    "{\"strokes\": [[[1]]]}",
    "{\"strokes\": [[[1, 2, 3, 0.5, 6]]]}",
    "{\"strokes\": [[[1, 2, 3, \"hard\"]]]}",
    "{\"strokes\": [[[1, 2]]], \"side\": -1}",
    "{\"strokes\": [[[1, 2]]], \"side\": \"wide\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (bad[i], &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
    g_assert_true (g_str_has_prefix (error->message, "it is "));
  }
}

static void
test_says_what_cannot_be_read_or_written (void)
{
  g_autofree char *absent = path_of ("absent.json"), *nowhere = path_of ("no/folder.json");
  g_autoptr (GError) error = NULL, other = NULL;
  DigitsStrokes *strokes = drawing ();

  g_assert_null (nabla_strokes_load (absent, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_true (g_str_has_prefix (error->message, absent));
  g_assert_false (nabla_strokes_save (strokes, 0, nowhere, &other));
  g_assert_error (other, NABLA_ERROR, NABLA_ERROR_OUTPUT);
  g_assert_true (g_str_has_prefix (other->message, nowhere));
  g_clear_error (&error);
  g_assert_null (nabla_strokes_load (folder, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_null (nabla_strokes_load ("/dev/zero", NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "more than"));
  digits_strokes_free (strokes);
}

static void
remove_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (name);

    g_unlink (path);
  }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-strokes-XXXXXX", NULL);
  g_test_add_func ("/lab/strokes-file/reads-back-the-same", test_reads_back_the_same);
  g_test_add_func ("/lab/strokes-file/what-is-unknown-is-left-out",
                   test_what_is_unknown_is_left_out);
  g_test_add_func ("/lab/strokes-file/refuses-what-is-no-drawing", test_refuses_what_is_no_drawing);
  g_test_add_func ("/lab/strokes-file/says-what-cannot-be-read-or-written",
                   test_says_what_cannot_be_read_or_written);
  status = g_test_run ();
  remove_files ();
  g_free (folder);
  return status;
}
