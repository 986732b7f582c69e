/* SPDX-License-Identifier: MIT */
/* nn-reference.h: the network in double precision and in plain loops, each written as the formula
 * is; internal to nn. It shares no code with the kernels, the costs or the reading of samples:
 * they are checked against it. */
#pragma once

#include "nn/nn-gradient.h"
#include "nn/nn-trainer.h"

typedef struct {
  int n_layers;
  int sizes[NN_MAX_LAYERS + 1];
  NnActivation activation;
  NnOutput output;
  size_t n_parameters;
  size_t first[NN_MAX_LAYERS + 1];      /* where each layer begins in `parameters`, and the end */
  size_t first_unit[NN_MAX_LAYERS + 1]; /* where each layer's units begin below, the input first */
  size_t n_units;                       /* of all layers, the input included */
  double *parameters; /* of each layer w[n_out][n_in], then b[n_out]; one block with the struct */
  double *z;          /* [n_units] weighted inputs of the example last fed forward */
  double *a;          /* [n_units] its activations */
  double *delta;      /* [n_units] its errors */
  int *active;        /* [n_units] numbers of the units of a layer that are not zero */
} NnReference;

/* The parameters and units of `network`, which may also be a velocity; NULL for want of memory. */
NnReference *nn_reference_new (const NnNetwork *network);
void nn_reference_free (NnReference *reference);

/* Sets all parameters to zero. */
void nn_reference_clear (NnReference *reference);

/* Weights w[n_out][n_in] and biases b[n_out] of a layer. */
double *nn_reference_weights (const NnReference *reference, int layer);
double *nn_reference_biases (const NnReference *reference, int layer);

/* Output activations [sizes[L]] of the example last fed forward. */
const double *nn_reference_output (const NnReference *reference);

/* Feeds example `i` forward with the mask `kept` (NULL: all units), and answers what it costs
 * without the terms of regularisation. */
double nn_reference_feed_forward (NnReference *reference, const NnSamples *samples, size_t i,
                                  NnCost cost, NnDropMask kept);

/* λ/(2n) Σw² + λ₁/n Σ|w| over all weights. */
double nn_reference_regularisation (const NnReference *reference, const NnObjective *objective,
                                    size_t n);

/* Mean cost over samples first … first + n − 1 plus the terms of regularisation over n. */
double nn_reference_cost (NnReference *reference, const NnSamples *samples, size_t first, size_t n,
                          const NnObjective *objective, NnDropMask kept);

/* Its gradient by backpropagation; `gradient` has the same sizes and is overwritten. */
void nn_reference_gradient (NnReference *reference, const NnSamples *samples, size_t first,
                            size_t n, const NnObjective *objective, NnDropMask kept,
                            NnReference *gradient);

/* One step of gradient descent over the mini-batch of samples first … first + m − 1, by the formula
 * of nn-trainer.h: v ← μv − η∇C, w ← w + v, where the terms of regularisation are over all samples.
 * `velocity` has the same sizes and is zero at first; without momentum it just receives the step.
 * Of `training` only objective, learning_rate and momentum are read. */
void nn_reference_step (NnReference *reference, NnReference *velocity, const NnSamples *samples,
                        size_t first, size_t m, const NnTraining *training, NnDropMask kept);
