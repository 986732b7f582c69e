/* SPDX-License-Identifier: MIT */
/* What of a person's own drawings a run is trained on: those that there are when it is made. */
#include "lab/nabla-workbench-private.h"

void
nabla_workbench_set_own_digits (NablaWorkbench *self, NablaOwnDigits *own)
{
  if (g_set_object (&self->own, own))
    g_clear_object (&self->with_own);
}

/* Runs that were made on the same drawings share them. */
NablaDataSet *
nabla_workbench_data_set_for (NablaWorkbench *self, const NablaHyperParameters *set_up)
{
  if (self->own == NULL || !(set_up->own_share > 0))
    return self->data_set;
  guint changes = nabla_own_digits_get_changes (self->own);
  if (self->with_own == NULL || changes != self->own_changes ||
      !nabla_data_set_is_same (self->with_own, self->data_set, FALSE)) {
    g_clear_object (&self->with_own);
    self->with_own = nabla_data_set_with_own (self->data_set, self->own);
  }
  self->own_changes = changes;
  return self->with_own;
}
