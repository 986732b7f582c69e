/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-bar.h"

#include "app/nabla-curves-page.h"
#include "app/nabla-fork-dialog.h"
#include "app/nabla-parameter-row.h"
#include "await.h"
#include "lab/small-data.h"

#include <adwaita.h>

static NablaDataSet *data_set; /* 500 images train: fifty mini-batches an epoch */

typedef struct {
  NablaWorkbench *workbench;
  NablaRunBar *bar;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->bar = g_object_ref_sink (NABLA_RUN_BAR (nabla_run_bar_new ()));
  nabla_run_bar_set_workbench (fixture->bar, fixture->workbench);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_stop_and_wait (fixture->workbench);
  settle ();
  g_assert_finalize_object (fixture->bar);
  g_assert_finalize_object (fixture->workbench);
}

static NablaHyperParameters
quick_set_up (int epochs)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();

  hyper_parameters.layers[1] = 8;
  hyper_parameters.epochs = epochs;
  return hyper_parameters;
}

static NablaRun *
train (Fixture *fixture, int epochs)
{
  NablaHyperParameters hyper_parameters = quick_set_up (epochs);
  g_autoptr (GError) error = NULL;
  NablaRun *run = nabla_workbench_train (fixture->workbench, &hyper_parameters, &error);

  g_assert_no_error (error);
  return run;
}

/* One that has taken a mini-batch and rests. */
static NablaRun *
slow_run (Fixture *fixture)
{
  NablaRun *run;

  gtk_range_set_value (nabla_run_bar_get_speed (fixture->bar), 0); /* one a second */
  run = train (fixture, 4);
  AWAIT (nabla_run_get_progress (run) > 0);
  return run;
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->bar), action, NULL));
}

static void
test_what_cannot_be_used_is_not_there (Fixture *fixture, gconstpointer data)
{
  NablaRun *run;

  g_assert_false (nabla_run_bar_has_controls (fixture->bar));
  run = slow_run (fixture);
  g_assert_true (nabla_run_bar_has_controls (fixture->bar));
  gtk_range_set_value (nabla_run_bar_get_speed (fixture->bar), 4.2);
  AWAIT (nabla_run_is_finished (run));
  settle ();
  g_assert_false (nabla_run_bar_has_controls (fixture->bar));
}

/* "best 95.82 %, epoch 17 · 3.2 s" once it has ended. */
static void
test_an_ended_run_says_what_came_of_it (Fixture *fixture, gconstpointer data)
{
  GtkWidget *outcome = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->bar), NABLA_TYPE_RUN_BAR, "outcome"));
  NablaRun *run = slow_run (fixture);
  g_autofree char *best = NULL;

  g_assert_false (gtk_widget_get_visible (outcome));
  gtk_range_set_value (nabla_run_bar_get_speed (fixture->bar), 4.2);
  AWAIT (nabla_run_is_finished (run));
  settle ();
  g_assert_true (gtk_widget_get_visible (outcome));
  best = g_strdup_printf ("best %.2f %%, epoch %d · ", 100 * nabla_run_get_best_score (run),
                          nabla_run_get_best_epoch (run));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (outcome)), best));
}

static void
test_pause_and_steps (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = slow_run (fixture);
  double before;

  activate (fixture, "run-bar.pause");
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_PAUSED);
  activate (fixture, "run-bar.pause");
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_RUNNING);
  activate (fixture, "run-bar.step-mini-batch"); /* pauses it too */
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_PAUSED);
  AWAIT (nabla_run_get_progress (run) > 1.5 / 200);
  before = nabla_run_get_progress (run);
  activate (fixture, "run-bar.step-mini-batch");
  AWAIT (nabla_run_get_progress (run) > before);
  g_assert_cmpfloat_with_epsilon (nabla_run_get_progress (run), before + 1.0 / 200, 1e-9);
  gtk_range_set_value (nabla_run_bar_get_speed (fixture->bar), 4.2);
  activate (fixture, "run-bar.step-epoch");
  AWAIT (nabla_run_get_state (run) == NABLA_RUN_PAUSED);
  g_assert_cmpfloat_with_epsilon (nabla_run_get_progress (run), 0.25, 1e-9);
}

