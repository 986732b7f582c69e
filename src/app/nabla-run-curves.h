/* SPDX-License-Identifier: MIT */
/* nabla-run-curves.h: the curves of a group of runs in one chart: a series for each part of the
 * data set that is shown, in the group's colour. Several seeds are their mean within a band, or a
 * curve each. */
#pragma once

#include "app/nabla-chart.h"
#include "lab/nabla-run-group.h"

typedef enum {
  NABLA_CURVE_COST,
  NABLA_CURVE_ACCURACY,
  NABLA_CURVE_ERROR_RATE, /* 1 − accuracy */
  NABLA_CURVE_LEARNING_RATE,
  NABLA_N_CURVE_FIGURES,
} NablaCurveFigure;

typedef enum {
  NABLA_CURVE_EPOCHS,
  NABLA_CURVE_IMAGES,  /* trained with, so far */
  NABLA_CURVE_SECONDS, /* of training alone, so far */
} NablaCurveX;

typedef enum {
  NABLA_SPREAD_DEVIATION, /* mean ± standard deviation */
  NABLA_SPREAD_EXTREMES,  /* mean within least and greatest */
  NABLA_SPREAD_SINGLE,    /* a curve for each seed */
} NablaSpread;

typedef struct {
  NablaCurveFigure figure;
  NablaCurveX x;
  NablaSpread spread;
  gboolean training, validation, test; /* test figures also where there is no validation part */
  double smoothing;                    /* 0 … 0.99, see plot_series_set_smoothing */
} NablaCurveView;

typedef struct NablaRunCurves NablaRunCurves;

/* Adds the series with the records so far, and follows the group until it is freed; the chart must
 * live as long. */
NablaRunCurves *nabla_run_curves_new (NablaRunGroup *group, NablaChart *chart,
                                      const NablaCurveView *view);

/* Takes the series out of the chart. */
void nabla_run_curves_free (NablaRunCurves *curves);

NablaRunGroup *nabla_run_curves_get_group (const NablaRunCurves *curves);
NablaChart *nabla_run_curves_get_chart (const NablaRunCurves *curves);

/* The run that the series is of, or the first of those that it is the mean of; NULL where it is
 * none of this group. */
NablaRun *nabla_run_curves_find (const NablaRunCurves *curves, const PlotSeries *series);

/* Images that an epoch of the run trains with. */
double nabla_run_curves_images_of_epoch (NablaRun *run);

/* Draws the curves stronger than those of others. */
void nabla_run_curves_set_emphasized (NablaRunCurves *curves, gboolean emphasized);
