/* SPDX-License-Identifier: MIT */
/* nabla-curve-view.h: what a chart of curves shows: which figure, over what, of which parts of the
 * data set, how several seeds are drawn, and how smooth; and what that is called. */
#pragma once

#include "plot/plot-scale.h"

#include <glib.h>

typedef enum {
  NABLA_CURVE_COST,
  NABLA_CURVE_ACCURACY,
  NABLA_CURVE_ERROR_RATE, /* 1 − accuracy */
  NABLA_CURVE_LEARNING_RATE,
  NABLA_CURVE_GRADIENT_NORM, /* a curve for each layer of weights */
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
  gboolean log_x, log_y;
  NablaSpread spread;
  gboolean training, validation, test; /* test figures also where there is no validation part */
  double smoothing;                    /* 0 … 0.99, see plot_series_set_smoothing */
} NablaCurveView;

/* Translated, of a chart and of its y axis. */
const char *nabla_curve_figure_get_title (NablaCurveFigure figure);
PlotFormat nabla_curve_figure_get_format (NablaCurveFigure figure);
/* Whether its scale is logarithmic at first. */
gboolean nabla_curve_figure_is_logarithmic (NablaCurveFigure figure);

/* "Epoch", "Images", "Time"; translated. */
const char *nabla_curve_x_get_label (NablaCurveX x);
PlotFormat nabla_curve_x_get_format (NablaCurveX x);

/* "— training  ╌ validation  ○ best epoch", or "— layer 1  ╌ 2" where the curves are of layers: of
 * those whose bit is set in `lines`, with the ring where there is one. Translated; g_free it. */
char *nabla_curve_view_legend (const NablaCurveView *view, guint lines, gboolean ringed);

/* What is said where there is nothing to draw: yet, where something is `coming`. Translated. */
const char *nabla_curve_view_get_empty_text (const NablaCurveView *view, gboolean coming);
