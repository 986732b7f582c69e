/* SPDX-License-Identifier: MIT */
/* nabla-history-private.h: what a history is made of; for nabla-history*.c. */
#pragma once

#include "lab/nabla-history-change.h"
#include "lab/nabla-history.h"

struct _NablaHistory {
  GObject parent_instance;
  GThread *thread;

  /* The thread's own while it lives. */
  NablaHistoryStore *store;
  NablaHistorySession *session;

  GMutex mutex;
  GCond asked, answered;
  /* Under the mutex. */
  GHashTable *waiting; /* UUID → NablaHistoryChange */
  GQueue requests;     /* of Request */
  gboolean closing;
  GError *failure;       /* why the last attempt to write failed; NULL where it did not */
  GHashTable *elsewhere; /* UUIDs that another program trains: not written by this one */

  /* The main thread's. */
  GPtrArray *followed;
  GListStore *entries;
  GHashTable *by_uuid; /* UUID → NablaHistoryEntry in `entries`, borrowed */
  gboolean is_listed;
  guint edits; /* how many there were: what was read before one is old */
};

/* Takes the change. */
void nabla_history_push (NablaHistory *self, NablaHistoryChange *change);

/* Calls `function` on the thread, after everything that waits has been written, or has failed to
 * be. The plain one returns after it. The thread holds no reference on self. */
typedef void (*NablaHistoryFunction) (NablaHistory *self, gpointer data);
void nabla_history_call (NablaHistory *self, NablaHistoryFunction function, gpointer data);
void nabla_history_call_later (NablaHistory *self, NablaHistoryFunction function, gpointer data);

/* Of a GTask, on the main thread: a task that ended on the history's could be the last to hold it.
 */
void nabla_history_end_task (gpointer task);

/* nabla-history-follow.c */
void nabla_history_forget_runs (NablaHistory *self);

/* nabla-history-load.c: appends NablaRecords, in order. On the thread. */
gboolean nabla_history_read_records (NablaHistoryStore *store, const char *uuid, GArray *records,
                                     GError **error);

/* nabla-history-list.c */
char *nabla_history_join_tags (const char *const *tags); /* words, each once, with spaces between */
/* What a run that is followed has become. */
void nabla_history_show (NablaHistory *self, const NablaHistoryRow *facts,
                         const NablaHistoryProgress *progress);
void nabla_history_show_name (NablaHistory *self, const char *uuid, const char *name);
