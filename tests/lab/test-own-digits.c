/* SPDX-License-Identifier: MIT */
/* One's own drawings: kept, shared between programs, never lost, exported. */
#include "kept-drawings.h"

static DigitsStrokes *
new_strokes (void)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  strokes->width = 0.1f;
  digits_strokes_begin (strokes, (DigitsPoint){ .x = 1.0f / 3, .y = 2, .t = 3, .pressure = 0.5f });
  digits_strokes_add (strokes, (DigitsPoint){ .x = 5, .y = 7.7f, .t = 9, .pressure = 0.25f });
  digits_strokes_begin (strokes, (DigitsPoint){ .x = 8, .y = 9, .t = 20, .pressure = 0.5f });
  return strokes;
}

static void
assert_same (NablaOwnDigit *a, NablaOwnDigit *b)
{
  const DigitsStrokes *x = nabla_own_digit_get_strokes (a), *y = nabla_own_digit_get_strokes (b);
  g_assert_cmpstr (nabla_own_digit_get_id (a), ==, nabla_own_digit_get_id (b));
  g_assert_cmpint (nabla_own_digit_get_label (a), ==, nabla_own_digit_get_label (b));
  g_assert_cmpint (nabla_own_digit_get_guess (a), ==, nabla_own_digit_get_guess (b));
  g_assert_cmpint (nabla_own_digit_get_created (a), ==, nabla_own_digit_get_created (b));
  g_assert_cmpmem (nabla_own_digit_get_pixels (a), DIGITS_PIXELS, nabla_own_digit_get_pixels (b),
                   DIGITS_PIXELS);
  g_assert_true ((x == NULL) == (y == NULL));
  if (x == NULL)
    return;
  g_assert_cmpfloat (x->width, ==, y->width);
  g_assert_cmpmem (x->points, x->n_points * sizeof *x->points, y->points,
                   y->n_points * sizeof *y->points);
  g_assert_cmpmem (x->starts, x->n_strokes * sizeof *x->starts, y->starts,
                   y->n_strokes * sizeof *y->starts);
}

static void
test_kept (void)
{
  g_autoptr (NablaOwnDigits) digits = open_digits ("kept.db");
  DigitsStrokes *strokes = new_strokes ();
  guint8 pixels[DIGITS_PIXELS];
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  fill (pixels, 1);
  NablaOwnDigit *first = nabla_own_digits_add (digits, 7, 1, strokes, pixels);
  digits_strokes_free (strokes);
  NablaOwnDigit *second = add (digits, 0, 2);
  g_assert_cmpuint (count (digits), ==, 2);
  g_assert_true (digit_at (digits, 0) == second && digit_at (digits, 1) == first);
  g_assert_cmpint (nabla_own_digit_get_created (first), >=, now);
  g_assert_cmpint (nabla_own_digit_get_created (first), <=, now + 60);
  flush (digits);
  g_autoptr (NablaOwnDigits) again = open_digits ("kept.db");
  g_assert_cmpuint (count (again), ==, 2);
  assert_same (digit_at (again, 0), second);
  assert_same (digit_at (again, 1), first);
  g_assert_nonnull (nabla_own_digit_get_strokes (digit_at (again, 1)));
  g_assert_null (nabla_own_digit_get_strokes (digit_at (again, 0)));
}

/* Ended without a flush. */
static void
test_closing_writes (void)
{
  NablaOwnDigits *digits = open_digits ("closed.db");
  for (int i = 0; i < 30; i++)
    add (digits, i % 10, i);
  g_object_unref (digits);
  g_autoptr (NablaOwnDigits) again = open_digits ("closed.db");
  g_assert_cmpuint (count (again), ==, 30);
}

static void
test_removed (void)
{
  g_autoptr (NablaOwnDigits) digits = open_digits ("removed.db");
  for (int i = 0; i < 5; i++)
    add (digits, i, i);
  g_autoptr (NablaOwnDigit) third = g_object_ref (digit_at (digits, 2));
  nabla_own_digits_remove (digits, third);
  nabla_own_digits_remove (digits, third);
  g_assert_cmpuint (count (digits), ==, 4);
  flush (digits);
  {
    g_autoptr (NablaOwnDigits) other = open_digits ("removed.db");
    g_assert_cmpuint (count (other), ==, 4);
  }
  nabla_own_digits_restore (digits, third);
  nabla_own_digits_restore (digits, third);
  g_assert_cmpuint (count (digits), ==, 5);
  g_assert_true (digit_at (digits, 2) == third);
  flush (digits);
  g_autoptr (NablaOwnDigits) other = open_digits ("removed.db");
  g_assert_cmpuint (count (other), ==, 5);
  assert_same (digit_at (other, 2), third);
}

