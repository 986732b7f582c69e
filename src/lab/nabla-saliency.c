/* SPDX-License-Identifier: MIT */
#include "lab/nabla-saliency.h"

#include "nn/nn-input-gradient.h"

void
nabla_saliency_factors (NnEncoding encoding, int digit, int n_out, float *factors)
{
  for (int j = 0; j < n_out; j++)
    if (encoding == NN_ENCODING_BINARY)
      factors[j] = digit >> j & 1 ? 1.0f : -1.0f;
    else
      factors[j] = j == digit ? 1.0f : 0.0f;
}

NnStatus
nabla_saliency (const NnNetwork *network, const float *input, int digit, float *saliency)
{
  int n_out = network->sizes[network->n_layers];
  float factors[NABLA_N_DIGITS];
  NnEncoding encoding;
  if (!nabla_encoding_of_outputs (n_out, &encoding))
    return NN_ERROR_SHAPE;
  nabla_saliency_factors (encoding, digit, n_out, factors);
  NnStatus status =
      nn_input_gradient_of_units (network, input, factors, NN_KERNEL_AUTO, NULL, saliency);
  for (int i = 0; i < network->sizes[0] && status == NN_OK; i++)
    saliency[i] *= input[i];
  return status;
}
