/* SPDX-License-Identifier: MIT */
/* nabla-run-curves.h: the curves of one run in the chart of cost and in the chart of accuracy: one
 * series for each figure that is shown, in the run's colour. */
#pragma once

#include "app/nabla-chart.h"
#include "lab/nabla-run.h"

typedef struct NablaRunCurves NablaRunCurves;

/* Adds the series with the records so far, and follows the run until it is freed; the charts must
 * live as long. */
NablaRunCurves *nabla_run_curves_new (NablaRun *run, NablaChart *cost, NablaChart *accuracy);

/* Takes the series out of the charts. */
void nabla_run_curves_free (NablaRunCurves *curves);

NablaRun *nabla_run_curves_get_run (const NablaRunCurves *curves);

/* Whether the series is one of this run. */
gboolean nabla_run_curves_has (const NablaRunCurves *curves, const PlotSeries *series);
