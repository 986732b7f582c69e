/* SPDX-License-Identifier: MIT */
/* Writes one chart with all that a chart can have as chart.png, .svg, .pdf and .csv into the folder
 * argv[1], a landscape of all kinds of cells likewise, and its points to standard output, one a
 * line, in hexadecimal notation: "label role smoothing x y low high". */
#include "plot/plot-export.h"
#include "plot/plot-landscape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double
noise (void)
{
  static unsigned state = 1;

  state = state * 1664525u + 1013904223u;
  return (double) (state >> 8) / (1 << 24) - 0.5;
}

static PlotSeries *
add (PlotChart *chart, int run, const char *role, double smoothing)
{
  static const char *const labels[] = { "slow", "good", "fast, too" };
  PlotSeries *series = plot_series_new ();

  plot_series_set_label (series, labels[run]);
  plot_series_set_role (series, role);
  plot_series_set_color (series, plot_color_of_run (run));
  plot_series_set_smoothing (series, smoothing);
  plot_chart_add_series (chart, series);
  return series;
}

static PlotChart *
make_chart (void)
{
  PlotChart *chart = plot_chart_new ();
  PlotSeries *banded = add (chart, 0, "training", 0), *smooth = add (chart, 1, "validation", 0.9);
  PlotSeries *ghost = add (chart, 2, "", 0);

  plot_chart_set_title (chart, "Cost");
  plot_chart_set_x (chart, "Images", PLOT_LOG, PLOT_COUNT);
  plot_chart_set_y (chart, "Cost", PLOT_LOG, PLOT_NUMBER);
  plot_series_set_end_label (banded, true);
  plot_series_set_line (smooth, PLOT_DASHED);
  plot_series_set_mark_best (smooth, true);
  plot_series_set_ghost (ghost, true);
  /* More points than the picture has columns: the table has them all. */
  for (int k = 1; k <= 3000; k++) {
    double y = 0.3 + 0.6 / sqrt (k) + 0.05 * noise ();
    bool gap = k % 97 == 0;
    plot_series_append_band (banded, 100 * k, gap ? NAN : y, gap ? NAN : y / 1.1, y * 1.2);
    plot_series_append (smooth, 100.1 * k, 0.1 + noise () * noise ());
    if (k < 50)
      plot_series_append (ghost, 100 * k, 0.7);
  }
  plot_chart_add_mark (chart, 10000, "η 0.1");
  plot_chart_add_baseline (chart, 0.5, "half");
  return chart;
}

/* Of 8 × 8 cells the value is column + row / 10; the last two rows diverged, one cell waits. */
static PlotLandscape *
make_landscape (void)
{
  PlotLandscape *landscape = plot_landscape_new (8);
  double x[8], y[8];

  plot_landscape_set_x (landscape, "Learning rate (η)", PLOT_LOG, 0.001, 100);
  plot_landscape_set_y (landscape, "Momentum, \"μ\"", PLOT_LINEAR, 0, 1);
  plot_landscape_set_figure (landscape, "Final cost", PLOT_LINEAR, PLOT_NUMBER, true);
  for (int i = 0; i < 8; i++) {
    x[i] = 0.1 * (i + 1);
    y[i] = i / 3.0;
  }
  plot_landscape_set_places (landscape, x, y);
  plot_landscape_set_here (landscape, 0.5, 0.25, "the set-up");
  for (int i = 0; i < 64; i++)
    plot_landscape_set_cell (landscape, i % 8, i / 8,
                             i == 63   ? PLOT_CELL_UNKNOWN
                             : i >= 48 ? PLOT_CELL_DIVERGED
                                       : PLOT_CELL_KNOWN,
                             i % 8 + i / 8 / 10.0);
  return landscape;
}

int
main (int argc, char **argv)
{
  static const char *const endings[] = { "png", "svg", "pdf", "csv" };
  PlotChart *chart = make_chart ();
  PlotLandscape *landscape = make_landscape ();
  char path[1000], message[300];

  if (argc != 2)
    return EXIT_FAILURE;
  for (int i = 0; i < 4; i++) {
    snprintf (path, sizeof path, "%s/chart.%s", argv[1], endings[i]);
    if (plot_export (&chart, 1, path, 700, 300, &plot_theme_light, message, sizeof message) != 0) {
      fprintf (stderr, "%s\n", message);
      return EXIT_FAILURE;
    }
    snprintf (path, sizeof path, "%s/landscape.%s", argv[1], endings[i]);
    if (plot_landscape_export (landscape, path, 500, 400, &plot_theme_light, message,
                               sizeof message) != 0) {
      fprintf (stderr, "%s\n", message);
      return EXIT_FAILURE;
    }
  }
  plot_landscape_free (landscape);
  for (size_t s = 0; s < plot_chart_n_series (chart); s++) {
    const PlotSeries *series = plot_chart_series (chart, s);
    for (size_t i = 0; i < plot_series_length (series); i++)
      printf ("%s|%s|%a|%a|%a|%a|%a\n", plot_series_label (series), plot_series_role (series),
              plot_series_smoothing (series), plot_series_x (series, i), plot_series_y (series, i),
              plot_series_low (series, i), plot_series_high (series, i));
  }
  plot_chart_free (chart);
  return EXIT_SUCCESS;
}
