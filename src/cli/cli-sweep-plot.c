/* SPDX-License-Identifier: MIT */
/* The curves of a sweep as a file. */
#include "cli/cli-plot.h"
#include "cli/cli-sweep.h"
#include "plot/plot-landscape.h"

#include <string.h>

#define LISTED 6 /* values that a title names one by one */

/* More combinations than there are colours to tell apart are coloured in their order, from dark to
 * light. */
static PlotColor
color_of (gsize group, gsize n_groups)
{
  if (n_groups <= PLOT_N_RUN_COLORS)
    return plot_color_of_run ((int) group);
  /* The lightest would not be seen on white. */
  return plot_landscape_color (0.9 * (double) group / (double) (n_groups - 1));
}

/* "Learning rate η 0.025, 0.25, 2.5", or "Learning rate η 0.001 … 10 (7 values)". */
static char *
varied (const NablaVary *vary)
{
  const NablaParameter *parameter = vary->parameter;
  guint n = g_strv_length (vary->values);
  gboolean has_commas = strchr (vary->values[0], ',') != NULL;
  g_autofree char *all = g_strjoinv (has_commas ? "; " : ", ", vary->values);
  g_autofree char *some =
      g_strdup_printf ("%s … %s (%u values)", vary->values[0], vary->values[n - 1], n);
  return g_strdup_printf ("%s%s%s %s", parameter->term, *parameter->symbol != '\0' ? " " : "",
                          parameter->symbol, n <= LISTED ? all : some);
}

/* What is varied, in words. */
static char *
title_of (const CliSweep *sweep)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < sweep->varies->len; i++)
    g_ptr_array_add (texts, varied (&g_array_index (sweep->varies, NablaVary, i)));
  if (texts->len == 0)
    g_ptr_array_add (texts, g_strdup_printf ("%u seeds", (guint) sweep->n_seeds));
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" × ", (char **) texts->pdata);
}

static char *
note_of (const CliSweep *sweep)
{
  if (sweep->n_seeds < 2)
    return NULL;
  return g_strdup_printf ("Curves are means of %u seeds, bands their standard deviation",
                          (guint) sweep->n_seeds);
}

/* A name for each run; for a picture, where seeds are one curve, without the seed. */
static char **
names_of (const CliSweep *sweep, gboolean with_seed)
{
  gsize n = sweep->set_ups->len;
  g_autofree NablaHyperParameters *named_by = g_new (NablaHyperParameters, n);
  g_autofree const NablaHyperParameters **set_ups = g_new (const NablaHyperParameters *, n);
  char **names = g_new0 (char *, n + 1);
  for (gsize i = 0; i < n; i++) {
    named_by[i] = *cli_sweep_set_up (sweep, i);
    if (!with_seed)
      named_by[i].seed = named_by[0].seed;
    set_ups[i] = &named_by[i];
  }
  nabla_hyper_parameters_names (set_ups, n, names);
  return names;
}

/* Runs of one combination follow each other: seeds go round fastest. */
gboolean
cli_sweep_save_plot (const CliSweep *sweep, const CliOutcome *outcomes, GError **error)
{
  gsize n = sweep->set_ups->len, n_curves = 0;
  gboolean is_table = g_str_has_suffix (sweep->plot, ".csv");
  g_autofree gsize *groups = NULL;
  gsize n_groups = cli_sweep_group (sweep, &groups);
  g_auto (GStrv) names = names_of (sweep, is_table);
  g_autofree CliCurve *curves = g_new0 (CliCurve, n);
  g_autofree CliRecords *records = g_new0 (CliRecords, n);
  g_autofree char *title = title_of (sweep), *note = note_of (sweep);
  for (gsize i = 0; i < n; i++) {
    const GArray *kept = outcomes[i].records;
    if (kept != NULL)
      records[i] = (CliRecords){ (const NablaRecord *) (const void *) kept->data, kept->len };
    if (i == 0 || is_table || groups[i] != groups[i - 1])
      curves[n_curves++] = (CliCurve){ .label = names[i],
                                       .color = color_of (groups[i], n_groups),
                                       .monitors = sweep->monitoring.monitors,
                                       .members = &records[i] };
    curves[n_curves - 1].n_members++;
  }
  return cli_plot_save (curves, n_curves, title, note, sweep->plot, error);
}
