/* SPDX-License-Identifier: MIT */
/* The network that reads drawings before anything has been trained. */
#include "app/nabla-window-private.h"
#include "lab/nabla-reader.h"
#include "lab/nabla-run-model.h"

#include <glib/gi18n.h>

/* Seconds between two looks at whether anything is trained: whoever has just started the program
 * may be about to press Train. */
#define PATIENCE 4

static void make (NablaWindow *self);

void
nabla_window_forget_reader (NablaWindow *self)
{
  g_clear_handle_id (&self->reader_waiting, g_source_remove);
  if (self->reader_making != NULL)
    g_cancellable_cancel (self->reader_making);
  g_clear_object (&self->reader_making);
}

static void
take (NablaWindow *self, const NablaModel *model)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  g_autoptr (NablaRun) run = nabla_run_new_of_model (model, data_set, NABLA_READER_MODEL);

  /* Translators: the program's own network for drawings, among the names of runs */
  nabla_run_set_name (run, _ ("Built-in"));
  nabla_run_set_color (run, -1);
  nabla_drawing_panel_set_reader (self->drawing_panel, run);
}

static gboolean
look_again (gpointer data)
{
  NablaWindow *self = data;

  if (nabla_workbench_get_busy (self->workbench) || self->loading != NULL)
    return G_SOURCE_CONTINUE;
  self->reader_waiting = 0;
  make (self);
  return G_SOURCE_REMOVE;
}

/* A weak pointer to the window: one that closes does not wait. */
static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree NablaWindow **place = data;
  NablaWindow *self = *place;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaModel) model = nabla_reader_make_finish (result, &error);

  g_clear_weak_pointer (place);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reader_making);
  if (model != NULL)
    take (self, model);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && self->reader_waiting == 0)
    self->reader_waiting = g_timeout_add_seconds (PATIENCE, look_again, self);
  else if (error != NULL)
    g_info ("%s", error->message);
}

static NablaWindow **
weakly (NablaWindow *self)
{
  NablaWindow **place = g_new0 (NablaWindow *, 1);

  g_set_weak_pointer (place, self);
  return place;
}

static void
make (NablaWindow *self)
{
  self->reader_making = g_cancellable_new ();
  nabla_reader_make_async (nabla_workbench_get_data_set (self->workbench), self->reader_making,
                           on_made, weakly (self));
}

void
nabla_window_want_reader (NablaWindow *self)
{
  nabla_window_forget_reader (self);
  self->reader_making = g_cancellable_new ();
  nabla_reader_load_kept_async (nabla_workbench_get_data_set (self->workbench), self->reader_making,
                                on_made, weakly (self));
}
