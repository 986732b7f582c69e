/* SPDX-License-Identifier: MIT */
/* combinations.h: what can be combined with what: units and cost, and the techniques. */
#pragma once

#include "nn/nn-trainer.h"

#include <stdio.h>

/* Every output with every cost that makes sense of it. */
static const struct {
  NnOutput output;
  NnCost cost;
  const char *name;
} combination_outputs[] = {
  { NN_OUTPUT_SIGMOID, NN_COST_QUADRATIC, "sigmoid, quadratic" },
  { NN_OUTPUT_SIGMOID, NN_COST_CROSS_ENTROPY, "sigmoid, cross-entropy" },
  { NN_OUTPUT_TANH, NN_COST_QUADRATIC, "tanh, quadratic" },
  { NN_OUTPUT_TANH, NN_COST_CROSS_ENTROPY, "tanh, cross-entropy" },
  { NN_OUTPUT_SOFTMAX, NN_COST_LOG_LIKELIHOOD, "softmax, log-likelihood" },
};

#define N_OUTPUTS     5
#define N_ACTIVATIONS 3

static const char *const combination_activations[N_ACTIVATIONS] = { "sigmoid", "tanh", "relu" };

/* λ and λ₁ are small beside the number of examples, as they are in use. */
static const struct {
  double l2, l1, momentum, dropout;
  const char *name;
} combination_techniques[] = {
  { 0.0, 0.0, 0.0, 0.0, "plain" },    { 0.3, 0.0, 0.0, 0.0, "L2" },
  { 0.0, 0.2, 0.0, 0.0, "L1" },       { 0.3, 0.2, 0.0, 0.0, "L2 and L1" },
  { 0.0, 0.0, 0.6, 0.0, "momentum" }, { 0.3, 0.2, 0.6, 0.0, "L2, L1 and momentum" },
  { 0.0, 0.0, 0.0, 0.5, "dropout" },  { 0.3, 0.2, 0.6, 0.4, "L2, L1, momentum and dropout" },
};

#define N_TECHNIQUES          8
#define N_TECHNIQUES_NO_MASKS 6 /* without dropout, which comes last */

static inline NnTraining
combination_training (int output, int technique, size_t m)
{
  return (NnTraining){ .objective = { combination_outputs[output].cost,
                                      combination_techniques[technique].l2,
                                      combination_techniques[technique].l1 },
                       .learning_rate = 0.3,
                       .momentum = combination_techniques[technique].momentum,
                       .dropout = combination_techniques[technique].dropout,
                       .mini_batch = (int) m,
                       .shuffle = false,
                       .seed = 1,
                       .kernel = NN_KERNEL_SCALAR };
}

static inline void
combination_print (int activation, int output, int technique)
{
  printf ("# %s units; %s; %s: ", combination_activations[activation],
          combination_outputs[output].name, combination_techniques[technique].name);
}
