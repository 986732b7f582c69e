/* SPDX-License-Identifier: MIT */
/* nn-gradient.h: the gradient of the cost by backpropagation (chapter 2, BP1–BP4), and the check
 * that it is the gradient. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-kernel.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

/* Hidden units that are left out (dropout): kept[l][i] is 0 where unit i of hidden layer l
 * (0-based) is dropped, else 1. NULL: none is. */
typedef const uint8_t *const *NnDropMask;

/* ∇C over all `samples` with a kernel that trains, in float32: mean over the examples plus the
 * terms λ/n · w and λ₁/n · sgn w. `gradient` has the shape of `network` and is overwritten. */
NnStatus nn_gradient (const NnNetwork *network, const NnSamples *samples,
                      const NnObjective *objective, NnDropMask kept, NnKernelKind kernel,
                      NnNetwork *gradient);

typedef struct {
  int n_layers;
  size_t n_left_out; /* parameters not compared: a difference would cross a kink (of a rectified
                        linear unit, or of |w| with L1) */
  double backpropagation[NN_MAX_LAYERS]; /* per weight layer (weights and biases together)
                                            ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖): backpropagation in double against
                                            central differences in double */
  double kernel[NN_MAX_LAYERS];          /* the same for nn_gradient in float32 against
                                            backpropagation in double */
} NnGradientCheck;

#define NN_GRADIENT_CHECK_DOUBLE 1e-7 /* bound of `backpropagation` */
#define NN_GRADIENT_CHECK_FLOAT  2e-3 /* bound of `kernel` */

/* Fills *check; differences are taken for at most `max_parameters` parameters of each layer (spread
 * evenly; 0 = all), the mask held. */
NnStatus nn_gradient_check (const NnNetwork *network, const NnSamples *samples,
                            const NnObjective *objective, NnDropMask kept, NnKernelKind kernel,
                            size_t max_parameters, NnGradientCheck *check);
