/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-page.h"

#include "app/nabla-run-bar.h"
#include "app/nabla-run-curves.h"
#include "app/nabla-run-marks.h"
#include "app/nabla-weights-view.h"

#include <glib/gi18n.h>
#include <math.h>

/* Known accuracies to hold curves against: an SVM with its defaults on MNIST, and guessing. */
#define SVM_ON_MNIST 0.9435
#define GUESSING     0.1

struct _NablaCurvesPage {
  GtkWidget parent_instance;

  GtkStack *stack;
  NablaRunBar *run_bar;
  NablaChart *cost;
  NablaChart *accuracy;
  NablaWeightsView *weights;

  NablaWorkbench *workbench;
  GPtrArray *curves; /* of NablaRunCurves */
  gboolean log_cost;
};

enum { PROP_LOG_COST = 1, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NablaCurvesPage, nabla_curves_page, GTK_TYPE_WIDGET)

static void
update_marks (NablaCurvesPage *self)
{
  if (self->workbench != NULL)
    nabla_run_marks_show (nabla_workbench_get_runs (self->workbench), self->cost, self->accuracy);
}

static void
update_x_end (NablaCurvesPage *self)
{
  double end = NAN;

  for (guint i = 0; i < self->curves->len; i++) {
    NablaRun *run = nabla_run_curves_get_run (g_ptr_array_index (self->curves, i));

    if (nabla_run_get_shown (run))
      end = fmax (end, (double) nabla_run_get_hyper_parameters (run)->epochs);
  }
  plot_chart_set_x_end (nabla_chart_get_plot (self->cost), end);
  plot_chart_set_x_end (nabla_chart_get_plot (self->accuracy), end);
  nabla_chart_changed (self->cost);
  nabla_chart_changed (self->accuracy);
}

static gboolean
list_has (GListModel *runs, NablaRun *run)
{
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) item = g_list_model_get_item (runs, i);

    if (item == run)
      return TRUE;
  }
  return FALSE;
}

static gboolean
page_has (NablaCurvesPage *self, NablaRun *run)
{
  for (guint i = 0; i < self->curves->len; i++)
    if (nabla_run_curves_get_run (g_ptr_array_index (self->curves, i)) == run)
      return TRUE;
  return FALSE;
}

static void
on_items_changed (NablaCurvesPage *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  for (guint i = self->curves->len; i-- > 0;) {
    NablaRun *run = nabla_run_curves_get_run (g_ptr_array_index (self->curves, i));

    if (list_has (runs, run))
      continue;
    g_signal_handlers_disconnect_by_data (run, self);
    g_ptr_array_remove_index (self->curves, i);
  }
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    if (page_has (self, run))
      continue;
    g_ptr_array_add (self->curves, nabla_run_curves_new (run, self->cost, self->accuracy));
    g_signal_connect_object (run, "notify::shown", G_CALLBACK (update_x_end), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "notify::shown", G_CALLBACK (update_marks), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "changed-rates", G_CALLBACK (update_marks), self,
                             G_CONNECT_SWAPPED);
  }
  gtk_stack_set_visible_child_name (self->stack, self->curves->len > 0 ? "curves" : "empty");
  update_marks (self);
  update_x_end (self);
}

static void
on_data_set (NablaCurvesPage *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  PlotChart *accuracy = nabla_chart_get_plot (self->accuracy);

  plot_chart_clear_baselines (accuracy);
  plot_chart_add_baseline (accuracy, GUESSING, _ ("guessing"));
  if (data_set != NULL && g_str_equal (nabla_data_set_get_name (data_set), "MNIST"))
    plot_chart_add_baseline (accuracy, SVM_ON_MNIST, _ ("SVM 94.35"));
  nabla_chart_changed (self->accuracy);
}

static void
on_chart_released (NablaCurvesPage *self, int n_press, double x, double y, GtkGestureClick *click)
{
  NablaChart *chart = NABLA_CHART (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click)));
  PlotSeries *series = plot_chart_pick (nabla_chart_get_plot (chart), x, y);

  if (n_press != 1 || series == NULL)
    return;
  for (guint i = 0; i < self->curves->len; i++) {
    const NablaRunCurves *curves = g_ptr_array_index (self->curves, i);

    if (nabla_run_curves_has (curves, series))
      nabla_workbench_set_selected (self->workbench, nabla_run_curves_get_run (curves));
  }
}

