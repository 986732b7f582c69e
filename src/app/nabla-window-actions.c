/* SPDX-License-Identifier: MIT */
/* What the window does when asked: training, stopping, undoing. */
#include "app/nabla-window-private.h"

#include "lab/nabla-preset.h"

#include <glib/gi18n.h>

/* A toast whose button takes back what was done. */
typedef struct {
  NablaWorkbench *workbench;
  GPtrArray *runs;    /* to be restored, the last first … */
  GHashTable *colors; /* … or NablaRun → the colour that it is to have again */
  NablaSetUpPanel *panel;
  NablaHyperParameters set_up; /* … or what is to be shown again */
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_clear_object (&undo->workbench);
  g_clear_pointer (&undo->runs, g_ptr_array_unref);
  g_clear_pointer (&undo->colors, g_hash_table_unref);
  g_clear_object (&undo->panel);
  g_free (undo);
}

static void
set_color (gpointer run, gpointer color, gpointer data)
{
  nabla_run_set_color (run, GPOINTER_TO_INT (color));
}

static void
on_undo (Undo *undo)
{
  if (undo->colors != NULL)
    g_hash_table_foreach (undo->colors, set_color, NULL);
  for (guint i = undo->runs != NULL ? undo->runs->len : 0; i-- > 0;)
    nabla_workbench_restore (undo->workbench, undo->runs->pdata[i]);
  if (undo->panel != NULL)
    nabla_set_up_panel_set (undo->panel, &undo->set_up);
}

/* The newest word counts: it does not wait for an older one to fade. */
void
nabla_window_show_toast (NablaWindow *self, AdwToast *toast, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_set_title (toast, markup);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
say_with_undo (NablaWindow *self, const char *sentence, Undo *undo)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), undo, undo_free,
                         G_CONNECT_SWAPPED);
  nabla_window_show_toast (self, toast, sentence);
}

void
nabla_window_say (NablaWindow *self, const char *sentence)
{
  nabla_window_show_toast (self, adw_toast_new (""), sentence);
}

static void
count_states (NablaWindow *self, guint *running, guint *paused)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);

  *running = *paused = 0;
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    *running += nabla_run_get_state (run) == NABLA_RUN_RUNNING;
    *paused += nabla_run_get_state (run) == NABLA_RUN_PAUSED;
  }
}

/* Train is the one prominent button until something runs; then Pause is, and Train starts a further
 * run. (A button is named by its AdwButtonContent: to name it besides would name it twice.) */
void
nabla_window_update_buttons (NablaWindow *self)
{
  gboolean busy = nabla_workbench_get_busy (self->workbench);
  guint running, paused;
  gboolean resume;
  const char *train = busy ? _ ("Train another") : _ ("Train");
  const char *pause;

  count_states (self, &running, &paused);
  resume = running == 0 && paused > 0;
  pause = resume ? _ ("Resume") : _ ("Pause");

  /* Beside Pause, Stop and "Train another" there is no room for its words in a small window. */
  gtk_stack_set_visible_child_name (self->compare_content, busy ? "icon" : "label");
  gtk_widget_set_visible (self->pause_button, busy);
  gtk_widget_set_visible (self->stop_button, busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.pause", running + paused > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop", busy);

  adw_button_content_set_label (self->train_content, train);
  adw_button_content_set_icon_name (self->train_content,
                                    busy ? "nabla-add-symbolic" : "nabla-train-symbolic");
  if (busy)
    gtk_widget_remove_css_class (self->train_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->train_button, "suggested-action");

  adw_button_content_set_label (self->pause_content, pause);
  adw_button_content_set_icon_name (self->pause_content,
                                    resume ? "nabla-train-symbolic" : "nabla-pause-symbolic");
}

void
nabla_window_free_queued (gpointer queued)
{
  g_array_unref (((NablaQueuedSweep *) queued)->set_ups);
  g_free (queued);
}

static void
train (NablaWindow *self, const NablaHyperParameters *set_ups, guint n, gboolean culls)
{
  g_autoptr (GError) error = NULL;

  if (!(culls ? nabla_workbench_train_culled_sweep (self->workbench, set_ups, n, &error)
              : nabla_workbench_train_sweep (self->workbench, set_ups, n, &error)))
    nabla_window_say (self, error->message);
}

void
nabla_window_train_set_ups (NablaWindow *self, const NablaHyperParameters *set_ups, guint n,
                            gboolean culls)
{
  NablaQueuedSweep *sweep;

  if (nabla_workbench_get_data_set (self->workbench) != NULL || self->loading == NULL) {
    train (self, set_ups, n, culls);
    return;
  }
  sweep = g_new0 (NablaQueuedSweep, 1);
  sweep->set_ups = g_array_new (FALSE, FALSE, sizeof (NablaHyperParameters));
  g_array_append_vals (sweep->set_ups, set_ups, n);
  sweep->culls = culls;
  g_ptr_array_add (self->queued, sweep);
  nabla_window_say (self, _ ("Training starts as soon as the digits are there"));
}

void
nabla_window_train_queued (NablaWindow *self)
{
  for (guint i = 0; i < self->queued->len; i++) {
    const NablaQueuedSweep *sweep = self->queued->pdata[i];

    train (self, (const NablaHyperParameters *) (const void *) sweep->set_ups->data,
           sweep->set_ups->len, sweep->culls);
  }
  g_ptr_array_set_size (self->queued, 0);
}

