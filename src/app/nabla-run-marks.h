/* SPDX-License-Identifier: MIT */
/* nabla-run-marks.h: what a row of the run list is known by: swatch and progress, in a run's
 * colour, and its words. */
#pragma once

#include <gtk/gtk.h>

/* A full square for what the charts show, an outline for what they don't. */
void nabla_run_marks_draw_swatch (cairo_t *cr, int width, int height, int color, gboolean shown);

/* A rounded bar of which `done` (0 … 1) is filled, on a trough in `widget`'s text colour. */
void nabla_run_marks_draw_bar (cairo_t *cr, int width, int height, int color, double done,
                               GtkWidget *widget);

/* Labels measure and draw anew whenever they are set: only what changed is. */
void nabla_run_marks_set_text (GtkLabel *label, const char *text);
