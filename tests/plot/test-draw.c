/* SPDX-License-Identifier: MIT */
/* What is on the surface after drawing. */
#include "claim.h"
#include "sample-chart.h"

#include "plot/plot-chart-private.h"

#include <stdint.h>

static uint32_t
pixel_at (cairo_surface_t *surface, double x, double y)
{
  double scale, unused;
  int column, row;

  cairo_surface_get_device_scale (surface, &scale, &unused);
  column = (int) floor (x * scale);
  row = (int) floor (y * scale);
  return *(const uint32_t *) (const void *) (cairo_image_surface_get_data (surface) +
                                             row * cairo_image_surface_get_stride (surface) +
                                             4 * column);
}

static bool
is_color (uint32_t pixel, PlotColor color, int tolerance)
{
  return abs ((int) (pixel >> 16 & 255) - (int) lround (255 * color.red)) <= tolerance &&
         abs ((int) (pixel >> 8 & 255) - (int) lround (255 * color.green)) <= tolerance &&
         abs ((int) (pixel & 255) - (int) lround (255 * color.blue)) <= tolerance;
}

/* Pixels that differ by more than rounding. */
static size_t
count_differences (cairo_surface_t *a, cairo_surface_t *b)
{
  size_t n = 0, bytes = (size_t) cairo_image_surface_get_stride (a) *
                        (size_t) cairo_image_surface_get_height (a);
  const unsigned char *left = cairo_image_surface_get_data (a);
  const unsigned char *right = cairo_image_surface_get_data (b);

  for (size_t i = 0; i < bytes; i += 4) {
    int most = 0;
    for (size_t k = i; k < i + 4; k++)
      most = abs (left[k] - right[k]) > most ? abs (left[k] - right[k]) : most;
    n += most > 24;
  }
  return n;
}

static double
y_pixel (const PlotChart *chart, double y)
{
  return plot_scale_to_pixel (&chart->frame.y, y);
}

static void
curves_are_where_their_data_are (void)
{
  for (int scale = 1; scale <= 2; scale++) {
    PlotChart *chart = sample_chart (12);
    cairo_surface_t *surface = sample_surface (scale);
    sample_draw (chart, surface, &plot_theme_light);
    for (int run = 0; run < 3; run++)
      for (double epoch = 2; epoch < 12; epoch += 1.37) {
        double x = plot_scale_to_pixel (&chart->frame.x, epoch);
        double y = y_pixel (chart, 0.90 + 0.02 * run + 0.001 * epoch);
        CLAIM (is_color (pixel_at (surface, x, y), plot_color_of_run (run), 60));
        CLAIM (!is_color (pixel_at (surface, x, y - 4), plot_color_of_run (run), 60));
      }
    cairo_surface_destroy (surface);
    plot_chart_free (chart);
  }
}

static void
rings_are_filled_with_the_background (void)
{
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *surface = sample_surface (2);
  double x, y;

  sample_draw (chart, surface, &plot_theme_dark);
  x = plot_scale_to_pixel (&chart->frame.x, 6);
  y = y_pixel (chart, sample_y (1, 6, true));
  CLAIM (is_color (pixel_at (surface, x, y), plot_theme_dark.background, 4));
  CLAIM (is_color (pixel_at (surface, x + 4.2, y), plot_color_of_run (1), 40));
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
a_single_point_is_a_dot (void)
{
  PlotChart *chart = sample_chart (1);
  cairo_surface_t *surface = sample_surface (1);

  sample_draw (chart, surface, &plot_theme_light);
  CLAIM (is_color (pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, 1),
                             y_pixel (chart, sample_y (0, 1, false))),
                   plot_color_of_run (0), 40));
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
gaps_stay_empty (void)
{
  PlotChart *chart = sample_chart (0);
  PlotSeries *series = plot_chart_series (chart, 0);
  cairo_surface_t *surface = sample_surface (1);
  static const double ys[] = { 0.905, 0.905, NAN, 0.905, NAN, 0.905, 0.905 };
  double y;

  for (int i = 0; i < 7; i++)
    plot_series_append (series, 2 * i + 1, ys[i]);
  sample_draw (chart, surface, &plot_theme_light);
  y = y_pixel (chart, 0.905);
  CLAIM (is_color (pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, 2), y),
                   plot_color_of_run (0), 60));
  CLAIM (!is_color (pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, 5), y),
                    plot_color_of_run (0), 60));
  CLAIM (!is_color (pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, 8), y),
                    plot_color_of_run (0), 60));
  /* The point between two gaps shows all the same. */
  CLAIM (is_color (pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, 7), y),
                   plot_color_of_run (0), 60));
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
growing_looks_like_drawing_at_once (void)
{
  PlotChart *grown = sample_chart (2), *whole = sample_chart (12);
  cairo_surface_t *left = sample_surface (1), *right = sample_surface (1);

  /* The same view from the start, so that the kept surface is extended and not begun anew. */
  plot_series_append (sample_series (grown, 2, "test", PLOT_DOTTED), 1, 0.89);
  plot_series_append (sample_series (whole, 2, "test", PLOT_DOTTED), 1, 0.89);
  plot_series_append (plot_chart_series (grown, 6), 2, 0.96);
  plot_series_append (plot_chart_series (whole, 6), 2, 0.96);
  for (int epoch = 3; epoch <= 12; epoch++) {
    sample_draw (grown, left, &plot_theme_light);
    for (int run = 0; run < 3; run++) {
      plot_series_append (plot_chart_series (grown, (size_t) (2 * run)), epoch,
                          sample_y (run, epoch, false));
      plot_series_append (plot_chart_series (grown, (size_t) (2 * run + 1)), epoch,
                          sample_y (run, epoch, true));
    }
  }
  sample_draw (grown, left, &plot_theme_light);
  sample_draw (whole, right, &plot_theme_light);
  /* Joints and dashes may round otherwise; a missing segment would be far more. */
  CLAIM (count_differences (left, right) < 200);
  cairo_surface_destroy (left);
  cairo_surface_destroy (right);
  plot_chart_free (grown);
  plot_chart_free (whole);
}

