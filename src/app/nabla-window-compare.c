/* SPDX-License-Identifier: MIT */
/* The window's side of comparing: several runs from one dialog. */
#include "app/nabla-compare-dialog.h"
#include "app/nabla-differences-window.h"
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

static void
on_train (NablaWindow *self, NablaCompareDialog *dialog)
{
  GArray *set_ups = nabla_compare_dialog_get_set_ups (dialog);

  adw_view_stack_set_visible_child_name (self->stack, "curves");
  nabla_window_train_set_ups (self, (const NablaHyperParameters *) (const void *) set_ups->data,
                              set_ups->len, nabla_compare_dialog_get_culls (dialog));
}

void
nabla_window_compare (NablaWindow *self)
{
  NablaHyperParameters set_up;
  GtkWidget *dialog;

  /* What is refused is said below the set-up all the while. */
  if (!nabla_set_up_panel_get (self->set_up, &set_up, NULL)) {
    nabla_set_up_panel_focus_refused (self->set_up);
    return;
  }
  dialog = nabla_compare_dialog_new (GTK_WINDOW (self), self->workbench, &set_up);
  g_signal_connect_object (dialog, "train", G_CALLBACK (on_train), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
nabla_window_show_differences (NablaWindow *self)
{
  gtk_window_present (
      GTK_WINDOW (nabla_differences_window_new (GTK_WINDOW (self), self->workbench)));
}
