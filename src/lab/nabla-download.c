/* SPDX-License-Identifier: MIT */
#include "lab/nabla-download.h"

#include "lab/nabla-download-file.h"

#include <errno.h>
#include <glib/gstdio.h>

#define DEFAULT_PATIENCE 30     /* s */
#define WATCH_INTERVAL   100000 /* µs */

/* A download under way, shared by its thread and the thread of who watches. */
typedef struct {
  NablaDownloadOrder order;
  char *mirror, *folder; /* of the order */
  NablaDownloadWatch watch;
  gpointer watch_data;
  GCancellable *cancellable;
  GTask *task; /* not referenced */

  GMutex mutex;
  NablaDownloadState state;
  gboolean pending; /* an idle is to tell the watch */

  guint64 before; /* bytes of the files before this one; the thread's own, as is: */
  gint64 told_at;
} Download;

static void
download_free (gpointer data)
{
  Download *download = data;
  g_free (download->mirror);
  g_free (download->folder);
  g_clear_object (&download->cancellable);
  g_mutex_clear (&download->mutex);
  g_free (download);
}

static gboolean
tell (gpointer data)
{
  GTask *task = data;
  Download *download = g_task_get_task_data (task);
  g_mutex_lock (&download->mutex);
  NablaDownloadState state = download->state;
  download->pending = FALSE;
  g_mutex_unlock (&download->mutex);
  if (!g_task_get_completed (task) && !g_cancellable_is_cancelled (download->cancellable))
    download->watch (&state, download->watch_data);
  return G_SOURCE_REMOVE;
}

/* One idle at a time, and not for every packet. */
static void
tell_soon (Download *download, gboolean at_once)
{
  gint64 now = g_get_monotonic_time ();
  if (download->watch == NULL || (!at_once && now - download->told_at < WATCH_INTERVAL))
    return;
  download->told_at = now;
  g_mutex_lock (&download->mutex);
  gboolean pending = download->pending;
  download->pending = TRUE;
  g_mutex_unlock (&download->mutex);
  if (pending)
    return;
  g_autoptr (GSource) idle = g_idle_source_new ();
  g_source_set_callback (idle, tell, g_object_ref (download->task), g_object_unref);
  g_source_attach (idle, g_task_get_context (download->task));
}

static void
on_received (guint64 bytes, gpointer data)
{
  Download *download = data;
  g_mutex_lock (&download->mutex);
  download->state.done = download->before + bytes;
  g_mutex_unlock (&download->mutex);
  tell_soon (download, FALSE);
}

static void
end_file (Download *download, gsize i, NablaDownloadOutcome outcome)
{
  download->before += download->order.manifest->files[i].size;
  g_mutex_lock (&download->mutex);
  download->state.outcomes[i] = outcome;
  download->state.done = download->before;
  g_mutex_unlock (&download->mutex);
  tell_soon (download, TRUE);
}

/* From the first mirror that has it. */
static gboolean
fetch_from_mirrors (const NablaFetch *fetch, const NablaDownloadOrder *order,
                    const NablaManifestFile *file, NablaDownloadOutcome *outcome, GError **error)
{
  const NablaManifest *manifest = order->manifest;
  g_autoptr (GError) reason = NULL;
  if (order->mirror != NULL)
    return nabla_fetch_file (fetch, file, order->mirror, outcome, error);
  for (gsize i = 0; i < manifest->n_mirrors; i++) {
    g_clear_error (&reason);
    if (nabla_fetch_file (fetch, file, manifest->mirrors[i].url, outcome, &reason))
      return TRUE;
    if (!g_error_matches (reason, NABLA_ERROR, NABLA_ERROR_INPUT))
      break;
  }
  if (reason == NULL)
    g_set_error (&reason, NABLA_ERROR, NABLA_ERROR_USAGE, "no mirror is known for %s",
                 manifest->name);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
fetch_files (Download *download, const NablaFetch *fetch, GError **error)
{
  const NablaDownloadOrder *order = &download->order;
  for (gsize i = 0; i < order->manifest->n_files; i++) {
    const NablaManifestFile *file = &order->manifest->files[i];
    NablaDownloadOutcome outcome = NABLA_DOWNLOAD_PRESENT;
    GError *reason = NULL;
    g_mutex_lock (&download->mutex);
    download->state.file = i;
    g_mutex_unlock (&download->mutex);
    gboolean present = nabla_fetch_is_present (fetch, file, &reason);
    if (!present && reason == NULL)
      fetch_from_mirrors (fetch, order, file, &outcome, &reason);
    if (reason != NULL) {
      g_propagate_error (error, reason);
      return FALSE;
    }
    end_file (download, i, outcome);
  }
  return TRUE;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) == 0 && g_access (folder, W_OK | X_OK) == 0)
    return TRUE;
  int code = errno;
  g_autofree char *name = g_filename_display_name (folder);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "the folder %s cannot be written to: %s",
               name, g_strerror (code));
  return FALSE;
}

static gboolean
download_all (Download *download, GError **error)
{
  const NablaDownloadOrder *order = &download->order;
  if ((order->mirror != NULL && !nabla_mirror_check (order->mirror, error)) ||
      !make_folder (order->folder, error))
    return FALSE;
  guint patience = order->patience > 0 ? order->patience : DEFAULT_PATIENCE;
  /* Bytes are wanted as they lie at the mirror, not unpacked on the way. */
  g_autoptr (SoupSession) session = soup_session_new_with_options (
      "timeout", patience, "user-agent", "nabla/" NABLA_VERSION, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  const NablaFetch fetch = { .session = session,
                             .cancellable = download->cancellable,
                             .folder = order->folder,
                             .replace = order->replace,
                             .received = on_received,
                             .data = download };
  return fetch_files (download, &fetch, error);
}

static void
download_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  /* What the session attaches to its context stays on this thread. */
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  gboolean done = download_all (data, &error);
  g_main_context_pop_thread_default (context);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
nabla_download_async (const NablaDownloadOrder *order, GCancellable *cancellable,
                      NablaDownloadWatch watch, gpointer watch_data, GAsyncReadyCallback callback,
                      gpointer data)
{
  Download *download = g_new0 (Download, 1);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  download->order = *order;
  download->order.mirror = download->mirror = g_strdup (order->mirror);
  download->order.folder = download->folder = g_strdup (order->folder);
  download->watch = watch;
  download->watch_data = watch_data;
  download->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  download->task = task;
  download->state.size = nabla_manifest_get_size (order->manifest);
  g_mutex_init (&download->mutex);
  /* A file that is whole has its name, whether the download was cancelled at that moment or not. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, download, download_free);
  g_task_run_in_thread (task, download_thread);
}

gboolean
nabla_download_finish (GAsyncResult *result, NablaDownloadState *state, GError **error)
{
  Download *download = g_task_get_task_data (G_TASK (result));
  if (state != NULL)
    *state = download->state;
  return g_task_propagate_boolean (G_TASK (result), error);
}
