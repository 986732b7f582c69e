/* SPDX-License-Identifier: MIT */
#include "plot/plot-series-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
forget_points (PlotSeries *series)
{
  series->n = series->n_finite = 0;
  series->least = series->least_y = series->positive_least = INFINITY;
  series->most = series->positive_most = -INFINITY;
  series->best = -1;
  series->average = 0;
  series->fading = 1;
}

PlotSeries *
plot_series_new (void)
{
  PlotSeries *series = calloc (1, sizeof *series);

  if (series == NULL)
    abort ();
  series->visible = series->pointed = true;
  series->width = 1;
  series->color = plot_color_of_run (0);
  forget_points (series);
  return series;
}

void
plot_series_free (PlotSeries *series)
{
  if (series == NULL)
    return;
  free (series->x);
  free (series->y);
  free (series->low);
  free (series->high);
  free (series->smooth);
  free (series->label);
  free (series->role);
  free (series);
}

void
plot_series_restyled (PlotSeries *series)
{
  series->generation++;
  series->style++;
}

static double *
grown (double *values, size_t capacity)
{
  if (capacity > SIZE_MAX / sizeof *values)
    abort ();
  values = realloc (values, capacity * sizeof *values);
  if (values == NULL)
    abort ();
  return values;
}

static void
reserve (PlotSeries *series, size_t n)
{
  size_t capacity = series->capacity > 0 ? series->capacity : 32;

  if (n <= series->capacity)
    return;
  while (capacity < n)
    capacity *= 2;
  series->x = grown (series->x, capacity);
  series->y = grown (series->y, capacity);
  if (series->low != NULL) {
    series->low = grown (series->low, capacity);
    series->high = grown (series->high, capacity);
  }
  if (series->smooth != NULL)
    series->smooth = grown (series->smooth, capacity);
  series->capacity = capacity;
}

/* A band for all points; of those that are there already it is a gap. */
static void
make_band (PlotSeries *series)
{
  if (series->low != NULL)
    return;
  reserve (series, 1);
  series->low = grown (NULL, series->capacity);
  series->high = grown (NULL, series->capacity);
  for (size_t i = 0; i < series->n; i++)
    series->low[i] = series->high[i] = NAN;
  plot_series_restyled (series);
}

static void
drop_band (PlotSeries *series)
{
  free (series->low);
  free (series->high);
  series->low = series->high = NULL;
}

static void
widen (PlotSeries *series, double y)
{
  if (!isfinite (y))
    return;
  series->least = fmin (series->least, y);
  series->most = fmax (series->most, y);
  if (y > 0) {
    series->positive_least = fmin (series->positive_least, y);
    series->positive_most = fmax (series->positive_most, y);
  }
}

/* Brings what follows from the points up to date with point i; in ascending order. */
static void
take_in (PlotSeries *series, size_t i)
{
  double y = series->y[i];

  if (isfinite (y)) {
    if (series->best < 0 || y > series->y[series->best])
      series->best = (ptrdiff_t) i;
    series->least_y = fmin (series->least_y, y);
    series->n_finite++;
    series->fading *= series->smoothing;
    series->average += (1 - series->smoothing) / (1 - series->fading) * (y - series->average);
  }
  widen (series, y);
  if (plot_series_has_band_at (series, i)) {
    widen (series, series->low[i]);
    widen (series, series->high[i]);
  }
  if (series->smooth != NULL)
    series->smooth[i] = isfinite (y) ? series->average : y;
}

static void
take_in_all (PlotSeries *series)
{
  size_t n = series->n;

  forget_points (series);
  for (size_t i = 0; i < n; i++)
    take_in (series, i);
  series->n = n;
}

static void
append (PlotSeries *series, double x, double y, double low, double high)
{
  size_t i = series->n;

  /* Everything here searches by x, so a point that goes back cannot be kept. */
  if (!isfinite (x) || (i > 0 && x < series->x[i - 1]))
    return;
  reserve (series, i + 1);
  series->x[i] = x;
  series->y[i] = y;
  if (series->low != NULL) {
    series->low[i] = low;
    series->high[i] = high;
  }
  take_in (series, i);
  series->n++;
  series->generation++;
}

