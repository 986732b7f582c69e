/* SPDX-License-Identifier: MIT */
/* nabla-color-popover.h: the palette from which a run's colour is chosen: the colours that are told
 * apart by everybody first, any other last. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_COLOR_POPOVER (nabla_color_popover_get_type ())
G_DECLARE_FINAL_TYPE (NablaColorPopover, nabla_color_popover, NABLA, COLOR_POPOVER, GtkPopover)

/* Signal "chosen" (NablaColorPopover*, int color): a colour of nabla-run.h that a person chose, be
 * it the one that it was. `color` is the present one; it is marked. */
GtkWidget *nabla_color_popover_new (int color);

/* The button of a place in the palette, from 0. Owned by the popover. */
GtkWidget *nabla_color_popover_get_button (NablaColorPopover *self, int place);

G_END_DECLS
