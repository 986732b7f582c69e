/* SPDX-License-Identifier: MIT */
/* A word on the desktop when long training has ended and nobody is looking at the window. */
#include "app/nabla-window-private.h"

#include <glib/gi18n.h>

#define LONG_SECONDS 30 /* shorter training is waited for */

static guint
count_ended_since (NablaWindow *self, gint64 seconds)
{
  GListModel *runs = nabla_workbench_get_runs (self->workbench);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);

    n += nabla_run_is_finished (run) && nabla_run_get_seconds (run) > 0 &&
         nabla_run_get_seconds (run) <= (double) seconds + 1;
  }
  return n;
}

static void
notify_of_end (NablaWindow *self, gint64 seconds)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  NablaRun *run = nabla_workbench_get_selected (self->workbench);
  guint n = count_ended_since (self, seconds);
  g_autoptr (GNotification) notification = g_notification_new (_ ("Training Has Ended"));
  g_autofree char *body = NULL;

  if (application == NULL)
    return;
  if (n > 1)
    body = g_strdup_printf (_ ("%u runs have ended"), n);
  else if (run != NULL && nabla_run_get_best_score (run) > 0)
    body = g_strdup_printf (_ ("%s: best accuracy %.1f %%"), nabla_run_get_name (run),
                            100 * nabla_run_get_best_score (run));
  if (body != NULL)
    g_notification_set_body (notification, body);
  g_application_send_notification (application, "training-ended", notification);
}

static void
on_busy (NablaWindow *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 seconds = (now - self->busy_since) / G_TIME_SPAN_SECOND;

  if (nabla_workbench_get_busy (self->workbench))
    self->busy_since = now;
  else if (seconds >= LONG_SECONDS && !gtk_window_is_active (GTK_WINDOW (self)) &&
           gtk_widget_get_mapped (GTK_WIDGET (self)))
    notify_of_end (self, seconds);
}

void
nabla_window_add_notice (NablaWindow *self)
{
  g_signal_connect_object (self->workbench, "notify::busy", G_CALLBACK (on_busy), self,
                           G_CONNECT_SWAPPED);
}
