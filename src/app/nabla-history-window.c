/* SPDX-License-Identifier: MIT */
#include "app/nabla-history-window-private.h"

#include <glib/gi18n.h>

/* GTK makes two hundred rows, seen or not; made at once they would take a tenth of a second or two.
 * So a window opens without any, some come with each of the following frames, and then all. As many
 * as are seen come at once when others are looked for. */
#define AT_ONCE         8
#define EACH_FRAME      4
#define MOST_ROWS       210
#define LESS_EACH_FRAME 24 /* taking rows away is quicker than making them */

G_DEFINE_FINAL_TYPE (NablaHistoryWindow, nabla_history_window, ADW_TYPE_WINDOW)

void
nabla_history_window_show_toast (NablaHistoryWindow *self, AdwToast *toast, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_set_title (toast, markup);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
nabla_history_window_say (NablaHistoryWindow *self, const char *sentence)
{
  if (self->history != NULL) /* the window may be closed */
    nabla_history_window_show_toast (self, adw_toast_new (""), sentence);
}

GPtrArray *
nabla_history_window_get_entries (NablaHistoryWindow *self)
{
  GtkBitset *selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (entries, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
  gtk_bitset_unref (selected);
  return entries;
}

guint
nabla_history_window_get_first (NablaHistoryWindow *self)
{
  GtkBitset *selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint first = gtk_bitset_is_empty (selected) ? GTK_INVALID_LIST_POSITION
                                               : gtk_bitset_get_minimum (selected);

  gtk_bitset_unref (selected);
  return first;
}

GtkWidget *
nabla_history_window_make_dialog (NablaHistoryWindow *self, const char *heading, const char *body,
                                  const char *answer, GtkWidget *rows)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s", body);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), rows);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    answer, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  return dialog;
}

static gboolean
all_are_starred (NablaHistoryWindow *self)
{
  g_autoptr (GPtrArray) entries = nabla_history_window_get_entries (self);

  for (guint i = 0; i < entries->len; i++)
    if (!nabla_history_entry_get_starred (entries->pdata[i]))
      return FALSE;
  return entries->len > 0;
}

static guint
count_found (NablaHistoryWindow *self)
{
  return g_list_model_get_n_items (gtk_slice_list_model_get_model (self->slice));
}

/* What the buttons do to so many runs. */
static void
show_selected (NablaHistoryWindow *self, guint n)
{
  static const char *const actions[] = { "history.open", "history.star", "history.note",
                                         "history.delete", "history.export" };
  guint all = count_found (self);
  g_autofree char *text = n > 1
                              ? g_strdup_printf (_ ("%u of %u selected"), n, all)
                              : g_strdup_printf (g_dngettext (NULL, "%u run", "%u runs", all), all);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.continue", n == 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.rename", n == 1);
  gtk_button_set_label (self->open, n > 1 ? _ ("C_ompare") : _ ("_Open"));
  gtk_button_set_label (self->star, all_are_starred (self) ? _ ("Un_star") : _ ("_Star"));
  gtk_button_set_label (self->note, n > 1 ? _ ("Edit _Tags…") : _ ("Edit _Note…"));
  gtk_label_set_text (self->count, text);
}

/* In place of the list. Made when it is first needed: it takes as long as all the rest. */
static void
show_words (NablaHistoryWindow *self, gboolean any)
{
  if (self->words_page == NULL) {
    self->words_page = ADW_STATUS_PAGE (adw_status_page_new ());
    gtk_stack_add_named (self->stack, GTK_WIDGET (self->words_page), "words");
  }
  adw_status_page_set_icon_name (self->words_page,
                                 any ? "system-search-symbolic" : "nabla-history-symbolic");
  adw_status_page_set_title (self->words_page, any ? _ ("Nothing Found") : _ ("No Runs Yet"));
  adw_status_page_set_description (
      self->words_page,
      any ? _ ("No run has all these words in its name, note, tags, set-up, data set or state, and "
               "the tags that are pressed.")
          : _ ("Every run that you train will be here, with its curves and its network: to be "
               "compared again, trained further, starred, noted and exported. Runs of nabla-cli "
               "with --history come here too."));
  gtk_stack_set_visible_child_name (self->stack, "words");
}

