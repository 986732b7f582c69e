/* SPDX-License-Identifier: MIT */
#include "cli/cli-plot.h"

#include "lab/nabla-band.h"
#include "plot/plot-export.h"

#define WIDTH       880.0
#define HEIGHT_EACH 380.0

static const char *const roles[] = { "training", "validation", "test" };
static const PlotLine lines[] = { PLOT_SOLID, PLOT_DASHED, PLOT_DOTTED };

gboolean
cli_plot_check (const char *path, GError **error)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf", ".csv" };
  if (path == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      return TRUE;
  g_autofree char *name = g_filename_display_name (path);
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "--plot takes a file that ends in .png, .svg, .pdf or .csv, not “%s”",
                        name);
}

/* The first monitored part in the given order; −1 where there is none. */
static int
first_part (NablaMonitors monitors, int offset, const int order[3])
{
  for (int i = 0; i < 3; i++)
    if (monitors & (1u << (2 * order[i] + offset)))
      return order[i];
  return -1;
}

static void
add_points (PlotSeries *series, const CliCurve *curve, int figure)
{
  const CliRecords *first = &curve->members[0];
  g_autofree double *values = g_new (double, curve->n_members);
  gsize longest = 0;
  for (gsize i = 0; i < first->n && curve->n_members == 1; i++)
    plot_series_append (series, first->records[i].epoch, first->records[i].figures[figure]);
  if (curve->n_members == 1)
    return;
  for (gsize m = 0; m < curve->n_members; m++)
    longest = MAX (longest, curve->members[m].n);
  for (gsize i = 0; i < longest; i++) {
    gsize n = 0;
    for (gsize m = 0; m < curve->n_members; m++)
      if (i < curve->members[m].n)
        values[n++] = curve->members[m].records[i].figures[figure];
    NablaBand band = nabla_band_of (values, n, NABLA_BAND_DEVIATION);
    plot_series_append_band (series, (double) i + 1, band.mean, band.low, band.high);
  }
}

static void
add_curves (PlotChart *chart, const CliCurve *curve, int offset)
{
  static const int named[] = { 0, 1, 2 };  /* training carries the name */
  static const int ringed[] = { 1, 2, 0 }; /* validation the ring at its best epoch */
  NablaMonitors monitors = curve->monitors;
  for (int part = 0; part < 3; part++) {
    int figure = 2 * part + offset;
    if (!(monitors & (1u << figure)))
      continue;
    PlotSeries *series = plot_series_new ();
    plot_series_set_label (series, curve->label);
    plot_series_set_role (series, roles[part]);
    plot_series_set_color (series, curve->color);
    plot_series_set_line (series, lines[part]);
    plot_series_set_end_label (series, part == first_part (monitors, offset, named));
    plot_series_set_mark_best (series,
                               offset == 1 && part == first_part (monitors, offset, ringed));
    add_points (series, curve, figure);
    plot_chart_add_series (chart, series);
  }
}

static PlotChart *
make_chart (const CliCurve *curves, gsize n, const char *title, int offset)
{
  PlotChart *chart = plot_chart_new ();
  plot_chart_set_title (chart, title);
  plot_chart_set_subtitle (chart, "solid: training, dashed: validation, dotted: test");
  plot_chart_set_empty_text (chart, "Nothing was monitored here");
  plot_chart_set_x (chart, "Epoch", PLOT_LINEAR, PLOT_INTEGER);
  plot_chart_set_y (chart, title, PLOT_LINEAR, offset == 1 ? PLOT_PERCENT : PLOT_NUMBER);
  for (gsize i = 0; i < n; i++)
    add_curves (chart, &curves[i], offset);
  return chart;
}

gboolean
cli_plot_save (const CliCurve *curves, gsize n, const char *title, const char *note,
               const char *path, GError **error)
{
  char message[512];
  PlotChart *charts[] = {
    make_chart (curves, n, "Cost", 0),
    make_chart (curves, n, "Accuracy", 1),
  };
  PlotSheet sheet = { .charts = charts,
                      .n_charts = G_N_ELEMENTS (charts),
                      .width = WIDTH,
                      .height_each = HEIGHT_EACH,
                      .theme = &plot_theme_light,
                      .title = title,
                      .note = note };
  int answer = plot_export_sheet (&sheet, path, message, sizeof message);
  for (gsize i = 0; i < G_N_ELEMENTS (charts); i++)
    plot_chart_free (charts[i]);
  if (answer != 0)
    return cli_error_set (error, NABLA_ERROR_OUTPUT, "%s", message);
  return TRUE;
}
