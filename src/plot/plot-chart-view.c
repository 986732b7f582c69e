/* SPDX-License-Identifier: MIT */
/* What part of the data is shown, and finding data by pixel. */
#include "plot/plot-chart-private.h"

#include <float.h>
#include <math.h>

#define PICK_DISTANCE 8.0 /* px */

static bool
has_points (const PlotChart *chart, const PlotSeries *series)
{
  if (!series->visible)
    return false;
  return chart->y_kind == PLOT_LOG ? series->positive_least <= series->positive_most
                                   : series->n_finite > 0;
}

bool
plot_chart_has_points (const PlotChart *chart)
{
  for (size_t i = 0; i < chart->n_entries; i++)
    if (has_points (chart, chart->entries[i].series))
      return true;
  return false;
}

static void
fit_x (const PlotChart *chart, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    size_t first = chart->x_kind == PLOT_LOG ? plot_series_first_at (series, DBL_MIN) : 0;
    if (!has_points (chart, series) || first == series->n)
      continue;
    *low = fmin (*low, series->x[first]);
    *high = fmax (*high, series->x[series->n - 1]);
  }
  if (*low > *high) {
    *low = chart->x_kind == PLOT_LOG ? 1 : 0;
    *high = *low;
  }
  if (isfinite (chart->x_end)) {
    *high = fmax (*high, chart->x_end);
  } else if (chart->x_format == PLOT_SECONDS && *high > *low) {
    /* Nobody knows when it ends: a view that grew with every point would be drawn anew each time.
     */
    double start = *low;
    plot_scale_round (chart->x_kind, &start, high);
  }
  if (*low == *high)
    *high = chart->x_kind == PLOT_LOG ? *low * 10 : *low + fmax (1, fabs (*low) * 1e-6);
}

static void
fit_y (const PlotChart *chart, double *low, double *high)
{
  double least = INFINITY, most = -INFINITY;
  double least_of_curves = INFINITY, most_of_curves = -INFINITY; /* without bands */

  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    if (!has_points (chart, series))
      continue;
    least = fmin (least, chart->y_kind == PLOT_LOG ? series->positive_least : series->least);
    most = fmax (most, chart->y_kind == PLOT_LOG ? series->positive_most : series->most);
    least_of_curves = fmin (least_of_curves, series->least_y);
    most_of_curves = fmax (most_of_curves, series->y[series->best]);
  }
  *low = least;
  *high = most;
  plot_scale_round (chart->y_kind, low, high);
  /* Shares end at 0 and 100 %: a margin beyond would promise what cannot be. */
  if (chart->y_format == PLOT_PERCENT) {
    if (most_of_curves <= 1)
      *high = fmin (*high, 1);
    if (least_of_curves >= 0 && chart->y_kind == PLOT_LINEAR)
      *low = fmax (*low, 0);
    if (*low >= *high)
      *low = chart->y_kind == PLOT_LOG ? *high / 10 : *high - 0.1;
  }
}

PlotView
plot_chart_view (const PlotChart *chart)
{
  PlotView view = chart->view;

  if (chart->fitted) {
    fit_x (chart, &view.x_low, &view.x_high);
    fit_y (chart, &view.y_low, &view.y_high);
    plot_view_add (&view, &chart->least);
  }
  return view;
}

void
plot_chart_fit (PlotChart *chart)
{
  chart->fitted = true;
}

bool
plot_chart_is_fitted (const PlotChart *chart)
{
  return chart->fitted;
}

void
plot_chart_get_view (const PlotChart *chart, double *x_low, double *x_high, double *y_low,
                     double *y_high)
{
  PlotView view = plot_chart_view (chart);

  *x_low = view.x_low;
  *x_high = view.x_high;
  *y_low = view.y_low;
  *y_high = view.y_high;
}

/* Both directions of the axis as if it were linear. */
static double
forth (PlotScaleKind kind, double value)
{
  return kind == PLOT_LOG ? log10 (value) : value;
}

static double
back (PlotScaleKind kind, double value)
{
  return kind == PLOT_LOG ? pow (10, value) : value;
}

/* Stretches [low, high] around `part` of it and moves it by `shift` of its width; refuses what
 * would leave the fitted range out of sight, grow beyond four times of it or shrink to less than a
 * 100 000th. */
