/* SPDX-License-Identifier: MIT */
#include "lab/nabla-differences.h"

#include "lab/nabla-parameter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
free_row (gpointer data)
{
  NablaDifference *row = data;
  g_free (row->label);
  g_strfreev (row->cells);
  g_free (row->values);
  g_free (row);
}

static NablaDifference *
new_row (const char *label, gboolean measured, guint n)
{
  NablaDifference *row = g_new0 (NablaDifference, 1);
  row->label = g_strdup (label);
  row->measured = measured;
  row->cells = g_new0 (char *, n + 1);
  row->values = g_new (double, n);
  return row;
}

/* Only where not all are alike. */
static void
add_row (NablaDifferences *self, NablaDifference *row)
{
  gboolean differs = FALSE;
  for (guint i = 1; i < self->groups->len && !differs; i++)
    differs = !g_str_equal (row->cells[0], row->cells[i]);
  if (differs)
    g_ptr_array_add (self->rows, row);
  else
    free_row (row);
}

static const NablaHyperParameters *
set_up_of (NablaDifferences *self, guint column)
{
  return nabla_run_get_hyper_parameters (nabla_run_group_get_run (self->groups->pdata[column], 0));
}

static char *
seeds_text (NablaRunGroup *group)
{
  g_autofree char *first =
      g_strdup_printf ("%" G_GINT64_FORMAT,
                       nabla_run_get_hyper_parameters (nabla_run_group_get_run (group, 0))->seed);
  guint n = nabla_run_group_get_n_runs (group);
  if (n == 1)
    return g_steal_pointer (&first);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u seed", "%u seeds", n), n);
}

/* As people read it: the words of a choice rather than its option. */
static char *
cell_of (const NablaParameter *parameter, const NablaHyperParameters *set_up)
{
  double number = nabla_parameter_get_number (parameter, set_up);
  if (parameter->kind == NABLA_PARAMETER_CHOICE)
    return g_strdup (_ (parameter->labels[(gsize) number]));
  if (parameter->kind == NABLA_PARAMETER_FLAG)
    return g_strdup (number != 0 ? _ ("yes") : _ ("no"));
  if (g_str_equal (parameter->key, "train_size") && number == 0)
    return g_strdup (_ ("all"));
  char *text = nabla_parameter_get_text (parameter, set_up);
  return parameter->kind == NABLA_PARAMETER_LAYERS ? g_strdelimit (text, ",", '-') : text;
}

static void
add_parameter (NablaDifferences *self, const NablaParameter *parameter)
{
  guint n = self->groups->len;
  gboolean numeric =
      parameter->kind == NABLA_PARAMETER_COUNT || parameter->kind == NABLA_PARAMETER_NUMBER;
  NablaDifference *row = new_row (_ (parameter->term), FALSE, n);
  for (guint i = 0; i < n; i++) {
    row->values[i] = numeric ? nabla_parameter_get_number (parameter, set_up_of (self, i)) : NAN;
    row->cells[i] = g_str_equal (parameter->key, "seed") ? seeds_text (self->groups->pdata[i])
                                                         : cell_of (parameter, set_up_of (self, i));
  }
  add_row (self, row);
}

/* What is measured of a run; NAN where it is not yet. */
typedef double (*Figure) (NablaRun *run);

static double
best_score (NablaRun *run)
{
  return 100 * nabla_run_get_best_score (run);
}

static double
best_epoch (NablaRun *run)
{
  return nabla_run_get_best_epoch (run) > 0 ? nabla_run_get_best_epoch (run) : NAN;
}

static double
final_score (NablaRun *run)
{
  const NablaRecord *last = nabla_run_get_last_record (run);
  return last != NULL ? 100 * nabla_record_score (last) : NAN;
}

static double
final_cost (NablaRun *run)
{
  const NablaRecord *last = nabla_run_get_last_record (run);
  return last != NULL ? last->figures[0] : NAN;
}

static double
epochs_done (NablaRun *run)
{
  const NablaRecord *last = nabla_run_get_last_record (run);
  return last != NULL ? last->epoch : NAN;
}

static double
seconds (NablaRun *run)
{
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += records[i].train_seconds;
  return n > 0 ? sum : NAN;
}

static const struct {
  const char *label;
  Figure figure;
  const char *unit;
  int decimals, spread_decimals;
} figures[] = {
  { N_ ("Best accuracy"), best_score, " %", 2, 2 },
  { N_ ("Best epoch"), best_epoch, "", 0, 1 },
  { N_ ("Final accuracy"), final_score, " %", 2, 2 },
  { N_ ("Final cost on training data"), final_cost, "", 4, 4 },
  { N_ ("Epochs done"), epochs_done, "", 0, 1 },
  { N_ ("Seconds of training"), seconds, " s", 2, 2 },
};

