/* SPDX-License-Identifier: MIT */
#include "app/nabla-chart.h"

#include "await.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

typedef struct {
  GtkWindow *window;
  NablaChart *chart, *partner;
  PlotSeries *series;
} Fixture;

static PlotSeries *
fill (NablaChart *chart, const char *title)
{
  PlotChart *plot = nabla_chart_get_plot (chart);
  PlotSeries *series = plot_series_new ();

  plot_chart_set_title (plot, title);
  plot_chart_set_x (plot, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  nabla_chart_set_y (chart, "Cost", PLOT_LINEAR, PLOT_NUMBER);
  plot_series_set_label (series, "η 0.25");
  plot_series_set_visible (series, true);
  plot_chart_add_series (plot, series);
  for (int i = 1; i <= 10; i++)
    plot_series_append (series, i, 2.0 / i);
  nabla_chart_changed (chart);
  return series;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->chart = NABLA_CHART (nabla_chart_new ());
  fixture->partner = NABLA_CHART (nabla_chart_new ());
  g_object_add_weak_pointer (G_OBJECT (fixture->chart), (gpointer *) &fixture->chart);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->chart));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->partner));
  fixture->series = fill (fixture->chart, "Training");
  fill (fixture->partner, "Accuracy");
  nabla_chart_set_partner (fixture->chart, fixture->partner);
  nabla_chart_set_partner (fixture->partner, fixture->chart);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, box);
  gtk_window_present (fixture->window);
  AWAIT (gtk_widget_get_width (GTK_WIDGET (fixture->chart)) > 0 &&
         nabla_chart_get_description (fixture->chart) != NULL);
  /* One frame, so that pixels mean something. */
  AWAIT (plot_chart_set_pointer (nabla_chart_get_plot (fixture->chart), 200, 100));
  nabla_chart_leave (fixture->chart);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  AWAIT (fixture->chart == NULL);
}

static int
epoch_at (NablaChart *chart, double x)
{
  PlotChart *plot = nabla_chart_get_plot (chart);
  char *text;
  int epoch = -1;

  plot_chart_set_pointer (plot, x, 60);
  text = plot_chart_read_out (plot);
  g_assert_nonnull (text);
  g_assert_cmpint (sscanf (text, "Epoch %d", &epoch), ==, 1);
  free (text);
  return epoch;
}

/* A name at the right of one makes room in both, though only that one is told. */
static void
test_partners_have_one_plot_area (Fixture *fixture, gconstpointer data)
{
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->chart)), x = 0.5 * width;

  /* Nearest to epoch 7 just so, until the plot area gives way at the right. */
  while (epoch_at (fixture->chart, x + 1) < 8)
    x++;
  plot_chart_add_baseline (nabla_chart_get_plot (fixture->partner), 1, "95.42 % published best");
  nabla_chart_changed (fixture->partner);
  AWAIT (epoch_at (fixture->chart, x) >= 8);
  for (x = 0.2 * width; x < 0.7 * width; x++)
    g_assert_cmpint (epoch_at (fixture->chart, x), ==, epoch_at (fixture->partner, x));
}

static void
test_description_follows_the_data (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (fixture->chart);

  gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Training by epoch");
  AWAIT (strstr (nabla_chart_get_description (fixture->chart), "epoch 10") != NULL);
  plot_series_append (fixture->series, 11, 0.125);
  nabla_chart_changed (fixture->chart);
  AWAIT (strstr (nabla_chart_get_description (fixture->chart), "epoch 11") != NULL);
  g_assert_nonnull (strstr (nabla_chart_get_description (fixture->chart), "0.125"));
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       nabla_chart_get_description (fixture->chart));
}

