/* SPDX-License-Identifier: MIT */
/* nn-kernel-loops.h: the loops of a kernel of LANES floats, in which the inputs without zeros and
 * the products of matrices are done; internal to nn. Included once by each vector kernel, which
 * defines:
 *
 *   LANES         floats of a vector: 4, 8 or 16
 *   ENTRY_VECTORS vectors of a row of weights that an example's entries go through at a time
 *   CHAINS        sums that run side by side over the entries: 1, 2 or 4
 *   TILE_ROWS     rows of a tile of a product of matrices, at most 12
 *   TILE_VECTORS  and its vectors a row, so that all sums of a tile stay in registers
 *   UPDATE_ROWS   rows of a tile of weights; divides 16 */
#pragma once

#include "nn/nn-kernel-table.h"
#include "nn/nn-kernel-vector.h"

/* What is left of a row where ENTRY_VECTORS do not divide it. */
#define HALF_VECTORS (NN_HALF / LANES)

/* Vectors that are worked on of a row of n columns. */
ALWAYS_INLINE int
n_vectors_of_columns (int n)
{
  return nn_panel_width (n) / LANES;
}

/* Vector v, over all panels, of row 0 of a matrix with n_rows rows. */
ALWAYS_INLINE float *
vector_at (float *data, int n_rows, int v)
{
  return data + nn_panel_start (n_rows, v / PER_ROW) + v % PER_ROW * LANES;
}

/* The row of weights of an entry. */
ALWAYS_INLINE Vector *
row_at (const float *weights, size_t offset)
{
  return (Vector *) ((uintptr_t) weights + offset);
}

/* A group of entries, spread, times some vectors of their rows of weights: into the sums. */
ALWAYS_INLINE void
sum_group (const Vector *x, Vector *const *row, int n_vectors, Vector (*part)[ENTRY_VECTORS])
{
  for (int c = 0; c < NN_ROWS_GROUP; c++)
    for (int v = 0; v < n_vectors; v++)
      part[c % CHAINS][v] += x[c] * row[c][v];
}

/* Entries i … i + 3 of a batch. */
ALWAYS_INLINE void
sum_entries (const NnEntries *x, size_t i, const float *weights, int n_vectors,
             Vector (*part)[ENTRY_VECTORS])
{
  Vector each[NN_ROWS_GROUP], *row[NN_ROWS_GROUP];

  spread (x->value + i, each);
  for (size_t c = 0; c < NN_ROWS_GROUP; c++)
    row[c] = row_at (weights, x->offset[i + c]);
  sum_group (each, row, n_vectors, part);
}

/* Entries i … i + 3 of a row, their bytes as they are. */
ALWAYS_INLINE void
sum_bytes (const NnRow *x, size_t i, const float *weights, int n_vectors,
           Vector (*part)[ENTRY_VECTORS])
{
  Vector each[NN_ROWS_GROUP], *row[NN_ROWS_GROUP];

  spread_bytes (x->value + i, each);
  for (size_t c = 0; c < NN_ROWS_GROUP; c++)
    row[c] = row_at (weights, x->index[i + c] * (NN_PANEL * sizeof (float)));
  sum_group (each, row, n_vectors, part);
}

/* n_vectors of z, from `first` on, of entries or of rows: the other is NULL. */
ALWAYS_INLINE void
forward_vectors (const NnEntries *x, const NnRow *rows, const NnWeights *weights, const float *bias,
                 const NnUnits *z, int first, int n_vectors)
{
  const float *from = vector_at (weights->data, weights->n_in, first);
  const Vector *b = (const Vector *) (bias + first * LANES);
  float *to = vector_at (z->data, z->capacity, first);
  float scale = rows != NULL ? weights->scale / 255.0f : weights->scale;

  for (int k = 0; k < z->n; k++, to += NN_PANEL) {
    Vector part[CHAINS][ENTRY_VECTORS] = { { { 0 } } };
    if (rows != NULL) {
      NnRow row = rows[k];
      for (size_t i = 0; i < row.count; i += NN_ROWS_GROUP)
        sum_bytes (&row, i, from, n_vectors, part);
    } else {
      for (size_t i = x->start[k], end = x->start[k + 1]; i < end; i += NN_ROWS_GROUP)
        sum_entries (x, i, from, n_vectors, part);
    }
    for (int v = 0; v < n_vectors; v++) {
      Vector sum = part[0][v];
      for (int c = 1; c < CHAINS; c++)
        sum += part[c][v];
      ((Vector *) to)[v] = sum * scale + b[v];
    }
  }
}