static void
set_log_cost (NablaCurvesPage *self, gboolean log_cost)
{
  nabla_chart_set_y (self->cost, _ ("Cost"), log_cost ? PLOT_LOG : PLOT_LINEAR, PLOT_NUMBER);
}

/* The page's button or the chart's menu has switched. */
static void
on_logarithmic (NablaCurvesPage *self)
{
  g_object_get (self->cost, "logarithmic", &self->log_cost, NULL);
  plot_chart_fit (nabla_chart_get_plot (self->cost));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_COST]);
}

static void
set_up_charts (NablaCurvesPage *self)
{
  PlotChart *cost = nabla_chart_get_plot (self->cost);
  PlotChart *accuracy = nabla_chart_get_plot (self->accuracy);

  plot_chart_set_title (cost, _ ("Cost on the training data"));
  plot_chart_set_empty_text (cost, _ ("The first point appears after the first epoch."));
  plot_chart_set_x (cost, _ ("Epoch"), PLOT_LINEAR, PLOT_INTEGER);

  plot_chart_set_title (accuracy, _ ("Accuracy"));
  plot_chart_set_subtitle (accuracy, _ ("— training  ╌ validation  ○ best epoch"));
  plot_chart_set_empty_text (accuracy, _ ("The first point appears after the first epoch."));
  plot_chart_set_x (accuracy, _ ("Epoch"), PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_y (accuracy, _ ("Accuracy"), PLOT_LINEAR, PLOT_PERCENT);

  g_signal_connect_object (self->cost, "notify::logarithmic", G_CALLBACK (on_logarithmic), self,
                           G_CONNECT_SWAPPED);
  set_log_cost (self, TRUE);
  nabla_chart_set_partner (self->cost, self->accuracy);
  nabla_chart_set_partner (self->accuracy, self->cost);
}

static void
nabla_curves_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOG_COST)
    g_value_set_boolean (value, NABLA_CURVES_PAGE (object)->log_cost);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_curves_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOG_COST)
    set_log_cost (NABLA_CURVES_PAGE (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_curves_page_dispose (GObject *object)
{
  NablaCurvesPage *self = NABLA_CURVES_PAGE (object);

  g_ptr_array_set_size (self->curves, 0);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_curves_page_parent_class)->dispose (object);
}

static void
nabla_curves_page_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_CURVES_PAGE (object)->curves);

  G_OBJECT_CLASS (nabla_curves_page_parent_class)->finalize (object);
}

static void
nabla_curves_page_class_init (NablaCurvesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_curves_page_get_property;
  object_class->set_property = nabla_curves_page_set_property;
  object_class->dispose = nabla_curves_page_dispose;
  object_class->finalize = nabla_curves_page_finalize;

  properties[PROP_LOG_COST] =
      g_param_spec_boolean ("log-cost", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (NABLA_TYPE_CHART);
  g_type_ensure (NABLA_TYPE_RUN_BAR);
  g_type_ensure (NABLA_TYPE_WEIGHTS_VIEW);
  gtk_widget_class_install_property_action (widget_class, "curves.log-cost", "log-cost");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-curves-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, run_bar);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, cost);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, accuracy);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesPage, weights);
  gtk_widget_class_bind_template_callback (widget_class, on_chart_released);
}

static void
nabla_curves_page_init (NablaCurvesPage *self)
{
  self->curves = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_run_curves_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_charts (self);
}

GtkWidget *
nabla_curves_page_new (void)
{
  return g_object_new (NABLA_TYPE_CURVES_PAGE, NULL);
}

void
nabla_curves_page_set_workbench (NablaCurvesPage *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_CURVES_PAGE (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench) && self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  nabla_run_bar_set_workbench (self->run_bar, workbench);
  nabla_weights_view_set_workbench (self->weights, workbench);
  g_signal_connect_object (nabla_workbench_get_runs (workbench), "items-changed",
                           G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (on_data_set), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
  on_data_set (self);
}

NablaChart *
nabla_curves_page_get_cost_chart (NablaCurvesPage *self)
{
  g_return_val_if_fail (NABLA_IS_CURVES_PAGE (self), NULL);
  return self->cost;
}

NablaChart *
nabla_curves_page_get_accuracy_chart (NablaCurvesPage *self)
{
  g_return_val_if_fail (NABLA_IS_CURVES_PAGE (self), NULL);
  return self->accuracy;
}
