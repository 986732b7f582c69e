/* SPDX-License-Identifier: MIT */
/* Networks saved and opened from the window. */
#include "app/nabla-run-row.h"
#include "lab/nabla-run-model.h"

#include "window-fixture.h"
#include "lab/small-data.h"

static NablaDataSet *data_set;
static NablaApplication *application;
static char *folder;

static NablaRun *
train (NablaWindow *window)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  NablaWorkbench *workbench = nabla_window_get_workbench (window);

  set_up.layers[1] = 8;
  set_up.epochs = 2;
  nabla_set_up_panel_set (nabla_window_get_set_up_panel (window), &set_up);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.train", NULL));
  AWAIT (!nabla_workbench_get_busy (workbench));
  return nabla_workbench_get_selected (workbench);
}

static guint
n_runs (NablaWindow *window)
{
  return g_list_model_get_n_items (nabla_workbench_get_runs (nabla_window_get_workbench (window)));
}

static GtkWindow *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

static void
assert_refused (const char *reason)
{
  AWAIT (find_dialog () != NULL);
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (find_dialog ())), reason));
  gtk_window_close (find_dialog ());
  AWAIT (find_dialog () == NULL);
}

static void
test_saved_and_opened (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaWorkbench *workbench = nabla_window_get_workbench (window);
  g_autofree char *path = g_build_filename (folder, "kept.safetensors", NULL);
  NnNetwork *before, *after;
  NablaRun *opened;
  NablaRunRow *row;

  before = nabla_run_ref_snapshot (train (window));
  nabla_window_save_network (window, path);
  AWAIT (g_file_test (path, G_FILE_TEST_EXISTS));
  nabla_window_open_network (window, path);
  AWAIT (n_runs (window) == 2);
  opened = nabla_workbench_get_selected (workbench);
  g_assert_cmpstr (nabla_run_get_name (opened), ==, "kept");
  after = nabla_run_ref_snapshot (opened);
  g_assert_true (nn_network_n_parameters (before) == nn_network_n_parameters (after));
  row = NABLA_RUN_ROW (nabla_run_list_get_row (nabla_window_get_run_list (window), 1));
  g_assert_cmpstr (nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row)), ==,
                   "opened from kept.safetensors");
  g_assert_cmpstr (nabla_run_list_row_get_score (NABLA_RUN_LIST_ROW (row)), ==, "");
  nn_network_unref (before);
  nn_network_unref (after);
  g_unlink (path);
  close_window (window);
}

static void
test_trained_on (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaWorkbench *workbench = nabla_window_get_workbench (window);
  NablaRun *first = train (window), *next;
  double score = nabla_run_get_best_score (first);
  GtkWidget *row = nabla_run_list_get_row (nabla_window_get_run_list (window), 0);
  NablaHyperParameters other = nabla_hyper_parameters_default ();

  other.epochs = 1;
  nabla_set_up_panel_set (nabla_window_get_set_up_panel (window), &other); /* 30 hidden units */
  g_assert_true (gtk_widget_activate_action (row, "run.train-from", NULL));
  g_assert_cmpuint (n_runs (window), ==, 2);
  next = nabla_workbench_get_selected (workbench);
  g_assert_cmpint (nabla_run_get_hyper_parameters (next)->layers[1], ==, 8);
  g_assert_nonnull (strstr (nabla_run_get_name (next), "trained on"));
  AWAIT (!nabla_workbench_get_busy (workbench));
  g_assert_cmpfloat (nabla_run_get_best_score (next), >, score - 0.1);
  close_window (window);
}

static void
test_failures_are_sentences (void)
{
  NablaWindow *window = open_window (application, data_set);
  g_autofree char *bad = g_build_filename (folder, "bad.safetensors", NULL);

  train (window);
  nabla_window_save_network (window, "/nowhere/at/all.safetensors");
  assert_refused ("/nowhere/at/all.safetensors cannot be written");
  nabla_window_open_network (window, "/nowhere/at/all.safetensors");
  assert_refused ("/nowhere/at/all.safetensors cannot be read");
  g_assert_true (g_file_set_contents (bad, "no network", -1, NULL));
  nabla_window_open_network (window, bad);
  assert_refused ("bad.safetensors is no model that can be read");
  g_assert_cmpuint (n_runs (window), ==, 1);
  g_unlink (bad);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-networks-XXXXXX", NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/app/networks/are-saved-and-opened", test_saved_and_opened);
  g_test_add_func ("/app/networks/are-trained-on", test_trained_on);
  g_test_add_func ("/app/networks/failures-are-sentences", test_failures_are_sentences);
  status = g_test_run ();
  g_object_unref (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
