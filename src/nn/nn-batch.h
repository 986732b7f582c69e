/* SPDX-License-Identifier: MIT */
/* nn-batch.h: some examples on their way through a network, forwards and back (chapter 2); internal
 * to nn. What trains, what evaluates and what gives gradients are these functions. */
#pragma once

#include "nn/nn-kernel-table.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

/* Larger sets of examples are taken this many at a time, or fewer where layers are very wide. */
#define NN_BATCH_CAPACITY 256

/* What a batch is made for. */
typedef enum {
  NN_BATCH_FORWARD,  /* evaluation */
  NN_BATCH_BACKWARD, /* training and gradients */
} NnBatchUse;

typedef struct {
  const NnKernel *kernel;
  int capacity;
  int n; /* examples loaded */
  int n_layers;
  int sizes[NN_MAX_LAYERS + 1];
  size_t *start;                     /* [capacity + 1] */
  uint32_t *offset;                  /* [capacity][sizes[0] in groups] as NnEntries has them */
  float *value;                      /* likewise */
  NnRow *rows;                       /* [capacity] for evaluation, where the samples have them */
  bool has_rows;                     /* the loaded examples are there, not in the three above */
  float *activations[NN_MAX_LAYERS]; /* a^(l+1), in panels; of hidden layers z before */
  float *deltas[NN_MAX_LAYERS];      /* δ^(l+1), in panels; of the output layer y before */
  float *z;                          /* weighted inputs of the output layer, in panels */
  float *transposed;          /* room for the weights of the largest layer above hidden ones */
  float *row;                 /* [max (sizes[0], stride of the output)] one example */
  float *kept[NN_MAX_LAYERS]; /* [stride of hidden layer l] 1, or 0 where a unit is dropped */
  bool is_dropping;           /* `kept` holds */
  float largest_input;        /* no |input| so far was larger; at least 1 */
} NnBatch;

/* Room for at most `capacity` examples (≥ 1) of networks shaped as `network`: batch->capacity says
 * for how many. NULL for want of memory. */
NnBatch *nn_batch_new (const NnNetwork *network, int capacity, NnBatchUse use,
                       const NnKernel *kernel);
void nn_batch_free (NnBatch *batch);

/* Forgets the loaded examples. */
void nn_batch_clear (NnBatch *batch);

/* Loads number `i` of the samples, or input[sizes[0]], as the next example; with its target for
 * what goes backwards or measures costs: `output` says which, see nn_samples_target. */
void nn_batch_load (NnBatch *batch, const NnSamples *samples, size_t i);
void nn_batch_load_input (NnBatch *batch, const float *input);
void nn_batch_load_target (NnBatch *batch, const NnSamples *samples, size_t i, NnOutput output);

/* Loads examples order[first] … order[first + n − 1] and their targets, and forgets those before;
 * asks for the memory of those that come after them in order[samples->n]. */
void nn_batch_fill (NnBatch *batch, const NnSamples *samples, const uint32_t *order, size_t first,
                    size_t n, NnOutput output);

/* Feeds the loaded examples forward, weights taken `scale` times: activations and z. */
void nn_batch_forward (NnBatch *batch, const NnNetwork *network, float scale);

/* From the loaded targets the errors δ of all examples, fed forward before (BP1, BP2). */
void nn_batch_backward (NnBatch *batch, const NnNetwork *network, float scale, NnCost cost);

/* The same from errors of the output units as they are: those of example `k` can be set, δ[n_out].
 */
void nn_batch_set_errors (NnBatch *batch, int k, const float *delta);
void nn_batch_backward_errors (NnBatch *batch, const NnNetwork *network, float scale);

/* What the errors mean for the inputs of example `k`: gradient[sizes[0]] = (W^1)ᵀ δ^1. */
void nn_batch_get_input_gradient (const NnBatch *batch, const NnNetwork *network, int k,
                                  float *gradient);

/* The errors are scaled by `factor` in place; sum.weights += Σ_k a_k δ_kᵀ, sum.biases +=
 * bias_factor · Σ_k δ_k (BP3, BP4). Returns the largest that one example can have added to a
 * weight. */
float nn_batch_add_gradient (NnBatch *batch, float factor, float bias_factor, NnNetwork *sum);

/* Σ of the costs of the loaded examples, fed forward, with their targets. */
double nn_batch_costs (NnBatch *batch, const NnNetwork *network, NnCost cost);

/* The cost of example `k` alone. */
double nn_batch_cost (NnBatch *batch, const NnNetwork *network, NnCost cost, int k);

/* Copies the weighted inputs of the output layer of example `k`: z[n_out]. */
void nn_batch_get_z (const NnBatch *batch, int k, float *z);

/* Copies activations of layer l + 1 of example `k`: a[sizes[l + 1]]. */
void nn_batch_get (const NnBatch *batch, int l, int k, float *a);
