/* SPDX-License-Identifier: MIT */
/* nabla-chart-menu.h: the context menu of a chart, and saving it as a file. */
#pragma once

#include "app/nabla-chart.h"

/* A popover whose parent is `chart`, which unparents it. */
GtkWidget *nabla_chart_menu_new (GtkWidget *chart);

/* Asks for a file and draws the chart into it; says so where that fails. `theme` is copied. */
void nabla_chart_menu_save (NablaChart *chart, const PlotTheme *theme);