static void
change_range (PlotScaleKind kind, double *low, double *high, double fit_low, double fit_high,
              double part, double factor, double shift)
{
  double a = forth (kind, *low), b = forth (kind, *high);
  double whole = forth (kind, fit_high) - forth (kind, fit_low);
  double middle = a + part * (b - a), width = (b - a) / factor, least, most;

  width = fmin (fmax (width, whole * 1e-5), whole * 4);
  a = middle - part * width + shift * width;
  /* At least a tenth of the view shows where data are. */
  least = forth (kind, fit_low) - 0.9 * width;
  most = forth (kind, fit_high) - 0.1 * width;
  a = fmin (fmax (a, least), most);
  if (!isfinite (a) || !isfinite (width) || !(a + width > a))
    return;
  *low = back (kind, a);
  *high = back (kind, a + width);
}

static void
change_view (PlotChart *chart, double px, double py, double x_factor, double y_factor, double dx,
             double dy)
{
  PlotView now = plot_chart_view (chart), fit;
  const PlotFrame *frame = &chart->frame;
  bool was_fitted = chart->fitted;

  chart->fitted = true;
  fit = plot_chart_view (chart);
  chart->fitted = was_fitted;
  change_range (chart->x_kind, &now.x_low, &now.x_high, fit.x_low, fit.x_high,
                (px - frame->left) / (frame->right - frame->left), x_factor,
                -dx / (frame->right - frame->left));
  change_range (chart->y_kind, &now.y_low, &now.y_high, fit.y_low, fit.y_high,
                (frame->bottom - py) / (frame->bottom - frame->top), y_factor,
                dy / (frame->bottom - frame->top));
  chart->view = now;
  chart->fitted = false;
}

void
plot_chart_zoom (PlotChart *chart, double px, double py, double factor)
{
  const PlotFrame *frame = &chart->frame;
  bool on_y_axis = px<frame->left, on_x_axis = py> frame->bottom;

  if (!chart->framed || !isfinite (px) || !isfinite (py) || !isfinite (factor) || factor <= 0)
    return;
  px = fmin (fmax (px, frame->left), frame->right);
  py = fmin (fmax (py, frame->top), frame->bottom);
  change_view (chart, px, py, on_y_axis ? 1 : factor, on_x_axis && !on_y_axis ? 1 : factor, 0, 0);
}

void
plot_chart_pan (PlotChart *chart, double dx, double dy)
{
  if (!chart->framed || !isfinite (dx) || !isfinite (dy) || (dx == 0 && dy == 0))
    return;
  change_view (chart, chart->frame.left, chart->frame.bottom, 1, 1, dx, dy);
}

bool
plot_chart_snap (const PlotChart *chart, double x, double *snapped)
{
  double distance = INFINITY;

  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    ptrdiff_t nearest = has_points (chart, series) ? plot_series_nearest (series, x) : -1;
    if (nearest >= 0 && fabs (series->x[nearest] - x) < distance) {
      distance = fabs (series->x[nearest] - x);
      *snapped = series->x[nearest];
    }
  }
  return isfinite (distance);
}

ptrdiff_t
plot_chart_point_at (const PlotChart *chart, const PlotSeries *series, double x)
{
  bool shared = chart->x_format != PLOT_COUNT && chart->x_format != PLOT_SECONDS;
  ptrdiff_t i = plot_series_nearest (series, x);
  double tolerance = 1e-9 * fmax (1, fabs (x));

  if (i < 0 || x < series->x[0] - tolerance || x > series->x[series->n - 1] + tolerance)
    return -1;
  return shared && fabs (series->x[i] - x) > tolerance ? -1 : i;
}

double
plot_chart_y_at (const PlotChart *chart, const PlotSeries *series, double x)
{
  ptrdiff_t i = plot_chart_point_at (chart, series, x);

  return i >= 0 ? series->y[i] : NAN;
}

/* Points at x of the data, or, where `there` is false, nowhere; true where that is new. */
static bool
point_at (PlotChart *chart, bool there, double x, double py)
{
  bool changed;

  if (!there) {
    changed = chart->pointed;
    chart->pointed = false;
    return changed;
  }
  changed = !chart->pointed || chart->pointer_x != x ||
            !(chart->pointer_y == py || (isnan (chart->pointer_y) && isnan (py)));
  chart->pointed = true;
  chart->pointer_x = x;
  chart->pointer_y = py;
  return changed;
}

