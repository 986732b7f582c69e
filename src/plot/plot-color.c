/* SPDX-License-Identifier: MIT */
#include "plot/plot-color.h"

#include <math.h>

#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0, 1               \
  }

/* Chosen so that any two keep their distance when simulated for protanopia, deuteranopia and
 * tritanopia, the first four most of all, with a contrast of 3 on white and 2.5 on near-black. */
static const PlotColor run_colors[PLOT_N_RUN_COLORS] = {
  RGB (0x3584e4), /* blue */
  RGB (0xe66100), /* orange */
  RGB (0x9646b4), /* purple */
  RGB (0x0b7a80), /* teal */
  RGB (0x7a640f), /* olive */
  RGB (0xd9549b), /* rose */
  RGB (0x4da32a), /* green */
  RGB (0xb98a7a), /* clay */
};

const PlotTheme plot_theme_light = {
  .dark = false,
  .background = RGB (0xffffff),
  .text = RGB (0x2a2a2c),
  .dim = RGB (0x6c6c72),
  .grid = RGB (0xe9e9ec),
  .pointer = RGB (0x8a8a90),
  .card = RGB (0xffffff),
  .font_scale = 1,
  .line_width = 2,
};

const PlotTheme plot_theme_dark = {
  .dark = true,
  .background = RGB (0x1e1e1e),
  .text = RGB (0xf6f5f4),
  .dim = RGB (0xa3a3a8),
  .grid = RGB (0x333336),
  .pointer = RGB (0xb4b4b8),
  .card = RGB (0x383838),
  .font_scale = 1,
  .line_width = 2,
};

PlotColor
plot_color_of_run (int i)
{
  int place = i % PLOT_N_RUN_COLORS;

  if (i >= PLOT_COLOR_RGB)
    return (PlotColor) RGB (i);
  return run_colors[place < 0 ? place + PLOT_N_RUN_COLORS : place];
}

PlotColor
plot_color_signed (double t, PlotColor background)
{
  PlotColor full = t > 0 ? run_colors[1] : run_colors[0];
  double part = isnan (t) ? 0 : fmin (fabs (t), 1);

  return (PlotColor){
    background.red + part * (full.red - background.red),
    background.green + part * (full.green - background.green),
    background.blue + part * (full.blue - background.blue),
    background.alpha + part * (full.alpha - background.alpha),
  };
}
