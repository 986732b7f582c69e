/* SPDX-License-Identifier: MIT */
/* How long a chart takes to draw: everything anew, after each series grew by a point, and as the
 * pointer moves. */
#include "plot/plot-chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_SERIES 100
#define N_POINTS 400
#define WIDTH    900
#define HEIGHT   360
#define SCALE    2

static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
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
  printf ("%-28s median %7.3f ms  95th percentile %7.3f ms  (%zu times)\n", what, times[n / 2],
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

static double
timed_draw (PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  double start = milliseconds ();

  plot_chart_draw (chart, cr, WIDTH, HEIGHT, theme);
  return milliseconds () - start;
}

int
main (void)
{
  static double times[N_POINTS];
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SCALE * WIDTH, SCALE * HEIGHT);
  PlotChart *chart = make_chart ();
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, SCALE, SCALE);
  cr = cairo_create (surface);
  printf ("%d series, %d points each, %d × %d px at scale %d\n", N_SERIES, N_POINTS, WIDTH, HEIGHT,
          SCALE);
  for (int k = 0; k < N_POINTS; k++) {
    for (int i = 0; i < N_SERIES; i++)
      plot_series_append (plot_chart_series (chart, (size_t) i), k + 1, accuracy (i, k));
    times[k] = timed_draw (chart, cr, &plot_theme_light);
  }
  report ("each series one point more", times, N_POINTS);
  for (int k = 0; k < 200; k++) {
    plot_chart_set_pointer (chart, 100 + 3 * k, 40 + k);
    times[k] = timed_draw (chart, cr, &plot_theme_light);
  }
  report ("pointer moved", times, 200);
  plot_chart_set_pointer (chart, NAN, NAN);
  for (int k = 0; k < 20; k++)
    times[k] = timed_draw (chart, cr, k % 2 == 0 ? &plot_theme_dark : &plot_theme_light);
  report ("all anew", times, 20);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
  return 0;
}
