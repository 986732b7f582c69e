/* SPDX-License-Identifier: MIT */
/* What a chart says to those who do not see it. */
#include "plot/plot-chart-private.h"
#include "plot/plot-number.h"
#include "plot/plot-text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
plot_role_text (const PlotSeries *series)
{
  const char *role = plot_series_role (series);

  /* The translation of nothing is the catalogue's header. */
  return *role != '\0' ? _ (role) : "";
}

/* A band that is even on both sides is a ±, any other says from where to where. */
void
plot_chart_figure (const PlotChart *chart, const PlotSeries *series, double x, char *text,
                   size_t size)
{
  ptrdiff_t i = series != NULL ? plot_chart_point_at (chart, series, x) : -1;
  char figure[48], low[48], high[48];
  double above, below;

  plot_number_figure (figure, sizeof figure, i >= 0 ? series->y[i] : NAN, chart->y_format);
  if (i < 0 || !isfinite (series->y[i]) || !plot_series_has_band_at (series, (size_t) i)) {
    snprintf (text, size, "%s", figure);
    return;
  }
  above = series->high[i] - series->y[i];
  below = series->y[i] - series->low[i];
  if (above >= 0 && fabs (above - below) <= 1e-6 * (above + below) + 1e-12) {
    plot_number_spread (high, sizeof high, series->y[i], above, chart->y_format);
    snprintf (text, size, "%s ± %s", figure, high);
  } else {
    plot_number_figure (low, sizeof low, series->low[i], chart->y_format);
    plot_number_figure (high, sizeof high, series->high[i], chart->y_format);
    snprintf (text, size, "%s (%s – %s)", figure, low, high);
  }
}

static bool
is_of_run (const PlotRow *row, const PlotSeries *series)
{
  if (!plot_same_run (row->parts[0], series))
    return false;
  /* A run has one curve a role: a second one is another run of the same name. */
  for (size_t i = 0; i < row->n; i++)
    if (strcmp (plot_series_role (row->parts[i]), plot_series_role (series)) == 0)
      return false;
  return true;
}

static PlotRow *
row_of (PlotRow *rows, size_t *n, const PlotSeries *series)
{
  PlotRow *row;

  for (size_t i = 0; i < *n; i++)
    if (is_of_run (&rows[i], series))
      return &rows[i];
  row = &rows[(*n)++];
  row->parts[0] = series;
  row->label = plot_series_label (series);
  row->color = series->color;
  return row;
}

size_t
plot_chart_rows (const PlotChart *chart, double x, PlotRow **rows)
{
  size_t n = 0;

  *rows = calloc (chart->n_entries + 1, sizeof **rows);
  for (size_t i = 0; *rows != NULL && i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    PlotRow *row;
    if (!series->visible || series->n_finite == 0 ||
        (!isnan (x) && (!series->pointed || isnan (plot_chart_y_at (chart, series, x)))))
      continue;
    row = row_of (*rows, &n, series);
    if (row->n < PLOT_MAX_PARTS)
      row->parts[row->n++] = series;
  }
  return n;
}

