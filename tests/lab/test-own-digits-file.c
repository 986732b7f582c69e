/* SPDX-License-Identifier: MIT */
/* Files of one's own drawings that are none, damaged, hostile, or of a program that was killed. */
#include "lab/nabla-history.h"
#include "kept-drawings.h"

#include <signal.h>

static const char *program;

/* Refused in one sentence that names the file and says `why`; no byte of it changes. */
static void
assert_refused (const char *name, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = place (name), *before = NULL, *after = NULL;
  gsize n, n_after;
  g_assert_true (g_file_get_contents (path, &before, &n, NULL));
  g_assert_null (nabla_own_digits_open (path, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, why));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n, after, n_after);
}

static void
test_foreign (void)
{
  g_autofree char *text = place ("text.db"), *history_path = place ("history.db");
  g_assert_true (g_file_set_contents (text, "a diary, not to be overwritten\n", -1, NULL));
  assert_refused ("text.db", "no file of drawings of Nabla");
  execute ("other.db", "CREATE TABLE drawings (id TEXT); INSERT INTO drawings VALUES ('mine')");
  assert_refused ("other.db", "database of another program");
  g_object_unref (nabla_history_open (history_path, NULL));
  assert_refused ("history.db", "no file of drawings of Nabla");
  g_object_unref (open_digits ("newer.db"));
  execute ("newer.db", "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
  assert_refused ("newer.db", "newer version");
}

/* A row that no Nabla has written. */
static void
test_hostile_rows (void)
{
  static const char *const changes[] = {
    "label = 10",
    "label = -1",
    "guess = 11",
    "created = -5",
    "id = ''",
    "id = printf ('%.100c', 'x')",
    "pixels = zeroblob (783)",
    "pixels = zeroblob (100000000)",
    "strokes = printf ('%.5000000c', ' ')",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *name = g_strdup_printf ("hostile-%u.db", (guint) i);
    g_autofree char *sql = g_strdup_printf ("PRAGMA ignore_check_constraints = ON; UPDATE drawings "
                                            "SET %s",
                                            changes[i]);
    NablaOwnDigits *digits = open_digits (name);
    add (digits, 3, 1);
    g_object_unref (digits);
    execute (name, sql);
    assert_refused (name, "damaged");
  }
}

/* Strokes that are none: the picture is there all the same. */
static void
test_hostile_strokes (void)
{
  NablaOwnDigits *digits = open_digits ("strokes.db");
  add (digits, 3, 1);
  g_object_unref (digits);
  execute ("strokes.db", "UPDATE drawings SET strokes = '{\"strokes\": [[[1e99, 2]]]}'");
  g_autoptr (NablaOwnDigits) again = open_digits ("strokes.db");
  g_assert_null (nabla_own_digit_get_strokes (digit_at (again, 0)));
}

static void
test_torn (void)
{
  for (gsize at = 0; at < 8192; at += 511) {
    g_autofree char *bytes = NULL, *path = place ("torn.db");
    g_autoptr (GError) error = NULL;
    gsize n;
    NablaOwnDigits *whole = open_digits ("whole.db");
    g_autofree char *whole_path = place ("whole.db");
    add (whole, 3, 1);
    g_object_unref (whole);
    g_assert_true (g_file_get_contents (whole_path, &bytes, &n, NULL));
    for (gsize i = at; i < MIN (at + 200, n); i++)
      bytes[i] = (char) (bytes[i] ^ 0x5a);
    g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));
    g_autoptr (NablaOwnDigits) digits = nabla_own_digits_open (path, &error);
    g_assert_true (digits != NULL || error != NULL);
    g_unlink (whole_path);
  }
}

/* A program that keeps adding, and says how many drawings it knows to be on disk. */
static int
add_for_ever (const char *path)
{
  g_autoptr (NablaOwnDigits) digits = nabla_own_digits_open (path, NULL);
  for (int i = 0;; i++) {
    add (digits, i % 10, i);
    if (!nabla_own_digits_flush (digits, NULL))
      return 1;
    printf ("%d\n", i + 1);
    fflush (stdout);
  }
}

static void
test_killed (void)
{
  g_autofree char *path = place ("killed.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program,
                                                    "--add-for-ever", path, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  guint said = 0;
  while (said < 25) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
    g_assert_nonnull (line);
    said = (guint) atoi (line);
  }
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
  g_autoptr (NablaOwnDigits) digits = open_digits ("killed.db");
  g_assert_cmpuint (count (digits), >=, said);
  for (guint i = 0; i < count (digits); i++)
    g_assert_cmpint (nabla_own_digit_get_label (digit_at (digits, count (digits) - 1 - i)), ==,
                     (int) i % 10);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--add-for-ever"))
    return add_for_ever (argv[2]);
  program = argv[0];
  kept_drawings_begin (&argc, &argv);
  g_test_add_func ("/lab/own-digits/foreign-files-are-refused-untouched", test_foreign);
  g_test_add_func ("/lab/own-digits/hostile-rows-are-refused", test_hostile_rows);
  g_test_add_func ("/lab/own-digits/hostile-strokes-leave-the-picture", test_hostile_strokes);
  g_test_add_func ("/lab/own-digits/torn-files-never-crash", test_torn);
  g_test_add_func ("/lab/own-digits/a-killed-program-loses-nothing", test_killed);
  return kept_drawings_end ();
}
