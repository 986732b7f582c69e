/* SPDX-License-Identifier: MIT */
/* plot-series.h: the points of one curve and how it looks. Grows at its end; x ascends. A y that is
 * not finite is a gap. Every point is kept: thinning and smoothing happen when drawing only. */
#pragma once

#include "plot/plot-color.h"

#include <stddef.h>

typedef enum { PLOT_SOLID, PLOT_DASHED, PLOT_DOTTED } PlotLine;

typedef struct PlotSeries PlotSeries;

PlotSeries *plot_series_new (void);
void plot_series_free (PlotSeries *series);

void plot_series_append (PlotSeries *series, double x, double y);
/* A point of a mean over runs, with the band around it: mean ± deviation, or least and greatest.
 * Where low or high is not finite the band has a gap. */
void plot_series_append_band (PlotSeries *series, double x, double y, double low, double high);
/* The band of all points: n must be the series' length; NULL takes the band away. */
void plot_series_set_band (PlotSeries *series, const double *low, const double *high, size_t n);
/* All points at once; low and high may be NULL. What is the same as before costs nothing, and what
 * only adds to it is drawn as if appended: for means that are computed anew. */
void plot_series_set_points (PlotSeries *series, const double *x, const double *y,
                             const double *low, const double *high, size_t n);
void plot_series_clear (PlotSeries *series);
size_t plot_series_length (const PlotSeries *series);
double plot_series_x (const PlotSeries *series, size_t i);
double plot_series_y (const PlotSeries *series, size_t i);
bool plot_series_has_band (const PlotSeries *series);
double plot_series_low (const PlotSeries *series, size_t i); /* of the band; NAN for none */
double plot_series_high (const PlotSeries *series, size_t i);

/* Draws the exponential moving average of the points, with the curve itself faint behind it. The
 * weight of all that came before, 0 (none, no smoothing) … 0.99; debiased, v ← v + (1 − s) / (1 −
 * sᵏ) (y − v) at the k-th point, so that a constant stays what it is. Gaps stay gaps. */
void plot_series_set_smoothing (PlotSeries *series, double weight);
double plot_series_smoothing (const PlotSeries *series);
/* The average at point i; y itself without smoothing. */
double plot_series_smoothed (const PlotSeries *series, size_t i);

/* The index of the point whose x is nearest to `x`; −1 for an empty series. */
ptrdiff_t plot_series_nearest (const PlotSeries *series, double x);

void plot_series_set_label (
    PlotSeries *series,
    const char *label); /* of the run: "η 0.25"; copied; shown at the curve's end */
const char *plot_series_label (const PlotSeries *series);
void plot_series_set_role (
    PlotSeries *series,
    const char *role); /* "training", "validation", "test": for read-out, description, CSV */
const char *plot_series_role (const PlotSeries *series);
void plot_series_set_color (PlotSeries *series, PlotColor color);
PlotColor plot_series_color (const PlotSeries *series);
void plot_series_set_line (PlotSeries *series, PlotLine line);
PlotLine plot_series_line (const PlotSeries *series);
/* Times the theme's line width; 1 at first. */
void plot_series_set_width (PlotSeries *series, double factor);
double plot_series_width (const PlotSeries *series);
/* A published curve to compare with: thin grey dashes behind the others. Its role, if it has none
 * of its own, is "published". */
void plot_series_set_ghost (PlotSeries *series, bool ghost);
bool plot_series_ghost (const PlotSeries *series);
void plot_series_set_visible (PlotSeries *series, bool visible);
bool plot_series_visible (const PlotSeries *series);
void plot_series_set_end_label (
    PlotSeries *series, bool shown); /* write the label at the curve's end (one series of a run) */
bool plot_series_end_label (const PlotSeries *series);
void plot_series_set_mark_best (PlotSeries *series,
                                bool marked); /* ring at the highest y (the first of equals) */
bool plot_series_mark_best (const PlotSeries *series);
/* Whether the pointer reads its figures, TRUE at first. plot_chart_describe always does. */
void plot_series_set_pointed (PlotSeries *series, bool pointed);

/* Counts every change, so that a cache of the drawing knows when it is stale. */
unsigned plot_series_generation (const PlotSeries *series);
