/* SPDX-License-Identifier: MIT */
/* Writing; nabla-network2-read.c reads. */
#include "lab/nabla-network2.h"

#include "lab/nabla-model-file.h"

#include <math.h>

/* A float32 has at most nine digits; the first number of them that reads back the same. */
static void
append_float (GString *json, float value)
{
  static const char *const formats[] = { "%.6g", "%.7g", "%.8g", "%.9g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_ascii_formatd (text, sizeof text, formats[i], (double) value);
    if ((float) g_ascii_strtod (text, NULL) == value)
      break;
  }
  g_string_append (json, text);
}

static void
append_matrix (GString *json, const float *values, gsize rows, gsize columns)
{
  g_string_append_c (json, '[');
  for (gsize row = 0; row < rows; row++) {
    g_string_append (json, row > 0 ? ", [" : "[");
    for (gsize column = 0; column < columns; column++) {
      if (column > 0)
        g_string_append (json, ", ");
      append_float (json, values[row * columns + column]);
    }
    g_string_append_c (json, ']');
  }
  g_string_append_c (json, ']');
}

/* "weights" or "biases" of all layers. */
static void
append_layers (GString *json, const NnNetwork *network, gboolean of_biases)
{
  g_string_append_printf (json, ", \"%s\": [", of_biases ? "biases" : "weights");
  for (int l = 0; l < network->n_layers; l++) {
    gsize n_out = (gsize) network->sizes[l + 1], n_in = (gsize) network->sizes[l];
    g_autofree float *weights = g_new (float, n_out *n_in);
    g_autofree float *biases = g_new (float, n_out);
    nn_network_get_layer (network, l, weights, biases);
    if (l > 0)
      g_string_append (json, ", ");
    append_matrix (json, of_biases ? biases : weights, n_out, of_biases ? 1 : n_in);
  }
  g_string_append_c (json, ']');
}

/* What network2 does not know of the network; NULL where it knows all. */
static const char *
stranger (const NnNetwork *network, NnCost cost)
{
  if (network->n_layers > 1 && network->activation == NN_ACTIVATION_TANH)
    return "hidden tanh units";
  if (network->n_layers > 1 && network->activation == NN_ACTIVATION_RELU)
    return "hidden rectified linear units";
  if (network->output == NN_OUTPUT_SOFTMAX)
    return "a softmax output layer";
  if (network->output == NN_OUTPUT_TANH)
    return "tanh output units";
  return cost == NN_COST_LOG_LIKELIHOOD ? "the log-likelihood cost" : NULL;
}

gboolean
nabla_network2_write (const NnNetwork *network, NnCost cost, const char *path, GError **error)
{
  const char *strange = stranger (network, cost);
  if (strange != NULL) {
    g_autofree char *name = g_filename_display_name (path);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 "%s cannot be written as JSON: network2 has sigmoid units alone, and this network "
                 "has %s",
                 name, strange);
    return FALSE;
  }
  g_autoptr (GString) json = g_string_new ("{\"sizes\": [");
  for (int l = 0; l <= network->n_layers; l++)
    g_string_append_printf (json, "%s%d", l > 0 ? ", " : "", network->sizes[l]);
  g_string_append_c (json, ']');
  append_layers (json, network, FALSE);
  append_layers (json, network, TRUE);
  g_string_append_printf (json, ", \"cost\": \"%s\"}\n",
                          cost == NN_COST_QUADRATIC ? "QuadraticCost" : "CrossEntropyCost");
  return nabla_model_file_write (path, json->str, json->len, error);
}
