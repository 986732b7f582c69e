/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "sample-chart.h"

#include "plot/plot-landscape.h"

#include <stdint.h>
#include <stdlib.h>

#define SIDE 8

static PlotLandscape *
sample (void)
{
  PlotLandscape *landscape = plot_landscape_new (SIDE);

  plot_landscape_set_x (landscape, "Learning rate", PLOT_LOG, 0.001, 100);
  plot_landscape_set_y (landscape, "Momentum", PLOT_LINEAR, 0, 1);
  plot_landscape_set_figure (landscape, "Cost", PLOT_LOG, PLOT_NUMBER, true);
  plot_landscape_set_empty_text (landscape, "Nothing yet.");
  return landscape;
}

static void
draw (PlotLandscape *landscape, cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);

  plot_landscape_draw (landscape, cr, SAMPLE_WIDTH, SAMPLE_HEIGHT, &plot_theme_light);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}

/* The pixel in the middle of a cell. */
static uint32_t
pixel_of (const PlotLandscape *landscape, cairo_surface_t *surface, int column, int row)
{
  double x = 0, y = 0, n = 0;

  for (int py = 0; py < SAMPLE_HEIGHT; py++)
    for (int px = 0; px < SAMPLE_WIDTH; px++) {
      int c, r;
      if (plot_landscape_pick (landscape, px + 0.5, py + 0.5, &c, &r) && c == column && r == row) {
        x += px;
        y += py;
        n++;
      }
    }
  if (n == 0)
    return 0;
  return *(const uint32_t *) (const void *) (cairo_image_surface_get_data (surface) +
                                             (int) (y / n) *
                                                 cairo_image_surface_get_stride (surface) +
                                             4 * (int) (x / n));
}

static bool
is_color (uint32_t pixel, PlotColor color)
{
  return abs ((int) (pixel >> 16 & 255) - (int) lround (255 * color.red)) <= 2 &&
         abs ((int) (pixel >> 8 & 255) - (int) lround (255 * color.green)) <= 2 &&
         abs ((int) (pixel & 255) - (int) lround (255 * color.blue)) <= 2;
}

static void
the_best_is_bright_and_the_worst_dark (void)
{
  PlotLandscape *landscape = sample ();
  cairo_surface_t *surface = sample_surface (1);

  for (int row = 0; row < SIDE; row++)
    for (int column = 0; column < SIDE; column++)
      plot_landscape_set_cell (landscape, column, row, PLOT_CELL_KNOWN, 1);
  plot_landscape_set_cell (landscape, 2, 3, PLOT_CELL_KNOWN, 0.01);
  plot_landscape_set_cell (landscape, 5, 6, PLOT_CELL_KNOWN, 100);
  draw (landscape, surface);
  CLAIM (is_color (pixel_of (landscape, surface, 2, 3), plot_landscape_color (1)));
  CLAIM (is_color (pixel_of (landscape, surface, 5, 6), plot_landscape_color (0)));
  CLAIM (is_color (pixel_of (landscape, surface, 0, 0), plot_landscape_color (0.5)));
  int column = 0, row = 0;
  CLAIM (plot_landscape_best (landscape, &column, &row) && column == 2 && row == 3);
  cairo_surface_destroy (surface);
  plot_landscape_free (landscape);
}

static void
coarse_cells_are_large_until_refined (void)
{
  PlotLandscape *landscape = sample ();
  cairo_surface_t *surface = sample_surface (1);

  for (int row = 0; row < SIDE; row += 4)
    for (int column = 0; column < SIDE; column += 4)
      plot_landscape_set_cell (landscape, column, row, PLOT_CELL_KNOWN, column == 4 ? 1 : 100);
  draw (landscape, surface);
  CLAIM (is_color (pixel_of (landscape, surface, 7, 3), plot_landscape_color (1)));
  CLAIM (is_color (pixel_of (landscape, surface, 3, 3), plot_landscape_color (0)));
  plot_landscape_set_cell (landscape, 6, 2, PLOT_CELL_KNOWN, 100);
  draw (landscape, surface);
  CLAIM (is_color (pixel_of (landscape, surface, 7, 3), plot_landscape_color (0)));
  CLAIM (is_color (pixel_of (landscape, surface, 5, 3), plot_landscape_color (1)));
  cairo_surface_destroy (surface);
  plot_landscape_free (landscape);
}

static void
colors_rise_evenly_in_lightness (void)
{
  double before = 0, least = 1, most = 0;

  for (int i = 0; i <= 8; i++) {
    PlotColor color = plot_landscape_color (i / 8.0);
    double luminance = 0.2126 * pow (color.red, 2.2) + 0.7152 * pow (color.green, 2.2) +
                       0.0722 * pow (color.blue, 2.2);
    double lightness = 1.16 * cbrt (luminance) - 0.16;
    if (i > 0) {
      least = fmin (least, lightness - before);
      most = fmax (most, lightness - before);
    }
    before = lightness;
  }
  CLAIM (least > 0.05);
  CLAIM (most < 2 * least);
}

static void
what_diverged_is_hatched_and_told (void)
{
  PlotLandscape *landscape = sample ();
  cairo_surface_t *surface = sample_surface (1);
  char *text = plot_landscape_describe (landscape);

  CLAIM (strstr (text, "Nothing yet.") != NULL);
  free (text);
  plot_landscape_set_cell (landscape, 0, 0, PLOT_CELL_DIVERGED, 0);
  plot_landscape_set_cell (landscape, 4, 0, PLOT_CELL_KNOWN, NAN);
  plot_landscape_set_cell (landscape, 0, 4, PLOT_CELL_KNOWN, 0.5);
  draw (landscape, surface);
  text = plot_landscape_describe (landscape);
  CLAIM (strcmp (text, "Landscape of Cost over Learning rate and Momentum. 3 of 64 cells, 2 "
                       "diverged; best 0.5000.") == 0);
  free (text);
  CLAIM (!is_color (pixel_of (landscape, surface, 1, 1), plot_landscape_color (0)));
  cairo_surface_destroy (surface);
  plot_landscape_free (landscape);
}

static void
beside_the_cells_nothing_is_picked (void)
{
  PlotLandscape *landscape = sample ();
  cairo_surface_t *surface = sample_surface (1);
  int column, row;

  draw (landscape, surface);
  CLAIM (!plot_landscape_pick (landscape, 1, SAMPLE_HEIGHT / 2.0, &column, &row));
  CLAIM (!plot_landscape_pick (landscape, SAMPLE_WIDTH / 2.0, SAMPLE_HEIGHT - 1, &column, &row));
  CLAIM (plot_landscape_pick (landscape, SAMPLE_WIDTH / 2.0, SAMPLE_HEIGHT / 2.0, &column, &row));
  cairo_surface_destroy (surface);
  plot_landscape_free (landscape);
}

int
main (void)
{
  RUN ("/plot/landscape/the-best-is-bright-and-the-worst-dark",
       the_best_is_bright_and_the_worst_dark);
  RUN ("/plot/landscape/coarse-cells-are-large-until-refined",
       coarse_cells_are_large_until_refined);
  RUN ("/plot/landscape/colours-rise-evenly-in-lightness", colors_rise_evenly_in_lightness);
  RUN ("/plot/landscape/what-diverged-is-hatched-and-told", what_diverged_is_hatched_and_told);
  RUN ("/plot/landscape/beside-the-cells-nothing-is-picked", beside_the_cells_nothing_is_picked);
  return DONE ();
}
