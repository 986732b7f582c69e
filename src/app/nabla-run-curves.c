/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-curves.h"

#include <glib/gi18n.h>
#include <math.h>

#define EMPHASIS 1.6 /* times the width of a line */

/* A line is of a part of the data set, or of a layer of weights. */
enum { TRAINING, VALIDATION, TEST, N_PARTS };
#define MOST_LINES NN_MAX_LAYERS
G_STATIC_ASSERT ((int) N_PARTS <= (int) MOST_LINES);

struct NablaRunCurves {
  NablaRunGroup *group;
  NablaChart *chart;
  NablaCurveView view;
  gboolean named;
  GPtrArray *series[MOST_LINES]; /* of PlotSeries, owned by the chart: one, or one for each member;
                                    NULL for a line that is not shown */
  gsize n_records;               /* of all members, that are drawn */
  gboolean emphasized;
};

typedef struct {
  const NablaRunCurves *curves;
  int line;
} Value;

/* Cost and accuracy of the parts take turns in NablaRecord.figures, as the monitors' bits do. */
static guint
figure_of (NablaCurveFigure figure, int part)
{
  return 2u * (guint) part + (figure == NABLA_CURVE_COST ? 0 : 1);
}

static double
figure_value (NablaRun *run, const NablaRecord *record, gpointer data)
{
  const Value *value = data;
  NablaCurveFigure figure = value->curves->view.figure;
  double number;

  if (figure == NABLA_CURVE_LEARNING_RATE)
    return record->learning_rate;
  if (figure == NABLA_CURVE_GRADIENT_NORM)
    return record->gradient_norms[value->line];
  number = record->figures[figure_of (figure, value->line)];
  return figure == NABLA_CURVE_ERROR_RATE ? 1 - number : number;
}

double
nabla_run_curves_images_of_epoch (NablaRun *run)
{
  gint64 size = nabla_run_get_hyper_parameters (run)->train_size;
  gsize all = nabla_data_set_get_part (nabla_run_get_data_set (run), DIGITS_TRAINING).n;

  return size > 0 ? (double) MIN ((gsize) size, all) : (double) all;
}

static double
x_value (NablaRun *run, const NablaRecord *record, gpointer data)
{
  const NablaRunCurves *curves = data;
  const NablaRecord *records;
  double seconds = 0;
  gsize n;

  switch (curves->view.x) {
  case NABLA_CURVE_IMAGES:
    return record->epoch * nabla_run_curves_images_of_epoch (run);
  case NABLA_CURVE_SECONDS:
    records = nabla_run_get_records (run, &n);
    for (gsize i = 0; i < n && records[i].epoch <= record->epoch; i++)
      seconds += records[i].train_seconds;
    return seconds;
  case NABLA_CURVE_EPOCHS:
  default:
    return record->epoch;
  }
}

/* Runs of an older history do not say that they measured them. */
static gboolean
has_gradient_norms (NablaRun *run)
{
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);

  return (nabla_run_get_monitors (run) & NABLA_MONITOR_GRADIENT_NORM) != 0 ||
         (n > 0 && isfinite (records[n - 1].gradient_norms[0]));
}

static gboolean
is_validated (const NablaRunCurves *curves, NablaRun *run)
{
  return nabla_data_set_get_part (nabla_run_get_data_set (run), DIGITS_VALIDATION).n > 0 &&
         (nabla_run_get_monitors (run) & (1u << figure_of (curves->view.figure, VALIDATION))) != 0;
}

/* Test figures are shown where they are wanted or there are none of validation. */
static gboolean
is_wanted_part (const NablaRunCurves *curves, NablaRun *run, int part)
{
  NablaMonitors monitors = nabla_run_get_monitors (run);
  gboolean validated = is_validated (curves, run);

  if (part >= N_PARTS || (monitors & (1u << figure_of (curves->view.figure, part))) == 0)
    return FALSE;
  switch (part) {
  case TRAINING:
    return curves->view.training;
  case VALIDATION:
    return validated && curves->view.validation;
  case TEST:
  default:
    return curves->view.test || (!validated && curves->view.validation);
  }
}

static gboolean
is_wanted (const NablaRunCurves *curves, int line)
{
  NablaRun *run = nabla_run_group_get_run (curves->group, 0);

  switch (curves->view.figure) {
  case NABLA_CURVE_LEARNING_RATE:
    return line == 0;
  case NABLA_CURVE_GRADIENT_NORM:
    return line < (int) nabla_run_get_hyper_parameters (run)->n_layers - 1 &&
           has_gradient_norms (run);
  default:
    return is_wanted_part (curves, run, line);
  }
}

static gboolean
is_single (const NablaRunCurves *curves)
{
  return curves->view.spread == NABLA_SPREAD_SINGLE ||
         nabla_run_group_get_n_runs (curves->group) == 1;
}

