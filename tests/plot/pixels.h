/* SPDX-License-Identifier: MIT */
/* pixels.h: what a test sees of a drawing at one pixel a unit. */
#pragma once

#include "sample-chart.h"

#include "plot/plot-chart-private.h"

#include <stdint.h>
#include <stdlib.h>

typedef struct {
  int red, green, blue;
} Pixel;

static inline Pixel
pixel_at (cairo_surface_t *surface, double x, double y)
{
  uint32_t value = *(
      const uint32_t *) (const void *) (cairo_image_surface_get_data (surface) +
                                        (int) floor (y) * cairo_image_surface_get_stride (surface) +
                                        4 * (int) floor (x));

  return (Pixel){ (int) (value >> 16 & 255), (int) (value >> 8 & 255), (int) (value & 255) };
}

/* How far the pixel is from that colour: the largest difference of a channel, 0 … 255. */
static inline int
distance (Pixel pixel, PlotColor color)
{
  int red = abs (pixel.red - (int) lround (255 * color.red));
  int green = abs (pixel.green - (int) lround (255 * color.green));
  int blue = abs (pixel.blue - (int) lround (255 * color.blue));
  int most = red > green ? red : green;

  return most > blue ? most : blue;
}

static inline Pixel
pixel_of (const PlotChart *chart, cairo_surface_t *surface, double x, double y)
{
  return pixel_at (surface, plot_scale_to_pixel (&chart->frame.x, x),
                   plot_scale_to_pixel (&chart->frame.y, y));
}

static inline PlotChart *
plain_chart (void)
{
  PlotChart *chart = plot_chart_new ();

  plot_chart_set_x (chart, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_y (chart, "Cost", PLOT_LINEAR, PLOT_NUMBER);
  return chart;
}
