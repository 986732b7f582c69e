/* SPDX-License-Identifier: MIT */
#include "app/nabla-opening.h"

/* What the main loop tells, and holds meanwhile. */
typedef struct {
  void (*opened) (gpointer owner);
  GObject *owner;
} Word;

struct _NablaOpening {
  GThread *thread;
  NablaOpeningFunction function;
  char *path;
  GError *error;
  Word *word; /* until the thread gives it to the main loop */
};

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->owner);
  g_free (word);
}

static gboolean
tell (gpointer data)
{
  Word *word = data;

  word->opened (word->owner);
  return G_SOURCE_REMOVE;
}

static gpointer
open_beside (gpointer data)
{
  NablaOpening *self = data;
  gpointer opened = self->function (self->path, &self->error);

  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell, self->word, word_free);
  return opened;
}

NablaOpening *
nabla_opening_new (const char *path, NablaOpeningFunction function, void (*opened) (gpointer owner),
                   gpointer owner)
{
  NablaOpening *self = g_new0 (NablaOpening, 1);

  self->function = function;
  self->path = g_strdup (path);
  self->word = g_new (Word, 1);
  *self->word = (Word){ opened, g_object_ref (owner) };
  self->thread = g_thread_new ("nabla-opening", open_beside, self);
  return self;
}

gpointer
nabla_opening_finish (NablaOpening *self, GError **error)
{
  gpointer opened = g_thread_join (self->thread);

  if (self->error != NULL)
    g_propagate_error (error, self->error);
  g_free (self->path);
  g_free (self);
  return opened;
}
