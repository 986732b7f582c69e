/* SPDX-License-Identifier: MIT */
/* nabla-history-window.h: the runs of the history, newest first: searched, starred, noted, tagged,
 * deleted, brought back into the run list, trained for more epochs, imported and exported; one or
 * many at once. */
#pragma once

#include "lab/nabla-history-export.h"
#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY_WINDOW (nabla_history_window_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryWindow, nabla_history_window, NABLA, HISTORY_WINDOW, AdwWindow)

/* The workbench must have a history. It closes itself when runs were opened or one goes on.
 * Actions, of the selected entries: history.open, history.star, history.note, history.delete,
 * history.export (string: json, csv or events), history.continue and history.rename of one; and
 * history.undo, history.import. */
GtkWidget *nabla_history_window_new (GtkWindow *parent, NablaWorkbench *workbench);
/* Presents the parent's one; a new one where there is none, in the turn of the main loop after this
 * one, for to make it and to show it take long enough each. */
GtkWidget *nabla_history_window_open (GtkWindow *parent, NablaWorkbench *workbench);

/* The entries that were found, and which are selected. Owned by the window. */
GtkSelectionModel *nabla_history_window_get_selection (NablaHistoryWindow *self);

/* What the dialogs do when they are answered. Each of these entries has `epochs` in all; 0: as many
 * as it was to have. Built-in digits that nobody has any more are drawn again: */
void nabla_history_window_continue (NablaHistoryWindow *self, GPtrArray *entries, int epochs);
/* the selected ones go to this file or folder: */
void nabla_history_window_export (NablaHistoryWindow *self, NablaExport format, const char *path);
/* what lies in this file is merged: */
void nabla_history_window_import (NablaHistoryWindow *self, const char *path);
/* the entry is called so, and a run of it that is open; "": by its set-up: */
void nabla_history_window_rename (NablaHistoryWindow *self, NablaHistoryEntry *entry,
                                  const char *name);
/* the note is of one entry; NULL: it stays; `add` and `remove` are tags with spaces between: */
void nabla_history_window_note (NablaHistoryWindow *self, GPtrArray *entries, const char *note,
                                const char *add, const char *remove);

G_END_DECLS
