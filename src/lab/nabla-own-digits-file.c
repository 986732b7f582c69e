/* SPDX-License-Identifier: MIT */
#include "lab/nabla-own-digits-file.h"

#include "lab/nabla-strokes-file.h"

#include <string.h>

#define APPLICATION        0x6e61626f /* "nabo" */
#define SCHEMA             1
#define LONGEST_ID         64
#define KEPT_AFTER_REMOVAL G_TIME_SPAN_DAY

/* Steps that have been released are never changed. Times are microseconds since 1970 in UTC. */
static const char *
schema_step (int version)
{
  static const char *const steps[SCHEMA] = {
    "CREATE TABLE drawings ("
    "  id TEXT PRIMARY KEY,"
    "  label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),"
    "  guess INTEGER NOT NULL CHECK (guess BETWEEN -1 AND 9),"
    "  created INTEGER NOT NULL,"
    "  strokes TEXT,"
    "  pixels BLOB NOT NULL CHECK (length (pixels) = 784),"
    "  removed INTEGER"
    ") STRICT;"
    "CREATE INDEX drawings_by_age ON drawings (created);",
  };
  return version >= 0 && version < SCHEMA ? steps[version] : NULL;
}

static const NablaStoreKind own_digits_kind = {
  .noun = "file of drawings",
  .application = APPLICATION,
  .schema = SCHEMA,
  .step = schema_step,
};

NablaHistoryStore *
nabla_own_digits_file_open (const char *path, GError **error)
{
  g_autoptr (NablaHistoryStore) store =
      nabla_history_store_open_kind (path, &own_digits_kind, error);
  if (store == NULL ||
      !nabla_history_store_run (store, error, "DELETE FROM drawings WHERE removed < ?", "i",
                                g_get_real_time () - KEPT_AFTER_REMOVAL))
    return NULL;
  return g_steal_pointer (&store);
}

static gboolean
is_between (sqlite3_stmt *row, int column, gint64 least, gint64 most)
{
  gint64 value = sqlite3_column_int64 (row, column);
  return sqlite3_column_type (row, column) == SQLITE_INTEGER && value >= least && value <= most;
}

/* NULL where it is none. */
static NablaOwnDigit *
read_digit (sqlite3_stmt *row)
{
  const char *id = (const char *) sqlite3_column_text (row, 0);
  const char *text = (const char *) sqlite3_column_text (row, 4);
  int n_id = sqlite3_column_bytes (row, 0), n_text = sqlite3_column_bytes (row, 4);
  const guint8 *pixels = sqlite3_column_blob (row, 5);
  if (id == NULL || n_id == 0 || n_id > LONGEST_ID || !g_utf8_validate (id, n_id, NULL) ||
      !is_between (row, 1, 0, 9) || !is_between (row, 2, -1, 9) ||
      !is_between (row, 3, 0, G_MAXINT64) || n_text > NABLA_OWN_STROKES_BYTES || pixels == NULL ||
      sqlite3_column_bytes (row, 5) != DIGITS_PIXELS)
    return NULL;
  return nabla_own_digit_new (&(NablaOwnDigitFacts){
      .id = id,
      .label = sqlite3_column_int (row, 1),
      .guess = sqlite3_column_int (row, 2),
      .created = sqlite3_column_int64 (row, 3),
      .text = text,
      .pixels = pixels,
  });
}

static void
refuse (NablaHistoryStore *store, const char *reason, GError **error)
{
  g_autofree char *name = g_filename_display_name (nabla_history_store_get_path (store));
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "the %s %s cannot be used: %s",
               own_digits_kind.noun, name, reason);
}

GPtrArray *
nabla_own_digits_file_read (NablaHistoryStore *store, GError **error)
{
  g_autoptr (GPtrArray) digits = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) reason = NULL;
  sqlite3_stmt *query = nabla_history_store_query (
      store, &reason,
      "SELECT id, label, guess, created, strokes, pixels FROM drawings WHERE removed IS NULL "
      "ORDER BY created DESC, id",
      "");
  while (query != NULL && nabla_history_store_next (store, query, &reason)) {
    NablaOwnDigit *digit = digits->len < NABLA_OWN_DIGITS_MOST ? read_digit (query) : NULL;
    if (digit == NULL) {
      nabla_history_store_end (query);
      refuse (store,
              digits->len < NABLA_OWN_DIGITS_MOST ? "it is damaged" : "it has too many drawings",
              error);
      return NULL;
    }
    g_ptr_array_add (digits, digit);
  }
  if (reason == NULL)
    return g_steal_pointer (&digits);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

static gboolean
put (NablaHistoryStore *store, const NablaOwnChange *change, GError **error)
{
  NablaOwnDigitFacts facts = nabla_own_digit_get_facts (change->digit);
  g_autofree char *printed = facts.strokes != NULL ? nabla_strokes_print (facts.strokes, 0) : NULL;
  const char *text = printed != NULL ? printed : facts.text;
  g_autoptr (GBytes) pixels = g_bytes_new (facts.pixels, DIGITS_PIXELS);
  if (text != NULL && strlen (text) > NABLA_OWN_STROKES_BYTES)
    text = NULL; /* its picture is enough */
  return nabla_history_store_run (
      store, error,
      "INSERT INTO drawings (id, label, guess, created, strokes, pixels) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET label = excluded.label, removed = NULL",
      "tiiitb", facts.id, (gint64) change->label, (gint64) facts.guess, facts.created, text,
      pixels);
}

static gboolean
write_change (NablaHistoryStore *store, const NablaOwnChange *change, GError **error)
{
  const char *id = nabla_own_digit_get_id (change->digit);
  switch (change->kind) {
  case NABLA_OWN_PUT:
    return put (store, change, error);
  case NABLA_OWN_LABEL:
    return nabla_history_store_run (store, error, "UPDATE drawings SET label = ? WHERE id = ?",
                                    "it", (gint64) change->label, id);
  case NABLA_OWN_REMOVE:
  default:
    return nabla_history_store_run (store, error, "UPDATE drawings SET removed = ? WHERE id = ?",
                                    "it", g_get_real_time (), id);
  }
}

gboolean
nabla_own_digits_file_write (NablaHistoryStore *store, NablaOwnChange *const *changes, guint n,
                             GError **error)
{
  gboolean good = nabla_history_store_begin (store, error);
  for (guint i = 0; good && i < n; i++)
    good = write_change (store, changes[i], error);
  good = good && nabla_history_store_commit (store, error);
  if (!good)
    nabla_history_store_rollback (store);
  return good;
}
