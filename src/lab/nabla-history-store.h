/* SPDX-License-Identifier: MIT */
/* nabla-history-store.h: the SQLite file of a history: opening it, its schema, and statements that
 * say in one sentence what went wrong. Used by one thread at a time. */
#pragma once

#include "lab/nabla-error.h"

#include <sqlite3.h>

/* What PRAGMA application_id and user_version say of a history of this version. */
#define NABLA_HISTORY_APPLICATION 0x6e61626c /* "nabl" */
#define NABLA_HISTORY_SCHEMA      4

typedef struct NablaHistoryStore NablaHistoryStore;

/* Makes the file and its folder where they are missing, and brings an older schema up to date.
 * NABLA_ERROR_INPUT: no history, damaged, or of a newer version; NABLA_ERROR_OUTPUT. */
NablaHistoryStore *nabla_history_store_open (const char *path, GError **error);
/* The same of another file of Nabla, which has its own tables. `kind` outlives the store. */
typedef struct {
  const char *noun;                  /* for sentences */
  int application, schema;           /* what it is told by, and its version */
  const char *(*step) (int version); /* as nabla_history_schema_step */
} NablaStoreKind;
NablaHistoryStore *nabla_history_store_open_kind (const char *path, const NablaStoreKind *kind,
                                                  GError **error);

void nabla_history_store_free (NablaHistoryStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaHistoryStore, nabla_history_store_free)

const char *nabla_history_store_get_path (NablaHistoryStore *store);

/* A copy of another history, of whatever version, brought up to date and looked over, in a file
 * that g_unlink and nabla_history_store_free remove. The other one is only read.
 * NABLA_ERROR_INPUT. */
char *nabla_history_store_copy (const char *path, GError **error);

/* An empty one, in a file that g_unlink (*path) and nabla_history_store_free remove. NULL with
 * error: *path is NULL, or to be unlinked too. */
NablaHistoryStore *nabla_history_store_new_temporary (char **path, GError **error);

/* Runs a statement. `types` has a letter for each of its parameters, which follow: t const char *,
 * i gint64, d double (NAN is NULL), b GBytes *; a pointer that is NULL is NULL. FALSE with error.
 */
gboolean nabla_history_store_run (NablaHistoryStore *store, GError **error, const char *sql,
                                  const char *types, ...);

/* The same for rows: NULL with error; otherwise a statement for next, to the last row. One query of
 * the same text at a time. */
sqlite3_stmt *nabla_history_store_query (NablaHistoryStore *store, GError **error, const char *sql,
                                         const char *types, ...);
/* TRUE: a row is there; FALSE: there are no more, or *error is set. Ends the query where FALSE. */
gboolean nabla_history_store_next (NablaHistoryStore *store, sqlite3_stmt *query, GError **error);
/* Ends a query before its last row. */
void nabla_history_store_end (sqlite3_stmt *query);

/* A transaction that writes. rollback is fine where none is open. */
gboolean nabla_history_store_begin (NablaHistoryStore *store, GError **error);
gboolean nabla_history_store_commit (NablaHistoryStore *store, GError **error);
void nabla_history_store_rollback (NablaHistoryStore *store);

/* Forgets the statements that speak of an attached database, and the database. */
void nabla_history_store_detach (NablaHistoryStore *store, const char *schema);

/* Copies of values of the row; NULL stays NULL, or is 0 or NAN. */
char *nabla_history_text (sqlite3_stmt *row, int column);
double nabla_history_number (sqlite3_stmt *row, int column);
GBytes *nabla_history_bytes (sqlite3_stmt *row, int column);
