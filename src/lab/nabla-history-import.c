/* SPDX-License-Identifier: MIT */
/* Merging another history. Both are SQLite, so that whole columns go over as they are, exact to the
 * last bit, with what a version adds to them. */
#include "lab/nabla-history-exported.h"
#include "lab/nabla-history-own.h"
#include "lab/nabla-history-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define FACTS                                                                                      \
  "created, version, hyper_parameters, monitors, monitor_every, validation_images, kernel, "       \
  "data_name, data_folder, data_training, data_validation, data_test, message, diverged_epoch, "   \
  "diverged_mini_batch, epochs, best_epoch, best_score, seconds, extra, data_digest, data_seed, "  \
  "data_style, data_style_strength, own_digest"
#define RECORD                                                                                     \
  "epoch, train_cost, train_accuracy, validation_cost, validation_accuracy, test_cost, "           \
  "test_accuracy, learning_rate, train_seconds, evaluation_seconds, l2, momentum, changes, "       \
  "gradient_norms, extra"
/* Nobody here trains what was being trained there. */
#define STATE                                                                                      \
  "CASE WHEN state IN ('waiting', 'running', 'paused') THEN 'interrupted' ELSE state END"

/* A run as both histories have it. */
typedef struct {
  gint64 id; /* 0: it is not there */
  int epochs, rank;
  gint64 session;
  gboolean is_open, starred;
  char *name, *note, *tags;
  gint64 removed;
} Side;