/* For read-out and export; the chart translates them. */
static const char *
role_of (NablaCurveFigure figure, int line)
{
  static const char *const parts[N_PARTS] = { N_ ("training"), N_ ("validation"), N_ ("test") };
  static const char *const layers[MOST_LINES] = {
    N_ ("layer 1"),  N_ ("layer 2"),  N_ ("layer 3"),  N_ ("layer 4"),
    N_ ("layer 5"),  N_ ("layer 6"),  N_ ("layer 7"),  N_ ("layer 8"),
    N_ ("layer 9"),  N_ ("layer 10"), N_ ("layer 11"), N_ ("layer 12"),
    N_ ("layer 13"), N_ ("layer 14"), N_ ("layer 15"), N_ ("layer 16"),
  };

  if (figure == NABLA_CURVE_LEARNING_RATE)
    return "";
  return figure == NABLA_CURVE_GRADIENT_NORM ? layers[line] : parts[line];
}

/* Beyond three the styles come again, thinner. */
static double
width_of (const NablaRunCurves *curves, int line)
{
  double width = line < 3 ? 1 : line < 6 ? 0.6 : 0.4;

  return curves->emphasized ? EMPHASIS * width : width;
}

/* A run has one best epoch, that of its score: of validation, or of test where there is none. */
static gboolean
has_ring (const NablaRunCurves *curves, int line)
{
  NablaRun *run = nabla_run_group_get_run (curves->group, 0);

  return curves->view.figure == NABLA_CURVE_ACCURACY &&
         line == (is_validated (curves, run) ? VALIDATION : TEST);
}

static PlotSeries *
new_series (NablaRunCurves *curves, int line, gboolean first)
{
  static const PlotLine lines[] = { PLOT_SOLID, PLOT_DASHED, PLOT_DOTTED };
  NablaCurveFigure figure = curves->view.figure;
  PlotSeries *series = plot_series_new ();
  int labelled = 0;

  /* One series of a group carries its name: the first that is shown. */
  while (labelled < MOST_LINES && !is_wanted (curves, labelled))
    labelled++;
  plot_series_set_role (series, role_of (figure, line));
  plot_series_set_line (series, lines[line % (int) G_N_ELEMENTS (lines)]);
  plot_series_set_end_label (series, curves->named && line == labelled && first);
  plot_series_set_mark_best (series, has_ring (curves, line));
  plot_series_set_smoothing (series, curves->view.smoothing);
  plot_chart_add_series (nabla_chart_get_plot (curves->chart), series);
  return series;
}

static void
remove_series (NablaRunCurves *curves)
{
  for (int line = 0; line < MOST_LINES; line++) {
    for (guint i = 0; curves->series[line] != NULL && i < curves->series[line]->len; i++)
      plot_chart_remove_series (nabla_chart_get_plot (curves->chart),
                                curves->series[line]->pdata[i]);
    g_clear_pointer (&curves->series[line], g_ptr_array_unref);
  }
}

static void
add_series (NablaRunCurves *curves)
{
  guint n = is_single (curves) ? nabla_run_group_get_n_runs (curves->group) : 1;

  for (int line = 0; line < MOST_LINES; line++) {
    if (!is_wanted (curves, line))
      continue;
    curves->series[line] = g_ptr_array_new ();
    for (guint i = 0; i < n; i++)
      g_ptr_array_add (curves->series[line], new_series (curves, line, i == 0));
  }
}

static void
fill_single (NablaRunCurves *curves, int line, guint member)
{
  NablaRun *run = nabla_run_group_get_run (curves->group, member);
  Value value = { curves, line };
  gsize n, begun = 0;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  const NablaRecord *fork = nabla_run_get_fork_record (run);
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);

  /* A fork begins where it left its parent. */
  if (fork != NULL) {
    x[0] = x_value (run, fork, curves);
    y[0] = figure_value (run, fork, &value);
    begun = 1;
  }
  for (gsize i = 0; i < n; i++) {
    x[begun + i] = x_value (run, &records[i], curves);
    y[begun + i] = figure_value (run, &records[i], &value);
  }
  n += begun;
  plot_series_set_points (curves->series[line]->pdata[member], x, y, NULL, NULL, n);
}

