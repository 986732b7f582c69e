/* SPDX-License-Identifier: MIT */
/* A small chart for each value that is compared. */
#include "app/nabla-curves-controls.h"
#include "app/nabla-curves-page.h"
#include "app/nabla-multiples-grid.h"
#include "app/nabla-multiples-view.h"

#include "await.h"
#include "lab/small-data.h"

#include <adwaita.h>
#include <string.h>

#define EPOCHS 3

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  NablaCurvesPage *page;
  NablaMultiples *multiples;
  GtkWidget *window;
} Fixture;

static gpointer
part (Fixture *fixture, const char *id)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->page), NABLA_TYPE_CURVES_PAGE, id);
}

/* Of what the page shows where each value has a chart. */
static gpointer
below (Fixture *fixture, const char *id)
{
  return gtk_widget_get_template_child (part (fixture, "multiples"), NABLA_TYPE_MULTIPLES_VIEW, id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->page = g_object_ref_sink (NABLA_CURVES_PAGE (nabla_curves_page_new ()));
  nabla_curves_page_set_workbench (fixture->page, fixture->workbench);
  fixture->multiples = below (fixture, "multiples");
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_stop_and_wait (fixture->workbench);
  settle ();
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (fixture->page);
  g_assert_finalize_object (fixture->workbench);
}

static NablaHyperParameters
small_set_up (double learning_rate, double l2, gint64 seed)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.layers[1] = 8;
  set_up.learning_rate = learning_rate;
  set_up.l2 = l2;
  set_up.epochs = EPOCHS;
  set_up.seed = seed;
  return set_up;
}

/* Two rates with two seeds each: two charts. */
static void
compare_rates (Fixture *fixture)
{
  NablaHyperParameters set_ups[] = { small_set_up (0.05, 0, 1), small_set_up (0.05, 0, 2),
                                     small_set_up (1, 0, 1), small_set_up (1, 0, 2) };

  g_assert_true (nabla_workbench_train_sweep (fixture->workbench, set_ups, 4, NULL));
  AWAIT (!nabla_workbench_get_busy (fixture->workbench));
  settle ();
  g_object_set (fixture->page, "multiples", TRUE, NULL);
}

static PlotChart *
plot (Fixture *fixture, guint i)
{
  return nabla_chart_get_plot (nabla_multiples_get_chart (fixture->multiples, i));
}

static void
test_each_value_has_a_chart (Fixture *fixture, gconstpointer data)
{
  NablaRun *selected;

  compare_rates (fixture);
  g_assert_cmpuint (nabla_multiples_get_n_charts (fixture->multiples), ==, 2);
  g_assert_cmpstr (plot_chart_title (plot (fixture, 0)), ==, "η 0.05");
  g_assert_cmpstr (plot_chart_title (plot (fixture, 1)), ==, "η 1");
  g_assert_cmpstr (nabla_chart_get_title (nabla_multiples_get_chart (fixture->multiples, 1)), ==,
                   "Cost, η 1");
  for (guint i = 0; i < 2; i++) {
    PlotSeries *series = plot_chart_series (plot (fixture, i), 0);

    g_assert_cmpuint (plot_chart_n_series (plot (fixture, i)), ==, 1);
    g_assert_cmpuint (plot_series_length (series), ==, EPOCHS);
    g_assert_true (plot_series_has_band (series));
  }
  /* What is hidden needs none; what is not seen has no curves. */
  selected = nabla_workbench_get_selected (fixture->workbench);
  nabla_run_group_set_shown (
      nabla_run_groups_find (nabla_workbench_get_groups (fixture->workbench), selected), FALSE);
  settle ();
  g_assert_cmpuint (nabla_multiples_get_n_charts (fixture->multiples), ==, 1);
  g_assert_cmpstr (plot_chart_title (plot (fixture, 0)), ==, "η 1");
  g_assert_cmpuint (
      plot_chart_n_series (nabla_chart_get_plot (nabla_curves_page_get_cost_chart (fixture->page))),
      ==, 0);
  g_object_set (fixture->page, "multiples", FALSE, NULL);
  g_assert_cmpuint (nabla_multiples_get_n_charts (fixture->multiples), ==, 0);
  g_assert_cmpuint (
      plot_chart_n_series (nabla_chart_get_plot (nabla_curves_page_get_cost_chart (fixture->page))),
      ==, 2);
}

