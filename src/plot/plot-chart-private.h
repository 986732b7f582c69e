/* SPDX-License-Identifier: MIT */
/* plot-chart-private.h: what the files that make up a chart share. */
#pragma once

#include "plot/plot-chart.h"
#include "plot/plot-raster.h"
#include "plot/plot-series-private.h"

#include <pango/pangocairo.h>

#include <stdint.h>

typedef struct {
  double y;
  char *label;
} PlotBaseline;

/* A vertical line where something happened. */
typedef struct {
  double x;
  char *label;
  bool colored;
  PlotColor color;
} PlotMark;

/* A series of the chart and how far the cached surface has it. */
typedef struct {
  PlotSeries *series;
  size_t drawn;          /* points */
  double dash, raw_dash; /* px along the curve, so that dashes go on where they ended */
} PlotEntry;

typedef struct {
  double x_low, x_high, y_low, y_high;
} PlotView;

/* What lies beside the plot area, px. */
typedef struct {
  double left, right;
} PlotMargins;

/* Where things are in one drawing. */
typedef struct {
  double width, height;
  double left, top, right, bottom; /* of the plot area */
  PlotScale x, y;
  size_t n_x_ticks, n_y_ticks;
  PlotTick x_ticks[PLOT_MAX_TICKS], y_ticks[PLOT_MAX_TICKS];
} PlotFrame;

/* What lies behind what. The front ones have surfaces of their own only where something can come to
 * lie behind them later. */
typedef enum { PLOT_BANDS, PLOT_FAINT, PLOT_CURVES, PLOT_N_LAYERS } PlotLayer;

/* What a picture depends on but appended points. */
typedef struct {
  uint64_t signature;
  double width, height, scale;
  PlotView view;
  PlotTheme theme;
} PlotState;

struct PlotChart {
  char *title, *sheet_title, *subtitle, *empty_text, *x_label, *y_label;
  PlotScaleKind x_kind, y_kind;
  PlotFormat x_format, y_format;
  double x_end;
  PlotEntry *entries;
  size_t n_entries, entry_capacity;
  PlotBaseline *baselines;
  size_t n_baselines;
  PlotMark *marks;
  size_t n_marks;
  const PlotSeries *emphasis; /* one of entries, or NULL */
  double stroke;              /* a factor */

  bool small;
  double title_reserve; /* px */
  PlotMargins margins;  /* the least */

  bool fitted;
  PlotView view;  /* while not fitted */
  PlotView least; /* what the fitted view contains; NAN for nothing */

  bool pointed;
  double pointer_x; /* data: an x that has a point */
  double pointer_y; /* px; NAN when moved by keyboard */

  uint64_t generation; /* of everything but the points */
  double pixel_ratio;

  PlotFrame frame; /* of the last drawing */
  bool framed;
  cairo_surface_t *layers[PLOT_N_LAYERS]; /* all but what stands on the curves and the pointer */
  PlotLayer layer_of[PLOT_N_LAYERS];      /* the one that this one is drawn on */
  cairo_surface_t *marked;                /* all layers with that, made when a pointer comes */
  bool marked_is_current;
  PlotState surface_state;
  PlotState matched_state;       /* of the chart that `margins` were matched with … */
  const PlotChart *matched_with; /* … which may be gone; NULL before */
};

/* plot-chart-view.c */
bool plot_chart_has_points (const PlotChart *chart); /* that are visible */
PlotView plot_chart_view (const PlotChart *chart);
/* The x nearest to `x` among the visible series' points; false where there is none. */
bool plot_chart_snap (const PlotChart *chart, double x, double *snapped);
/* The point of a series at that x, −1 for none: at exactly that x on an axis of epochs; on one of
 * images or seconds, where each run has its own places, the nearest one of a curve that is there.
 */
ptrdiff_t plot_chart_point_at (const PlotChart *chart, const PlotSeries *series, double x);
/* Its y, NAN for none. */
double plot_chart_y_at (const PlotChart *chart, const PlotSeries *series, double x);

/* plot-chart-share.c */
/* Widens the first so that it contains the second; NAN is nothing. */
void plot_view_add (PlotView *view, const PlotView *other);

/* plot-chart-type.c */
double plot_font_px (const PlotTheme *theme);
/* One line of text, unreferenced by the caller and not changed: it is shared. Ellipsized beyond
 * max_width px unless that is negative. `size` is relative to the theme's text. */
PangoLayout *plot_text_layout (cairo_t *cr, const PlotTheme *theme, const char *text, double size,
                               bool bold, double max_width);
double plot_layout_width (PangoLayout *layout);
/* With the left end (align 0), middle (0.5) or right end (1) at x and the middle of the line at y.
 */
void plot_show_layout (cairo_t *cr, PangoLayout *layout, double x, double y, double align);
/* Lays one line out and shows it in that colour; returns how wide it is. */
double plot_show_text (cairo_t *cr, const PlotTheme *theme, const char *text, double size,
                       bool bold, PlotColor color, double x, double y, double align,
                       double max_width);

/* plot-chart-draw.c */
void plot_set_color (cairo_t *cr, PlotColor color);
PlotColor plot_ring_fill (const PlotTheme *theme);
bool plot_too_small (double width, double height); /* for anything legible */
/* All that lies under the curves: background, titles, grid, ticks, baselines. */
void plot_draw_base (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                     const PlotTheme *theme);
void plot_clip_curves (cairo_t *cr, const PlotFrame *frame, const PlotTheme *theme);
/* With the same clip. */
PlotRaster *plot_curve_raster (cairo_surface_t *surface, const PlotFrame *frame,
                               const PlotTheme *theme);
