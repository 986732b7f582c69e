/* SPDX-License-Identifier: MIT */
/* Lecture mode: the window fills the screen, with large type and thick lines; what is for the
 * person at the desk folds away. */
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

static void
enter (NablaWindow *self)
{
  AdwToast *toast = adw_toast_new ("");

  self->lecture = TRUE;
  self->drawing_before = gtk_widget_get_visible (self->drawing_side);
  gtk_widget_set_visible (self->set_up_side, FALSE);
  gtk_widget_set_visible (self->drawing_side, FALSE);
  gtk_widget_set_visible (self->leave_lecture_button, TRUE);
  /* They are of no use on a full screen, and a bar that trains has no room for them on a small one.
   */
  adw_header_bar_set_show_start_title_buttons (self->header, FALSE);
  adw_header_bar_set_show_end_title_buttons (self->header, FALSE);
  nabla_curves_page_set_lecture (self->curves_page, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "lecture");
  gtk_window_fullscreen (GTK_WINDOW (self));
  g_set_weak_pointer (&self->lecture_toast, toast);
  nabla_window_show_toast (self, toast,
                           _ ("Lecture mode: Escape leaves it, F9 brings the drawing panel"));
}

static void
leave (NablaWindow *self)
{
  nabla_curves_page_set_lecture (self->curves_page, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "lecture");
  gtk_widget_set_visible (self->leave_lecture_button, FALSE);
  adw_header_bar_set_show_start_title_buttons (self->header, TRUE);
  adw_header_bar_set_show_end_title_buttons (self->header, TRUE);
  gtk_widget_set_visible (self->set_up_side, TRUE);
  gtk_widget_set_visible (self->drawing_side, self->drawing_before);
  self->lecture = FALSE;
  if (self->lecture_toast != NULL) /* it would say how to leave what was left */
    adw_toast_dismiss (self->lecture_toast);
  g_clear_weak_pointer (&self->lecture_toast);
  gtk_window_unfullscreen (GTK_WINDOW (self));
}

static void
on_lecture (GSimpleAction *action, GVariant *state, gpointer data)
{
  NablaWindow *self = data;
  gboolean lecture = g_variant_get_boolean (state);

  if (lecture != self->lecture)
    (lecture ? enter : leave) (self);
  g_simple_action_set_state (action, state);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  /* A menu that is open is closed first. */
  if (!NABLA_WINDOW (widget)->lecture ||
      (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL))
    return GDK_EVENT_PROPAGATE;
  g_action_group_change_action_state (G_ACTION_GROUP (widget), "lecture",
                                      g_variant_new_boolean (FALSE));
  return GDK_EVENT_STOP;
}

/* The desktop has its own ways out of a full screen. */
static void
on_fullscreened (NablaWindow *self)
{
  if (self->lecture && !gtk_window_is_fullscreen (GTK_WINDOW (self)))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "lecture",
                                        g_variant_new_boolean (FALSE));
}

void
nabla_window_add_lecture (NablaWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "lecture", .state = "false", .change_state = on_lecture },
  };
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (self, "notify::fullscreened", G_CALLBACK (on_fullscreened), self, 0);
}
