/* SPDX-License-Identifier: MIT */
#include "nn/nn-evaluation.h"

#include "nn/nn-batch.h"

#include <string.h>

NnStatus
nn_evaluate (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
             NnKernelKind kernel, const atomic_bool *stop, NnEvaluation *evaluation)
{
  if (nn_samples_check (samples) != NN_OK ||
      !nn_samples_fit (samples, network->sizes, network->n_layers))
    return NN_ERROR_SHAPE;
  if (!nn_cost_fits (objective->cost, network->output) || !nn_kernel_is_available (kernel))
    return NN_ERROR_RANGE;
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
    nn_samples_target (samples, i, network->output, batch->target);
    sum += nn_cost_value (objective->cost, network->output, nn_batch_output_z (batch, 0),
                          batch->target, n_out);
    n_correct +=
        nn_encoding_label (samples->encoding, network->output, nn_batch_output (batch, 0), n_out) ==
        nn_encoding_label (samples->encoding, network->output, batch->target, n_out);
  }
  nn_batch_free (batch);

  double n = (double) samples->n;
  evaluation->n = samples->n;
  evaluation->n_correct = n_correct;
  evaluation->accuracy = (double) n_correct / n;
  evaluation->cost = sum / n;
  if (objective->l2 != 0.0)
    evaluation->cost += objective->l2 / (2.0 * n) * nn_network_sum_squares (network);
  if (objective->l1 != 0.0)
    evaluation->cost += objective->l1 / n * nn_network_sum_magnitudes (network);
  return NN_OK;
}

NnStatus
nn_predict (const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
            float *outputs, uint8_t *predicted)
{
  if (nn_samples_check (samples) != NN_OK ||
      !nn_samples_fit (samples, network->sizes, network->n_layers) || first > samples->n ||
      n > samples->n - first ||
      (predicted != NULL &&
       nn_encoding_n_labels (samples->encoding, samples->n_out) > UINT8_MAX + 1))
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
      predicted[i] =
          (uint8_t) nn_encoding_label (samples->encoding, network->output, output, samples->n_out);
  }
  nn_batch_free (batch);
  return NN_OK;
}
