/* SPDX-License-Identifier: MIT */
/* nn-samples.h: the examples that a network is trained or evaluated on. A view: it owns nothing. */
#pragma once

#include "nn/nn-status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t n;              /* examples */
  int n_in;              /* inputs of an example */
  int n_out;             /* outputs of an example */
  const uint8_t *pixels; /* [n][n_in], input = pixel / 255; NULL where `inputs` is given */
  const float *inputs;   /* [n][n_in]; NULL where `pixels` is given */
  const uint8_t
      *labels; /* [n], 0 … n_out − 1: one-hot targets 0/1; NULL where `targets` is given */
  const float *targets; /* [n][n_out]; NULL where `labels` is given */
} NnSamples;

/* NN_OK, or NN_ERROR_SHAPE where a pointer is missing or doubled, a size is not positive, or a
 * label is not below n_out. Reads every label: call it once when the data is set, not for each
 * batch. */
NnStatus nn_samples_check (const NnSamples *samples);

/* Writes example `i` as floats: input[n_in] and target[n_out]; either may be NULL. i < n. */
void nn_samples_get (const NnSamples *samples, size_t i, float *input, float *target);
