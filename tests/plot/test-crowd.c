/* SPDX-License-Identifier: MIT */
/* Many runs on one chart, as pixels. */
#include "claim.h"
#include "pixels.h"

/* 100 runs whose curves end within a few pixels. */
static PlotChart *
crowded_chart (void)
{
  PlotChart *chart = plain_chart ();

  for (int run = 0; run < 100; run++) {
    PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);
    char label[16];
    snprintf (label, sizeof label, "run %d", run);
    plot_series_set_label (series, label);
    plot_series_set_end_label (series, true);
    for (int x = 0; x <= 20; x++)
      plot_series_append (series, x, x == 0 ? run / 100.0 : 0.5 + 0.0002 * run);
  }
  plot_series_set_color (plot_chart_series (chart, 57), (PlotColor){ 1, 0, 0, 1 });
  return chart;
}

/* The rows of the right margin that have anything else than the background, and whether anything
 * there is red. */
static int
count_label_rows (const PlotChart *chart, cairo_surface_t *surface, bool *red)
{
  int rows = 0;

  *red = false;
  for (int row = 0; row < (int) chart->frame.bottom - 10; row++) {
    bool used = false;
    for (int column = (int) chart->frame.right + 10; column < SAMPLE_WIDTH; column++) {
      Pixel pixel = pixel_at (surface, column, row);
      used = used || distance (pixel, plot_theme_light.background) > 60;
      *red = *red || (pixel.red > 200 && pixel.green < 60 && pixel.blue < 60);
    }
    rows += used;
  }
  return rows;
}