bool
plot_chart_set_pointer (PlotChart *chart, double px, double py)
{
  const PlotFrame *frame = &chart->frame;
  bool inside = chart->framed && px >= frame->left - PICK_DISTANCE &&
                px <= frame->right + PICK_DISTANCE &&
                (isnan (py) || (py >= 0 && py <= frame->height));
  double x = NAN;

  inside = inside && plot_chart_snap (chart, plot_scale_to_value (&frame->x, px), &x);
  return point_at (chart, inside, x, py);
}

bool
plot_chart_follow_pointer (PlotChart *chart, const PlotChart *other)
{
  double x = NAN;
  bool there = other->pointed && plot_chart_snap (chart, other->pointer_x, &x);

  return point_at (chart, there, x, NAN);
}

bool
plot_chart_step_pointer (PlotChart *chart, int step)
{
  PlotView view = plot_chart_view (chart);
  double best = NAN, from = chart->pointer_x;

  if (step == 0)
    return false;
  if (!chart->pointed || from < view.x_low || from > view.x_high)
    from = step > 0 ? -INFINITY : INFINITY;
  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    if (!has_points (chart, series))
      continue;
    if (step > 0) {
      size_t k = plot_series_first_at (series, fmax (view.x_low, nextafter (from, INFINITY)));
      if (k < series->n && series->x[k] <= view.x_high && !(series->x[k] >= best))
        best = series->x[k];
    } else {
      size_t k = plot_series_first_at (series, fmin (nextafter (view.x_high, INFINITY), from));
      if (k > 0 && series->x[k - 1] >= view.x_low && !(series->x[k - 1] <= best))
        best = series->x[k - 1];
    }
  }
  if (isnan (best))
    return false;
  chart->pointed = true;
  chart->pointer_x = best;
  chart->pointer_y = NAN;
  return true;
}

static double
distance_to_segment (double px, double py, double ax, double ay, double bx, double by)
{
  double dx = bx - ax, dy = by - ay, square = dx * dx + dy * dy;
  double t = square > 0 ? ((px - ax) * dx + (py - ay) * dy) / square : 0;

  t = fmin (fmax (t, 0), 1);
  return hypot (px - ax - t * dx, py - ay - t * dy);
}

/* Only points around the pixel's columns can be within the distance. */
static double
distance_to_series (const PlotFrame *frame, const PlotSeries *series, double px, double py)
{
  double low = plot_scale_to_value (&frame->x, px - PICK_DISTANCE);
  double high = plot_scale_to_value (&frame->x, px + PICK_DISTANCE);
  size_t from = plot_series_first_at (series, low), to = plot_series_first_at (series, high);
  double distance = INFINITY, last_x = NAN, last_y = NAN;

  from = from > 0 ? from - 1 : 0;
  for (size_t i = from; i < series->n && i <= to; i++) {
    double x = plot_scale_to_pixel (&frame->x, series->x[i]);
    double y = plot_scale_to_pixel (&frame->y, plot_series_curve (series)[i]);
    if (isfinite (x) && isfinite (y)) {
      bool joined = isfinite (last_x) && isfinite (last_y);
      distance = fmin (
          distance, distance_to_segment (px, py, joined ? last_x : x, joined ? last_y : y, x, y));
    }
    last_x = x;
    last_y = y;
  }
  return distance;
}

PlotSeries *
plot_chart_pick (const PlotChart *chart, double px, double py)
{
  PlotSeries *best = NULL;
  double nearest = PICK_DISTANCE;

  if (!chart->framed || !isfinite (px) || !isfinite (py))
    return NULL;
  for (size_t i = 0; i < chart->n_entries; i++) {
    PlotSeries *series = chart->entries[i].series;
    double distance;
    if (!has_points (chart, series))
      continue;
    distance = distance_to_series (&chart->frame, series, px, py);
    /* A published curve is no run. */
    if (distance <= nearest && !series->ghost) {
      nearest = distance;
      best = series;
    }
  }
  return best;
}
