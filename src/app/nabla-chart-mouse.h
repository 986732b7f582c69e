/* SPDX-License-Identifier: MIT */
/* nabla-chart-mouse.h: a chart under the mouse: read-out, wheel zoom, drag pan, double-click fit,
 * menu. */
#pragma once

#include "app/nabla-chart.h"

/* Once, while the chart is made. */
void nabla_chart_mouse_add (NablaChart *chart);
