/* SPDX-License-Identifier: MIT */
/* random-samples.h: samples without files: sparse random pixels, as sparse as digits are. */
#pragma once

#include "nn/nn-network.h"
#include "nn/nn-rng.h"
#include "nn/nn-samples.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  NnSamples view;
  uint8_t *pixels;
  uint8_t *labels;
} RandomSamples;

static inline RandomSamples
random_samples_new (size_t n, int n_in, int n_out, uint64_t seed)
{
  RandomSamples samples = { .pixels = malloc (n * (size_t) n_in), .labels = malloc (n) };
  NnRng rng;

  nn_rng_seed (&rng, seed);
  for (size_t i = 0; i < n * (size_t) n_in; i++)
    samples.pixels[i] = nn_rng_below (&rng, 5) == 0 ? (uint8_t) (1 + nn_rng_below (&rng, 255)) : 0;
  for (size_t i = 0; i < n; i++)
    samples.labels[i] = (uint8_t) nn_rng_below (&rng, (uint32_t) n_out);
  samples.view = (NnSamples){
    .n = n, .n_in = n_in, .n_out = n_out, .pixels = samples.pixels, .labels = samples.labels
  };
  return samples;
}

static inline void
random_samples_free (RandomSamples *samples)
{
  free (samples->pixels);
  free (samples->labels);
}

/* A network of three layers with parameters from `seed`. */
static inline NnNetwork *
random_network (int n_in, int n_hidden, int n_out, uint64_t seed)
{
  int sizes[3] = { n_in, n_hidden, n_out };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);

  nn_network_initialise (network, NN_INIT_SCALED, false, seed);
  return network;
}

/* True where all parameters agree bit for bit. */
static inline bool
same_parameters (const NnNetwork *a, const NnNetwork *b)
{
  return nn_network_same_shape (a, b) &&
         memcmp (a->weights[0], b->weights[0], a->n_floats * sizeof (float)) == 0;
}