static void
assert_same_view (PlotChart *a, PlotChart *b)
{
  double of_a[4], of_b[4];

  plot_chart_get_view (a, &of_a[0], &of_a[1], &of_a[2], &of_a[3]);
  plot_chart_get_view (b, &of_b[0], &of_b[1], &of_b[2], &of_b[3]);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (of_a[i], ==, of_b[i]);
}

static void
test_axes_zoom_and_pointer_are_shared (Fixture *fixture, gconstpointer data)
{
  double low, high, least = INFINITY, most = -INFINITY, before[4], after[4];
  char *text;

  compare_rates (fixture);
  for (guint i = 0; i < 2; i++) {
    PlotSeries *series = plot_chart_series (plot (fixture, i), 0);

    for (size_t k = 0; k < EPOCHS; k++) {
      least = fmin (least, plot_series_low (series, k));
      most = fmax (most, plot_series_high (series, k));
    }
  }
  assert_same_view (plot (fixture, 0), plot (fixture, 1));
  plot_chart_get_view (plot (fixture, 0), &before[0], &before[1], &low, &high);
  g_assert_true (low <= least && high >= most);

  AWAIT (gtk_widget_get_height (GTK_WIDGET (nabla_multiples_get_chart (fixture->multiples, 1))) >
         0);
  settle ();
  AWAIT (plot_chart_set_pointer (plot (fixture, 0), 200, 60)); /* has been drawn */
  plot_chart_set_pointer (plot (fixture, 0), NAN, NAN);
  nabla_chart_zoom (nabla_multiples_get_chart (fixture->multiples, 0), 2);
  assert_same_view (plot (fixture, 0), plot (fixture, 1));
  plot_chart_get_view (plot (fixture, 1), &after[0], &after[1], &after[2], &after[3]);
  g_assert_cmpfloat (after[1] - after[0], <, before[1] - before[0]);
  gtk_widget_activate_action (GTK_WIDGET (nabla_multiples_get_chart (fixture->multiples, 1)),
                              "chart.fit", NULL);
  g_assert_true (plot_chart_is_fitted (plot (fixture, 0)));

  nabla_chart_step (nabla_multiples_get_chart (fixture->multiples, 1), 1);
  text = plot_chart_read_out (plot (fixture, 0));
  g_assert_true (g_str_has_prefix (text, "Epoch 1: η 0.05"));
  g_assert_nonnull (strstr (text, " ± "));
  free (text);
  nabla_chart_leave (nabla_multiples_get_chart (fixture->multiples, 1));
  g_assert_null (plot_chart_read_out (plot (fixture, 0)));
}

static void
test_a_chart_selects_its_runs (Fixture *fixture, gconstpointer data)
{
  NablaRunGroup *group;
  NablaRun *run;

  compare_rates (fixture);
  group = g_list_model_get_item (G_LIST_MODEL (nabla_workbench_get_groups (fixture->workbench)), 1);
  run = nabla_run_group_get_run (group, 0);
  g_signal_emit_by_name (fixture->multiples, "selected", run);
  g_assert_true (nabla_workbench_get_selected (fixture->workbench) == run);
  g_assert_true (gtk_widget_has_css_class (
      GTK_WIDGET (nabla_multiples_get_chart (fixture->multiples, 1)), "chosen"));
  g_assert_false (gtk_widget_has_css_class (
      GTK_WIDGET (nabla_multiples_get_chart (fixture->multiples, 0)), "chosen"));
  g_object_unref (group);
}

/* In a place for two or so, the one that is selected in the list is scrolled to. */
static void
test_what_is_selected_is_seen (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters set_ups[12];
  GListModel *runs = nabla_workbench_get_runs (fixture->workbench);
  GtkScrolledWindow *scroller = below (fixture, "scroller");
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (scroller);

  for (int i = 0; i < 12; i++)
    set_ups[i] = small_set_up (0.1 * (i + 1), 0, 1);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 400);
  g_object_set (fixture->page, "multiples", TRUE, NULL);
  g_assert_true (nabla_workbench_train_sweep (fixture->workbench, set_ups, 12, NULL));
  AWAIT (nabla_multiples_get_n_charts (fixture->multiples) == 12 &&
         gtk_adjustment_get_upper (place) > gtk_adjustment_get_page_size (place) + 200);
  g_autoptr (NablaRun) last = g_list_model_get_item (runs, 11);
  nabla_workbench_set_selected (fixture->workbench, last);
  AWAIT (gtk_adjustment_get_value (place) > 100);
  for (guint i = 0; i < 12; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    nabla_run_set_shown (run, FALSE);
  }
  settle ();
  g_assert_true (gtk_widget_get_visible (below (fixture, "nothing")));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (scroller)));
}

