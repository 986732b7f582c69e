/* SPDX-License-Identifier: MIT */
/* nn-kernel-units.h: what a vector kernel does unit by unit: activations, outputs, costs, and the
 * steps that touch every weight; internal to nn. Included after nn-kernel-loops.h. */
#pragma once

ALWAYS_INLINE int
n_panels_of (const NnUnits *units)
{
  return nn_panel_stride (units->units) / NN_PANEL;
}

/* All rows of panel p as one run of n · PER_ROW vectors. */
ALWAYS_INLINE Vector *
panel_of (const NnUnits *units, int p)
{
  return (Vector *) (units->data + nn_panel_start (units->capacity, p));
}

static void
activate (NnActivation activation, const NnUnits *z)
{
  int n = z->n * PER_ROW;

  for (int p = 0; p < n_panels_of (z); p++) {
    Vector *panel = panel_of (z, p);
    if (activation == NN_ACTIVATION_SIGMOID)
      for (int i = 0; i < n; i++)
        panel[i] = sigmoid (panel[i]);
    else if (activation == NN_ACTIVATION_TANH)
      for (int i = 0; i < n; i++)
        panel[i] = hyperbolic_tangent (panel[i]);
    else
      for (int i = 0; i < n; i++)
        panel[i] = choose (panel[i] < 0.0f, all (0.0f), panel[i]);
  }
}

static void
times_slope (NnActivation activation, const NnUnits *a, const NnUnits *delta)
{
  int n = a->n * PER_ROW;

  for (int p = 0; p < n_panels_of (a); p++) {
    Vector *panel = panel_of (delta, p);
    const Vector *unit = panel_of (a, p);
    if (activation == NN_ACTIVATION_SIGMOID)
      for (int i = 0; i < n; i++)
        panel[i] *= unit[i] * (1.0f - unit[i]);
    else if (activation == NN_ACTIVATION_TANH)
      for (int i = 0; i < n; i++)
        panel[i] *= 1.0f - unit[i] * unit[i];
    else
      for (int i = 0; i < n; i++)
        panel[i] = choose (unit[i] > 0.0f, panel[i], all (0.0f));
  }
}

/* Vector v, over all panels, of example k. */
ALWAYS_INLINE Vector *
vector_of (const NnUnits *units, int k, int v)
{
  return (Vector *) (units->data + nn_panel_start (units->capacity, v / PER_ROW) +
                     (size_t) k * NN_PANEL) +
         v % PER_ROW;
}

ALWAYS_INLINE int
n_vectors_of (const NnUnits *units)
{
  return nn_panel_stride (units->units) / LANES;
}

/* Ones where vector v holds units, zero where it holds padding. */
ALWAYS_INLINE Integers
units_of (const NnUnits *units, int v)
{
  return lanes_below (v % PER_ROW, units->units - v / PER_ROW * NN_PANEL);
}

ALWAYS_INLINE float
largest_z (const NnUnits *z, int k)
{
  float largest = *(const float *) vector_of (z, k, 0);

  for (int v = 0; v < n_vectors_of (z); v++) {
    const float *lane = (const float *) vector_of (z, k, v);
    int n = z->units - v * LANES < LANES ? z->units - v * LANES : LANES;
    for (int j = 0; j < n; j++)
      largest = lane[j] > largest ? lane[j] : largest;
  }
  return largest;
}

/* Σ_j e^(z_j − largest), and the terms where `terms` is not NULL. */
ALWAYS_INLINE float
sum_exponentials (const NnUnits *z, int k, float largest, const NnUnits *terms)
{
  Vector sum = { 0 };

  for (int v = 0; v < n_vectors_of (z); v++) {
    Vector e = exponential (limit (*vector_of (z, k, v) - largest, -87.0f, 0.0f));
    e = choose (units_of (z, v), e, all (0.0f));
    sum += e;
    if (terms != NULL)
      *vector_of (terms, k, v) = e;
  }
  return sum_of_lanes (sum);
}

static void
output (NnOutput kind, const NnUnits *z, const NnUnits *a)
{
  for (int k = 0; k < z->n; k++) {
    if (kind == NN_OUTPUT_SOFTMAX) {
      float sum = sum_exponentials (z, k, largest_z (z, k), a);
      for (int v = 0; v < n_vectors_of (a); v++)
        *vector_of (a, k, v) /= sum;
      continue;
    }
    for (int v = 0; v < n_vectors_of (z); v++) {
      Vector x = *vector_of (z, k, v);
      if (kind == NN_OUTPUT_SIGMOID)
        x = sigmoid (x);
      else
        x = hyperbolic_tangent (x);
      *vector_of (a, k, v) = choose (units_of (z, v), x, all (0.0f));
    }
  }
}

static void
output_errors (NnCost cost, NnOutput kind, const NnUnits *a, const NnUnits *y)
{
  for (int k = 0; k < a->n; k++)
    for (int v = 0; v < n_vectors_of (a); v++) {
      Vector x = *vector_of (a, k, v), *delta = vector_of (y, k, v);
      Vector error = x - *delta;
      if (cost == NN_COST_QUADRATIC)
        error *= kind == NN_OUTPUT_TANH ? 1.0f - x * x : x * (1.0f - x);
      *delta = error;
    }
}

/* The cost of example k of sigmoid or tanh units. A target of 0 is told apart lest 0 · ∞ make a
 * cost that is not a number. */
