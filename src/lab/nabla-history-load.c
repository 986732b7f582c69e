/* SPDX-License-Identifier: MIT */
/* A run out of a history, with curves and networks. */
#include "lab/nabla-history-extra.h"
#include "lab/nabla-history-origin.h"
#include "lab/nabla-history-own.h"
#include "lab/nabla-history-private.h"
#include "lab/nabla-model.h"
#include "lab/nabla-run-kept.h"

#include <math.h>
#include <string.h>

typedef struct {
  char *uuid;
  NablaDataSet *data_set;
  NablaHistoryRow *row;
  GArray *records; /* of NablaRecord */
  NablaModel *start, *latest, *best;
  NablaHistoryExtra extra;
  GError *error;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;
  g_free (loading->uuid);
  g_object_unref (loading->data_set);
  nabla_history_row_free (loading->row);
  g_array_unref (loading->records);
  nabla_model_free (loading->start);
  nabla_model_free (loading->latest);
  nabla_history_extra_clear (&loading->extra);
  nabla_model_free (loading->best);
  g_clear_error (&loading->error);
  g_free (loading);
}

static Loading *
loading_new (const char *uuid, NablaDataSet *data_set)
{
  Loading *loading = g_new0 (Loading, 1);
  loading->uuid = g_strdup (uuid);
  loading->data_set = g_object_ref (data_set);
  nabla_history_extra_init (&loading->extra);
  loading->records = g_array_new (FALSE, FALSE, sizeof (NablaRecord));
  return loading;
}

static gboolean
read_row (NablaHistory *self, Loading *loading)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM runs WHERE uuid = ?", nabla_history_row_columns);
  sqlite3_stmt *query =
      nabla_history_store_query (self->store, &loading->error, sql, "t", loading->uuid);
  if (query == NULL || !nabla_history_store_next (self->store, query, &loading->error)) {
    if (loading->error == NULL)
      g_set_error (&loading->error, NABLA_ERROR, NABLA_ERROR_INPUT,
                   "the history has no run “%.40s”", loading->uuid);
    return FALSE;
  }
  loading->row = nabla_history_row_read (query);
  nabla_history_store_end (query);
  if (loading->row->readable)
    return TRUE;
  g_set_error (&loading->error, NABLA_ERROR, NABLA_ERROR_INPUT,
               "the set-up of run %.8s is one that this version does not know", loading->uuid);
  return FALSE;
}

static gboolean
read_network (NablaHistory *self, Loading *loading, const char *kind, NablaModel **model)
{
  sqlite3_stmt *query = nabla_history_store_query (
      self->store, &loading->error,
      "SELECT model FROM networks WHERE kind = ? AND run = (SELECT id FROM runs WHERE uuid = ?)",
      "tt", kind, loading->uuid);
  if (query == NULL)
    return FALSE;
  if (!nabla_history_store_next (self->store, query, &loading->error))
    return loading->error == NULL; /* there is none */
  g_autoptr (GBytes) bytes = nabla_history_bytes (query, 0);
  g_autofree char *name = g_strdup_printf ("the %s network of run %.8s", kind, loading->uuid);
  nabla_history_store_end (query);
  if (bytes != NULL)
    *model = nabla_model_from_bytes (name, bytes, &loading->error);
  return *model != NULL || loading->error == NULL;
}

/* Whether the networks are those of the set-up. */
static gboolean
check_networks (Loading *loading)
{
  const NablaHyperParameters *set_up = &loading->row->hyper_parameters;
  NablaModel *const models[] = { loading->start, loading->latest, loading->best };
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++) {
    const NablaModel *model = models[i];
    if (model == NULL || nabla_hyper_parameters_same_layers (&model->hyper_parameters, set_up))
      continue;
    g_set_error (&loading->error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 "a network of run %.8s does not fit its set-up", loading->uuid);
    return FALSE;
  }
  return TRUE;
}

