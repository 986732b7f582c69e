/* SPDX-License-Identifier: MIT */
#include "app/nabla-landscape-plot.h"

#include "plot/plot-number.h"

#include <glib/gi18n.h>

#define SIDE NABLA_LANDSCAPE_SIDE

char *
nabla_landscape_plot_axis_label (const NablaAxis *axis)
{
  return axis->symbol[0] != '\0' ? g_strdup_printf ("%s (%s)", axis->term, axis->symbol)
                                 : g_strdup (axis->term);
}

static void
show_axes (PlotLandscape *plot, const NablaAxis *x, const NablaAxis *y,
           const NablaHyperParameters *set_up)
{
  g_autofree char *x_label = nabla_landscape_plot_axis_label (x);
  g_autofree char *y_label = nabla_landscape_plot_axis_label (y);
  double columns[SIDE], rows[SIDE];

  plot_landscape_set_x (plot, x_label, x->logarithmic ? PLOT_LOG : PLOT_LINEAR, x->low, x->high);
  plot_landscape_set_y (plot, y_label, y->logarithmic ? PLOT_LOG : PLOT_LINEAR, y->low, y->high);
  for (int i = 0; i < SIDE; i++) {
    columns[i] = nabla_axis_value (x, (i + 0.5) / SIDE);
    rows[i] = nabla_axis_value (y, (i + 0.5) / SIDE);
  }
  plot_landscape_set_places (plot, columns, rows);
  plot_landscape_set_here (plot, nabla_axis_get (x, set_up), nabla_axis_get (y, set_up),
                           _ ("the set-up"));
}

void
nabla_landscape_plot_show (PlotLandscape *plot, NablaLandscape *landscape, const NablaAxis *x,
                           const NablaAxis *y, gboolean cost, const NablaHyperParameters *set_up)
{
  show_axes (plot, x, y, set_up);
  plot_landscape_set_figure (plot, cost ? _ ("Final cost") : _ ("Best accuracy"),
                             cost ? PLOT_LOG : PLOT_LINEAR, cost ? PLOT_NUMBER : PLOT_PERCENT,
                             cost);
  for (int i = 0; i < SIDE * SIDE; i++) {
    NablaCell cell = nabla_landscape_get_cell (landscape, (guint) (i % SIDE), (guint) (i / SIDE));
    PlotCellState state = cell.state == NABLA_CELL_DONE      ? PLOT_CELL_KNOWN
                          : cell.state == NABLA_CELL_WAITING ? PLOT_CELL_UNKNOWN
                                                             : PLOT_CELL_DIVERGED;
    plot_landscape_set_cell (plot, i % SIDE, i / SIDE, state, cost ? cell.cost : cell.accuracy);
  }
}

/* "η 0.5" */
static char *
value_text (const NablaAxis *axis, const NablaHyperParameters *set_up)
{
  g_autofree char *value = nabla_axis_text (axis, nabla_axis_get (axis, set_up));

  return g_strdup_printf ("%s %s", axis->symbol[0] != '\0' ? axis->symbol : axis->term, value);
}

char *
nabla_landscape_plot_cell_text (NablaLandscape *landscape, const NablaAxis *x, const NablaAxis *y,
                                gboolean cost, guint column, guint row)
{
  NablaHyperParameters set_up = nabla_landscape_get_set_up (landscape, column, row);
  NablaCell cell = nabla_landscape_get_cell (landscape, column, row);
  g_autofree char *x_text = value_text (x, &set_up), *y_text = value_text (y, &set_up);
  char figure[64];

  switch (cell.state) {
  case NABLA_CELL_DONE:
    plot_number_figure (figure, sizeof figure, cost ? cell.cost : cell.accuracy,
                        cost ? PLOT_NUMBER : PLOT_PERCENT);
    return g_strdup_printf ("%s · %s: %s", x_text, y_text, figure);
  case NABLA_CELL_DIVERGED:
    return g_strdup_printf ("%s · %s: %s", x_text, y_text, _ ("diverged"));
  case NABLA_CELL_WAITING:
  case NABLA_CELL_REFUSED:
  default:
    return g_strdup_printf ("%s · %s", x_text, y_text);
  }
}