ALWAYS_INLINE void
forward_inputs (const NnEntries *x, const NnRow *rows, const NnWeights *weights, const float *bias,
                const NnUnits *z)
{
  int n = n_vectors_of_columns (weights->n_out), v = 0;

  for (; v + ENTRY_VECTORS <= n; v += ENTRY_VECTORS)
    forward_vectors (x, rows, weights, bias, z, v, ENTRY_VECTORS);
  if (v < n)
    forward_vectors (x, rows, weights, bias, z, v, HALF_VECTORS);
}

static void
forward_entries (const NnEntries *x, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  NnEntries entries = *x; /* of which it is plain that no z written changes it */

  forward_inputs (&entries, NULL, weights, bias, z);
}

static void
forward_rows (const NnRow *rows, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  forward_inputs (NULL, rows, weights, bias, z);
}

/* n_vectors of the weights, from `first` on. */
ALWAYS_INLINE void
add_to_vectors (const NnEntries *x, const NnUnits *delta, const NnWeights *weights, int first,
                int n_vectors)
{
  float *to = vector_at (weights->data, weights->n_in, first);
  const float *step = vector_at (delta->data, delta->capacity, first);
  const uint32_t *offset = x->offset;
  const float *value = x->value;
  const size_t *start = x->start;

  for (int k = delta->n; k > 0; k--, step += NN_PANEL, start++) {
    Vector part[ENTRY_VECTORS];
    for (int v = 0; v < n_vectors; v++)
      part[v] = ((const Vector *) step)[v];
    for (size_t i = start[0], end = start[1]; i < end; i += NN_ROWS_GROUP) {
      Vector x_i[NN_ROWS_GROUP];
      spread (value + i, x_i);
      for (size_t c = 0; c < NN_ROWS_GROUP; c++) {
        Vector *row = row_at (to, offset[i + c]);
        for (int v = 0; v < n_vectors; v++)
          row[v] += x_i[c] * part[v];
      }
    }
  }
}

static void
add_entries (const NnEntries *x, const NnUnits *delta, const NnWeights *weights)
{
  int n = n_vectors_of_columns (weights->n_out), v = 0;

  for (; v + ENTRY_VECTORS <= n; v += ENTRY_VECTORS)
    add_to_vectors (x, delta, weights, v, ENTRY_VECTORS);
  if (v < n)
    add_to_vectors (x, delta, weights, v, HALF_VECTORS);
}

/* A product of matrices as its tiles see it: c[r][column] (+)= Σ_t a[r][t] b[t][column]; columns
 * and the t of activations are in panels. */
typedef struct {
  const float *a;
  size_t a_panel; /* floats from one panel of t to the next */
  float *b;       /* a row each t */
  int b_rows;
  float *c;
  int c_rows;
  int steps;         /* t */
  float scale;       /* c = scale · product + bias */
  const float *bias; /* [columns]; NULL is zero */
} Product;

/* The sums of `rows` rows and some vectors of all columns over steps of t that lie a_step apart. */
ALWAYS_INLINE void
sum_tile (const float *a, size_t a_row, size_t a_step, const float *b, int steps, int rows,
          int vectors, Vector *sum)
{
  for (int t = 0; t < steps; t++, a += a_step, b += NN_PANEL) {
    Vector column[TILE_VECTORS];
    for (int v = 0; v < vectors; v++)
      column[v] = ((const Vector *) b)[v];
    for (int r = 0; r < rows; r++)
      for (int v = 0; v < vectors; v++)
        sum[r * vectors + v] += a[(size_t) r * a_row] * column[v];
  }
}

/* Rows first … first + rows − 1 of c, which are examples. */
ALWAYS_INLINE void
multiply_tile (const Product *product, int first, int rows, int first_vector, int vectors)
{
  Vector sum[TILE_ROWS * TILE_VECTORS] = { { 0 } };
  const float *a = product->a + (size_t) first * NN_PANEL;
  const float *b = vector_at (product->b, product->b_rows, first_vector);

  for (int t = 0; t < product->steps; t += NN_PANEL) {
    int steps = product->steps - t < NN_PANEL ? product->steps - t : NN_PANEL;
    sum_tile (a, NN_PANEL, 1, b, steps, rows, vectors, sum);
    a += product->a_panel;
    b += NN_PANEL * NN_PANEL;
  }

  float *c = vector_at (product->c, product->c_rows, first_vector) + (size_t) first * NN_PANEL;
  for (int v = 0; v < vectors; v++) {
    Vector bias = { 0 };
    if (product->bias != NULL)
      bias = ((const Vector *) product->bias)[first_vector + v];
    for (int r = 0; r < rows; r++)
      ((Vector *) (c + (size_t) r * NN_PANEL))[v] = sum[r * vectors + v] * product->scale + bias;
  }
}

