/* SPDX-License-Identifier: MIT */
/* The band around a curve, filled. */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <stdlib.h>

#define BOX_MARGIN 32.0 /* px beyond the plot area: cairo's numbers end at some millions */

static double
within (const PlotFrame *frame, double y)
{
  return fmin (fmax (y, frame->top - BOX_MARGIN), frame->bottom + BOX_MARGIN);
}

/* False where the point has no band that this scale can show. */
static bool
slice_of (const PlotSeries *series, size_t i, const PlotFrame *frame, PlotSlice *slice)
{
  if (!plot_series_has_band_at (series, i))
    return false;
  slice->x = plot_scale_to_pixel (&frame->x, series->x[i]);
  slice->low = plot_scale_to_pixel (&frame->y, series->low[i]);
  slice->high = plot_scale_to_pixel (&frame->y, series->high[i]);
  /* What reaches under zero leaves a log scale at its foot. */
  if (isnan (slice->low))
    slice->low = frame->bottom + BOX_MARGIN;
  return isfinite (slice->x) && isfinite (slice->high);
}

/* Cuts a … b to x ≥ edge (toward = 1) or x ≤ edge (−1), moving a. */
static void
cut (PlotSlice *a, const PlotSlice *b, double edge, int toward)
{
  double t;

  if ((edge - a->x) * toward <= 0 || b->x == a->x)
    return;
  t = fmin (fmax ((edge - a->x) / (b->x - a->x), 0), 1);
  a->low += t * (b->low - a->low);
  a->high += t * (b->high - a->high);
  a->x = edge;
}

/* A point between two gaps would have no width. (To the last one the next may still come.) */
static void
fill_alone (cairo_t *cr, PlotRaster *raster, const PlotSeries *series, size_t i,
            const PlotFrame *frame, const PlotSlice *slice)
{
  if (i + 1 >= series->n || plot_series_has_band_at (series, i + 1) ||
      (i > 0 && plot_series_has_band_at (series, i - 1)) || slice->x < frame->left - BOX_MARGIN ||
      slice->x > frame->right + BOX_MARGIN)
    return;
  if (raster != NULL) {
    plot_raster_add_band (raster, &(PlotSlice){ slice->x - 1.5, slice->low, slice->high },
                          &(PlotSlice){ slice->x + 1.5, slice->low, slice->high });
    return;
  }
  cairo_rectangle (cr, slice->x - 1.5, within (frame, slice->high), 3,
                   within (frame, slice->low) - within (frame, slice->high));
  cairo_fill (cr);
}

static void
fill_slices (cairo_t *cr, PlotRaster *raster, PlotSlice *slices, size_t n, const PlotFrame *frame)
{
  if (n < 2)
    return;
  cut (&slices[0], &slices[1], frame->left - BOX_MARGIN, 1);
  cut (&slices[n - 1], &slices[n - 2], frame->right + BOX_MARGIN, -1);
  if (raster != NULL) {
    for (size_t i = 1; i < n; i++)
      plot_raster_add_band (raster, &slices[i - 1], &slices[i]);
    return;
  }
  for (size_t i = 0; i < n; i++)
    cairo_line_to (cr, slices[i].x, within (frame, slices[i].high));
  for (size_t i = n; i-- > 0;)
    cairo_line_to (cr, slices[i].x, within (frame, slices[i].low));
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* Adds a slice; of each pixel column the widest extent stays, at its first and its last x. */
static size_t
add_slice (PlotSlice *slices, size_t n, const PlotSlice *slice)
{
  double column = floor (slice->x);
  PlotSlice *last = n > 0 ? &slices[n - 1] : NULL;

  if (last == NULL || floor (last->x) != column) {
    slices[n] = *slice;
    return n + 1;
  }
  last->low = fmax (last->low, slice->low);
  last->high = fmin (last->high, slice->high);
  if (n > 1 && floor (slices[n - 2].x) == column) {
    slices[n - 2].low = last->low;
    slices[n - 2].high = last->high;
    last->x = slice->x;
    return n;
  }
  slices[n] = (PlotSlice){ slice->x, last->low, last->high };
  return n + 1;
}

void
plot_draw_band (cairo_t *cr, PlotRaster *raster, const PlotSeries *series, const PlotFrame *frame,
                PlotColor color, size_t from)
{
  size_t to, n = 0;
  PlotSlice *slices;

  if (series->low == NULL || !plot_points_in_view (series, frame, &from, &to))
    return;
  slices = malloc ((to - from) * sizeof *slices);
  if (slices == NULL)
    return;
  plot_set_color (cr, color);
  for (size_t i = from; i < to; i++) {
    PlotSlice slice;
    if (slice_of (series, i, frame, &slice)) {
      n = add_slice (slices, n, &slice);
      fill_alone (cr, raster, series, i, frame, &slice);
    } else {
      fill_slices (cr, raster, slices, n, frame);
      n = 0;
    }
  }
  fill_slices (cr, raster, slices, n, frame);
  if (raster != NULL)
    plot_raster_paint (raster, color);
  free (slices);
}
