/* SPDX-License-Identifier: MIT */
/* plot-chart.h: a chart of curves over a common x, drawn on a cairo_t: title, two axes, grid,
 * curves labelled at their ends (labels pushed apart, never overlapping), baselines as named dotted
 * lines, rings at the best epoch, a pointer with a read-out card of all shown runs at that x. An
 * empty chart says what would fill it. */
#pragma once

#include "plot/plot-scale.h"
#include "plot/plot-series.h"

#include <cairo.h>

typedef struct PlotChart PlotChart;

PlotChart *plot_chart_new (void);
void plot_chart_free (PlotChart *chart); /* frees its series too */

void plot_chart_set_title (PlotChart *chart, const char *title);
const char *plot_chart_title (const PlotChart *chart);
void plot_chart_set_subtitle (PlotChart *chart,
                              const char *subtitle); /* dim, at the right of the title */
const char *plot_chart_subtitle (const PlotChart *chart);
void plot_chart_set_empty_text (PlotChart *chart,
                                const char *text); /* shown while no visible series has a point */
void plot_chart_set_x (PlotChart *chart, const char *label, PlotScaleKind kind, PlotFormat format);
void plot_chart_set_y (PlotChart *chart, const char *label, PlotScaleKind kind, PlotFormat format);
void plot_chart_set_x_kind (PlotChart *chart, PlotScaleKind kind);
PlotScaleKind plot_chart_x_kind (const PlotChart *chart);
PlotScaleKind plot_chart_y_kind (const PlotChart *chart);
/* x reaches at least to `x_end` when fitted (the last epoch planned); NAN for none. */
void plot_chart_set_x_end (PlotChart *chart, double x_end);

/* The chart owns its series. */
void plot_chart_add_series (PlotChart *chart, PlotSeries *series);
void plot_chart_remove_series (PlotChart *chart, PlotSeries *series); /* frees it */
size_t plot_chart_n_series (const PlotChart *chart);
PlotSeries *plot_chart_series (const PlotChart *chart, size_t i);

/* A dotted horizontal line with its name at the right. Drawn only where it lies within the view: it
 * never widens it. */
void plot_chart_add_baseline (PlotChart *chart, double y, const char *label);
void plot_chart_clear_baselines (PlotChart *chart);

/* A vertical hairline where something happened ("η 0.1"), with a small label at its top; in a run's
 * colour or, where color is NULL, in grey. Drawn only within the view, as baselines are. */
void plot_chart_add_mark (PlotChart *chart, double x, const char *label);
void plot_chart_add_colored_mark (PlotChart *chart, double x, const char *label,
                                  const PlotColor *color);
void plot_chart_clear_marks (PlotChart *chart);

/* The run of this series (all series of its label and colour) stands out, the others step back;
 * NULL: all alike. */
void plot_chart_set_emphasis (PlotChart *chart, const PlotSeries *series);

/* For a lecture hall: lines times a factor; 1 at first. */
void plot_chart_set_stroke (PlotChart *chart, double factor);

/* One of many small charts: no room is kept for names at the right, the x axis stays unnamed, and
 * the figures at the pointer stand in the title's line instead of on a card. In a file it is as any
 * other, with `sheet_title` (copied) instead of its title. */
void plot_chart_set_small (PlotChart *chart, const char *sheet_title);
const char *plot_chart_sheet_title (const PlotChart *chart); /* of any chart */

/* px at the right of the title's line in which something else lies over the chart; 0 at first. */
void plot_chart_set_title_reserve (PlotChart *chart, double width);

/* The view: what part of the data is shown. It is fitted to the visible series until somebody zooms
 * or pans; plot_chart_fit() goes back to that. `px`, `py` in pixels of the last drawing. */
void plot_chart_fit (PlotChart *chart);
bool plot_chart_is_fitted (const PlotChart *chart);
void plot_chart_zoom (PlotChart *chart, double px, double py,
                      double factor); /* factor > 1 comes closer */
void plot_chart_pan (PlotChart *chart, double dx, double dy);
void plot_chart_get_view (const PlotChart *chart, double *x_low, double *x_high, double *y_low,
                          double *y_high);

/* The pointer: px in pixels of the last drawing, NAN when it left. True where something must be
 * redrawn. */
bool plot_chart_set_pointer (PlotChart *chart, double px, double py);
/* The same from the keyboard: moves to the next/previous x that has a point. */
bool plot_chart_step_pointer (PlotChart *chart, int step);
/* Points where `other` does: at the same x of the data, whatever the pixels; or nowhere. */
bool plot_chart_follow_pointer (PlotChart *chart, const PlotChart *other);

/* Points at the x that `other` points at, whether there is a point of this chart or not; or
 * nowhere. For charts that are compared. */
bool plot_chart_match_pointer (PlotChart *chart, const PlotChart *other);

/* Fits the charts together: what each shows while it is fitted contains the data of all of them, so
 * that heights can be compared. To be called again when data or charts change; true where a view is
 * another one than before. plot_chart_unshare_view lets a chart be fitted alone again. */
bool plot_charts_share_view (PlotChart *const *charts, size_t n);
void plot_chart_unshare_view (PlotChart *chart);
/* Shows what `other` shows, fitted or not; true where that is new. */
bool plot_chart_match_view (PlotChart *chart, const PlotChart *other);

/* The visible series whose curve is nearest to the pixel within 8 px, or NULL. */
PlotSeries *plot_chart_pick (const PlotChart *chart, double px, double py);

/* For charts of a column: leaves at least the margins that `other`, drawn as wide and
 * `other_height` high, needs beside its plot area, so that an x is on one vertical line in both. To
 * be called of both before they are drawn on `cr`; true where that changed something. */
bool plot_chart_match_margins (PlotChart *chart, const PlotChart *other, cairo_t *cr, double width,
                               double other_height, const PlotTheme *theme);

/* Draws at 0, 0 in width × height px. What did not change since the last drawing (grid, labels,
 * finished curves) is kept in a surface; the pointer and its read-out are drawn over it. */
void plot_chart_draw (PlotChart *chart, cairo_t *cr, double width, double height,
                      const PlotTheme *theme);

/* Device pixels per px where the target of the drawing cannot tell: GTK records drawings without a
 * scale. 1 at first. */
void plot_chart_set_pixel_ratio (PlotChart *chart, double ratio);

/* A sentence or two for screen readers that follows the data: what is plotted and for every visible
 * run the last x and the figures there, e.g. "Accuracy by epoch. η 0.25: epoch 3, training 95.1 %,
 * validation 94.2 %." Freed by the caller with free(). */
char *plot_chart_describe (const PlotChart *chart);
/* The read-out at the pointer as text, "Epoch 13: η 0.025 training 0.406, …"; NULL without pointer.
 * free(). */
char *plot_chart_read_out (const PlotChart *chart);
