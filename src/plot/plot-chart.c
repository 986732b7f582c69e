/* SPDX-License-Identifier: MIT */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
replace_text (char **field, const char *text)
{
  char *copy = strdup (text != NULL ? text : "");

  if (copy == NULL)
    abort ();
  free (*field);
  *field = copy;
}

static void
set_text (PlotChart *chart, char **field, const char *text)
{
  if (*field != NULL && strcmp (*field, text != NULL ? text : "") == 0)
    return;
  replace_text (field, text);
  chart->generation++;
}

PlotChart *
plot_chart_new (void)
{
  PlotChart *chart = calloc (1, sizeof *chart);

  if (chart == NULL)
    abort ();
  replace_text (&chart->title, "");
  replace_text (&chart->sheet_title, "");
  replace_text (&chart->subtitle, "");
  replace_text (&chart->empty_text, "");
  replace_text (&chart->x_label, "");
  replace_text (&chart->y_label, "");
  chart->x_end = NAN;
  plot_chart_unshare_view (chart);
  chart->fitted = true;
  chart->pixel_ratio = 1;
  chart->stroke = 1;
  return chart;
}

void
plot_chart_free (PlotChart *chart)
{
  if (chart == NULL)
    return;
  for (size_t i = 0; i < chart->n_entries; i++)
    plot_series_free (chart->entries[i].series);
  plot_chart_clear_baselines (chart);
  plot_chart_clear_marks (chart);
  free (chart->entries);
  free (chart->baselines);
  free (chart->marks);
  free (chart->title);
  free (chart->sheet_title);
  free (chart->subtitle);
  free (chart->empty_text);
  free (chart->x_label);
  free (chart->y_label);
  for (PlotLayer layer = 0; layer < PLOT_N_LAYERS; layer++)
    if (chart->layers[layer] != NULL)
      cairo_surface_destroy (chart->layers[layer]);
  if (chart->marked != NULL)
    cairo_surface_destroy (chart->marked);
  free (chart);
}

void
plot_chart_set_title (PlotChart *chart, const char *title)
{
  set_text (chart, &chart->title, title);
}

const char *
plot_chart_title (const PlotChart *chart)
{
  return chart->title;
}

void
plot_chart_set_subtitle (PlotChart *chart, const char *subtitle)
{
  set_text (chart, &chart->subtitle, subtitle);
}

const char *
plot_chart_subtitle (const PlotChart *chart)
{
  return chart->subtitle;
}

void
plot_chart_set_empty_text (PlotChart *chart, const char *text)
{
  set_text (chart, &chart->empty_text, text);
}

void
plot_chart_set_x (PlotChart *chart, const char *label, PlotScaleKind kind, PlotFormat format)
{
  set_text (chart, &chart->x_label, label);
  plot_chart_set_x_kind (chart, kind);
  chart->x_format = format;
  chart->generation++;
}

void
plot_chart_set_x_kind (PlotChart *chart, PlotScaleKind kind)
{
  if (kind == chart->x_kind)
    return;
  chart->fitted = true;
  chart->x_kind = kind;
  chart->generation++;
}

void
plot_chart_set_y (PlotChart *chart, const char *label, PlotScaleKind kind, PlotFormat format)
{
  set_text (chart, &chart->y_label, label);
  /* A linear view may reach to zero and below, where a log scale has nothing. */
  if (kind != chart->y_kind)
    chart->fitted = true;
  chart->y_kind = kind;
  chart->y_format = format;
  chart->generation++;
}

PlotScaleKind
plot_chart_x_kind (const PlotChart *chart)
{
  return chart->x_kind;
}

PlotScaleKind
plot_chart_y_kind (const PlotChart *chart)
{
  return chart->y_kind;
}

void
plot_chart_set_x_end (PlotChart *chart, double x_end)
{
  chart->x_end = x_end;
}

void
plot_chart_set_pixel_ratio (PlotChart *chart, double ratio)
{
  chart->pixel_ratio = isfinite (ratio) && ratio > 0 ? ratio : 1;
}

