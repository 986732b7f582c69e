/* SPDX-License-Identifier: MIT */
/* nabla-digit-grid.h: the digits of a list in rows, for a GtkScrolledWindow. It has tiles for what
 * can be seen alone and shows other digits in them when it scrolls, so that fifty thousand cost no
 * more than fifty. The arrow keys move from one to the next. */
#pragma once

#include "app/nabla-digit-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_GRID (nabla_digit_grid_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitGrid, nabla_digit_grid, NABLA, DIGIT_GRID, GtkWidget)

GtkWidget *nabla_digit_grid_new (void);

/* Once, before it is shown. Takes a reference. */
void nabla_digit_grid_set_list (NablaDigitGrid *self, NablaDigitList *list);

/* Which digit has the keyboard's focus; FALSE where none has. */
gboolean nabla_digit_grid_get_focused (NablaDigitGrid *self, guint *position);

/* Shows the first digits, whatever has the keyboard's focus. */
void nabla_digit_grid_begin (NablaDigitGrid *self);

/* Brings the row of `position` to the top, or as near as the list's end allows, and the keyboard's
 * focus to it. */
void nabla_digit_grid_go_to (NablaDigitGrid *self, guint position);
/* The same with as little scrolling as shows it. */
void nabla_digit_grid_reveal (NablaDigitGrid *self, guint position);

/* Signal "activated" (NablaDigitGrid*, guint position): that digit is to be looked at. */

G_END_DECLS
