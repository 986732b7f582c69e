/* SPDX-License-Identifier: MIT */
/* nabla-history-window.h: the runs of the history, newest first: searched, starred, noted, deleted,
 * brought back into the run list and trained for more epochs. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY_WINDOW (nabla_history_window_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryWindow, nabla_history_window, NABLA, HISTORY_WINDOW, AdwWindow)

/* The workbench must have a history. It closes itself when a run was opened or goes on. Actions, of
 * the selected entry: history.open, history.continue, history.star, history.note, history.delete.
 */
GtkWidget *nabla_history_window_new (GtkWindow *parent, NablaWorkbench *workbench);

/* The entries that were found, and which is selected. Owned by the window. */
GtkSingleSelection *nabla_history_window_get_selection (NablaHistoryWindow *self);

/* What the dialog of history.continue does when it is answered: the run has `epochs` in all. */
void nabla_history_window_continue (NablaHistoryWindow *self, NablaHistoryEntry *entry, int epochs);

G_END_DECLS
