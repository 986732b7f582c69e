/* SPDX-License-Identifier: MIT */
/* Runs of the history that are brought back into the run list, or go on. */
#include "app/nabla-history-window-private.h"

#include "app/nabla-history-words.h"
#include "lab/nabla-run-kept.h"

#include <glib/gi18n.h>

#define MOST_EPOCHS 1000000
/* Charts are made for a hundred runs. */
#define MOST_OPENED 200

/* The run of the entry where it is in the run list; no reference. */
NablaRun *
nabla_history_window_find_listed (NablaHistoryWindow *self, NablaHistoryEntry *entry)
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
  GPtrArray *entries; /* that are yet to be loaded, the next one last */
  NablaHistoryEntry *entry;
  NablaDataSet *drawn; /* built-in digits that one of them was trained on, or NULL */
  gboolean going_on;   /* else they are only opened */
  int epochs;          /* that each is to have in all; 0: as many as it was to have */
} Loading;

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->window);
  g_ptr_array_unref (loading->entries);
  g_clear_object (&loading->entry);
  g_clear_object (&loading->drawn);
  g_free (loading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

/* The run that goes on takes the place of the one that it goes on from. The images are compared
 * here, since loading has reckoned what they are known by. */
static gboolean
go_on (NablaHistoryWindow *self, NablaHistoryEntry *entry, NablaRun *ended, int epochs,
       GError **error)
{
  int planned = (int) nabla_history_entry_get_hyper_parameters (entry)->epochs;
  g_autoptr (NablaRun) run = nabla_run_new_continued (ended, epochs > 0 ? epochs : planned, error);
  g_autofree char *name = g_strdup (nabla_history_entry_get_name (entry));
  NablaRun *listed = nabla_history_window_find_listed (self, entry);

  if (run == NULL)
    return FALSE;
  if (!nabla_history_entry_fits (entry, nabla_run_get_data_set (ended))) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 _ ("It was trained on other images of the same name, %s"),
                 nabla_history_entry_get_data_set (entry));
    return FALSE;
  }
  gboolean shown = listed == NULL || nabla_run_get_shown (listed);
  if (listed != NULL)
    nabla_workbench_remove (self->workbench, listed);
  nabla_workbench_add (self->workbench, run);
  nabla_run_set_shown (run, shown);
  if (*name != '\0')
    nabla_run_set_name (run, name);
  return TRUE;
}

/* A run that is listed already is shown; FALSE: it has to be loaded, since it is not there, or
 * there without the digits that it was trained on, which can be drawn again. */
static gboolean
show_listed (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  NablaRun *listed = nabla_history_window_find_listed (self, entry);
  NablaDataWish wish;

  if (listed == NULL ||
      (nabla_run_get_other_data (listed) != NULL && nabla_history_entry_get_wish (entry, &wish)))
    return FALSE;
  nabla_run_set_shown (listed, TRUE);
  nabla_workbench_set_selected (self->workbench, listed);
  return TRUE;
}

/* In place of the one without its digits, where that is listed. */
static void
list_ended (NablaHistoryWindow *self, NablaHistoryEntry *entry, NablaRun *run)
{
  NablaRun *listed = nabla_history_window_find_listed (self, entry);

  if (listed != NULL)
    nabla_workbench_remove (self->workbench, listed);
  nabla_workbench_add_ended (self->workbench, run);
}

/* The digits that the entry was trained on, where anybody has them; no reference. */
static NablaDataSet *
find_digits (NablaHistoryWindow *self, NablaHistoryEntry *entry, NablaDataSet *drawn)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  if (nabla_history_entry_fits (entry, data_set))
    return data_set;
  if (drawn != NULL && nabla_history_entry_fits (entry, drawn))
    return drawn;
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    if (nabla_history_entry_fits (entry, nabla_run_get_data_set (run)))
      return nabla_run_get_data_set (run);
  }
  return NULL;
}

static void load_next (Loading *taken);

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Loading) loading = data;
  NablaHistoryWindow *self = loading->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) run = nabla_history_load_finish (NABLA_HISTORY (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable)) {
    self->loading = FALSE;
    return;
  }
  if (run != NULL && !loading->going_on)
    list_ended (self, loading->entry, run);
  else if (run != NULL)
    go_on (self, loading->entry, run, loading->epochs, &error);
  if (error == NULL) {
    load_next (g_steal_pointer (&loading));
    return;
  }
  self->loading = FALSE;
  nabla_history_window_say (self, error->message);
}

static void
load_on (Loading *loading, NablaDataSet *data_set)
{
  nabla_history_load_async (loading->window->history, nabla_history_entry_get_uuid (loading->entry),
                            data_set, loading->window->cancellable, on_loaded, loading);
}

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Loading) loading = data;
  NablaHistoryWindow *self = loading->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataSet) drawn = nabla_data_set_prepare_finish (result, &error);

  if (drawn != NULL && !g_cancellable_is_cancelled (self->cancellable)) {
    g_set_object (&loading->drawn, drawn);
    load_on (g_steal_pointer (&loading), drawn);
    return;
  }
  self->loading = FALSE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && error != NULL)
    nabla_history_window_say (self, error->message);
}

