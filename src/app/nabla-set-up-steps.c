/* SPDX-License-Identifier: MIT */
#include "app/nabla-set-up-steps.h"

#define MOST_STEPS 200
#define ONE_EDIT   (1500 * G_TIME_SPAN_MILLISECOND)

struct NablaSetUpSteps {
  GArray *set_ups; /* of NablaHyperParameters; at least one */
  guint at;        /* the one that is shown */
  char *key;       /* of the last edit, where nothing came after it; else NULL */
  gint64 edited;   /* when that was */
};

static void
forget_edit (NablaSetUpSteps *self)
{
  g_clear_pointer (&self->key, g_free);
}

NablaSetUpSteps *
nabla_set_up_steps_new (const NablaHyperParameters *set_up)
{
  NablaSetUpSteps *self = g_new0 (NablaSetUpSteps, 1);

  self->set_ups = g_array_new (FALSE, FALSE, sizeof (NablaHyperParameters));
  nabla_set_up_steps_begin (self, set_up);
  return self;
}

void
nabla_set_up_steps_free (NablaSetUpSteps *self)
{
  forget_edit (self);
  g_array_unref (self->set_ups);
  g_free (self);
}

void
nabla_set_up_steps_begin (NablaSetUpSteps *self, const NablaHyperParameters *set_up)
{
  forget_edit (self);
  g_array_set_size (self->set_ups, 0);
  g_array_append_vals (self->set_ups, set_up, 1);
  self->at = 0;
}

void
nabla_set_up_steps_take (NablaSetUpSteps *self, const NablaHyperParameters *set_up, const char *key,
                         gint64 now)
{
  gboolean same_edit =
      key != NULL && g_strcmp0 (key, self->key) == 0 && now - self->edited < ONE_EDIT;

  if (nabla_hyper_parameters_equal (set_up, nabla_set_up_steps_get (self)))
    return;
  g_array_set_size (self->set_ups, self->at + (same_edit ? 0 : 1));
  if (self->set_ups->len == MOST_STEPS)
    g_array_remove_index (self->set_ups, 0);
  g_array_append_vals (self->set_ups, set_up, 1);
  self->at = self->set_ups->len - 1;
  forget_edit (self);
  self->key = g_strdup (key);
  self->edited = now;
}

const NablaHyperParameters *
nabla_set_up_steps_get (NablaSetUpSteps *self)
{
  return &g_array_index (self->set_ups, NablaHyperParameters, self->at);
}

gboolean
nabla_set_up_steps_can_undo (NablaSetUpSteps *self)
{
  return self->at > 0;
}

gboolean
nabla_set_up_steps_can_redo (NablaSetUpSteps *self)
{
  return self->at + 1 < self->set_ups->len;
}

void
nabla_set_up_steps_undo (NablaSetUpSteps *self)
{
  self->at -= nabla_set_up_steps_can_undo (self) ? 1 : 0;
  forget_edit (self);
}

void
nabla_set_up_steps_redo (NablaSetUpSteps *self)
{
  self->at += nabla_set_up_steps_can_redo (self) ? 1 : 0;
  forget_edit (self);
}
