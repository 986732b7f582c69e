/* SPDX-License-Identifier: MIT */
/* plot-series.h: the points of one curve and how it looks. Grows at its end; x ascends. A y that is
 * not finite is a gap. Every point is kept: thinning happens when drawing only. */
#pragma once

#include "plot/plot-color.h"

#include <stddef.h>

typedef enum { PLOT_SOLID, PLOT_DASHED, PLOT_DOTTED } PlotLine;

typedef struct PlotSeries PlotSeries;

PlotSeries *plot_series_new (void);
void plot_series_free (PlotSeries *series);

void plot_series_append (PlotSeries *series, double x, double y);
void plot_series_clear (PlotSeries *series);
size_t plot_series_length (const PlotSeries *series);
double plot_series_x (const PlotSeries *series, size_t i);
double plot_series_y (const PlotSeries *series, size_t i);

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
void plot_series_set_visible (PlotSeries *series, bool visible);
bool plot_series_visible (const PlotSeries *series);
void plot_series_set_end_label (
    PlotSeries *series, bool shown); /* write the label at the curve's end (one series of a run) */
bool plot_series_end_label (const PlotSeries *series);
void plot_series_set_mark_best (PlotSeries *series,
                                bool marked); /* ring at the highest y (the first of equals) */
bool plot_series_mark_best (const PlotSeries *series);

/* Counts every change, so that a cache of the drawing knows when it is stale. */
unsigned plot_series_generation (const PlotSeries *series);
