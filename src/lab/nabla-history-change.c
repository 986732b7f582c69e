/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-change.h"

#include "lab/nabla-history-own.h"
#include "lab/nabla-model.h"

#include <math.h>
#include <string.h>

NablaHistoryChange *
nabla_history_change_new (const char *uuid)
{
  NablaHistoryChange *change = g_new0 (NablaHistoryChange, 1);
  change->uuid = g_strdup (uuid);
  change->records = g_array_new (FALSE, FALSE, sizeof (NablaRecord));
  return change;
}

void
nabla_history_change_free (NablaHistoryChange *change)
{
  if (change == NULL)
    return;
  nabla_history_row_free (change->facts);
  g_clear_object (&change->data_set);
  nabla_history_row_free (change->edit);
  nabla_history_progress_clear (&change->progress);
  g_array_unref (change->records);
  nabla_checkpoint_unref (change->start);
  nabla_checkpoint_unref (change->checkpoint);
  g_free (change->extra);
  nn_network_unref (change->best);
  g_free (change->uuid);
  g_free (change);
}

static void
set_text (char **to, const char *from)
{
  char *copy = g_strdup (from);
  g_free (*to);
  *to = copy;
}

void
nabla_history_change_edit (NablaHistoryChange *change, NablaEdits what,
                           const NablaHistoryRow *values)
{
  if (change->edit == NULL)
    change->edit = nabla_history_row_new ();
  change->edits |= what;
  if (what & NABLA_EDIT_NAME)
    set_text (&change->edit->name, values->name);
  if (what & NABLA_EDIT_STARRED)
    change->edit->starred = values->starred;
  if (what & NABLA_EDIT_NOTE)
    set_text (&change->edit->note, values->note);
  if (what & NABLA_EDIT_TAGS)
    set_text (&change->edit->tags, values->tags);
  if (what & NABLA_EDIT_COLOR)
    change->edit->color = values->color;
  if (what & NABLA_EDIT_REMOVED)
    change->edit->removed = values->removed;
}

void
nabla_history_change_absorb (NablaHistoryChange *older, NablaHistoryChange *newer)
{
  if (newer->facts != NULL) {
    nabla_history_row_free (older->facts);
    older->facts = g_steal_pointer (&newer->facts);
  }
  older->begins |= newer->begins;
  if (newer->data_set != NULL)
    g_set_object (&older->data_set, newer->data_set);
  if (newer->has_progress) {
    older->has_progress = TRUE;
    nabla_history_progress_copy (&older->progress, &newer->progress);
  }
  g_array_append_vals (older->records, newer->records->data, newer->records->len);
  if (newer->checkpoint != NULL) {
    nabla_checkpoint_unref (older->checkpoint);
    older->checkpoint = g_steal_pointer (&newer->checkpoint);
  }
  if (newer->start != NULL) {
    nabla_checkpoint_unref (older->start);
    older->start = g_steal_pointer (&newer->start);
  }
  if (newer->extra != NULL) {
    g_free (older->extra);
    older->extra = g_steal_pointer (&newer->extra);
  }
  if (newer->best != NULL) {
    nn_network_unref (older->best);
    older->best = g_steal_pointer (&newer->best);
    older->best_epoch = newer->best_epoch;
  }
  if (newer->edits != 0)
    nabla_history_change_edit (older, (NablaEdits) newer->edits, newer->edit);
  nabla_history_change_free (newer);
}

/* Puts the run into the table, or takes it up where it stands there. */
static gboolean
begin (const NablaHistoryChange *change, gboolean is_there, NablaHistoryStore *store,
       gint64 session, GError **error)
{
  const NablaHistoryRow *row = change->facts;
  const char *digest = nabla_data_set_get_digest (change->data_set);
  if (is_there)
    return nabla_history_store_run (
        store, error,
        "UPDATE runs SET hyper_parameters = ?, monitors = ?, monitor_every = ?, kernel = ?, "
        "version = ?, session = ?, data_digest = coalesce (data_digest, ?) WHERE uuid = ?",
        "tiittitt", row->set_up, row->monitors, row->monitor_every, row->kernel, row->version,
        session, digest, row->uuid);
  return nabla_history_store_run (
      store, error,
      "INSERT INTO runs (uuid, name, created, version, hyper_parameters, monitors, monitor_every, "
      "validation_images, kernel, data_name, data_folder, data_training, data_validation, "
      "data_test, state, session, color, data_digest, data_seed, data_style, data_style_strength) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, -1), ?, ?)",
      "ttittiiitttiiitiititd", row->uuid, row->name, row->created, row->version, row->set_up,
      row->monitors, row->monitor_every, row->validation_images, row->kernel, row->data_name,
      row->data_folder, row->data_images[DIGITS_TRAINING], row->data_images[DIGITS_VALIDATION],
      row->data_images[DIGITS_TEST], row->progress.state, session, (gint64) row->color, digest,
      row->data_seed, row->data_seed >= 0 ? nabla_digit_manner_name (row->data_style.manner) : NULL,
      row->data_seed >= 0 ? row->data_style.strength : NAN);
}