/* Every change must show although most of the drawing is kept. */
static void
nothing_stale_is_shown (void)
{
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *before = sample_surface (1), *after = sample_surface (1);

  sample_draw (chart, before, &plot_theme_light);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) == 0);
  sample_draw (chart, after, &plot_theme_dark);
  CLAIM (count_differences (before, after) > 100000);
  plot_chart_set_title (chart, "Correct answers");
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) > 50);
  plot_chart_set_title (chart, "Accuracy");
  plot_series_set_visible (plot_chart_series (chart, 2), false);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) > 200);
  plot_series_set_visible (plot_chart_series (chart, 2), true);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) == 0);
  plot_chart_zoom (chart, 300, 100, 1.5);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) > 200);
  plot_chart_fit (chart);
  plot_series_clear (plot_chart_series (chart, 0));
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) > 200);
  plot_chart_remove_series (chart, plot_chart_series (chart, 4));
  sample_draw (chart, before, &plot_theme_light);
  CLAIM (count_differences (before, after) > 200);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  plot_chart_free (chart);
}

static void
the_pointer_leaves_no_trace (void)
{
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *before = sample_surface (2), *after = sample_surface (2);

  sample_draw (chart, before, &plot_theme_light);
  plot_chart_set_pointer (chart, 200, 100);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) > 2000);
  plot_chart_set_pointer (chart, NAN, NAN);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) == 0);
  /* With the pointer resting, curves go on. */
  plot_chart_set_pointer (chart, 200, 100);
  sample_draw (chart, before, &plot_theme_light);
  plot_series_append (plot_chart_series (chart, 0), 14, 0.93);
  sample_draw (chart, after, &plot_theme_light);
  CLAIM (count_differences (before, after) > 20);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  plot_chart_free (chart);
}

static void
an_empty_chart_says_so (void)
{
  PlotChart *chart = sample_chart (0), *silent = sample_chart (0);
  cairo_surface_t *a = sample_surface (1), *b = sample_surface (1);

  plot_chart_set_empty_text (silent, "");
  sample_draw (chart, a, &plot_theme_light);
  sample_draw (silent, b, &plot_theme_light);
  CLAIM (count_differences (a, b) > 100);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  plot_chart_free (chart);
  plot_chart_free (silent);
}

static void
any_size_can_be_drawn (void)
{
  static const double sizes[][2] = { { 0, 0 },     { 1, 1 },    { 80, 56 },  { 120, 60 },
                                     { 3000, 20 }, { 90, 900 }, { NAN, 10 }, { -5, 5 } };
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *surface = sample_surface (1);

  plot_chart_add_baseline (chart, 0.93, "a baseline with quite a long name that has no room");
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    cairo_t *cr = cairo_create (surface);
    plot_chart_draw (chart, cr, sizes[i][0], sizes[i][1], &plot_theme_light);
    plot_chart_set_pointer (chart, sizes[i][0] / 2, sizes[i][1] / 2);
    plot_chart_draw (chart, cr, sizes[i][0], sizes[i][1], &plot_theme_light);
    CLAIM (cairo_status (cr) == CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
  }
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

static void
a_deep_zoom_can_be_drawn (void)
{
  PlotChart *chart = sample_chart (12);
  cairo_surface_t *surface = sample_surface (1);

  plot_chart_set_y (chart, "Cost", PLOT_LOG, PLOT_NUMBER);
  sample_draw (chart, surface, &plot_theme_light);
  for (int i = 0; i < 60; i++) {
    plot_chart_zoom (chart, 250, 120, 1.5);
    plot_chart_pan (chart, 3, 2);
    sample_draw (chart, surface, &plot_theme_light);
  }
  CLAIM (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  plot_chart_free (chart);
}

int
main (void)
{
  RUN ("/plot/draw/curves-are-where-their-data-are", curves_are_where_their_data_are);
  RUN ("/plot/draw/rings-are-filled-with-the-background", rings_are_filled_with_the_background);
  RUN ("/plot/draw/a-single-point-is-a-dot", a_single_point_is_a_dot);
  RUN ("/plot/draw/gaps-stay-empty", gaps_stay_empty);
  RUN ("/plot/draw/growing-looks-like-drawing-at-once", growing_looks_like_drawing_at_once);
  RUN ("/plot/draw/nothing-stale-is-shown", nothing_stale_is_shown);
  RUN ("/plot/draw/the-pointer-leaves-no-trace", the_pointer_leaves_no_trace);
  RUN ("/plot/draw/an-empty-chart-says-so", an_empty_chart_says_so);
  RUN ("/plot/draw/any-size-can-be-drawn", any_size_can_be_drawn);
  RUN ("/plot/draw/a-deep-zoom-can-be-drawn", a_deep_zoom_can_be_drawn);
  return DONE ();
}
