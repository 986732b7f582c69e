/* SPDX-License-Identifier: MIT */
/* nn-input-gradient.h: how what a network says of one example, and what that costs, changes with
 * each of its inputs. It is chapter 2's backpropagation taken one step further down: from the
 * errors δ^l (BP1, BP2) follows ∂C/∂x = (W^1)ᵀ δ^1, which is BP2 without the slope, as an input is
 * its own activation. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-kernel.h"
#include "nn/nn-network.h"

/* gradient[sizes[0]] receives ∂C/∂x at input[sizes[0]] for target[sizes[L]] (nn_samples_target),
 * without the terms of regularisation, in which the input does not occur. Any numbers may be
 * inputs. NN_ERROR_RANGE where the cost does not fit the outputs or the kernel is not there,
 * NN_ERROR_MEMORY. Thread-safe on a shared network. */
NnStatus nn_input_gradient (const NnNetwork *network, const float *input, const float *target,
                            NnCost cost, NnKernelKind kernel, float *gradient);

/* The same of Σ_j factors_j z_j, where z = z^L are the weighted inputs of the output layer: what
 * the units sum up before sigmoid, tanh or softmax squeeze it, so that the slope of a saturated
 * unit does not vanish. factors[sizes[L]]; with a single 1 it is the gradient of one unit.
 * z[sizes[L]] receives the weighted inputs, and may be NULL. */
NnStatus nn_input_gradient_of_units (const NnNetwork *network, const float *input,
                                     const float *factors, NnKernelKind kernel, float *z,
                                     float *gradient);
