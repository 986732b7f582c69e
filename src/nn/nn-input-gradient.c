/* SPDX-License-Identifier: MIT */
#include "nn/nn-input-gradient.h"

#include "nn/nn-batch.h"
#include "nn/nn-denormal.h"

/* A batch of this one example, fed forward. */
static NnStatus
feed (const NnNetwork *network, const float *input, NnKernelKind kernel, NnBatch **batch)
{
  if (!nn_kernel_is_available (kernel))
    return NN_ERROR_RANGE;
  *batch = nn_batch_new (network, 1, NN_BATCH_BACKWARD, nn_kernel_table (kernel));
  if (*batch == NULL)
    return NN_ERROR_MEMORY;
  nn_batch_load_input (*batch, input);
  nn_batch_forward (*batch, network, 1.0f);
  return NN_OK;
}

NnStatus
nn_input_gradient (const NnNetwork *network, const float *input, const float *target, NnCost cost,
                   NnKernelKind kernel, float *gradient)
{
  NnBatch *batch;

  if (!nn_cost_fits (cost, network->output))
    return NN_ERROR_RANGE;
  unsigned denormals = nn_denormal_ignore ();
  NnStatus status = feed (network, input, kernel, &batch);
  if (status == NN_OK) {
    nn_batch_set_errors (batch, 0, target); /* until they are errors they are targets */
    nn_batch_backward (batch, network, 1.0f, cost);
    nn_batch_get_input_gradient (batch, network, 0, gradient);
    nn_batch_free (batch);
  }
  nn_denormal_restore (denormals);
  return status;
}

NnStatus
nn_input_gradient_of_units (const NnNetwork *network, const float *input, const float *factors,
                            NnKernelKind kernel, float *z, float *gradient)
{
  NnBatch *batch;
  unsigned denormals = nn_denormal_ignore ();
  NnStatus status = feed (network, input, kernel, &batch);

  if (status == NN_OK) {
    if (z != NULL)
      nn_batch_get_z (batch, 0, z);
    nn_batch_set_errors (batch, 0, factors);
    nn_batch_backward_errors (batch, network, 1.0f);
    nn_batch_get_input_gradient (batch, network, 0, gradient);
    nn_batch_free (batch);
  }
  nn_denormal_restore (denormals);
  return status;
}
