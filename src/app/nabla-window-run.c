/* SPDX-License-Identifier: MIT */
/* What the window does with one run: steps of the selected one, and runs that are made of another.
 */
#include "app/nabla-window-private.h"

#include "app/nabla-fork-dialog.h"

#include <glib/gi18n.h>

static NablaRun *
selected (GtkWidget *widget)
{
  return nabla_workbench_get_selected (NABLA_WINDOW (widget)->workbench);
}

static void
on_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaRun *run = selected (widget);

  if (run != NULL)
    nabla_run_step (run, g_str_equal (action, "win.step-epoch") ? NABLA_STEP_EPOCH
                                                                : NABLA_STEP_MINI_BATCH);
}

typedef struct {
  NablaWorkbench *workbench;
  NablaWindow *window; /* outlives the dialog, which is destroyed with it */
  NablaRun *run;
} Forking;

static void
forking_free (gpointer data, GClosure *closure)
{
  Forking *forking = data;

  g_object_unref (forking->workbench);
  g_object_unref (forking->run);
  g_free (forking);
}

static void
on_fork_wanted (Forking *forking, int epoch, const NablaHyperParameters *set_up)
{
  g_autoptr (GError) error = NULL;

  if (nabla_workbench_fork (forking->workbench, forking->run, epoch, set_up, &error) == NULL)
    nabla_window_say (forking->window, error->message);
}

static void
ask_for_fork (NablaWindow *self, NablaRun *run)
{
  NablaForkDialog *dialog = nabla_fork_dialog_new (GTK_WINDOW (self), run);
  Forking *forking = g_new0 (Forking, 1);

  forking->workbench = g_object_ref (self->workbench);
  forking->window = self;
  forking->run = g_object_ref (run);
  g_signal_connect_data (dialog, "fork", G_CALLBACK (on_fork_wanted), forking, forking_free,
                         G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
nabla_window_on_run_again (NablaWindow *self, NablaRun *run, const char *how)
{
  if (g_str_equal (how, "rewind"))
    nabla_workbench_rewind (self->workbench, run);
  else if (g_str_equal (how, "restart"))
    nabla_workbench_restart (self->workbench, run);
  else if (nabla_run_get_last_record (run) != NULL || nabla_run_get_first_epoch (run) > 0)
    ask_for_fork (self, run);
  else
    nabla_window_say (self, _ ("A run can be forked once its first epoch is complete"));
}

/* "win.rewind" is to rewind the selected run. */
static void
on_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (selected (widget) != NULL)
    nabla_window_on_run_again (NABLA_WINDOW (widget), selected (widget), strchr (action, '.') + 1);
}

void
nabla_window_install_run_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.step-mini-batch", NULL, on_step);
  gtk_widget_class_install_action (widget_class, "win.step-epoch", NULL, on_step);
  gtk_widget_class_install_action (widget_class, "win.rewind", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "win.restart", NULL, on_again);
  gtk_widget_class_install_action (widget_class, "win.fork", NULL, on_again);
}
