/* SPDX-License-Identifier: MIT */
/* What a person says of runs in the history: names, stars, notes, tags, and that they are not
 * wanted. */
#include "app/nabla-history-window-private.h"

#include "app/nabla-history-words.h"

#include <glib/gi18n.h>

/* The title of one run, or how many there are. */
static char *
describe (GPtrArray *entries)
{
  return entries->len == 1 ? g_strdup (nabla_history_words_get_title (entries->pdata[0]))
                           : g_strdup_printf (g_dngettext (NULL, "%u run", "%u runs", entries->len),
                                              entries->len);
}

/* All get a star, unless all have one. */
static void
on_star (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  g_autoptr (GPtrArray) entries = nabla_history_window_get_entries (self);
  gboolean all = TRUE;

  for (guint i = 0; i < entries->len; i++)
    all = all && nabla_history_entry_get_starred (entries->pdata[i]);
  for (guint i = 0; i < entries->len; i++)
    if (nabla_history_entry_get_starred (entries->pdata[i]) == all)
      nabla_history_set_starred (self->history, entries->pdata[i], !all);
}

/* Those of the entry and the added ones, without the removed ones. */
static void
change_tags (NablaHistoryWindow *self, NablaHistoryEntry *entry, const char *add,
             const char *remove)
{
  g_auto (GStrv) removed = g_strsplit_set (remove, " ,#\t\n", -1);
  g_auto (GStrv) added = g_strsplit_set (add, " ,#\t\n", -1);
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();

  for (const char *const *tag = nabla_history_entry_get_tags (entry); *tag != NULL; tag++)
    if (!g_strv_contains ((const char *const *) removed, *tag))
      g_ptr_array_add (tags, (gpointer) *tag);
  for (char **tag = added; *tag != NULL; tag++)
    g_ptr_array_add (tags, *tag);
  g_ptr_array_add (tags, NULL);
  nabla_history_set_tags (self->history, entry, (const char *const *) tags->pdata);
}

static void
forget_undo (NablaHistoryWindow *self)
{
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  g_clear_object (&self->renamed);
  g_clear_pointer (&self->name_before, g_free);
}

/* What was done last can be undone: what it was is kept by who calls this. */
static void
offer_undo (NablaHistoryWindow *self, const char *sentence)
{
  AdwToast *toast = adw_toast_new ("");

  if (self->undo_toast != NULL) /* of what was done before */
    adw_toast_dismiss (self->undo_toast);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.undo", TRUE);
  g_set_weak_pointer (&self->undo_toast, toast);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "history.undo");
  nabla_history_window_show_toast (self, toast, sentence);
}

/* A run that is open is called the same. */
static void
set_name (NablaHistoryWindow *self, NablaHistoryEntry *entry, const char *name)
{
  NablaRun *listed = nabla_history_window_find_listed (self, entry);

  nabla_history_set_name (self->history, entry, name);
  if (listed != NULL && *name != '\0')
    nabla_run_set_name (listed, name);
}

void
nabla_history_window_rename (NablaHistoryWindow *self, NablaHistoryEntry *entry, const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  g_autofree char *sentence = NULL;

  if (g_str_equal (stripped, nabla_history_entry_get_name (entry)))
    return;
  forget_undo (self);
  self->renamed = g_object_ref (entry);
  self->name_before = g_strdup (nabla_history_entry_get_name (entry));
  set_name (self, entry, stripped);
  sentence = g_strdup_printf (_ ("Renamed to “%s”"), nabla_history_words_get_title (entry));
  offer_undo (self, sentence);
}

void
nabla_history_window_note (NablaHistoryWindow *self, GPtrArray *entries, const char *note,
                           const char *add, const char *remove)
{
  for (guint i = 0; i < entries->len; i++) {
    if (note != NULL)
      nabla_history_set_note (self->history, entries->pdata[i], note);
    if (*add != '\0' || *remove != '\0')
      change_tags (self, entries->pdata[i], add, remove);
  }
}

static const char *
text_of (GtkWidget *dialog, const char *row)
{
  return gtk_editable_get_text (g_object_get_data (G_OBJECT (dialog), row));
}

