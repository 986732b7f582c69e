/* SPDX-License-Identifier: MIT */
#include "cli/cli-model-load.h"

#include "digits/digits-images.h"

#define N_DIGITS 10
#define N_BITS   4

/* One-hot outputs of ten digits, or four bits of their binary code. */
static gboolean
reads_digits (const NablaModel *model)
{
  int n_out = model->network->sizes[model->network->n_layers];
  NnEncoding encoding = (NnEncoding) model->hyper_parameters.encoding;
  return model->network->sizes[0] == DIGITS_PIXELS &&
         n_out == (encoding == NN_ENCODING_BINARY ? N_BITS : N_DIGITS);
}

NablaModel *
cli_model_load (const char *path, GError **error)
{
  g_autoptr (NablaModel) model = nabla_model_load (path, error);
  if (model == NULL || reads_digits (model))
    return g_steal_pointer (&model);
  g_autofree char *name = g_filename_display_name (path);
  cli_error_set (
      error, NABLA_ERROR_INPUT,
      "%s has %d inputs and %d outputs; for digits it takes %d pixels and %d outputs, or "
      "%d of the binary code",
      name, model->network->sizes[0], model->network->sizes[model->network->n_layers],
      DIGITS_PIXELS, N_DIGITS, N_BITS);
  return NULL;
}
