/* SPDX-License-Identifier: MIT */
/* plot-raster.h: lines and bands straight into the pixels of an image. Of a hundred curves cairo
 * makes and sorts millions of edges; here every pixel near a line gets its distance from it, which
 * is the same picture in a tenth of the time. */
#pragma once

#include "plot/plot-color.h"

#include <cairo.h>

typedef struct PlotRaster PlotRaster;

/* Where something reaches from `high` down to `low` at x; px, y downwards. */
typedef struct {
  double x, low, high;
} PlotSlice;

/* For an image surface, on which nobody else draws until the raster is freed. Everything is in px
 * of the surface's device scale and cut to left … right, top … bottom. NULL where the surface is no
 * image, or without memory. */
PlotRaster *plot_raster_new (cairo_surface_t *surface, double left, double top, double right,
                             double bottom);
void plot_raster_free (PlotRaster *raster); /* NULL is fine */

/* A line with round ends; a dot where both are one. */
void plot_raster_add_line (PlotRaster *raster, double ax, double ay, double bx, double by,
                           double width);
/* What lies between two slices, a at the left. */
void plot_raster_add_band (PlotRaster *raster, const PlotSlice *a, const PlotSlice *b);

/* Shows what was added since the last time, in one colour, and each pixel once where lines meet or
 * cross. */
void plot_raster_paint (PlotRaster *raster, PlotColor color);