void
plot_chart_add_series (PlotChart *chart, PlotSeries *series)
{
  if (chart->n_entries == chart->entry_capacity) {
    chart->entry_capacity = chart->entry_capacity > 0 ? 2 * chart->entry_capacity : 8;
    chart->entries = realloc (chart->entries, chart->entry_capacity * sizeof *chart->entries);
    if (chart->entries == NULL)
      abort ();
  }
  chart->entries[chart->n_entries++] = (PlotEntry){ .series = series };
  chart->generation++;
}

void
plot_chart_remove_series (PlotChart *chart, PlotSeries *series)
{
  for (size_t i = 0; i < chart->n_entries; i++)
    if (chart->entries[i].series == series) {
      memmove (&chart->entries[i], &chart->entries[i + 1],
               (chart->n_entries - i - 1) * sizeof *chart->entries);
      chart->n_entries--;
      /* The signature adds up generations; what leaves with the series must not bring an old sum
       * back. */
      chart->generation += 2 * (uint64_t) series->style + 2;
      if (chart->emphasis == series)
        chart->emphasis = NULL;
      plot_series_free (series);
      return;
    }
}

size_t
plot_chart_n_series (const PlotChart *chart)
{
  return chart->n_entries;
}

PlotSeries *
plot_chart_series (const PlotChart *chart, size_t i)
{
  return i < chart->n_entries ? chart->entries[i].series : NULL;
}

void
plot_chart_add_baseline (PlotChart *chart, double y, const char *label)
{
  PlotBaseline *baseline;

  chart->baselines =
      realloc (chart->baselines, (chart->n_baselines + 1) * sizeof *chart->baselines);
  if (chart->baselines == NULL)
    abort ();
  baseline = &chart->baselines[chart->n_baselines++];
  *baseline = (PlotBaseline){ .y = y };
  replace_text (&baseline->label, label);
  chart->generation++;
}

void
plot_chart_clear_baselines (PlotChart *chart)
{
  for (size_t i = 0; i < chart->n_baselines; i++)
    free (chart->baselines[i].label);
  chart->n_baselines = 0;
  chart->generation++;
}

void
plot_chart_add_colored_mark (PlotChart *chart, double x, const char *label, const PlotColor *color)
{
  PlotMark *mark;

  chart->marks = realloc (chart->marks, (chart->n_marks + 1) * sizeof *chart->marks);
  if (chart->marks == NULL)
    abort ();
  mark = &chart->marks[chart->n_marks++];
  *mark = (PlotMark){ .x = x, .colored = color != NULL };
  if (color != NULL)
    mark->color = *color;
  replace_text (&mark->label, label);
  chart->generation++;
}

void
plot_chart_add_mark (PlotChart *chart, double x, const char *label)
{
  plot_chart_add_colored_mark (chart, x, label, NULL);
}

void
plot_chart_clear_marks (PlotChart *chart)
{
  for (size_t i = 0; i < chart->n_marks; i++)
    free (chart->marks[i].label);
  chart->n_marks = 0;
  chart->generation++;
}

void
plot_chart_set_emphasis (PlotChart *chart, const PlotSeries *series)
{
  if (series == chart->emphasis)
    return;
  chart->emphasis = series;
  chart->generation++;
}

void
plot_chart_set_stroke (PlotChart *chart, double factor)
{
  if (!isfinite (factor) || factor <= 0 || factor == chart->stroke)
    return;
  chart->stroke = factor;
  chart->generation++;
}

void
plot_chart_set_small (PlotChart *chart, const char *sheet_title)
{
  chart->small = true;
  chart->generation++;
  set_text (chart, &chart->sheet_title, sheet_title);
}

const char *
plot_chart_sheet_title (const PlotChart *chart)
{
  return chart->small ? chart->sheet_title : chart->title;
}

void
plot_chart_set_title_reserve (PlotChart *chart, double width)
{
  if (chart->title_reserve == width)
    return;
  chart->title_reserve = width;
  chart->generation++;
}
