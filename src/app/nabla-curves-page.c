/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-page.h"

#include "app/nabla-run-bar.h"
#include "app/nabla-run-curves.h"
#include "app/nabla-rate-marks.h"
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
  NablaCurveView view;
  NablaCurveFigure upper, lower;
  gboolean log_cost;
};

enum { PROP_LOG_COST = 1, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (NablaCurvesPage, nabla_curves_page, GTK_TYPE_WIDGET)

/* A copy of a view for a chart: what is alike in both, and the chart's own figure. */
static NablaCurveView
view_of (NablaCurvesPage *self, NablaChart *chart)
{
  NablaCurveView view = self->view;

  view.figure = chart == self->cost ? self->upper : self->lower;
  return view;
}

static double
end_of (NablaCurvesPage *self, NablaRun *run)
{
  double epochs = (double) nabla_run_get_hyper_parameters (run)->epochs;
  gint64 size = nabla_run_get_hyper_parameters (run)->train_size;
  gsize images = nabla_data_set_get_part (nabla_run_get_data_set (run), DIGITS_TRAINING).n;

  switch (self->view.x) {
  case NABLA_CURVE_EPOCHS:
    return epochs;
  case NABLA_CURVE_IMAGES:
    return epochs * (double) (size > 0 ? MIN ((gsize) size, images) : images);
  case NABLA_CURVE_SECONDS:
  default:
    return NAN; /* nobody knows */
  }
}

static void
update_marks (NablaCurvesPage *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  nabla_rate_marks_show (runs, self->cost, self->view.x);
  nabla_rate_marks_show (runs, self->accuracy, self->view.x);
}

static void
on_runs_changed (NablaCurvesPage *self, guint position, guint removed, guint added,
                 GListModel *runs)
{
  static const char *const signals[] = { "changed-rates", "notify::shown", "notify::color" };

  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    /* A run that comes back is known already. */
    g_signal_handlers_disconnect_by_data (run, self);
    for (gsize s = 0; s < G_N_ELEMENTS (signals); s++)
      g_signal_connect_object (run, signals[s], G_CALLBACK (update_marks), self, G_CONNECT_SWAPPED);
  }
  update_marks (self);
}

static void
update_x_end (NablaCurvesPage *self)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);
  double end = NAN;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    if (nabla_run_get_shown (run) && nabla_run_get_monitors (run) != 0)
      end = fmax (end, end_of (self, run));
  }
  plot_chart_set_x_end (nabla_chart_get_plot (self->cost), end);
  plot_chart_set_x_end (nabla_chart_get_plot (self->accuracy), end);
  nabla_chart_changed (self->cost);
  nabla_chart_changed (self->accuracy);
}

static gboolean
list_has (GListModel *groups, NablaRunGroup *group)
{
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (NablaRunGroup) item = g_list_model_get_item (groups, i);

    if (item == group)
      return TRUE;
  }
  return FALSE;
}

static gboolean
page_has (NablaCurvesPage *self, NablaRunGroup *group)
{
  for (guint i = 0; i < self->curves->len; i++)
    if (nabla_run_curves_get_group (g_ptr_array_index (self->curves, i)) == group)
      return TRUE;
  return FALSE;
}

/* The selected run's curves are drawn stronger, where there are others. */
static void
update_emphasis (NablaCurvesPage *self)
{
  NablaRun *selected = nabla_workbench_get_selected (self->workbench);
  GListModel *groups = G_LIST_MODEL (nabla_workbench_get_groups (self->workbench));
  gboolean others = g_list_model_get_n_items (groups) > 1;

  for (guint i = 0; i < self->curves->len; i++) {
    NablaRunCurves *curves = g_ptr_array_index (self->curves, i);
    NablaRunGroup *group = nabla_run_curves_get_group (curves);

    nabla_run_curves_set_emphasized (curves, others && selected != NULL &&
                                                 nabla_run_group_has (group, selected));
  }
}

static void
add_curves (NablaCurvesPage *self, NablaRunGroup *group)
{
  NablaChart *charts[] = { self->cost, self->accuracy };

  for (gsize i = 0; i < G_N_ELEMENTS (charts); i++) {
    NablaCurveView view = view_of (self, charts[i]);

    g_ptr_array_add (self->curves, nabla_run_curves_new (group, charts[i], &view));
  }
}

static void
on_groups_changed (NablaCurvesPage *self)
{
  GListModel *groups = G_LIST_MODEL (nabla_workbench_get_groups (self->workbench));

  for (guint i = self->curves->len; i-- > 0;) {
    NablaRunGroup *group = nabla_run_curves_get_group (g_ptr_array_index (self->curves, i));

    if (list_has (groups, group))
      continue;
    g_signal_handlers_disconnect_by_data (group, self);
    g_ptr_array_remove_index (self->curves, i);
  }
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (NablaRunGroup) group = g_list_model_get_item (groups, i);

    if (page_has (self, group))
      continue;
    add_curves (self, group);
    g_signal_connect_object (group, "look", G_CALLBACK (update_x_end), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (group, "members", G_CALLBACK (update_x_end), self, G_CONNECT_SWAPPED);
  }
  gtk_stack_set_visible_child_name (self->stack, self->curves->len > 0 ? "curves" : "empty");
  update_x_end (self);
  update_emphasis (self);
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
    NablaRun *run = nabla_run_curves_find (g_ptr_array_index (self->curves, i), series);

    if (run != NULL)
      nabla_workbench_set_selected (self->workbench, run);
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
  self->view.training = self->view.validation = TRUE;
  self->lower = NABLA_CURVE_ACCURACY;
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
  g_signal_connect_object (nabla_workbench_get_groups (workbench), "items-changed",
                           G_CALLBACK (on_groups_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (update_emphasis), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (on_data_set), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (nabla_workbench_get_runs (workbench), "items-changed",
                           G_CALLBACK (on_runs_changed), self, G_CONNECT_SWAPPED);
  on_runs_changed (self, 0, 0, g_list_model_get_n_items (nabla_workbench_get_runs (workbench)),
                   nabla_workbench_get_runs (workbench));
  on_groups_changed (self);
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

void
nabla_curves_page_set_lecture (NablaCurvesPage *self, gboolean lecture)
{
  g_return_if_fail (NABLA_IS_CURVES_PAGE (self));
  gtk_widget_set_visible (GTK_WIDGET (self->weights), !lecture);
}
