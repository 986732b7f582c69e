/* SPDX-License-Identifier: MIT */
#include "cli/cli-model.h"

#include "digits/digits-images.h"

#define N_DIGITS 10

NablaModel *
cli_model_load (const char *path, GError **error)
{
  g_autoptr (NablaModel) model = nabla_model_load (path, error);
  if (model == NULL)
    return NULL;
  int n_in = model->network->sizes[0];
  int n_out = model->network->sizes[model->network->n_layers];
  if (n_in == DIGITS_PIXELS && n_out == N_DIGITS)
    return g_steal_pointer (&model);
  g_autofree char *name = g_filename_display_name (path);
  cli_error_set (error, NABLA_ERROR_INPUT,
                 "%s has %d inputs and %d outputs; for digits it takes %d pixels and %d outputs",
                 name, n_in, n_out, DIGITS_PIXELS, N_DIGITS);
  return NULL;
}
