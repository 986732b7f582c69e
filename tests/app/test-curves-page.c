/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-controls.h"
#include "app/nabla-curves-page.h"

#include "await.h"
#include "lab/small-data.h"

#include <adwaita.h>
#include <string.h>

#define EPOCHS 4

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  NablaCurvesPage *page;
  PlotChart *cost, *accuracy;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->page = g_object_ref_sink (NABLA_CURVES_PAGE (nabla_curves_page_new ()));
  nabla_curves_page_set_workbench (fixture->page, fixture->workbench);
  fixture->cost = nabla_chart_get_plot (nabla_curves_page_get_cost_chart (fixture->page));
  fixture->accuracy = nabla_chart_get_plot (nabla_curves_page_get_accuracy_chart (fixture->page));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_stop_and_wait (fixture->workbench);
  settle ();
  g_assert_finalize_object (fixture->page);
  g_assert_finalize_object (fixture->workbench);
}

static NablaRun *
train (Fixture *fixture, double learning_rate)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  hyper_parameters.layers[1] = 8;
  hyper_parameters.learning_rate = learning_rate;
  hyper_parameters.epochs = EPOCHS;
  run = nabla_workbench_train (fixture->workbench, &hyper_parameters, &error);
  g_assert_no_error (error);
  return run;
}

static PlotSeries *
find (PlotChart *plot, NablaRun *run, const char *role)
{
  for (size_t i = 0; i < plot_chart_n_series (plot); i++) {
    PlotSeries *series = plot_chart_series (plot, i);

    if (strcmp (plot_series_label (series), nabla_run_get_name (run)) == 0 &&
        strcmp (plot_series_role (series), role) == 0)
      return series;
  }
  return NULL;
}

static void
assert_follows (PlotSeries *series, NablaRun *run, gsize figure)
{
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);

  g_assert_nonnull (series);
  g_assert_cmpuint (n, ==, EPOCHS);
  g_assert_cmpuint (plot_series_length (series), ==, n);
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpfloat (plot_series_x (series, i), ==, records[i].epoch);
    g_assert_cmpfloat (plot_series_y (series, i), ==, records[i].figures[figure]);
  }
}

static void
test_every_record_is_a_point (Fixture *fixture, gconstpointer data)
{
  NablaRun *runs[] = { train (fixture, 0.5), train (fixture, 0.1) };

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    AWAIT (nabla_run_is_finished (runs[i]));
  settle ();
  g_assert_cmpuint (plot_chart_n_series (fixture->cost), ==, 2);
  g_assert_cmpuint (plot_chart_n_series (fixture->accuracy), ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++) {
    PlotColor color = plot_color_of_run (nabla_run_get_color (runs[i]));
    PlotSeries *training = find (fixture->accuracy, runs[i], "training");
    PlotSeries *validation = find (fixture->accuracy, runs[i], "validation");

    assert_follows (find (fixture->cost, runs[i], "training"), runs[i], 0);
    assert_follows (training, runs[i], 1);
    assert_follows (validation, runs[i], 3);
    g_assert_cmpint (plot_series_line (training), ==, PLOT_SOLID);
    g_assert_cmpint (plot_series_line (validation), ==, PLOT_DASHED);
    g_assert_true (plot_series_mark_best (validation));
    g_assert_cmpfloat (plot_series_color (training).red, ==, color.red);
    g_assert_cmpfloat (plot_series_color (validation).red, ==, color.red);
  }
}

static void
test_hidden_runs_are_not_drawn (Fixture *fixture, gconstpointer data)
{
  NablaRun *kept = train (fixture, 0.5), *hidden = train (fixture, 0.1);

  nabla_run_set_shown (hidden, FALSE);
  g_assert_false (plot_series_visible (find (fixture->cost, hidden, "training")));
  g_assert_false (plot_series_visible (find (fixture->accuracy, hidden, "validation")));
  g_assert_true (plot_series_visible (find (fixture->cost, kept, "training")));
  AWAIT (nabla_run_is_finished (hidden));
  settle ();
  nabla_run_set_shown (hidden, TRUE);
  g_assert_true (plot_series_visible (find (fixture->cost, hidden, "training")));
  assert_follows (find (fixture->cost, hidden, "training"), hidden, 0);
}