void
plot_series_append (PlotSeries *series, double x, double y)
{
  append (series, x, y, NAN, NAN);
}

void
plot_series_append_band (PlotSeries *series, double x, double y, double low, double high)
{
  make_band (series);
  append (series, x, y, low, high);
}

void
plot_series_set_band (PlotSeries *series, const double *low, const double *high, size_t n)
{
  if (low == NULL || high == NULL) {
    if (series->low == NULL)
      return;
    drop_band (series);
  } else {
    if (n != series->n)
      return;
    make_band (series);
    memcpy (series->low, low, n * sizeof *low);
    memcpy (series->high, high, n * sizeof *high);
  }
  take_in_all (series);
  plot_series_restyled (series);
}

static bool
same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/* How many points at the start are what they were. */
static size_t
count_kept (const PlotSeries *series, const double *x, const double *y, const double *low,
            const double *high, size_t n)
{
  bool banded = low != NULL && high != NULL;
  size_t i = 0;

  if (banded != (series->low != NULL))
    return 0;
  while (i < n && i < series->n && series->x[i] == x[i] && same (series->y[i], y[i]) &&
         (!banded || (same (series->low[i], low[i]) && same (series->high[i], high[i]))))
    i++;
  return i;
}

void
plot_series_set_points (PlotSeries *series, const double *x, const double *y, const double *low,
                        const double *high, size_t n)
{
  bool banded = low != NULL && high != NULL;
  size_t kept = count_kept (series, x, y, low, high, n);

  if (kept < series->n) {
    plot_series_clear (series);
    drop_band (series);
    kept = 0;
  }
  if (banded && n > 0)
    make_band (series);
  for (size_t i = kept; i < n; i++)
    append (series, x[i], y[i], banded ? low[i] : NAN, banded ? high[i] : NAN);
}

void
plot_series_clear (PlotSeries *series)
{
  forget_points (series);
  plot_series_restyled (series);
}

size_t
plot_series_length (const PlotSeries *series)
{
  return series->n;
}

double
plot_series_x (const PlotSeries *series, size_t i)
{
  return i < series->n ? series->x[i] : NAN;
}

double
plot_series_y (const PlotSeries *series, size_t i)
{
  return i < series->n ? series->y[i] : NAN;
}

bool
plot_series_has_band (const PlotSeries *series)
{
  return series->low != NULL;
}

double
plot_series_low (const PlotSeries *series, size_t i)
{
  return series->low != NULL && i < series->n ? series->low[i] : NAN;
}

double
plot_series_high (const PlotSeries *series, size_t i)
{
  return series->high != NULL && i < series->n ? series->high[i] : NAN;
}

void
plot_series_set_smoothing (PlotSeries *series, double weight)
{
  weight = isnan (weight) ? 0 : fmin (fmax (weight, 0), 0.99);
  if (weight == series->smoothing)
    return;
  series->smoothing = weight;
  if (weight == 0) {
    free (series->smooth);
    series->smooth = NULL;
  } else if (series->smooth == NULL) {
    reserve (series, 1);
    series->smooth = grown (NULL, series->capacity);
  }
  take_in_all (series);
  plot_series_restyled (series);
}

double
plot_series_smoothing (const PlotSeries *series)
{
  return series->smoothing;
}

double
plot_series_smoothed (const PlotSeries *series, size_t i)
{
  return i < series->n ? plot_series_curve (series)[i] : NAN;
}

size_t
plot_series_first_at (const PlotSeries *series, double x)
{
  size_t low = 0, high = series->n;

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (series->x[middle] < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

ptrdiff_t
plot_series_nearest (const PlotSeries *series, double x)
{
  size_t i;

  if (series->n == 0 || isnan (x))
    return -1;
  i = plot_series_first_at (series, x);
  if (i == series->n || (i > 0 && x - series->x[i - 1] <= series->x[i] - x))
    i--;
  /* Of several points at one x the first. */
  while (i > 0 && series->x[i - 1] == series->x[i])
    i--;
  return (ptrdiff_t) i;
}

unsigned
plot_series_generation (const PlotSeries *series)
{
  return series->generation;
}
