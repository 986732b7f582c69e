/* SPDX-License-Identifier: MIT */
/* Lines and bands without cairo, held to cairo's picture of them. */
#include "claim.h"
#include "pixels.h"

#include "plot/plot-raster.h"

#define SIDE 120

typedef struct {
  double mean; /* over the pixels that either has drawn on */
  int most;    /* of a channel, 0 … 255 */
  size_t n;
} Difference;

static cairo_surface_t *
white_surface (int scale)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scale * SIDE, scale * SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

static Difference
difference (cairo_surface_t *a, cairo_surface_t *b)
{
  Difference found = { 0, 0, 0 };

  cairo_surface_flush (a);
  cairo_surface_flush (b);
  for (int row = 0; row < cairo_image_surface_get_height (a); row++)
    for (int column = 0; column < cairo_image_surface_get_width (a); column++) {
      Pixel one = pixel_at (a, column, row), other = pixel_at (b, column, row);
      PlotColor color = { other.red / 255.0, other.green / 255.0, other.blue / 255.0, 1 };
      int off = distance (one, color);
      if (one.green == 255 && other.green == 255)
        continue;
      found.most = off > found.most ? off : found.most;
      found.mean += off;
      found.n++;
    }
  found.mean /= found.n > 0 ? (double) found.n : 1;
  return found;
}

static void
lines_of_any_angle_and_width_are_cairo_s (void)
{
  PlotColor color = { 0.2, 0.1, 0.6, 1 };

  for (int scale = 1; scale <= 2; scale++)
    for (double width = 0.6; width < 8; width *= 1.7)
      for (double angle = 0; angle < 6.2; angle += 0.23) {
        cairo_surface_t *ours = white_surface (scale), *theirs = white_surface (scale);
        PlotRaster *raster = plot_raster_new (ours, 0, 0, SIDE, SIDE);
        double x = 60.3 + 45 * cos (angle), y = 59.8 + 45 * sin (angle);
        cairo_t *cr = cairo_create (theirs);
        Difference off;

        plot_raster_add_line (raster, 60.3, 59.8, x, y, width);
        plot_raster_paint (raster, color);
        plot_raster_free (raster);
        plot_set_color (cr, color);
        cairo_set_line_width (cr, width);
        cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
        cairo_move_to (cr, 60.3, 59.8);
        cairo_line_to (cr, x, y);
        cairo_stroke (cr);
        off = difference (ours, theirs);
        CLAIM (off.n > 20);
        CLAIM (off.mean < 9);
        CLAIM (off.most < 65);
        cairo_destroy (cr);
        cairo_surface_destroy (ours);
        cairo_surface_destroy (theirs);
      }
}

static void
bands_are_cairo_s (void)
{
  const PlotSlice slices[] = { { -20.5, 80, 10.4 }, { 13.2, 90.3, 40.1 }, { 15.9, 60.5, 59.9 },
                               { 90.1, 300, 20.2 }, { 91.3, 110.7, 50 },  { 200, 50, 30 } };
  const int n = (int) (sizeof slices / sizeof *slices);
  PlotColor color = { 0.8, 0.3, 0.1, 0.4 };

  for (int scale = 1; scale <= 2; scale++) {
    cairo_surface_t *ours = white_surface (scale), *theirs = white_surface (scale);
    PlotRaster *raster = plot_raster_new (ours, 0, 0, SIDE, SIDE);
    cairo_t *cr = cairo_create (theirs);
    Difference off;

    for (int i = 1; i < n; i++)
      plot_raster_add_band (raster, &slices[i - 1], &slices[i]);
    plot_raster_paint (raster, color);
    plot_raster_free (raster);
    plot_set_color (cr, color);
    for (int i = 0; i < n; i++)
      cairo_line_to (cr, slices[i].x, slices[i].high);
    for (int i = n; i-- > 0;)
      cairo_line_to (cr, slices[i].x, slices[i].low);
    cairo_fill (cr);
    off = difference (ours, theirs);
    CLAIM (off.n > 3000);
    CLAIM (off.mean < 1);
    CLAIM (off.most < 50);
    cairo_destroy (cr);
    cairo_surface_destroy (ours);
    cairo_surface_destroy (theirs);
  }
}

static void
nothing_leaves_the_box (void)
{
  cairo_surface_t *surface = white_surface (1);
  PlotRaster *raster = plot_raster_new (surface, 30, 40, 80, 70);
  PlotColor black = { 0, 0, 0, 1 };
  size_t inside = 0;

  for (int i = 0; i < 60; i++)
    plot_raster_add_line (raster, 10 * i - 200, -90, 400 - 9 * i, 300, 5);
  plot_raster_add_band (raster, &(PlotSlice){ -50, 1e6, -1e6 }, &(PlotSlice){ 500, 60, 50 });
  plot_raster_paint (raster, black);
  plot_raster_free (raster);
  cairo_surface_flush (surface);
  for (int row = 0; row < SIDE; row++)
    for (int column = 0; column < SIDE; column++) {
      bool drawn = pixel_at (surface, column, row).green < 255;
      bool within = column >= 30 && column < 80 && row >= 40 && row < 70;
      CLAIM (within || !drawn);
      inside += drawn;
    }
  CLAIM (inside == 50 * 30);
  cairo_surface_destroy (surface);
}