static void
test_deleted_runs_come_back_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaRun) run = g_object_ref (train (fixture, 0.5));

  AWAIT (nabla_run_is_finished (run));
  nabla_workbench_remove (fixture->workbench, run);
  g_assert_cmpuint (plot_chart_n_series (fixture->cost), ==, 0);
  g_assert_cmpuint (plot_chart_n_series (fixture->accuracy), ==, 0);
  nabla_workbench_restore (fixture->workbench, run);
  g_assert_cmpuint (plot_chart_n_series (fixture->cost), ==, 1);
  assert_follows (find (fixture->cost, run, "training"), run, 0);
}

static void
test_names_follow (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 0.5);

  nabla_run_set_name (run, "my best");
  g_assert_nonnull (find (fixture->cost, run, "training"));
  g_assert_cmpstr (plot_series_label (plot_chart_series (fixture->cost, 0)), ==, "my best");
}

static void
test_log_scale_can_be_switched (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (plot_chart_y_kind (fixture->cost), ==, PLOT_LOG);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (fixture->page), "curves.logarithmic", NULL));
  g_assert_cmpint (plot_chart_y_kind (fixture->cost), ==, PLOT_LINEAR);
}

/* A part of the controls' template. */
static gpointer
control (Fixture *fixture, const char *id)
{
  GObject *controls = gtk_widget_get_template_child (GTK_WIDGET (fixture->page),
                                                     NABLA_TYPE_CURVES_PAGE, "controls");

  return gtk_widget_get_template_child (GTK_WIDGET (controls), NABLA_TYPE_CURVES_CONTROLS, id);
}

static void
test_controls_choose_what_is_shown (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 0.5);
  PlotSeries *series;
  gsize n;

  AWAIT (nabla_run_is_finished (run));
  settle ();
  gtk_drop_down_set_selected (control (fixture, "lower"), NABLA_CURVE_ERROR_RATE);
  gtk_drop_down_set_selected (control (fixture, "across"), NABLA_CURVE_IMAGES);
  series = find (fixture->accuracy, run, "training");
  g_assert_cmpuint (plot_series_length (series), ==, EPOCHS);
  g_assert_cmpfloat (plot_series_y (series, 1), ==,
                     1 - nabla_run_get_records (run, &n)[1].figures[1]);
  g_assert_cmpfloat (plot_series_x (series, 1), ==,
                     2.0 *
                         nabla_data_set_get_part (nabla_run_get_data_set (run), DIGITS_TRAINING).n);

  gtk_drop_down_set_selected (control (fixture, "lower"), NABLA_CURVE_ACCURACY);
  gtk_check_button_set_active (control (fixture, "training"), FALSE);
  gtk_check_button_set_active (control (fixture, "test"), TRUE);
  gtk_range_set_value (control (fixture, "smoothing"), 0.5);
  g_assert_null (find (fixture->accuracy, run, "training"));
  g_assert_nonnull (find (fixture->accuracy, run, "test"));
  /* One best epoch a run. */
  g_assert_true (plot_series_mark_best (find (fixture->accuracy, run, "validation")));
  g_assert_false (plot_series_mark_best (find (fixture->accuracy, run, "test")));
  g_assert_nonnull (strstr (plot_chart_subtitle (fixture->accuracy), "best epoch"));
  gtk_check_button_set_active (control (fixture, "validation"), FALSE);
  g_assert_false (plot_series_mark_best (find (fixture->accuracy, run, "test")));
  g_assert_null (strstr (plot_chart_subtitle (fixture->accuracy), "best epoch"));
  gtk_check_button_set_active (control (fixture, "validation"), TRUE);
  g_assert_cmpfloat (plot_series_smoothing (find (fixture->accuracy, run, "validation")), ==, 0.5);
}

