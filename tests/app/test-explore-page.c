/* SPDX-License-Identifier: MIT */
#include "app/nabla-lab-page.h"

#include "app/nabla-landscape-plot.h"
#include "await.h"
#include "lab/nabla-axis.h"
#include "lab/small-data.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWidget *window;
  NablaSetUpPanel *panel;
  NablaLabPage *page;
  NablaInstantView *instant;
  NablaRangeView *range;
  PlotChart *cost;
  NablaHyperParameters heard;
  guint n_train, n_use;
} Fixture;

static void
on_train (Fixture *fixture, const NablaHyperParameters *set_up)
{
  fixture->heard = *set_up;
  fixture->n_train++;
}

static void
on_use (Fixture *fixture, const NablaHyperParameters *set_up)
{
  fixture->heard = *set_up;
  fixture->n_use++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters small = nabla_hyper_parameters_default ();

  fixture->workbench = nabla_workbench_new (1);
  fixture->panel = g_object_ref_sink (NABLA_SET_UP_PANEL (nabla_set_up_panel_new ()));
  small.layers[1] = 8;
  nabla_set_up_panel_set (fixture->panel, &small);
  fixture->page = NABLA_LAB_PAGE (nabla_lab_page_new ());
  fixture->instant = nabla_lab_page_get_instant (fixture->page);
  fixture->range = nabla_lab_page_get_range (fixture->page);
  fixture->cost = nabla_chart_get_plot (nabla_instant_view_get_cost_chart (fixture->instant));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  nabla_lab_page_set_workbench (fixture->page, fixture->workbench, fixture->panel);
  g_signal_connect_swapped (fixture->page, "train", G_CALLBACK (on_train), fixture);
  g_signal_connect_swapped (fixture->page, "use", G_CALLBACK (on_use), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (fixture->panel);
  g_assert_finalize_object (fixture->workbench);
}

/* The curve that is drawn last. */
static PlotSeries *
front (Fixture *fixture)
{
  return plot_chart_series (fixture->cost, plot_chart_n_series (fixture->cost) - 1);
}

static guint
n_drawn (Fixture *fixture)
{
  guint n = 0;

  for (size_t i = 0; i < plot_chart_n_series (fixture->cost); i++)
    n += plot_series_length (plot_chart_series (fixture->cost, i)) > 0;
  return n;
}

static void
move (Fixture *fixture, const char *key, double value)
{
  gtk_range_set_value (nabla_instant_view_get_slider (fixture->instant, key),
                       nabla_axis_place (nabla_axis_find (key), value));
}

static void
test_waits_for_digits (Fixture *fixture, gconstpointer data)
{
  GtkRange *slider = nabla_instant_view_get_slider (fixture->instant, "learning_rate");

  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (slider)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->instant), "instant.train", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->range), "range.run", NULL);
  settle ();
  g_assert_cmpuint (fixture->n_train, ==, 0);
  g_assert_cmpuint (n_drawn (fixture), ==, 0);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (slider)));
  AWAIT (plot_series_length (front (fixture)) == 20);
}

static void
test_curves_follow_the_slider_and_leave_traces (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  AWAIT (plot_series_length (front (fixture)) == 20);
  double before = plot_series_y (front (fixture), 19);
  g_assert_cmpuint (n_drawn (fixture), ==, 1);
  move (fixture, "learning_rate", 2);
  AWAIT (n_drawn (fixture) == 2 && plot_series_length (front (fixture)) == 20);
  g_assert_cmpstr (plot_series_label (front (fixture)), ==, "η 2");
  g_assert_cmpfloat (plot_series_y (front (fixture), 19), !=, before);
  PlotSeries *trace = plot_chart_series (fixture->cost, plot_chart_n_series (fixture->cost) - 2);
  g_assert_cmpfloat (plot_series_y (trace, 19), ==, before);
  g_assert_cmpfloat (plot_series_color (trace).alpha, <, plot_series_color (front (fixture)).alpha);
  for (int i = 0; i < 12; i++) {
    double rate = 0.1 + 0.1 * i;
    move (fixture, "learning_rate", rate);
    AWAIT (fabs (nabla_instant_view_get_set_up (fixture->instant)->learning_rate - rate) < 1e-6);
    AWAIT (plot_series_length (front (fixture)) == 20);
    g_usleep (20000);
    settle ();
  }
  g_assert_cmpuint (n_drawn (fixture), <=, 8);
}

