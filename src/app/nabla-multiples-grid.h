/* SPDX-License-Identifier: MIT */
/* nabla-multiples-grid.h: how many small charts stand side by side. */
#pragma once

#include "lab/nabla-run-group.h"

#define NABLA_MULTIPLES_GAP 6 /* px between charts */

/* Columns for n ≥ 1 charts of at least that size in `width` px. Where `height` (px, −1 for any) has
 * room for all, the one whose charts are of the best shape; else as many as there is room for.
 * `wanted` is preferred where it fits, 0 for none. */
guint nabla_multiples_count_columns (guint n, int width, int height, int least_width,
                                     int least_height, guint wanted);

/* Where groups are a complete grid of two hyper-parameters' values, how many values the one has
 * that changes first, so that each row has one value of the other; else 0. */
guint nabla_multiples_columns_of_grid (NablaRunGroup *const *groups, guint n);
