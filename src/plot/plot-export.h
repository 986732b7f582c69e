/* SPDX-License-Identifier: MIT */
/* plot-export.h: charts as files. Charts are stacked from top to bottom on one sheet. */
#pragma once

#include "plot/plot-chart.h"

/* The format comes from the ending of `path`: .png (2 pixels a unit), .svg, .pdf, or .csv (all
 * points, long form: chart,run,part,x,y,low,high,smoothed, empty where there is no figure).
 * Temporary name, synced, renamed. 0, or −1 with a sentence in message[size]. */
int plot_export (PlotChart *const *charts, size_t n_charts, const char *path, double width,
                 double height_each, const PlotTheme *theme, char *message, size_t size);
