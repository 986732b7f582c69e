/* SPDX-License-Identifier: MIT */
#include "app/nabla-multiples-grid.h"

#include "lab/nabla-parameter.h"

#include <math.h>

#define SHAPE 1.6 /* width over height that curves are read best at, about */
#define EMPTY 1.2 /* how bad it is that all places are empty, in units of a factor e in shape */

static double
badness (guint n, guint columns, int width, int height, int least_height)
{
  guint rows = (n + columns - 1) / columns;
  double cell_width = (width - (columns - 1.0) * NABLA_MULTIPLES_GAP) / columns;
  double cell_height = (height - (rows - 1.0) * NABLA_MULTIPLES_GAP) / rows;

  if (cell_height < least_height)
    return INFINITY;
  return fabs (log (cell_width / cell_height / SHAPE)) +
         EMPTY * (columns * rows - n) / (columns * rows);
}

guint
nabla_multiples_count_columns (guint n, int width, int height, int least_width, int least_height,
                               guint wanted)
{
  int fit = (width + NABLA_MULTIPLES_GAP) / (least_width + NABLA_MULTIPLES_GAP);
  guint most = CLAMP ((guint) MAX (fit, 1), 1, n), best;

  if (wanted > 0 && wanted <= most)
    return wanted;
  best = most;
  for (guint columns = 1; height >= 0 && columns < most; columns++)
    if (badness (n, columns, width, height, least_height) <
        badness (n, best, width, height, least_height))
      best = columns;
  return best;
}

static const NablaHyperParameters *
set_up_of (NablaRunGroup *group)
{
  return nabla_run_get_hyper_parameters (nabla_run_group_get_run (group, 0));
}

/* Whether the value of this one comes again after `period` groups, and not before. */
static gboolean
has_period (const NablaParameter *parameter, NablaRunGroup *const *groups, guint n, guint period)
{
  for (guint i = 0; i + period < n; i++)
    if (!nabla_parameter_equal (parameter, set_up_of (groups[i]), set_up_of (groups[i + period])))
      return FALSE;
  return TRUE;
}

static gboolean
is_constant (const NablaParameter *parameter, NablaRunGroup *const *groups, guint n)
{
  return n < 2 || has_period (parameter, groups, n, 1);
}

/* The one parameter that changes within a row comes again in each; the other is the same along each
 * row, and changes from row to row. */
static gboolean
is_grid_of (NablaRunGroup *const *groups, guint n, guint columns)
{
  gsize n_parameters;
  const NablaParameter *parameters = nabla_parameters (&n_parameters);
  guint along = 0, across = 0;

  for (gsize p = 0; p < n_parameters; p++) {
    gboolean constant_rows = TRUE;

    if (g_str_equal (parameters[p].key, "seed") || is_constant (&parameters[p], groups, n))
      continue;
    for (guint row = 0; row < n / columns; row++)
      constant_rows =
          constant_rows && is_constant (&parameters[p], groups + row * columns, columns);
    if (constant_rows)
      across++;
    else if (has_period (&parameters[p], groups, n, columns))
      along++;
    else
      return FALSE;
  }
  return along == 1 && across == 1;
}

guint
nabla_multiples_columns_of_grid (NablaRunGroup *const *groups, guint n)
{
  for (guint columns = 2; columns <= n / 2; columns++)
    if (n % columns == 0 && is_grid_of (groups, n, columns))
      return columns;
  return 0;
}
