/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-window.h"

#include "app/nabla-history-tile.h"
#include "lab/nabla-run-kept.h"

#include <glib/gi18n.h>

#define MOST_EPOCHS 1000000

struct _NablaHistoryWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkSearchEntry *search;
  GtkListView *list;

  NablaWorkbench *workbench;
  NablaHistory *history;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  GCancellable *cancellable; /* of what is being loaded; cancelled with the window */
  gboolean loading;
  gboolean listed; /* there was something to select */
};

G_DEFINE_FINAL_TYPE (NablaHistoryWindow, nabla_history_window, ADW_TYPE_WINDOW)

static void
show_toast (NablaHistoryWindow *self, AdwToast *toast, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_set_title (toast, markup);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
say (NablaHistoryWindow *self, const char *sentence)
{
  show_toast (self, adw_toast_new (""), sentence);
}

static NablaHistoryEntry *
get_selected (NablaHistoryWindow *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
update (NablaHistoryWindow *self)
{
  static const char *const actions[] = { "history.open", "history.continue", "history.star",
                                         "history.note", "history.delete" };
  NablaHistoryEntry *entry = get_selected (self);
  gboolean any = g_list_model_get_n_items (nabla_history_get_entries (self->history)) > 0;

  gtk_stack_set_visible_child_name (self->stack, entry != NULL ? "list"
                                                 : any         ? "nothing"
                                                               : "empty");
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], entry != NULL);
  /* Return and Delete are meant for the list; what is typed goes to the search all the same. */
  if (entry != NULL && !self->listed)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  self->listed = self->listed || entry != NULL;
}

static gboolean
matches (gpointer entry, gpointer data)
{
  NablaHistoryWindow *self = data;

  return nabla_history_entry_matches (entry, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_search (NablaHistoryWindow *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

/* The first letter came from the list; spaces, which mean something there, are typed here. */
static void
on_search_started (NablaHistoryWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

static void
on_stop_search (NablaHistoryWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* The run of the entry where it is in the run list; no reference. */
static NablaRun *
find_listed (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    if (g_str_equal (nabla_run_get_uuid (run), nabla_history_entry_get_uuid (entry)))
      return run;
  }
  return NULL;
}

typedef struct {
  NablaHistoryWindow *window;
  NablaHistoryEntry *entry;
  int epochs; /* that it is to have in all; 0: it is only opened */
} Loading;

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->window);
  g_object_unref (loading->entry);
  g_free (loading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

/* The run that goes on takes the place of the one that it goes on from. */
static gboolean
go_on (NablaHistoryWindow *self, NablaHistoryEntry *entry, NablaRun *ended, int epochs,
       GError **error)
{
  g_autoptr (NablaRun) run = nabla_run_new_continued (ended, epochs, error);
  g_autofree char *name = g_strdup (nabla_history_entry_get_name (entry));
  NablaRun *listed = find_listed (self, entry);

  if (run == NULL)
    return FALSE;
  if (!nabla_history_entry_fits (entry, nabla_run_get_data_set (ended))) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 _ ("It was trained on other images of the same name, %s"),
                 nabla_history_entry_get_data_set (entry));
    return FALSE;
  }
  if (listed != NULL)
    nabla_workbench_remove (self->workbench, listed);
  nabla_workbench_add (self->workbench, run);
  if (*name != '\0')
    nabla_run_set_name (run, name);
  return TRUE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Loading) loading = data;
  NablaHistoryWindow *self = loading->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) run = nabla_history_load_finish (NABLA_HISTORY (source), result, &error);

  self->loading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (run != NULL && loading->epochs == 0)
    nabla_workbench_add_ended (self->workbench, run);
  else if (run != NULL)
    go_on (self, loading->entry, run, loading->epochs, &error);
  if (error != NULL)
    say (self, error->message);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
load (NablaHistoryWindow *self, NablaHistoryEntry *entry, int epochs)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  Loading *loading;

  if (self->loading)
    return;
  if (data_set == NULL) {
    say (self, _ ("There are no digits yet; wait until they are loaded"));
    return;
  }
  loading = g_new0 (Loading, 1);
  loading->window = g_object_ref (self);
  loading->entry = g_object_ref (entry);
  loading->epochs = epochs;
  self->loading = TRUE;
  nabla_history_load_async (self->history, nabla_history_entry_get_uuid (entry), data_set,
                            self->cancellable, on_loaded, loading);
}

