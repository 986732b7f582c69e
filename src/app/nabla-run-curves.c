/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-curves.h"

#include <glib/gi18n.h>

/* A figure's place in NablaRecord.figures, the order of the monitors' bits. */
enum {
  TRAIN_COST,
  TRAIN_ACCURACY,
  VALIDATION_COST,
  VALIDATION_ACCURACY,
  TEST_COST,
  TEST_ACCURACY,
};

struct NablaRunCurves {
  NablaRun *run;
  NablaChart *charts[2];               /* of cost (even figures) and of accuracy (odd) */
  PlotSeries *series[NABLA_N_FIGURES]; /* NULL for a figure that is not shown */
};

static PlotChart *
plot_of (const NablaRunCurves *curves, int figure)
{
  return nabla_chart_get_plot (curves->charts[figure % 2]);
}

static void
charts_changed (const NablaRunCurves *curves)
{
  nabla_chart_changed (curves->charts[0]);
  nabla_chart_changed (curves->charts[1]);
}

/* Test figures are shown only where there are none of validation: two curves a run can be told
 * apart. */
static gboolean
is_wanted (NablaRun *run, int figure)
{
  NablaMonitors monitors = nabla_run_get_monitors (run);
  DigitsPart validation = nabla_data_set_get_part (nabla_run_get_data_set (run), DIGITS_VALIDATION);

  if ((monitors & (1u << figure)) == 0)
    return FALSE;
  switch (figure) {
  case VALIDATION_COST:
  case VALIDATION_ACCURACY:
    return validation.n > 0;
  case TEST_COST:
  case TEST_ACCURACY:
    return validation.n == 0 || (monitors & (1u << (figure - 2))) == 0;
  default:
    return TRUE;
  }
}

static void
add_series (NablaRunCurves *curves, int figure)
{
  static const char *const roles[] = { N_ ("training"), N_ ("validation"), N_ ("test") };
  PlotSeries *series = plot_series_new ();

  plot_series_set_role (series, _ (roles[figure / 2]));
  plot_series_set_line (series, figure < VALIDATION_COST ? PLOT_SOLID
                                : figure < TEST_COST     ? PLOT_DASHED
                                                         : PLOT_DOTTED);
  plot_series_set_end_label (series, figure == TRAIN_COST || figure == TRAIN_ACCURACY);
  plot_series_set_mark_best (series, figure == VALIDATION_ACCURACY || figure == TEST_ACCURACY);
  plot_chart_add_series (plot_of (curves, figure), series);
  curves->series[figure] = series;
}

static void
append (NablaRunCurves *curves, const NablaRecord *record)
{
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    if (curves->series[i] != NULL)
      plot_series_append (curves->series[i], record->epoch, record->figures[i]);
}

static void
on_record (NablaRunCurves *curves, const NablaRecord *record)
{
  append (curves, record);
  charts_changed (curves);
}

static void
update_look (NablaRunCurves *curves)
{
  for (int i = 0; i < NABLA_N_FIGURES; i++) {
    PlotSeries *series = curves->series[i];

    if (series == NULL)
      continue;
    plot_series_set_label (series, nabla_run_get_name (curves->run));
    plot_series_set_color (series, plot_color_of_run (nabla_run_get_color (curves->run)));
    plot_series_set_visible (series, nabla_run_get_shown (curves->run));
  }
  charts_changed (curves);
}

NablaRunCurves *
nabla_run_curves_new (NablaRun *run, NablaChart *cost, NablaChart *accuracy)
{
  NablaRunCurves *curves = g_new0 (NablaRunCurves, 1);
  const NablaRecord *records;
  gsize n;

  curves->run = g_object_ref (run);
  curves->charts[0] = cost;
  curves->charts[1] = accuracy;
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    if (is_wanted (run, i))
      add_series (curves, i);

  if (nabla_run_get_fork_record (run) != NULL)
    append (curves, nabla_run_get_fork_record (run));
  records = nabla_run_get_records (run, &n);
  for (gsize i = 0; i < n; i++)
    append (curves, &records[i]);
  update_look (curves);

  g_signal_connect_swapped (run, "record", G_CALLBACK (on_record), curves);
  g_signal_connect_swapped (run, "notify::name", G_CALLBACK (update_look), curves);
  g_signal_connect_swapped (run, "notify::color", G_CALLBACK (update_look), curves);
  g_signal_connect_swapped (run, "notify::shown", G_CALLBACK (update_look), curves);
  return curves;
}

void
nabla_run_curves_free (NablaRunCurves *curves)
{
  g_signal_handlers_disconnect_by_data (curves->run, curves);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    if (curves->series[i] != NULL)
      plot_chart_remove_series (plot_of (curves, i), curves->series[i]);
  charts_changed (curves);
  g_object_unref (curves->run);
  g_free (curves);
}

NablaRun *
nabla_run_curves_get_run (const NablaRunCurves *curves)
{
  return curves->run;
}

gboolean
nabla_run_curves_has (const NablaRunCurves *curves, const PlotSeries *series)
{
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    if (series != NULL && curves->series[i] == series)
      return TRUE;
  return FALSE;
}
