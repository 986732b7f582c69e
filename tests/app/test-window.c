/* SPDX-License-Identifier: MIT */
#include "app/nabla-compare-dialog.h"
#include "app/nabla-parameter-row.h"
#include "app/nabla-preset-row.h"
#include "app/nabla-run-row.h"

#include "window-fixture.h"
#include "lab/nabla-workbench-private.h"
#include "lab/small-data.h"

#include <glib/gstdio.h>
#include <string.h>

static NablaDataSet *data_set;
static NablaApplication *application;

static void
choose (NablaWindow *window, int epochs, double learning_rate)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.layers[1] = 8;
  set_up.epochs = epochs;
  set_up.learning_rate = learning_rate;
  nabla_set_up_panel_set (nabla_window_get_set_up_panel (window), &set_up);
}

static void
act (NablaWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

/* The button below `widget` that does this. */
static GtkWidget *
find_action (GtkWidget *widget, const char *action)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_action (child, action);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* The button below `widget` with this label. */
static GtkWidget *
find_label (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_label (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static guint
n_runs (NablaWindow *window)
{
  return g_list_model_get_n_items (nabla_workbench_get_runs (nabla_window_get_workbench (window)));
}

static NablaRun *
get_run (NablaWindow *window, guint i)
{
  return nabla_run_row_get_run (
      NABLA_RUN_ROW (nabla_run_list_get_row (nabla_window_get_run_list (window), i)));
}

static void
assert_described (NablaChart *chart, NablaRun *run, int epoch)
{
  char *description = plot_chart_describe (nabla_chart_get_plot (chart));
  g_autofree char *expected = g_strdup_printf ("%s: epoch %d", nabla_run_get_name (run), epoch);

  g_assert_nonnull (strstr (description, expected));
  free (description);
}

static void
test_trains_two_runs_at_once (void)
{
  NablaWindow *window = open_window (application, NULL);
  NablaWorkbench *workbench = nabla_window_get_workbench (window);
  NablaCurvesPage *page = nabla_window_get_curves_page (window);

  nabla_workbench_set_data_set (workbench, data_set);
  choose (window, 5, 0.5);
  act (window, "win.train");
  choose (window, 5, 0.25);
  act (window, "win.train");
  g_assert_cmpuint (n_runs (window), ==, 2);
  g_assert_true (nabla_workbench_get_busy (workbench));
  AWAIT (!nabla_workbench_get_busy (workbench));
  settle ();
  for (guint i = 0; i < 2; i++) {
    assert_described (nabla_curves_page_get_cost_chart (page), get_run (window, i), 5);
    assert_described (nabla_curves_page_get_accuracy_chart (page), get_run (window, i), 5);
  }
  close_window (window);
}

static void
test_pauses_resumes_and_stops (void)
{
  NablaWindow *window = open_window (application, NULL);
  NablaWorkbench *workbench = nabla_window_get_workbench (window);

  nabla_workbench_set_data_set (workbench, data_set);
  choose (window, 100000, 0.5);
  act (window, "win.train");
  AWAIT (nabla_run_get_last_record (get_run (window, 0)) != NULL);
  act (window, "win.pause");
  AWAIT (nabla_run_get_state (get_run (window, 0)) == NABLA_RUN_PAUSED);
  act (window, "win.pause");
  AWAIT (nabla_run_get_state (get_run (window, 0)) == NABLA_RUN_RUNNING);
  act (window, "win.stop");
  AWAIT (!nabla_workbench_get_busy (workbench));
  g_assert_cmpint (nabla_run_get_state (get_run (window, 0)), ==, NABLA_RUN_STOPPED);
  close_window (window);
}

static void
test_refuses_a_bad_set_up (void)
{
  NablaWindow *window = open_window (application, NULL);
  GtkWidget *row =
      nabla_set_up_panel_get_row (nabla_window_get_set_up_panel (window), "learning_rate");

  nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  gtk_editable_set_text (GTK_EDITABLE (nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (row))),
                         "nan");
  act (window, "win.train");
  g_assert_cmpuint (n_runs (window), ==, 0);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  act (window, "win.reset-set-up");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  act (window, "win.train");
  g_assert_cmpuint (n_runs (window), ==, 1);
  close_window (window);
}

static void
test_train_waits_for_a_set_up_that_stands (void)
{
  NablaWindow *window = open_window (application, NULL);
  NablaSetUpPanel *panel = nabla_window_get_set_up_panel (window);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  GtkWidget *train = find_action (GTK_WIDGET (window), "win.train");

  g_assert_true (gtk_widget_get_sensitive (train));
  set_up.cost = NN_COST_LOG_LIKELIHOOD;
  nabla_set_up_panel_set (panel, &set_up);
  g_assert_false (gtk_widget_get_sensitive (train));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (train), "choose softmax output"));
  act (window, "win.reset-set-up");
  g_assert_true (gtk_widget_get_sensitive (train));
  g_assert_null (strstr (gtk_widget_get_tooltip_text (train), "softmax"));
  close_window (window);
}

