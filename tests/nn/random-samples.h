/* SPDX-License-Identifier: MIT */
/* random-samples.h: samples without files: sparse random pixels, as sparse as digits are. */
#pragma once

#include "nn/nn-network.h"
#include "nn/nn-rng.h"
#include "nn/nn-samples.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  NnSamples view; /* pixels and labels */
  uint8_t *pixels;
  uint8_t *labels;
  float *inputs; /* the same as floats */
  NnRows *rows;  /* and as rows */
} RandomSamples;

static inline RandomSamples
random_samples_new (size_t n, int n_in, int n_out, uint64_t seed)
{
  size_t n_pixels = n * (size_t) n_in;
  RandomSamples samples = { .pixels = malloc (n_pixels),
                            .labels = malloc (n),
                            .inputs = malloc (n_pixels * sizeof (float)),
                            .rows = nn_rows_new (n_in, n, NULL) };
  NnRng rng;

  nn_rng_seed (&rng, seed);
  for (size_t i = 0; i < n_pixels; i++) {
    samples.pixels[i] = nn_rng_below (&rng, 5) == 0 ? (uint8_t) (1 + nn_rng_below (&rng, 255)) : 0;
    samples.inputs[i] = (float) samples.pixels[i] / 255.0f;
  }
  nn_rows_append (samples.rows, samples.pixels, n);
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
  free (samples->inputs);
  nn_rows_unref (samples->rows);
}

/* The forms in which the same inputs can be given. */
enum { FORM_PIXELS, FORM_ROWS, FORM_BOTH, FORM_FLOATS, N_FORMS };

static inline NnSamples
random_samples_view (const RandomSamples *samples, int form)
{
  NnSamples view = samples->view;

  view.pixels = form == FORM_PIXELS || form == FORM_BOTH ? samples->pixels : NULL;
  view.rows = form == FORM_ROWS || form == FORM_BOTH ? samples->rows : NULL;
  view.inputs = form == FORM_FLOATS ? samples->inputs : NULL;
  return view;
}

/* A network of n_sizes layers with scaled parameters from `seed`. */
static inline NnNetwork *
random_layers (const int *sizes, int n_sizes, NnActivation activation, NnOutput output,
               uint64_t seed)
{
  NnNetwork *network = nn_network_new (sizes, n_sizes, NULL);

  nn_network_set_units (network, activation, output);
  nn_network_initialise (network, NN_INIT_SCALED, false, seed);
  return network;
}

/* A network of three layers of sigmoid units with parameters from `seed`. */
static inline NnNetwork *
random_network (int n_in, int n_hidden, int n_out, uint64_t seed)
{
  int sizes[3] = { n_in, n_hidden, n_out };

  return random_layers (sizes, 3, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, seed);
}

/* True where all parameters agree bit for bit. */
static inline bool
same_parameters (const NnNetwork *a, const NnNetwork *b)
{
  bool same = nn_network_same_shape (a, b);

  for (int l = 0; l < a->n_layers && same; l++) {
    size_t n_out = (size_t) a->sizes[l + 1], n = ((size_t) a->sizes[l] + 1) * n_out;
    float *one = malloc (2 * n * sizeof *one), *two = one + n;

    nn_network_get_layer (a, l, one, one + n - n_out);
    nn_network_get_layer (b, l, two, two + n - n_out);
    same = memcmp (one, two, n * sizeof *one) == 0;
    free (one);
  }
  return same;
}
