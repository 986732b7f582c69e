/* SPDX-License-Identifier: MIT */
/* The list of a history, and what a person changes in it. */
#include "lab/nabla-history-private.h"

#include <string.h>

#define SHORTEST_PREFIX 4

/* Rows of the thread on their way to the main thread. */
typedef struct {
  const char *where; /* the rest of the query, with one text parameter; or none */
  const char *text;
  GPtrArray *rows; /* of NablaHistoryRow */
  GError *error;
} Reading;

static void
read_rows (NablaHistory *self, gpointer data)
{
  Reading *reading = data;
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM runs %s", nabla_history_row_columns, reading->where);
  reading->rows = g_ptr_array_new ();
  sqlite3_stmt *query = nabla_history_store_query (self->store, &reading->error, sql,
                                                   reading->text != NULL ? "t" : "", reading->text);
  while (query != NULL && nabla_history_store_next (self->store, query, &reading->error)) {
    NablaHistoryRow *row = nabla_history_row_read (query);
    row->alive = nabla_history_session_lives (self->session, row->session);
    if (!row->alive && nabla_history_state_is_open (row->progress.state))
      row->progress.state = nabla_history_state_name ("interrupted");
    g_ptr_array_add (reading->rows, row);
  }
}

#define LISTED "WHERE removed IS NULL ORDER BY created DESC, id DESC"

GPtrArray *
nabla_history_list (NablaHistory *self, GError **error)
{
  Reading reading = { .where = LISTED };
  nabla_history_call (self, read_rows, &reading);
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < reading.rows->len; i++)
    g_ptr_array_add (entries, nabla_history_entry_new (reading.rows->pdata[i]));
  g_ptr_array_unref (reading.rows);
  if (reading.error == NULL)
    return entries;
  g_ptr_array_unref (entries);
  g_propagate_error (error, reading.error);
  return NULL;
}

static gboolean
is_prefix (const char *text)
{
  gsize n = strlen (text);
  return n >= SHORTEST_PREFIX && n <= 36 && strspn (text, "0123456789abcdefABCDEF-") == n;
}

NablaHistoryEntry *
nabla_history_find (NablaHistory *self, const char *prefix, GError **error)
{
  if (!is_prefix (prefix)) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 "“%.60s” is no run: at least four characters of its UUID are needed", prefix);
    return NULL;
  }
  g_autofree char *lower = g_ascii_strdown (prefix, -1);
  g_autofree char *pattern = g_strconcat (lower, "*", NULL);
  Reading reading = { .where = "WHERE uuid GLOB ? ORDER BY uuid LIMIT 2", .text = pattern };
  nabla_history_call (self, read_rows, &reading);
  NablaHistoryEntry *entry = NULL;
  guint n = reading.rows->len;
  if (n == 1 && reading.error == NULL)
    entry = nabla_history_entry_new (nabla_history_row_ref (reading.rows->pdata[0]));
  else if (reading.error == NULL)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 n == 0 ? "the history has no run “%s”"
                        : "more than one run begins with “%s”: give more of the UUID",
                 prefix);
  else
    g_propagate_error (error, reading.error);
  g_ptr_array_set_free_func (reading.rows, (GDestroyNotify) nabla_history_row_free);
  g_ptr_array_unref (reading.rows);
  return entry;
}

GListModel *
nabla_history_get_entries (NablaHistory *self)
{
  return G_LIST_MODEL (self->entries);
}

gboolean
nabla_history_is_listed (NablaHistory *self)
{
  return self->is_listed;
}

/* Puts an entry where it is newest. */
static void
insert_first (NablaHistory *self, NablaHistoryEntry *entry)
{
  g_list_store_insert (self->entries, 0, entry);
  g_hash_table_insert (self->by_uuid, g_strdup (nabla_history_entry_get_uuid (entry)), entry);
}

/* The values of the entry with others in some places, as its new row. */
static void
change_row (NablaHistoryEntry *entry, guint edits, const NablaHistoryRow *values)
{
  NablaHistoryRow *row = nabla_history_row_copy (nabla_history_entry_get_row (entry));
  if (edits & NABLA_EDIT_NAME) {
    g_free (row->name);
    row->name = g_strdup (values->name);
  }
  if (edits & NABLA_EDIT_STARRED)
    row->starred = values->starred;
  if (edits & NABLA_EDIT_NOTE) {
    g_free (row->note);
    row->note = g_strdup (values->note);
  }
  if (edits & NABLA_EDIT_TAGS) {
    g_free (row->tags);
    row->tags = g_strdup (values->tags);
  }
  if (edits & NABLA_EDIT_REMOVED)
    row->removed = values->removed;
  nabla_history_entry_take_row (entry, row);
}

