/* SPDX-License-Identifier: MIT */
#include "app/nabla-range-view.h"

#include "lab/nabla-parameter.h"
#include "lab/nabla-range-test.h"

#include <glib/gi18n.h>
#include <math.h>

struct _NablaRangeView {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *result;
  GtkButton *run_button;
  GtkWidget *use_button;
  NablaChart *chart;

  NablaWorkbench *workbench;
  NablaRangeTest *test;
  NablaHyperParameters set_up;
  NablaHyperParameters tested; /* with η of set_up */
  double found;                /* η, or NAN */
  PlotSeries *measured;
  PlotSeries *smoothed;
};

enum { USE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaRangeView, nabla_range_view, GTK_TYPE_WIDGET)

static void
update_actions (NablaRangeView *self)
{
  gboolean running = nabla_range_test_is_running (self->test);
  gboolean there = self->workbench != NULL && nabla_workbench_get_data_set (self->workbench);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "range.run", there);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "range.use", !running && !isnan (self->found));
  gtk_button_set_label (self->run_button, running ? _ ("Stop") : _ ("Run Test"));
}

static void
forget (NablaRangeView *self, const char *text)
{
  self->found = NAN;
  plot_series_clear (self->measured);
  plot_series_clear (self->smoothed);
  plot_chart_clear_marks (nabla_chart_get_plot (self->chart));
  nabla_chart_changed (self->chart);
  gtk_label_set_text (self->result, text);
}

static void
on_changed (NablaRangeView *self)
{
  gsize n, done = plot_series_length (self->measured);
  const NablaRangePoint *points = nabla_range_test_get_points (self->test, &n);

  for (gsize i = done; i < n; i++) {
    plot_series_append (self->measured, points[i].learning_rate, points[i].cost);
    plot_series_append (self->smoothed, points[i].learning_rate, points[i].smoothed);
  }
  nabla_chart_changed (self->chart);
}

static void
on_finished (NablaRangeView *self)
{
  gsize n;
  const NablaRangePoint *points = nabla_range_test_get_points (self->test, &n);
  const char *message = nabla_range_test_get_message (self->test);
  g_autofree char *text = NULL;

  self->found = nabla_range_test_steepest (points, n);
  if (message != NULL) {
    text = g_strdup (message);
  } else if (isnan (self->found)) {
    text = g_strdup (_ ("The cost falls nowhere. Is the set-up one that learns?"));
  } else {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *label = NULL;

    g_ascii_formatd (number, sizeof number, "%.2g", self->found);
    text = g_strdup_printf (_ ("The cost falls steepest at η = %s"), number);
    label = g_strdup_printf ("η %s", number);
    plot_chart_add_mark (nabla_chart_get_plot (self->chart), self->found, label);
    nabla_chart_changed (self->chart);
  }
  gtk_label_set_text (self->result, text);
  update_actions (self);
}

static void
run_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRangeView *self = NABLA_RANGE_VIEW (widget);
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autoptr (GError) error = NULL;

  if (nabla_range_test_is_running (self->test)) {
    nabla_range_test_stop (self->test);
    return;
  }
  self->tested = self->set_up;
  forget (self, _ ("η rises from mini-batch to mini-batch…"));
  if (!nabla_range_test_start (self->test, &self->set_up, data_set, &error))
    gtk_label_set_text (self->result, error->message);
  update_actions (self);
}

static void
use_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRangeView *self = NABLA_RANGE_VIEW (widget);
  NablaHyperParameters set_up = self->set_up;

  set_up.learning_rate = self->found;
  g_signal_emit (self, signals[USE], 0, &set_up);
}

static PlotSeries *
add_series (NablaRangeView *self, const char *role, double alpha)
{
  PlotSeries *series = plot_series_new ();
  PlotColor color = plot_color_of_run (0);

  color.alpha = alpha;
  plot_series_set_color (series, color);
  plot_series_set_role (series, role);
  plot_chart_add_series (nabla_chart_get_plot (self->chart), series);
  return series;
}

static void
set_up_chart (NablaRangeView *self)
{
  PlotChart *plot = nabla_chart_get_plot (self->chart);

  plot_chart_set_title (plot, _ ("Cost against learning rate"));
  plot_chart_set_subtitle (plot, _ ("faint: measured"));
  plot_chart_set_empty_text (plot,
                             _ ("Run the test: one epoch is trained while the learning rate rises "
                                "from 0.0001 to 100. Here you will see how the cost falls, until "
                                "the rate is too large and it rises again."));
  plot_chart_set_x (plot, _ ("Learning rate"), PLOT_LOG, PLOT_NUMBER);
  nabla_chart_set_y (self->chart, _ ("Cost"), PLOT_LOG, PLOT_NUMBER);
  self->measured = add_series (self, "measured", 0.35);
  self->smoothed = add_series (self, "smoothed", 1);
}

static void
nabla_range_view_dispose (GObject *object)
{
  NablaRangeView *self = NABLA_RANGE_VIEW (object);

  if (self->test != NULL)
    g_signal_handlers_disconnect_by_data (self->test, self);
  g_clear_object (&self->test);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_range_view_parent_class)->dispose (object);
}

static void
nabla_range_view_class_init (NablaRangeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_range_view_dispose;
  signals[USE] = g_signal_new ("use", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (NABLA_TYPE_CHART);
  gtk_widget_class_install_action (widget_class, "range.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "range.use", NULL, use_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-range-view.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRangeView, content);
  gtk_widget_class_bind_template_child (widget_class, NablaRangeView, result);
  gtk_widget_class_bind_template_child (widget_class, NablaRangeView, run_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRangeView, use_button);
  gtk_widget_class_bind_template_child (widget_class, NablaRangeView, chart);
}

static void
nabla_range_view_init (NablaRangeView *self)
{
  self->set_up = self->tested = nabla_hyper_parameters_default ();
  self->test = nabla_range_test_new ();
  g_signal_connect_swapped (self->test, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->test, "finished", G_CALLBACK (on_finished), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_chart (self);
  forget (self, "");
  update_actions (self);
}

GtkWidget *
nabla_range_view_new (void)
{
  return g_object_new (NABLA_TYPE_RANGE_VIEW, NULL);
}

void
nabla_range_view_set_workbench (NablaRangeView *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_RANGE_VIEW (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
}

void
nabla_range_view_set_set_up (NablaRangeView *self, const NablaHyperParameters *set_up)
{
  g_return_if_fail (NABLA_IS_RANGE_VIEW (self));

  self->set_up = *set_up;
  self->tested.learning_rate = set_up->learning_rate;
  if (!isnan (self->found) && !nabla_hyper_parameters_equal (&self->tested, set_up)) {
    forget (self, _ ("The set-up has changed: run the test again."));
    update_actions (self);
  }
}

double
nabla_range_view_get_found (NablaRangeView *self)
{
  g_return_val_if_fail (NABLA_IS_RANGE_VIEW (self), NAN);
  return self->found;
}
