/* SPDX-License-Identifier: MIT */
/* nn-reference.h: the network in double precision and in plain loops, each written as the formula
 * is; internal to nn. It shares no code with the kernels: they are checked against it. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

typedef struct {
  int n_layers;
  int sizes[NN_MAX_LAYERS + 1];
  size_t n_parameters;
  size_t first[NN_MAX_LAYERS + 1]; /* where each layer begins in `parameters`, and the end */
  double *parameters; /* of each layer w[n_out][n_in], then b[n_out]; one block with the struct */
} NnReference;

/* The parameters of `network`; NULL for want of memory. */
NnReference *nn_reference_new (const NnNetwork *network);
void nn_reference_free (NnReference *reference);

/* Weights w[n_out][n_in] and biases b[n_out] of a layer. */
double *nn_reference_weights (const NnReference *reference, int layer);
double *nn_reference_biases (const NnReference *reference, int layer);

/* Units of all layers, the input included: the length of the scratch space below. */
size_t nn_reference_n_units (const NnReference *reference);

/* Mean cost over samples first … first + n − 1, plus λ/(2n) Σw². units[nn_reference_n_units] is
 * scratch space. */
double nn_reference_cost (const NnReference *reference, const NnSamples *samples, size_t first,
                          size_t n, NnCost cost, double l2, double *units);

/* Its gradient by backpropagation; `gradient` has the same shape. scratch[2 ·
 * nn_reference_n_units]. */
void nn_reference_gradient (const NnReference *reference, const NnSamples *samples, size_t first,
                            size_t n, NnCost cost, double l2, NnReference *gradient,
                            double *scratch);