ALWAYS_INLINE float
cost_of_units (NnCost cost, NnOutput kind, const NnUnits *z, const NnUnits *y, int k)
{
  Vector sum = { 0 };

  for (int v = 0; v < n_vectors_of (z); v++) {
    Vector x = *vector_of (z, k, v), t = *vector_of (y, k, v), term;
    if (cost == NN_COST_QUADRATIC) {
      Vector error = t - (kind == NN_OUTPUT_TANH ? hyperbolic_tangent (x) : sigmoid (x));
      term = 0.5f * error * error;
    } else {
      if (kind == NN_OUTPUT_TANH) {
        x += x;
        t = 0.5f * (1.0f + t);
      }
      term = softplus (x) - choose (t != 0.0f, t * x, all (0.0f));
    }
    sum += choose (units_of (z, v), term, all (0.0f));
  }
  return sum_of_lanes (sum);
}

static double
costs (NnCost cost, NnOutput kind, const NnUnits *z, const NnUnits *y)
{
  double sum = 0.0;

  for (int k = 0; k < z->n; k++) {
    if (cost != NN_COST_LOG_LIKELIHOOD) {
      sum += (double) cost_of_units (cost, kind, z, y, k);
      continue;
    }
    float largest = largest_z (z, k);
    double all_z = (double) largest + log ((double) sum_exponentials (z, k, largest, NULL));
    for (int v = 0; v < n_vectors_of (z); v++)
      for (int j = 0; j < LANES; j++) {
        float target = ((const float *) vector_of (y, k, v))[j];
        if (target != 0.0f)
          sum += (double) target * (all_z - (double) ((const float *) vector_of (z, k, v))[j]);
      }
  }
  return sum;
}

static void
transpose (const NnWeights *weights, float *transposed)
{
  int n_in = weights->n_in, n_out = weights->n_out, rows = nn_panel_stride (n_out);
  const float *from = weights->data;

  for (int q = 0; q < n_in; q += NN_PANEL) {
    int here = n_in - q < NN_PANEL ? n_in - q : NN_PANEL;
    float *to = transposed + nn_panel_start (rows, q / NN_PANEL);
    for (int p = 0; p < n_out; p += NN_PANEL) {
      const float *block = from + nn_panel_at (n_in, q, p);
      for (int j = 0; j < NN_PANEL; j++)
        for (int i = 0; i < NN_PANEL; i++)
          to[(p + j) * NN_PANEL + i] = i < here ? block[i * NN_PANEL + j] : 0.0f;
    }
  }
}

static void
add_bias (const NnUnits *delta, float factor, float *bias)
{
  for (int v = 0; v < n_vectors_of (delta); v++) {
    const Vector *step = vector_of (delta, 0, v);
    Vector sum = { 0 };
    for (int k = 0; k < delta->n; k++)
      sum += step[k * PER_ROW];
    ((Vector *) bias)[v] += sum * factor;
  }
}

/* Without the sign the bits of floats are ordered as the floats are, and what is not a number comes
 * after infinity. */
ALWAYS_INLINE float
largest_of (Integers bits)
{
  int32_t largest = 0;
  float answer;

  for (int i = 0; i < LANES; i++)
    largest = bits[i] > largest ? bits[i] : largest;
  memcpy (&answer, &largest, sizeof answer);
  return answer;
}

ALWAYS_INLINE Integers
larger (Integers bits, Vector x)
{
  Integers size = (Integers) x & 0x7fffffff, mask = size > bits;
  return (size & mask) | (bits & ~mask);
}

static float
scale_errors (const NnUnits *delta, float factor)
{
  Integers largest = { 0 };
  int n = delta->n * PER_ROW;

  for (int p = 0; p < n_panels_of (delta); p++) {
    Vector *panel = panel_of (delta, p);
    for (int i = 0; i < n; i++) {
      panel[i] *= factor;
      largest = larger (largest, panel[i]);
    }
  }
  return largest_of (largest);
}

static void
scale (float *a, float factor, size_t n)
{
  for (size_t i = 0; i < n; i += LANES)
    *(Vector *) (a + i) *= factor;
}

static void
add_vector (float *a, const float *b, size_t n)
{
  for (size_t i = 0; i < n; i += LANES)
    *(Vector *) (a + i) += *(const Vector *) (b + i);
}

static void
regularise (float *a, const float *w, float keep, float l2, float l1, size_t n)
{
  for (size_t i = 0; i < n; i += LANES) {
    Vector *sum = (Vector *) (a + i), weight = *(const Vector *) (w + i);
    Vector sign = choose (weight > 0.0f, all (1.0f), choose (weight < 0.0f, all (-1.0f), all (0)));
    *sum = (*sum * keep + weight * l2) - sign * l1;
  }
}

static float
max_abs (const float *a, size_t n)
{
  Integers largest = { 0 };

  for (size_t i = 0; i < n; i += LANES)
    largest = larger (largest, *(const Vector *) (a + i));
  return largest_of (largest);
}

/* The same for every entry, up to a whole row of a panel: compilers make vectors of it. A quotient
 * by 255 is a product with its inverse, put right by what is left over. */
static void
load_row (const uint16_t *restrict index, const uint8_t *restrict pixel, size_t count,
          uint32_t *restrict offset, float *restrict value)
{
  size_t n = (count + NN_PANEL - 1) / NN_PANEL * NN_PANEL;

  for (size_t i = 0; i < n; i++) {
    float x = (float) pixel[i], quotient = x * (1.0f / 255.0f);
    value[i] = quotient + (x - quotient * 255.0f) * (1.0f / 255.0f);
    offset[i] = (uint32_t) index[i] * NN_PANEL;
  }
}

#define NN_KERNEL_OF_THIS_FILE                                                                     \
  {                                                                                                \
    load_row, forward_entries, forward, activate, times_slope, output, output_errors, costs,       \
        transpose, backward, add_entries, add, add_bias, scale_errors, scale, add_vector,          \
        regularise, max_abs                                                                        \
  }
