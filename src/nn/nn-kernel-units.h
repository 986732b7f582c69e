/* SPDX-License-Identifier: MIT */
/* nn-kernel-units.h: what a vector kernel does unit by unit: activations, outputs, costs, and the
 * steps that touch every weight; internal to nn. Included after nn-kernel-loops.h. */
#pragma once

ALWAYS_INLINE int
n_vectors_of (const NnUnits *units)
{
  return n_vectors_of_columns (units->units);
}

static void
activate (NnActivation activation, const NnUnits *z)
{
  for (int v = 0; v < n_vectors_of (z); v++) {
    float *to = vector_at (z->data, z->capacity, v);

    for (int k = 0; k < z->n; k++, to += NN_PANEL) {
      Vector x = *(Vector *) to;
      if (activation == NN_ACTIVATION_SIGMOID)
        x = sigmoid (x);
      else if (activation == NN_ACTIVATION_TANH)
        x = hyperbolic_tangent (x);
      else
        x = choose (x < 0.0f, all (0.0f), x);
      *(Vector *) to = x;
    }
  }
}

static void
times_slope (NnActivation activation, const NnUnits *a, const NnUnits *delta)
{
  for (int v = 0; v < n_vectors_of (a); v++) {
    const float *from = vector_at (a->data, a->capacity, v);
    float *to = vector_at (delta->data, delta->capacity, v);

    for (int k = 0; k < a->n; k++, from += NN_PANEL, to += NN_PANEL) {
      Vector x = *(const Vector *) from, error = *(Vector *) to;
      if (activation == NN_ACTIVATION_SIGMOID)
        error *= x * (1.0f - x);
      else if (activation == NN_ACTIVATION_TANH)
        error *= 1.0f - x * x;
      else
        error = choose (x > 0.0f, error, all (0.0f));
      *(Vector *) to = error;
    }
  }
}

/* Vector v, over all panels, of example k. */
ALWAYS_INLINE Vector *
vector_of (const NnUnits *units, int k, int v)
{
  return (Vector *) (vector_at (units->data, units->capacity, v) + (size_t) k * NN_PANEL);
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
    Vector e = exponential (limit (*vector_of (z, k, v) - largest, -60.0f, 0.0f));
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

/* A square of weights at a time; inputs beyond n_in are 0. */
ALWAYS_INLINE void
transpose_square (const NnWeights *weights, int first_in, int first_out, float *transposed)
{
  int n_in = weights->n_in, n_out = weights->n_out, rows = nn_panel_width (n_out);
  const float *from = weights->data + nn_panel_at (n_in, first_in, first_out);
  float *to = transposed + nn_panel_at (rows, first_out, first_in);
  Vector square[LANES];

  for (int i = 0; i < LANES; i++)
    square[i] = first_in + i < n_in ? *(const Vector *) (from + i * NN_PANEL) : all (0.0f);
  turn (square);
  for (int j = 0; j < LANES && first_out + j < n_out; j++)
    *(Vector *) (to + j * NN_PANEL) = square[j];
}

static void
transpose (const NnWeights *weights, float *transposed)
{
  for (int i = 0; i < nn_panel_width (weights->n_in); i += LANES)
    for (int j = 0; j < weights->n_out; j += LANES)
      transpose_square (weights, i, j, transposed);
}

/* The weights that leave an input lie side by side: for one example they need not be transposed,
 * only the sums of LANES inputs at a time. */
static void
to_inputs (const NnUnits *delta, const NnWeights *weights, float *gradient)
{
  int n_in = weights->n_in, n_vectors = n_vectors_of_columns (weights->n_out);

  for (int first = 0; first < n_in; first += LANES) {
    int n = n_in - first < LANES ? n_in - first : LANES;
    Vector square[LANES] = { { 0 } }, sum = { 0 };
    for (int v = 0; v < n_vectors; v++) {
      const float *row = vector_at (weights->data, n_in, v) + (size_t) first * NN_PANEL;
      Vector error = *vector_of (delta, 0, v);
      for (int i = 0; i < n; i++, row += NN_PANEL)
        square[i] += *(const Vector *) row * error;
    }
    turn (square);
    for (int j = 0; j < LANES; j++)
      sum += square[j];
    sum *= weights->scale;
    memcpy (gradient + first, &sum, (size_t) n * sizeof *gradient);
  }
}

static void
add_bias (const NnUnits *delta, float factor, float *bias)
{
  for (int v = 0; v < n_vectors_of (delta); v++) {
    const float *step = vector_at (delta->data, delta->capacity, v);
    Vector sum = { 0 };
    for (int k = 0; k < delta->n; k++, step += NN_PANEL)
      sum += *(const Vector *) step;
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

  for (int v = 0; v < n_vectors_of (delta); v++) {
    float *step = vector_at (delta->data, delta->capacity, v);
    for (int k = 0; k < delta->n; k++, step += NN_PANEL) {
      *(Vector *) step *= factor;
      largest = larger (largest, *(const Vector *) step);
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
    Vector sum = *(Vector *) (a + i) * keep, weight = { 0 };
    if (l2 != 0.0f || l1 != 0.0f)
      weight = *(const Vector *) (w + i);
    if (l2 != 0.0f)
      sum += weight * l2;
    if (l1 != 0.0f)
      sum -= choose (weight > 0.0f, all (l1), choose (weight < 0.0f, all (-l1), all (0.0f)));
    *(Vector *) (a + i) = sum;
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

/* Sixteen entries at a time. A quotient by 255 is a product with its inverse, put right by what is
 * left over. */
static void
load_row (const uint16_t *restrict index, const uint8_t *restrict pixel, size_t count,
          uint32_t *restrict offset, float *restrict value)
{
  for (size_t i = 0; i < count; i += NN_ROWS_BEYOND)
    for (size_t k = i; k < i + NN_ROWS_BEYOND; k += LANES) {
      Integers number = widen_shorts (index + k), byte = widen_bytes (pixel + k);
      Vector x = __builtin_convertvector(byte, Vector), quotient = x * (1.0f / 255.0f);
      number *= (int) (NN_PANEL * sizeof (float));
      quotient += (x - quotient * 255.0f) * (1.0f / 255.0f);
      memcpy (offset + k, &number, sizeof number);
      memcpy (value + k, &quotient, sizeof quotient);
    }
}

#define NN_KERNEL_OF_THIS_FILE                                                                     \
  {                                                                                                \
    load_row, forward_entries, forward_rows, forward, activate, times_slope, output,               \
        output_errors, costs, transpose, backward, to_inputs, add_entries, add, add_bias,          \
        scale_errors, scale, add_vector, regularise, max_abs                                       \
  }
