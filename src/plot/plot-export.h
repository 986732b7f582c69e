/* SPDX-License-Identifier: MIT */
/* plot-export.h: charts as files. Charts are stacked from top to bottom on one sheet. */
#pragma once

#include "plot/plot-chart.h"

/* Charts on a sheet. */
typedef struct {
  PlotChart *const *charts;
  size_t n_charts;
  double width, height_each; /* of a chart, units */
  const PlotTheme *theme;
  const char *title; /* over all of them, with a legend of the first one's runs; NULL: neither */
  const char *note;  /* one line under the title, or NULL */
} PlotSheet;

/* As a file: .png (2 pixels a unit), .svg, .pdf, or .csv (all points, long form:
 * chart,run,part,x,y,low,high,smoothed, empty where there is no figure), by the ending of `path`.
 * Temporary name, synced, renamed. 0, or −1 with a sentence in message[size]. */
int plot_export_sheet (const PlotSheet *sheet, const char *path, char *message, size_t size);

/* Without title. */
int plot_export (PlotChart *const *charts, size_t n_charts, const char *path, double width,
                 double height_each, const PlotTheme *theme, char *message, size_t size);
