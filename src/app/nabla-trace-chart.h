/* SPDX-License-Identifier: MIT */
/* nabla-trace-chart.h: how a trace is drawn: where its columns are, and their lines. */
#pragma once

#include "app/nabla-trace.h"

#include <gtk/gtk.h>

/* What is drawn, and where. */
typedef struct {
  const NablaTraceColumn *columns;
  gsize n;
  const DigitsStrokes *strokes;    /* of which they are; may be NULL */
  double left, right, top, bottom; /* of the chart, px of the widget */
  double most;                     /* points of the whole drawing */
} NablaTraceChart;

/* Of the trace, which may be NULL, in a widget of that size. */
NablaTraceChart nabla_trace_chart_of (NablaTrace *trace, double width, double height);

/* Where a column is, px. */
double nabla_trace_chart_x (const NablaTraceChart *chart, gsize n_points);
/* The first column that has so many points; NULL where there is none. */
const NablaTraceColumn *nabla_trace_chart_find (const NablaTraceChart *chart, gsize n_points);

/* Draws it in the style of `widget`, whose text has the colour of the run, below a heading (a quiet
 * one where `column` is NULL), with a cursor at that column. */
void nabla_trace_chart_draw (const NablaTraceChart *chart, GtkWidget *widget, const char *heading,
                             const NablaTraceColumn *column, GtkSnapshot *snapshot);