static void
test_trains_what_the_sliders_show (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  move (fixture, "learning_rate", 2);
  move (fixture, "layers", 40);
  move (fixture, "mini_batch", 5);
  move (fixture, "l2", 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->instant), "instant.train", NULL));
  g_assert_cmpuint (fixture->n_train, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->heard.learning_rate, 2, 1e-9);
  g_assert_cmpint (fixture->heard.layers[1], ==, 40);
  g_assert_cmpint (fixture->heard.mini_batch, ==, 5);
  g_assert_cmpfloat (fixture->heard.l2, ==, 0);
  g_assert_cmpint (fixture->heard.epochs, ==, 30);
  g_assert_cmpint (fixture->heard.train_size, ==, 0);
}

static void
test_sliders_follow_the_set_up (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters other = nabla_hyper_parameters_default ();

  other.learning_rate = 3;
  other.layers[1] = 10;
  other.layers[2] = 0;
  other.n_layers = 2;
  nabla_set_up_panel_set (fixture->panel, &other);
  g_assert_true (
      nabla_hyper_parameters_equal (nabla_instant_view_get_set_up (fixture->instant), &other));
  g_assert_cmpfloat_with_epsilon (
      gtk_range_get_value (nabla_instant_view_get_slider (fixture->instant, "learning_rate")),
      nabla_axis_place (nabla_axis_find ("learning_rate"), 3), 1e-6);
  /* Without a hidden layer there are no units of one. */
  g_assert_false (gtk_widget_get_sensitive (
      GTK_WIDGET (nabla_instant_view_get_slider (fixture->instant, "layers"))));
}

static void
test_the_rate_found_is_used (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  g_assert_true (isnan (nabla_range_view_get_found (fixture->range)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->range), "range.use", NULL);
  g_assert_cmpuint (fixture->n_use, ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->range), "range.run", NULL));
  AWAIT (!isnan (nabla_range_view_get_found (fixture->range)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->range), "range.use", NULL));
  g_assert_cmpuint (fixture->n_use, ==, 1);
  g_assert_cmpfloat (fixture->heard.learning_rate, ==, nabla_range_view_get_found (fixture->range));
  g_assert_cmpint (fixture->heard.layers[1], ==, 8);

  /* Its own η changes nothing of the result; another network does. */
  nabla_set_up_panel_set (fixture->panel, &fixture->heard);
  g_assert_false (isnan (nabla_range_view_get_found (fixture->range)));
  fixture->heard.layers[1] = 9;
  nabla_set_up_panel_set (fixture->panel, &fixture->heard);
  g_assert_true (isnan (nabla_range_view_get_found (fixture->range)));
}

/* One line of the table of a landscape over η and m. */
static void
assert_is_cell (NablaLandscape *landscape, guint i, const char *line)
{
  guint column = i % NABLA_LANDSCAPE_SIDE, row = i / NABLA_LANDSCAPE_SIDE;
  NablaHyperParameters set_up = nabla_landscape_get_set_up (landscape, column, row);
  NablaCell cell = nabla_landscape_get_cell (landscape, column, row);
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);

  g_assert_cmpuint (g_strv_length (fields), ==, 7);
  g_assert_cmpstr (fields[0], ==, "Final cost");
  g_assert_cmpfloat (g_ascii_strtod (fields[3], NULL), ==, set_up.learning_rate);
  g_assert_cmpfloat (g_ascii_strtod (fields[4], NULL), ==, (double) set_up.mini_batch);
  g_assert_cmpstr (fields[5], ==,
                   cell.state == NABLA_CELL_DONE      ? "trained"
                   : cell.state == NABLA_CELL_WAITING ? "waiting"
                                                      : "diverged");
  if (cell.state == NABLA_CELL_DONE)
    g_assert_cmpfloat (g_ascii_strtod (fields[6], NULL), ==, cell.cost);
}