static void
test_the_slider_is_the_speed_of_all (Fixture *fixture, gconstpointer data)
{
  GtkRange *speed = nabla_run_bar_get_speed (fixture->bar);
  NablaRun *first = slow_run (fixture), *second;

  g_assert_cmpfloat (nabla_run_get_speed (first), ==, 1);
  second = train (fixture, 4);
  g_assert_cmpfloat (nabla_run_get_speed (second), ==, 1);
  gtk_range_set_value (speed, 2);
  g_assert_cmpfloat_with_epsilon (nabla_run_get_speed (first), 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (nabla_run_get_speed (second), 100, 1e-9);
  gtk_range_set_value (speed, gtk_adjustment_get_upper (gtk_range_get_adjustment (speed)));
  g_assert_cmpfloat (nabla_run_get_speed (first), ==, 0);
}

static void
type (GtkWidget *row, const char *text)
{
  GtkWidget *editor = nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (row));

  gtk_editable_set_text (GTK_EDITABLE (editor), text);
}

static void
test_rates_are_set_and_said (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = slow_run (fixture);
  NablaRatesButton *rates = nabla_run_bar_get_rates (fixture->bar);
  gsize n;

  g_assert_cmpstr (nabla_rates_button_get_text (rates), ==, "η 0.5");
  type (nabla_rates_button_get_row (rates, "learning_rate"), "0.1");
  type (nabla_rates_button_get_row (rates, "momentum"), "0.5");
  nabla_rates_button_apply (rates);
  g_assert_cmpstr (nabla_rates_button_get_text (rates), ==, "η 0.1");
  AWAIT (nabla_run_get_changes (run, &n) != NULL && n > 0);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (nabla_run_get_changes (run, &n)->rates.learning_rate, ==, 0.1);
  g_assert_cmpfloat (nabla_run_get_changes (run, &n)->rates.momentum, ==, 0.5);
  /* What is refused changes nothing, and what was not touched is as it was. */
  type (nabla_rates_button_get_row (rates, "momentum"), "1.5");
  nabla_rates_button_apply (rates);
  g_assert_cmpfloat (nabla_run_get_rates (run).momentum, ==, 0.5);
  /* Each run has its own. */
  train (fixture, 4);
  g_assert_cmpstr (nabla_rates_button_get_text (rates), ==, "η 0.5");
}

static void
note_fork (NablaForkDialog *dialog, int epoch, const NablaHyperParameters *set_up,
           NablaHyperParameters *wanted)
{
  *wanted = *set_up;
  wanted->seed = epoch; /* a place to keep it */
}

static GtkWidget *
text_of (GtkWidget *spin_button)
{
  return GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (spin_button)));
}

/* Return in the spin button of the epoch, where one types first, is an answer. */
static void
test_return_forks (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 4);
  NablaHyperParameters wanted = { 0 };
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  NablaForkDialog *dialog;
  GtkWidget *epoch;

  AWAIT (nabla_run_is_finished (run));
  dialog = nabla_fork_dialog_new (parent, run);
  epoch = GTK_WIDGET (nabla_fork_dialog_get_epoch (dialog));
  g_signal_connect (dialog, "fork", G_CALLBACK (note_fork), &wanted);
  gtk_window_present (GTK_WINDOW (dialog));
  AWAIT (gtk_widget_get_mapped (epoch));
  gtk_editable_set_text (GTK_EDITABLE (epoch), "1");
  g_signal_emit_by_name (text_of (epoch), "activate");
  AWAIT (wanted.seed != 0);
  g_assert_cmpint (wanted.seed, ==, 1);
  settle ();
  gtk_window_destroy (parent);
}

