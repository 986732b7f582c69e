/* SPDX-License-Identifier: MIT */
/* Charts that are compared: the same part of the data, the same place under the pointer. */
#include "plot/plot-chart-private.h"

#include <math.h>

static const PlotView nothing = { NAN, NAN, NAN, NAN };

static bool
same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static bool
same_view (const PlotView *a, const PlotView *b)
{
  return same (a->x_low, b->x_low) && same (a->x_high, b->x_high) && same (a->y_low, b->y_low) &&
         same (a->y_high, b->y_high);
}

/* What the chart would show if it were fitted alone. */
static PlotView
own_view (const PlotChart *chart)
{
  PlotChart alone = *chart;

  alone.fitted = true;
  alone.least = nothing;
  return plot_chart_view (&alone);
}

void
plot_view_add (PlotView *view, const PlotView *other)
{
  view->x_low = fmin (view->x_low, other->x_low);
  view->x_high = fmax (view->x_high, other->x_high);
  view->y_low = fmin (view->y_low, other->y_low);
  view->y_high = fmax (view->y_high, other->y_high);
}

bool
plot_charts_share_view (PlotChart *const *charts, size_t n)
{
  PlotView shared = nothing;
  bool changed = false;

  for (size_t i = 0; i < n; i++)
    if (plot_chart_has_points (charts[i])) {
      PlotView own = own_view (charts[i]);
      plot_view_add (&shared, &own);
    }
  for (size_t i = 0; i < n; i++) {
    changed = changed || !same_view (&charts[i]->least, &shared);
    charts[i]->least = shared;
  }
  return changed;
}

void
plot_chart_unshare_view (PlotChart *chart)
{
  chart->least = nothing;
}

bool
plot_chart_match_view (PlotChart *chart, const PlotChart *other)
{
  bool changed =
      chart->fitted != other->fitted || (!other->fitted && !same_view (&chart->view, &other->view));

  chart->fitted = other->fitted;
  chart->view = other->view;
  return changed;
}

bool
plot_chart_match_pointer (PlotChart *chart, const PlotChart *other)
{
  bool changed = chart->pointed != other->pointed ||
                 (other->pointed && chart->pointer_x != other->pointer_x) ||
                 !isnan (chart->pointer_y);

  chart->pointed = other->pointed;
  chart->pointer_x = other->pointer_x;
  chart->pointer_y = NAN;
  return changed;
}
