/* SPDX-License-Identifier: MIT */
/* nn-batch.h: some examples on their way through a network, forwards and back (chapter 2); internal
 * to nn. What trains, what evaluates and what gives gradients are these functions. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

/* Larger sets of examples are taken this many at a time. */
#define NN_BATCH_CAPACITY 64

typedef struct {
  int capacity;
  int n_layers;
  int sizes[NN_MAX_LAYERS + 1];
  int strides[NN_MAX_LAYERS];
  size_t *count;                     /* [capacity] inputs of each example that are not zero */
  uint16_t *index;                   /* [capacity][sizes[0]] which they are */
  float *value;                      /* [capacity][sizes[0]] and their values */
  uint16_t *identity;                /* [largest hidden layer] 0, 1, 2, … */
  float *activations[NN_MAX_LAYERS]; /* [capacity][strides[l]] a^(l+1); padding undefined */
  float *deltas[NN_MAX_LAYERS];      /* [capacity][strides[l]] δ^(l+1); padding zero */
  float *z;            /* [capacity][strides[L − 1]] weighted inputs of the output */
  float *target;       /* [sizes[L]] */
  float largest_input; /* no |input| so far was larger; at least 1 */
} NnBatch;

/* Room for `capacity` examples (≥ 1) of networks shaped as `network`; NULL for want of memory. */
NnBatch *nn_batch_new (const NnNetwork *network, int capacity);
void nn_batch_free (NnBatch *batch);

/* Loads an example as number `k` of the batch: number `i` of the samples, or input[sizes[0]]. */
void nn_batch_load (NnBatch *batch, int k, const NnSamples *samples, size_t i);
void nn_batch_load_input (NnBatch *batch, int k, const float *input);

/* Asks for example `i` to be brought near. */
void nn_batch_prefetch (const NnSamples *samples, size_t i);

/* Feeds the loaded example `k` forward: its activations and z. */
void nn_batch_forward (NnBatch *batch, const NnNetwork *network, int k);

/* The errors δ of example `k`, fed forward before, whose target is y[sizes[L]] (BP1, BP2). */
void nn_batch_backward (NnBatch *batch, const NnNetwork *network, int k, NnCost cost,
                        const float *y);

/* Load, forward and backward for number `i` of the samples. */
void nn_batch_learn (NnBatch *batch, const NnNetwork *network, int k, NnCost cost,
                     const NnSamples *samples, size_t i);

/* sum += factor · Σ_k ∂C_k for examples 0 … n − 1, whose errors are scaled in place (BP3, BP4).
 * Returns the largest |factor · δ|. `sum` may be the network itself. */
float nn_batch_add_gradient (NnBatch *batch, int n, float factor, NnNetwork *sum);

/* Output activations of example `k`: [sizes[L]], and its weighted inputs. */
const float *nn_batch_output (const NnBatch *batch, int k);
const float *nn_batch_output_z (const NnBatch *batch, int k);
