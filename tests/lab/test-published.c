/* SPDX-License-Identifier: MIT */
#include "lab/nabla-published.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static void
write_file (const char *name, const char *text, gssize n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, n, NULL));
}

static void
remove_file (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_unlink (path);
}

static GPtrArray *
read_preset (const char *name, GError **error)
{
  const NablaPreset *preset = nabla_preset_find (name);
  g_assert_nonnull (preset);
  return nabla_published_read (folder, preset, error);
}

static void
test_counts_are_accuracies (void)
{
  g_autoptr (GError) error = NULL;
  write_file ("overfitting.csv",
              "epoch,test_cost,test_correct,training_cost,training_correct\n"
              "0,2.5,5000,1.5,690\r\n1,2.25,6000,1.25,750\n",
              -1);
  g_autoptr (GPtrArray) curves = read_preset ("overfitting", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (curves->len, ==, 4);
  static const double expected[4][3] = {
    { 0, 1.5, 1.25 }, { 1, 0.69, 0.75 }, { 4, 2.5, 2.25 }, { 5, 0.5, 0.6 }
  };
  for (guint i = 0; i < 4; i++) {
    const NablaPublishedCurve *curve = curves->pdata[i];
    g_assert_cmpuint (curve->figure, ==, (guint) expected[i][0]);
    g_assert_cmpuint (curve->n, ==, 2);
    g_assert_cmpfloat (curve->epochs[0], ==, 1);
    g_assert_cmpfloat (curve->epochs[1], ==, 2);
    g_assert_cmpfloat (curve->values[0], ==, expected[i][1]);
    g_assert_cmpfloat (curve->values[1], ==, expected[i][2]);
  }
  remove_file ("overfitting.csv");
}

static void
test_members_have_their_columns (void)
{
  static const char *const names[] = { "learning-rates-0.025", "learning-rates-0.25",
                                       "learning-rates-2.5" };
  write_file ("multiple_eta.csv",
              "epoch,training_cost_eta_0.025,training_cost_eta_0.25,training_cost_eta_2.5\n"
              "0,0.1,0.2,0.3\n",
              -1);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GPtrArray) curves = read_preset (names[i], NULL);
    g_assert_cmpuint (curves->len, ==, 1);
    const NablaPublishedCurve *curve = curves->pdata[0];
    g_assert_cmpfloat (curve->values[0], ==, (double) (i + 1) / 10);
    g_assert_cmpuint (curve->figure, ==, 0);
  }
  remove_file ("multiple_eta.csv");
}

/* A preset without curves, one with a file that is no curve by epochs, and a missing file. */
static void
test_none_is_none (void)
{
  static const char *const names[] = { "chapter-1", "more-data-100", "regularized" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) curves = read_preset (names[i], &error);
    g_assert_no_error (error);
    g_assert_cmpuint (curves->len, ==, 0);
  }
}

static void
test_bad_files_are_refused (void)
{
  static const struct {
    const char *text, *says;
  } bad[] = {
    { "", "empty" },
    { "\n", "columns" },
    { "time,training_cost\n0,1\n", "epoch" },
    { "epoch,training_cost\n", "no row" },
    { "epoch,training_cost\n0,1,2\n", "line 2" },
    { "epoch,training_cost\n0\n", "line 2" },
    { "epoch,training_cost\n0,1\n1,one\n", "“one” in line 3" },
    { "epoch,training_cost\n0,nan\n", "no number" },
    { "epoch,training_cost\n0,1e999\n", "no number" },
    { "epoch,training_cost\n1,1\n1,1\n", "ascend" },
    { "epoch,training_cost\n-1,1\n", "ascend" },
    { "epoch,training_cost\n1e9,1\n", "ascend" },
    { "epoch,training_cost\n0,-1\n", "beyond" },
    { "epoch,training_correct\n0,1001\n", "beyond" },
    { "epoch,something\n0,1\n", "no column" },
    { "epoch,\xff\n0,1\n", "no text" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    write_file ("overfitting.csv", bad[i].text, -1);
    g_assert_null (read_preset ("overfitting", &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
    g_assert_nonnull (strstr (error->message, "overfitting.csv"));
    if (strstr (error->message, bad[i].says) == NULL)
      g_error ("“%s” does not say “%s”", error->message, bad[i].says);
  }
  remove_file ("overfitting.csv");
}

static void
test_large_files_are_refused (void)
{
  g_autoptr (GString) text = g_string_new ("epoch,training_cost\n");
  for (int i = 0; i <= 100000; i++)
    g_string_append_printf (text, "%d,1\n", i);
  g_autoptr (GError) error = NULL;
  write_file ("overfitting.csv", text->str, (gssize) text->len);
  g_assert_null (read_preset ("overfitting", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_clear_error (&error);
  g_autofree char *zeros = g_malloc0 (1024 * 1024 + 1);
  write_file ("overfitting.csv", zeros, 1024 * 1024 + 1);
  g_assert_null (read_preset ("overfitting", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  remove_file ("overfitting.csv");
}

static void
test_a_folder_without_is_said (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_published_check_folder (folder, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "overfitting.csv"));
  write_file ("multiple_eta.csv", "epoch,a\n", -1);
  g_assert_true (nabla_published_check_folder (folder, NULL));
  remove_file ("multiple_eta.csv");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-published-XXXXXX", NULL);
  g_test_add_func ("/lab/published/counts-are-accuracies", test_counts_are_accuracies);
  g_test_add_func ("/lab/published/members-have-their-columns", test_members_have_their_columns);
  g_test_add_func ("/lab/published/none-is-none", test_none_is_none);
  g_test_add_func ("/lab/published/bad-files-are-refused", test_bad_files_are_refused);
  g_test_add_func ("/lab/published/large-files-are-refused", test_large_files_are_refused);
  g_test_add_func ("/lab/published/a-folder-without-is-said", test_a_folder_without_is_said);
  int status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
