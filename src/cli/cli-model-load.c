/* SPDX-License-Identifier: MIT */
#include "cli/cli-model-load.h"

#include "cli/cli-interrupt.h"
#include "cli/cli-progress.h"
#include "digits/digits-images.h"
#include "lab/nabla-reader.h"

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

static void
show_progress (double done, gpointer data)
{
  cli_progress_show ("learning to read drawings", done);
}

/* The network for drawings, trained on the spot where it is not there yet. */
static NablaModel *
load_default (GError **error)
{
  NablaReaderWatch watch = { .stop = cli_interrupt_flag (), .progress = show_progress };
  cli_interrupt_catch ();
  NablaModel *model = nabla_reader_make (NULL, &watch, error);
  cli_progress_clear ();
  return model;
}

NablaModel *
cli_model_load (const char *path, GError **error)
{
  gboolean by_name =
      g_str_equal (path, NABLA_READER_MODEL) && !g_file_test (path, G_FILE_TEST_EXISTS);
  g_autoptr (NablaModel) model = by_name ? load_default (error) : nabla_model_load (path, error);
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
