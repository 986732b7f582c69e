/* SPDX-License-Identifier: MIT */
/* nabla-chart-keys.h: a chart from the keyboard: Left and Right step through the points, + and −
 * zoom, 0 shows everything, Ctrl with an arrow pans, Escape takes the pointer away, Menu opens the
 * menu. */
#pragma once

#include <gtk/gtk.h>

#define NABLA_CHART_ZOOM_STEP 1.25

/* For the class_init of NablaChart. */
void nabla_chart_keys_install (GtkWidgetClass *widget_class);
