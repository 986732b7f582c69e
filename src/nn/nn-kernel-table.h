/* SPDX-License-Identifier: MIT */
/* nn-kernel-table.h: the inner loops of training and evaluation, one table of them for each kind of
 * kernel; internal to nn. Matrices are as in nn-panel.h, aligned to 64 bytes. The order of every
 * sum is fixed within a kind. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-kernel.h"
#include "nn/nn-panel.h"
#include "nn/nn-rows.h"

#include <stddef.h>
#include <stdint.h>

/* The inputs of a batch without zeros. */
typedef struct {
  const size_t *start;    /* [n + 1] where each example's entries begin, and the end; multiples of
                             NN_ROWS_GROUP */
  const uint32_t *offset; /* bytes from the begin of a panel to the row of the input */
  const float *value;     /* the input; 0 in the entries that only fill up */
} NnEntries;

/* Activations or errors of a batch: n examples of `units` units, in panels of `capacity` rows. */
typedef struct {
  float *data;
  int capacity;
  int n;
  int units;
} NnUnits;

/* Weights [n_in][n_out] in panels of n_in rows; what they stand for is scale · data. */
typedef struct {
  float *data;
  int n_in;
  int n_out;
  float scale;
} NnWeights;

typedef struct {
  /* Entries of a row as NnRows has them: offset and value. Reads and writes up to NN_ROWS_BEYOND
   * − 1 entries beyond `count`. */
  void (*load_row) (const uint16_t *index, const uint8_t *pixel, size_t count, uint32_t *offset,
                    float *value);

  /* z = scale · x W + bias[stride] (eq. 25), of inputs without zeros and of activations. */
  void (*forward_entries) (const NnEntries *x, const NnWeights *weights, const float *bias,
                           const NnUnits *z);
  /* The same of rows[n] as NnRows has them: what is read only once need not become entries. */
  void (*forward_rows) (const NnRow *rows, const NnWeights *weights, const float *bias,
                        const NnUnits *z);
  void (*forward) (const NnUnits *a, const NnWeights *weights, const float *bias, const NnUnits *z);

  /* z becomes a, and delta is multiplied by the slope at a. */
  void (*activate) (NnActivation activation, const NnUnits *z);
  void (*times_slope) (NnActivation activation, const NnUnits *a, const NnUnits *delta);

  /* a of the output layer; a and z differ. The padding of a is 0. */
  void (*output) (NnOutput output, const NnUnits *z, const NnUnits *a);

  /* y, whose padding is 0, becomes ∂C/∂z (nn_cost_delta). */
  void (*output_errors) (NnCost cost, NnOutput output, const NnUnits *a, const NnUnits *y);

  /* Σ of the costs of all examples (nn_cost_value), each in float, their sum in double. */
  double (*costs) (NnCost cost, NnOutput output, const NnUnits *z, const NnUnits *y);

  /* transposed[n_out][n_in] in panels of nn_panel_width (n_out) rows. */
  void (*transpose) (const NnWeights *weights, float *transposed);
  /* below = scale · delta Wᵀ (BP2 without the slope). */
  void (*backward) (const NnUnits *delta, float *transposed, float scale, const NnUnits *below);
  /* gradient[n_in] = delta Wᵀ of the first example, whose padding is 0, as plain numbers. */
  void (*to_inputs) (const NnUnits *delta, const NnWeights *weights, float *gradient);

  /* W.data += Σ_k x_k δ_kᵀ (BP4). */
  void (*add_entries) (const NnEntries *x, const NnUnits *delta, const NnWeights *weights);
  void (*add) (const NnUnits *a, const NnUnits *delta, const NnWeights *weights);
  /* bias[stride] += factor · Σ_k δ_k (BP3). */
  void (*add_bias) (const NnUnits *delta, float factor, float *bias);

  /* delta *= factor; the largest |delta| afterwards, not a number where one of them is. */
  float (*scale_errors) (const NnUnits *delta, float factor);

  /* a[n] *= factor; a[n] += b[n]; a[n] = keep · a + l2 · w − l1 · sgn w. n is a
   * multiple of 16. */
  void (*scale) (float *a, float factor, size_t n);
  void (*add_vector) (float *a, const float *b, size_t n);
  void (*regularise) (float *a, const float *w, float keep, float l2, float l1, size_t n);

  /* The largest |a[i]|; not a number where one of them is. */
  float (*max_abs) (const float *a, size_t n);
} NnKernel;

extern const NnKernel nn_kernel_scalar;
extern const NnKernel nn_kernel_portable;
extern const NnKernel nn_kernel_avx2;
extern const NnKernel nn_kernel_avx512;

/* The table of a kind that is available. */
const NnKernel *nn_kernel_table (NnKernelKind kind);
