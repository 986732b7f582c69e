/* SPDX-License-Identifier: MIT */
/* nabla-save-picture.h: asks where to, and has a plot written there as PNG, SVG, PDF or CSV. */
#pragma once

#include "plot/plot-color.h"

#include <gtk/gtk.h>

/* Writes what `widget` shows, in the format of the path's ending: 0, or −1 with a sentence in
 * message[size]. */
typedef int (*NablaPictureWriter) (GtkWidget *widget, const char *path, const PlotTheme *theme,
                                   char *message, gsize size);

/* Suggests `name` ("chart.png"); says so where it fails. `theme` is copied. */
void nabla_save_picture (GtkWidget *widget, const char *name, const PlotTheme *theme,
                         NablaPictureWriter write);