static void
on_train (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  NablaHyperParameters set_up;

  nabla_window_keep_set_up (self);
  /* What is refused is said below the set-up all the while. */
  if (!nabla_set_up_panel_get (self->set_up, &set_up, NULL))
    nabla_set_up_panel_focus_refused (self->set_up);
  else
    nabla_window_train_set_ups (self, &set_up, 1, FALSE);
}

static void
on_compare (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_window_compare (NABLA_WINDOW (widget));
}

static void
on_differences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_window_show_differences (NABLA_WINDOW (widget));
}

static void
on_pause (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);
  guint running, paused;

  count_states (self, &running, &paused);
  nabla_workbench_set_paused (self->workbench, running > 0);
}

static void
on_stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_workbench_stop (NABLA_WINDOW (widget)->workbench);
}

static void
replace_set_up (NablaWindow *self, const NablaHyperParameters *set_up, const char *sentence)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->panel = g_object_ref (self->set_up);
  nabla_set_up_panel_get (self->set_up, &undo->set_up, NULL);
  nabla_set_up_panel_set (self->set_up, set_up);
  say_with_undo (self, sentence, undo);
}

static void
on_reset_set_up (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();

  replace_set_up (NABLA_WINDOW (widget), &standard, _ ("The set-up has its defaults again"));
}

void
nabla_window_on_preset_chosen (NablaWindow *self, gpointer preset)
{
  NablaHyperParameters set_up = preset != NULL ? nabla_preset_get_hyper_parameters (preset)
                                               : nabla_hyper_parameters_default ();

  replace_set_up (self, &set_up, _ ("Set-up replaced"));
}

void
nabla_window_on_use_set_up (NablaWindow *self, NablaRun *run)
{
  g_autofree char *sentence =
      g_strdup_printf (_ ("The set-up is that of “%s”"), nabla_run_get_name (run));

  replace_set_up (self, nabla_run_get_hyper_parameters (run), sentence);
}

void
nabla_window_on_lab_train (NablaWindow *self, gpointer set_up)
{
  replace_set_up (self, set_up, _ ("Training starts with this set-up"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.train", NULL);
  adw_view_stack_set_visible_child_name (self->stack, "curves");
}

void
nabla_window_on_lab_use (NablaWindow *self, gpointer set_up)
{
  replace_set_up (self, set_up, _ ("The set-up has this learning rate now"));
}

/* What cannot be trained is said below the set-up, and by Train, which waits; its key combination
 * still works, and leads to what is to be changed. */
void
nabla_window_on_refusal (NablaWindow *self)
{
  const char *refusal = nabla_set_up_panel_get_refusal (self->set_up);

  gtk_revealer_set_reveal_child (self->refusal_revealer, refusal != NULL);
  if (refusal != NULL)
    gtk_label_set_text (self->refusal, refusal);
  gtk_widget_set_sensitive (self->train_button, refusal == NULL);
  gtk_widget_set_sensitive (self->compare_button, refusal == NULL);
  gtk_widget_set_tooltip_text (self->train_button,
                               refusal != NULL ? refusal
                                               : _ ("Start a run with this set-up (Ctrl+Return)"));
}

void
nabla_window_on_group_deleted (NablaWindow *self, const char *name, GPtrArray *runs)
{
  Undo *undo = g_new0 (Undo, 1);
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” deleted"), name);

  undo->workbench = g_object_ref (self->workbench);
  undo->runs = g_ptr_array_ref (runs);
  say_with_undo (self, sentence, undo);
}

void
nabla_window_on_run_deleted (NablaWindow *self, NablaRun *run)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (runs, g_object_ref (run));
  nabla_window_on_group_deleted (self, nabla_run_get_name (run), runs);
}

void
nabla_window_on_recolored (NablaWindow *self, const char *name, GHashTable *before)
{
  Undo *undo = g_new0 (Undo, 1);
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” has another colour"), name);

  undo->colors = g_hash_table_ref (before);
  say_with_undo (self, sentence, undo);
}

static void
on_open_data (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_window_choose_data (NABLA_WINDOW (widget));
}

static void
on_get_mnist (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_window_get_mnist (NABLA_WINDOW (widget));
}

static void
on_give_up_loading (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_window_give_up_loading (NABLA_WINDOW (widget));
}

void
nabla_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.train", NULL, on_train);
  gtk_widget_class_install_action (widget_class, "win.compare", NULL, on_compare);
  gtk_widget_class_install_action (widget_class, "win.differences", NULL, on_differences);
  gtk_widget_class_install_action (widget_class, "win.pause", NULL, on_pause);
  gtk_widget_class_install_action (widget_class, "win.stop", NULL, on_stop);
  gtk_widget_class_install_action (widget_class, "win.reset-set-up", NULL, on_reset_set_up);
  gtk_widget_class_install_action (widget_class, "win.open-data", NULL, on_open_data);
  gtk_widget_class_install_action (widget_class, "win.get-mnist", NULL, on_get_mnist);
  gtk_widget_class_install_action (widget_class, "win.give-up-loading", NULL, on_give_up_loading);
  nabla_window_install_network_actions (widget_class);
  nabla_window_install_gallery_actions (widget_class);
}

void
nabla_window_add_actions (NablaWindow *self)
{
  g_autoptr (GPropertyAction) page =
      g_property_action_new ("page", self->stack, "visible-child-name");
  g_autoptr (GPropertyAction) multiples =
      g_property_action_new ("multiples", self->curves_page, "multiples");
  g_autoptr (GPropertyAction) draw = g_property_action_new ("draw", self->drawing_side, "visible");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (page));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (draw));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (multiples));
  nabla_window_add_lecture (self);
}