static void
test_a_preset_replaces_the_set_up (void)
{
  NablaWindow *window = open_window (application, NULL);
  NablaSetUpPanel *panel = nabla_window_get_set_up_panel (window);
  const NablaPreset *preset = nabla_preset_find ("expanded-800");
  NablaHyperParameters set_up, expected = nabla_preset_get_hyper_parameters (preset);

  choose (window, 2, 0.125);
  g_signal_emit_by_name (nabla_set_up_panel_get_preset_row (panel), "chosen", preset);
  g_assert_true (nabla_set_up_panel_get (panel, &set_up, NULL));
  g_assert_true (nabla_hyper_parameters_equal (&set_up, &expected));
  settle ();
  g_signal_emit_by_name (find_label (GTK_WIDGET (window), "_Undo"), "clicked");
  g_assert_true (nabla_set_up_panel_get (panel, &set_up, NULL));
  g_assert_cmpfloat (set_up.learning_rate, ==, 0.125);
  g_assert_cmpint (set_up.epochs, ==, 2);
  close_window (window);
}

static void
test_a_colour_can_be_undone (void)
{
  NablaWindow *window = open_window (application, data_set);
  GtkWidget *row;
  int color;

  choose (window, 1, 0.5);
  act (window, "win.train");
  row = nabla_run_list_get_row (nabla_window_get_run_list (window), 0);
  color = nabla_run_get_color (get_run (window, 0));
  g_signal_emit_by_name (row, "recolor", NABLA_RUN_COLOR_CHOSEN + 5);
  g_assert_cmpint (nabla_run_get_color (get_run (window, 0)), ==, NABLA_RUN_COLOR_CHOSEN + 5);
  settle ();
  g_signal_emit_by_name (find_label (GTK_WIDGET (window), "_Undo"), "clicked");
  g_assert_cmpint (nabla_run_get_color (get_run (window, 0)), ==, color);
  close_window (window);
}

static void
test_says_that_a_run_ended_early (void)
{
  NablaWindow *window = open_window (application, NULL);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  NablaRunRow *row;

  nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  set_up.learning_rate = 0; /* it gets no better */
  set_up.early_stopping = 3;
  nabla_set_up_panel_set (nabla_window_get_set_up_panel (window), &set_up);
  act (window, "win.train");
  AWAIT (nabla_run_is_finished (get_run (window, 0)));
  settle ();
  row = NABLA_RUN_ROW (nabla_run_list_get_row (nabla_window_get_run_list (window), 0));
  g_assert_cmpstr (nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row)), ==,
                   "ended early, 4 of 30 epochs");
  close_window (window);
}

static void
test_trains_when_the_data_have_come (void)
{
  NablaWindow *window = open_window (application, NULL);
  g_autofree char *folder = small_data_folder (600, 100);

  nabla_window_open_data (window, folder);
  choose (window, 2, 0.5);
  act (window, "win.train");
  g_assert_cmpuint (n_runs (window), ==, 0);
  AWAIT (n_runs (window) == 1);
  AWAIT (nabla_run_is_finished (get_run (window, 0)));
  g_assert_cmpint (nabla_run_get_state (get_run (window, 0)), ==, NABLA_RUN_COMPLETED);
  small_data_remove (folder);
  close_window (window);
}

static GtkWindow *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

    if (ADW_IS_MESSAGE_DIALOG (toplevel))
      return toplevel;
  }
  return NULL;
}

static gpointer
part_of_dialog (const char *id)
{
  GtkWindow *dialog = find_toplevel (NABLA_TYPE_COMPARE_DIALOG);

  return gtk_widget_get_template_child (GTK_WIDGET (dialog), NABLA_TYPE_COMPARE_DIALOG, id);
}

/* What was asked for in the dialog holds, though the digits are still to come. */
static void
test_culls_when_the_data_have_come (void)
{
  NablaWindow *window = open_window (application, NULL);
  g_autofree char *folder = small_data_folder (600, 100);

  nabla_window_open_data (window, folder);
  choose (window, 2, 0.5);
  act (window, "win.compare");
  AWAIT (find_toplevel (NABLA_TYPE_COMPARE_DIALOG) != NULL);
  gtk_editable_set_text (part_of_dialog ("values"), "0.001, 0.5, 1, 2");
  gtk_switch_set_active (part_of_dialog ("cull"), TRUE);
  g_signal_emit_by_name (part_of_dialog ("train_button"), "clicked");
  g_assert_cmpuint (n_runs (window), ==, 0);
  AWAIT (n_runs (window) == 4);
  /* Which of them it stops depends on how fast they are. */
  for (guint i = 0; i < 4; i++)
    g_assert_nonnull (g_object_get_data (G_OBJECT (get_run (window, i)), NABLA_WORKBENCH_CULLER));
  small_data_remove (folder);
  close_window (window);
}