void
nabla_history_show (NablaHistory *self, const NablaHistoryRow *facts,
                    const NablaHistoryProgress *progress)
{
  NablaHistoryEntry *entry = g_hash_table_lookup (self->by_uuid, facts->uuid);
  if (!self->is_listed)
    return;
  const NablaHistoryRow *from = entry != NULL ? nabla_history_entry_get_row (entry) : facts;
  NablaHistoryRow *row = nabla_history_row_copy (from);
  nabla_history_progress_copy (&row->progress, progress);
  if (from != facts && from->progress.epochs > progress->epochs) { /* it goes on */
    row->progress.epochs = from->progress.epochs;
    row->progress.best_epoch = from->progress.best_epoch;
    row->progress.best_score = from->progress.best_score;
  }
  row->alive = TRUE;
  if (entry != NULL) {
    nabla_history_entry_take_row (entry, row);
    return;
  }
  g_autoptr (NablaHistoryEntry) made = nabla_history_entry_new (row);
  insert_first (self, made);
}

void
nabla_history_show_name (NablaHistory *self, const char *uuid, const char *name)
{
  NablaHistoryEntry *entry = g_hash_table_lookup (self->by_uuid, uuid);
  NablaHistoryRow values = { .name = (char *) name };
  if (entry == NULL)
    return;
  change_row (entry, NABLA_EDIT_NAME, &values);
  g_signal_emit_by_name (self, "edited");
}

static void
index_entries (NablaHistory *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));
  g_hash_table_remove_all (self->by_uuid);
  for (guint i = 0; i < n; i++) {
    g_autoptr (NablaHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);
    g_hash_table_insert (self->by_uuid, g_strdup (nabla_history_entry_get_uuid (entry)), entry);
  }
}

/* Entries that stay keep their object; the model changes only where runs came or went. */
static void
take_rows (NablaHistory *self, GPtrArray *rows)
{
  GListModel *model = G_LIST_MODEL (self->entries);
  guint n = g_list_model_get_n_items (model);
  gboolean same = n == rows->len;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++) {
    NablaHistoryRow *row = rows->pdata[i];
    NablaHistoryEntry *entry = g_hash_table_lookup (self->by_uuid, row->uuid);
    if (entry != NULL)
      nabla_history_entry_take_row (entry, row);
    g_ptr_array_add (entries, entry != NULL ? g_object_ref (entry) : nabla_history_entry_new (row));
    g_autoptr (GObject) before = same ? g_list_model_get_item (model, i) : NULL;
    same = same && before == entries->pdata[i];
  }
  if (!same)
    g_list_store_splice (self->entries, 0, n, entries->pdata, entries->len);
  index_entries (self);
  self->is_listed = TRUE;
}

typedef struct {
  GWeakRef history;
  guint edits; /* when it was asked for */
  Reading reading;
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;
  g_weak_ref_clear (&refresh->history);
  g_ptr_array_set_free_func (refresh->reading.rows, NULL);
  g_ptr_array_unref (refresh->reading.rows);
  g_clear_error (&refresh->reading.error);
  g_free (refresh);
}

static gboolean
on_rows (gpointer data)
{
  Refresh *refresh = data;
  g_autoptr (NablaHistory) self = g_weak_ref_get (&refresh->history);
  GPtrArray *rows = refresh->reading.rows;
  if (self != NULL && refresh->reading.error == NULL && refresh->edits == self->edits) {
    take_rows (self, rows);
    g_signal_emit_by_name (self, "edited");
  } else {
    for (guint i = 0; i < rows->len; i++)
      nabla_history_row_free (rows->pdata[i]);
    if (self != NULL && refresh->reading.error != NULL)
      g_signal_emit_by_name (self, "failed", refresh->reading.error->message);
    else if (self != NULL) /* something was edited meanwhile, and must not be shown as it was */
      nabla_history_refresh (self);
  }
  return G_SOURCE_REMOVE;
}

static void
refresh_on_thread (NablaHistory *self, gpointer data)
{
  Refresh *refresh = data;
  read_rows (self, &refresh->reading);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_rows, refresh, refresh_free);
}

