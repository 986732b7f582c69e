/* SPDX-License-Identifier: MIT */
/* nabla-landscape-plot.h: what a plot shows of a landscape. */
#pragma once

#include "lab/nabla-landscape.h"
#include "plot/plot-landscape.h"

/* "Learning rate (η)"; g_free it. */
char *nabla_landscape_plot_axis_label (const NablaAxis *axis);

/* All cells as they are now, over x and y: the final cost or the best accuracy, with a ring where
 * `set_up` lies. */
void nabla_landscape_plot_show (PlotLandscape *plot, NablaLandscape *landscape, const NablaAxis *x,
                                const NablaAxis *y, gboolean cost,
                                const NablaHyperParameters *set_up);

/* What a cell stands for and what came of it: "η 0.5 · m 10: 86.10 %"; g_free it. */
char *nabla_landscape_plot_cell_text (NablaLandscape *landscape, const NablaAxis *x,
                                      const NablaAxis *y, gboolean cost, guint column, guint row);
