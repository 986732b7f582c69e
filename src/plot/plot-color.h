/* SPDX-License-Identifier: MIT */
/* plot-color.h: colours, the palette of runs and the themes of a chart. */
#pragma once

#include <stdbool.h>

typedef struct {
  double red, green, blue, alpha; /* 0 … 1 */
} PlotColor;

#define PLOT_N_RUN_COLORS 8

/* PLOT_COLOR_RGB + 0xRRGGBB in place of a run's number is that colour. */
#define PLOT_COLOR_RGB (1 << 24)

/* The colour of run `i`: below PLOT_COLOR_RGB it is taken modulo PLOT_N_RUN_COLORS from a palette
 * that is told apart by people with the common forms of colour blindness and good on white and on
 * near-black. First: blue, orange, purple, teal, … */
PlotColor plot_color_of_run (int i);

typedef struct {
  bool dark;
  PlotColor background; /* alpha 0: the chart paints none */
  PlotColor text;       /* titles */
  PlotColor dim;        /* tick labels, secondary text */
  PlotColor grid;       /* hairlines */
  PlotColor pointer;    /* the line under the pointer */
  PlotColor card;       /* of the read-out */
  const char *font;     /* family; NULL: what GNOME has; must outlive the charts that it draws */
  double font_scale;    /* 1 = 10 pt text */
  double line_width;    /* of a curve, px */
} PlotTheme;

extern const PlotTheme plot_theme_light;
extern const PlotTheme plot_theme_dark;

/* A signed weight as a colour: t in −1 … 1; 0 is `background`, +1 the colour "for" (orange), −1
 * "against" (blue). */
PlotColor plot_color_signed (double t, PlotColor background);