static void
side_clear (Side *side)
{
  g_free (side->name);
  g_free (side->note);
  g_free (side->tags);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

#define SIDE "id, epochs, state, session, starred, name, note, tags, removed"

static void
read_side (Side *side, sqlite3_stmt *row)
{
  const char *state = nabla_history_state_name ((const char *) sqlite3_column_text (row, 2));
  side->id = sqlite3_column_int64 (row, 0);
  side->epochs = sqlite3_column_int (row, 1);
  side->is_open = nabla_history_state_is_open (state);
  side->rank = !side->is_open && !g_str_equal (state, "interrupted");
  side->session = sqlite3_column_int64 (row, 3);
  side->starred = sqlite3_column_int (row, 4) != 0;
  side->name = nabla_history_text (row, 5);
  side->note = nabla_history_text (row, 6);
  side->tags = nabla_history_text (row, 7);
  side->removed = sqlite3_column_int64 (row, 8);
}

static gboolean
find_ours (NablaHistoryStore *store, const char *uuid, Side *side, GError **error)
{
  g_autoptr (GError) reason = NULL;
  sqlite3_stmt *query = nabla_history_store_query (
      store, &reason, "SELECT " SIDE " FROM main.runs WHERE uuid = ?", "t", uuid);
  if (query != NULL && nabla_history_store_next (store, query, &reason)) {
    read_side (side, query);
    nabla_history_store_end (query);
  }
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Their run in place of ours, but for what a person said of ours. */
static gboolean
take_run (NablaHistoryStore *store, const char *uuid, Side *ours, gint64 theirs, GError **error)
{
  if (ours->id == 0 && (!nabla_history_store_run (
                            store, error,
                            "INSERT INTO main.runs (uuid, name, state, starred, note, tags, "
                            "color, " FACTS ") SELECT uuid, name, " STATE
                            ", starred, note, tags, color, " FACTS " FROM other.runs WHERE id = ?",
                            "i", theirs) ||
                        !find_ours (store, uuid, ours, error)))
    return FALSE;
  return nabla_history_store_run (store, error,
                                  "UPDATE main.runs SET (state, session, " FACTS
                                  ") = (SELECT " STATE ", NULL, " FACTS
                                  " FROM other.runs WHERE id = ?) WHERE id = ?",
                                  "ii", theirs, ours->id) &&
         nabla_history_store_run (store, error, "DELETE FROM main.records WHERE run = ?", "i",
                                  ours->id) &&
         nabla_history_store_run (store, error, "DELETE FROM main.networks WHERE run = ?", "i",
                                  ours->id) &&
         nabla_history_store_run (store, error,
                                  "INSERT INTO main.records (run, " RECORD ") SELECT ?, " RECORD
                                  " FROM other.records WHERE run = ?",
                                  "ii", ours->id, theirs) &&
         nabla_history_store_run (store, error,
                                  "INSERT INTO main.networks (run, kind, epoch, model) "
                                  "SELECT ?, kind, epoch, model FROM other.networks WHERE run = ?",
                                  "ii", ours->id, theirs) &&
         nabla_history_copy_own (store, theirs, error);
}

/* Nothing that a person wrote is lost: of two notes both stay, one after the other. */
static gboolean
take_notes (NablaHistoryStore *store, const Side *ours, const Side *theirs, gboolean *changed,
            GError **error)
{
  const char *both[] = { ours->tags, theirs->tags, NULL };
  g_autofree char *tags = nabla_history_join_tags (both);
  g_autofree char *note = strstr (ours->note, theirs->note) != NULL ? g_strdup (ours->note)
                          : strstr (theirs->note, ours->note) != NULL
                              ? g_strdup (theirs->note)
                              : g_strjoin ("\n", ours->note, theirs->note, NULL);
  const char *name = ours->name[0] != '\0' ? ours->name : theirs->name;
  gboolean starred = ours->starred || theirs->starred;
  *changed = !g_str_equal (tags, ours->tags) || !g_str_equal (note, ours->note) ||
             !g_str_equal (name, ours->name) || starred != ours->starred || ours->removed != 0;
  return !*changed ||
         nabla_history_store_run (store, error,
                                  "UPDATE main.runs SET name = ?, note = ?, tags = ?, starred = ?, "
                                  "removed = NULL WHERE id = ?",
                                  "tttii", name, note, tags, (gint64) starred, ours->id);
}

static gboolean
merge_run (NablaHistory *self, const char *uuid, const Side *theirs, NablaHistoryImport *done,
           GError **error)
{
  g_auto (Side) ours = { 0 };
  gboolean noted = FALSE;
  if (!find_ours (self->store, uuid, &ours, error))
    return FALSE;
  gboolean was_there = ours.id != 0;
  gboolean is_busy = ours.is_open && nabla_history_session_lives (self->session, ours.session);
  gboolean wins = !was_there || theirs->epochs > ours.epochs ||
                  (theirs->epochs == ours.epochs && theirs->rank > ours.rank);
  if (wins && !is_busy && !take_run (self->store, uuid, &ours, theirs->id, error))
    return FALSE;
  if (was_there && !take_notes (self->store, &ours, theirs, &noted, error))
    return FALSE;
  done->added += !was_there;
  done->completed += was_there && wins && !is_busy;
  done->noted += was_there && (!wins || is_busy) && noted;
  done->unchanged += was_there && (!wins || is_busy) && !noted;
  return TRUE;
}

static gboolean
merge_all (NablaHistory *self, NablaHistoryImport *done, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean good = TRUE;
  sqlite3_stmt *query = nabla_history_store_query (
      self->store, &reason,
      "SELECT " SIDE ", uuid FROM other.runs WHERE removed IS NULL ORDER BY created, id", "");
  while (good && query != NULL && nabla_history_store_next (self->store, query, &reason)) {
    g_auto (Side) theirs = { 0 };
    g_autofree char *uuid = nabla_history_text (query, 9);
    read_side (&theirs, query);
    if (g_uuid_string_is_valid (uuid))
      good = merge_run (self, uuid, &theirs, done, &reason);
  }
  if (!good)
    nabla_history_store_end (query);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

typedef struct {
  char *path;
  NablaHistoryImport done;
  GError *error;
} Importing;

static void
importing_free (gpointer data)
{
  Importing *importing = data;
  g_free (importing->path);
  g_clear_error (&importing->error);
  g_free (importing);
}

static void
import (NablaHistory *self, gpointer data)
{
  Importing *importing = data;
  NablaHistoryStore *store = self->store;
  g_autofree char *copy = nabla_history_is_exported (importing->path)
                              ? nabla_history_read_exported (importing->path, &importing->error)
                              : nabla_history_store_copy (importing->path, &importing->error);
  if (copy == NULL)
    return;
  if (nabla_history_store_run (store, &importing->error, "ATTACH ? AS other", "t", copy)) {
    gboolean good = nabla_history_store_begin (store, &importing->error) &&
                    merge_all (self, &importing->done, &importing->error) &&
                    nabla_history_store_commit (store, &importing->error);
    if (!good)
      nabla_history_store_rollback (store);
    nabla_history_store_detach (store, "other");
  }
  g_unlink (copy);
}

/* What it did; zeros with an error. */
static gboolean
outcome (Importing *importing, NablaHistoryImport *done, GError **error)
{
  if (done != NULL)
    *done = importing->error == NULL ? importing->done : (NablaHistoryImport){ 0 };
  if (importing->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&importing->error));
  return FALSE;
}

gboolean
nabla_history_import (NablaHistory *self, const char *path, NablaHistoryImport *done,
                      GError **error)
{
  Importing *importing = g_new0 (Importing, 1);
  importing->path = g_strdup (path);
  nabla_history_call (self, import, importing);
  gboolean good = outcome (importing, done, error);
  importing_free (importing);
  return good;
}

static void
import_task (NablaHistory *self, gpointer data)
{
  import (self, g_task_get_task_data (data));
  g_idle_add_once (nabla_history_end_task, data);
}

void
nabla_history_import_async (NablaHistory *self, const char *path, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  Importing *importing = g_new0 (Importing, 1);
  GTask *task = g_task_new (self, cancellable, callback, data);
  importing->path = g_strdup (path);
  g_task_set_task_data (task, importing, importing_free);
  nabla_history_call_later (self, import_task, task);
}

gboolean
nabla_history_import_finish (NablaHistory *self, GAsyncResult *result, NablaHistoryImport *done,
                             GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error) &&
         outcome (g_task_get_task_data (G_TASK (result)), done, error);
}
