/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-session.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct NablaHistorySession {
  int file;
  gint64 id;
};

static struct flock
byte_of (gint64 id)
{
  return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = id, .l_len = 1 };
}

/* A session's row comes before its lock, and whatever it trains after both. */
static gboolean
take_number (NablaHistorySession *session, NablaHistoryStore *store, GError **error)
{
  sqlite3_stmt *query = nabla_history_store_query (
      store, error, "INSERT INTO sessions (started, host, pid) VALUES (?, ?, ?) RETURNING id",
      "iti", g_get_real_time (), g_get_host_name (), (gint64) getpid ());
  if (query == NULL || !nabla_history_store_next (store, query, error))
    return FALSE;
  session->id = sqlite3_column_int64 (query, 0);
  nabla_history_store_end (query);
  return TRUE;
}

NablaHistorySession *
nabla_history_session_new (NablaHistoryStore *store, GError **error)
{
  NablaHistorySession *session = g_new0 (NablaHistorySession, 1);
  g_autofree char *path = g_strconcat (nabla_history_store_get_path (store), "-live", NULL);
  session->file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (session->file < 0) {
    g_autofree char *name = g_filename_display_name (path);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", name,
                 g_strerror (errno));
  } else if (take_number (session, store, error)) {
    struct flock byte = byte_of (session->id);
    /* Where the file system has no locks, a run is taken for interrupted while it trains: what is
     * kept of it is right all the same. */
    if (fcntl (session->file, F_OFD_SETLK, &byte) != 0)
      g_debug ("no lock on %s: %s", path, g_strerror (errno));
    return session;
  }
  nabla_history_session_free (session);
  return NULL;
}

void
nabla_history_session_free (NablaHistorySession *session)
{
  if (session == NULL)
    return;
  if (session->file >= 0)
    close (session->file);
  g_free (session);
}

gint64
nabla_history_session_get_id (NablaHistorySession *session)
{
  return session->id;
}

gboolean
nabla_history_session_lives (NablaHistorySession *session, gint64 id)
{
  if (id == session->id)
    return TRUE;
  if (id <= 0)
    return FALSE;
  struct flock byte = byte_of (id);
  return fcntl (session->file, F_OFD_GETLK, &byte) == 0 && byte.l_type != F_UNLCK;
}
