/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-store.h"

#include "lab/nabla-history-schema.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#define PATIENCE 20000 /* ms that a statement waits for other programs */

static const NablaStoreKind history_kind = {
  .noun = "history",
  .application = NABLA_HISTORY_APPLICATION,
  .schema = NABLA_HISTORY_SCHEMA,
  .step = nabla_history_schema_step,
};

struct NablaHistoryStore {
  sqlite3 *db;
  const NablaStoreKind *kind;
  char *path, *name;      /* the name for people */
  GHashTable *statements; /* text → sqlite3_stmt, to be used again */
};

static gboolean
refuse_as (NablaHistoryStore *store, NablaError kind, const char *reason, GError **error)
{
  g_set_error (error, NABLA_ERROR, (int) kind, "the %s %s cannot be used: %s", store->kind->noun,
               store->name, reason);
  return FALSE;
}

/* It is not what it should be. */
static gboolean
refuse_kind (NablaHistoryStore *store, const char *instead, GError **error)
{
  g_autofree char *reason = g_strdup_printf ("it is %sno %s of Nabla", instead, store->kind->noun);
  return refuse_as (store, NABLA_ERROR_INPUT, reason, error);
}

static gboolean
refuse (NablaHistoryStore *store, GError **error)
{
  int extended = sqlite3_extended_errcode (store->db);
  int code = extended & 0xff;
  NablaError kind = NABLA_ERROR_OUTPUT;
  const char *reason = sqlite3_errmsg (store->db);
  switch (code) {
  case SQLITE_NOTADB:
    return refuse_kind (store, "", error);
  case SQLITE_CORRUPT:
    kind = NABLA_ERROR_INPUT;
    reason = "it is damaged";
    break;
  case SQLITE_FULL:
    reason = "the disk is full";
    break;
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_CANTOPEN:
    reason = "it, or its folder, cannot be written";
    break;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    reason = "another program has been writing it for too long";
    break;
  case SQLITE_IOERR:
    reason = "the disk reports an error";
    break;
  default:
    break;
  }
  return refuse_as (store, kind, reason, error);
}

static gboolean
execute (NablaHistoryStore *store, const char *sql, GError **error)
{
  return sqlite3_exec (store->db, sql, NULL, NULL, NULL) == SQLITE_OK || refuse (store, error);
}

