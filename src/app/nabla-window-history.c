/* SPDX-License-Identifier: MIT */
/* The history behind the window: every run that is trained is kept. It is opened beside the window,
 * which does not wait for it; the runs that begin meanwhile are kept too. */
#include "app/nabla-history-window.h"
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

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
take_opened (gpointer data)
{
  NablaWindow *self = data;
  g_autoptr (NablaHistory) history = NULL;
  g_autoptr (GError) error = NULL;

  if (self->opening == NULL)
    return;
  history = nabla_opening_finish (g_steal_pointer (&self->opening), &error);
  if (history == NULL) {
    say (self, _ ("Runs are not kept: %s"), error->message);
    return;
  }
  g_signal_connect_object (history, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  nabla_workbench_set_history (self->workbench, history);
  nabla_window_restore_runs (self);
}

static gpointer
open_history (const char *path, GError **error)
{
  return nabla_history_open (path, error);
}

void
nabla_window_open_history (NablaWindow *self, const char *path)
{
  g_return_if_fail (NABLA_IS_WINDOW (self) && self->opening == NULL);

  self->opening = nabla_opening_new (path, open_history, take_opened, self);
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

/* The history draws their digits again, where they were built-in ones, and says so meanwhile. Of
 * the others it is said where they can go on. */
void
nabla_window_on_go_on_elsewhere (NablaWindow *self, GPtrArray *runs)
{
  NablaHistory *history = nabla_workbench_get_history (self->workbench);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  NablaDataWish wish;

  for (guint i = 0; i < runs->len; i++) {
    g_autoptr (NablaHistoryEntry) entry =
        history != NULL ? nabla_history_find (history, nabla_run_get_uuid (runs->pdata[i]), NULL)
                        : NULL;

    if (entry != NULL && nabla_history_entry_get_wish (entry, &wish))
      g_ptr_array_add (entries, g_steal_pointer (&entry));
    else
      nabla_workbench_revive (self->workbench, runs->pdata[i], error == NULL ? &error : NULL);
  }
  if (error != NULL)
    nabla_window_say (self, error->message);
  if (entries->len > 0)
    nabla_history_window_continue (
        NABLA_HISTORY_WINDOW (nabla_history_window_open (GTK_WINDOW (self), self->workbench)),
        entries, 0);
}

void
nabla_window_install_history_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.history", NULL, on_history);
}