/* Those that were measured, as doubles in little endian; NULL where there are none. */
static GBytes *
norms_of (const NablaRecord *record)
{
  guint64 bits[NN_MAX_LAYERS];
  gsize n = 0;
  for (gsize l = 0; l < NN_MAX_LAYERS; l++) {
    memcpy (&bits[l], &record->gradient_norms[l], sizeof bits[l]);
    bits[l] = GUINT64_TO_LE (bits[l]);
    if (!isnan (record->gradient_norms[l]))
      n = l + 1;
  }
  return n > 0 ? g_bytes_new (bits, n * sizeof bits[0]) : NULL;
}

static gboolean
write_records (const NablaHistoryChange *change, gint64 run, NablaHistoryStore *store,
               GError **error)
{
  for (guint i = 0; i < change->records->len; i++) {
    const NablaRecord *record = &g_array_index (change->records, NablaRecord, i);
    const double *figures = record->figures;
    g_autoptr (GBytes) norms = norms_of (record);
    if (!nabla_history_store_run (
            store, error,
            "INSERT OR REPLACE INTO records (run, epoch, train_cost, train_accuracy, "
            "validation_cost, validation_accuracy, test_cost, test_accuracy, learning_rate, "
            "train_seconds, evaluation_seconds, l2, momentum, changes, gradient_norms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "iidddddddddddib", run, (gint64) record->epoch, figures[0], figures[1], figures[2],
            figures[3], figures[4], figures[5], record->learning_rate, record->train_seconds,
            record->evaluation_seconds, record->l2, record->momentum, (gint64) record->changes,
            norms))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_network (const NablaHistoryChange *change, gint64 run, const char *kind, NnNetwork *network,
               NablaCheckpoint *checkpoint, int epoch, NablaHistoryStore *store, GError **error)
{
  const NablaHistoryRow *facts = change->facts;
  g_autoptr (NablaModel) model = nabla_model_new (network);
  model->has_hyper_parameters = TRUE;
  model->hyper_parameters = facts->hyper_parameters;
  model->epoch = epoch;
  model->data_set = g_strdup (facts->data_name);
  model->training_images = facts->data_images[DIGITS_TRAINING];
  model->validation_images = facts->data_images[DIGITS_VALIDATION];
  model->validation_limit = facts->validation_images;
  model->own_digest = g_strdup (facts->own_digest);
  model->kernel = g_strdup (facts->kernel);
  model->checkpoint = checkpoint != NULL ? nabla_checkpoint_ref (checkpoint) : NULL;
  g_autoptr (GBytes) bytes = nabla_model_to_bytes (model);
  return nabla_history_store_run (
      store, error, "INSERT OR REPLACE INTO networks (run, kind, epoch, model) VALUES (?, ?, ?, ?)",
      "itib", run, kind, (gint64) epoch, bytes);
}

static gboolean
write_checkpoint (const NablaHistoryChange *change, gint64 run, const char *kind,
                  NablaCheckpoint *checkpoint, NablaHistoryStore *store, GError **error)
{
  if (checkpoint == NULL)
    return TRUE;
  NnNetwork *network = nabla_checkpoint_make_network (checkpoint, &change->facts->hyper_parameters);
  gboolean good =
      network == NULL || /* without memory the one before stays */
      write_network (change, run, kind, network, checkpoint, checkpoint->epoch, store, error);
  nn_network_unref (network);
  return good;
}

static gboolean
write_networks (const NablaHistoryChange *change, gint64 run, NablaHistoryStore *store,
                GError **error)
{
  return write_checkpoint (change, run, "start", change->start, store, error) &&
         write_checkpoint (change, run, "latest", change->checkpoint, store, error) &&
         (change->best == NULL || write_network (change, run, "best", change->best, NULL,
                                                 change->best_epoch, store, error));
}

/* A run that is taken up again has more records than its progress says, until it is past them. */
static gboolean
write_progress (const NablaHistoryChange *change, gint64 run, NablaHistoryStore *store,
                GError **error)
{
  const NablaHistoryProgress *progress = &change->progress;
  return nabla_history_store_run (
             store, error,
             "UPDATE runs SET state = ?, message = ?, seconds = ?, diverged_epoch = ?, "
             "diverged_mini_batch = ?, epochs = max (?, coalesce ((SELECT max (epoch) FROM "
             "records WHERE run = runs.id), 0)) WHERE id = ?",
             "ttdiiii", progress->state, progress->message, progress->seconds,
             (gint64) progress->diverged_epoch, progress->diverged_mini_batch,
             (gint64) progress->epochs, run) &&
         (progress->best_epoch == 0 ||
          nabla_history_store_run (store, error,
                                   "UPDATE runs SET best_epoch = ?1, best_score = ?2 WHERE id = ?3 "
                                   "AND (best_score IS NULL OR best_score < ?2)",
                                   "idi", (gint64) progress->best_epoch, progress->best_score,
                                   run));
}

static gboolean
write_edits (const NablaHistoryChange *change, gint64 run, NablaHistoryStore *store, GError **error)
{
  const NablaHistoryRow *edit = change->edit;
  guint edits = change->edits;
#define SET(what, column, types, value)                                                            \
  ((edits & (what)) == 0 ||                                                                        \
   nabla_history_store_run (store, error, "UPDATE runs SET " column " WHERE id = ?", types "i",    \
                            value, run))
  return SET (NABLA_EDIT_NAME, "name = ?", "t", edit->name) &&
         SET (NABLA_EDIT_STARRED, "starred = ?", "i", (gint64) edit->starred) &&
         SET (NABLA_EDIT_NOTE, "note = ?", "t", edit->note) &&
         SET (NABLA_EDIT_TAGS, "tags = ?", "t", edit->tags) &&
         SET (NABLA_EDIT_COLOR, "color = ?", "i", (gint64) edit->color) &&
         SET (NABLA_EDIT_REMOVED, "removed = nullif (?, 0)", "i", edit->removed);
#undef SET
}

/* The number of the run in the table, 0 where it is not there; *open_in: the session that trains
 * it, or 0. */
static gboolean
look_up (const char *uuid, NablaHistoryStore *store, gint64 *run, gint64 *open_in, GError **error)
{
  g_autoptr (GError) reason = NULL;
  sqlite3_stmt *query = nabla_history_store_query (
      store, &reason, "SELECT id, session, state FROM runs WHERE uuid = ?", "t", uuid);
  *run = *open_in = 0;
  if (query != NULL && nabla_history_store_next (store, query, &reason)) {
    const char *state = nabla_history_state_name ((const char *) sqlite3_column_text (query, 2));
    *run = sqlite3_column_int64 (query, 0);
    if (nabla_history_state_is_open (state))
      *open_in = sqlite3_column_int64 (query, 1);
    nabla_history_store_end (query);
  }
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A fork without a share may come from a run that had one. */
static gboolean
write_own (const NablaHistoryChange *change, gint64 run, NablaHistoryStore *store, GError **error)
{
  if (!change->begins ||
      (!(change->facts->hyper_parameters.own_share > 0) && change->extra == NULL))
    return TRUE;
  return nabla_history_write_own (store, run, change->data_set, error);
}

NablaChangeResult
nabla_history_change_write (const NablaHistoryChange *change, NablaHistoryStore *store,
                            NablaHistorySession *session, GError **error)
{
  gint64 mine = nabla_history_session_get_id (session), run, open_in;
  if (!look_up (change->uuid, store, &run, &open_in, error))
    return NABLA_CHANGE_FAILED;
  if (change->facts != NULL && open_in != mine && nabla_history_session_lives (session, open_in))
    return NABLA_CHANGE_ELSEWHERE;
  if (change->begins && (!begin (change, run != 0, store, mine, error) ||
                         !look_up (change->uuid, store, &run, &open_in, error)))
    return NABLA_CHANGE_FAILED;
  if (run == 0)
    return NABLA_CHANGE_WRITTEN;
  gboolean good = write_own (change, run, store, error) &&
                  write_records (change, run, store, error) &&
                  write_networks (change, run, store, error) &&
                  (change->extra == NULL ||
                   nabla_history_store_run (store, error, "UPDATE runs SET extra = ? WHERE id = ?",
                                            "ti", change->extra, run)) &&
                  (!change->has_progress || write_progress (change, run, store, error)) &&
                  write_edits (change, run, store, error);
  return good ? NABLA_CHANGE_WRITTEN : NABLA_CHANGE_FAILED;
}