static void
on_open (NablaHistoryWindow *self)
{
  NablaHistoryEntry *entry = get_selected (self);
  NablaRun *listed = entry != NULL ? find_listed (self, entry) : NULL;

  if (listed != NULL) {
    nabla_workbench_set_selected (self->workbench, listed);
    gtk_window_close (GTK_WINDOW (self));
  } else if (entry != NULL) {
    load (self, entry, 0);
  }
}

static void
on_open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  on_open (NABLA_HISTORY_WINDOW (widget));
}

void
nabla_history_window_continue (NablaHistoryWindow *self, NablaHistoryEntry *entry, int epochs)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  NablaRun *listed = find_listed (self, entry);

  if (listed != NULL && !nabla_run_is_finished (listed)) {
    say (self, _ ("The run is being trained already"));
  } else if (data_set != NULL && !nabla_history_entry_fits (entry, data_set)) {
    g_autofree char *sentence = g_strdup_printf (_ ("It was trained on other digits, %s"),
                                                 nabla_history_entry_get_data_set (entry));

    say (self, sentence);
  } else {
    load (self, entry, epochs);
  }
}

/* A dialog about an entry; `rows` are its editors. */
static GtkWidget *
make_dialog (NablaHistoryWindow *self, NablaHistoryEntry *entry, const char *heading,
             const char *answer, GtkWidget *rows)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s",
                                  nabla_history_tile_get_title (entry));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), rows);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    answer, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  g_object_set_data_full (G_OBJECT (dialog), "entry", g_object_ref (entry), g_object_unref);
  return dialog;
}

static void
on_epochs_chosen (NablaHistoryWindow *self, const char *response, GtkWidget *dialog)
{
  GtkSpinButton *spin = g_object_get_data (G_OBJECT (dialog), "epochs");

  if (g_str_equal (response, "do"))
    nabla_history_window_continue (self, g_object_get_data (G_OBJECT (dialog), "entry"),
                                   gtk_spin_button_get_value_as_int (spin));
}

static void
ask_for_epochs (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  int done = nabla_history_entry_get_epochs (entry);
  int wanted = (int) nabla_history_entry_get_hyper_parameters (entry)->epochs;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Epochs in all"));
  GtkWidget *spin = gtk_spin_button_new_with_range (MIN (done + 1, MOST_EPOCHS), MOST_EPOCHS, 1);
  GtkWidget *dialog;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), wanted > done ? wanted : 2 * done);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), spin);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), spin);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  dialog = make_dialog (self, entry, _ ("Train for More Epochs"), _ ("_Train"), box);
  g_object_set_data (G_OBJECT (dialog), "epochs", spin);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_epochs_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_continue (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);

  if (nabla_history_entry_can_continue (get_selected (self)))
    ask_for_epochs (self, get_selected (self));
  else
    say (self, _ ("A run that is being trained, or has diverged, cannot go on"));
}

static void
star (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  nabla_history_set_starred (self->history, entry, !nabla_history_entry_get_starred (entry));
}

static void
on_star (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);

  star (self, get_selected (self));
}

static void
on_noted (NablaHistoryWindow *self, const char *response, GtkWidget *dialog)
{
  NablaHistoryEntry *entry = g_object_get_data (G_OBJECT (dialog), "entry");
  GtkEditable *note = g_object_get_data (G_OBJECT (dialog), "note");
  const char *tags[] = { gtk_editable_get_text (g_object_get_data (G_OBJECT (dialog), "tags")),
                         NULL };

  if (!g_str_equal (response, "do"))
    return;
  nabla_history_set_note (self->history, entry, gtk_editable_get_text (note));
  nabla_history_set_tags (self->history, entry, tags);
}

