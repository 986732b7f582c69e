/* SPDX-License-Identifier: MIT */
/* What a set-up must be to be trained: values in their ranges, that go together. */
#include "lab/nabla-parameter.h"

#include "digits/digits-images.h"

#include <glib/gi18n-lib.h>

/* More parameters than this would not fit beside the images in an ordinary machine's memory. */
#define MOST_PARAMETERS ((gint64) NN_MAX_PARAMETERS / 4)

#define N_DIGITS 10
#define N_BITS   4 /* that tell ten digits apart */

static gint64
outputs_of_encoding (const NablaHyperParameters *hyper_parameters)
{
  return hyper_parameters->encoding == NN_ENCODING_BINARY ? N_BITS : N_DIGITS;
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
validate_value (const NablaParameter *parameter, const NablaHyperParameters *hyper_parameters,
                GError **error)
{
  double number = nabla_parameter_get_number (parameter, hyper_parameters);
  if (parameter->kind == NABLA_PARAMETER_CHOICE) {
    double choices = g_strv_length ((char **) parameter->choices);
    if (number >= 0 && number < choices)
      return TRUE;
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE, "%s has no choice number %.0f",
                 parameter->option, number);
    return FALSE;
  }
  /* What text is refused is said in one place. */
  NablaHyperParameters copy = *hyper_parameters;
  g_autofree char *text = nabla_parameter_get_text (parameter, hyper_parameters);
  if (!nabla_parameter_set_text (parameter, &copy, text, error))
    return FALSE;
  if (nabla_parameter_equal (parameter, &copy, hyper_parameters))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE, "%s has a value that cannot be written",
               parameter->option);
  return FALSE;
}

static gboolean
validate_layers (const NablaHyperParameters *hyper_parameters, GError **error)
{
  const gint64 *layers = hyper_parameters->layers;
  gint64 n = hyper_parameters->n_layers, n_out = outputs_of_encoding (hyper_parameters);
  if (layers[0] != DIGITS_PIXELS || layers[n - 1] != n_out) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 _ ("layers must begin with 784 (an image has 28×28 pixels) and end with %s, not "
                    "%d and %d"),
                 n_out == N_BITS ? _ ("4 (the bits of the binary encoding)") : _ ("10 (digits)"),
                 (int) layers[0], (int) layers[n - 1]);
    return FALSE;
  }
  gint64 parameters = 0;
  for (gint64 i = 1; i < n; i++)
    parameters += (layers[i - 1] + 1) * layers[i];
  if (parameters > MOST_PARAMETERS) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 "layers give %" G_GINT64_FORMAT " weights and biases; at most %" G_GINT64_FORMAT
                 " are possible",
                 parameters, MOST_PARAMETERS);
    return FALSE;
  }
  return TRUE;
}

/* What makes sense of each other: see nn_cost_fits. */
static gboolean
validate_output (const NablaHyperParameters *hyper_parameters, GError **error)
{
  gboolean softmax = hyper_parameters->output == NN_OUTPUT_SOFTMAX;
  if (softmax && hyper_parameters->encoding == NN_ENCODING_BINARY)
    return refuse (error,
                   _ ("softmax outputs share one certainty among units of which one is right, "
                      "but of the four bits of the binary encoding several may be on: choose "
                      "sigmoid output, or one-hot encoding"));
  if (nn_cost_fits ((NnCost) hyper_parameters->cost, (NnOutput) hyper_parameters->output))
    return TRUE;
  if (!softmax)
    return refuse (error,
                   _ ("log-likelihood cost looks at the right digit's output alone, which makes "
                      "sense only where the outputs sum to 1: choose softmax output, or "
                      "cross-entropy cost"));
  return refuse (error,
                 hyper_parameters->cost == NN_COST_QUADRATIC
                     ? _ ("quadratic cost is for outputs that each answer for themselves, and "
                          "learns slowly through softmax: choose log-likelihood cost, or "
                          "sigmoid output")
                     : _ ("cross-entropy cost takes each output as a yes or no of its own, but "
                          "those of softmax share one certainty: choose log-likelihood cost, "
                          "or sigmoid output"));
}

gboolean
nabla_hyper_parameters_validate (const NablaHyperParameters *hyper_parameters, GError **error)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  if (hyper_parameters->n_layers < 2 || hyper_parameters->n_layers > NN_MAX_LAYERS + 1) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE, "layers are 2 to %d sizes",
                 NN_MAX_LAYERS + 1);
    return FALSE;
  }
  for (gsize i = 0; i < n; i++)
    if (!validate_value (&table[i], hyper_parameters, error))
      return FALSE;
  return validate_output (hyper_parameters, error) && validate_layers (hyper_parameters, error);
}

gboolean
nabla_hyper_parameters_fit_cost (NablaHyperParameters *hyper_parameters)
{
  gint64 n_out = outputs_of_encoding (hyper_parameters);
  gint64 *last = &hyper_parameters->layers[hyper_parameters->n_layers - 1];
  gint64 cost = hyper_parameters->cost;
  if (hyper_parameters->output == NN_OUTPUT_SOFTMAX)
    cost = NN_COST_LOG_LIKELIHOOD;
  else if (cost == NN_COST_LOG_LIKELIHOOD)
    cost = NN_COST_CROSS_ENTROPY;
  gboolean changed = cost != hyper_parameters->cost || n_out != *last;
  hyper_parameters->cost = cost;
  *last = n_out;
  return changed;
}
