/* SPDX-License-Identifier: MIT */
#include "nn/nn-network.h"

#include "nn/nn-batch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT    64
#define HEADER_BYTES ((sizeof (NnNetwork) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static void
set_status (NnStatus *status, NnStatus value)
{
  if (status != NULL)
    *status = value;
}

/* The floats of all weights and biases with padding, 0 where no network has these sizes. A layer
 * has less than 2^33 of them and there are at most 16, so that the sum fits in 64 bits. */
static uint64_t
count_floats (const int *sizes, int n_sizes)
{
  uint64_t n_floats = 0;

  if (sizes == NULL || n_sizes < 2 || n_sizes > NN_MAX_LAYERS + 1)
    return 0;
  for (int l = 0; l < n_sizes; l++)
    if (sizes[l] < 1 || sizes[l] > NN_MAX_UNITS)
      return 0;
  for (int l = 0; l + 1 < n_sizes; l++)
    n_floats += ((uint64_t) sizes[l] + 1) * (uint64_t) nn_panel_stride (sizes[l + 1]);
  return n_floats <= NN_MAX_PARAMETERS ? n_floats : 0;
}

NnNetwork *
nn_network_new (const int *sizes, int n_sizes, NnStatus *status)
{
  uint64_t n_floats = count_floats (sizes, n_sizes);
  if (n_floats == 0) {
    set_status (status, NN_ERROR_SHAPE);
    return NULL;
  }

  NnNetwork *network = NULL;
  size_t n_bytes = HEADER_BYTES + (size_t) n_floats * sizeof (float);
  if (posix_memalign ((void **) &network, ALIGNMENT, n_bytes) != 0) {
    set_status (status, NN_ERROR_MEMORY);
    return NULL;
  }
  memset (network, 0, n_bytes);

  float *next = (float *) ((char *) network + HEADER_BYTES);
  network->references = 1;
  network->n_layers = n_sizes - 1;
  network->n_floats = (size_t) n_floats;
  memcpy (network->sizes, sizes, (size_t) n_sizes * sizeof *sizes);
  for (int l = 0; l < network->n_layers; l++) {
    network->strides[l] = nn_panel_stride (sizes[l + 1]);
    network->weights[l] = next;
    next += (size_t) sizes[l] * (size_t) network->strides[l];
    network->biases[l] = next;
    next += network->strides[l];
  }
  set_status (status, NN_OK);
  return network;
}

void
nn_network_set_units (NnNetwork *network, NnActivation activation, NnOutput output)
{
  network->activation = activation;
  network->output = output;
}

NnNetwork *
nn_network_copy (const NnNetwork *network)
{
  NnNetwork *copy = nn_network_new (network->sizes, network->n_layers + 1, NULL);

  if (copy != NULL) {
    nn_network_set_units (copy, network->activation, network->output);
    nn_network_assign (copy, network);
  }
  return copy;
}

NnNetwork *
nn_network_ref (NnNetwork *network)
{
  __atomic_fetch_add (&network->references, 1, __ATOMIC_RELAXED);
  return network;
}

void
nn_network_unref (NnNetwork *network)
{
  if (network != NULL && __atomic_sub_fetch (&network->references, 1, __ATOMIC_ACQ_REL) == 0)
    free (network);
}

void
nn_network_assign (NnNetwork *network, const NnNetwork *source)
{
  assert (nn_network_same_shape (network, source));
  if (network != source)
    memcpy (network->weights[0], source->weights[0], source->n_floats * sizeof (float));
}

void
nn_network_clear (NnNetwork *network)
{
  memset (network->weights[0], 0, network->n_floats * sizeof (float));
}

bool
nn_network_same_shape (const NnNetwork *a, const NnNetwork *b)
{
  size_t n_sizes = (size_t) a->n_layers + 1;

  return a->n_layers == b->n_layers && memcmp (a->sizes, b->sizes, n_sizes * sizeof (int)) == 0;
}

void
nn_network_initialise (NnNetwork *network, NnInit init, bool zero_biases, uint64_t seed)
{
  NnRng rng;

  nn_rng_seed_stream (&rng, seed, NN_STREAM_INITIALISE);
  for (int l = 0; l < network->n_layers; l++) {
    int n_in = network->sizes[l], n_out = network->sizes[l + 1];
    double deviation = init == NN_INIT_SCALED ? 1.0 / sqrt (n_in) : 1.0;

    for (int out = 0; out < n_out; out++)
      for (int in = 0; in < n_in; in++)
        nn_network_set_weight (network, l, out, in, (float) (deviation * nn_rng_normal (&rng)));
    for (int out = 0; out < n_out; out++) {
      double bias =
          nn_rng_normal (&rng); /* drawn in any case, so that later weights are the same */
      network->biases[l][out] = zero_biases ? 0.0f : (float) bias;
    }
  }
}