/* Of one run the row has all its tags: those that are there no longer are taken away. */
static void
on_noted (NablaHistoryWindow *self, const char *response, GtkWidget *dialog)
{
  GPtrArray *entries = g_object_get_data (G_OBJECT (dialog), "entries");

  if (!g_str_equal (response, "do"))
    return;
  if (entries->len == 1) {
    g_autofree char *before =
        g_strjoinv (" ", (char **) nabla_history_entry_get_tags (entries->pdata[0]));

    nabla_history_window_note (self, entries, text_of (dialog, "note"), text_of (dialog, "add"),
                               before);
    nabla_history_window_rename (self, entries->pdata[0], text_of (dialog, "name"));
  } else {
    nabla_history_window_note (self, entries, NULL, text_of (dialog, "add"),
                               text_of (dialog, "remove"));
  }
}

static void
add_row (GtkWidget *dialog, GtkWidget *rows, const char *key, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (rows), row);
  g_object_set_data (G_OBJECT (dialog), key, row);
}

/* What is said of the selected runs; the cursor is in one of the rows. */
static void
open_editor (NablaHistoryWindow *self, const char *row)
{
  GPtrArray *entries = nabla_history_window_get_entries (self);
  g_autofree char *body = describe (entries);
  gboolean one = entries->len == 1;
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *dialog = nabla_history_window_make_dialog (
      self, one ? _ ("Name, Note and Tags") : _ ("Tags"), body, _ ("_Keep"), rows);

  g_object_set_data_full (G_OBJECT (dialog), "entries", entries,
                          (GDestroyNotify) g_ptr_array_unref);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  if (one) {
    g_autofree char *tags =
        g_strjoinv (" ", (char **) nabla_history_entry_get_tags (entries->pdata[0]));

    add_row (dialog, rows, "name", _ ("Name"), nabla_history_entry_get_name (entries->pdata[0]));
    add_row (dialog, rows, "note", _ ("Note"), nabla_history_entry_get_note (entries->pdata[0]));
    add_row (dialog, rows, "add", _ ("Tags, with spaces between"), tags);
  } else {
    add_row (dialog, rows, "add", _ ("Tags to add, with spaces between"), "");
    add_row (dialog, rows, "remove", _ ("Tags to take away"), "");
  }
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_noted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (dialog), one ? row : "add"));
}

static void
on_note (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_editor (NABLA_HISTORY_WINDOW (widget), "note");
}

static void
on_rename (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_editor (NABLA_HISTORY_WINDOW (widget), "name");
}

/* Those of `entries` that are listed are selected, and nothing else. */
static void
select_entries (NablaHistoryWindow *self, GPtrArray *entries)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n = g_list_model_get_n_items (model);
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  GtkBitset *selected = gtk_bitset_new_empty (), *all = gtk_bitset_new_range (0, n);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (wanted, entries->pdata[i]);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) entry = g_list_model_get_item (model, i);

    if (g_hash_table_contains (wanted, entry))
      gtk_bitset_add (selected, i);
  }
  if (!gtk_bitset_is_empty (selected))
    gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, all);
  gtk_bitset_unref (selected);
  gtk_bitset_unref (all);
}

/* They are selected as they were when they were deleted. */
static void
on_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  g_autoptr (GPtrArray) deleted = g_steal_pointer (&self->deleted);
  g_autoptr (NablaHistoryEntry) renamed = g_steal_pointer (&self->renamed);

  gtk_widget_action_set_enabled (widget, "history.undo", FALSE);
  if (self->undo_toast != NULL) /* it would offer what is done */
    adw_toast_dismiss (self->undo_toast);
  if (renamed != NULL)
    set_name (self, renamed, self->name_before);
  if (deleted == NULL)
    return;
  for (guint i = 0; i < deleted->len; i++)
    nabla_history_restore (self->history, deleted->pdata[i]);
  select_entries (self, deleted);
}

/* The run after the deleted ones is selected. */
static void
on_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  guint first = nabla_history_window_get_first (self), n;
  g_autoptr (GPtrArray) entries = nabla_history_window_get_entries (self);
  g_autofree char *what = describe (entries);
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” deleted"), what);

  if (entries->len == 0)
    return;
  nabla_history_remove_all (self->history, entries);
  forget_undo (self);
  self->deleted = g_steal_pointer (&entries);
  offer_undo (self, sentence);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n > 0) {
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), MIN (first, n - 1),
                                     TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  }
}

void
nabla_history_window_install_edit (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "history.star", NULL, on_star);
  gtk_widget_class_install_action (widget_class, "history.note", NULL, on_note);
  gtk_widget_class_install_action (widget_class, "history.rename", NULL, on_rename);
  gtk_widget_class_install_action (widget_class, "history.delete", NULL, on_delete);
  gtk_widget_class_install_action (widget_class, "history.undo", NULL, on_undo);
}
