/* SPDX-License-Identifier: MIT */
/* What a sweep came to, for people: a table over the seeds of each combination. */
#include "cli/cli-progress.h"
#include "cli/cli-sweep.h"

#include <math.h>
#include <stdio.h>

static const char *const parts[] = { "training", "validation", "test" };

/* Of the figures of that kind (0 cost, 1 accuracy) the first that is measured: validation's, else
 * test's, else training's; the part, or −1. */
static int
part_of (NablaMonitors monitors, NablaDataSet *data_set, int kind)
{
  static const int order[] = { DIGITS_VALIDATION, DIGITS_TEST, DIGITS_TRAINING };
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (monitors & (1u << (2 * order[i] + kind)) &&
        nabla_data_set_get_part (data_set, (DigitsPartKind) order[i]).n > 0)
      return order[i];
  return -1;
}

int
cli_sweep_cost_figure (NablaMonitors monitors, NablaDataSet *data_set)
{
  int part = part_of (monitors, data_set, 0);
  return part < 0 ? -1 : 2 * part;
}

void
cli_sweep_print_heading (const CliSweep *sweep, NablaDataSet *data_set, guint jobs)
{
  g_autofree char *data = cli_data_describe (data_set);
  guint n = sweep->set_ups->len;
  printf ("Sweep of %u run%s, %u at a time", n, n == 1 ? "" : "s", jobs);
  if (sweep->start.preset_name != NULL)
    printf (", preset %s", sweep->start.preset_name);
  printf ("\n");
  for (guint i = 0; i < sweep->varies->len; i++) {
    const NablaVary *vary = &g_array_index (sweep->varies, NablaVary, i);
    gboolean has_commas = strchr (vary->values[0], ',') != NULL;
    g_autofree char *values = g_strjoinv (has_commas ? "; " : ", ", vary->values);
    const char *name = vary->parameter->option;
    if (g_str_has_prefix (name, "no-"))
      name = vary->parameter->key;
    printf ("  %s: %s\n", name, values);
  }
  if (sweep->n_seeds > 1)
    printf ("  seeds: %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT "\n",
            cli_sweep_set_up (sweep, 0)->seed,
            cli_sweep_set_up (sweep, 0)->seed + sweep->n_seeds - 1);
  printf ("%s\n\n", data);
  fflush (stdout);
}

/* Of runs that differ in their seeds. */
typedef struct {
  guint first; /* the first one's index */
  guint n, completed, diverged, culled;
  double sum[3], squares[3]; /* of best and final accuracy and final cost, where they completed */
  guint measured[3];
} Row;

static void
add_figure (Row *row, int column, double value)
{
  if (!isfinite (value))
    return;
  row->sum[column] += value;
  row->measured[column]++;
}

static void
add_square (Row *row, int column, double value)
{
  if (!isfinite (value))
    return;
  double mean = row->sum[column] / row->measured[column];
  row->squares[column] += (value - mean) * (value - mean);
}

static void
add_outcome (Row *row, const CliOutcome *outcome, void (*add) (Row *row, int column, double value))
{
  if (!outcome->ended || outcome->state != NABLA_RUN_COMPLETED)
    return;
  add (row, 0, outcome->best);
  add (row, 1, outcome->final);
  add (row, 2, outcome->cost);
}

static Row *
make_rows (const CliSweep *sweep, const CliOutcome *outcomes, gsize *n_rows)
{
  guint n = sweep->set_ups->len;
  g_autofree gsize *groups = NULL;
  *n_rows = cli_sweep_group (sweep, &groups);
  Row *rows = g_new0 (Row, *n_rows);
  for (guint i = 0; i < n; i++) {
    Row *row = &rows[groups[i]];
    const CliOutcome *outcome = &outcomes[i];
    if (row->n++ == 0)
      row->first = i;
    row->completed += outcome->ended && outcome->state == NABLA_RUN_COMPLETED;
    row->diverged += outcome->ended && outcome->state == NABLA_RUN_DIVERGED;
    row->culled += outcome->ended && outcome->state == NABLA_RUN_STOPPED;
    add_outcome (row, outcome, add_figure);
  }
  for (guint i = 0; i < n; i++)
    add_outcome (&rows[groups[i]], &outcomes[i], add_square);
  return rows;
}