static void
test_a_landscape_is_saved_as_it_is (Fixture *fixture, gconstpointer data)
{
  NablaLandscapeView *view = nabla_lab_page_get_landscape (fixture->page);
  NablaLandscape *landscape = nabla_landscape_view_get_landscape (view);
  const NablaAxis *x = nabla_axis_find ("learning_rate"), *y = nabla_axis_find ("mini_batch");
  NablaHyperParameters here = nabla_hyper_parameters_default ();
  PlotLandscape *plot = plot_landscape_new (NABLA_LANDSCAPE_SIDE);
  g_autofree char *folder = g_dir_make_tmp ("nabla-test-XXXXXX", NULL), *text = NULL;
  g_autofree char *path = g_build_filename (folder, "landscape.csv", NULL), *cell = NULL;
  char message[300] = "";

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  gtk_widget_activate_action (GTK_WIDGET (view), "landscape.run", NULL);
  AWAIT (nabla_landscape_get_n_done (landscape) >= 3 &&
         nabla_landscape_get_cell (landscape, 0, 0).state == NABLA_CELL_DONE);
  nabla_landscape_stop (landscape);
  AWAIT (!nabla_landscape_is_running (landscape));
  nabla_landscape_plot_show (plot, landscape, x, y, TRUE, &here);
  g_assert_cmpint (
      plot_landscape_export (plot, path, 400, 300, &plot_theme_light, message, sizeof message), ==,
      0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==,
                    NABLA_LANDSCAPE_SIDE * NABLA_LANDSCAPE_SIDE + 2); /* heading, last end */
  for (guint i = 0; i < NABLA_LANDSCAPE_SIDE * NABLA_LANDSCAPE_SIDE; i++)
    assert_is_cell (landscape, i, lines[i + 1]);
  cell = nabla_landscape_plot_cell_text (landscape, x, y, FALSE, 0, 0);
  g_assert_true (g_str_has_prefix (cell, "η 0.00"));
  g_assert_nonnull (strstr (cell, " · m 1: "));
  g_assert_true (g_str_has_suffix (cell, " %"));
  plot_landscape_free (plot);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_a_cell_of_the_landscape_is_trained (Fixture *fixture, gconstpointer data)
{
  NablaLandscapeView *view = nabla_lab_page_get_landscape (fixture->page);
  NablaLandscape *landscape = nabla_landscape_view_get_landscape (view);
  NablaHyperParameters expected;

  gtk_widget_activate_action (GTK_WIDGET (view), "landscape.run", NULL);
  g_assert_false (nabla_landscape_is_running (landscape));
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "landscape.run", NULL));
  g_assert_true (nabla_landscape_is_running (landscape));
  gtk_widget_activate_action (GTK_WIDGET (view), "landscape.train", NULL);
  g_assert_cmpuint (fixture->n_train, ==, 0); /* no cell is pointed at */
  AWAIT (nabla_landscape_get_n_done (landscape) > 0);
  nabla_landscape_view_point (view, 17, 5);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "landscape.train", NULL));
  expected = nabla_landscape_get_set_up (landscape, 17, 5);
  g_assert_cmpuint (fixture->n_train, ==, 1);
  g_assert_true (nabla_hyper_parameters_equal (&fixture->heard, &expected));
  g_assert_cmpint (fixture->heard.layers[1], ==, 8);
  g_assert_cmpint (fixture->heard.train_size, ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (view), "landscape.run", NULL);
  AWAIT (!nabla_landscape_is_running (landscape));
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
  data_set = small_data_set (1500, 100);

  add ("/app/explore-page/waits-for-digits", test_waits_for_digits);
  add ("/app/explore-page/curves-follow-the-slider-and-leave-traces",
       test_curves_follow_the_slider_and_leave_traces);
  add ("/app/explore-page/trains-what-the-sliders-show", test_trains_what_the_sliders_show);
  add ("/app/explore-page/sliders-follow-the-set-up", test_sliders_follow_the_set_up);
  add ("/app/explore-page/the-rate-found-is-used", test_the_rate_found_is_used);
  add ("/app/explore-page/a-cell-of-the-landscape-is-trained",
       test_a_cell_of_the_landscape_is_trained);
  add ("/app/explore-page/a-landscape-is-saved-as-it-is", test_a_landscape_is_saved_as_it_is);
  return g_test_run ();
}
