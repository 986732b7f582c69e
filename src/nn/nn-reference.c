/* SPDX-License-Identifier: MIT */
#include "nn/nn-reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

NnReference *
nn_reference_new (const NnNetwork *network)
{
  size_t n = nn_network_n_parameters (network); /* ≤ 2^28, so the product below fits */
  NnReference *reference = malloc (sizeof *reference + n * sizeof (double));

  if (reference == NULL)
    return NULL;
  reference->n_layers = network->n_layers;
  memcpy (reference->sizes, network->sizes, sizeof reference->sizes);
  reference->n_parameters = n;
  reference->parameters = (double *) (reference + 1);

  double *p = reference->parameters;
  for (int l = 0; l < network->n_layers; l++) {
    reference->first[l] = (size_t) (p - reference->parameters);
    for (int out = 0; out < network->sizes[l + 1]; out++)
      for (int in = 0; in < network->sizes[l]; in++)
        *p++ = nn_network_weight (network, l, out, in);
    for (int out = 0; out < network->sizes[l + 1]; out++)
      *p++ = network->biases[l][out];
  }
  reference->first[network->n_layers] = n;
  return reference;
}

void
nn_reference_free (NnReference *reference)
{
  free (reference);
}

double *
nn_reference_weights (const NnReference *reference, int layer)
{
  return reference->parameters + reference->first[layer];
}

double *
nn_reference_biases (const NnReference *reference, int layer)
{
  return reference->parameters + reference->first[layer + 1] - reference->sizes[layer + 1];
}

size_t
nn_reference_n_units (const NnReference *reference)
{
  size_t n = 0;

  for (int l = 0; l <= reference->n_layers; l++)
    n += (size_t) reference->sizes[l];
  return n;
}

static double
input_of (const NnSamples *samples, size_t i, int k)
{
  size_t at = i * (size_t) samples->n_in + (size_t) k;

  return samples->pixels != NULL ? samples->pixels[at] / 255.0 : (double) samples->inputs[at];
}

static double
target_of (const NnSamples *samples, size_t i, int j)
{
  if (samples->labels != NULL)
    return samples->labels[i] == j ? 1.0 : 0.0;
  return (double) samples->targets[i * (size_t) samples->n_out + (size_t) j];
}

/* Activations of all layers, the input first; answers the cost of the example. */
static double
feed_forward (const NnReference *reference, const NnSamples *samples, size_t i, NnCost cost,
              double *units)
{
  double sum = 0.0, *a = units;

  for (int k = 0; k < reference->sizes[0]; k++)
    a[k] = input_of (samples, i, k);
  for (int l = 0; l < reference->n_layers; l++) {
    int n_in = reference->sizes[l], n_out = reference->sizes[l + 1];
    const double *w = nn_reference_weights (reference, l), *b = nn_reference_biases (reference, l);

    for (int j = 0; j < n_out; j++) {
      double z = b[j];
      for (int k = 0; k < n_in; k++)
        z += w[(size_t) j * (size_t) n_in + (size_t) k] * a[k];
      a[n_in + j] = 1.0 / (1.0 + exp (-z));
      if (l == reference->n_layers - 1) {
        double y = target_of (samples, i, j), error = y - a[n_in + j];
        double softplus = fmax (z, 0.0) + log1p (exp (-fabs (z)));
        sum += cost == NN_COST_QUADRATIC ? 0.5 * error * error : softplus - y * z;
      }
    }
    a += n_in;
  }
  return sum;
}

double
nn_reference_cost (const NnReference *reference, const NnSamples *samples, size_t first, size_t n,
                   NnCost cost, double l2, double *units)
{
  double sum = 0.0, squares = 0.0;

  for (size_t i = first; i < first + n; i++)
    sum += feed_forward (reference, samples, i, cost, units);
  for (int l = 0; l < reference->n_layers && l2 != 0.0; l++)
    for (const double *w = nn_reference_weights (reference, l);
         w < nn_reference_biases (reference, l); w++)
      squares += *w * *w;
  return sum / (double) n + l2 / (2.0 * (double) n) * squares;
}

/* Adds ∂C of one example, fed forward before, to `gradient` (BP1–BP4). errors[n_units]. */
static void
backpropagate (const NnReference *reference, const NnSamples *samples, size_t i, NnCost cost,
               const double *units, double *errors, NnReference *gradient)
{
  int L = reference->n_layers;
  size_t end = nn_reference_n_units (reference) - (size_t) reference->sizes[L];
  const double *a = units + end; /* of the layer above the weights, as are the errors */
  double *delta = errors + end;

  for (int j = 0; j < reference->sizes[L]; j++) {
    delta[j] = a[j] - target_of (samples, i, j);
    if (cost == NN_COST_QUADRATIC)
      delta[j] *= a[j] * (1.0 - a[j]);
  }
  for (int l = L - 1; l >= 0; l--) {
    int n_in = reference->sizes[l], n_out = reference->sizes[l + 1];
    const double *w = nn_reference_weights (reference, l), *below = a - n_in;
    double *dw = nn_reference_weights (gradient, l), *db = nn_reference_biases (gradient, l);

    for (int j = 0; j < n_out; j++) {
      db[j] += delta[j];
      for (int k = 0; k < n_in; k++)
        dw[(size_t) j * (size_t) n_in + (size_t) k] += delta[j] * below[k];
    }
    for (int k = 0; k < n_in; k++) {
      double sum = 0.0;
      for (int j = 0; j < n_out; j++)
        sum += w[(size_t) j * (size_t) n_in + (size_t) k] * delta[j];
      (delta - n_in)[k] = sum * below[k] * (1.0 - below[k]);
    }
    a -= n_in;
    delta -= n_in;
  }
}

void
nn_reference_gradient (const NnReference *reference, const NnSamples *samples, size_t first,
                       size_t n, NnCost cost, double l2, NnReference *gradient, double *scratch)
{
  double *errors = scratch + nn_reference_n_units (reference);

  memset (gradient->parameters, 0, gradient->n_parameters * sizeof (double));
  for (size_t i = first; i < first + n; i++) {
    feed_forward (reference, samples, i, cost, scratch);
    backpropagate (reference, samples, i, cost, scratch, errors, gradient);
  }
  for (size_t p = 0; p < gradient->n_parameters; p++)
    gradient->parameters[p] /= (double) n;
  for (int l = 0; l < reference->n_layers; l++) {
    size_t n_weights = (size_t) reference->sizes[l] * (size_t) reference->sizes[l + 1];
    for (size_t p = 0; p < n_weights; p++)
      nn_reference_weights (gradient, l)[p] +=
          l2 / (double) n * nn_reference_weights (reference, l)[p];
  }
}
