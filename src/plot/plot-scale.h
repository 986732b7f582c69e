/* SPDX-License-Identifier: MIT */
/* plot-scale.h: from data to pixels and back, and ticks on round numbers. */
#pragma once

#include <stddef.h>

typedef enum { PLOT_LINEAR, PLOT_LOG } PlotScaleKind;
typedef enum {
  PLOT_NUMBER,
  PLOT_PERCENT, /* 0.95 is "95 %" */
  PLOT_INTEGER,
  PLOT_COUNT,  /* whole numbers with their thousands apart: "50,000" */
  PLOT_SECONDS /* "1.5 s", "2 min", "1 h 5 min" */
} PlotFormat;

typedef struct {
  PlotScaleKind kind;
  double low, high;  /* data, low < high; both > 0 for PLOT_LOG */
  double start, end; /* pixels: of low and of high; end < start for a y axis */
} PlotScale;

#define PLOT_MAX_TICKS 24

typedef struct {
  double value;
  char label[32]; /* UTF-8, e.g. "0.05", "94 %", "10⁴" */
} PlotTick;

double plot_scale_to_pixel (const PlotScale *scale,
                            double value); /* NAN where a log scale has none */
double plot_scale_to_value (const PlotScale *scale, double pixel);

/* At most `max` (≤ PLOT_MAX_TICKS) ticks within low … high, at 1, 2 or 5 times a power of ten;
 * whole numbers only for PLOT_INTEGER. For PLOT_LOG the decades, with 2 and 5 or more between where
 * there is room; under a decade such ticks where at least four fit in, plain linear ones otherwise.
 * All labels with the same number of decimals on a linear scale. Returns how many; at least 2 where
 * low < high allows it. */
size_t plot_scale_ticks (const PlotScale *scale, PlotFormat format, size_t max, PlotTick *ticks);

/* Widens [*low, *high] to round numbers with a margin for `kind`; equal or inverted bounds get a
 * range around them. */
void plot_scale_round (PlotScaleKind kind, double *low, double *high);