static void
of_a_crowd_few_are_named_and_first_what_stands_out (void)
{
  PlotChart *chart = crowded_chart ();
  cairo_surface_t *surface = sample_surface (1);
  bool red;
  int rows;

  sample_draw (chart, surface, &plot_theme_light);
  rows = count_label_rows (chart, surface, &red);
  CLAIM (rows > 20 && rows < 100);
  CLAIM (!red);
  plot_chart_set_emphasis (chart, plot_chart_series (chart, 57));
  sample_draw (chart, surface, &plot_theme_light);
  rows = count_label_rows (chart, surface, &red);
  CLAIM (rows > 10 && rows < 100);
  CLAIM (red);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

/* Without an emphasis too, where it is drawn thicker and comes last. */
static void
a_thicker_curve_is_named_in_any_crowd (void)
{
  PlotChart *chart = crowded_chart ();
  cairo_surface_t *surface = sample_surface (1);
  bool red;

  plot_series_set_width (plot_chart_series (chart, 57), 1.6);
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (count_label_rows (chart, surface, &red) < 100);
  CLAIM (red);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

/* How much of the curve at that height between two x there is in its colour. */
static double
share_in_sight (const PlotChart *chart, cairo_surface_t *surface, double y, PlotColor color)
{
  int on = 0, n = 0;

  for (double x = 10.3; x < 13; x += 0.02, n++)
    on += distance (pixel_of (chart, surface, x, y), color) < 90;
  return (double) on / n;
}

/* A name in the middle of the chart, with two curves under it. */
static void
names_leave_the_curves_behind_them_in_sight (void)
{
  PlotChart *chart = plain_chart ();
  cairo_surface_t *surface = sample_surface (1);
  PlotSeries *series[3];

  for (int run = 0; run < 3; run++) {
    series[run] = sample_series (chart, run, "training", PLOT_SOLID);
    for (int x = 0; x <= (run == 0 ? 10 : 20); x++)
      plot_series_append (series[run], x, run == 0 ? 0.5 : run == 1 ? 0.515 : 0.485);
  }
  plot_series_append (series[1], 21, 1);
  plot_series_append (series[1], 22, 0);
  plot_series_set_label (series[0], "hidden 30 of many");
  plot_series_set_end_label (series[0], true);
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (share_in_sight (chart, surface, 0.515, plot_color_of_run (1)) < 0.95);
  plot_series_set_width (series[1], 1.6);
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (share_in_sight (chart, surface, 0.515, plot_color_of_run (1)) > 0.5);
  plot_series_set_width (series[1], 1);
  plot_series_set_label (series[0], "i          i          i");
  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (share_in_sight (chart, surface, 0.515, plot_color_of_run (1)) > 0.6);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

/* Two runs whose names differ only at their ends, too long for the margin. */
static void
long_names_keep_their_ends (void)
{
  static const char *const labels[] = {
    "a network of thirty hidden neurons trained on the whole set · η 0.5",
    "a network of thirty hidden neurons trained on the whole set · λ 3",
  };
  cairo_surface_t *surfaces[2] = { sample_surface (1), sample_surface (1) };
  bool differ = false;

  for (int i = 0; i < 2; i++) {
    PlotChart *chart = plain_chart ();
    PlotSeries *series = sample_series (chart, 0, "training", PLOT_SOLID);
    plot_series_append (series, 0, 0);
    plot_series_append (series, 1, 1);
    plot_series_set_label (series, labels[i]);
    plot_series_set_end_label (series, true);
    sample_draw (chart, surfaces[i], &plot_theme_light);
    plot_chart_free (chart);
  }
  for (int row = 0; row < SAMPLE_HEIGHT; row++)
    for (int column = SAMPLE_WIDTH * 7 / 10; column < SAMPLE_WIDTH; column++)
      differ = differ ||
               pixel_at (surfaces[0], column, row).red != pixel_at (surfaces[1], column, row).red;
  CLAIM (differ);
  for (int i = 0; i < 2; i++)
    cairo_surface_destroy (surfaces[i]);
}

static void
the_card_of_many_runs_leaves_the_chart_in_sight (void)
{
  PlotChart *chart = crowded_chart ();
  cairo_surface_t *before = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1000, 1000);
  cairo_surface_t *after = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1000, 1000);
  cairo_t *cr = cairo_create (before);
  int first = -1, last = -1;

  plot_chart_draw (chart, cr, 1000, 1000, &plot_theme_light);
  cairo_destroy (cr);
  plot_chart_set_pointer (chart, 300, 500);
  cr = cairo_create (after);
  plot_chart_draw (chart, cr, 1000, 1000, &plot_theme_light);
  cairo_destroy (cr);
  /* Beside the pointer's line. */
  for (int row = 0; row < 1000; row++) {
    Pixel a = pixel_at (before, 360, row), b = pixel_at (after, 360, row);
    if (a.red != b.red || a.green != b.green || a.blue != b.blue) {
      first = first < 0 ? row : first;
      last = row;
    }
  }
  CLAIM (first > 250 && last > first + 200 && last - first < 400);
  CLAIM (first < 500 && last > 500);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  plot_chart_free (chart);
}

/* The lighter strokes of many curves are the same curves. */
static void
many_curves_are_where_their_data_are (void)
{
  PlotChart *chart = plain_chart ();
  cairo_surface_t *surface = sample_surface (1);

  for (int run = 0; run < 20; run++) {
    PlotSeries *series =
        sample_series (chart, run % 3, "training", run % 2 == 0 ? PLOT_SOLID : PLOT_DASHED);
    for (int x = 0; x <= 20; x++)
      plot_series_append (series, x, 0.05 * run + 0.0005 * x);
  }
  CLAIM (plot_is_dense (chart));
  sample_draw (chart, surface, &plot_theme_light);
  for (int run = 0; run < 20; run++) {
    int on = 0, beside = 0, n = 0;
    for (double x = 0.5; x < 19.5; x += 0.1, n++) {
      double y = 0.05 * run + 0.0005 * x;
      on += distance (pixel_of (chart, surface, x, y), plot_color_of_run (run % 3)) < 90;
      beside +=
          distance (pixel_of (chart, surface, x, y + 0.022), plot_color_of_run (run % 3)) < 90;
    }
    CLAIM (run % 2 == 0 ? on > 0.95 * n : on > 0.35 * n && on < 0.95 * n);
    CLAIM (beside == 0);
  }
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

int
main (void)
{
  RUN ("/plot/crowd/few-are-named-and-first-what-stands-out",
       of_a_crowd_few_are_named_and_first_what_stands_out);
  RUN ("/plot/crowd/a-thicker-curve-is-named", a_thicker_curve_is_named_in_any_crowd);
  RUN ("/plot/crowd/names-leave-curves-in-sight", names_leave_the_curves_behind_them_in_sight);
  RUN ("/plot/crowd/long-names-keep-their-ends", long_names_keep_their_ends);
  RUN ("/plot/crowd/the-card-leaves-the-chart-in-sight",
       the_card_of_many_runs_leaves_the_chart_in_sight);
  RUN ("/plot/crowd/curves-are-where-their-data-are", many_curves_are_where_their_data_are);
  return DONE ();
}
