/* SPDX-License-Identifier: MIT */
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (NablaWindow, nabla_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_runs_changed (NablaWindow *self, guint position, guint removed, guint added, GListModel *runs)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    /* A run that comes back is known already. */
    g_signal_handlers_disconnect_by_data (run, self);
    g_signal_connect_object (run, "notify::state", G_CALLBACK (nabla_window_update_buttons), self,
                             G_CONNECT_SWAPPED);
  }
  nabla_window_update_buttons (self);
}

static void
leave (NablaWindow *self)
{
  nabla_window_cancel_loading (self);
  nabla_window_forget_reader (self);
  if (self->workbench == NULL)
    return;
  nabla_workbench_stop_and_wait (self->workbench);
  nabla_window_close_history (self);
  nabla_window_close_own_digits (self);
}

static gboolean
nabla_window_close_request (GtkWindow *window)
{
  nabla_window_keep_set_up (NABLA_WINDOW (window));
  nabla_window_keep_runs (NABLA_WINDOW (window));
  leave (NABLA_WINDOW (window));

  return GTK_WINDOW_CLASS (nabla_window_parent_class)->close_request (window);
}

static void
nabla_window_dispose (GObject *object)
{
  NablaWindow *self = NABLA_WINDOW (object);

  leave (self);
  g_clear_handle_id (&self->remembering, g_source_remove);
  g_clear_pointer (&self->ghosts, nabla_ghosts_free);
  g_clear_weak_pointer (&self->gallery);
  g_clear_weak_pointer (&self->lecture_toast);
  g_clear_weak_pointer (&self->own_toast);
  g_clear_pointer (&self->own_steps, g_ptr_array_unref);
  g_clear_weak_pointer (&self->learner);
  g_clear_object (&self->own);
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->loading_text, g_free);
  g_clear_pointer (&self->queued, g_ptr_array_unref);
  g_clear_object (&self->workbench);

  G_OBJECT_CLASS (nabla_window_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (NABLA_TYPE_SET_UP_PANEL);
  g_type_ensure (NABLA_TYPE_RUN_LIST);
  g_type_ensure (NABLA_TYPE_CURVES_PAGE);
  g_type_ensure (NABLA_TYPE_DIGITS_PAGE);
  g_type_ensure (NABLA_TYPE_NETWORK_PAGE);
  g_type_ensure (NABLA_TYPE_LAB_PAGE);
  g_type_ensure (NABLA_TYPE_DRAWING_PANEL);
}

static void
nabla_window_class_init (NablaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = nabla_window_close_request;

  ensure_types ();
  nabla_window_install_actions (widget_class);
  nabla_window_install_run_actions (widget_class);
  nabla_window_install_history_actions (widget_class);
  nabla_window_install_style_actions (widget_class);
  nabla_window_install_own_actions (widget_class);
  nabla_window_install_learn_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, train_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, train_content);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, compare_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, compare_content);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, pause_content);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, header);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, leave_lecture_button);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, set_up_side);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, set_up);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, refusal_revealer);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, refusal);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, run_list);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, curves_page);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, digits_page);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, network_page);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, lab_page);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, drawing_side);
  gtk_widget_class_bind_template_child (widget_class, NablaWindow, drawing_panel);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_preset_chosen);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_refusal);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_use_set_up);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_train_from);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_run_deleted);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_group_deleted);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_recolored);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_go_on_elsewhere);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_drawing_kept);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_say);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_run_again);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_lab_train);
  gtk_widget_class_bind_template_callback (widget_class, nabla_window_on_lab_use);
}

static void
nabla_window_init (NablaWindow *self)
{
  GListModel *runs;

  self->workbench = nabla_workbench_new (0);
  self->queued = g_ptr_array_new_with_free_func (nabla_window_free_queued);
  gtk_widget_init_template (GTK_WIDGET (self));
  nabla_window_add_actions (self);

  nabla_run_list_set_workbench (self->run_list, self->workbench);
  nabla_curves_page_set_workbench (self->curves_page, self->workbench);
  nabla_digits_page_set_workbench (self->digits_page, self->workbench);
  nabla_network_page_set_workbench (self->network_page, self->workbench);
  nabla_lab_page_set_workbench (self->lab_page, self->workbench, self->set_up);
  nabla_drawing_panel_set_workbench (self->drawing_panel, self->workbench);

  runs = nabla_workbench_get_runs (self->workbench);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workbench, "notify::busy",
                           G_CALLBACK (nabla_window_update_buttons), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workbench, "notify::data-set",
                           G_CALLBACK (nabla_window_restore_runs), self, G_CONNECT_SWAPPED);
  nabla_window_update_buttons (self);
  nabla_window_update_learning (self);
  g_signal_connect_object (self->set_up, "changed", G_CALLBACK (nabla_window_update_learning), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->set_up, "replaced", G_CALLBACK (nabla_window_update_learning),
                           self, G_CONNECT_SWAPPED);
  nabla_window_restore_state (self);
  nabla_window_add_ghosts (self);
  nabla_window_add_notice (self);
  nabla_window_add_drop (self);
}

GtkWidget *
nabla_window_new (GtkApplication *application)
{
  return g_object_new (NABLA_TYPE_WINDOW, "application", application, NULL);
}

NablaWorkbench *
nabla_window_get_workbench (NablaWindow *self)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self), NULL);
  return self->workbench;
}

NablaSetUpPanel *
nabla_window_get_set_up_panel (NablaWindow *self)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self), NULL);
  return self->set_up;
}

NablaRunList *
nabla_window_get_run_list (NablaWindow *self)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self), NULL);
  return self->run_list;
}

NablaCurvesPage *
nabla_window_get_curves_page (NablaWindow *self)
{
  g_return_val_if_fail (NABLA_IS_WINDOW (self), NULL);
  return self->curves_page;
}
