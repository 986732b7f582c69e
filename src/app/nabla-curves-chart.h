/* SPDX-License-Identifier: MIT */
/* nabla-curves-chart.h: a chart of the curves of some groups of runs: its axes and legend, where
 * rates were changed, and lines to hold accuracies against. */
#pragma once

#include "app/nabla-run-curves.h"
#include "lab/nabla-workbench.h"

typedef struct NablaCurvesChart NablaCurvesChart;

/* `single`: one of many small charts, whose title is its run: without names at the curves, legend
 * and lines to compare with. Chart and workbench must live as long. */
NablaCurvesChart *nabla_curves_chart_new (NablaChart *chart, NablaWorkbench *workbench,
                                          gboolean single);
void nabla_curves_chart_free (NablaCurvesChart *self); /* takes the curves out of the chart */

NablaChart *nabla_curves_chart_get_chart (const NablaCurvesChart *self);

/* Shows something else; all curves are made anew: rare, and simpler than to change each. */
void nabla_curves_chart_set_view (NablaCurvesChart *self, const NablaCurveView *view);
const NablaCurveView *nabla_curves_chart_get_view (const NablaCurvesChart *self);

/* Of NablaRunGroup. Groups that were shown already keep their curves. */
void nabla_curves_chart_set_groups (NablaCurvesChart *self, const GPtrArray *groups);

/* After a change of the groups' look or rates, or of the data set: what follows from it. */
void nabla_curves_chart_update (NablaCurvesChart *self);

/* Whether its legend is shown, TRUE at first: another chart may explain the same lines. */
void nabla_curves_chart_set_legend_shown (NablaCurvesChart *self, gboolean shown);

/* The curves of the selected run are drawn stronger, where there are others. */
void nabla_curves_chart_set_selected (NablaCurvesChart *self, NablaRun *selected);

/* The run whose curve is at this place of the chart, or NULL. */
NablaRun *nabla_curves_chart_pick (const NablaCurvesChart *self, double x, double y);

/* Which lines it has, as those of its groups: see nabla_run_curves_get_lines. */
guint nabla_curves_chart_get_lines (const NablaCurvesChart *self);
/* Whether best epochs are ringed. */
gboolean nabla_curves_chart_has_rings (const NablaCurvesChart *self);
