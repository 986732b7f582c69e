/* SPDX-License-Identifier: MIT */
/* nn-cost.h: what a run minimises, for one example; the mean over examples and the terms of
 * regularisation are added by those who sum. Computed from z, so that a saturated unit costs a
 * finite number. */
#pragma once

#include "nn/nn-activation.h"

#include <stdbool.h>

typedef enum {
  NN_COST_QUADRATIC, /* ½‖y − a‖² (chapter 1, eq. 6) */
  NN_COST_CROSS_ENTROPY, /* −Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)] (chapter 3, eq. 63); of tanh
                            units with p = (1 + a)/2 and t = (1 + y)/2 in place of a and y */
  NN_COST_LOG_LIKELIHOOD, /* −ln a_y = −Σ_j y_j ln a_j (chapter 3, eq. 80) */
} NnCost;

/* What a run minimises over n examples: the mean cost + λ/(2n) Σw² + λ₁/n Σ|w|. */
typedef struct {
  NnCost cost;
  double l2; /* λ, ≥ 0 and finite */
  double l1; /* λ₁, ≥ 0 and finite */
} NnObjective;

/* Which costs make sense of which outputs: quadratic and cross-entropy of sigmoid or tanh units,
 * log-likelihood of softmax. */
bool nn_cost_fits (NnCost cost, NnOutput output);

/* σ(z) = 1 / (1 + e^−z), without overflow. */
float nn_sigmoid (float z);

/* Cost of one example: weighted inputs z[n] of the output layer, targets y[n]. */
double nn_cost_value (NnCost cost, NnOutput output, const float *z, const float *y, int n);

/* Output error δ[n] = ∂C/∂z, a[n] the output activations (BP1). Quadratic: (a − y) ⊙ a(1 − a), of
 * tanh (a − y) ⊙ (1 − a²). Cross-entropy with sigmoid, and log-likelihood with softmax: a − y
 * (chapter 3, eq. 66 and 81). Cross-entropy with tanh: p = σ(2z), so ∂C/∂z = 2 (p − t) = a − y. */
void nn_cost_delta (NnCost cost, NnOutput output, const float *a, const float *y, float *delta,
                    int n);
