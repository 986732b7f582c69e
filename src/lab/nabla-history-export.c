/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-export.h"

#include "lab/nabla-event-file.h"
#include "lab/nabla-history-private.h"
#include "lab/nabla-json-line.h"
#include "lab/nabla-model-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* A run that is exported. The row is shared with the entry, and not changed by either. */
typedef struct {
  NablaHistoryRow *row;
  char *title;
} Item;

typedef struct {
  GArray *items; /* of Item */
  NablaExport format;
  char *path;
  GError *error;
} Exporting;

static void
item_clear (gpointer data)
{
  Item *item = data;
  nabla_history_row_free (item->row);
  g_free (item->title);
}

static void
exporting_free (gpointer data)
{
  Exporting *exporting = data;
  g_array_unref (exporting->items);
  g_free (exporting->path);
  g_clear_error (&exporting->error);
  g_free (exporting);
}

static Exporting *
exporting_new (GPtrArray *entries, NablaExport format, const char *path)
{
  Exporting *exporting = g_new0 (Exporting, 1);
  exporting->items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (exporting->items, item_clear);
  exporting->format = format;
  exporting->path = g_strdup (path);
  for (guint i = 0; i < entries->len; i++) {
    NablaHistoryEntry *entry = entries->pdata[i];
    const char *name = nabla_history_entry_get_name (entry);
    Item item = { nabla_history_row_copy (nabla_history_entry_get_row (entry)),
                  g_strdup (name[0] != '\0' ? name : nabla_history_entry_get_set_up (entry)) };
    g_array_append_val (exporting->items, item);
  }
  return exporting;
}

static GArray *
read_records (NablaHistory *self, const Item *item, GError **error)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (NablaRecord));
  if (nabla_history_read_records (self->store, item->row->uuid, records, error))
    return records;
  g_array_unref (records);
  return NULL;
}

static void
append_json (const Item *item, GArray *records, GString *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  nabla_history_add_json (item->row, builder);
  nabla_history_add_records_json (item->row, records, builder);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *line = nabla_json_to_line (root);
  g_string_append (text, line);
}

static gboolean
write_text (NablaHistory *self, const Exporting *exporting, GError **error)
{
  gboolean is_csv = exporting->format == NABLA_EXPORT_CSV;
  g_autoptr (GString) text = g_string_new (NULL);
  int n_norms = 0;
  for (guint i = 0; i < exporting->items->len; i++)
    n_norms =
        MAX (n_norms, nabla_history_count_norms (g_array_index (exporting->items, Item, i).row));
  if (is_csv)
    nabla_history_append_csv_heading (n_norms, text);
  for (guint i = 0; i < exporting->items->len; i++) {
    const Item *item = &g_array_index (exporting->items, Item, i);
    g_autoptr (GArray) records = read_records (self, item, error);
    if (records == NULL)
      return FALSE;
    if (is_csv)
      nabla_history_append_csv (item->row->uuid, item->title, records, n_norms, text);
    else
      append_json (item, records, text);
  }
  return nabla_model_file_write (exporting->path, text->str, text->len, error);
}

/* "1a2b3c4d η 0.5" without what file systems do not like. */
static char *
folder_name (const Item *item)
{
  g_autofree char *text = g_strdup_printf ("%.8s %.60s", item->row->uuid, item->title);
  g_autofree char *valid = g_utf8_make_valid (text, -1); /* it may be cut within a character */
  return g_strdup (g_strdelimit (valid, "/\\:*?\"<>|\n\r\t", '_'));
}

static gboolean
write_events (NablaHistory *self, const Exporting *exporting, const Item *item, GError **error)
{
  g_autoptr (GArray) records = read_records (self, item, error);
  if (records == NULL)
    return FALSE;
  g_autofree char *name = folder_name (item);
  g_autofree char *file = g_strdup_printf ("events.out.tfevents.%" G_GINT64_FORMAT ".nabla",
                                           item->row->created / G_TIME_SPAN_SECOND);
  g_autofree char *folder = g_build_filename (exporting->path, name, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  if (g_mkdir_with_parents (folder, 0777) != 0) {
    g_autofree char *shown = g_filename_display_name (folder);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be made: %s", shown,
                 g_strerror (errno));
    return FALSE;
  }
  g_autoptr (GBytes) bytes = nabla_event_file_make (
      item->row->created, (const NablaRecord *) (void *) records->data, records->len);
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);
  return nabla_model_file_write (path, data, n, error);
}

static void export(NablaHistory *self, gpointer data)
{
  Exporting *exporting = data;
  if (exporting->format != NABLA_EXPORT_EVENTS) {
    write_text (self, exporting, &exporting->error);
    return;
  }
  for (guint i = 0; i < exporting->items->len && exporting->error == NULL; i++)
    write_events (self, exporting, &g_array_index (exporting->items, Item, i), &exporting->error);
}

static gboolean
outcome (Exporting *exporting, GError **error)
{
  if (exporting->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&exporting->error));
  return FALSE;
}

gboolean
nabla_history_export (NablaHistory *self, GPtrArray *entries, NablaExport format, const char *path,
                      GError **error)
{
  Exporting *exporting = exporting_new (entries, format, path);
  nabla_history_call (self, export, exporting);
  gboolean good = outcome (exporting, error);
  exporting_free (exporting);
  return good;
}

static void
export_task (NablaHistory *self, gpointer data)
{
  export(self, g_task_get_task_data (data));
  g_idle_add_once (nabla_history_end_task, data);
}

void
nabla_history_export_async (NablaHistory *self, GPtrArray *entries, NablaExport format,
                            const char *path, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  g_task_set_task_data (task, exporting_new (entries, format, path), exporting_free);
  nabla_history_call_later (self, export_task, task);
}

gboolean
nabla_history_export_finish (NablaHistory *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error) &&
         outcome (g_task_get_task_data (G_TASK (result)), error);
}
