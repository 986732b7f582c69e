/* SPDX-License-Identifier: MIT */
/* The plain kernel: each operation as its formula is, one number at a time. The vector kernels are
 * checked against it. */
#include "nn/nn-kernel-table.h"

#include <math.h>
#include <string.h>

#define ROW_BYTES ((uint32_t) (NN_PANEL * sizeof (float)))

static float *
unit_at (const NnUnits *units, int k, int j)
{
  return units->data + nn_panel_at (units->capacity, k, j);
}

static float *
weight_at (const NnWeights *weights, int in, int out)
{
  return weights->data + nn_panel_at (weights->n_in, in, out);
}

static int
width_of (const NnUnits *units)
{
  return nn_panel_width (units->units);
}

static void
load_row (const uint16_t *index, const uint8_t *pixel, size_t count, uint32_t *offset, float *value)
{
  for (size_t i = 0; i < count; i++) {
    offset[i] = (uint32_t) index[i] * ROW_BYTES;
    value[i] = (float) pixel[i] / 255.0f;
  }
}

static void
forward_entries (const NnEntries *x, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  for (int k = 0; k < z->n; k++)
    for (int j = 0; j < width_of (z); j++) {
      float sum = 0.0f;
      for (size_t i = x->start[k]; i < x->start[k + 1]; i++)
        sum += x->value[i] * *weight_at (weights, (int) (x->offset[i] / ROW_BYTES), j);
      *unit_at (z, k, j) = sum * weights->scale + bias[j];
    }
}

static void
forward_rows (const NnRow *rows, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  for (int k = 0; k < z->n; k++)
    for (int j = 0; j < width_of (z); j++) {
      float sum = 0.0f;
      for (size_t i = 0; i < rows[k].count; i++)
        sum += (float) rows[k].value[i] / 255.0f * *weight_at (weights, rows[k].index[i], j);
      *unit_at (z, k, j) = sum * weights->scale + bias[j];
    }
}

static void
forward (const NnUnits *a, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  for (int k = 0; k < z->n; k++)
    for (int j = 0; j < width_of (z); j++) {
      float sum = 0.0f;
      for (int i = 0; i < weights->n_in; i++)
        sum += *unit_at (a, k, i) * *weight_at (weights, i, j);
      *unit_at (z, k, j) = sum * weights->scale + bias[j];
    }
}

static float
activation_of (NnActivation activation, float z)
{
  switch (activation) {
  case NN_ACTIVATION_SIGMOID:
    return nn_sigmoid (z);
  case NN_ACTIVATION_TANH:
    return tanhf (z);
  case NN_ACTIVATION_RELU:
  default:
    return z < 0.0f ? 0.0f : z;
  }
}

/* σ′(z) by a = σ(z). */
static float
slope_of (NnActivation activation, float a)
{
  switch (activation) {
  case NN_ACTIVATION_SIGMOID:
    return a * (1.0f - a);
  case NN_ACTIVATION_TANH:
    return 1.0f - a * a;
  case NN_ACTIVATION_RELU:
  default:
    return a > 0.0f ? 1.0f : 0.0f;
  }
}

static void
activate (NnActivation activation, const NnUnits *z)
{
  for (int k = 0; k < z->n; k++)
    for (int j = 0; j < width_of (z); j++)
      *unit_at (z, k, j) = activation_of (activation, *unit_at (z, k, j));
}

static void
times_slope (NnActivation activation, const NnUnits *a, const NnUnits *delta)
{
  for (int k = 0; k < a->n; k++)
    for (int j = 0; j < width_of (a); j++)
      *unit_at (delta, k, j) *= slope_of (activation, *unit_at (a, k, j));
}

static void
softmax (const NnUnits *z, const NnUnits *a, int k)
{
  float largest = *unit_at (z, k, 0), sum = 0.0f;

  for (int j = 1; j < z->units; j++)
    largest = *unit_at (z, k, j) > largest ? *unit_at (z, k, j) : largest;
  for (int j = 0; j < z->units; j++)
    sum += expf (*unit_at (z, k, j) - largest);
  for (int j = 0; j < z->units; j++)
    *unit_at (a, k, j) = expf (*unit_at (z, k, j) - largest) / sum;
}

static void
output (NnOutput kind, const NnUnits *z, const NnUnits *a)
{
  for (int k = 0; k < z->n; k++) {
    for (int j = z->units; j < width_of (z); j++)
      *unit_at (a, k, j) = 0.0f;
    if (kind == NN_OUTPUT_SOFTMAX) {
      softmax (z, a, k);
      continue;
    }
    for (int j = 0; j < z->units; j++) {
      float x = *unit_at (z, k, j);
      *unit_at (a, k, j) = kind == NN_OUTPUT_SIGMOID ? nn_sigmoid (x) : tanhf (x);
    }
  }
}

static void
output_errors (NnCost cost, NnOutput kind, const NnUnits *a, const NnUnits *y)
{
  for (int k = 0; k < a->n; k++)
    for (int j = 0; j < a->units; j++)
      nn_cost_delta (cost, kind, unit_at (a, k, j), unit_at (y, k, j), unit_at (y, k, j), 1);
}