static void
test_gradient_norms_are_a_curve_for_each_layer (Fixture *fixture, gconstpointer data)
{
  static const char *const roles[] = { "layer 1", "layer 2", "layer 3", "layer 4" };
  static const PlotLine lines[] = { PLOT_SOLID, PLOT_DASHED, PLOT_DOTTED, PLOT_SOLID };
  NablaHyperParameters deep = nabla_hyper_parameters_default ();
  const NablaRecord *records;
  NablaRun *run;
  gsize n;

  deep.n_layers = 5;
  deep.layers[1] = deep.layers[2] = deep.layers[3] = 6;
  deep.layers[4] = 10;
  deep.epochs = EPOCHS;
  run = nabla_workbench_train (fixture->workbench, &deep, NULL);
  AWAIT (nabla_run_is_finished (run));
  settle ();
  gtk_drop_down_set_selected (control (fixture, "lower"), NABLA_CURVE_GRADIENT_NORM);
  records = nabla_run_get_records (run, &n);
  g_assert_cmpuint (plot_chart_n_series (fixture->accuracy), ==, 4);
  g_assert_cmpint (plot_chart_y_kind (fixture->accuracy), ==, PLOT_LOG);
  for (int layer = 0; layer < 4; layer++) {
    PlotSeries *series = find (fixture->accuracy, run, roles[layer]);

    g_assert_nonnull (series);
    g_assert_cmpuint (plot_series_length (series), ==, n);
    g_assert_cmpfloat (plot_series_y (series, n - 1), ==, records[n - 1].gradient_norms[layer]);
    g_assert_cmpfloat (plot_series_y (series, n - 1), >, 0);
    g_assert_cmpint (plot_series_line (series), ==, lines[layer]);
    g_assert_cmpint (plot_series_end_label (series), ==, layer == 0);
  }
  /* The fourth has the first one's style, and is told from it. */
  g_assert_cmpfloat (plot_series_width (find (fixture->accuracy, run, "layer 4")), <,
                     plot_series_width (find (fixture->accuracy, run, "layer 1")));
}

static void
test_what_was_not_measured_says_so (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (NablaRun) run = NULL;
  char *text;

  set_up.layers[1] = 8;
  set_up.epochs = 1;
  run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_workbench_add (fixture->workbench, run);
  AWAIT (nabla_run_is_finished (run));
  settle ();
  gtk_drop_down_set_selected (control (fixture, "upper"), NABLA_CURVE_GRADIENT_NORM);
  text = plot_chart_describe (fixture->cost);
  g_assert_nonnull (strstr (text, "Rewind one (Ctrl+R)"));
  free (text);
  gtk_drop_down_set_selected (control (fixture, "upper"), NABLA_CURVE_COST);
  text = plot_chart_describe (fixture->cost);
  g_assert_null (strstr (text, "not measured"));
  free (text);
}

/* Each figure has its own scale, whichever chart it is in. */
static void
test_scales_belong_to_figures (Fixture *fixture, gconstpointer data)
{
  gtk_drop_down_set_selected (control (fixture, "upper"), NABLA_CURVE_ACCURACY);
  g_assert_cmpint (plot_chart_y_kind (fixture->cost), ==, PLOT_LINEAR);
  gtk_drop_down_set_selected (control (fixture, "lower"), NABLA_CURVE_COST);
  g_assert_cmpint (plot_chart_y_kind (fixture->accuracy), ==, PLOT_LOG);
  g_object_set (nabla_curves_page_get_accuracy_chart (fixture->page), "logarithmic", FALSE, NULL);
  gtk_drop_down_set_selected (control (fixture, "upper"), NABLA_CURVE_COST);
  g_assert_cmpint (plot_chart_y_kind (fixture->cost), ==, PLOT_LINEAR);
}

/* The lower chart says what lines mean, unless those of the upper one mean something else. */
static void
test_lines_are_explained_once (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 0.5);

  AWAIT (nabla_run_is_finished (run));
  settle ();
  g_assert_cmpstr (plot_chart_subtitle (fixture->cost), ==, "");
  g_assert_cmpstr (plot_chart_subtitle (fixture->accuracy), ==,
                   "— training  ╌ validation  ○ best epoch");
  gtk_drop_down_set_selected (control (fixture, "upper"), NABLA_CURVE_GRADIENT_NORM);
  g_assert_cmpstr (plot_chart_subtitle (fixture->cost), ==, "— layer 1  ╌ 2");
  gtk_drop_down_set_selected (control (fixture, "upper"), NABLA_CURVE_ACCURACY);
  gtk_drop_down_set_selected (control (fixture, "lower"), NABLA_CURVE_COST);
  g_assert_cmpstr (plot_chart_subtitle (fixture->cost), ==,
                   "— training  ╌ validation  ○ best epoch");
}

