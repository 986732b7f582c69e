/* SPDX-License-Identifier: MIT */
#include "nn/nn-batch.h"

#include "nn/nn-loops.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

/* Adds room for n elements to *n_bytes, starting at a multiple of the alignment; answers where. */
static uint64_t
reserve (uint64_t *n_bytes, uint64_t n, size_t element)
{
  uint64_t offset = *n_bytes;

  *n_bytes += (n * element + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return offset;
}

NnBatch *
nn_batch_new (const NnNetwork *network, int capacity)
{
  assert (capacity >= 1 && capacity <= NN_BATCH_CAPACITY);
  int L = network->n_layers, largest = 1;
  uint64_t m = (uint64_t) capacity, n_in = (uint64_t) network->sizes[0];
  uint64_t activations[NN_MAX_LAYERS], deltas[NN_MAX_LAYERS], n_bytes = 0;

  /* At most 64 · 16 · 65536 floats of each kind: 64 bits never overflow. */
  reserve (&n_bytes, 1, sizeof (NnBatch));
  uint64_t count = reserve (&n_bytes, m, sizeof (size_t));
  uint64_t index = reserve (&n_bytes, m * n_in, sizeof (uint16_t));
  uint64_t value = reserve (&n_bytes, m * n_in, sizeof (float));
  for (int l = 0; l < L; l++) {
    activations[l] = reserve (&n_bytes, m * (uint64_t) network->strides[l], sizeof (float));
    deltas[l] = reserve (&n_bytes, m * (uint64_t) network->strides[l], sizeof (float));
    largest = network->sizes[l + 1] > largest ? network->sizes[l + 1] : largest;
  }
  uint64_t z = reserve (&n_bytes, m * (uint64_t) network->strides[L - 1], sizeof (float));
  uint64_t target = reserve (&n_bytes, (uint64_t) network->strides[L - 1], sizeof (float));
  uint64_t identity = reserve (&n_bytes, (uint64_t) largest, sizeof (uint16_t));

  char *block = NULL;
  if (n_bytes > SIZE_MAX || posix_memalign ((void **) &block, ALIGNMENT, (size_t) n_bytes) != 0)
    return NULL;
  memset (block, 0, (size_t) n_bytes);

  NnBatch *batch = (NnBatch *) block;
  batch->capacity = capacity;
  batch->n_layers = L;
  memcpy (batch->sizes, network->sizes, sizeof batch->sizes);
  memcpy (batch->strides, network->strides, sizeof batch->strides);
  batch->count = (size_t *) (block + count);
  batch->index = (uint16_t *) (block + index);
  batch->value = (float *) (block + value);
  for (int l = 0; l < L; l++) {
    batch->activations[l] = (float *) (block + activations[l]);
    batch->deltas[l] = (float *) (block + deltas[l]);
  }
  batch->z = (float *) (block + z);
  batch->target = (float *) (block + target);
  batch->identity = (uint16_t *) (block + identity);
  for (int i = 0; i < largest; i++)
    batch->identity[i] = (uint16_t) i;
  batch->largest_input = 1.0f;
  return batch;
}

void
nn_batch_free (NnBatch *batch)
{
  free (batch);
}

/* Row `k` of activations or errors of layer `l`. */
static float *
row (const NnBatch *batch, float *const *rows, int l, int k)
{
  return rows[l] + (size_t) k * (size_t) batch->strides[l];
}

void
nn_batch_load_input (NnBatch *batch, int k, const float *input)
{
  size_t at = (size_t) k * (size_t) batch->sizes[0];
  size_t count =
      nn_loop_gather_inputs (input, batch->sizes[0], batch->index + at, batch->value + at);
  float largest = nn_loop_max_abs (batch->value + at, count);

  batch->count[k] = count;
  if (largest > batch->largest_input || isnan (largest))
    batch->largest_input = largest;
}

void
nn_batch_load (NnBatch *batch, int k, const NnSamples *samples, size_t i)
{
  size_t n_in = (size_t) batch->sizes[0], at = (size_t) k * n_in;

  if (samples->pixels != NULL)
    batch->count[k] = nn_loop_gather_pixels (samples->pixels + i * n_in, batch->sizes[0],
                                             batch->index + at, batch->value + at);
  else if (samples->inputs != NULL)
    nn_batch_load_input (batch, k, samples->inputs + i * n_in);
  else {
    float *in = malloc (n_in * sizeof *in);
    nn_samples_input (samples, i, in);
    nn_batch_load_input (batch, k, in);
    free (in);
  }
}

void
nn_batch_prefetch (const NnSamples *samples, size_t i)
{
  size_t n_in = (size_t) samples->n_in;

  if (samples->pixels != NULL)
    for (size_t k = 0; k < n_in && k < 1024; k += 64)
      __builtin_prefetch (samples->pixels + i * n_in + k);
  if (samples->labels != NULL)
    __builtin_prefetch (samples->labels + i);
}

void
nn_batch_forward (NnBatch *batch, const NnNetwork *network, int k)
{
  size_t at = (size_t) k * (size_t) batch->sizes[0], count = batch->count[k];
  const uint16_t *index = batch->index + at;
  const float *value = batch->value + at;

  for (int l = 0; l < batch->n_layers; l++) {
    bool last = l == batch->n_layers - 1;
    float *a = row (batch, batch->activations, l, k);
    float *z = last ? batch->z + (size_t) k * (size_t) batch->strides[l] : a;

    nn_loop_sum_rows (z, network->biases[l], network->weights[l], batch->strides[l], index, value,
                      count);
    nn_loop_sigmoid (z, a, batch->strides[l]);
    index = batch->identity;
    value = a;
    count = (size_t) batch->sizes[l + 1];
  }
}

void
nn_batch_backward (NnBatch *batch, const NnNetwork *network, int k, NnCost cost, const float *y)
{
  int L = batch->n_layers;

  nn_cost_delta (cost, network->output, nn_batch_output (batch, k), y,
                 row (batch, batch->deltas, L - 1, k), batch->sizes[L]);
  for (int l = L - 1; l > 0; l--) {
    const float *delta = row (batch, batch->deltas, l, k);
    float *below = row (batch, batch->deltas, l - 1, k);
    int stride = batch->strides[l], n = batch->sizes[l];

    for (int i = 0; i < n; i++)
      below[i] = nn_loop_dot (network->weights[l] + (size_t) i * (size_t) stride, delta, stride);
    nn_loop_times_slope (below, row (batch, batch->activations, l - 1, k), n);
  }
}

void
nn_batch_learn (NnBatch *batch, const NnNetwork *network, int k, NnCost cost,
                const NnSamples *samples, size_t i)
{
  nn_batch_load (batch, k, samples, i);
  nn_batch_forward (batch, network, k);
  nn_samples_target (samples, i, network->output, batch->target);
  nn_batch_backward (batch, network, k, cost, batch->target);
}

float
nn_batch_add_gradient (NnBatch *batch, int n, float factor, NnNetwork *sum)
{
  float largest = 0.0f;

  for (int l = 0; l < batch->n_layers; l++) {
    int stride = batch->strides[l];
    size_t n_deltas = (size_t) n * (size_t) stride;

    nn_loop_scale (batch->deltas[l], factor, n_deltas);
    float layer_largest = nn_loop_max_abs (batch->deltas[l], n_deltas);
    if (layer_largest > largest || isnan (layer_largest))
      largest = layer_largest;

    for (int k = 0; k < n; k++) {
      const float *step = row (batch, batch->deltas, l, k);
      size_t at = (size_t) k * (size_t) batch->sizes[0];

      if (l == 0)
        nn_loop_add_rows (sum->weights[0], stride, batch->index + at, batch->value + at,
                          batch->count[k], step);
      else
        nn_loop_add_rows (sum->weights[l], stride, batch->identity,
                          row (batch, batch->activations, l - 1, k), (size_t) batch->sizes[l],
                          step);
      nn_loop_add (sum->biases[l], step, (size_t) stride);
    }
  }
  return largest;
}

const float *
nn_batch_output (const NnBatch *batch, int k)
{
  return row (batch, batch->activations, batch->n_layers - 1, k);
}

const float *
nn_batch_output_z (const NnBatch *batch, int k)
{
  return batch->z + (size_t) k * (size_t) batch->strides[batch->n_layers - 1];
}
