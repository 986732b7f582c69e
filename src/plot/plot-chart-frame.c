/* SPDX-License-Identifier: MIT */
/* Where the plot area lies: as large as titles, ticks and the labels at the curves' ends let it be.
 */
#include "plot/plot-chart-private.h"
#include "plot/plot-number.h"

#include <math.h>

#define GUTTER_SHARE 0.3 /* of the width, for labels at the right */

static double
text_width (cairo_t *cr, const PlotTheme *theme, const char *text, bool bold)
{
  PangoLayout *layout;
  double width;

  if (text == NULL || *text == '\0')
    return 0;
  layout = plot_text_layout (cr, theme, text, 0.92, bold, -1);
  width = plot_layout_width (layout);
  g_object_unref (layout);
  return width;
}

static double
widest_tick (cairo_t *cr, const PlotTheme *theme, const PlotTick *ticks, size_t n)
{
  double widest = 0;

  for (size_t i = 0; i < n; i++)
    widest = fmax (widest, text_width (cr, theme, ticks[i].label, false));
  return widest;
}

static double
right_gutter (const PlotChart *chart, cairo_t *cr, const PlotTheme *theme, const PlotFrame *frame)
{
  double unit = plot_font_px (theme), widest = 0, least;

  if (chart->small) {
    char last[64];
    plot_number_place (last, sizeof last, frame->x.high, chart->x_format);
    return ceil (fmax (unit, text_width (cr, theme, last, false) / 2 + 2));
  }
  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    if (series->visible && series->end_label && series->n_finite > 0)
      widest = fmax (widest, text_width (cr, theme, plot_series_label (series), true) + unit);
  }
  for (size_t i = 0; i < chart->n_baselines; i++) {
    const PlotBaseline *baseline = &chart->baselines[i];
    if (baseline->y >= frame->y.low && baseline->y <= frame->y.high)
      widest = fmax (widest, text_width (cr, theme, baseline->label, false) + 0.6 * unit);
  }
  least = text_width (cr, theme, chart->x_label, false) + 2 * unit;
  if (chart->x_format == PLOT_COUNT) {
    /* The last number may be wide, and the name stands after it. */
    char last[64];
    plot_number_place (last, sizeof last, round (frame->x.high), PLOT_COUNT);
    least += fmax (text_width (cr, theme, last, false) / 2 - unit, 0);
  }
  widest = fmin (fmax (widest, least), GUTTER_SHARE * frame->width);
  return fmax (ceil (widest), unit);
}

static void
set_x_ticks (const PlotChart *chart, cairo_t *cr, const PlotTheme *theme, PlotFrame *frame)
{
  double unit = plot_font_px (theme), spacing = 3.4 * unit, width = frame->right - frame->left;

  for (int attempt = 0; attempt < 3; attempt++) {
    size_t max = (size_t) fmin (fmax (width / spacing, 2), PLOT_MAX_TICKS);
    double widest;
    frame->n_x_ticks = plot_scale_ticks (&frame->x, chart->x_format, max, frame->x_ticks);
    widest = widest_tick (cr, theme, frame->x_ticks, frame->n_x_ticks) + unit;
    if (widest <= spacing)
      break;
    spacing = widest;
  }
}

void
plot_chart_frame (const PlotChart *chart, cairo_t *cr, double width, double height,
                  const PlotTheme *theme, PlotFrame *frame)
{
  PlotView view = plot_chart_view (chart);
  double unit = plot_font_px (theme), ticks_width;
  bool titled = *chart->title != '\0' || *chart->subtitle != '\0';
  size_t max;

  frame->width = width;
  frame->height = height;
  frame->top = round (!titled ? unit : chart->small ? 2 * unit : 2.7 * unit);
  frame->bottom = fmax (round (height - 2 * unit), frame->top + 1);
  frame->x = (PlotScale){ chart->x_kind, view.x_low, view.x_high, 0, 1 };
  frame->y = (PlotScale){ chart->y_kind, view.y_low, view.y_high, frame->bottom, frame->top };
  max = (size_t) fmin (fmax ((frame->bottom - frame->top) / (2.3 * unit), 2), PLOT_MAX_TICKS);
  frame->n_y_ticks = plot_scale_ticks (&frame->y, chart->y_format, max, frame->y_ticks);

  /* A left margin that most labels fit into keeps the charts of a column aligned. */
  ticks_width = widest_tick (cr, theme, frame->y_ticks, frame->n_y_ticks);
  frame->left = ceil (fmax (ticks_width + unit, chart->small ? 0 : 4 * unit));
  frame->left = fmax (frame->left, chart->margins.left);
  frame->right =
      floor (width - fmax (right_gutter (chart, cr, theme, frame), chart->margins.right));
  frame->right = fmax (frame->right, frame->left + 1);
  frame->x.start = frame->left;
  frame->x.end = frame->right;
  set_x_ticks (chart, cr, theme, frame);
}

PlotMargins
plot_chart_own_margins (const PlotChart *chart, cairo_t *cr, double width, double height,
                        const PlotTheme *theme)
{
  PlotChart alone = *chart;
  PlotFrame frame;

  if (plot_too_small (width, height) || !plot_chart_has_points (chart))
    return (PlotMargins){ 0, 0 };
  alone.margins = (PlotMargins){ 0, 0 };
  plot_chart_frame (&alone, cr, width, height, theme, &frame);
  return (PlotMargins){ frame.left, width - frame.right };
}

PlotMargins
plot_margins_of_both (PlotMargins a, PlotMargins b)
{
  return (PlotMargins){ fmax (a.left, b.left), fmax (a.right, b.right) };
}
