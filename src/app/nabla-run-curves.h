/* SPDX-License-Identifier: MIT */
/* nabla-run-curves.h: the curves of a group of runs in one chart: a series for each part of the
 * data set that is shown, or for each layer, in the group's colour. Several seeds are their mean
 * within a band, or a curve each. */
#pragma once

#include "app/nabla-chart.h"
#include "app/nabla-curve-view.h"
#include "lab/nabla-run-group.h"

typedef struct NablaRunCurves NablaRunCurves;

/* Adds the series with the records so far, and follows the group until it is freed; the chart must
 * live as long. `named` curves have their run's name at their ends. */
NablaRunCurves *nabla_run_curves_new (NablaRunGroup *group, NablaChart *chart,
                                      const NablaCurveView *view, gboolean named);

/* Takes the series out of the chart. */
void nabla_run_curves_free (NablaRunCurves *curves);

/* The run that the series is of, or the first of those that it is the mean of; NULL where it is
 * none of this group. */
NablaRun *nabla_run_curves_find (const NablaRunCurves *curves, const PlotSeries *series);

/* Which lines there are: a bit for each part of the data set (training, validation, test), or for
 * each layer of weights. */
guint nabla_run_curves_get_lines (const NablaRunCurves *curves);
/* Whether the best epoch is ringed: only on the curve of the score. */
gboolean nabla_run_curves_has_ring (const NablaRunCurves *curves);

/* Images that an epoch of the run trains with. */
double nabla_run_curves_images_of_epoch (NablaRun *run);

/* Draws the curves stronger than those of others. */
void nabla_run_curves_set_emphasized (NablaRunCurves *curves, gboolean emphasized);
