/* SPDX-License-Identifier: MIT */
/* nn-cost.h: what a run minimises, for one example; the mean over examples and the L2 term are
 * added by those who sum. Computed from z, so that a saturated unit costs a finite number. */
#pragma once

typedef enum {
  NN_COST_QUADRATIC,     /* ½‖y − a‖² (chapter 1, eq. 6) */
  NN_COST_CROSS_ENTROPY, /* −Σ_j [y_j ln a_j + (1 − y_j) ln(1 − a_j)] (chapter 3, eq. 63) */
} NnCost;

/* σ(z) = 1 / (1 + e^−z), without overflow. */
float nn_sigmoid (float z);

/* Cost of one example of a sigmoid output layer: weighted inputs z[n], targets y[n]. */
double nn_cost_value (NnCost cost, const float *z, const float *y, int n);

/* Output error δ[n] = ∂C/∂z: (a − y) ⊙ a(1 − a) for quadratic (BP1), a − y for cross-entropy
 * (chapter 3, eq. 66 and 68). a[n] are the output activations. */
void nn_cost_delta (NnCost cost, const float *a, const float *y, float *delta, int n);
