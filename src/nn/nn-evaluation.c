/* SPDX-License-Identifier: MIT */
#include "nn/nn-evaluation.h"

#include "nn/nn-batch.h"

#include <string.h>

static bool
fits (const NnNetwork *network, const NnSamples *samples)
{
  return nn_samples_check (samples) == NN_OK && samples->n_in == network->sizes[0] &&
         samples->n_out == network->sizes[network->n_layers];
}

/* The first of the largest. */
static int
index_of_largest (const float *values, int n)
{
  int largest = 0;

  for (int i = 1; i < n; i++)
    if (values[i] > values[largest])
      largest = i;
  return largest;
}

NnStatus
nn_evaluate (const NnNetwork *network, const NnSamples *samples, NnCost cost, double l2,
             const atomic_bool *stop, NnEvaluation *evaluation)
{
  if (!fits (network, samples))
    return NN_ERROR_SHAPE;
  NnBatch *batch = nn_batch_new (network, 1);
  if (batch == NULL)
    return NN_ERROR_MEMORY;

  int n_out = samples->n_out;
  double sum = 0.0;
  size_t n_correct = 0;
  for (size_t i = 0; i < samples->n; i++) {
    if (stop != NULL && atomic_load_explicit (stop, memory_order_relaxed)) {
      nn_batch_free (batch);
      return NN_STOPPED;
    }
    nn_batch_load (batch, 0, samples, i);
    nn_batch_forward (batch, network, 0);
    nn_samples_get (samples, i, NULL, batch->target);
    sum += nn_cost_value (cost, nn_batch_output_z (batch, 0), batch->target, n_out);
    n_correct += index_of_largest (nn_batch_output (batch, 0), n_out) ==
                 index_of_largest (batch->target, n_out);
  }
  nn_batch_free (batch);

  double n = (double) samples->n;
  evaluation->n = samples->n;
  evaluation->n_correct = n_correct;
  evaluation->accuracy = (double) n_correct / n;
  evaluation->cost = sum / n;
  if (l2 != 0.0)
    evaluation->cost += l2 / (2.0 * n) * nn_network_sum_squares (network);
  return NN_OK;
}

NnStatus
nn_predict (const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
            float *outputs, uint8_t *predicted)
{
  if (!fits (network, samples) || first > samples->n || n > samples->n - first ||
      (predicted != NULL && samples->n_out > UINT8_MAX + 1))
    return NN_ERROR_SHAPE;
  NnBatch *batch = nn_batch_new (network, 1);
  if (batch == NULL)
    return NN_ERROR_MEMORY;

  size_t n_out = (size_t) samples->n_out;
  for (size_t i = 0; i < n; i++) {
    nn_batch_load (batch, 0, samples, first + i);
    nn_batch_forward (batch, network, 0);
    const float *output = nn_batch_output (batch, 0);
    if (outputs != NULL)
      memcpy (outputs + i * n_out, output, n_out * sizeof (float));
    if (predicted != NULL)
      predicted[i] = (uint8_t) index_of_largest (output, samples->n_out);
  }
  nn_batch_free (batch);
  return NN_OK;
}
