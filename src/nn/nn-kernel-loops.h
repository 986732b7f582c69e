/* SPDX-License-Identifier: MIT */
/* nn-kernel-loops.h: the loops of a kernel of LANES floats, in which the inputs without zeros and
 * the products of matrices are done; internal to nn. Included once by each vector kernel, which
 * defines:
 *
 *   LANES         floats of a vector: 4, 8 or 16
 *   ENTRY_PANELS  panels, 1 or 2, that an example's entries go through at a time
 *   CHAINS        sums that run side by side over the entries of an example: 2 or 4
 *   TILE_ROWS     rows of a tile of a product of matrices, at most
 *   TILE_VECTORS  and its vectors a row, so that all sums of a tile stay in registers
 *   UPDATE_ROWS   rows of a tile of weights; divides 16 */
#pragma once

#include "nn/nn-kernel-table.h"
#include "nn/nn-kernel-vector.h"

/* One example's entries times one or two panels of weights. */
ALWAYS_INLINE void
sum_entries (const uint32_t *offset, const float *value, size_t count, const float *weights,
             size_t panel, int n_panels, Vector *sum)
{
  Vector part[CHAINS][2 * PER_ROW] = { { { 0 } } };

  for (size_t i = 0; i < count; i += CHAINS)
    for (size_t c = 0; c < CHAINS; c++) {
      const float *row = weights + offset[i + c];
      Vector x = all (value[i + c]);
      for (int v = 0; v < n_panels * PER_ROW; v++)
        part[c][v] += x * ((const Vector *) (row + (size_t) (v / PER_ROW) * panel))[v % PER_ROW];
    }
  for (int v = 0; v < n_panels * PER_ROW; v++) {
    sum[v] = part[0][v];
    for (int c = 1; c < CHAINS; c++)
      sum[v] += part[c][v];
  }
}

/* Panels p … p + n_panels − 1 of z. */
ALWAYS_INLINE void
forward_panels (const NnEntries *x, const NnWeights *weights, const float *bias, const NnUnits *z,
                int p, int n_panels)
{
  size_t panel = nn_panel_start (weights->n_in, 1), z_panel = nn_panel_start (z->capacity, 1);
  const Vector *b = (const Vector *) (bias + p * NN_PANEL);
  float *row = z->data + (size_t) p * z_panel, scale = weights->scale;
  const float *first = weights->data + (size_t) p * panel;
  const size_t *start = x->start;
  int n = z->n;

  for (int k = 0; k < n; k++, row += NN_PANEL) {
    Vector sum[2 * PER_ROW];
    sum_entries (x->offset + start[k], x->value + start[k], start[k + 1] - start[k], first, panel,
                 n_panels, sum);
    for (int v = 0; v < n_panels * PER_ROW; v++)
      ((Vector *) (row + (size_t) (v / PER_ROW) * z_panel))[v % PER_ROW] = sum[v] * scale + b[v];
  }
}

static void
forward_entries (const NnEntries *x, const NnWeights *weights, const float *bias, const NnUnits *z)
{
  int n_panels = nn_panel_stride (weights->n_out) / NN_PANEL, p = 0;

  for (; p + ENTRY_PANELS <= n_panels; p += ENTRY_PANELS)
    forward_panels (x, weights, bias, z, p, ENTRY_PANELS);
  for (; p < n_panels; p++)
    forward_panels (x, weights, bias, z, p, 1);
}

/* Panels p … p + n_panels − 1 of the weights. */
ALWAYS_INLINE void
add_to_panels (const NnEntries *x, const NnUnits *delta, const NnWeights *weights, int p,
               int n_panels)
{
  size_t panel = nn_panel_start (weights->n_in, 1), d_panel = nn_panel_start (delta->capacity, 1);
  const float *step = delta->data + (size_t) p * d_panel;
  float *first = weights->data + (size_t) p * panel;
  const size_t *start = x->start;
  const uint32_t *offset = x->offset;
  const float *value = x->value;
  int n = delta->n;

  for (int k = 0; k < n; k++, step += NN_PANEL) {
    Vector part[2 * PER_ROW];
    for (int v = 0; v < n_panels * PER_ROW; v++)
      part[v] = ((const Vector *) (step + (size_t) (v / PER_ROW) * d_panel))[v % PER_ROW];
    for (size_t i = start[k]; i < start[k + 1]; i++) {
      float *row = first + offset[i];
      Vector x_i = all (value[i]);
      for (int v = 0; v < n_panels * PER_ROW; v++)
        ((Vector *) (row + (size_t) (v / PER_ROW) * panel))[v % PER_ROW] += x_i * part[v];
    }
  }
}

static void
add_entries (const NnEntries *x, const NnUnits *delta, const NnWeights *weights)
{
  int n_panels = nn_panel_stride (weights->n_out) / NN_PANEL, p = 0;

  for (; p + ENTRY_PANELS <= n_panels; p += ENTRY_PANELS)
    add_to_panels (x, delta, weights, p, ENTRY_PANELS);
  for (; p < n_panels; p++)
    add_to_panels (x, delta, weights, p, 1);
}

/* A product of matrices as its tiles see it: c[r][column] (+)= Σ_t a[r][t] b[t][column]. Columns of
 * b and c are in panels; t runs through blocks of 16, as the units of activations do. */