/* Whoever has it before him can bring it back even then. */
static void
test_gone_a_day_later (void)
{
  g_autoptr (NablaOwnDigits) digits = open_digits ("gone.db");
  g_autoptr (NablaOwnDigit) digit = g_object_ref (add (digits, 4, 1));
  nabla_own_digits_remove (digits, digit);
  flush (digits);
  execute ("gone.db", "UPDATE drawings SET removed = removed - 90000000000");
  g_autoptr (NablaOwnDigits) other G_GNUC_UNUSED = open_digits ("gone.db");
  nabla_own_digits_restore (digits, digit);
  flush (digits);
  g_autoptr (NablaOwnDigits) third = open_digits ("gone.db");
  g_assert_cmpuint (count (third), ==, 1);
  assert_same (digit_at (third, 0), digit);
}

static void
count_notify (GObject *object, GParamSpec *spec, int *n)
{
  (*n)++;
}

static void
count_change (GListModel *model, guint at, guint removed, guint added, int *n)
{
  (*n)++;
}

static void
test_labels (void)
{
  int n = 0;
  g_autoptr (NablaOwnDigits) digits = open_digits ("labels.db");
  NablaOwnDigit *digit = add (digits, 4, 1);
  g_signal_connect (digit, "notify::label", G_CALLBACK (count_notify), &n);
  nabla_own_digits_set_label (digits, digit, 9);
  nabla_own_digits_set_label (digits, digit, 9);
  g_assert_cmpint (n, ==, 1);
  flush (digits);
  g_autoptr (NablaOwnDigits) other = open_digits ("labels.db");
  g_assert_cmpint (nabla_own_digit_get_label (digit_at (other, 0)), ==, 9);
}

/* What another program does appears; what stays is the same object, and nothing moves. */
static void
test_refresh (void)
{
  int changes = 0;
  g_autoptr (NablaOwnDigits) digits = open_digits ("shared.db");
  NablaOwnDigit *mine = add (digits, 1, 1);
  flush (digits);
  g_autoptr (NablaOwnDigits) other = open_digits ("shared.db");
  g_signal_connect (digits, "items-changed", G_CALLBACK (count_change), &changes);
  nabla_own_digits_set_label (other, digit_at (other, 0), 3);
  flush (other);
  nabla_own_digits_refresh (digits);
  while (nabla_own_digit_get_label (mine) != 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (changes, ==, 0);
  add (other, 2, 2);
  flush (other);
  nabla_own_digits_refresh (digits);
  while (count (digits) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (digit_at (digits, 1) == mine);
  g_assert_cmpint (changes, ==, 1);
}

/* What is added while the file is read must not go again. */
static void
test_refresh_is_not_late (void)
{
  g_autoptr (NablaOwnDigits) digits = open_digits ("late.db");
  flush (digits);
  for (int i = 0; i < 20; i++) {
    nabla_own_digits_refresh (digits);
    g_usleep (5000); /* mostly enough for it to be read, and not shown yet */
    add (digits, 5, i);
    for (int j = 0; j < 3; j++)
      g_main_context_iteration (NULL, FALSE);
    g_assert_cmpuint (count (digits), ==, (guint) i + 1);
  }
}

static void
take_failure (NablaOwnDigits *digits, const char *sentence, GPtrArray *told)
{
  g_ptr_array_add (told, g_strdup (sentence));
}

static void
test_failure (void)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaOwnDigits) digits = open_digits ("failing.db");
  g_signal_connect (digits, "failed", G_CALLBACK (take_failure), told);
  execute ("failing.db", "CREATE TRIGGER no BEFORE INSERT ON drawings "
                         "BEGIN SELECT RAISE (FAIL, 'not today'); END");
  add (digits, 1, 1);
  g_assert_false (nabla_own_digits_flush (digits, &error));
  g_assert_nonnull (strstr (error->message, "not today"));
  g_clear_error (&error);
  add (digits, 2, 2);
  g_assert_false (nabla_own_digits_flush (digits, &error));
  while (g_main_context_iteration (NULL, FALSE)) {
  }
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_nonnull (strstr (told->pdata[0], "not today"));
  execute ("failing.db", "DROP TRIGGER no");
  flush (digits);
  g_autoptr (NablaOwnDigits) again = open_digits ("failing.db");
  g_assert_cmpuint (count (again), ==, 2);
  g_assert_cmpint (nabla_own_digit_get_label (digit_at (again, 0)), ==, 2);
}

