/* SPDX-License-Identifier: MIT */
/* How a series looks and what it is called. */
#include "plot/plot-series-private.h"
#include "plot/plot-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
  plot_series_restyled (series);
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
  if (series->role != NULL && *series->role != '\0')
    return series->role;
  return series->ghost ? N_ ("published") : "";
}

void
plot_series_set_color (PlotSeries *series, PlotColor color)
{
  const PlotColor *old = &series->color;

  if (old->red == color.red && old->green == color.green && old->blue == color.blue &&
      old->alpha == color.alpha)
    return;
  series->color = color;
  plot_series_restyled (series);
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
  plot_series_restyled (series);
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
  plot_series_restyled (series);
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

void
plot_series_set_pointed (PlotSeries *series, bool pointed)
{
  set_flag (series, &series->pointed, pointed);
}

void
plot_series_set_ghost (PlotSeries *series, bool ghost)
{
  set_flag (series, &series->ghost, ghost);
}

bool
plot_series_ghost (const PlotSeries *series)
{
  return series->ghost;
}

void
plot_series_set_width (PlotSeries *series, double factor)
{
  if (!isfinite (factor) || factor <= 0 || factor == series->width)
    return;
  series->width = factor;
  plot_series_restyled (series);
}

double
plot_series_width (const PlotSeries *series)
{
  return series->width;
}
