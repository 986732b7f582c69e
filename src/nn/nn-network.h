/* SPDX-License-Identifier: MIT */
/* nn-network.h: a feed-forward network: its shape, what its units do, and its parameters.
 *
 * Layers of sizes [n_0, …, n_L]; z^l = W^l a^(l−1) + b^l, a^l = σ(z^l) (chapter 2, eq. 25), where σ
 * is the activation of the hidden layers or of the output layer.
 * L ≥ 1: a network without a hidden layer is one. Weight layer l (0-based here) leads from
 * sizes[l] to sizes[l + 1] units.
 *
 * A network is reference counted. While one reference exists its holder may change it; once it is
 * shared (published as a snapshot) nobody changes it any more. */
#pragma once

#include "nn/nn-activation.h"
#include "nn/nn-rng.h"
#include "nn/nn-status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NN_MAX_LAYERS      16         /* weight layers */
#define NN_MAX_UNITS       65536      /* units of one layer */
#define NN_MAX_PARAMETERS  (1u << 28) /* 1 GiB of floats, padding included */
#define NN_PARAMETER_LIMIT 1e18f      /* beyond it a run has diverged */

typedef enum {
  NN_INIT_SCALED, /* weights N(0, 1/√n_in), biases N(0, 1) (chapter 3) */
  NN_INIT_LARGE,  /* weights N(0, 1), biases N(0, 1) (chapter 1) */
} NnInit;

typedef struct NnNetwork {
  int references;                /* atomic */
  int n_layers;                  /* L, 1 … NN_MAX_LAYERS */
  int sizes[NN_MAX_LAYERS + 1];  /* n_0 … n_L */
  NnActivation activation;       /* of hidden units; sigmoid at first */
  NnOutput output;               /* of the output units; sigmoid at first */
  int strides[NN_MAX_LAYERS];    /* sizes[l + 1] rounded up to 32 */
  float *weights[NN_MAX_LAYERS]; /* [sizes[l]][strides[l]] in panels of 32 columns, one after the
                                    other: in a panel row i holds weights that leave unit i; 64-byte
                                    aligned; the padding is zero and stays zero */
  float *biases[NN_MAX_LAYERS];  /* [strides[l]], padding zero */
  size_t n_floats; /* of all weights and biases with padding, one block from weights[0] */
} NnNetwork;

/* A network with all parameters zero, or NULL with *status (may be NULL) set: NN_ERROR_SHAPE for
 * n_sizes outside 2 … NN_MAX_LAYERS + 1, a size outside 1 … NN_MAX_UNITS or too many parameters;
 * NN_ERROR_MEMORY. `sizes` is [n_sizes]. One allocation. */
NnNetwork *nn_network_new (const int *sizes, int n_sizes, NnStatus *status);

/* What its units do; before the network is shared. */
void nn_network_set_units (NnNetwork *network, NnActivation activation, NnOutput output);

/* A deep copy with one reference, or NULL for want of memory. */
NnNetwork *nn_network_copy (const NnNetwork *network);

/* Another reference to `network`; may be called from any thread. */
NnNetwork *nn_network_ref (NnNetwork *network);

/* Gives a reference back; the last one frees. NULL is fine. */
void nn_network_unref (NnNetwork *network);

/* Copies the parameters of `source`, which has the same sizes; units stay what they are. */
void nn_network_assign (NnNetwork *network, const NnNetwork *source);

/* Sets all parameters to zero. */
void nn_network_clear (NnNetwork *network);

/* True where both have the same sizes. */
bool nn_network_same_shape (const NnNetwork *a, const NnNetwork *b);

/* Draws all parameters from stream NN_STREAM_INITIALISE of `seed`, layer by layer, weights before
 * biases, unit by unit as in [n_out][n_in] order. With `zero_biases` all biases are 0 and the
 * weights are the same as without. */
void nn_network_initialise (NnNetwork *network, NnInit init, bool zero_biases, uint64_t seed);

/* Number of weights and biases, without padding. */
size_t nn_network_n_parameters (const NnNetwork *network);

/* Units of all layers but the input's: the length of nn_network_feed_forward's `activations`. */
size_t nn_network_n_units (const NnNetwork *network);

/* The weight that leads from unit `in` of layer l to unit `out` of the next (w^(l+1)_(out,in)). */
float nn_network_weight (const NnNetwork *network, int layer, int out, int in);
void nn_network_set_weight (NnNetwork *network, int layer, int out, int in, float weight);

/* The weights that lead to unit `out` of layer l + 1: the first of them; that of unit i of layer l
 * is i · *step floats on. */
const float *nn_network_incoming (const NnNetwork *network, int layer, int out, size_t *step);

/* The file order: weights[n_out][n_in] and biases[n_out] of a weight layer, without padding. */
void nn_network_get_layer (const NnNetwork *network, int layer, float *weights, float *biases);
void nn_network_set_layer (NnNetwork *network, int layer, const float *weights,
                           const float *biases);

/* False where a parameter is not finite or beyond NN_PARAMETER_LIMIT. */
bool nn_network_is_finite (const NnNetwork *network);

/* Σw² and Σ|w| over all weights, biases left out, in double. */
double nn_network_sum_squares (const NnNetwork *network);
double nn_network_layer_sum_squares (const NnNetwork *network, int layer); /* of one layer */
double nn_network_sum_magnitudes (const NnNetwork *network);

/* Multiplies the weights that leave hidden units: (1 − p) turns weights trained with dropout into
 * those for evaluation. */
void nn_network_scale_outgoing (NnNetwork *network, float factor);

/* One example through the network. input[sizes[0]]; activations[nn_network_n_units()] receives a^1,
 * …, a^L one after the other, so that the last sizes[L] are the output. Thread-safe on a shared
 * network; allocates nothing that it keeps. */
NnStatus nn_network_feed_forward (const NnNetwork *network, const float *input, float *activations);