static void
update (NablaHistoryWindow *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  GtkBitset *selected = gtk_selection_model_get_selection (model);
  gboolean any = g_list_model_get_n_items (nabla_history_get_entries (self->history)) > 0;

  if (!any)
    gtk_widget_set_visible (self->bar, FALSE);
  if (count_found (self) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (nabla_history_is_listed (self->history)) /* else nobody knows yet */
    show_words (self, any);
  show_selected (self, (guint) gtk_bitset_get_size (selected));
  gtk_bitset_unref (selected);
  /* Return and Delete are meant for the list; what is typed goes to the search all the same. */
  if (g_list_model_get_n_items (G_LIST_MODEL (model)) > 0 && !self->listed) {
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
    self->listed = TRUE;
  }
}

/* The bar in a frame of its own, then rows. */
static gboolean
grow (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  guint size = gtk_slice_list_model_get_size (self->slice), found = count_found (self);
  gboolean more = size < found;

  if (!gtk_widget_get_visible (self->bar)) {
    gtk_widget_set_visible (self->bar, TRUE);
  } else if (more) {
    more = size + EACH_FRAME < MIN (MOST_ROWS, found);
    gtk_slice_list_model_set_size (self->slice, more ? size + EACH_FRAME : G_MAXUINT);
  }
  if (!more)
    self->growing = 0;
  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
grow_on (NablaHistoryWindow *self)
{
  gboolean any = g_list_model_get_n_items (nabla_history_get_entries (self->history)) > 0;

  if (self->growing == 0 && self->shrinking == 0 && any &&
      (!gtk_widget_get_visible (self->bar) ||
       count_found (self) > gtk_slice_list_model_get_size (self->slice)))
    self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow, NULL, NULL);
}

/* There is always something that Return opens. */
static void
on_found (NablaHistoryWindow *self)
{
  if (nabla_history_window_get_first (self) == GTK_INVALID_LIST_POSITION)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  grow_on (self);
  update (self);
}

static gboolean
matches (gpointer entry, gpointer data)
{
  NablaHistoryWindow *self = data;

  return nabla_history_tags_match (self->tags, entry) &&
         nabla_history_entry_has_words (entry, (const char *const *) self->words);
}

/* What is found by the same words now. */
static void
filter (NablaHistoryWindow *self)
{
  g_strfreev (self->words);
  self->words = nabla_history_fold_words (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  on_found (self);
}

/* Takes rows away, a few a frame, until it is cheap to look for others. */
static gboolean
shrink (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (widget);
  guint rows = MIN (g_list_model_get_n_items (G_LIST_MODEL (self->slice)), MOST_ROWS);

  if (rows > AT_ONCE + LESS_EACH_FRAME) {
    gtk_slice_list_model_set_size (self->slice, rows - LESS_EACH_FRAME);
    return G_SOURCE_CONTINUE;
  }
  self->shrinking = 0;
  gtk_slice_list_model_set_size (self->slice, AT_ONCE);
  filter (self);
  return G_SOURCE_REMOVE;
}

static void
on_search (NablaHistoryWindow *self)
{
  if (self->growing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  if (self->shrinking == 0 && shrink (GTK_WIDGET (self), NULL, NULL) == G_SOURCE_CONTINUE)
    self->shrinking = gtk_widget_add_tick_callback (GTK_WIDGET (self), shrink, NULL, NULL);
}

static gboolean
search_again (gpointer data)
{
  NablaHistoryWindow *self = data;

  self->filtering = 0;
  nabla_history_tags_show (self->tags, nabla_history_get_entries (self->history));
  filter (self);
  return G_SOURCE_REMOVE;
}

/* Many entries may be edited at once. */
static void
on_edited (NablaHistoryWindow *self)
{
  if (self->filtering == 0)
    self->filtering = g_idle_add (search_again, self);
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

static void
on_activated (NablaHistoryWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "history.open", NULL);
}

/* What other programs have kept meanwhile appears. */
static void
on_active (NablaHistoryWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && self->history != NULL)
    nabla_history_refresh (self->history);
}

/* The popover too is made when it is first needed. */
static void
make_export_menu (GtkMenuButton *button, gpointer self)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, NABLA_HISTORY_WINDOW (self)->export_menu);
}