static GtkWidget *
add_entry_row (GtkWidget *rows, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (rows), row);
  return row;
}

static void
on_note (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  NablaHistoryEntry *entry = get_selected (self);
  GtkWidget *rows = gtk_list_box_new ();
  g_autofree char *tags = g_strjoinv (" ", (char **) nabla_history_entry_get_tags (entry));
  GtkWidget *dialog = make_dialog (self, entry, _ ("Note and Tags"), _ ("_Keep"), rows);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  g_object_set_data (G_OBJECT (dialog), "note",
                     add_entry_row (rows, _ ("Note"), nabla_history_entry_get_note (entry)));
  g_object_set_data (G_OBJECT (dialog), "tags",
                     add_entry_row (rows, _ ("Tags, with spaces between"), tags));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_noted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_undo (AdwToast *toast, NablaHistory *history)
{
  nabla_history_restore (history, g_object_get_data (G_OBJECT (toast), "entry"));
}

static void
on_delete (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  g_autoptr (NablaHistoryEntry) entry = g_object_ref (get_selected (self));
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *sentence =
      g_strdup_printf (_ ("“%s” deleted"), nabla_history_tile_get_title (entry));

  nabla_history_remove (self->history, entry);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo), self->history, 0);
  show_toast (self, toast, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_setup (NablaHistoryWindow *self, GtkListItem *item)
{
  GtkWidget *tile = nabla_history_tile_new ();

  g_signal_connect_object (tile, "star", G_CALLBACK (star), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, tile);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  nabla_history_tile_set_entry (NABLA_HISTORY_TILE (gtk_list_item_get_child (item)),
                                gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  nabla_history_tile_set_entry (NABLA_HISTORY_TILE (gtk_list_item_get_child (item)), NULL);
}

static void
nabla_history_window_dispose (GObject *object)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->history);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_history_window_parent_class)->dispose (object);
}

static void
nabla_history_window_finalize (GObject *object)
{
  g_object_unref (NABLA_HISTORY_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (nabla_history_window_parent_class)->finalize (object);
}

static void
nabla_history_window_class_init (NablaHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_history_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_history_window_finalize;

  gtk_widget_class_install_action (widget_class, "history.open", NULL, on_open_action);
  gtk_widget_class_install_action (widget_class, "history.continue", NULL, on_continue);
  gtk_widget_class_install_action (widget_class, "history.star", NULL, on_star);
  gtk_widget_class_install_action (widget_class, "history.note", NULL, on_note);
  gtk_widget_class_install_action (widget_class, "history.delete", NULL, on_delete);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, search);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
}

static void
nabla_history_window_init (NablaHistoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

static void
show_entries (NablaHistoryWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GListModel *entries = nabla_history_get_entries (self->history);
  GtkFilterListModel *found;

  self->filter = gtk_custom_filter_new (matches, self, NULL);
  found =
      gtk_filter_list_model_new (g_object_ref (entries), g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (found));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entries, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

GtkWidget *
nabla_history_window_new (GtkWindow *parent, NablaWorkbench *workbench)
{
  NablaHistoryWindow *self =
      g_object_new (NABLA_TYPE_HISTORY_WINDOW, "transient-for", parent, NULL);

  self->workbench = g_object_ref (workbench);
  self->history = g_object_ref (nabla_workbench_get_history (workbench));
  show_entries (self);
  update (self);
  nabla_history_refresh (self->history);
  return GTK_WIDGET (self);
}

GtkSingleSelection *
nabla_history_window_get_selection (NablaHistoryWindow *self)
{
  g_return_val_if_fail (NABLA_IS_HISTORY_WINDOW (self), NULL);
  return self->selection;
}
