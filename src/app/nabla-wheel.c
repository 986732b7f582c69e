/* SPDX-License-Identifier: MIT */
#include "app/nabla-wheel.h"

static void
on_focus (GtkWidget *field, GParamSpec *pspec, GtkEventControllerFocus *focus)
{
  gboolean inside = gtk_event_controller_focus_contains_focus (focus);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (field);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
      gtk_event_controller_set_propagation_phase (controller,
                                                  inside ? GTK_PHASE_BUBBLE : GTK_PHASE_NONE);
  }
}

void
nabla_wheel_needs_focus (GtkWidget *field)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_return_if_fail (GTK_IS_WIDGET (field));

  g_signal_connect_object (focus, "notify::contains-focus", G_CALLBACK (on_focus), field,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (field, focus);
  on_focus (field, NULL, GTK_EVENT_CONTROLLER_FOCUS (focus));
}