static void
nabla_history_window_dispose (GObject *object)
{
  NablaHistoryWindow *self = NABLA_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->filtering, g_source_remove);
  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  g_clear_object (&self->renamed);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->chooser);
  g_clear_object (&self->selection);
  g_clear_object (&self->slice);
  g_clear_pointer (&self->tiles, g_ptr_array_unref);
  g_clear_object (&self->filter);
  g_clear_object (&self->history);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_history_window_parent_class)->dispose (object);
}

static void
nabla_history_window_finalize (GObject *object)
{
  g_object_unref (NABLA_HISTORY_WINDOW (object)->cancellable);
  g_strfreev (NABLA_HISTORY_WINDOW (object)->words);
  g_free (NABLA_HISTORY_WINDOW (object)->name_before);

  G_OBJECT_CLASS (nabla_history_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, search);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, tags);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, look);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, list);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, count);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, open);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, star);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, note);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, export);
  gtk_widget_class_bind_template_child (widget_class, NablaHistoryWindow, export_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
}

static void
nabla_history_window_class_init (NablaHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_history_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_history_window_finalize;

  g_type_ensure (NABLA_TYPE_HISTORY_LOOK);
  g_type_ensure (NABLA_TYPE_HISTORY_TAGS);
  nabla_history_window_install_open (widget_class);
  nabla_history_window_install_edit (widget_class);
  nabla_history_window_install_files (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
nabla_history_window_init (NablaHistoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->export, make_export_menu, self, NULL);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.undo", FALSE);
  self->cancellable = g_cancellable_new ();
  self->tiles = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
show_entries (NablaHistoryWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = nabla_history_window_new_factory (self);
  GListModel *entries = nabla_history_get_entries (self->history);
  GtkFilterListModel *found;

  self->words = nabla_history_fold_words ("");
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  found =
      gtk_filter_list_model_new (g_object_ref (entries), g_object_ref (GTK_FILTER (self->filter)));
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (found), 0, 0);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->slice)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_found), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (entries, "items-changed", G_CALLBACK (on_edited), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->history, "edited", G_CALLBACK (on_edited), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tags, "changed", G_CALLBACK (on_search), self, G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_history_window_new (GtkWindow *parent, NablaWorkbench *workbench)
{
  NablaHistoryWindow *self =
      g_object_new (NABLA_TYPE_HISTORY_WINDOW, "transient-for", parent, NULL);

  self->workbench = g_object_ref (workbench);
  self->history = g_object_ref (nabla_workbench_get_history (workbench));
  show_entries (self);
  on_found (self);
  nabla_history_tags_show (self->tags, nabla_history_get_entries (self->history));
  nabla_history_refresh (self->history);
  return GTK_WIDGET (self);
}

static GtkWidget *
find_open (GtkWindow *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (NABLA_IS_HISTORY_WINDOW (window->data) &&
        gtk_window_get_transient_for (window->data) == parent)
      return window->data;
  return NULL;
}

static gboolean
present (gpointer window)
{
  if (NABLA_HISTORY_WINDOW (window)->history != NULL) /* it is still there */
    gtk_window_present (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

GtkWidget *
nabla_history_window_open (GtkWindow *parent, NablaWorkbench *workbench)
{
  GtkWidget *window = find_open (parent);

  if (window == NULL)
    window = nabla_history_window_new (parent, workbench);
  g_idle_add_full (G_PRIORITY_DEFAULT, present, g_object_ref (window), g_object_unref);
  return window;
}

GtkSelectionModel *
nabla_history_window_get_selection (NablaHistoryWindow *self)
{
  g_return_val_if_fail (NABLA_IS_HISTORY_WINDOW (self), NULL);
  return GTK_SELECTION_MODEL (self->selection);
}