static void
add_figure (NablaDifferences *self, gsize f)
{
  guint n = self->groups->len;
  NablaDifference *row = new_row (_ (figures[f].label), TRUE, n);
  for (guint i = 0; i < n; i++) {
    NablaRunGroup *group = self->groups->pdata[i];
    guint members = nabla_run_group_get_n_runs (group);
    g_autofree double *values = g_new (double, members);
    for (guint m = 0; m < members; m++)
      values[m] = figures[f].figure (nabla_run_group_get_run (group, m));
    NablaBand band = nabla_band_of (values, members, NABLA_BAND_DEVIATION);
    row->values[i] = band.mean;
    if (!isfinite (band.mean))
      row->cells[i] = g_strdup ("");
    else if (band.high > band.low)
      row->cells[i] =
          g_strdup_printf ("%.*f ± %.*f%s", figures[f].spread_decimals, band.mean,
                           figures[f].spread_decimals, band.mean - band.low, figures[f].unit);
    else
      row->cells[i] = g_strdup_printf ("%.*f%s", figures[f].decimals, band.mean, figures[f].unit);
  }
  add_row (self, row);
}

NablaDifferences *
nabla_differences_new (NablaRunGroup *const *groups, guint n)
{
  NablaDifferences *self = g_new0 (NablaDifferences, 1);
  gsize n_parameters;
  const NablaParameter *table = nabla_parameters (&n_parameters);
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (free_row);
  self->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (self->groups, g_object_ref (groups[i]));
    self->names[i] = nabla_run_group_get_name (groups[i]);
  }
  for (gsize i = 0; n > 0 && i < n_parameters; i++)
    add_parameter (self, &table[i]);
  for (gsize i = 0; n > 0 && i < G_N_ELEMENTS (figures); i++)
    add_figure (self, i);
  return self;
}

void
nabla_differences_free (NablaDifferences *self)
{
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->rows);
  g_strfreev (self->names);
  g_free (self);
}

typedef struct {
  const NablaDifference *row;
  gboolean descending;
} Order;

static int
compare_cells (const NablaDifference *row, guint a, guint b)
{
  if (isnan (row->values[a]) && isnan (row->values[b]))
    return g_utf8_collate (row->cells[a], row->cells[b]);
  return (row->values[a] > row->values[b]) - (row->values[a] < row->values[b]);
}

static gboolean
is_empty (const NablaDifference *row, guint column)
{
  return isnan (row->values[column]) && row->cells[column][0] == '\0';
}

static int
compare_columns (gconstpointer a, gconstpointer b, gpointer data)
{
  const Order *order = data;
  guint x = *(const guint *) a, y = *(const guint *) b;
  if (is_empty (order->row, x) != is_empty (order->row, y))
    return is_empty (order->row, x) ? 1 : -1;
  if (isnan (order->row->values[x]) != isnan (order->row->values[y]))
    return isnan (order->row->values[x]) ? 1 : -1;
  int comparison = compare_cells (order->row, x, y);
  if (comparison == 0)
    return x < y ? -1 : 1;
  return order->descending ? -comparison : comparison;
}

static void
reorder_strings (GStrv strings, const guint *order, guint n)
{
  g_autofree char **old = g_memdup2 (strings, n * sizeof *strings);
  for (guint i = 0; i < n; i++)
    strings[i] = old[order[i]];
}

void
nabla_differences_sort (NablaDifferences *self, guint row, gboolean descending)
{
  g_return_if_fail (row < self->rows->len);
  guint n = self->groups->len;
  g_autofree guint *columns = g_new (guint, n);
  g_autofree gpointer *groups = g_memdup2 (self->groups->pdata, n * sizeof *groups);
  Order order = { self->rows->pdata[row], descending };
  for (guint i = 0; i < n; i++)
    columns[i] = i;
  g_qsort_with_data (columns, (int) n, sizeof *columns, compare_columns, &order);
  for (guint i = 0; i < n; i++)
    self->groups->pdata[i] = groups[columns[i]];
  reorder_strings (self->names, columns, n);
  for (guint r = 0; r < self->rows->len; r++) {
    NablaDifference *difference = self->rows->pdata[r];
    g_autofree double *old = g_memdup2 (difference->values, n * sizeof *old);
    for (guint i = 0; i < n; i++)
      difference->values[i] = old[columns[i]];
    reorder_strings (difference->cells, columns, n);
  }
}

char *
nabla_differences_to_text (const NablaDifferences *self)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < self->groups->len; i++)
    g_string_append_printf (text, "\t%s", self->names[i]);
  g_string_append_c (text, '\n');
  for (guint r = 0; r < self->rows->len; r++) {
    const NablaDifference *row = self->rows->pdata[r];
    g_string_append (text, row->label);
    for (guint i = 0; i < self->groups->len; i++)
      g_string_append_printf (text, "\t%s", row->cells[i]);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}
