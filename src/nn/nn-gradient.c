/* SPDX-License-Identifier: MIT */
#include "nn/nn-gradient.h"

#include "nn/nn-batch.h"

static NnStatus
check_arguments (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
                 NnKernelKind kernel, const NnNetwork *gradient)
{
  NnStatus status = nn_samples_check (samples);

  if (status != NN_OK)
    return status;
  if (!nn_samples_fit (samples, network->sizes, network->n_layers) ||
      !nn_network_same_shape (network, gradient))
    return NN_ERROR_SHAPE;
  return nn_cost_fits (objective->cost, network->output) && nn_kernel_is_available (kernel)
             ? NN_OK
             : NN_ERROR_RANGE;
}

/* gradient += λ/n · w + λ₁/n · sgn w */
static void
add_regularisation (const NnNetwork *network, const NnObjective *objective, double n,
                    const NnKernel *kernel, NnNetwork *gradient)
{
  if (objective->l2 == 0.0 && objective->l1 == 0.0)
    return;
  for (int l = 0; l < network->n_layers; l++)
    kernel->regularise (gradient->weights[l], network->weights[l], 1.0f,
                        (float) (objective->l2 / n), (float) (-objective->l1 / n),
                        (size_t) network->sizes[l] * (size_t) network->strides[l]);
}

static void
hold_mask (NnBatch *batch, NnDropMask kept)
{
  batch->is_dropping = kept != NULL;
  for (int l = 0; l + 1 < batch->n_layers && kept != NULL; l++)
    for (int j = 0; j < batch->sizes[l + 1]; j++)
      batch->kept[l][j] = kept[l][j] != 0 ? 1.0f : 0.0f;
}

NnStatus
nn_gradient (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
             NnDropMask kept, NnKernelKind kernel, NnNetwork *gradient)
{
  NnStatus status = check_arguments (network, samples, objective, kernel, gradient);

  if (status != NN_OK)
    return status;
  size_t n = samples->n, capacity = n < NN_BATCH_CAPACITY ? n : NN_BATCH_CAPACITY;
  NnBatch *batch =
      nn_batch_new (network, (int) capacity, NN_BATCH_BACKWARD, nn_kernel_table (kernel));
  if (batch == NULL)
    return NN_ERROR_MEMORY;

  capacity = (size_t) batch->capacity;
  hold_mask (batch, kept);
  nn_network_clear (gradient);
  for (size_t first = 0; first < n; first += capacity) {
    nn_batch_clear (batch);
    for (size_t i = first; i < n && i < first + capacity; i++) {
      nn_batch_load (batch, samples, i);
      nn_batch_load_target (batch, samples, i, network->output);
    }
    nn_batch_forward (batch, network, 1.0f);
    nn_batch_backward (batch, network, 1.0f, objective->cost);
    nn_batch_add_gradient (batch, (float) (1.0 / (double) n), 1.0f, gradient);
  }
  add_regularisation (network, objective, (double) n, batch->kernel, gradient);
  nn_batch_free (batch);
  return NN_OK;
}
