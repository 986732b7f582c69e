/* SPDX-License-Identifier: MIT */
/* nabla-history-entry.h: what a list shows of a run in the history, without its records. */
#pragma once

#include "lab/nabla-run.h"

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY_ENTRY (nabla_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryEntry, nabla_history_entry, NABLA, HISTORY_ENTRY, GObject)

typedef struct NablaHistoryRow NablaHistoryRow;

/* For the history: takes the row. */
NablaHistoryEntry *nabla_history_entry_new (NablaHistoryRow *row);
/* Takes the row in place of the one before; "notify" of what differs. */
void nabla_history_entry_take_row (NablaHistoryEntry *self, NablaHistoryRow *row);
const NablaHistoryRow *nabla_history_entry_get_row (NablaHistoryEntry *self);

/* Properties (notify; for bindings, read-only): "name", "state-name", "epochs" (int), "best-score"
 * (double), "starred" (boolean), "note", "tags-text", "removed" (boolean). */
const char *nabla_history_entry_get_uuid (NablaHistoryEntry *self);
const char *nabla_history_entry_get_name (NablaHistoryEntry *self);   /* "" where nobody gave one */
const char *nabla_history_entry_get_set_up (NablaHistoryEntry *self); /* "784-30-10, η 0.5, …" */
const NablaHyperParameters *nabla_history_entry_get_hyper_parameters (NablaHistoryEntry *self);
GDateTime *nabla_history_entry_get_created (NablaHistoryEntry *self); /* UTC; the entry's */

/* An interrupted run (its program was killed) is STOPPED. WAITING, RUNNING and PAUSED: a program
 * that lives trains it, this or another one. */
NablaRunState nabla_history_entry_get_state (NablaHistoryEntry *self);
gboolean nabla_history_entry_is_interrupted (NablaHistoryEntry *self);
/* "waiting", "running", "paused", "completed", "early-stopping", "stopped", "culled",
 * "interrupted", "diverged" or "failed"; the same in files and JSON. */
const char *nabla_history_entry_get_state_name (NablaHistoryEntry *self);
/* Whether there is something to go on from, and nobody is training it. */
gboolean nabla_history_entry_can_continue (NablaHistoryEntry *self);

int nabla_history_entry_get_epochs (NablaHistoryEntry *self);        /* complete ones */
int nabla_history_entry_get_best_epoch (NablaHistoryEntry *self);    /* 0: none */
double nabla_history_entry_get_best_score (NablaHistoryEntry *self); /* 0 … 1; NAN: none */

/* The data set that it was trained on, by name; NULL where there is none. */
const char *nabla_history_entry_get_data_set (NablaHistoryEntry *self);
/* Whether that is this one: name, sizes and images of its parts. Going on with another gives
 * another run. Images are compared where they are known: of runs that were kept by this version,
 * and where the data set's digest has been reckoned (nabla_history_load does that), for nothing
 * waits here. */
gboolean nabla_history_entry_fits (NablaHistoryEntry *self, NablaDataSet *data_set);
/* What draws the digits that it was trained on, where those are built-in ones; else FALSE. */
gboolean nabla_history_entry_get_wish (NablaHistoryEntry *self, NablaDataWish *wish);

gboolean nabla_history_entry_get_starred (NablaHistoryEntry *self);
const char *nabla_history_entry_get_note (NablaHistoryEntry *self);
const char *const *nabla_history_entry_get_tags (NablaHistoryEntry *self); /* NULL-terminated */
gboolean nabla_history_entry_get_removed (NablaHistoryEntry *self);

/* TRUE where every word of `text` occurs in name, note, tags, set-up, data set, state or the
 * beginning of the UUID, whatever the case. The empty text matches all. */
gboolean nabla_history_entry_matches (NablaHistoryEntry *self, const char *text);
/* The same of many entries: the words of a text, new; and whether an entry has them all. */
GStrv nabla_history_fold_words (const char *text);
gboolean nabla_history_entry_has_words (NablaHistoryEntry *self, const char *const *words);

G_END_DECLS