/* The cost of softmax units depends on all of them at once, so that they are laid side by side. */
static double
costs (NnCost cost, NnOutput kind, const NnUnits *z, const NnUnits *y)
{
  double sum = 0.0;

  for (int k = 0; k < z->n; k++) {
    double largest = (double) *unit_at (z, k, 0), exponentials = 0.0;
    for (int j = 0; j < z->units; j++)
      largest = fmax (largest, (double) *unit_at (z, k, j));
    for (int j = 0; j < z->units; j++)
      exponentials += exp ((double) *unit_at (z, k, j) - largest);
    for (int j = 0; j < z->units; j++) {
      double z_j = (double) *unit_at (z, k, j), y_j = (double) *unit_at (y, k, j);
      if (cost != NN_COST_LOG_LIKELIHOOD)
        sum += nn_cost_value (cost, kind, unit_at (z, k, j), unit_at (y, k, j), 1);
      else if (y_j != 0.0)
        sum += y_j * (largest + log (exponentials) - z_j);
    }
  }
  return sum;
}

static void
transpose (const NnWeights *weights, float *transposed)
{
  int rows = nn_panel_width (weights->n_out);

  for (int j = 0; j < weights->n_out; j++)
    for (int i = 0; i < nn_panel_width (weights->n_in); i++)
      transposed[nn_panel_at (rows, j, i)] = i < weights->n_in ? *weight_at (weights, i, j) : 0.0f;
}

static void
backward (const NnUnits *delta, float *transposed, float scale, const NnUnits *below)
{
  int rows = nn_panel_width (delta->units);

  for (int k = 0; k < below->n; k++)
    for (int i = 0; i < width_of (below); i++) {
      float sum = 0.0f;
      for (int j = 0; j < delta->units; j++)
        sum += *unit_at (delta, k, j) * transposed[nn_panel_at (rows, j, i)];
      *unit_at (below, k, i) = sum * scale;
    }
}

static void
to_inputs (const NnUnits *delta, const NnWeights *weights, float *gradient)
{
  for (int i = 0; i < weights->n_in; i++) {
    float sum = 0.0f;
    for (int j = 0; j < weights->n_out; j++)
      sum += *weight_at (weights, i, j) * *unit_at (delta, 0, j);
    gradient[i] = sum * weights->scale;
  }
}

static void
add_entries (const NnEntries *x, const NnUnits *delta, const NnWeights *weights)
{
  for (int k = 0; k < delta->n; k++)
    for (size_t i = x->start[k]; i < x->start[k + 1]; i++)
      for (int j = 0; j < width_of (delta); j++)
        *weight_at (weights, (int) (x->offset[i] / ROW_BYTES), j) +=
            x->value[i] * *unit_at (delta, k, j);
}

static void
add (const NnUnits *a, const NnUnits *delta, const NnWeights *weights)
{
  for (int i = 0; i < weights->n_in; i++)
    for (int j = 0; j < width_of (delta); j++) {
      float sum = 0.0f;
      for (int k = 0; k < delta->n; k++)
        sum += *unit_at (a, k, i) * *unit_at (delta, k, j);
      *weight_at (weights, i, j) += sum;
    }
}

static void
add_bias (const NnUnits *delta, float factor, float *bias)
{
  for (int j = 0; j < width_of (delta); j++) {
    float sum = 0.0f;
    for (int k = 0; k < delta->n; k++)
      sum += *unit_at (delta, k, j);
    bias[j] += sum * factor;
  }
}

/* The larger of two magnitudes; what is not a number is the largest. */
static float
larger (float a, float b)
{
  b = fabsf (b);
  return b > a || isnan (b) ? b : a;
}

static float
scale_errors (const NnUnits *delta, float factor)
{
  float largest = 0.0f;

  for (int k = 0; k < delta->n; k++)
    for (int j = 0; j < width_of (delta); j++) {
      *unit_at (delta, k, j) *= factor;
      largest = larger (largest, *unit_at (delta, k, j));
    }
  return largest;
}

static void
scale (float *a, float factor, size_t n)
{
  for (size_t i = 0; i < n; i++)
    a[i] *= factor;
}

static void
add_vector (float *a, const float *b, size_t n)
{
  for (size_t i = 0; i < n; i++)
    a[i] += b[i];
}

static void
regularise (float *a, const float *w, float keep, float l2, float l1, size_t n)
{
  for (size_t i = 0; i < n; i++)
    a[i] = keep * a[i] + l2 * w[i] - (w[i] > 0.0f ? l1 : w[i] < 0.0f ? -l1 : 0.0f);
}

static float
max_abs (const float *a, size_t n)
{
  float largest = 0.0f;

  for (size_t i = 0; i < n; i++)
    largest = larger (largest, a[i]);
  return largest;
}

const NnKernel nn_kernel_scalar = {
  .load_row = load_row,
  .forward_entries = forward_entries,
  .forward_rows = forward_rows,
  .forward = forward,
  .activate = activate,
  .times_slope = times_slope,
  .output = output,
  .output_errors = output_errors,
  .costs = costs,
  .transpose = transpose,
  .backward = backward,
  .to_inputs = to_inputs,
  .add_entries = add_entries,
  .add = add,
  .add_bias = add_bias,
  .scale_errors = scale_errors,
  .scale = scale,
  .add_vector = add_vector,
  .regularise = regularise,
  .max_abs = max_abs,
};