static void
test_says_what_cannot_be_read (void)
{
  NablaWindow *window = open_window (application, NULL);
  GtkWindow *dialog;
  const char *body;

  nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  nabla_window_open_data (window, "/nowhere/digits");
  AWAIT (find_dialog () != NULL);
  dialog = find_dialog ();
  body = adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog));
  g_assert_nonnull (strstr (body, "/nowhere/digits"));
  g_assert_nonnull (strstr (body, "Open Data"));
  g_assert_true (nabla_workbench_get_data_set (nabla_window_get_workbench (window)) == data_set);
  gtk_window_close (dialog);
  AWAIT (find_dialog () == NULL);
  close_window (window);
}

static void
test_closes_while_training (void)
{
  NablaWindow *window = open_window (application, NULL);
  gint64 start;

  nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  choose (window, 100000, 0.5);
  act (window, "win.train");
  choose (window, 100000, 0.1);
  act (window, "win.train");
  AWAIT (nabla_run_get_last_record (get_run (window, 0)) != NULL);
  start = g_get_monotonic_time ();
  close_window (window);
  g_test_message ("closed in %d ms", (int) ((g_get_monotonic_time () - start) / 1000));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
}

static void
test_closes_while_loading (void)
{
  NablaWindow *window = open_window (application, NULL);

  nabla_window_open_data (window, NULL);
  close_window (window);
}

static char *
new_history_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-history-XXXXXX", NULL);

  return g_build_filename (folder, "history.db", NULL);
}

static void
remove_history (const char *path)
{
  const char *endings[] = { "", "-wal", "-shm", "-live" };
  g_autofree char *folder = g_path_get_dirname (path);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    g_unlink (file);
  }
  g_rmdir (folder);
}

/* Training need not wait for the history, nor closing for the end of the training. */
static void
test_keeps_what_is_trained (void)
{
  g_autofree char *path = new_history_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaHistory) history = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  NablaWindow *window = open_window (application, NULL);
  int epochs;

  nabla_window_open_history (window, path);
  nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  choose (window, 100000, 0.5);
  act (window, "win.train");
  AWAIT (nabla_run_get_last_record (get_run (window, 0)) != NULL);
  epochs = nabla_run_get_last_record (get_run (window, 0))->epoch;
  close_window (window);

  history = nabla_history_open (path, &error);
  g_assert_no_error (error);
  entries = nabla_history_list (history, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpint (nabla_history_entry_get_state (entries->pdata[0]), ==, NABLA_RUN_STOPPED);
  g_assert_false (nabla_history_entry_is_interrupted (entries->pdata[0]));
  g_assert_cmpint (nabla_history_entry_get_epochs (entries->pdata[0]), >=, epochs);
  g_clear_object (&history);
  remove_history (path);
}

static gboolean
shows_label (GtkWidget *widget, const char *start)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), start))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_label (child, start))
      return TRUE;
  return FALSE;
}

static void
test_trains_without_a_history (void)
{
  g_autofree char *path = new_history_path ();
  NablaWindow *window = open_window (application, NULL);

  g_assert_true (g_file_set_contents (path, "This is no history, but words.\n", -1, NULL));
  nabla_window_open_history (window, path);
  AWAIT (shows_label (GTK_WIDGET (window), "Runs are not kept: "));
  nabla_workbench_set_data_set (nabla_window_get_workbench (window), data_set);
  choose (window, 2, 0.5);
  act (window, "win.train");
  AWAIT (nabla_run_is_finished (get_run (window, 0)));
  g_assert_cmpint (nabla_run_get_state (get_run (window, 0)), ==, NABLA_RUN_COMPLETED);
  close_window (window);
  remove_history (path);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/app/window/trains-two-runs-at-once", test_trains_two_runs_at_once);
  g_test_add_func ("/app/window/pauses-resumes-and-stops", test_pauses_resumes_and_stops);
  g_test_add_func ("/app/window/refuses-a-bad-set-up", test_refuses_a_bad_set_up);
  g_test_add_func ("/app/window/train-waits-for-a-set-up-that-stands",
                   test_train_waits_for_a_set_up_that_stands);
  g_test_add_func ("/app/window/a-preset-replaces-the-set-up-until-undone",
                   test_a_preset_replaces_the_set_up);
  g_test_add_func ("/app/window/a-colour-can-be-undone", test_a_colour_can_be_undone);
  g_test_add_func ("/app/window/says-that-a-run-ended-early", test_says_that_a_run_ended_early);
  g_test_add_func ("/app/window/trains-when-the-data-have-come",
                   test_trains_when_the_data_have_come);
  g_test_add_func ("/app/window/culls-when-the-data-have-come", test_culls_when_the_data_have_come);
  g_test_add_func ("/app/window/says-what-cannot-be-read", test_says_what_cannot_be_read);
  g_test_add_func ("/app/window/closes-while-training", test_closes_while_training);
  g_test_add_func ("/app/window/closes-while-loading", test_closes_while_loading);
  g_test_add_func ("/app/window/keeps-what-is-trained", test_keeps_what_is_trained);
  g_test_add_func ("/app/window/trains-without-a-history", test_trains_without_a_history);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