static void
test_export (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = place ("out");
  g_autofree char *images_path = g_build_filename (out, "train-images-idx3-ubyte.gz", NULL);
  g_autofree char *labels_path = g_build_filename (out, "train-labels-idx1-ubyte.gz", NULL);
  g_autoptr (NablaOwnDigits) digits = open_digits ("exported.db");
  g_assert_false (nabla_own_digits_export (digits, out, FALSE, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_clear_error (&error);
  for (int i = 0; i < 7; i++)
    add (digits, 9 - i, i);
  nabla_own_digits_export (digits, out, FALSE, &error);
  g_assert_no_error (error);
  DigitsImages *images = digits_idx_read (images_path, labels_path, NULL);
  g_assert_nonnull (images);
  g_assert_cmpuint (images->n, ==, 7);
  for (int i = 0; i < 7; i++) {
    guint8 pixels[DIGITS_PIXELS];
    fill (pixels, i);
    g_assert_cmpint (images->labels[i], ==, 9 - i);
    g_assert_cmpmem (images->pixels + i * DIGITS_PIXELS, DIGITS_PIXELS, pixels, DIGITS_PIXELS);
  }
  digits_images_unref (images);
  g_autoptr (NablaDataSet) set G_GNUC_UNUSED = nabla_data_set_load (images_path, 1, &error);
  g_assert_no_error (error);
  /* Again: refused, and nothing is touched, until it is said to replace. */
  nabla_own_digits_remove (digits, digit_at (digits, 0));
  g_assert_false (nabla_own_digits_export (digits, out, FALSE, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT);
  images = digits_idx_read (images_path, labels_path, NULL);
  g_assert_cmpuint (images->n, ==, 7);
  digits_images_unref (images);
  g_assert_true (nabla_own_digits_export (digits, out, TRUE, NULL));
  images = digits_idx_read (images_path, labels_path, NULL);
  g_assert_cmpuint (images->n, ==, 6);
  digits_images_unref (images);
  small_data_remove (out);
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
export_in_the_background (NablaOwnDigits *digits, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  nabla_own_digits_export_async (digits, file, NULL, take_result, &result);
  add (digits, 1, 1); /* comes too late to be exported */
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return nabla_own_digits_export_finish (digits, result, error);
}

static void
test_export_in_the_background (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = place ("out-later");
  g_autofree char *images_path = g_build_filename (out, "train-images-idx3-ubyte.gz", NULL);
  g_autofree char *labels_path = g_build_filename (out, "train-labels-idx1-ubyte.gz", NULL);
  g_autoptr (NablaOwnDigits) digits = open_digits ("exported-later.db");
  add (digits, 5, 5);
  g_assert_true (export_in_the_background (digits, out, &error));
  g_assert_no_error (error);
  DigitsImages *images = digits_idx_read (images_path, labels_path, NULL);
  g_assert_nonnull (images);
  g_assert_cmpuint (images->n, ==, 1);
  digits_images_unref (images);
  g_assert_false (export_in_the_background (digits, out, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT);
  small_data_remove (out);
}

int
main (int argc, char **argv)
{
  kept_drawings_begin (&argc, &argv);
  g_test_add_func ("/lab/own-digits/are-kept-to-the-last-bit", test_kept);
  g_test_add_func ("/lab/own-digits/closing-writes-what-waits", test_closing_writes);
  g_test_add_func ("/lab/own-digits/removing-can-be-undone", test_removed);
  g_test_add_func ("/lab/own-digits/undoing-works-after-the-file-has-forgotten",
                   test_gone_a_day_later);
  g_test_add_func ("/lab/own-digits/a-label-can-be-changed", test_labels);
  g_test_add_func ("/lab/own-digits/what-others-change-appears", test_refresh);
  g_test_add_func ("/lab/own-digits/reading-again-takes-nothing-away", test_refresh_is_not_late);
  g_test_add_func ("/lab/own-digits/a-failure-is-said-once-and-loses-nothing", test_failure);
  g_test_add_func ("/lab/own-digits/export-is-a-data-set", test_export);
  g_test_add_func ("/lab/own-digits/export-needs-no-waiting", test_export_in_the_background);
  return kept_drawings_end ();
}