static sqlite3_stmt *
prepare (NablaHistoryStore *store, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (store->statements, sql);
  if (statement != NULL)
    return statement;
  if (sqlite3_prepare_v3 (store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK) {
    refuse (store, error);
    return NULL;
  }
  g_hash_table_insert (store->statements, g_strdup (sql), statement);
  return statement;
}

static void
bind (sqlite3_stmt *statement, const char *types, va_list values)
{
  for (int i = 1; types[i - 1] != '\0'; i++) {
    switch (types[i - 1]) {
    case 't':
      sqlite3_bind_text (statement, i, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
      break;
    case 'i':
      sqlite3_bind_int64 (statement, i, va_arg (values, gint64));
      break;
    case 'd':
      sqlite3_bind_double (statement, i, va_arg (values, double)); /* NAN becomes NULL */
      break;
    case 'b': {
      GBytes *bytes = va_arg (values, GBytes *);
      if (bytes == NULL)
        sqlite3_bind_null (statement, i);
      else
        sqlite3_bind_blob64 (statement, i, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             SQLITE_TRANSIENT);
      break;
    }
    default:
      g_assert_not_reached ();
    }
  }
}

void
nabla_history_store_end (sqlite3_stmt *query)
{
  sqlite3_reset (query);
  sqlite3_clear_bindings (query);
}

gboolean
nabla_history_store_run (NablaHistoryStore *store, GError **error, const char *sql,
                         const char *types, ...)
{
  sqlite3_stmt *statement = prepare (store, sql, error);
  if (statement == NULL)
    return FALSE;
  va_list values;
  va_start (values, types);
  bind (statement, types, values);
  va_end (values);
  int code = sqlite3_step (statement);
  gboolean good = code == SQLITE_DONE || code == SQLITE_ROW || refuse (store, error);
  nabla_history_store_end (statement);
  return good;
}

sqlite3_stmt *
nabla_history_store_query (NablaHistoryStore *store, GError **error, const char *sql,
                           const char *types, ...)
{
  sqlite3_stmt *statement = prepare (store, sql, error);
  if (statement == NULL)
    return NULL;
  va_list values;
  va_start (values, types);
  bind (statement, types, values);
  va_end (values);
  return statement;
}

gboolean
nabla_history_store_next (NablaHistoryStore *store, sqlite3_stmt *query, GError **error)
{
  int code = sqlite3_step (query);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    refuse (store, error);
  nabla_history_store_end (query);
  return FALSE;
}

gboolean
nabla_history_store_begin (NablaHistoryStore *store, GError **error)
{
  return nabla_history_store_run (store, error, "BEGIN IMMEDIATE", "");
}

gboolean
nabla_history_store_commit (NablaHistoryStore *store, GError **error)
{
  return nabla_history_store_run (store, error, "COMMIT", "");
}

void
nabla_history_store_rollback (NablaHistoryStore *store)
{
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
}

static void
forget_statements (NablaHistoryStore *store)
{
  GHashTableIter iter;
  gpointer statement;
  g_hash_table_iter_init (&iter, store->statements);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    sqlite3_finalize (statement);
  g_hash_table_remove_all (store->statements);
}

void
nabla_history_store_detach (NablaHistoryStore *store, const char *schema)
{
  g_autofree char *sql = g_strdup_printf ("DETACH %s", schema);
  forget_statements (store);
  execute (store, sql, NULL);
}

static gboolean
read_pragma (NablaHistoryStore *store, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (GError) reason = NULL;
  sqlite3_stmt *query = nabla_history_store_query (store, error, sql, "");
  *value = 0;
  if (query == NULL)
    return FALSE;
  if (nabla_history_store_next (store, query, &reason)) {
    *value = sqlite3_column_int64 (query, 0);
    nabla_history_store_end (query);
  }
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
read_kind (NablaHistoryStore *store, gint64 *application, gint64 *version, gint64 *tables,
           GError **error)
{
  return read_pragma (store, "PRAGMA application_id", application, error) &&
         read_pragma (store, "PRAGMA user_version", version, error) &&
         read_pragma (store, "SELECT count(*) FROM sqlite_schema", tables, error);
}

/* Whether the file is of its kind, or empty, and not newer than this program. All is read at one
 * moment: another program may just be making it. */
static gboolean
check_kind (NablaHistoryStore *store, gint64 *version, GError **error)
{
  gint64 application, tables;
  gboolean alone = sqlite3_get_autocommit (store->db) != 0;
  gboolean read = (!alone || execute (store, "BEGIN", error)) &&
                  read_kind (store, &application, version, &tables, error);
  if (alone)
    nabla_history_store_rollback (store);
  if (!read)
    return FALSE;
  if (application != store->kind->application && (application != 0 || tables > 0))
    return refuse_kind (store, "a database of another program, ", error);
  if (*version > store->kind->schema)
    return refuse_as (store, NABLA_ERROR_INPUT,
                      "a newer version of Nabla has written it; use that one", error);
  return TRUE;
}

/* In one transaction: the file is of one version or of another, never between. */
static gboolean
migrate (NablaHistoryStore *store, GError **error)
{
  gint64 version;
  if (!nabla_history_store_begin (store, error))
    return FALSE;
  /* Another program may have done it meanwhile. */
  gboolean good = check_kind (store, &version, error);
  for (; good && version < store->kind->schema; version++)
    good = execute (store, store->kind->step ((int) version), error);
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                            store->kind->application, store->kind->schema);
  good = good && execute (store, marks, error) && nabla_history_store_commit (store, error);
  if (!good)
    nabla_history_store_rollback (store);
  return good;
}

/* Changing the journal does not wait for others as statements do. */
static gboolean
use_write_ahead_log (NablaHistoryStore *store, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE * G_TIME_SPAN_MILLISECOND;
  for (;;) {
    int code = sqlite3_exec (store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
      return TRUE;
    if ((code & 0xff) != SQLITE_BUSY || g_get_monotonic_time () > deadline)
      return refuse (store, error);
    g_usleep (5000);
  }
}

static NablaHistoryStore *
store_new (const char *path, const NablaStoreKind *kind, int flags, GError **error)
{
  NablaHistoryStore *store = g_new0 (NablaHistoryStore, 1);
  store->kind = kind;
  store->path = g_strdup (path);
  store->name = g_filename_display_name (path);
  store->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (sqlite3_open_v2 (path, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK) {
    refuse (store, error);
    nabla_history_store_free (store);
    return NULL;
  }
  sqlite3_busy_timeout (store->db, PATIENCE);
  return store;
}

/* Reading the file's own words must not run anything (trusted_schema), and foreign keys hold. */
static gboolean
set_up (NablaHistoryStore *store, GError **error)
{
  return execute (store,
                  "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; "
                  "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864",
                  error);
}

NablaHistoryStore *
nabla_history_store_open (const char *path, GError **error)
{
  return nabla_history_store_open_kind (path, &history_kind, error);
}

NablaHistoryStore *
nabla_history_store_open_kind (const char *path, const NablaStoreKind *kind, GError **error)
{
  gint64 version;
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_autofree char *name = g_filename_display_name (folder);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be made: %s", name,
                 g_strerror (errno));
    return NULL;
  }
  g_autoptr (NablaHistoryStore) store =
      store_new (path, kind, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  if (store == NULL || !check_kind (store, &version, error))
    return NULL;
  if (sqlite3_db_readonly (store->db, "main") == 1) {
    refuse_as (store, NABLA_ERROR_OUTPUT, "it, or its folder, cannot be written", error);
    return NULL;
  }
  if (!use_write_ahead_log (store, error) || !set_up (store, error) ||
      (version < kind->schema && !migrate (store, error)))
    return NULL;
  return g_steal_pointer (&store);
}

void
nabla_history_store_free (NablaHistoryStore *store)
{
  if (store == NULL)
    return;
  forget_statements (store);
  g_hash_table_unref (store->statements);
  sqlite3_close (store->db);
  g_free (store->path);
  g_free (store->name);
  g_free (store);
}

const char *
nabla_history_store_get_path (NablaHistoryStore *store)
{
  return store->path;
}

/* Opened for reading; where its folder cannot be written, as a file that nobody changes. */
static NablaHistoryStore *
open_to_read (const char *path, gint64 *version, GError **error)
{
  g_autoptr (NablaHistoryStore) store =
      store_new (path, &history_kind, SQLITE_OPEN_READONLY, error);
  g_autoptr (GError) reason = NULL;
  if (store == NULL)
    return NULL;
  if (check_kind (store, version, &reason))
    return g_steal_pointer (&store);
  if (reason->code == NABLA_ERROR_INPUT) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);
  g_autoptr (NablaHistoryStore) still =
      store_new (uri, &history_kind, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
  if (still == NULL)
    return NULL;
  g_free (still->name);
  still->name = g_filename_display_name (path);
  return check_kind (still, version, error) ? g_steal_pointer (&still) : NULL;
}

static gboolean
copy_all (NablaHistoryStore *from, NablaHistoryStore *to, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to->db, "main", from->db, "main");
  if (backup == NULL)
    return refuse (to, error);
  int code;
  while ((code = sqlite3_backup_step (backup, 4096)) == SQLITE_OK || code == SQLITE_BUSY)
    if (code == SQLITE_BUSY)
      sqlite3_sleep (5);
  if (sqlite3_backup_finish (backup) == SQLITE_OK && code == SQLITE_DONE)
    return TRUE;
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB
             ? refuse_as (from, NABLA_ERROR_INPUT, "it is damaged", error)
             : refuse (to, error);
}

/* The file may come from anywhere. */
static gboolean
look_over (NablaHistoryStore *copy, NablaHistoryStore *from, GError **error)
{
  sqlite3_stmt *query = nabla_history_store_query (copy, NULL, "PRAGMA integrity_check(1)", "");
  gboolean good = query != NULL && nabla_history_store_next (copy, query, NULL);
  if (good) {
    good = g_strcmp0 ((const char *) sqlite3_column_text (query, 0), "ok") == 0;
    nabla_history_store_end (query);
  }
  return good || refuse_as (from, NABLA_ERROR_INPUT, "it is damaged", error);
}

/* *path: of the file, which is there. */
static NablaHistoryStore *
new_temporary (char **path, GError **error)
{
  int file = g_file_open_tmp ("nabla-history-XXXXXX", path, error);
  if (file < 0)
    return NULL;
  close (file);
  return store_new (*path, &history_kind, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
}

char *
nabla_history_store_copy (const char *path, GError **error)
{
  gint64 version;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_autofree char *name = g_filename_display_name (path);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s cannot be read: %s", name,
                 g_strerror (g_file_test (path, G_FILE_TEST_EXISTS) ? EISDIR : ENOENT));
    return NULL;
  }
  g_autoptr (NablaHistoryStore) from = open_to_read (path, &version, error);
  if (from == NULL)
    return NULL;
  if (version == 0) {
    refuse_kind (from, "", error);
    return NULL;
  }
  g_autofree char *place = NULL;
  g_autoptr (NablaHistoryStore) copy = new_temporary (&place, error);
  if (copy != NULL && copy_all (from, copy, error) &&
      execute (copy, "PRAGMA journal_mode = DELETE; PRAGMA trusted_schema = OFF", error) &&
      look_over (copy, from, error) && (version == NABLA_HISTORY_SCHEMA || migrate (copy, error)))
    return g_steal_pointer (&place);
  if (place != NULL)
    g_unlink (place);
  return NULL;
}

NablaHistoryStore *
nabla_history_store_new_temporary (char **path, GError **error)
{
  g_autoptr (NablaHistoryStore) store = new_temporary (path, error);
  return store != NULL && set_up (store, error) && migrate (store, error) ? g_steal_pointer (&store)
                                                                          : NULL;
}

char *
nabla_history_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

double
nabla_history_number (sqlite3_stmt *row, int column)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL ? NAN
                                                          : sqlite3_column_double (row, column);
}

GBytes *
nabla_history_bytes (sqlite3_stmt *row, int column)
{
  const void *bytes = sqlite3_column_blob (row, column);
  int n = sqlite3_column_bytes (row, column);
  return bytes != NULL ? g_bytes_new (bytes, (gsize) n) : NULL;
}
