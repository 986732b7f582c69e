/* SPDX-License-Identifier: MIT */
/* nabla-run-colors.h: the colour of a run as a style class. A widget that has it is drawn in the
 * run's colour wherever style.css says currentColor: swatches, bars. */
#pragma once

#include <gtk/gtk.h>

/* Gives `widget` the class of that colour (of plot_color_of_run, from 0) instead of the
 * one that it had; a negative one takes it away. */
void nabla_run_colors_apply (GtkWidget *widget, int color);
