/* SPDX-License-Identifier: MIT */
/* nabla-saliency.h: which pixels speak for an answer, and which against it. */
#pragma once

#include "lab/nabla-probabilities.h"
#include "nn/nn-network.h"

/* What speaks for a digit in the weighted inputs z of the output layer, as factors[n_out]: the sum
 * of factors_j · z_j is z of the digit's unit; with the binary code that of the bits that are on
 * less that of those that are off. */
void nabla_saliency_factors (NnEncoding encoding, int digit, int n_out, float *factors);

/* saliency[n_in] = x_i ∂s/∂x_i, input × gradient, where s is what speaks for `digit` before the
 * output's sigmoid, tanh or softmax. What is white speaks neither way. Without a hidden layer it is
 * x_i w_i: together the pixels make z less the bias. input[n_in] is 0 … 1. NN_ERROR_SHAPE of a
 * network whose outputs are no digits. Takes as long as reading some three images. From any thread.
 */
NnStatus nabla_saliency (const NnNetwork *network, const float *input, int digit, float *saliency);
