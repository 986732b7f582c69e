/* SPDX-License-Identifier: MIT */
#include "plot/plot-landscape-private.h"
#include "plot/plot-number.h"
#include "plot/plot-text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
set_text (char **place, const char *text)
{
  char *copy = strdup (text != NULL ? text : "");

  free (*place);
  *place = copy;
}

PlotLandscape *
plot_landscape_new (int side)
{
  PlotLandscape *landscape = calloc (1, sizeof *landscape);

  if (landscape == NULL)
    return NULL;
  landscape->side = side;
  landscape->cells = calloc ((size_t) side * (size_t) side, sizeof *landscape->cells);
  if (landscape->cells == NULL) {
    free (landscape);
    return NULL;
  }
  plot_landscape_set_x (landscape, "", PLOT_LINEAR, 0, 1);
  plot_landscape_set_y (landscape, "", PLOT_LINEAR, 0, 1);
  plot_landscape_set_figure (landscape, "", PLOT_LINEAR, PLOT_NUMBER, false);
  set_text (&landscape->empty_text, "");
  plot_landscape_set_here (landscape, NAN, NAN, "");
  plot_landscape_set_cursor (landscape, -1, -1);
  return landscape;
}

void
plot_landscape_free (PlotLandscape *landscape)
{
  if (landscape == NULL)
    return;
  free (landscape->x.label);
  free (landscape->y.label);
  free (landscape->figure);
  free (landscape->empty_text);
  free (landscape->here_text);
  free (landscape->x.places);
  free (landscape->y.places);
  free (landscape->cells);
  free (landscape);
}

static void
set_axis (PlotLandscapeAxis *axis, const char *label, PlotScaleKind kind, double low, double high)
{
  set_text (&axis->label, label);
  axis->scale = (PlotScale){ .kind = kind, .low = low, .high = high };
}

void
plot_landscape_set_x (PlotLandscape *landscape, const char *label, PlotScaleKind kind, double low,
                      double high)
{
  set_axis (&landscape->x, label, kind, low, high);
}

void
plot_landscape_set_y (PlotLandscape *landscape, const char *label, PlotScaleKind kind, double low,
                      double high)
{
  set_axis (&landscape->y, label, kind, low, high);
}

static void
set_places (double **places, const double *values, size_t side)
{
  double *copy = malloc (side * sizeof *copy);

  if (copy != NULL)
    memcpy (copy, values, side * sizeof *copy);
  free (*places);
  *places = copy;
}

void
plot_landscape_set_places (PlotLandscape *landscape, const double *x, const double *y)
{
  set_places (&landscape->x.places, x, (size_t) landscape->side);
  set_places (&landscape->y.places, y, (size_t) landscape->side);
}

void
plot_landscape_set_here (PlotLandscape *landscape, double x, double y, const char *text)
{
  landscape->x.here = x;
  landscape->y.here = y;
  set_text (&landscape->here_text, text);
}

void
plot_landscape_set_figure (PlotLandscape *landscape, const char *label, PlotScaleKind kind,
                           PlotFormat format, bool low_is_good)
{
  set_text (&landscape->figure, label);
  landscape->figure_kind = kind;
  landscape->figure_format = format;
  landscape->low_is_good = low_is_good;
}

void
plot_landscape_set_empty_text (PlotLandscape *landscape, const char *text)
{
  set_text (&landscape->empty_text, text);
}

void
plot_landscape_set_cell (PlotLandscape *landscape, int column, int row, PlotCellState state,
                         double value)
{
  PlotCell *cell = &landscape->cells[row * landscape->side + column];

  cell->state = state == PLOT_CELL_KNOWN && !isfinite (value) ? PLOT_CELL_DIVERGED : state;
  cell->value = value;
}

void
plot_landscape_set_cursor (PlotLandscape *landscape, int column, int row)
{
  landscape->cursor_column = column;
  landscape->cursor_row = row;
}

bool
plot_landscape_pick (const PlotLandscape *landscape, double px, double py, int *column, int *row)
{
  const PlotScale *x = &landscape->x.scale, *y = &landscape->y.scale;
  double across = (px - x->start) / (x->end - x->start);
  double up = (py - y->start) / (y->end - y->start);

  if (!(across >= 0 && across < 1 && up >= 0 && up < 1))
    return false;
  *column = (int) (across * landscape->side);
  *row = (int) (up * landscape->side);
  return true;
}

bool
plot_landscape_best (const PlotLandscape *landscape, int *column, int *row)
{
  const PlotCell *best = NULL;

  for (int i = 0; i < landscape->side * landscape->side; i++) {
    const PlotCell *cell = &landscape->cells[i];
    if (cell->state != PLOT_CELL_KNOWN ||
        (best != NULL &&
         (landscape->low_is_good ? cell->value >= best->value : cell->value <= best->value)))
      continue;
    best = cell;
    *column = i % landscape->side;
    *row = i / landscape->side;
  }
  return best != NULL;
}

char *
plot_landscape_describe (const PlotLandscape *landscape)
{
  int n = landscape->side * landscape->side, known = 0, diverged = 0, column = 0, row = 0;
  char *text = NULL, best[64];
  size_t size;
  FILE *out = open_memstream (&text, &size);

  if (out == NULL)
    return NULL;
  for (int i = 0; i < n; i++) {
    known += landscape->cells[i].state != PLOT_CELL_UNKNOWN;
    diverged += landscape->cells[i].state == PLOT_CELL_DIVERGED;
  }
  /* Translators: a figure and two hyper-parameters. */
  fprintf (out, _ ("Landscape of %s over %s and %s."), landscape->figure, landscape->x.label,
           landscape->y.label);
  if (known == 0) {
    fprintf (out, " %s", landscape->empty_text);
  } else {
    fputc (' ', out);
    fprintf (out, _ ("%d of %d cells, %d diverged"), known, n, diverged);
    if (plot_landscape_best (landscape, &column, &row)) {
      plot_number_figure (best, sizeof best, landscape->cells[row * landscape->side + column].value,
                          landscape->figure_format);
      fputs ("; ", out);
      fprintf (out, _ ("best %s"), best);
    }
    fputc ('.', out);
  }
  fclose (out);
  return text;
}
