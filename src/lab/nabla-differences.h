/* SPDX-License-Identifier: MIT */
/* nabla-differences.h: what differs among runs: a table with a column for each of them (or for each
 * group of seeds) and a row for each hyper-parameter or figure in which they are not all alike. */
#pragma once

#include "lab/nabla-run-group.h"

G_BEGIN_DECLS

typedef struct {
  char *label;       /* "Learning rate", "Best accuracy" */
  gboolean measured; /* a figure rather than a part of the set-up */
  GStrv cells;       /* one for each column; "" where there is nothing yet */
  double *values;    /* for sorting; NAN for what is no number */
} NablaDifference;

typedef struct {
  GPtrArray *groups; /* of NablaRunGroup: the columns */
  GStrv names;       /* of the columns */
  GPtrArray *rows;   /* of NablaDifference: the set-up first, then what was measured */
} NablaDifferences;

/* Figures of several seeds are "mean ± standard deviation". */
NablaDifferences *nabla_differences_new (NablaRunGroup *const *groups, guint n);
void nabla_differences_free (NablaDifferences *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaDifferences, nabla_differences_free)

/* Puts the columns in the order of that row's values (numbers before words, nothing last), or in
 * the opposite; columns that are alike keep their order. */
void nabla_differences_sort (NablaDifferences *self, guint row, gboolean descending);

/* The table as text with tabs between the columns and a line for each row; g_free it. */
char *nabla_differences_to_text (const NablaDifferences *self);

G_END_DECLS