static void
read_norms (sqlite3_stmt *query, int column, NablaRecord *record)
{
  g_autoptr (GBytes) bytes = nabla_history_bytes (query, column);
  gsize n = bytes != NULL ? g_bytes_get_size (bytes) / sizeof (double) : 0;
  for (gsize l = 0; l < NN_MAX_LAYERS; l++) {
    guint64 bits;
    record->gradient_norms[l] = NAN;
    if (l >= n)
      continue;
    memcpy (&bits, (const guint8 *) g_bytes_get_data (bytes, NULL) + l * sizeof bits, sizeof bits);
    bits = GUINT64_FROM_LE (bits);
    memcpy (&record->gradient_norms[l], &bits, sizeof bits);
  }
}

gboolean
nabla_history_read_records (NablaHistoryStore *store, const char *uuid, GArray *records,
                            GError **error)
{
  g_autoptr (GError) reason = NULL;
  sqlite3_stmt *query = nabla_history_store_query (
      store, &reason,
      "SELECT epoch, train_cost, train_accuracy, validation_cost, validation_accuracy, test_cost, "
      "test_accuracy, learning_rate, train_seconds, evaluation_seconds, l2, momentum, changes, "
      "gradient_norms FROM records "
      "WHERE run = (SELECT id FROM runs WHERE uuid = ?) AND epoch > 0 ORDER BY epoch",
      "t", uuid);
  while (query != NULL && nabla_history_store_next (store, query, &reason)) {
    NablaRecord record = { .epoch = sqlite3_column_int (query, 0) };
    for (int i = 0; i < NABLA_N_FIGURES; i++)
      record.figures[i] = nabla_history_number (query, 1 + i);
    record.learning_rate = nabla_history_number (query, 7);
    record.train_seconds = nabla_history_number (query, 8);
    record.evaluation_seconds = nabla_history_number (query, 9);
    record.l2 = nabla_history_number (query, 10);
    record.momentum = nabla_history_number (query, 11);
    record.changes = (guint) MAX (sqlite3_column_int (query, 12), 0);
    read_norms (query, 13, &record);
    g_array_append_val (records, record);
  }
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

typedef struct {
  const char *uuid;
  GArray *records;
  GError *error;
} Records;

static void
read_records (NablaHistory *self, gpointer data)
{
  Records *records = data;
  nabla_history_read_records (self->store, records->uuid, records->records, &records->error);
}

GArray *
nabla_history_get_records (NablaHistory *self, const char *uuid, GError **error)
{
  Records records = { .uuid = uuid, .records = g_array_new (FALSE, FALSE, sizeof (NablaRecord)) };
  nabla_history_call (self, read_records, &records);
  if (records.error == NULL)
    return records.records;
  g_array_unref (records.records);
  g_propagate_error (error, records.error);
  return NULL;
}

static gboolean
read_own (NablaHistory *self, Loading *loading)
{
  NablaDataSet *data_set =
      nabla_history_read_own (self->store, loading->uuid, loading->data_set, &loading->error);
  if (data_set == NULL)
    return FALSE;
  g_object_unref (loading->data_set);
  loading->data_set = data_set;
  return TRUE;
}

static void
load (NablaHistory *self, gpointer data)
{
  Loading *loading = data;
  if (!read_row (self, loading))
    return;
  nabla_data_set_get_digest (loading->data_set); /* so that fits can be asked without waiting */
  if (!read_own (self, loading))
    return;
  loading->row->alive = nabla_history_session_lives (self->session, loading->row->session);
  if (nabla_history_read_records (self->store, loading->uuid, loading->records, &loading->error) &&
      nabla_history_read_extra (self->store, loading->uuid, &loading->extra, &loading->error) &&
      read_network (self, loading, "start", &loading->start) &&
      read_network (self, loading, "latest", &loading->latest) &&
      read_network (self, loading, "best", &loading->best))
    check_networks (loading);
}

static NnKernelKind
kernel_of_name (const char *name)
{
  for (int kind = 0; name != NULL && kind < NN_N_KERNELS; kind++)
    if (g_str_equal (nn_kernel_name ((NnKernelKind) kind), name))
      return (NnKernelKind) kind;
  return NN_KERNEL_AUTO;
}

/* The start network is that of the run that the chain of forks begins with. */
static NablaOrigin *
make_origin (Loading *loading, NablaCheckpoint *start)
{
  const NablaJob job = {
    .hyper_parameters = loading->row->hyper_parameters,
    .data_set = loading->data_set,
    .validation_images = (gsize) loading->row->validation_images,
    .kernel = kernel_of_name (loading->row->kernel),
  };
  return nabla_history_origin_from_json (loading->extra.from, &job, start);
}

static NablaRun *
make_run (Loading *loading, GError **error)
{
  if (loading->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&loading->error));
    return NULL;
  }
  const NablaHistoryRow *row = loading->row;
  NablaCheckpoint *start = loading->start != NULL ? loading->start->checkpoint : NULL;
  NablaOrigin *origin = make_origin (loading, start);
  NablaRunState state = nabla_history_state_of_name (row->progress.state);
  NablaRunKept kept = {
    .uuid = row->uuid,
    .name = row->name,
    .hyper_parameters = row->hyper_parameters,
    .monitors = (NablaMonitors) row->monitors,
    .kernel = kernel_of_name (row->kernel),
    .validation_images = (gsize) row->validation_images,
    .monitor_every = (gsize) row->monitor_every,
    .state = MAX (state, NABLA_RUN_COMPLETED) == state ? state : NABLA_RUN_STOPPED,
    .ended_early = g_str_equal (row->progress.state, "early-stopping"),
    .culled = g_str_equal (row->progress.state, "culled"),
    .message = row->progress.message,
    .diverged_epoch = row->progress.diverged_epoch,
    .diverged_mini_batch = (gsize) MAX (row->progress.diverged_mini_batch, 0),
    .seconds = row->progress.seconds >= 0.0 ? row->progress.seconds : 0.0,
    .color = row->color,
    .records = (const NablaRecord *) (void *) loading->records->data,
    .n_records = loading->records->len,
    .changes = (const NablaRateChange *) (void *) loading->extra.changes->data,
    .n_changes = loading->extra.changes->len,
    .fork_epoch = loading->extra.fork_epoch,
    .fork_name = loading->extra.fork_name,
    .fork_record = loading->extra.fork_record.epoch > 0 ? &loading->extra.fork_record : NULL,
    .start = loading->extra.from == NULL ? start : NULL,
    .origin = origin,
    .exported = loading->extra.exported,
    .checkpoint = loading->latest != NULL ? loading->latest->checkpoint : NULL,
    .best = loading->best != NULL ? loading->best->network : NULL,
    .best_epoch = loading->best != NULL ? loading->best->epoch : 0,
    .other_data = nabla_history_row_fits (row, loading->data_set) ? NULL : row->data_name,
    .other_is_drawn = row->data_seed >= 0,
  };
  NablaRun *run = nabla_run_new_kept (&kept, loading->data_set);
  nabla_origin_unref (origin);
  return run;
}

NablaRun *
nabla_history_load (NablaHistory *self, const char *uuid, NablaDataSet *data_set, GError **error)
{
  Loading *loading = loading_new (uuid, data_set);
  nabla_history_call (self, load, loading);
  NablaRun *run = make_run (loading, error);
  loading_free (loading);
  return run;
}

static void
load_task (NablaHistory *self, gpointer data)
{
  Loading *loading = g_task_get_task_data (data);
  load (self, loading);
  if (loading->error == NULL && loading->row->removed != 0)
    g_set_error (&loading->error, NABLA_ERROR, NABLA_ERROR_INPUT, "run %.8s was deleted",
                 loading->uuid);
  g_idle_add_once (nabla_history_end_task, data);
}

void
nabla_history_load_async (NablaHistory *self, const char *uuid, NablaDataSet *data_set,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_task_set_task_data (task, loading_new (uuid, data_set), loading_free);
  nabla_history_call_later (self, load_task, task);
}

NablaRun *
nabla_history_load_finish (NablaHistory *self, GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return make_run (g_task_get_task_data (G_TASK (result)), error);
}