static void
test_steps_tell_the_read_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *partners = NULL;

  nabla_chart_step (fixture->chart, 1);
  nabla_chart_step (fixture->chart, 1);
  g_assert_true (g_str_has_prefix (nabla_chart_get_description (fixture->chart), "Epoch 2:"));
  partners = plot_chart_read_out (nabla_chart_get_plot (fixture->partner));
  g_assert_true (g_str_has_prefix (partners, "Epoch 2:"));
  nabla_chart_leave (fixture->chart);
  AWAIT (g_str_has_prefix (nabla_chart_get_description (fixture->chart), "Training by epoch"));
  g_assert_null (plot_chart_read_out (nabla_chart_get_plot (fixture->partner)));
}

static void
test_zoom_and_fit (Fixture *fixture, gconstpointer data)
{
  PlotChart *plot = nabla_chart_get_plot (fixture->chart);
  double before, after, unused;

  plot_chart_get_view (plot, &unused, &before, &unused, &unused);
  nabla_chart_zoom (fixture->chart, 2);
  plot_chart_get_view (plot, &unused, &after, &unused, &unused);
  g_assert_cmpfloat (after, <, before);
  g_assert_false (plot_chart_is_fitted (plot));
  nabla_chart_pan (fixture->chart, 30, 0);
  plot_chart_get_view (plot, &unused, &before, &unused, &unused);
  g_assert_cmpfloat (before, <, after);
  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.fit", NULL);
  g_assert_true (plot_chart_is_fitted (plot));
}

static void
test_scale_can_be_logarithmic (Fixture *fixture, gconstpointer data)
{
  PlotChart *plot = nabla_chart_get_plot (fixture->chart);
  gboolean logarithmic;

  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.logarithmic", NULL);
  g_assert_cmpint (plot_chart_y_kind (plot), ==, PLOT_LOG);
  g_object_get (fixture->chart, "logarithmic", &logarithmic, NULL);
  g_assert_true (logarithmic);
  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.logarithmic", NULL);
  g_assert_cmpint (plot_chart_y_kind (plot), ==, PLOT_LINEAR);
}

static void
test_partners_share_their_horizontal_axis (Fixture *fixture, gconstpointer data)
{
  NablaChart *partner = NABLA_CHART (g_object_ref_sink (nabla_chart_new ()));
  gboolean logarithmic;

  nabla_chart_set_partner (fixture->chart, partner);
  nabla_chart_set_partner (partner, fixture->chart);
  gtk_widget_activate_action (GTK_WIDGET (partner), "chart.logarithmic-x", NULL);
  g_assert_cmpint (plot_chart_x_kind (nabla_chart_get_plot (partner)), ==, PLOT_LOG);
  g_assert_cmpint (plot_chart_x_kind (nabla_chart_get_plot (fixture->chart)), ==, PLOT_LOG);
  g_object_get (fixture->chart, "logarithmic-x", &logarithmic, NULL);
  g_assert_true (logarithmic);
  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.logarithmic-x", NULL);
  g_assert_cmpint (plot_chart_x_kind (nabla_chart_get_plot (partner)), ==, PLOT_LINEAR);
  g_object_unref (partner);
}

static void
test_menu_opens (Fixture *fixture, gconstpointer data)
{
  GtkWidget *menu = gtk_widget_get_first_child (GTK_WIDGET (fixture->chart));

  g_assert_true (GTK_IS_POPOVER (menu));
  nabla_chart_popup_menu (fixture->chart, 100, 100);
  AWAIT (gtk_widget_get_mapped (menu));
  gtk_popover_popdown (GTK_POPOVER (menu));
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

  add ("/app/chart/partners-have-one-plot-area", test_partners_have_one_plot_area);
  add ("/app/chart/description-follows-the-data", test_description_follows_the_data);
  add ("/app/chart/steps-tell-the-read-out", test_steps_tell_the_read_out);
  add ("/app/chart/zoom-and-fit", test_zoom_and_fit);
  add ("/app/chart/scale-can-be-logarithmic", test_scale_can_be_logarithmic);
  add ("/app/chart/partners-share-their-horizontal-axis",
       test_partners_share_their_horizontal_axis);
  add ("/app/chart/menu-opens", test_menu_opens);
  return g_test_run ();
}