#define TILE(r)                                                                                    \
  case r:                                                                                          \
    if (r <= TILE_ROWS)                                                                            \
      multiply_tile (product, first, r <= TILE_ROWS ? r : 1, vector, vectors);                     \
    break

ALWAYS_INLINE void
multiply_rows (const Product *product, int first, int rows, int vector, int vectors)
{
  switch (rows) {
    TILE (1);
    TILE (2);
    TILE (3);
    TILE (4);
    TILE (5);
    TILE (6);
    TILE (7);
    TILE (8);
    TILE (9);
    TILE (10);
    TILE (11);
    TILE (12);
  }
}

/* All rows, cut into tiles that differ by at most one row, times all columns. */
static void
multiply (const Product *product, int n_rows, int n_columns)
{
  int n_vectors = n_vectors_of_columns (n_columns);
  int n_tiles = (n_rows + TILE_ROWS - 1) / TILE_ROWS;

  for (int v = 0; v < n_vectors; v += TILE_VECTORS)
    for (int tile = 0, first = 0; tile < n_tiles; tile++) {
      int rows = (n_rows - first + n_tiles - tile - 1) / (n_tiles - tile);
      if (v + TILE_VECTORS <= n_vectors)
        multiply_rows (product, first, rows, v, TILE_VECTORS);
      else
        multiply_rows (product, first, rows, v, 1);
      first += rows;
    }
}

static void
forward (const NnUnits *a, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  Product product = {
    .a = a->data,
    .a_panel = nn_panel_start (a->capacity, 1),
    .b = weights->data,
    .b_rows = weights->n_in,
    .c = z->data,
    .c_rows = z->capacity,
    .steps = weights->n_in,
    .scale = weights->scale,
    .bias = bias,
  };

  multiply (&product, z->n, weights->n_out);
}

static void
backward (const NnUnits *delta, float *transposed, float scale, const NnUnits *below)
{
  Product product = {
    .a = delta->data,
    .a_panel = nn_panel_start (delta->capacity, 1),
    .b = transposed,
    .b_rows = nn_panel_width (delta->units),
    .c = below->data,
    .c_rows = below->capacity,
    .steps = delta->units,
    .scale = scale,
  };

  multiply (&product, below->n, below->units);
}

/* The rows of weights that leave `rows` units from `first` on. */
ALWAYS_INLINE void
add_tile (const NnUnits *a, const NnUnits *delta, const NnWeights *weights, int first, int rows,
          int vector, int vectors)
{
  Vector sum[UPDATE_ROWS * TILE_VECTORS] = { { 0 } };
  float *c = vector_at (weights->data, weights->n_in, vector) + (size_t) first * NN_PANEL;

  sum_tile (a->data + nn_panel_at (a->capacity, 0, first), 1, NN_PANEL,
            vector_at (delta->data, delta->capacity, vector), delta->n, rows, vectors, sum);
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      ((Vector *) (c + (size_t) r * NN_PANEL))[v] += sum[r * vectors + v];
}

/* Where too few units are left for a tile they go by two or one. */
ALWAYS_INLINE void
add_tiles (const NnUnits *a, const NnUnits *delta, const NnWeights *weights, int vector,
           int vectors)
{
  int i = 0;

  for (; i + UPDATE_ROWS <= weights->n_in; i += UPDATE_ROWS)
    add_tile (a, delta, weights, i, UPDATE_ROWS, vector, vectors);
  for (; i + 2 <= weights->n_in; i += 2)
    add_tile (a, delta, weights, i, 2, vector, vectors);
  if (i < weights->n_in)
    add_tile (a, delta, weights, i, 1, vector, vectors);
}

static void
add (const NnUnits *a, const NnUnits *delta, const NnWeights *weights)
{
  int n_vectors = n_vectors_of_columns (weights->n_out), v = 0;

  for (; v + TILE_VECTORS <= n_vectors; v += TILE_VECTORS)
    add_tiles (a, delta, weights, v, TILE_VECTORS);
  for (; v < n_vectors; v++)
    add_tiles (a, delta, weights, v, 1);
}