static void
test_fork_dialog (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 4);
  NablaHyperParameters wanted = { 0 };
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  NablaForkDialog *dialog;
  AdwMessageDialog *message;

  AWAIT (nabla_run_is_finished (run));
  dialog = nabla_fork_dialog_new (parent, run);
  message = ADW_MESSAGE_DIALOG (dialog);
  g_signal_connect (dialog, "fork", G_CALLBACK (note_fork), &wanted);
  gtk_spin_button_set_value (nabla_fork_dialog_get_epoch (dialog), 2);
  type (nabla_fork_dialog_get_row (dialog, "l2"), "5");
  g_assert_true (adw_message_dialog_get_response_enabled (message, "fork"));
  type (nabla_fork_dialog_get_row (dialog, "momentum"), "2");
  g_assert_false (adw_message_dialog_get_response_enabled (message, "fork"));
  type (nabla_fork_dialog_get_row (dialog, "momentum"), "0");
  gtk_spin_button_set_value (nabla_fork_dialog_get_epoch (dialog), 4);
  g_assert_false (adw_message_dialog_get_response_enabled (message, "fork")); /* nothing is left */
  gtk_spin_button_set_value (nabla_fork_dialog_get_epoch (dialog), 2);
  adw_message_dialog_response (message, "fork");
  g_assert_cmpint (wanted.seed, ==, 2);
  g_assert_cmpfloat (wanted.l2, ==, 5);
  g_assert_cmpfloat (wanted.learning_rate, ==, 0.5);
  settle ();
  gtk_window_destroy (parent);
}

/* A fork begins at its parent's point. */
static void
test_charts_show_forks (Fixture *fixture, gconstpointer data)
{
  NablaCurvesPage *page = g_object_ref_sink (NABLA_CURVES_PAGE (nabla_curves_page_new ()));
  PlotChart *cost = nabla_chart_get_plot (nabla_curves_page_get_cost_chart (page));
  NablaRun *run = train (fixture, 4), *fork;
  NablaHyperParameters set_up = quick_set_up (6);
  g_autoptr (GError) error = NULL;
  PlotSeries *series;

  nabla_curves_page_set_workbench (page, fixture->workbench);
  AWAIT (nabla_run_is_finished (run));
  set_up.l2 = 5;
  fork = nabla_workbench_fork (fixture->workbench, run, 2, &set_up, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_run_get_name (fork), ==, "λ 5 · from epoch 2");
  AWAIT (nabla_run_is_finished (fork));
  settle ();
  g_assert_cmpuint (plot_chart_n_series (cost), ==, 2);
  series = plot_chart_series (cost, 1);
  g_assert_cmpuint (plot_series_length (series), ==, 5);
  g_assert_cmpfloat (plot_series_x (series, 0), ==, 2);
  g_assert_cmpfloat (plot_series_y (series, 0), ==,
                     nabla_run_get_records (run, &(gsize){ 0 })[1].figures[0]);
  g_assert_finalize_object (page);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  add ("/app/run-bar/what-cannot-be-used-is-not-there", test_what_cannot_be_used_is_not_there);
  add ("/app/run-bar/an-ended-run-says-what-came-of-it", test_an_ended_run_says_what_came_of_it);
  add ("/app/run-bar/pause-and-steps", test_pause_and_steps);
  add ("/app/run-bar/the-slider-is-the-speed-of-all", test_the_slider_is_the_speed_of_all);
  add ("/app/run-bar/rates-are-set-and-said", test_rates_are_set_and_said);
  add ("/app/run-bar/a-fork-is-asked-for", test_fork_dialog);
  add ("/app/run-bar/return-in-the-epoch-forks", test_return_forks);
  add ("/app/run-bar/charts-show-forks-from-their-epoch", test_charts_show_forks);
  return g_test_run ();
}