static void
lines_that_cross_cover_once (void)
{
  cairo_surface_t *surface = white_surface (1);
  PlotRaster *raster = plot_raster_new (surface, 0, 0, SIDE, SIDE);
  PlotColor half = { 0, 0, 0, 0.5 };

  plot_raster_add_line (raster, 10, 60, 110, 60, 6);
  plot_raster_add_line (raster, 60, 10, 60, 110, 6);
  plot_raster_paint (raster, half);
  cairo_surface_flush (surface);
  CLAIM (abs (pixel_at (surface, 60, 60).green - 127) <= 1);
  CLAIM (abs (pixel_at (surface, 30, 60).green - 127) <= 1);
  /* The next one does come on top. */
  plot_raster_add_line (raster, 60, 10, 60, 110, 6);
  plot_raster_paint (raster, half);
  plot_raster_free (raster);
  CLAIM (abs (pixel_at (surface, 60, 60).green - 63) <= 2);
  CLAIM (abs (pixel_at (surface, 30, 60).green - 127) <= 1);
  cairo_surface_destroy (surface);
}

static PlotChart *
busy_chart (int points, bool bands, double smoothing)
{
  PlotChart *chart = plain_chart ();

  for (int run = 0; run < 24; run++) {
    PlotSeries *series = sample_series (chart, run % 3, "training",
                                        run % 3 == 0   ? PLOT_SOLID
                                        : run % 3 == 1 ? PLOT_DASHED
                                                       : PLOT_DOTTED);
    for (int x = 0; x < points; x++) {
      double y = 0.04 * run + 0.01 * ((x * (7 + run)) % 5) + (x < 4 ? 0.1 * x : 0.3);
      bool gap = run == 5 && x % 7 == 3;
      if (bands)
        plot_series_append_band (series, x, gap ? NAN : y, y - 0.02, gap ? NAN : y + 0.03);
      else
        plot_series_append (series, x, gap ? NAN : y);
    }
    plot_series_set_smoothing (series, smoothing);
  }
  return chart;
}

/* As cairo alone draws it, and as many curves are drawn. */
static void
a_busy_chart_is_cairo_s (void)
{
  for (int kind = 0; kind < 4; kind++) {
    PlotChart *chart = busy_chart (kind == 3 ? 3000 : 40, kind % 2 == 1, kind / 2 * 0.6);
    cairo_surface_t *ours = sample_surface (2), *theirs = sample_surface (2);
    cairo_t *cr = cairo_create (theirs);
    Difference off;

    CLAIM (plot_is_dense (chart));
    sample_draw (chart, ours, &plot_theme_light);
    plot_chart_draw_plain (chart, cr, SAMPLE_WIDTH, SAMPLE_HEIGHT, (PlotMargins){ 0, 0 },
                           &plot_theme_light);
    off = difference (ours, theirs);
    CLAIM (off.n > 10000);
    CLAIM (off.mean < 9);
    cairo_destroy (cr);
    cairo_surface_destroy (ours);
    cairo_surface_destroy (theirs);
    plot_chart_free (chart);
  }
}

/* Dashes go on in the pattern where the last drawing ended. */
static void
a_busy_chart_that_grows_is_the_same (void)
{
  PlotChart *grown = busy_chart (0, false, 0), *whole = busy_chart (40, false, 0);
  cairo_surface_t *ours = sample_surface (1), *theirs = sample_surface (1);
  Difference off;

  /* A view that stays where it is. */
  grown->view = whole->view = plot_chart_view (whole);
  grown->fitted = whole->fitted = false;
  for (int x = 0; x < 40; x++) {
    for (size_t run = 0; run < 24; run++)
      plot_series_append (plot_chart_series (grown, run), x,
                          plot_series_y (plot_chart_series (whole, run), (size_t) x));
    sample_draw (grown, ours, &plot_theme_light);
  }
  sample_draw (whole, theirs, &plot_theme_light);
  off = difference (ours, theirs);
  CLAIM (off.n > 10000);
  /* What lies over what at crossings depends on when it came. */
  CLAIM (off.mean < 4);
  cairo_surface_destroy (ours);
  cairo_surface_destroy (theirs);
  plot_chart_free (grown);
  plot_chart_free (whole);
}

int
main (void)
{
  RUN ("/plot/raster/lines-are-cairo-s", lines_of_any_angle_and_width_are_cairo_s);
  RUN ("/plot/raster/bands-are-cairo-s", bands_are_cairo_s);
  RUN ("/plot/raster/nothing-leaves-the-box", nothing_leaves_the_box);
  RUN ("/plot/raster/lines-that-cross-cover-once", lines_that_cross_cover_once);
  RUN ("/plot/raster/a-busy-chart-is-cairo-s", a_busy_chart_is_cairo_s);
  RUN ("/plot/raster/a-busy-chart-that-grows-is-the-same", a_busy_chart_that_grows_is_the_same);
  return DONE ();
}
