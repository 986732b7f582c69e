/* SPDX-License-Identifier: MIT */
/* nn-panel.h: how matrices lie in memory; internal to nn.
 *
 * The columns of a matrix are cut into panels of 32. A panel holds its rows one after another, 32
 * floats each, so that whatever works on a panel walks through memory in a line: a row is two cache
 * lines, two registers of AVX-512, four of AVX2. Weights have a row for each input; activations and
 * errors of a batch have a row for each example, `capacity` rows in all. Columns that fill a panel
 * up are zero, and those beyond the next multiple of 16 are not even looked at. */
#pragma once

#include <stddef.h>

#define NN_PANEL 32 /* floats of a row */
#define NN_HALF  16 /* columns are worked on in multiples of it */

/* Columns with padding. */
static inline int
nn_panel_stride (int n_columns)
{
  return (n_columns + NN_PANEL - 1) / NN_PANEL * NN_PANEL;
}

/* Columns that are worked on. */
static inline int
nn_panel_width (int n_columns)
{
  return (n_columns + NN_HALF - 1) / NN_HALF * NN_HALF;
}

/* Where panel p of a matrix with n_rows rows begins. */
static inline size_t
nn_panel_start (int n_rows, int p)
{
  return (size_t) n_rows * NN_PANEL * (size_t) p;
}

/* Where the element of a row and column lies. */
static inline size_t
nn_panel_at (int n_rows, int row, int column)
{
  return nn_panel_start (n_rows, column / NN_PANEL) + (size_t) row * NN_PANEL +
         (size_t) (column % NN_PANEL);
}
