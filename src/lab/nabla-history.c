/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-private.h"

#include "lab/nabla-history-own.h"

/* After a failure it is tried again so often. */
#define RETRY (2 * G_TIME_SPAN_SECOND)
/* Removed runs are deleted when a history is opened so much later. */
#define KEPT_AFTER_REMOVAL G_TIME_SPAN_DAY

typedef struct {
  NablaHistoryFunction function;
  gpointer data;
  gboolean *done; /* set under the mutex; NULL: nobody waits */
} Request;

enum { FAILED, EDITED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaHistory, nabla_history, G_TYPE_OBJECT)

typedef struct {
  GWeakRef history;
  char *sentence;
} News;

static void
news_free (gpointer data)
{
  News *news = data;
  g_weak_ref_clear (&news->history);
  g_free (news->sentence);
  g_free (news);
}

static gboolean
tell (gpointer data)
{
  News *news = data;
  g_autoptr (NablaHistory) self = g_weak_ref_get (&news->history);
  if (self != NULL)
    g_signal_emit (self, signals[FAILED], 0, news->sentence);
  return G_SOURCE_REMOVE;
}

static void
tell_later (NablaHistory *self, const char *sentence)
{
  News *news = g_new0 (News, 1);
  g_weak_ref_init (&news->history, self);
  news->sentence = g_strdup (sentence);
  g_idle_add_full (G_PRIORITY_DEFAULT, tell, news, news_free);
}

/* With the mutex. */
static void
put (NablaHistory *self, NablaHistoryChange *change)
{
  NablaHistoryChange *older = g_hash_table_lookup (self->waiting, change->uuid);
  if (older != NULL)
    nabla_history_change_absorb (older, change);
  else
    g_hash_table_insert (self->waiting, change->uuid, change);
}

/* In one transaction. */
static gboolean
write_all (NablaHistory *self, GPtrArray *changes, GError **error)
{
  if (!nabla_history_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++) {
    const NablaHistoryChange *change = changes->pdata[i];
    if (change->facts != NULL && g_hash_table_contains (self->elsewhere, change->uuid))
      continue;
    switch (nabla_history_change_write (change, self->store, self->session, error)) {
    case NABLA_CHANGE_WRITTEN:
      break;
    case NABLA_CHANGE_ELSEWHERE:
      g_hash_table_add (self->elsewhere, g_strdup (change->uuid));
      tell_later (self, "the run is trained by another program too; the history keeps that one's");
      break;
    case NABLA_CHANGE_FAILED:
    default:
      nabla_history_store_rollback (self->store);
      return FALSE;
    }
  }
  if (nabla_history_store_commit (self->store, error))
    return TRUE;
  nabla_history_store_rollback (self->store);
  return FALSE;
}

/* What could not be written waits again, before what came meanwhile. */
static void
put_back (NablaHistory *self, GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++) {
    NablaHistoryChange *older = changes->pdata[i];
    NablaHistoryChange *newer = NULL;
    if (g_hash_table_steal_extended (self->waiting, older->uuid, NULL, (gpointer *) &newer))
      nabla_history_change_absorb (older, newer);
    g_hash_table_insert (self->waiting, older->uuid, older);
  }
}

/* With the mutex, which is given up meanwhile. */
static void
write_waiting (NablaHistory *self)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer change;
  if (g_hash_table_size (self->waiting) == 0)
    return;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    g_ptr_array_add (changes, change);
  g_hash_table_steal_all (self->waiting);
  g_mutex_unlock (&self->mutex);
  gboolean written = write_all (self, changes, &error);
  g_mutex_lock (&self->mutex);
  if (!written) {
    put_back (self, changes);
    if (self->failure == NULL)
      tell_later (self, error->message);
  } else {
    g_ptr_array_set_free_func (changes, (GDestroyNotify) nabla_history_change_free);
  }
  g_clear_error (&self->failure);
  self->failure = g_steal_pointer (&error);
}

/* With the mutex. FALSE where it is time to end. */
static gboolean
wait_for_work (NablaHistory *self)
{
  gint64 again = g_get_monotonic_time () + RETRY;
  for (;;) {
    if (!g_queue_is_empty (&self->requests))
      return TRUE;
    if (self->closing)
      return g_hash_table_size (self->waiting) > 0 && self->failure == NULL;
    if (self->failure == NULL && g_hash_table_size (self->waiting) > 0)
      return TRUE;
    if (self->failure == NULL)
      g_cond_wait (&self->asked, &self->mutex);
    else if (!g_cond_wait_until (&self->asked, &self->mutex, again))
      return TRUE;
  }
}

