/* SPDX-License-Identifier: MIT */
/* nn-samples.h: the examples that a network is trained or evaluated on. A view: it owns nothing. */
#pragma once

#include "nn/nn-activation.h"
#include "nn/nn-rows.h"

#include <stdbool.h>

/* How a label becomes a target, and outputs a label again. */
typedef enum {
  NN_ENCODING_ONE_HOT, /* the unit of the label is 1, the others 0; the largest output decides */
  NN_ENCODING_BINARY,  /* unit j is bit j of the label, the lowest first; the nearest of the codes
                          of the ten digits decides */
} NnEncoding;

typedef struct {
  size_t n;              /* examples */
  int n_in;              /* inputs of an example */
  int n_out;             /* outputs of an example */
  const uint8_t *pixels; /* [n][n_in], input = pixel / 255; or NULL */
  const NnRows *rows;    /* the same without zeros, at least n rows: made once and shared it spares
                            each user to make it; alone, or beside `pixels`; or NULL */
  const float *inputs;   /* [n][n_in]; NULL where pixels or rows are given */
  const uint8_t *labels; /* [n]; NULL where `targets` is given */
  const float *targets;  /* [n][n_out]; NULL where `labels` is given */
  NnEncoding encoding;   /* of the labels */
} NnSamples;

/* NN_OK, or NN_ERROR_SHAPE where a pointer is missing or doubled, a size is not positive, or a
 * label has no target. Reads every label: call it once when the data is set, not for each batch. */
NnStatus nn_samples_check (const NnSamples *samples);

/* True where the samples have the inputs and outputs of layers sizes[0] and sizes[n_layers]. */
bool nn_samples_fit (const NnSamples *samples, const int *sizes, int n_layers);

/* Writes the inputs of example `i` < n: input[n_in]. */
void nn_samples_input (const NnSamples *samples, size_t i, float *input);

/* Writes the target of example `i` < n: target[n_out], 0 and 1, or −1 and 1 for tanh units, where
 * it comes from a label; `targets` are taken as they are. */
void nn_samples_target (const NnSamples *samples, size_t i, NnOutput output, float *target);

/* Labels that n_out units can tell apart in an encoding: n_out, or 2^n_out (at most 256). */
int nn_encoding_n_labels (NnEncoding encoding, int n_out);

/* The label that outputs a[n_out] mean. One-hot: the index of the largest, the first of equals.
 * Binary: the digit 0 … 9 with the smallest squared distance of its code, the first of equals. */
int nn_encoding_label (NnEncoding encoding, NnOutput output, const float *a, int n_out);
