/* SPDX-License-Identifier: MIT */
#include "plot/plot-series-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
forget_extent (PlotSeries *series)
{
  series->n = series->n_finite = 0;
  series->low = series->positive_low = INFINITY;
  series->high = series->positive_high = -INFINITY;
  series->best = -1;
}

PlotSeries *
plot_series_new (void)
{
  PlotSeries *series = calloc (1, sizeof *series);

  if (series == NULL)
    abort ();
  series->visible = true;
  series->color = plot_color_of_run (0);
  forget_extent (series);
  return series;
}

void
plot_series_free (PlotSeries *series)
{
  if (series == NULL)
    return;
  free (series->x);
  free (series->y);
  free (series->label);
  free (series->role);
  free (series);
}

static void
reserve (PlotSeries *series, size_t n)
{
  size_t capacity = series->capacity > 0 ? series->capacity : 32;

  if (n <= series->capacity)
    return;
  while (capacity < n)
    capacity *= 2;
  if (capacity > SIZE_MAX / sizeof (double))
    abort ();
  series->x = realloc (series->x, capacity * sizeof (double));
  series->y = realloc (series->y, capacity * sizeof (double));
  if (series->x == NULL || series->y == NULL)
    abort ();
  series->capacity = capacity;
}

void
plot_series_append (PlotSeries *series, double x, double y)
{
  /* Everything here searches by x, so a point that goes back cannot be kept. */
  if (!isfinite (x) || (series->n > 0 && x < series->x[series->n - 1]))
    return;
  reserve (series, series->n + 1);
  series->x[series->n] = x;
  series->y[series->n] = y;
  if (isfinite (y)) {
    if (y > series->high)
      series->best = (ptrdiff_t) series->n;
    series->low = fmin (series->low, y);
    series->high = fmax (series->high, y);
    if (y > 0) {
      series->positive_low = fmin (series->positive_low, y);
      series->positive_high = fmax (series->positive_high, y);
    }
    series->n_finite++;
  }
  series->n++;
  series->generation++;
}

static void
restyled (PlotSeries *series)
{
  series->generation++;
  series->style++;
}

void
plot_series_clear (PlotSeries *series)
{
  forget_extent (series);
  restyled (series);
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

static void
set_text (PlotSeries *series, char **field, const char *text)
{
  char *copy = strdup (text != NULL ? text : "");

  if (copy == NULL)
    abort ();
  if (*field != NULL && strcmp (*field, copy) == 0) {
    free (copy);
    return;
  }
  free (*field);
  *field = copy;
  restyled (series);
}

void
plot_series_set_label (PlotSeries *series, const char *label)
{
  set_text (series, &series->label, label);
}

const char *
plot_series_label (const PlotSeries *series)
{
  return series->label != NULL ? series->label : "";
}

void
plot_series_set_role (PlotSeries *series, const char *role)
{
  set_text (series, &series->role, role);
}

const char *
plot_series_role (const PlotSeries *series)
{
  return series->role != NULL ? series->role : "";
}

void
plot_series_set_color (PlotSeries *series, PlotColor color)
{
  const PlotColor *old = &series->color;

  if (old->red == color.red && old->green == color.green && old->blue == color.blue &&
      old->alpha == color.alpha)
    return;
  series->color = color;
  restyled (series);
}

PlotColor
plot_series_color (const PlotSeries *series)
{
  return series->color;
}

void
plot_series_set_line (PlotSeries *series, PlotLine line)
{
  if (line == series->line)
    return;
  series->line = line;
  restyled (series);
}

PlotLine
plot_series_line (const PlotSeries *series)
{
  return series->line;
}

static void
set_flag (PlotSeries *series, bool *field, bool value)
{
  if (*field == value)
    return;
  *field = value;
  restyled (series);
}

void
plot_series_set_visible (PlotSeries *series, bool visible)
{
  set_flag (series, &series->visible, visible);
}

bool
plot_series_visible (const PlotSeries *series)
{
  return series->visible;
}

void
plot_series_set_end_label (PlotSeries *series, bool shown)
{
  set_flag (series, &series->end_label, shown);
}

bool
plot_series_end_label (const PlotSeries *series)
{
  return series->end_label;
}

void
plot_series_set_mark_best (PlotSeries *series, bool marked)
{
  set_flag (series, &series->mark_best, marked);
}

bool
plot_series_mark_best (const PlotSeries *series)
{
  return series->mark_best;
}

unsigned
plot_series_generation (const PlotSeries *series)
{
  return series->generation;
}

static bool
is_gap (const PlotSeries *series, size_t i, PlotScaleKind y_kind)
{
  return !isfinite (series->y[i]) || (y_kind == PLOT_LOG && series->y[i] <= 0);
}

/* Of the points first … last of one column those to keep, in their order, each once. */
static size_t
keep_of_column (const PlotSeries *series, size_t first, size_t last, size_t *indices)
{
  size_t low = first, high = first, n = 0;

  for (size_t i = first; i <= last; i++) {
    if (series->y[i] < series->y[low])
      low = i;
    if (series->y[i] > series->y[high])
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
plot_series_thin (const PlotSeries *series, size_t from, size_t to, const PlotScale *x_scale,
                  PlotScaleKind y_kind, double columns, size_t *indices)
{
  size_t n = 0;

  for (size_t i = from; i < to;) {
    size_t first = i;
    double column;

    if (is_gap (series, i, y_kind)) {
      if (n == 0 || !is_gap (series, indices[n - 1], y_kind))
        indices[n++] = i;
      i++;
      continue;
    }
    column = floor (plot_scale_to_pixel (x_scale, series->x[i]) * columns);
    do
      i++;
    while (i < to && !is_gap (series, i, y_kind) &&
           floor (plot_scale_to_pixel (x_scale, series->x[i]) * columns) == column);
    n += keep_of_column (series, first, i - 1, indices + n);
  }
  return n;
}
