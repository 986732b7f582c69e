/* SPDX-License-Identifier: MIT */
/* plot-series-private.h: the fields of a series for the drawing, with the extent kept up to date by
 * every append. */
#pragma once

#include "plot/plot-scale.h"
#include "plot/plot-series.h"

struct PlotSeries {
  double *x, *y;
  size_t n, capacity;
  char *label, *role;
  PlotColor color;
  PlotLine line;
  bool visible, end_label, mark_best;

  unsigned generation;
  unsigned style; /* as generation, but appending does not count: what was drawn still stands */

  size_t n_finite;
  double low, high; /* of the finite y */
  double positive_low,
      positive_high; /* of those above zero, for log scales; low > high where there is none */
  ptrdiff_t best;    /* the first of the highest, −1 for none */
};

/* The first point whose x is not under `x`; the length for none. */
size_t plot_series_first_at (const PlotSeries *series, double x);

/* The points from `from` up to but without `to` that a drawing needs: of every pixel column the
 * first, lowest, highest and last, and one point of every gap. `columns` per pixel of the scale.
 * indices has room for to − from. */
size_t plot_series_thin (const PlotSeries *series, size_t from, size_t to, const PlotScale *x_scale,
                         PlotScaleKind y_kind, double columns, size_t *indices);