/* The mean over the members that have come so far, and their spread. */
static void
fill_mean (NablaRunCurves *curves, int line)
{
  Value value = { curves, line };
  gsize n = (gsize) nabla_run_group_get_n_epochs (curves->group);
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  g_autofree double *low = g_new (double, n), *high = g_new (double, n);
  NablaBandKind kind =
      curves->view.spread == NABLA_SPREAD_EXTREMES ? NABLA_BAND_EXTREMES : NABLA_BAND_DEVIATION;

  for (gsize i = 0; i < n; i++) {
    NablaBand at = nabla_run_group_get_band (curves->group, (int) i + 1, x_value, curves, kind);
    NablaBand band =
        nabla_run_group_get_band (curves->group, (int) i + 1, figure_value, &value, kind);

    /* Where a slow member has not come, those that have may lie before: x never goes back. */
    x[i] = i > 0 ? fmax (x[i - 1], at.mean) : at.mean;
    y[i] = band.mean;
    low[i] = band.low;
    high[i] = band.high;
  }
  plot_series_set_points (curves->series[line]->pdata[0], x, y, low, high, n);
}

static void
fill (NablaRunCurves *curves)
{
  for (int line = 0; line < MOST_LINES; line++) {
    if (curves->series[line] == NULL)
      continue;
    if (!is_single (curves))
      fill_mean (curves, line);
    else
      for (guint i = 0; i < curves->series[line]->len; i++)
        fill_single (curves, line, i);
  }
  nabla_chart_changed (curves->chart);
}

static gsize
count_records (const NablaRunCurves *curves)
{
  gsize all = 0;

  for (guint i = 0; i < nabla_run_group_get_n_runs (curves->group); i++) {
    gsize n;
    nabla_run_get_records (nabla_run_group_get_run (curves->group, i), &n);
    all += n;
  }
  return all;
}

static void
on_status (NablaRunCurves *curves)
{
  gsize n = count_records (curves);

  if (n == curves->n_records)
    return;
  curves->n_records = n;
  fill (curves);
}

static void
update_look (NablaRunCurves *curves)
{
  g_autofree char *name = nabla_run_group_get_name (curves->group);

  for (int line = 0; line < MOST_LINES; line++) {
    for (guint i = 0; curves->series[line] != NULL && i < curves->series[line]->len; i++) {
      PlotSeries *series = curves->series[line]->pdata[i];
      NablaRun *run = nabla_run_group_get_run (curves->group, i);

      plot_series_set_label (series, is_single (curves) && i > 0 ? nabla_run_get_name (run) : name);
      plot_series_set_color (series, plot_color_of_run (nabla_run_get_color (run)));
      plot_series_set_visible (series, is_single (curves)
                                           ? nabla_run_get_shown (run)
                                           : nabla_run_group_get_shown (curves->group));
      plot_series_set_width (series, width_of (curves, line));
    }
  }
  nabla_chart_changed (curves->chart);
}

static void
on_members (NablaRunCurves *curves)
{
  remove_series (curves);
  add_series (curves);
  curves->n_records = count_records (curves);
  fill (curves);
  update_look (curves);
}

NablaRunCurves *
nabla_run_curves_new (NablaRunGroup *group, NablaChart *chart, const NablaCurveView *view,
                      gboolean named)
{
  NablaRunCurves *curves = g_new0 (NablaRunCurves, 1);

  curves->group = g_object_ref (group);
  curves->chart = chart;
  curves->view = *view;
  curves->named = named;
  on_members (curves);
  g_signal_connect_swapped (group, "members", G_CALLBACK (on_members), curves);
  g_signal_connect_swapped (group, "status", G_CALLBACK (on_status), curves);
  g_signal_connect_swapped (group, "look", G_CALLBACK (update_look), curves);
  return curves;
}

void
nabla_run_curves_free (NablaRunCurves *curves)
{
  g_signal_handlers_disconnect_by_data (curves->group, curves);
  remove_series (curves);
  nabla_chart_changed (curves->chart);
  g_object_unref (curves->group);
  g_free (curves);
}

NablaRun *
nabla_run_curves_find (const NablaRunCurves *curves, const PlotSeries *series)
{
  guint i;

  for (int line = 0; line < MOST_LINES; line++)
    if (curves->series[line] != NULL && series != NULL &&
        g_ptr_array_find (curves->series[line], series, &i))
      return nabla_run_group_get_run (curves->group, i);
  return NULL;
}

guint
nabla_run_curves_get_lines (const NablaRunCurves *curves)
{
  guint lines = 0;

  for (int line = 0; line < MOST_LINES; line++)
    lines |= curves->series[line] != NULL ? 1u << line : 0;
  return lines;
}

gboolean
nabla_run_curves_has_ring (const NablaRunCurves *curves)
{
  for (int line = 0; line < MOST_LINES; line++)
    if (curves->series[line] != NULL && has_ring (curves, line))
      return TRUE;
  return FALSE;
}

void
nabla_run_curves_set_emphasized (NablaRunCurves *curves, gboolean emphasized)
{
  if (curves->emphasized == emphasized)
    return;
  curves->emphasized = emphasized;
  update_look (curves);
}
