/* SPDX-License-Identifier: MIT */
/* nn-evaluation.h: cost and accuracy of a network on a part of a data set. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-kernel.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

#include <stdatomic.h>

typedef struct {
  size_t n;         /* examples */
  size_t n_correct; /* those whose outputs mean the label (nn_encoding_label) */
  double accuracy;  /* n_correct / n, 0 … 1 */
  double cost; /* mean cost + λ/(2n) Σw² + λ₁/n Σ|w|, from z; the cost of an example is in
                  float, what is summed over examples and weights in double */
} NnEvaluation;

/* Evaluates `network` on `samples` on the calling thread. `objective` may be NULL: the cost is not
 * measured then, and not a number. `stop` may be NULL; when it turns true
 * the answer is NN_STOPPED and *evaluation is untouched. Also NN_ERROR_SHAPE, NN_ERROR_RANGE (a
 * cost that does not fit the outputs, a kernel that is not there), NN_ERROR_MEMORY. */
NnStatus nn_evaluate (const NnNetwork *network, const NnSamples *samples,
                      const NnObjective *objective, NnKernelKind kernel, const atomic_bool *stop,
                      NnEvaluation *evaluation);

/* The outputs of the network for samples first … first + n − 1: outputs[n][n_out]; and the label
 * that each means: predicted[n]. Either may be NULL. */
NnStatus nn_predict (const NnNetwork *network, const NnSamples *samples, size_t first, size_t n,
                     float *outputs, uint8_t *predicted);

/* The same, and what each of them costs without the terms of regularisation, from z: costs[n]. */
NnStatus nn_predict_costs (const NnNetwork *network, const NnSamples *samples, size_t first,
                           size_t n, NnCost cost, float *outputs, uint8_t *predicted, float *costs);