/* Everything but the pointer. */
void plot_draw_whole (const PlotChart *chart, cairo_t *cr, const PlotFrame *frame,
                      const PlotTheme *theme);
/* Without cache and pointer, for files, with these margins at least; leaves the chart as it was. */
void plot_chart_draw_plain (const PlotChart *chart, cairo_t *cr, double width, double height,
                            PlotMargins margins, const PlotTheme *theme);
/* The margins that it would have by itself there. */
PlotMargins plot_chart_plain_margins (const PlotChart *chart, cairo_t *cr, double width,
                                      double height, const PlotTheme *theme);

/* plot-chart-frame.c */
void plot_chart_frame (const PlotChart *chart, cairo_t *cr, double width, double height,
                       const PlotTheme *theme, PlotFrame *frame);
/* What the chart needs by itself, whatever its least margins are; nothing while it is empty. */
PlotMargins plot_chart_own_margins (const PlotChart *chart, cairo_t *cr, double width,
                                    double height, const PlotTheme *theme);
/* The larger at each side. */
PlotMargins plot_margins_of_both (PlotMargins a, PlotMargins b);

/* plot-chart-curve.c */
typedef struct {
  const double *values; /* of the series' points */
  PlotColor color;
  double width; /* px */
  PlotLine line;
  PlotRaster *raster; /* draws in place of the cairo_t where it is not NULL */
} PlotStroke;

/* The points from *from on that show, and one beyond each edge; false for none. */
bool plot_points_in_view (const PlotSeries *series, const PlotFrame *frame, size_t *from,
                          size_t *to);
/* The points from `from` on; *dash as in PlotEntry. */
void plot_draw_curve (cairo_t *cr, const PlotSeries *series, const PlotFrame *frame,
                      const PlotStroke *stroke, size_t from, double *dash);

/* plot-chart-band.c */
void plot_draw_band (cairo_t *cr, PlotRaster *raster, const PlotSeries *series,
                     const PlotFrame *frame, PlotColor color, size_t from);

/* plot-chart-layers.c */
bool plot_same_run (const PlotSeries *a, const PlotSeries *b);
/* Of a chart with an emphasis: not of the run that stands out. */
bool plot_steps_back (const PlotChart *chart, const PlotSeries *series);
/* Is of the run that does; or, in a chart without an emphasis, is drawn thicker than others. */
bool plot_stands_out (const PlotChart *chart, const PlotSeries *series);
/* As the curve is drawn: grey for a ghost, near the background for what steps back. */
PlotColor plot_drawn_color (const PlotChart *chart, const PlotSeries *series,
                            const PlotTheme *theme);
PlotColor plot_label_color (const PlotChart *chart, const PlotSeries *series,
                            const PlotTheme *theme);
/* The theme with the chart's factors. */
PlotTheme plot_chart_theme (const PlotChart *chart, const PlotTheme *theme);
bool plot_layer_is_used (const PlotChart *chart, PlotLayer layer);
/* So many lines that cairo would take long. */
bool plot_is_dense (const PlotChart *chart);
/* What the entry has on this layer, from its point `drawn` on; moves the dashes, not `drawn`. By
 * the raster where it is not NULL, which has the same picture as the cairo_t much sooner. */
void plot_draw_on_layer (const PlotChart *chart, PlotEntry *entry, PlotLayer layer, cairo_t *cr,
                         PlotRaster *raster, const PlotFrame *frame, const PlotTheme *theme);

/* plot-chart-labels.c */
typedef struct {
  double x, y;     /* left end and middle, px; y is where it would like to be */
  double width;    /* px */
  double anchor_x; /* the end of the curve */
  double anchor_y;
  bool shown; /* false where there was no room */
  bool bold;
  const char *text; /* borrowed */
  PlotColor color;
} PlotLabel;

/* Moves labels whose widths overlap apart to `height` px, within top … bottom and as little as
 * possible. Where not all fit, those that come first in the array give way. Orders the array by x
 * and y. */
void plot_labels_push_apart (PlotLabel *labels, size_t n, double height, double top, double bottom);
/* Rings, dots at the ends of curves, and labels. */
void plot_draw_marks (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                      const PlotTheme *theme);

/* plot-chart-readout.c */
void plot_draw_pointer (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                        const PlotTheme *theme);
/* The card's rectangle on a chart of frame's size: beside x, within the chart. */
void plot_card_place (const PlotFrame *frame, double x, double y, double width, double height,
                      double *left, double *top);
/* A run: the visible series of one label and colour, one a role. */
#define PLOT_MAX_PARTS 8
typedef struct {
  const char *label;
  PlotColor color;
  size_t n;
  const PlotSeries *parts[PLOT_MAX_PARTS];
} PlotRow;
/* The runs that have a point at x, or all that have a point where x is NAN. free() *rows. */
size_t plot_chart_rows (const PlotChart *chart, double x, PlotRow **rows); /* free() */
/* "0.406", with a band "0.406 ± 0.005" or "0.406 (0.400 – 0.409)"; "–" for none. */
void plot_chart_figure (const PlotChart *chart, const PlotSeries *series, double x, char *text,
                        size_t size);
const char *plot_role_text (const PlotSeries *series); /* translated */

/* plot-chart-small.c */
/* The figures at the pointer in the title's line, as far as they fit. */
void plot_draw_small_read_out (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                               const PlotTheme *theme, const PlotRow *rows, size_t n_rows);

/* plot-chart-text.c */
/* A point's place on the axis, rounded to what tells it apart from its neighbours. */
void plot_chart_place_number (const PlotChart *chart, double x, char *text, size_t size);
/* "Epoch 13" */
void plot_chart_place_text (const PlotChart *chart, double x, bool start_of_line, char *text,
                            size_t size);
