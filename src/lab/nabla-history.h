/* SPDX-License-Identifier: MIT */
/* nabla-history.h: every run as it happens, in one SQLite file that windows and command lines share
 * (doc/history.md says what it holds). It is read and written on a thread of its own; what is
 * called here returns at once unless it says that it waits. All of it is called on the main thread,
 * where signals are emitted too.
 *
 * Signal "failed" (NablaHistory*, const char *sentence): something could not be kept (a full disk,
 * a folder that cannot be written). The runs go on; it is said once until something succeeds again.
 * Signal "edited" (NablaHistory*): name, star, note or tags of an entry are others, or all have
 * been read again: what was searched may be found elsewhere. */
#pragma once

#include "lab/nabla-history-entry.h"
#include "lab/nabla-run.h"

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY (nabla_history_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistory, nabla_history, NABLA, HISTORY, GObject)

/* $XDG_DATA_HOME/nabla/history.db. Owned by the library. */
const char *nabla_history_user_path (void);

/* path NULL: the user's. Made where there is none. Runs that nobody trains any more are found as
 * interrupted. NABLA_ERROR_INPUT: it is no history, is damaged, or was written by a newer version;
 * NABLA_ERROR_OUTPUT: it cannot be made or written. Waits some milliseconds. */
NablaHistory *nabla_history_open (const char *path, GError **error);

/* Keeps the run, and everything that it says from now on, until it is finished. A run of the same
 * UUID that is there already goes on (nabla_run_new_continued). */
void nabla_history_follow (NablaHistory *self, NablaRun *run);

/* Keeps the name and the colour that an ended run of this history is given from now on. */
void nabla_history_watch (NablaHistory *self, NablaRun *run);

/* Waits until all that was asked for so far is on disk. FALSE with the first error since the last
 * flush. For shutting down and the command line. */
gboolean nabla_history_flush (NablaHistory *self, GError **error);

/* Entries, newest first, without those removed: of NablaHistoryEntry, empty until the first
 * refresh. Entries of runs that this program trains follow them. Owned by the history. */
GListModel *nabla_history_get_entries (NablaHistory *self);
/* Whether there has been one: before, nobody knows whether there are any runs. */
gboolean nabla_history_is_listed (NablaHistory *self);
/* Reads the list again in the background: what other programs have written appears. */
void nabla_history_refresh (NablaHistory *self);
/* The same list, now; waits. Free with g_ptr_array_unref. */
GPtrArray *nabla_history_list (NablaHistory *self, GError **error);
/* The run whose UUID begins so, at least four characters of it; removed ones are found too. A new
 * reference; waits. NABLA_ERROR_INPUT where there is none or more than one. */
NablaHistoryEntry *nabla_history_find (NablaHistory *self, const char *prefix, GError **error);

/* The records of a run, in order: of NablaRecord; waits. Free with g_array_unref. */
GArray *nabla_history_get_records (NablaHistory *self, const char *uuid, GError **error);

/* Change the entry at once, the file in the background. */
void nabla_history_set_name (NablaHistory *self, NablaHistoryEntry *entry, const char *name);
void nabla_history_set_starred (NablaHistory *self, NablaHistoryEntry *entry, gboolean starred);
void nabla_history_set_note (NablaHistory *self, NablaHistoryEntry *entry, const char *note);
/* Words, NULL-terminated; without spaces and commas, each once. */
void nabla_history_set_tags (NablaHistory *self, NablaHistoryEntry *entry, const char *const *tags);
/* Takes it out of the list; it can be restored until the history is opened a day later. */
void nabla_history_remove (NablaHistory *self, NablaHistoryEntry *entry);
/* The same of many, of NablaHistoryEntry. */
void nabla_history_remove_all (NablaHistory *self, GPtrArray *entries);
void nabla_history_restore (NablaHistory *self, NablaHistoryEntry *entry);

/* The run with curves and networks, as an ended run on `data_set` (the one it was trained on, see
 * nabla_history_entry_fits; or another one to look at it with). The plain one waits; the other one
 * says of a removed run that it is gone. */
NablaRun *nabla_history_load (NablaHistory *self, const char *uuid, NablaDataSet *data_set,
                              GError **error);
void nabla_history_load_async (NablaHistory *self, const char *uuid, NablaDataSet *data_set,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
NablaRun *nabla_history_load_finish (NablaHistory *self, GAsyncResult *result, GError **error);

/* What an import did. */
typedef struct {
  guint added;     /* runs that were not there */
  guint completed; /* runs that were there, less complete */
  guint noted;     /* of the rest: star, note, tags or name were taken over */
  guint unchanged;
} NablaHistoryImport;

/* Merges another history: of a run that both have, the more complete one stays, a star, tags and
 * notes of both are kept. Doing it again changes nothing. The other file is only read; it may be
 * one of `runs export`, JSON, too: its runs have no networks. The plain one waits. */
gboolean nabla_history_import (NablaHistory *self, const char *path, NablaHistoryImport *done,
                               GError **error);
void nabla_history_import_async (NablaHistory *self, const char *path, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
gboolean nabla_history_import_finish (NablaHistory *self, GAsyncResult *result,
                                      NablaHistoryImport *done, GError **error);

G_END_DECLS
