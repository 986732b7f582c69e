/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-overlay.h"

enum { UPPER, LOWER, N_CHARTS };

struct NablaCurvesOverlay {
  NablaCurvesChart *charts[N_CHARTS];
};

/* The lower chart explains the lines of both, as long as they mean the same. */
static void
update_legends (NablaCurvesOverlay *self)
{
  guint upper = nabla_curves_chart_get_lines (self->charts[UPPER]);
  guint lower = nabla_curves_chart_get_lines (self->charts[LOWER]);
  gboolean layers = FALSE;

  for (int i = 0; i < N_CHARTS; i++)
    layers = layers ||
             nabla_curves_chart_get_view (self->charts[i])->figure == NABLA_CURVE_GRADIENT_NORM;
  nabla_curves_chart_set_legend_shown (self->charts[UPPER], layers || (upper & ~lower) != 0);
}

NablaCurvesOverlay *
nabla_curves_overlay_new (NablaChart *upper, NablaChart *lower, NablaWorkbench *workbench)
{
  NablaCurvesOverlay *self = g_new0 (NablaCurvesOverlay, 1);

  self->charts[UPPER] = nabla_curves_chart_new (upper, workbench, FALSE);
  self->charts[LOWER] = nabla_curves_chart_new (lower, workbench, FALSE);
  nabla_chart_set_partner (upper, lower);
  nabla_chart_set_partner (lower, upper);
  return self;
}

void
nabla_curves_overlay_free (NablaCurvesOverlay *self)
{
  for (int i = 0; i < N_CHARTS; i++)
    nabla_curves_chart_free (self->charts[i]);
  g_free (self);
}

void
nabla_curves_overlay_set_views (NablaCurvesOverlay *self, const NablaCurveView views[2])
{
  for (int i = 0; i < N_CHARTS; i++)
    nabla_curves_chart_set_view (self->charts[i], &views[i]);
  update_legends (self);
}

void
nabla_curves_overlay_set_scales (NablaCurvesOverlay *self, const NablaCurveView views[2])
{
  for (int i = 0; i < N_CHARTS; i++) {
    NablaChart *chart = nabla_curves_chart_get_chart (self->charts[i]);
    gboolean now;

    g_object_get (chart, "logarithmic", &now, NULL);
    if (now != views[i].log_y)
      g_object_set (chart, "logarithmic", views[i].log_y, NULL);
  }
}

void
nabla_curves_overlay_set_groups (NablaCurvesOverlay *self, const GPtrArray *groups)
{
  for (int i = 0; i < N_CHARTS; i++)
    nabla_curves_chart_set_groups (self->charts[i], groups);
  update_legends (self);
}

void
nabla_curves_overlay_set_selected (NablaCurvesOverlay *self, NablaRun *selected)
{
  for (int i = 0; i < N_CHARTS; i++)
    nabla_curves_chart_set_selected (self->charts[i], selected);
}

void
nabla_curves_overlay_update (NablaCurvesOverlay *self)
{
  for (int i = 0; i < N_CHARTS; i++)
    nabla_curves_chart_update (self->charts[i]);
  update_legends (self);
}

NablaRun *
nabla_curves_overlay_pick (const NablaCurvesOverlay *self, NablaChart *chart, double x, double y)
{
  gboolean upper = chart == nabla_curves_chart_get_chart (self->charts[UPPER]);

  return nabla_curves_chart_pick (self->charts[upper ? UPPER : LOWER], x, y);
}