/* "95.12 ± 0.30", the standard deviation of a sample. */
static char *
text_of_figure (const Row *row, int column)
{
  guint n = row->measured[column];
  double factor = column < 2 ? 100.0 : 1.0;
  int digits = column < 2 ? 2 : 4;
  if (n == 0)
    return g_strdup ("-");
  double mean = factor * row->sum[column] / n;
  if (n == 1)
    return g_strdup_printf ("%.*f", digits, mean);
  return g_strdup_printf ("%.*f ± %.*f", digits, mean, digits,
                          factor * sqrt (row->squares[column] / (n - 1)));
}

static char *
describe_row (const CliSweep *sweep, const Row *row)
{
  g_autoptr (GArray) varies = g_array_new (FALSE, FALSE, sizeof (NablaVary));
  for (guint i = 0; i < sweep->varies->len; i++) {
    NablaVary vary = g_array_index (sweep->varies, NablaVary, i);
    if (!g_str_equal (vary.parameter->key, "seed"))
      g_array_append_val (varies, vary);
  }
  char *text = nabla_sweep_describe (cli_sweep_set_up (sweep, row->first),
                                     (const NablaVary *) (void *) varies->data, varies->len, FALSE);
  if (text[0] != '\0')
    return text;
  g_free (text);
  return g_strdup ("all seeds");
}

/* Left-aligned by characters rather than bytes. */
static void
print_cell (const char *text, glong width, gboolean right)
{
  glong pad = MAX (width - g_utf8_strlen (text, -1), 0);
  printf ("%*s%s%*s", right ? (int) pad : 0, "", text, right ? 0 : (int) pad, "");
}

#define COLUMNS 6 /* combination, runs, three figures, diverged; and culled */

static GPtrArray *
make_cells (const CliSweep *sweep, NablaDataSet *data_set, const Row *rows, gsize n_rows)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  int part = part_of (sweep->monitoring.monitors, data_set, 1);
  int cost = part_of (sweep->monitoring.monitors, data_set, 0);
  const char *measured = part < 0 ? "accuracy" : parts[part];
  g_ptr_array_add (cells, g_strdup ("combination"));
  g_ptr_array_add (cells, g_strdup ("completed"));
  g_ptr_array_add (cells, g_strdup_printf ("best %s %%", measured));
  g_ptr_array_add (cells, g_strdup_printf ("final %s %%", measured));
  g_ptr_array_add (
      cells, g_strdup_printf ("final %s%scost", cost < 0 ? "" : parts[cost], cost < 0 ? "" : " "));
  g_ptr_array_add (cells, g_strdup ("diverged"));
  g_ptr_array_add (cells, g_strdup ("culled"));
  for (gsize i = 0; i < n_rows; i++) {
    g_ptr_array_add (cells, describe_row (sweep, &rows[i]));
    g_ptr_array_add (cells, g_strdup_printf ("%u of %u", rows[i].completed, rows[i].n));
    for (int column = 0; column < 3; column++)
      g_ptr_array_add (cells, text_of_figure (&rows[i], column));
    g_ptr_array_add (cells, g_strdup_printf ("%u", rows[i].diverged));
    g_ptr_array_add (cells, g_strdup_printf ("%u", rows[i].culled));
  }
  return cells;
}

void
cli_sweep_print_table (const CliSweep *sweep, NablaDataSet *data_set, const CliOutcome *outcomes)
{
  gsize n_rows;
  g_autofree Row *rows = make_rows (sweep, outcomes, &n_rows);
  g_autoptr (GPtrArray) cells = make_cells (sweep, data_set, rows, n_rows);
  glong widths[COLUMNS + 1] = { 0 };
  for (guint i = 0; i < cells->len; i++)
    widths[i % (COLUMNS + 1)] =
        MAX (widths[i % (COLUMNS + 1)], g_utf8_strlen (cells->pdata[i], -1));
  printf ("\n");
  for (guint i = 0; i < cells->len; i++) {
    guint column = i % (COLUMNS + 1);
    gboolean shown = column < COLUMNS || sweep->cull;
    if (column > 0 && shown)
      printf ("  ");
    if (shown)
      print_cell (cells->pdata[i], widths[column], column > 0);
    if (column == COLUMNS)
      printf ("\n");
  }
  fflush (stdout);
}
