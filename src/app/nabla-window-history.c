/* SPDX-License-Identifier: MIT */
/* The history behind the window: every run that is trained is kept. It is opened beside the window,
 * which does not wait for it; the runs that begin meanwhile are kept too. */
#include "app/nabla-history-window.h"
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

typedef struct {
  NablaWindow *window; /* a reference that the main loop gives back */
  char *path;
} Opening;

typedef struct {
  NablaHistory *history;
  GError *error;
} Opened;

static void
say (NablaWindow *self, const char *format, const char *reason)
{
  g_autofree char *sentence = g_strdup_printf (format, reason);

  nabla_window_say (self, sentence);
}

static void
on_failed (NablaWindow *self, const char *reason)
{
  say (self, _ ("History: %s"), reason);
}

/* Takes the history that was opened beside the window; waits for it where it is under way. */
static void
take_opened (NablaWindow *self)
{
  g_autofree Opened *opened = NULL;
  g_autoptr (NablaHistory) history = NULL;
  g_autoptr (GError) error = NULL;

  if (self->opening == NULL)
    return;
  opened = g_thread_join (g_steal_pointer (&self->opening));
  history = opened->history;
  error = opened->error;
  if (history == NULL) {
    say (self, _ ("Runs are not kept: %s"), error->message);
    return;
  }
  g_signal_connect_object (history, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  nabla_workbench_set_history (self->workbench, history);
  nabla_window_restore_runs (self);
}

static gboolean
on_opened (gpointer data)
{
  take_opened (data);
  return G_SOURCE_REMOVE;
}

static gpointer
open_beside (gpointer data)
{
  Opening *opening = data;
  Opened *opened = g_new0 (Opened, 1);

  opened->history = nabla_history_open (opening->path, &opened->error);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_opened, opening->window, g_object_unref);
  g_free (opening->path);
  g_free (opening);
  return opened;
}

void
nabla_window_open_history (NablaWindow *self, const char *path)
{
  Opening *opening;

  g_return_if_fail (NABLA_IS_WINDOW (self) && self->opening == NULL);
  opening = g_new0 (Opening, 1);
  opening->window = g_object_ref (self);
  opening->path = g_strdup (path);
  self->opening = g_thread_new ("nabla-opening", open_beside, opening);
}

void
nabla_window_close_history (NablaWindow *self)
{
  NablaHistory *history;
  g_autoptr (GError) error = NULL;

  take_opened (self);
  history = nabla_workbench_get_history (self->workbench);
  if (history != NULL && !nabla_history_flush (history, &error))
    g_printerr ("nabla: %s\n", error->message);
}

static void
on_history (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaWindow *self = NABLA_WINDOW (widget);

  if (nabla_workbench_get_history (self->workbench) == NULL)
    nabla_window_say (self, _ ("There is no history that could be shown"));
  else
    nabla_history_window_open (GTK_WINDOW (self), self->workbench);
}

void
nabla_window_install_history_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.history", NULL, on_history);
}
