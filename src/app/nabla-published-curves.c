/* SPDX-License-Identifier: MIT */
#include "app/nabla-published-curves.h"

#include "lab/nabla-published.h"

struct NablaPublishedCurves {
  char *folder;          /* or NULL */
  GCancellable *reading; /* of all files of this folder that are on their way */
  GHashTable *curves;    /* NablaPreset → GPtrArray of curves, or NULL while they are read */
  NablaPublishedRefused refused;
  gpointer refused_data;
  NablaPublishedArrived arrived;
  gpointer arrived_data;
};

typedef struct {
  char *folder;
  const NablaPreset *preset;
} Reading;

static void
reading_free (gpointer data)
{
  g_free (((Reading *) data)->folder);
  g_free (data);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reading *reading = data;
  GError *error = NULL;
  GPtrArray *curves = nabla_published_read (reading->folder, reading->preset, &error);

  if (curves != NULL)
    g_task_return_pointer (task, curves, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  const Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GPtrArray *curves = g_task_propagate_pointer (G_TASK (result), &error);
  NablaPublishedCurves *self = data;

  /* Cancelled: nobody may be there any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (curves == NULL) {
    self->refused (error->message, self->refused_data);
    curves = g_ptr_array_new ();
  }
  g_hash_table_insert (self->curves, (gpointer) reading->preset, curves);
  self->arrived (self->arrived_data);
}

static void
curves_unref (gpointer curves)
{
  if (curves != NULL)
    g_ptr_array_unref (curves);
}

NablaPublishedCurves *
nabla_published_curves_new (NablaPublishedRefused refused, gpointer refused_data,
                            NablaPublishedArrived arrived, gpointer arrived_data)
{
  NablaPublishedCurves *self = g_new0 (NablaPublishedCurves, 1);

  self->refused = refused;
  self->refused_data = refused_data;
  self->arrived = arrived;
  self->arrived_data = arrived_data;
  self->reading = g_cancellable_new ();
  self->curves = g_hash_table_new_full (NULL, NULL, NULL, curves_unref);
  return self;
}

void
nabla_published_curves_free (NablaPublishedCurves *self)
{
  g_cancellable_cancel (self->reading);
  g_object_unref (self->reading);
  g_hash_table_unref (self->curves);
  g_free (self->folder);
  g_free (self);
}

gboolean
nabla_published_curves_set_folder (NablaPublishedCurves *self, const char *folder)
{
  if (g_strcmp0 (folder, self->folder) == 0)
    return FALSE;
  g_free (self->folder);
  self->folder = g_strdup (folder);
  g_cancellable_cancel (self->reading);
  g_object_unref (self->reading);
  self->reading = g_cancellable_new ();
  g_hash_table_remove_all (self->curves);
  return TRUE;
}

const GPtrArray *
nabla_published_curves_get (NablaPublishedCurves *self, const NablaPreset *preset)
{
  g_autoptr (GTask) task = NULL;
  gpointer found = NULL;
  Reading *reading;

  if (g_hash_table_lookup_extended (self->curves, preset, NULL, &found))
    return found;
  if (self->folder == NULL || preset->curve == NULL) {
    found = g_ptr_array_new ();
    g_hash_table_insert (self->curves, (gpointer) preset, found);
    return found;
  }
  reading = g_new (Reading, 1);
  reading->folder = g_strdup (self->folder);
  reading->preset = preset;
  g_hash_table_insert (self->curves, (gpointer) preset, NULL);
  task = g_task_new (NULL, self->reading, on_read, self);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
  return NULL;
}
