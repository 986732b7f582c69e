/* SPDX-License-Identifier: MIT */
/* nabla-plot-theme.h: the colours and the type that a plot has in this window. */
#pragma once

#include "plot/plot-color.h"

#include <gtk/gtk.h>

/* Light or dark as the window is, in the font that the desktop has; lives as long as the program.
 */
PlotTheme nabla_plot_theme_of (GtkWidget *widget);
