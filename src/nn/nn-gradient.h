/* SPDX-License-Identifier: MIT */
/* nn-gradient.h: the gradient of the cost by backpropagation (chapter 2, BP1–BP4), and the check
 * that it is the gradient. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

/* ∇C over all `samples` with the kernel that trains, in float32: mean over the examples plus the L2
 * term λ/n · w. `gradient` has the shape of `network` and is overwritten. */
NnStatus nn_gradient (const NnNetwork *network, const NnSamples *samples, NnCost cost, double l2,
                      NnNetwork *gradient);

typedef struct {
  int n_layers;
  double backpropagation[NN_MAX_LAYERS]; /* per weight layer (weights and biases together)
                                            ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖): backpropagation in double against
                                            central differences in double */
  double kernel[NN_MAX_LAYERS];          /* the same for nn_gradient in float32 against
                                            backpropagation in double */
} NnGradientCheck;

#define NN_GRADIENT_CHECK_DOUBLE 1e-7 /* bound of `backpropagation` */
#define NN_GRADIENT_CHECK_FLOAT  2e-3 /* bound of `kernel` */

/* Fills *check; differences are taken for at most `max_parameters` parameters of each layer (spread
 * evenly; 0 = all). */
NnStatus nn_gradient_check (const NnNetwork *network, const NnSamples *samples, NnCost cost,
                            double l2, size_t max_parameters, NnGradientCheck *check);