size_t
nn_network_n_parameters (const NnNetwork *network)
{
  size_t n = 0;

  for (int l = 0; l < network->n_layers; l++)
    n += ((size_t) network->sizes[l] + 1) * (size_t) network->sizes[l + 1];
  return n;
}

size_t
nn_network_n_units (const NnNetwork *network)
{
  size_t n = 0;

  for (int l = 0; l < network->n_layers; l++)
    n += (size_t) network->sizes[l + 1];
  return n;
}

static float *
weight_at (const NnNetwork *network, int layer, int out, int in)
{
  assert (layer >= 0 && layer < network->n_layers);
  assert (in >= 0 && in < network->sizes[layer] && out >= 0 && out < network->sizes[layer + 1]);
  return network->weights[layer] + nn_panel_at (network->sizes[layer], in, out);
}

float
nn_network_weight (const NnNetwork *network, int layer, int out, int in)
{
  return *weight_at (network, layer, out, in);
}

void
nn_network_set_weight (NnNetwork *network, int layer, int out, int in, float weight)
{
  *weight_at (network, layer, out, in) = weight;
}

const float *
nn_network_incoming (const NnNetwork *network, int layer, int out, size_t *step)
{
  *step = NN_PANEL;
  return weight_at (network, layer, out, 0);
}

void
nn_network_get_layer (const NnNetwork *network, int layer, float *weights, float *biases)
{
  int n_in = network->sizes[layer], n_out = network->sizes[layer + 1];

  for (int out = 0; out < n_out; out++)
    for (int in = 0; in < n_in; in++)
      *weights++ = *weight_at (network, layer, out, in);
  memcpy (biases, network->biases[layer], (size_t) n_out * sizeof (float));
}

void
nn_network_set_layer (NnNetwork *network, int layer, const float *weights, const float *biases)
{
  int n_in = network->sizes[layer], n_out = network->sizes[layer + 1];

  for (int out = 0; out < n_out; out++)
    for (int in = 0; in < n_in; in++)
      *weight_at (network, layer, out, in) = *weights++;
  memcpy (network->biases[layer], biases, (size_t) n_out * sizeof (float));
}

bool
nn_network_is_finite (const NnNetwork *network)
{
  return nn_kernel_table (NN_KERNEL_AUTO)->max_abs (network->weights[0], network->n_floats) <=
         NN_PARAMETER_LIMIT;
}

double
nn_network_layer_sum_squares (const NnNetwork *network, int layer)
{
  size_t n = (size_t) network->sizes[layer] * (size_t) network->strides[layer];
  const float *weights = network->weights[layer];
  double part[4] = { 0 }; /* strides are multiples of 16; padding adds nothing */

  for (size_t i = 0; i < n; i += 4)
    for (size_t k = 0; k < 4; k++)
      part[k] += (double) weights[i + k] * (double) weights[i + k];
  return (part[0] + part[1]) + (part[2] + part[3]);
}

double
nn_network_sum_squares (const NnNetwork *network)
{
  double sum = 0.0;

  for (int l = 0; l < network->n_layers; l++)
    sum += nn_network_layer_sum_squares (network, l);
  return sum;
}

double
nn_network_sum_magnitudes (const NnNetwork *network)
{
  double sum = 0.0;

  for (int l = 0; l < network->n_layers; l++) {
    size_t n = (size_t) network->sizes[l] * (size_t) network->strides[l];
    for (size_t i = 0; i < n; i++)
      sum += fabs ((double) network->weights[l][i]);
  }
  return sum;
}

void
nn_network_scale_outgoing (NnNetwork *network, float factor)
{
  for (int l = 1; l < network->n_layers; l++) {
    size_t n = (size_t) network->sizes[l] * (size_t) network->strides[l];
    for (size_t i = 0; i < n; i++)
      network->weights[l][i] *= factor;
  }
}

NnStatus
nn_network_feed_forward (const NnNetwork *network, const float *input, float *activations)
{
  NnBatch *batch = nn_batch_new (network, 1, NN_BATCH_FORWARD, nn_kernel_table (NN_KERNEL_AUTO));

  if (batch == NULL)
    return NN_ERROR_MEMORY;
  nn_batch_load_input (batch, input);
  nn_batch_forward (batch, network, 1.0f);
  for (int l = 0; l < network->n_layers; l++) {
    nn_batch_get (batch, l, 0, activations);
    activations += network->sizes[l + 1];
  }
  nn_batch_free (batch);
  return NN_OK;
}
