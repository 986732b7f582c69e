/* SPDX-License-Identifier: MIT */
/* Runs of the history that come out of files, and go into them. */
#include "app/nabla-history-window-private.h"

#include <glib/gi18n.h>

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaHistoryWindow) self = data;
  NablaHistoryImport done;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  guint known;

  if (!nabla_history_import_finish (NABLA_HISTORY (source), result, &done, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      nabla_history_window_say (self, error->message);
    return;
  }
  known = done.noted + done.unchanged;
  sentence = g_strdup_printf (_ ("Imported: %u new, %u with more epochs, %u here already"),
                              done.added, done.completed, known);
  nabla_history_refresh (self->history);
  nabla_history_window_say (self, sentence);
}

void
nabla_history_window_import (NablaHistoryWindow *self, const char *path)
{
  nabla_history_import_async (self->history, path, self->cancellable, on_imported,
                              g_object_ref (self));
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaHistoryWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (nabla_history_export_finish (NABLA_HISTORY (source), result, &error))
    nabla_history_window_say (self, _ ("Exported"));
  else
    nabla_history_window_say (self, error->message);
}

void
nabla_history_window_export (NablaHistoryWindow *self, NablaExport format, const char *path)
{
  g_autoptr (GPtrArray) entries = nabla_history_window_get_entries (self);

  nabla_history_export_async (self->history, entries, format, path, on_exported,
                              g_object_ref (self));
}

/* The path that was chosen, or NULL. */
static char *
take_path (NablaHistoryWindow *self, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
                               : NULL;
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (file != NULL && path == NULL)
    nabla_history_window_say (self, _ ("The file is not on this computer"));
  return path;
}

static void
show_chooser (NablaHistoryWindow *self, GCallback on_response)
{
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", on_response, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_import_chosen (NablaHistoryWindow *self, int response)
{
  g_autofree char *path = take_path (self, response);

  if (path != NULL)
    nabla_history_window_import (self, path);
}

static void
on_import (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  GtkFileFilter *filter = gtk_file_filter_new (), *all = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Import Runs"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), NULL);
  gtk_file_filter_set_name (filter, _ ("Histories, and runs exported as JSON"));
  gtk_file_filter_add_suffix (filter, "db");
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_filter_add_suffix (filter, "jsonl");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_object_unref (filter);
  g_object_unref (all);
  show_chooser (self, G_CALLBACK (on_import_chosen));
}

static const struct {
  const char *key, *name; /* of the action's parameter; that a file is called at first, or NULL */
} formats[] = {
  [NABLA_EXPORT_JSON] = { "json", "runs.json" },
  [NABLA_EXPORT_CSV] = { "csv", "runs.csv" },
  [NABLA_EXPORT_EVENTS] = { "events", NULL },
};

static void
on_export_chosen (NablaHistoryWindow *self, int response)
{
  int format = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self->chooser), "format"));
  g_autofree char *path = take_path (self, response);

  if (path != NULL)
    nabla_history_window_export (self, (NablaExport) format, path);
}

static void
on_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  const char *key = g_variant_get_string (parameter, NULL);
  int format = 0;

  while (format < NABLA_EXPORT_EVENTS && !g_str_equal (formats[format].key, key))
    format++;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      format == NABLA_EXPORT_EVENTS ? _ ("Folder for Event Files") : _ ("Export Runs"),
      GTK_WINDOW (self),
      format == NABLA_EXPORT_EVENTS ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                    : GTK_FILE_CHOOSER_ACTION_SAVE,
      _ ("_Export"), NULL);
  g_object_set_data (G_OBJECT (self->chooser), "format", GINT_TO_POINTER (format));
  if (formats[format].name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), formats[format].name);
  show_chooser (self, G_CALLBACK (on_export_chosen));
}

void
nabla_history_window_install_files (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "history.import", NULL, on_import);
  gtk_widget_class_install_action (widget_class, "history.export", "s", on_export);
}
