/* SPDX-License-Identifier: MIT */
/* Which points of a series a drawing needs. */
#include "plot/plot-series-private.h"

#include <math.h>

static bool
is_gap (const double *values, size_t i, PlotScaleKind y_kind)
{
  return !isfinite (values[i]) || (y_kind == PLOT_LOG && values[i] <= 0);
}

/* Of the points first … last of one column those to keep, in their order, each once. */
static size_t
keep_of_column (const double *values, size_t first, size_t last, size_t *indices)
{
  size_t low = first, high = first, n = 0;

  for (size_t i = first; i <= last; i++) {
    if (values[i] < values[low])
      low = i;
    if (values[i] > values[high])
      high = i;
  }
  indices[n++] = first;
  for (int turn = 0; turn < 2; turn++) {
    size_t extreme = (turn == 0) == (low < high) ? low : high;
    if (extreme != indices[n - 1] && extreme != last)
      indices[n++] = extreme;
  }
  if (last != indices[n - 1])
    indices[n++] = last;
  return n;
}

size_t
plot_series_thin (const PlotSeries *series, const double *values, size_t from, size_t to,
                  const PlotScale *x_scale, PlotScaleKind y_kind, double columns, size_t *indices)
{
  size_t n = 0;

  for (size_t i = from; i < to;) {
    size_t first = i;
    double column;

    if (is_gap (values, i, y_kind)) {
      if (n == 0 || !is_gap (values, indices[n - 1], y_kind))
        indices[n++] = i;
      i++;
      continue;
    }
    column = floor (plot_scale_to_pixel (x_scale, series->x[i]) * columns);
    do
      i++;
    while (i < to && !is_gap (values, i, y_kind) &&
           floor (plot_scale_to_pixel (x_scale, series->x[i]) * columns) == column);
    n += keep_of_column (values, first, i - 1, indices + n);
  }
  return n;
}
