/* SPDX-License-Identifier: MIT */
/* What of a series lies on which layer, and how it looks there: bands behind all, then what is
 * faint (ghosts, raw curves behind smoothed ones, runs that step back), then the curves. */
#include "plot/plot-chart-private.h"

#include <string.h>

#define DENSE 16 /* curves from which on a raster is worth its memory */

bool
plot_same_run (const PlotSeries *a, const PlotSeries *b)
{
  return strcmp (plot_series_label (a), plot_series_label (b)) == 0 &&
         a->color.red == b->color.red && a->color.green == b->color.green &&
         a->color.blue == b->color.blue;
}

bool
plot_steps_back (const PlotChart *chart, const PlotSeries *series)
{
  return chart->emphasis != NULL && series != chart->emphasis && !series->ghost &&
         !plot_same_run (chart->emphasis, series);
}

bool
plot_stands_out (const PlotChart *chart, const PlotSeries *series)
{
  if (series->ghost)
    return false;
  return chart->emphasis != NULL ? !plot_steps_back (chart, series) : series->width > 1;
}

PlotTheme
plot_chart_theme (const PlotChart *chart, const PlotTheme *theme)
{
  PlotTheme scaled = *theme;

  scaled.line_width *= chart->stroke;
  return scaled;
}

/* Opaque, since strokes in pieces overlap at their ends. */
static PlotColor
toward_background (PlotColor color, const PlotTheme *theme, double part)
{
  PlotColor ground = theme->background;

  return (PlotColor){ color.red + part * (ground.red - color.red),
                      color.green + part * (ground.green - color.green),
                      color.blue + part * (ground.blue - color.blue), color.alpha };
}

PlotColor
plot_drawn_color (const PlotChart *chart, const PlotSeries *series, const PlotTheme *theme)
{
  if (series->ghost && chart->emphasis != NULL && !plot_same_run (chart->emphasis, series))
    return toward_background (theme->dim, theme, 0.6);
  if (series->ghost)
    return theme->dim;
  if (plot_steps_back (chart, series))
    return toward_background (series->color, theme, 0.78);
  return series->color;
}

PlotColor
plot_label_color (const PlotChart *chart, const PlotSeries *series, const PlotTheme *theme)
{
  PlotColor color = series->ghost ? theme->dim : series->color;

  /* Fainter, but to be read. */
  if (plot_steps_back (chart, series))
    color = toward_background (color, theme, 0.45);
  color.alpha = 1;
  return color;
}

static PlotColor
band_color (const PlotChart *chart, const PlotSeries *series, const PlotTheme *theme)
{
  PlotColor color = series->ghost ? theme->dim : series->color;

  color.alpha *= theme->dark ? 0.26 : 0.18;
  if (plot_steps_back (chart, series))
    color.alpha *= 0.35;
  return color;
}

static PlotStroke
curve_stroke (const PlotChart *chart, const PlotSeries *series, const PlotTheme *theme)
{
  PlotStroke stroke = { .values = plot_series_curve (series),
                        .color = plot_drawn_color (chart, series, theme),
                        .width = theme->line_width * series->width,
                        .line = series->line };

  if (series->ghost) {
    stroke.width *= 0.6;
    stroke.line = PLOT_DASHED;
  } else if (plot_steps_back (chart, series)) {
    stroke.width *= 0.75;
  } else if (chart->emphasis != NULL) {
    stroke.width *= 1.25;
  }
  return stroke;
}

static PlotStroke
raw_stroke (const PlotChart *chart, const PlotSeries *series, const PlotTheme *theme)
{
  PlotStroke stroke = curve_stroke (chart, series, theme);

  stroke.values = series->y;
  stroke.color = toward_background (stroke.color, theme, 0.66);
  stroke.width *= 0.7;
  return stroke;
}

static PlotLayer
layer_of_curve (const PlotChart *chart, const PlotSeries *series)
{
  return series->ghost || plot_steps_back (chart, series) ? PLOT_FAINT : PLOT_CURVES;
}

bool
plot_layer_is_used (const PlotChart *chart, PlotLayer layer)
{
  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    if (!series->visible)
      continue;
    if ((layer == PLOT_BANDS && series->low != NULL) ||
        (layer == PLOT_FAINT && series->smooth != NULL) || layer_of_curve (chart, series) == layer)
      return true;
  }
  return false;
}

bool
plot_is_dense (const PlotChart *chart)
{
  size_t n = 0;

  for (size_t i = 0; i < chart->n_entries; i++)
    n += chart->entries[i].series->visible;
  return n >= DENSE;
}

void
plot_draw_on_layer (const PlotChart *chart, PlotEntry *entry, PlotLayer layer, cairo_t *cr,
                    PlotRaster *raster, const PlotFrame *frame, const PlotTheme *theme)
{
  const PlotSeries *series = entry->series;
  size_t from = entry->drawn > 0 ? entry->drawn - 1 : 0;
  PlotStroke stroke;

  if (!series->visible)
    return;
  if (layer == PLOT_BANDS)
    plot_draw_band (cr, raster, series, frame, band_color (chart, series, theme), from);
  if (layer == PLOT_FAINT && series->smooth != NULL) {
    stroke = raw_stroke (chart, series, theme);
    stroke.raster = raster;
    plot_draw_curve (cr, series, frame, &stroke, from, &entry->raw_dash);
  }
  if (layer_of_curve (chart, series) == layer) {
    stroke = curve_stroke (chart, series, theme);
    stroke.raster = raster;
    plot_draw_curve (cr, series, frame, &stroke, from, &entry->dash);
  }
}
