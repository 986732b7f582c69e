/* SPDX-License-Identifier: MIT */
/* sample-chart.h: a chart of invented accuracies for the tests, and a surface to draw on. */
#pragma once

#include "plot/plot-chart.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define SAMPLE_WIDTH  700
#define SAMPLE_HEIGHT 300

static inline PlotSeries *
sample_series (PlotChart *chart, int run, const char *role, PlotLine line)
{
  static const char *const labels[] = { "η 0.025", "η 0.25", "η 2.5" };
  PlotSeries *series = plot_series_new ();

  plot_series_set_label (series, labels[run]);
  plot_series_set_role (series, role);
  plot_series_set_color (series, plot_color_of_run (run));
  plot_series_set_line (series, line);
  plot_chart_add_series (chart, series);
  return series;
}

/* Run r at epoch e: 90 % + 2 % × r + e / 1000, validation half a percent less, but highest at
 * epoch 6. */
static inline double
sample_y (int run, int epoch, bool validation)
{
  double y = 0.90 + 0.02 * run + 0.001 * epoch;

  if (validation)
    y += epoch == 6 ? 0.008 : -0.005;
  return y;
}

static inline PlotChart *
sample_chart (int epochs)
{
  PlotChart *chart = plot_chart_new ();

  plot_chart_set_title (chart, "Accuracy");
  plot_chart_set_empty_text (chart, "Nothing has been trained yet.");
  plot_chart_set_x (chart, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_y (chart, "Accuracy", PLOT_LINEAR, PLOT_PERCENT);
  plot_chart_set_x_end (chart, 20);
  for (int run = 0; run < 3; run++) {
    PlotSeries *training = sample_series (chart, run, "training", PLOT_SOLID);
    PlotSeries *validation = sample_series (chart, run, "validation", PLOT_DASHED);
    plot_series_set_end_label (validation, true);
    plot_series_set_mark_best (validation, true);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      plot_series_append (training, epoch, sample_y (run, epoch, false));
      plot_series_append (validation, epoch, sample_y (run, epoch, true));
    }
  }
  return chart;
}

static inline cairo_surface_t *
sample_surface (int scale)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scale * SAMPLE_WIDTH, scale * SAMPLE_HEIGHT);

  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

/* Draws on a cleared surface. */
static inline void
sample_draw (PlotChart *chart, cairo_surface_t *surface, const PlotTheme *theme)
{
  cairo_t *cr = cairo_create (surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  plot_chart_draw (chart, cr, SAMPLE_WIDTH, SAMPLE_HEIGHT, theme);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}
