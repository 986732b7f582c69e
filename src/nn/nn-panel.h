/* SPDX-License-Identifier: MIT */
/* nn-panel.h: how matrices lie in memory; internal to nn.
 *
 * The columns of a matrix are cut into panels of 16. A panel holds its rows one after another, 16
 * floats each, so that whatever works on a panel walks through memory in a line: a row is one cache
 * line, one register of AVX-512, two of AVX2. The last panel is filled up with zeros. Weights have
 * a row for each input; activations and errors of a batch have a row for each example, `capacity`
 * rows in all. */
#pragma once

#include <stddef.h>

#define NN_PANEL 16 /* floats of a row */

/* Columns with padding, and panels. */
static inline int
nn_panel_stride (int n_columns)
{
  return (n_columns + NN_PANEL - 1) / NN_PANEL * NN_PANEL;
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