static void
test_other_axes_are_read_out (Fixture *fixture, gconstpointer data)
{
  NablaRun *runs[] = { train (fixture, 0.5), train (fixture, 0.1) };
  char *text;

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    AWAIT (nabla_run_is_finished (runs[i]));
  settle ();
  gtk_drop_down_set_selected (control (fixture, "across"), NABLA_CURVE_IMAGES);
  g_assert_true (plot_chart_step_pointer (fixture->cost, 1));
  text = plot_chart_read_out (fixture->cost);
  g_assert_true (g_str_has_prefix (text, "Images "));
  g_assert_nonnull (strstr (text, nabla_run_get_name (runs[0])));
  g_assert_nonnull (strstr (text, nabla_run_get_name (runs[1])));
  free (text);
  gtk_drop_down_set_selected (control (fixture, "across"), NABLA_CURVE_SECONDS);
  g_assert_true (plot_chart_step_pointer (fixture->cost, 1));
  text = plot_chart_read_out (fixture->cost);
  g_assert_true (g_str_has_prefix (text, "Time "));
  free (text);
}

static void
test_seeds_are_a_mean_within_a_band (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters set_ups[2] = { nabla_hyper_parameters_default (),
                                      nabla_hyper_parameters_default () };
  NablaRunGroup *group;
  NablaRun *runs[2];
  PlotSeries *series;
  double costs[2];
  gsize n;

  for (int i = 0; i < 2; i++) {
    set_ups[i].layers[1] = 8;
    set_ups[i].epochs = EPOCHS;
    set_ups[i].seed = i + 1;
  }
  g_assert_true (nabla_workbench_train_sweep (fixture->workbench, set_ups, 2, NULL));
  AWAIT (!nabla_workbench_get_busy (fixture->workbench));
  settle ();
  group = nabla_run_groups_find (nabla_workbench_get_groups (fixture->workbench),
                                 nabla_workbench_get_selected (fixture->workbench));
  for (guint i = 0; i < 2; i++) {
    runs[i] = nabla_run_group_get_run (group, i);
    costs[i] = nabla_run_get_records (runs[i], &n)[2].figures[0];
  }
  gtk_drop_down_set_selected (control (fixture, "spread"), NABLA_SPREAD_EXTREMES);
  g_assert_cmpuint (plot_chart_n_series (fixture->cost), ==, 1);
  series = plot_chart_series (fixture->cost, 0);
  g_assert_cmpfloat_with_epsilon (plot_series_y (series, 2), (costs[0] + costs[1]) / 2, 1e-12);
  g_assert_cmpfloat (plot_series_low (series, 2), ==, MIN (costs[0], costs[1]));
  g_assert_cmpfloat (plot_series_high (series, 2), ==, MAX (costs[0], costs[1]));

  /* Hiding a seed changes no number. */
  nabla_run_set_shown (runs[0], FALSE);
  g_assert_true (plot_series_visible (series));
  g_assert_cmpfloat_with_epsilon (plot_series_y (series, 2), (costs[0] + costs[1]) / 2, 1e-12);
  nabla_run_set_shown (runs[0], TRUE);
  gtk_drop_down_set_selected (control (fixture, "spread"), NABLA_SPREAD_SINGLE);
  g_assert_cmpuint (plot_chart_n_series (fixture->cost), ==, 2);
  g_assert_cmpfloat (plot_series_y (plot_chart_series (fixture->cost, 1), 2), ==, costs[1]);
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

  add ("/app/curves-page/every-record-is-a-point", test_every_record_is_a_point);
  add ("/app/curves-page/hidden-runs-are-not-drawn", test_hidden_runs_are_not_drawn);
  add ("/app/curves-page/deleted-runs-come-back-whole", test_deleted_runs_come_back_whole);
  add ("/app/curves-page/names-follow", test_names_follow);
  add ("/app/curves-page/log-scale-can-be-switched", test_log_scale_can_be_switched);
  add ("/app/curves-page/controls-choose-what-is-shown", test_controls_choose_what_is_shown);
  add ("/app/curves-page/gradient-norms-are-a-curve-for-each-layer",
       test_gradient_norms_are_a_curve_for_each_layer);
  add ("/app/curves-page/what-was-not-measured-says-so", test_what_was_not_measured_says_so);
  add ("/app/curves-page/scales-belong-to-figures", test_scales_belong_to_figures);
  add ("/app/curves-page/lines-are-explained-once", test_lines_are_explained_once);
  add ("/app/curves-page/other-axes-are-read-out", test_other_axes_are_read_out);
  add ("/app/curves-page/seeds-are-a-mean-within-a-band", test_seeds_are_a_mean_within_a_band);
  return g_test_run ();
}
