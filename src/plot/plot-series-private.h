/* SPDX-License-Identifier: MIT */
/* plot-series-private.h: the fields of a series for the drawing, with the extent kept up to date by
 * every append. */
#pragma once

#include "plot/plot-scale.h"
#include "plot/plot-series.h"

#include <math.h>

struct PlotSeries {
  double *x, *y;
  double *low, *high; /* of the band; NULL without one */
  double *smooth;     /* the average; NULL without smoothing */
  size_t n, capacity;
  char *label, *role;
  PlotColor color;
  PlotLine line;
  double width;
  bool visible, end_label, mark_best, ghost, pointed;

  double smoothing;
  double average, fading; /* after the last point; fading is smoothing^k */

  unsigned generation;
  unsigned style; /* as generation, but appending does not count: what was drawn still stands */

  size_t n_finite;
  double least_y;
  double least, most; /* of the finite y and the band */
  double positive_least,
      positive_most; /* of those above zero, for log scales; least > most where there is none */
  ptrdiff_t best;    /* the first of the highest, −1 for none */
};

/* Every change but an append. */
void plot_series_restyled (PlotSeries *series);

/* What is drawn as the curve: the average where there is one, else y. */
static inline const double *
plot_series_curve (const PlotSeries *series)
{
  return series->smooth != NULL ? series->smooth : series->y;
}

static inline bool
plot_series_has_band_at (const PlotSeries *series, size_t i)
{
  return series->low != NULL && isfinite (series->low[i]) && isfinite (series->high[i]);
}

/* The first point whose x is not under `x`; the length for none. */
size_t plot_series_first_at (const PlotSeries *series, double x);

/* The points from `from` up to but without `to` that a drawing needs: of every pixel column the
 * first, lowest, highest and last, and one point of every gap. `values` are those of the series' n
 * points; `columns` per pixel of the scale. indices has room for to − from. */
size_t plot_series_thin (const PlotSeries *series, const double *values, size_t from, size_t to,
                         const PlotScale *x_scale, PlotScaleKind y_kind, double columns,
                         size_t *indices);