static void
test_either_figure_can_be_shown (Fixture *fixture, gconstpointer data)
{
  gboolean logarithmic = TRUE;

  compare_rates (fixture);
  gtk_toggle_button_set_active (below (fixture, "lower_figure"), TRUE);
  g_assert_cmpuint (plot_chart_n_series (plot (fixture, 0)), ==, 2); /* training, validation */
  g_assert_cmpint (plot_chart_y_kind (plot (fixture, 0)), ==, PLOT_LINEAR);
  g_object_get (fixture->page, "logarithmic", &logarithmic, NULL);
  g_assert_false (logarithmic);
  /* One chart's menu switches all. */
  g_object_set (nabla_multiples_get_chart (fixture->multiples, 1), "logarithmic", TRUE, NULL);
  g_assert_cmpint (plot_chart_y_kind (plot (fixture, 0)), ==, PLOT_LOG);
  g_object_set (nabla_multiples_get_chart (fixture->multiples, 1), "logarithmic-x", TRUE, NULL);
  g_assert_cmpint (plot_chart_x_kind (plot (fixture, 0)), ==, PLOT_LOG);
}

static void
test_columns (void)
{
  /* Three in a wide place stand side by side, in a tall one below each other. */
  g_assert_cmpuint (nabla_multiples_count_columns (3, 900, 200, 180, 120, 0), ==, 3);
  g_assert_cmpuint (nabla_multiples_count_columns (3, 400, 600, 180, 120, 0), ==, 1);
  g_assert_cmpuint (nabla_multiples_count_columns (9, 750, 700, 180, 120, 0), ==, 3);
  /* Too many scroll, as many side by side as there is room for. */
  g_assert_cmpuint (nabla_multiples_count_columns (40, 400, 600, 180, 120, 0), ==, 2);
  g_assert_cmpuint (nabla_multiples_count_columns (5, 100, 600, 180, 120, 0), ==, 1);
  g_assert_cmpuint (nabla_multiples_count_columns (8, 800, 900, 180, 120, 4), ==, 4);
  g_assert_cmpuint (nabla_multiples_count_columns (8, 400, 900, 180, 120, 4), !=, 4);
}

static NablaRunGroup *
group_of (double learning_rate, double l2)
{
  NablaHyperParameters set_up = small_set_up (learning_rate, l2, 1);
  NablaRunGroup *group = nabla_run_group_new ();
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);

  nabla_run_group_set_runs (group, &run, 1);
  return group;
}

/* Two parameters are rows and columns; one, or an incomplete grid, is not. */
static void
test_grids (void)
{
  static const double rates[] = { 0.1, 0.5 }, l2s[] = { 0, 1, 5 };
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < 6; i++)
    g_ptr_array_add (groups, group_of (rates[i / 3], l2s[i % 3]));
  g_assert_cmpuint (nabla_multiples_columns_of_grid ((NablaRunGroup *const *) groups->pdata, 6), ==,
                    3);
  g_assert_cmpuint (nabla_multiples_columns_of_grid ((NablaRunGroup *const *) groups->pdata, 5), ==,
                    0);
  g_assert_cmpuint (nabla_multiples_columns_of_grid ((NablaRunGroup *const *) groups->pdata, 3), ==,
                    0);
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

  add ("/app/multiples/each-value-has-a-chart", test_each_value_has_a_chart);
  add ("/app/multiples/axes-zoom-and-pointer-are-shared", test_axes_zoom_and_pointer_are_shared);
  add ("/app/multiples/a-chart-selects-its-runs", test_a_chart_selects_its_runs);
  add ("/app/multiples/what-is-selected-is-seen", test_what_is_selected_is_seen);
  add ("/app/multiples/either-figure-can-be-shown", test_either_figure_can_be_shown);
  g_test_add_func ("/app/multiples/as-many-columns-as-charts-look-best-in", test_columns);
  g_test_add_func ("/app/multiples/two-parameters-are-rows-and-columns", test_grids);
  return g_test_run ();
}