static gpointer
work (gpointer data)
{
  NablaHistory *self = data;
  g_mutex_lock (&self->mutex);
  while (wait_for_work (self)) {
    g_autofree Request *request = g_queue_pop_head (&self->requests);
    write_waiting (self);
    if (request == NULL)
      continue;
    g_mutex_unlock (&self->mutex);
    request->function (self, request->data);
    g_mutex_lock (&self->mutex);
    if (request->done != NULL) {
      *request->done = TRUE;
      g_cond_broadcast (&self->answered);
    }
  }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
nabla_history_dispose (GObject *object)
{
  NablaHistory *self = NABLA_HISTORY (object);
  nabla_history_forget_runs (self);
  if (self->thread != NULL) {
    g_mutex_lock (&self->mutex);
    self->closing = TRUE;
    g_cond_signal (&self->asked);
    g_mutex_unlock (&self->mutex);
    g_thread_join (g_steal_pointer (&self->thread));
  }
  g_clear_object (&self->entries);
  G_OBJECT_CLASS (nabla_history_parent_class)->dispose (object);
}

static void
nabla_history_finalize (GObject *object)
{
  NablaHistory *self = NABLA_HISTORY (object);
  GHashTableIter iter;
  gpointer change;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    nabla_history_change_free (change);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->elsewhere);
  g_hash_table_unref (self->by_uuid);
  g_ptr_array_unref (self->followed);
  nabla_history_session_free (self->session);
  nabla_history_store_free (self->store);
  g_clear_error (&self->failure);
  g_cond_clear (&self->asked);
  g_cond_clear (&self->answered);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  G_OBJECT_CLASS (nabla_history_parent_class)->finalize (object);
}

static void
nabla_history_class_init (NablaHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_history_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_history_finalize;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_history_init (NablaHistory *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->asked);
  g_cond_init (&self->answered);
  g_queue_init (&self->requests);
  self->waiting = g_hash_table_new (g_str_hash, g_str_equal); /* keys are the changes' */
  self->elsewhere = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->followed = g_ptr_array_new ();
  self->entries = g_list_store_new (NABLA_TYPE_HISTORY_ENTRY);
  self->by_uuid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

const char *
nabla_history_user_path (void)
{
  static gsize path;
  if (g_once_init_enter (&path)) {
    char *made = g_build_filename (g_get_user_data_dir (), "nabla", "history.db", NULL);
    g_once_init_leave (&path, (gsize) made);
  }
  return (const char *) path;
}

/* Runs whose program was killed; and those that were removed long ago. */
static gboolean
clean_up (NablaHistory *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GArray) ended = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!nabla_history_store_begin (self->store, error))
    return FALSE;
  sqlite3_stmt *query = nabla_history_store_query (
      self->store, &reason,
      "SELECT id, coalesce (session, 0) FROM runs WHERE state IN ('waiting', 'running', 'paused')",
      "");
  while (query != NULL && nabla_history_store_next (self->store, query, &reason)) {
    gint64 id = sqlite3_column_int64 (query, 0);
    if (!nabla_history_session_lives (self->session, sqlite3_column_int64 (query, 1)))
      g_array_append_val (ended, id);
  }
  for (guint i = 0; reason == NULL && i < ended->len; i++)
    nabla_history_store_run (self->store, &reason,
                             "UPDATE runs SET state = 'interrupted' WHERE id = ?", "i",
                             g_array_index (ended, gint64, i));
  if (reason == NULL)
    nabla_history_store_run (self->store, &reason, "DELETE FROM runs WHERE removed < ?", "i",
                             g_get_real_time () - KEPT_AFTER_REMOVAL);
  if (reason == NULL)
    nabla_history_forget_own (self->store, &reason);
  if (reason == NULL && nabla_history_store_commit (self->store, &reason))
    return TRUE;
  nabla_history_store_rollback (self->store);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

NablaHistory *
nabla_history_open (const char *path, GError **error)
{
  g_autoptr (NablaHistory) self = g_object_new (NABLA_TYPE_HISTORY, NULL);
  self->path = g_strdup (path != NULL ? path : nabla_history_user_path ());
  self->store = nabla_history_store_open (self->path, error);
  if (self->store != NULL)
    self->session = nabla_history_session_new (self->store, error);
  if (self->session == NULL || !clean_up (self, error))
    return NULL;
  self->thread = g_thread_try_new ("nabla-history", work, self, error);
  return self->thread != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
nabla_history_get_path (NablaHistory *self)
{
  return self->path;
}

void
nabla_history_push (NablaHistory *self, NablaHistoryChange *change)
{
  g_mutex_lock (&self->mutex);
  put (self, change);
  g_cond_signal (&self->asked);
  g_mutex_unlock (&self->mutex);
}

static void
ask (NablaHistory *self, NablaHistoryFunction function, gpointer data, gboolean *done)
{
  Request *request = g_new (Request, 1);
  *request = (Request){ .function = function, .data = data, .done = done };
  g_queue_push_tail (&self->requests, request);
  g_cond_signal (&self->asked);
}

void
nabla_history_call (NablaHistory *self, NablaHistoryFunction function, gpointer data)
{
  gboolean done = FALSE;
  g_mutex_lock (&self->mutex);
  ask (self, function, data, &done);
  while (!done)
    g_cond_wait (&self->answered, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
nabla_history_call_later (NablaHistory *self, NablaHistoryFunction function, gpointer data)
{
  g_mutex_lock (&self->mutex);
  ask (self, function, data, NULL);
  g_mutex_unlock (&self->mutex);
}

void
nabla_history_end_task (gpointer task)
{
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
copy_failure (NablaHistory *self, gpointer data)
{
  GError **error = data;
  g_mutex_lock (&self->mutex);
  *error = self->failure != NULL ? g_error_copy (self->failure) : NULL;
  g_mutex_unlock (&self->mutex);
}

gboolean
nabla_history_flush (NablaHistory *self, GError **error)
{
  GError *failure = NULL;
  nabla_history_call (self, copy_failure, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
