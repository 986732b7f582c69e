/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-chart.h"

#include "app/nabla-rate-marks.h"

#include <glib/gi18n.h>
#include <math.h>

/* Known accuracies to hold curves against: an SVM with its defaults on MNIST, and guessing. */
#define SVM_ON_MNIST 0.9435
#define GUESSING     0.1

struct NablaCurvesChart {
  NablaChart *chart;
  NablaWorkbench *workbench;
  gboolean single, without_legend;
  NablaCurveView view;
  GPtrArray *groups; /* of NablaRunGroup */
  GPtrArray *curves; /* of NablaRunCurves, one for each group */
};

static PlotChart *
plot_of (const NablaCurvesChart *self)
{
  return nabla_chart_get_plot (self->chart);
}

static double
end_of (const NablaCurvesChart *self, NablaRun *run)
{
  double epochs = (double) nabla_run_get_hyper_parameters (run)->epochs;

  switch (self->view.x) {
  case NABLA_CURVE_EPOCHS:
    return epochs;
  case NABLA_CURVE_IMAGES:
    return epochs * nabla_run_curves_images_of_epoch (run);
  case NABLA_CURVE_SECONDS:
  default:
    return NAN; /* nobody knows */
  }
}

/* The axis reaches to the last epoch planned. */
static void
update_runs (NablaCurvesChart *self)
{
  double end = NAN;

  plot_chart_clear_marks (plot_of (self));
  for (guint g = 0; g < self->groups->len; g++) {
    NablaRunGroup *group = self->groups->pdata[g];

    for (guint i = 0; i < nabla_run_group_get_n_runs (group); i++) {
      NablaRun *run = nabla_run_group_get_run (group, i);

      if (!nabla_run_get_shown (run))
        continue;
      nabla_rate_marks_add (run, plot_of (self), self->view.x);
      if (nabla_run_get_monitors (run) != 0)
        end = fmax (end, end_of (self, run));
    }
  }
  plot_chart_set_x_end (plot_of (self), end);
}

static void
update_words (NablaCurvesChart *self)
{
  NablaCurveFigure figure = self->view.figure;
  guint lines = nabla_curves_chart_get_lines (self);
  g_autofree char *legend =
      nabla_curve_view_legend (&self->view, lines, nabla_curves_chart_has_rings (self));

  plot_chart_set_empty_text (
      plot_of (self),
      nabla_curve_view_get_empty_text (&self->view, lines != 0 || self->groups->len == 0));
  if (self->single)
    return;
  plot_chart_set_title (plot_of (self), nabla_curve_figure_get_title (figure));
  plot_chart_set_subtitle (plot_of (self), self->without_legend ? "" : legend);
}

static void
update_baselines (NablaCurvesChart *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);

  plot_chart_clear_baselines (plot_of (self));
  if (self->single || self->view.figure != NABLA_CURVE_ACCURACY)
    return;
  plot_chart_add_baseline (plot_of (self), GUESSING, _ ("guessing"));
  if (data_set != NULL && g_str_equal (nabla_data_set_get_name (data_set), "MNIST"))
    plot_chart_add_baseline (plot_of (self), SVM_ON_MNIST, _ ("SVM 94.35"));
}

static void
add_curves (NablaCurvesChart *self)
{
  for (guint i = self->curves->len; i < self->groups->len; i++)
    g_ptr_array_add (self->curves, nabla_run_curves_new (self->groups->pdata[i], self->chart,
                                                         &self->view, !self->single));
}

NablaCurvesChart *
nabla_curves_chart_new (NablaChart *chart, NablaWorkbench *workbench, gboolean single)
{
  NablaCurvesChart *self = g_new0 (NablaCurvesChart, 1);

  self->chart = chart;
  self->workbench = workbench;
  self->single = single;
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->curves = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_run_curves_free);
  return self;
}

void
nabla_curves_chart_free (NablaCurvesChart *self)
{
  g_ptr_array_unref (self->curves);
  g_ptr_array_unref (self->groups);
  g_free (self);
}

NablaChart *
nabla_curves_chart_get_chart (const NablaCurvesChart *self)
{
  return self->chart;
}

void
nabla_curves_chart_set_view (NablaCurvesChart *self, const NablaCurveView *view)
{
  PlotChart *plot = plot_of (self);

  g_ptr_array_set_size (self->curves, 0);
  self->view = *view;
  plot_chart_set_x (plot, nabla_curve_x_get_label (view->x), view->log_x ? PLOT_LOG : PLOT_LINEAR,
                    nabla_curve_x_get_format (view->x));
  nabla_chart_set_y (self->chart, nabla_curve_figure_get_title (view->figure),
                     view->log_y ? PLOT_LOG : PLOT_LINEAR,
                     nabla_curve_figure_get_format (view->figure));
  add_curves (self);
  plot_chart_fit (plot);
  nabla_curves_chart_update (self);
}

const NablaCurveView *
nabla_curves_chart_get_view (const NablaCurvesChart *self)
{
  return &self->view;
}

void
nabla_curves_chart_set_groups (NablaCurvesChart *self, const GPtrArray *groups)
{
  for (guint i = self->groups->len; i-- > 0;)
    if (!g_ptr_array_find ((GPtrArray *) groups, self->groups->pdata[i], NULL)) {
      g_ptr_array_remove_index (self->curves, i);
      g_ptr_array_remove_index (self->groups, i);
    }
  for (guint i = 0; i < groups->len; i++)
    if (!g_ptr_array_find (self->groups, groups->pdata[i], NULL))
      g_ptr_array_add (self->groups, g_object_ref (groups->pdata[i]));
  add_curves (self);
  nabla_curves_chart_update (self);
}

void
nabla_curves_chart_update (NablaCurvesChart *self)
{
  update_runs (self);
  update_words (self);
  update_baselines (self);
  nabla_chart_changed (self->chart);
}

void
nabla_curves_chart_set_legend_shown (NablaCurvesChart *self, gboolean shown)
{
  if (self->without_legend == !shown)
    return;
  self->without_legend = !shown;
  update_words (self);
  nabla_chart_changed (self->chart);
}

void
nabla_curves_chart_set_selected (NablaCurvesChart *self, NablaRun *selected)
{
  for (guint i = 0; i < self->curves->len; i++)
    nabla_run_curves_set_emphasized (self->curves->pdata[i],
                                     self->curves->len > 1 && selected != NULL &&
                                         nabla_run_group_has (self->groups->pdata[i], selected));
}

NablaRun *
nabla_curves_chart_pick (const NablaCurvesChart *self, double x, double y)
{
  PlotSeries *series = plot_chart_pick (plot_of (self), x, y);

  for (guint i = 0; series != NULL && i < self->curves->len; i++) {
    NablaRun *run = nabla_run_curves_find (self->curves->pdata[i], series);

    if (run != NULL)
      return run;
  }
  return NULL;
}

guint
nabla_curves_chart_get_lines (const NablaCurvesChart *self)
{
  guint lines = 0;

  for (guint i = 0; i < self->curves->len; i++)
    lines |= nabla_run_curves_get_lines (self->curves->pdata[i]);
  return lines;
}

gboolean
nabla_curves_chart_has_rings (const NablaCurvesChart *self)
{
  gboolean ringed = FALSE;

  for (guint i = 0; i < self->curves->len; i++)
    ringed = ringed || nabla_run_curves_has_ring (self->curves->pdata[i]);
  return ringed;
}
