/* SPDX-License-Identifier: MIT */
/* How long a chart of 100 curves takes to draw on an image, ms of the processor: everything anew
 * (zoom, pan), after all or one of the curves grew, and as the pointer moves meanwhile or alone. */
#include "plot/plot-chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_SERIES 100
#define N_POINTS 400
#define WIDTH    1400
#define HEIGHT   900

/* Not the wall's clock: others may be at work. */
static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * (double) now.tv_sec + 1e-6 * (double) now.tv_nsec;
}

static int
ascending (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static void
report (const char *what, double *times, size_t n)
{
  qsort (times, n, sizeof *times, ascending);
  printf ("  %-34s median %7.2f ms  95th percentile %7.2f ms  (%zu times)\n", what, times[n / 2],
          times[n * 95 / 100], n);
}

static double
accuracy (int series, int point)
{
  double top = 0.9 + 0.0008 * series, noise = 0.01 * (rand () / (double) RAND_MAX - 0.5);

  return top - 0.3 * exp (-(point + 1) / (10.0 + 0.2 * series)) + noise;
}

static PlotChart *
make_chart (void)
{
  PlotChart *chart = plot_chart_new ();

  plot_chart_set_title (chart, "Accuracy");
  plot_chart_set_x (chart, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_y (chart, "Accuracy", PLOT_LINEAR, PLOT_PERCENT);
  plot_chart_set_x_end (chart, N_POINTS);
  for (int i = 0; i < N_SERIES; i++) {
    PlotSeries *series = plot_series_new ();
    char label[16];
    snprintf (label, sizeof label, "run %d", i / 2);
    plot_series_set_label (series, label);
    plot_series_set_role (series, i % 2 == 0 ? "training" : "validation");
    plot_series_set_line (series, i % 2 == 0 ? PLOT_SOLID : PLOT_DASHED);
    plot_series_set_color (series, plot_color_of_run (i / 2));
    plot_series_set_end_label (series, i % 2 == 1);
    plot_series_set_mark_best (series, i % 2 == 1);
    plot_chart_add_series (chart, series);
  }
  return chart;
}

static void
append (PlotChart *chart, int i, int k, bool band)
{
  PlotSeries *series = plot_chart_series (chart, (size_t) i);
  double y = accuracy (i, k);

  if (band)
    plot_series_append_band (series, k + 1, y, y - 0.01, y + 0.01);
  else
    plot_series_append (series, k + 1, y);
}

static double
timed_draw (PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  double start = milliseconds ();

  plot_chart_draw (chart, cr, WIDTH, HEIGHT, theme);
  return milliseconds () - start;
}

/* The part of the axis that is left is short, so that the curves are near their whole length. */
static void
measure_growth (PlotChart *chart, cairo_t *cr, bool bands)
{
  static double times[N_POINTS];
  const int start = N_POINTS - 120;
  int n = 0;

  for (int k = 0; k < start; k++)
    for (int i = 0; i < N_SERIES; i++)
      append (chart, i, k, bands);
  plot_chart_draw (chart, cr, WIDTH, HEIGHT, &plot_theme_light);
  for (int k = start; k < start + 60; k++) {
    plot_chart_set_pointer (chart, 100 + 3 * k, 40 + k);
    for (int i = 0; i < N_SERIES; i++)
      append (chart, i, k, bands);
    times[n++] = timed_draw (chart, cr, &plot_theme_light);
  }
  report ("all grow, the pointer moves", times, (size_t) n);
  n = 0;
  for (int k = start + 60; k < N_POINTS; k++)
    for (int i = 0; i < N_SERIES; i++) {
      append (chart, i, k, bands);
      plot_chart_set_pointer (chart, 100 + 3 * i, 40 + k);
      if (i % 16 == 0)
        times[n++] = timed_draw (chart, cr, &plot_theme_light);
    }
  report ("some grow, the pointer moves", times, (size_t) (n < N_POINTS ? n : N_POINTS));
}

static void
measure_still (PlotChart *chart, cairo_t *cr)
{
  static double times[200];

  for (int k = 0; k < 200; k++) {
    plot_chart_set_pointer (chart, 100 + 5 * k, 40 + 3 * k);
    times[k] = timed_draw (chart, cr, &plot_theme_light);
  }
  report ("only the pointer moves", times, 200);
  plot_chart_set_pointer (chart, NAN, NAN);
  for (int k = 0; k < 10; k++) {
    plot_chart_pan (chart, k % 2 == 0 ? 7 : -7, 0);
    times[k] = timed_draw (chart, cr, &plot_theme_light);
  }
  report ("panned: all anew", times, 10);
  for (int k = 0; k < 10; k++) {
    plot_chart_zoom (chart, 600, 100, 1.1);
    times[k] = timed_draw (chart, cr, &plot_theme_light);
  }
  report ("zoomed: all anew", times, 10);
  plot_chart_fit (chart);
}

static void
measure (const char *what, bool bands, double smoothing)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PlotChart *chart = make_chart ();

  printf ("%s:\n", what);
  for (size_t i = 0; i < N_SERIES; i++)
    plot_series_set_smoothing (plot_chart_series (chart, i), smoothing);
  measure_growth (chart, cr, bands);
  measure_still (chart, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

int
main (void)
{
  printf ("%d series, %d points each, %d × %d px\n", N_SERIES, N_POINTS, WIDTH, HEIGHT);
  measure ("curves", false, 0);
  measure ("curves with bands", true, 0);
  measure ("averages over raw curves", false, 0.9);
  measure ("averages over raw curves, with bands", true, 0.9);
  return 0;
}