/* Built-in digits that are not those of now are drawn again; without others it can be looked at. */
static void
load_entry (Loading *loading)
{
  NablaHistoryWindow *self = loading->window;
  NablaDataSet *data_set = find_digits (self, loading->entry, loading->drawn);
  NablaDataWish wish;

  if (data_set == NULL && nabla_history_entry_get_wish (loading->entry, &wish)) {
    nabla_history_window_say (self, _ ("Drawing the digits that it was trained on…"));
    nabla_data_set_prepare_async (&wish, self->cancellable, NULL, NULL, on_drawn, loading);
    return;
  }
  load_on (loading, data_set != NULL ? data_set : nabla_workbench_get_data_set (self->workbench));
}

static void
load_next (Loading *taken)
{
  g_autoptr (Loading) loading = taken;
  NablaHistoryWindow *self = loading->window;

  g_clear_object (&loading->entry);
  while (loading->entries->len > 0 && loading->entry == NULL) {
    loading->entry = g_ptr_array_steal_index (loading->entries, loading->entries->len - 1);
    if (!loading->going_on && show_listed (self, loading->entry))
      g_clear_object (&loading->entry);
  }
  if (loading->entry == NULL) {
    self->loading = FALSE;
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  load_entry (g_steal_pointer (&loading));
}

/* Takes the entries, in the order in which the last one is loaded first. */
static void
load (NablaHistoryWindow *self, GPtrArray *entries, gboolean going_on, int epochs)
{
  g_autoptr (GPtrArray) taken = entries;
  Loading *loading;

  if (self->loading)
    return;
  if (nabla_workbench_get_data_set (self->workbench) == NULL) {
    nabla_history_window_say (self, _ ("There are no digits yet; wait until they are loaded"));
    return;
  }
  loading = g_new0 (Loading, 1);
  loading->window = g_object_ref (self);
  loading->entries = g_steal_pointer (&taken);
  loading->going_on = going_on;
  loading->epochs = epochs;
  self->loading = TRUE;
  load_next (loading);
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  g_autoptr (GPtrArray) entries = nabla_history_window_get_entries (self);

  if (entries->len > MOST_OPENED)
    nabla_history_window_say (self, _ ("At most 200 runs can be opened at once"));
  else if (entries->len > 0) /* the newest comes last, and is the selected one then */
    load (self, g_steal_pointer (&entries), FALSE, 0);
}

/* Says why the entry cannot go on; FALSE: it can. */
static gboolean
is_kept_from_going_on (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  NablaRun *listed = nabla_history_window_find_listed (self, entry);
  NablaDataWish wish;

  if (listed != NULL && !nabla_run_is_finished (listed)) {
    nabla_history_window_say (self, _ ("The run is being trained already"));
    return TRUE;
  }
  if (data_set != NULL && find_digits (self, entry, NULL) == NULL &&
      !nabla_history_entry_get_wish (entry, &wish)) {
    g_autofree char *sentence = g_strdup_printf (_ ("It was trained on other digits, %s"),
                                                 nabla_history_entry_get_data_set (entry));

    nabla_history_window_say (self, sentence);
    return TRUE;
  }
  return FALSE;
}

void
nabla_history_window_continue (NablaHistoryWindow *self, GPtrArray *entries, int epochs)
{
  g_autoptr (GPtrArray) able = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (NABLA_IS_HISTORY_WINDOW (self));
  for (guint i = 0; i < entries->len; i++)
    if (!is_kept_from_going_on (self, entries->pdata[i]))
      g_ptr_array_add (able, g_object_ref (entries->pdata[i]));
  if (able->len > 0)
    load (self, g_steal_pointer (&able), TRUE, epochs);
}

static void
on_epochs_chosen (NablaHistoryWindow *self, const char *response, GtkWidget *dialog)
{
  GtkSpinButton *spin = g_object_get_data (G_OBJECT (dialog), "epochs");
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  if (!g_str_equal (response, "do"))
    return;
  gtk_spin_button_update (spin);
  g_ptr_array_add (entries, g_object_get_data (G_OBJECT (dialog), "entry"));
  nabla_history_window_continue (self, entries, gtk_spin_button_get_value_as_int (spin));
}

static void
ask_for_epochs (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  int done = nabla_history_entry_get_epochs (entry);
  int wanted = (int) nabla_history_entry_get_hyper_parameters (entry)->epochs;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Epochs in all"));
  GtkWidget *spin = gtk_spin_button_new_with_range (MIN (done + 1, MOST_EPOCHS), MOST_EPOCHS, 1);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (spin));
  GtkWidget *dialog;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), wanted > done ? wanted : 2 * done);
  gtk_text_set_activates_default (GTK_TEXT (text), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), spin);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), spin);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  dialog = nabla_history_window_make_dialog (
      self, _ ("Train for More Epochs"), nabla_history_words_get_title (entry), _ ("_Train"), box);
  g_object_set_data_full (G_OBJECT (dialog), "entry", g_object_ref (entry), g_object_unref);
  g_object_set_data (G_OBJECT (dialog), "epochs", spin);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_epochs_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (spin);
}

static void
on_continue (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  g_autoptr (GPtrArray) entries = nabla_history_window_get_entries (self);

  if (entries->len != 1)
    return;
  if (nabla_history_entry_can_continue (entries->pdata[0]))
    ask_for_epochs (self, entries->pdata[0]);
  else
    nabla_history_window_say (self,
                              _ ("A run that is being trained, or has diverged, cannot go on"));
}

void
nabla_history_window_install_open (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "history.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "history.continue", NULL, on_continue);
}