/* Names of axes are ASCII or stay as they are: what a language does to others is its own matter. */
static void
copy_with_first_letter (char *text, size_t size, const char *word, bool upper)
{
  /* Translators: translate to "nouns:Capital" where a noun keeps its capital within a sentence, as
   * in German; otherwise to "nouns:small". */
  bool keep = !upper && strcmp (_ ("nouns:small"), "nouns:Capital") == 0;

  snprintf (text, size, "%s", word);
  if (keep)
    return;
  if (upper && text[0] >= 'a' && text[0] <= 'z')
    text[0] = (char) (text[0] - 'a' + 'A');
  else if (!upper && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = (char) (text[0] - 'A' + 'a');
}

/* How far the nearest other point is from x, on any curve that is seen; INFINITY where none is. */
static double
distance_to_next (const PlotChart *chart, double x)
{
  double least = INFINITY;

  for (size_t k = 0; k < chart->n_entries; k++) {
    const PlotSeries *series = chart->entries[k].series;
    ptrdiff_t i = series->visible ? plot_chart_point_at (chart, series, x) : -1;
    if (i > 0)
      least = fmin (least, series->x[i] - series->x[i - 1]);
    if (i >= 0 && (size_t) i + 1 < series->n)
      least = fmin (least, series->x[i + 1] - series->x[i]);
  }
  return least;
}

void
plot_chart_place_number (const PlotChart *chart, double x, char *text, size_t size)
{
  bool plain = chart->x_format == PLOT_NUMBER || chart->x_format == PLOT_INTEGER;
  double gap = plain && x != round (x) ? distance_to_next (chart, x) : INFINITY;
  double decimals = isfinite (gap) && gap > 0 ? fmin (fmax (ceil (-log10 (gap)), 0), 15) : -1;

  if (decimals >= 0)
    x = round (x * pow (10, decimals)) / pow (10, decimals);
  plot_number_place (text, size, x, chart->x_format);
}

void
plot_chart_place_text (const PlotChart *chart, double x, bool start_of_line, char *text,
                       size_t size)
{
  char number[64], name[160];

  plot_chart_place_number (chart, x, number, sizeof number);
  copy_with_first_letter (name, sizeof name, chart->x_label, start_of_line);
  if (*name == '\0')
    snprintf (text, size, "%s", number);
  else
    /* Translators: the name of the horizontal axis and a place on it, as in "Epoch 13". */
    snprintf (text, size, _ ("%s %s"), name, number);
}

static void
print_parts (FILE *out, const PlotChart *chart, const PlotRow *row, double x)
{
  const char *between = "";

  for (size_t i = 0; i < row->n; i++) {
    const char *role = plot_role_text (row->parts[i]);
    char figure[160];
    if (isnan (plot_chart_y_at (chart, row->parts[i], x)))
      continue;
    plot_chart_figure (chart, row->parts[i], x, figure, sizeof figure);
    fprintf (out, "%s%s%s%s", between, role, *role != '\0' ? " " : "", figure);
    between = ", ";
  }
}

static double
last_x_of_parts (const PlotRow *row, bool ghosts)
{
  double last = -INFINITY;

  for (size_t k = 0; k < row->n; k++) {
    const PlotSeries *series = row->parts[k];
    for (size_t i = series->ghost == ghosts ? series->n : 0; i > 0; i--)
      if (isfinite (series->y[i - 1])) {
        last = fmax (last, series->x[i - 1]);
        break;
      }
  }
  return last;
}

/* The last x at which a part of the run has a figure: the run's own, not the published one. */
static double
last_x (const PlotRow *row)
{
  double last = last_x_of_parts (row, false);

  return isfinite (last) ? last : last_x_of_parts (row, true);
}

static void
print_best (FILE *out, const PlotChart *chart, const PlotRow *row)
{
  for (size_t k = 0; k < row->n; k++) {
    const PlotSeries *series = row->parts[k];
    char figure[64], place[224];
    if (!series->mark_best || series->best < 0)
      continue;
    plot_number_figure (figure, sizeof figure, series->y[series->best], chart->y_format);
    plot_chart_place_text (chart, series->x[series->best], false, place, sizeof place);
    /* Translators: the best figure of a run and where it was reached, as in "best 96.52 % at epoch
     * 18". */
    fputs ("; ", out);
    fprintf (out, _ ("best %s at %s"), figure, place);
  }
}

static void
print_runs (FILE *out, const PlotChart *chart)
{
  PlotRow *rows;
  size_t n = plot_chart_rows (chart, NAN, &rows);

  for (size_t i = 0; i < n; i++) {
    double x = last_x (&rows[i]);
    char place[224];
    plot_chart_place_text (chart, x, *rows[i].label == '\0', place, sizeof place);
    fprintf (out, " %s%s%s, ", rows[i].label, *rows[i].label != '\0' ? ": " : "", place);
    print_parts (out, chart, &rows[i], x);
    print_best (out, chart, &rows[i]);
    fputc ('.', out);
  }
  free (rows);
}

char *
plot_chart_describe (const PlotChart *chart)
{
  char *text = NULL, axis[160];
  size_t size;
  FILE *out = open_memstream (&text, &size);
  const char *title = *chart->title != '\0' ? chart->title : chart->y_label;

  if (out == NULL)
    return NULL;
  copy_with_first_letter (axis, sizeof axis, chart->x_label, false);
  if (*title != '\0' && *axis != '\0')
    /* Translators: what a chart shows, as in "Accuracy by epoch." */
    fprintf (out, _ ("%s by %s."), title, axis);
  else
    fprintf (out, "%s.", title);
  if (plot_chart_has_points (chart))
    print_runs (out, chart);
  else if (*chart->empty_text != '\0')
    fprintf (out, " %s", chart->empty_text);
  fclose (out);
  return text;
}

char *
plot_chart_read_out (const PlotChart *chart)
{
  char *text = NULL, place[224];
  size_t size, n;
  PlotRow *rows;
  FILE *out;

  if (!chart->pointed || (out = open_memstream (&text, &size)) == NULL)
    return NULL;
  n = plot_chart_rows (chart, chart->pointer_x, &rows);
  plot_chart_place_text (chart, chart->pointer_x, true, place, sizeof place);
  fprintf (out, "%s:", place);
  for (size_t i = 0; i < n; i++) {
    fprintf (out, "%s%s%s", i > 0 ? "; " : " ", rows[i].label, *rows[i].label != '\0' ? " " : "");
    print_parts (out, chart, &rows[i], chart->pointer_x);
  }
  free (rows);
  fclose (out);
  return text;
}