typedef struct {
  const float *a;
  size_t a_row, a_step, a_block; /* floats from one r, t or block of t to the next */
  const float *b;                /* of the first panel, row 0; a row each t */
  size_t b_panel;
  float *c; /* of the first panel, row 0 */
  size_t c_panel;
  int steps;    /* t */
  int is_added; /* to c; otherwise c = scale · product + bias */
  float scale;
  const float *bias; /* [columns]; NULL is zero */
} Product;

/* Rows first … first + rows − 1, vectors first_vector … + vectors − 1 of all columns. */
ALWAYS_INLINE void
multiply_tile (const Product *product, int first, int rows, int first_vector, int vectors)
{
  Vector sum[TILE_ROWS * TILE_VECTORS] = { { 0 } };
  const float *b[TILE_VECTORS];

  for (int v = 0; v < vectors; v++)
    b[v] = product->b + (size_t) ((first_vector + v) / PER_ROW) * product->b_panel +
           (first_vector + v) % PER_ROW * LANES;
  for (int block = 0; block < product->steps; block += NN_PANEL) {
    const float *a = product->a + (size_t) (block / NN_PANEL) * product->a_block +
                     (size_t) first * product->a_row;
    int steps = product->steps - block < NN_PANEL ? product->steps - block : NN_PANEL;

    for (int t = 0; t < steps; t++, a += product->a_step) {
      Vector column[TILE_VECTORS];
      for (int v = 0; v < vectors; v++) {
        column[v] = *(const Vector *) b[v];
        b[v] += NN_PANEL;
      }
      for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++)
          sum[r * vectors + v] += a[(size_t) r * product->a_row] * column[v];
    }
  }
  for (int v = 0; v < vectors; v++) {
    int column = first_vector + v;
    float *c = product->c + (size_t) (column / PER_ROW) * product->c_panel +
               column % PER_ROW * LANES + (size_t) first * NN_PANEL;

    for (int r = 0; r < rows; r++, c += NN_PANEL) {
      Vector s = sum[r * vectors + v];
      if (product->is_added)
        *(Vector *) c += s;
      else if (product->bias == NULL)
        *(Vector *) c = s * product->scale;
      else
        *(Vector *) c = s * product->scale + *(const Vector *) (product->bias + column * LANES);
    }
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

/* All rows, cut into tiles that differ by at most one row, times all panels. */
static void
multiply (const Product *product, int n_rows, int n_panels)
{
  int n_vectors = n_panels * PER_ROW, n_tiles = (n_rows + TILE_ROWS - 1) / TILE_ROWS;

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
    .a_row = NN_PANEL,
    .a_step = 1,
    .a_block = nn_panel_start (a->capacity, 1),
    .b = weights->data,
    .b_panel = nn_panel_start (weights->n_in, 1),
    .c = z->data,
    .c_panel = nn_panel_start (z->capacity, 1),
    .bias = bias,
    .scale = weights->scale,
    .steps = weights->n_in,
  };

  multiply (&product, z->n, nn_panel_stride (weights->n_out) / NN_PANEL);
}

static void
backward (const NnUnits *delta, const float *transposed, float scale, const NnUnits *below)
{
  Product product = {
    .a = delta->data,
    .a_row = NN_PANEL,
    .a_step = 1,
    .a_block = nn_panel_start (delta->capacity, 1),
    .b = transposed,
    .b_panel = nn_panel_start (nn_panel_stride (delta->units), 1),
    .c = below->data,
    .c_panel = nn_panel_start (below->capacity, 1),
    .scale = scale,
    .steps = delta->units,
  };

  multiply (&product, below->n, nn_panel_stride (below->units) / NN_PANEL);
}

/* The rows of weights that leave `rows` units from `first` on. */
ALWAYS_INLINE void
add_tile (const NnUnits *a, const NnUnits *delta, const NnWeights *weights, int first, int rows,
          int vector, int vectors)
{
  Product product = {
    .a = a->data + nn_panel_at (a->capacity, 0, first),
    .a_row = 1,
    .a_step = NN_PANEL,
    .a_block = NN_PANEL * NN_PANEL,
    .b = delta->data,
    .b_panel = nn_panel_start (delta->capacity, 1),
    .c = weights->data + (size_t) first * NN_PANEL,
    .c_panel = nn_panel_start (weights->n_in, 1),
    .steps = delta->n,
    .is_added = 1,
  };

  multiply_tile (&product, 0, rows, vector, vectors);
}

/* Where too few units are left for a tile they go one by one. */
static void
add (const NnUnits *a, const NnUnits *delta, const NnWeights *weights)
{
  int n_vectors = nn_panel_stride (weights->n_out) / NN_PANEL * PER_ROW;
  int n_tiled = weights->n_in / UPDATE_ROWS * UPDATE_ROWS, v = 0;

  for (; v + TILE_VECTORS <= n_vectors; v += TILE_VECTORS) {
    for (int i = 0; i < n_tiled; i += UPDATE_ROWS)
      add_tile (a, delta, weights, i, UPDATE_ROWS, v, TILE_VECTORS);
    for (int i = n_tiled; i < weights->n_in; i++)
      add_tile (a, delta, weights, i, 1, v, TILE_VECTORS);
  }
  for (; v < n_vectors; v++) {
    for (int i = 0; i < n_tiled; i += UPDATE_ROWS)
      add_tile (a, delta, weights, i, UPDATE_ROWS, v, 1);
    for (int i = n_tiled; i < weights->n_in; i++)
      add_tile (a, delta, weights, i, 1, v, 1);
  }
}
