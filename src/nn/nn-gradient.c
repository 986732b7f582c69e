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

/* gradient += mean of ∂C over all samples. */
static NnStatus
add_mean (const NnNetwork *network, const NnSamples *samples, NnCost cost, NnDropMask kept,
          NnKernelKind kernel, NnNetwork *gradient)
{
  (void) kept, (void) kernel;
  size_t capacity = samples->n < NN_BATCH_CAPACITY ? samples->n : NN_BATCH_CAPACITY;
  NnBatch *batch = nn_batch_new (network, (int) capacity);

  if (batch == NULL)
    return NN_ERROR_MEMORY;
  for (size_t first = 0; first < samples->n; first += capacity) {
    size_t n = samples->n - first < capacity ? samples->n - first : capacity;
    for (size_t k = 0; k < n; k++)
      nn_batch_learn (batch, network, (int) k, cost, samples, first + k);
    nn_batch_add_gradient (batch, (int) n, (float) (1.0 / (double) samples->n), gradient);
  }
  nn_batch_free (batch);
  return NN_OK;
}

/* gradient += λ/n · w + λ₁/n · sgn w for all weights; sgn 0 = 0. */
static void
add_regularisation (const NnNetwork *network, const NnObjective *objective, size_t n,
                    NnNetwork *gradient)
{
  float l2 = (float) (objective->l2 / (double) n), l1 = (float) (objective->l1 / (double) n);

  if (l2 == 0.0f && l1 == 0.0f)
    return;
  for (int l = 0; l < network->n_layers; l++)
    for (int out = 0; out < network->sizes[l + 1]; out++)
      for (int in = 0; in < network->sizes[l]; in++) {
        float w = nn_network_weight (network, l, out, in);
        float sign = (float) ((w > 0.0f) - (w < 0.0f));
        nn_network_set_weight (gradient, l, out, in,
                               nn_network_weight (gradient, l, out, in) + l2 * w + l1 * sign);
      }
}

NnStatus
nn_gradient (const NnNetwork *network, const NnSamples *samples, const NnObjective *objective,
             NnDropMask kept, NnKernelKind kernel, NnNetwork *gradient)
{
  NnStatus status = check_arguments (network, samples, objective, kernel, gradient);

  if (status != NN_OK)
    return status;
  nn_network_clear (gradient);
  status = add_mean (network, samples, objective->cost, kept, kernel, gradient);
  if (status == NN_OK)
    add_regularisation (network, objective, samples->n, gradient);
  return status;
}