void
nabla_history_refresh (NablaHistory *self)
{
  Refresh *refresh = g_new0 (Refresh, 1);
  g_weak_ref_init (&refresh->history, self);
  refresh->edits = self->edits;
  refresh->reading.where = LISTED;
  nabla_history_call_later (self, refresh_on_thread, refresh);
}

static void
edit (NablaHistory *self, NablaHistoryEntry *entry, NablaEdits what, const NablaHistoryRow *values)
{
  NablaHistoryChange *change = nabla_history_change_new (nabla_history_entry_get_uuid (entry));
  nabla_history_change_edit (change, what, values);
  change_row (entry, what, values);
  self->edits++;
  nabla_history_push (self, change);
  g_signal_emit_by_name (self, "edited");
}

void
nabla_history_set_name (NablaHistory *self, NablaHistoryEntry *entry, const char *name)
{
  edit (self, entry, NABLA_EDIT_NAME, &(NablaHistoryRow){ .name = (char *) name });
}

void
nabla_history_set_starred (NablaHistory *self, NablaHistoryEntry *entry, gboolean starred)
{
  edit (self, entry, NABLA_EDIT_STARRED, &(NablaHistoryRow){ .starred = starred });
}

void
nabla_history_set_note (NablaHistory *self, NablaHistoryEntry *entry, const char *note)
{
  edit (self, entry, NABLA_EDIT_NOTE, &(NablaHistoryRow){ .note = (char *) note });
}

char *
nabla_history_join_tags (const char *const *tags)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  for (; *tags != NULL; tags++) {
    g_auto (GStrv) parts = g_strsplit_set (*tags, " ,\t\n", -1);
    for (char **part = parts; *part != NULL; part++)
      if (**part != '\0' && !g_ptr_array_find_with_equal_func (words, *part, g_str_equal, NULL))
        g_ptr_array_add (words, g_strdup (*part));
  }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

void
nabla_history_set_tags (NablaHistory *self, NablaHistoryEntry *entry, const char *const *tags)
{
  g_autofree char *joined = nabla_history_join_tags (tags);
  edit (self, entry, NABLA_EDIT_TAGS, &(NablaHistoryRow){ .tags = joined });
}

void
nabla_history_remove (NablaHistory *self, NablaHistoryEntry *entry)
{
  guint position;
  edit (self, entry, NABLA_EDIT_REMOVED, &(NablaHistoryRow){ .removed = g_get_real_time () });
  if (!g_list_store_find (self->entries, entry, &position))
    return;
  g_hash_table_remove (self->by_uuid, nabla_history_entry_get_uuid (entry));
  g_list_store_remove (self->entries, position);
}

void
nabla_history_remove_all (NablaHistory *self, GPtrArray *entries)
{
  const NablaHistoryRow values = { .removed = g_get_real_time () };
  for (guint i = 0; i < entries->len; i++)
    edit (self, entries->pdata[i], NABLA_EDIT_REMOVED, &values);
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->entries)); i > 0; i--) {
    g_autoptr (NablaHistoryEntry) entry =
        g_list_model_get_item (G_LIST_MODEL (self->entries), i - 1);
    if (!nabla_history_entry_get_removed (entry))
      continue;
    g_hash_table_remove (self->by_uuid, nabla_history_entry_get_uuid (entry));
    g_list_store_remove (self->entries, i - 1);
  }
}

static int
by_age (gconstpointer a, gconstpointer b, gpointer data)
{
  const NablaHistoryRow *x = nabla_history_entry_get_row ((NablaHistoryEntry *) (gpointer) a);
  const NablaHistoryRow *y = nabla_history_entry_get_row ((NablaHistoryEntry *) (gpointer) b);
  return x->created == y->created ? 0 : x->created > y->created ? -1 : 1;
}

void
nabla_history_restore (NablaHistory *self, NablaHistoryEntry *entry)
{
  const char *uuid = nabla_history_entry_get_uuid (entry);
  edit (self, entry, NABLA_EDIT_REMOVED, &(NablaHistoryRow){ .removed = 0 });
  if (!self->is_listed || g_hash_table_contains (self->by_uuid, uuid))
    return;
  g_list_store_insert_sorted (self->entries, entry, by_age, NULL);
  g_hash_table_insert (self->by_uuid, g_strdup (nabla_history_entry_get_uuid (entry)), entry);
}
