/* SPDX-License-Identifier: MIT */
/* nabla-differences-window.h: the runs that the charts show, column by column, with only the rows
 * in which they differ. A click on a row's name sorts the columns by it. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIFFERENCES_WINDOW (nabla_differences_window_get_type ())
G_DECLARE_FINAL_TYPE (NablaDifferencesWindow, nabla_differences_window, NABLA, DIFFERENCES_WINDOW,
                      AdwWindow)

/* Follows the runs while it is open. */
GtkWidget *nabla_differences_window_new (GtkWindow *parent, NablaWorkbench *workbench);

/* What a click on the i-th row's name does: sorts by it, or the other way round. */
void nabla_differences_window_sort (NablaDifferencesWindow *self, guint row);

G_END_DECLS
