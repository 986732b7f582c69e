/* SPDX-License-Identifier: MIT */
/* nabla-curves-overlay.h: all runs in two charts, one above the other: the same runs, pointer and
 * x axis, two figures. */
#pragma once

#include "app/nabla-curves-chart.h"

typedef struct NablaCurvesOverlay NablaCurvesOverlay;

/* Charts and workbench must live as long. */
NablaCurvesOverlay *nabla_curves_overlay_new (NablaChart *upper, NablaChart *lower,
                                              NablaWorkbench *workbench);
void nabla_curves_overlay_free (NablaCurvesOverlay *self);

/* What the upper and the lower chart show. */
void nabla_curves_overlay_set_views (NablaCurvesOverlay *self, const NablaCurveView views[2]);
/* The kinds of their y scales alone: what is shown stays. */
void nabla_curves_overlay_set_scales (NablaCurvesOverlay *self, const NablaCurveView views[2]);

/* As of NablaCurvesChart. */
void nabla_curves_overlay_set_groups (NablaCurvesOverlay *self, const GPtrArray *groups);
void nabla_curves_overlay_set_selected (NablaCurvesOverlay *self, NablaRun *selected);
void nabla_curves_overlay_update (NablaCurvesOverlay *self);

/* The run whose curve is at this place of one of the charts, or NULL. */
NablaRun *nabla_curves_overlay_pick (const NablaCurvesOverlay *self, NablaChart *chart, double x,
                                     double y);
