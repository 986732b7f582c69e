/* SPDX-License-Identifier: MIT */
#include "plot/plot-landscape.h"

#include "plot/plot-chart-private.h"
#include "plot/plot-number.h"
#include "plot/plot-text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BAR_WIDTH   14.0
#define BAR_STEPS   64
#define HATCH       7.0 /* px between lines */
#define ENDS_SPREAD 1.001

typedef struct {
  PlotCellState state;
  double value;
} Cell;

typedef struct {
  char *label;
  PlotScale scale; /* pixels as in the last drawing */
} Axis;

struct PlotLandscape {
  int side;
  Axis x, y;
  char *figure, *empty_text;
  PlotScaleKind figure_kind;
  PlotFormat figure_format;
  bool low_is_good;
  int cursor_column, cursor_row;
  Cell *cells; /* [side][side], row by row */
};

/* From dark to light in even steps of lightness. */
static const PlotColor anchors[] = {
  { 0.11, 0.08, 0.29, 1 }, { 0.17, 0.27, 0.53, 1 }, { 0.10, 0.49, 0.55, 1 },
  { 0.42, 0.70, 0.42, 1 }, { 0.97, 0.91, 0.42, 1 },
};

PlotColor
plot_landscape_color (double t)
{
  int last = (int) (sizeof anchors / sizeof *anchors) - 1;
  double place = (isnan (t) ? 0 : fmin (fmax (t, 0), 1)) * last;
  int i = (int) fmin (floor (place), last - 1);
  double part = place - i;
  const PlotColor *a = &anchors[i], *b = &anchors[i + 1];

  return (PlotColor){ a->red + part * (b->red - a->red), a->green + part * (b->green - a->green),
                      a->blue + part * (b->blue - a->blue), 1 };
}

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
  free (landscape->cells);
  free (landscape);
}

static void
set_axis (Axis *axis, const char *label, PlotScaleKind kind, double low, double high)
{
  set_text (&axis->label, label);
  axis->scale = (PlotScale){ kind, low, high, 0, 0 };
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
  Cell *cell = &landscape->cells[row * landscape->side + column];

  cell->state = state == PLOT_CELL_KNOWN && !isfinite (value) ? PLOT_CELL_DIVERGED : state;
  cell->value = value;
}

void
plot_landscape_clear (PlotLandscape *landscape)
{
  for (int i = 0; i < landscape->side * landscape->side; i++)
    landscape->cells[i].state = PLOT_CELL_UNKNOWN;
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
  const Cell *best = NULL;

  for (int i = 0; i < landscape->side * landscape->side; i++) {
    const Cell *cell = &landscape->cells[i];
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

/* The known cell that stands for this one: itself, or the first of the smallest block around it. */
static const Cell *
shown (const PlotLandscape *landscape, int column, int row)
{
  for (int step = 1; step <= landscape->side; step *= 2) {
    const Cell *cell =
        &landscape->cells[row / step * step * landscape->side + column / step * step];
    if (cell->state != PLOT_CELL_UNKNOWN)
      return cell;
  }
  return NULL;
}

/* What the colours mean: from the least to the greatest known figure. False for none known. */
static bool
figure_scale (const PlotLandscape *landscape, PlotScale *scale)
{
  double low = INFINITY, high = -INFINITY;

  for (int i = 0; i < landscape->side * landscape->side; i++)
    if (landscape->cells[i].state == PLOT_CELL_KNOWN) {
      low = fmin (low, landscape->cells[i].value);
      high = fmax (high, landscape->cells[i].value);
    }
  if (!(low <= high))
    return false;
  *scale = (PlotScale){ low > 0 ? landscape->figure_kind : PLOT_LINEAR, low, high, 0, 1 };
  if (!(scale->high > scale->low * ENDS_SPREAD))
    plot_scale_round (scale->kind, &scale->low, &scale->high);
  return true;
}

static PlotColor
color_of (const PlotLandscape *landscape, const PlotScale *figure, double value)
{
  PlotScale unit = *figure;

  unit.start = landscape->low_is_good ? 1 : 0;
  unit.end = landscape->low_is_good ? 0 : 1;
  return plot_landscape_color (plot_scale_to_pixel (&unit, value));
}

static void
cell_box (const PlotLandscape *landscape, int column, int row, double box[4])
{
  const PlotScale *x = &landscape->x.scale, *y = &landscape->y.scale;
  double width = (x->end - x->start) / landscape->side;
  double height = (y->start - y->end) / landscape->side;

  box[0] = round (x->start + column * width);
  box[1] = round (y->start - (row + 1) * height);
  box[2] = round (x->start + (column + 1) * width) - box[0];
  box[3] = round (y->start - row * height) - box[1];
}

static void
hatch (cairo_t *cr, const double box[4], const PlotTheme *theme)
{
  cairo_save (cr);
  plot_set_color (cr, theme->grid);
  cairo_rectangle (cr, box[0], box[1], box[2], box[3]);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  plot_set_color (cr, theme->dim);
  cairo_set_line_width (cr, 1);
  /* Lines of neighbours meet: they lie where x + y is a multiple. */
  for (double sum = floor ((box[0] + box[1]) / HATCH) * HATCH;
       sum <= box[0] + box[1] + box[2] + box[3]; sum += HATCH) {
    cairo_move_to (cr, sum - box[1], box[1]);
    cairo_line_to (cr, sum - box[1] - box[3], box[1] + box[3]);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_cells (const PlotLandscape *landscape, cairo_t *cr, const PlotScale *figure,
            const PlotTheme *theme)
{
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int row = 0; row < landscape->side; row++)
    for (int column = 0; column < landscape->side; column++) {
      const Cell *cell = shown (landscape, column, row);
      double box[4];
      if (cell == NULL)
        continue;
      cell_box (landscape, column, row, box);
      if (cell->state == PLOT_CELL_DIVERGED) {
        hatch (cr, box, theme);
        continue;
      }
      plot_set_color (cr, color_of (landscape, figure, cell->value));
      cairo_rectangle (cr, box[0], box[1], box[2], box[3]);
      cairo_fill (cr);
    }
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

static void
draw_cursor (const PlotLandscape *landscape, cairo_t *cr)
{
  double box[4];

  if (landscape->cursor_column < 0)
    return;
  cell_box (landscape, landscape->cursor_column, landscape->cursor_row, box);
  /* White around black is seen on every colour. */
  cairo_set_line_width (cr, 2);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_rectangle (cr, box[0] - 3, box[1] - 3, box[2] + 6, box[3] + 6);
  cairo_stroke (cr);
}

static void
text_at (cairo_t *cr, const PlotTheme *theme, const char *text, bool bold, PlotColor color,
         double x, double y, double align)
{
  PangoLayout *layout = plot_text_layout (cr, theme, text, 0.92, bold, -1);

  plot_set_color (cr, color);
  plot_show_layout (cr, layout, x, y, align);
  g_object_unref (layout);
}

static void
draw_axes (const PlotLandscape *landscape, cairo_t *cr, const PlotTheme *theme)
{
  const PlotScale *x = &landscape->x.scale, *y = &landscape->y.scale;
  double unit = plot_font_px (theme);
  PlotTick ticks[PLOT_MAX_TICKS];
  size_t max = (size_t) fmin (fmax ((x->end - x->start) / (3.6 * unit), 2), 8);
  size_t n = plot_scale_ticks (x, PLOT_NUMBER, max, ticks);

  for (size_t i = 0; i < n; i++)
    text_at (cr, theme, ticks[i].label, false, theme->dim, plot_scale_to_pixel (x, ticks[i].value),
             y->start + unit, 0.5);
  text_at (cr, theme, landscape->x.label, false, theme->text, (x->start + x->end) / 2,
           y->start + 2.5 * unit, 0.5);
  max = (size_t) fmin (fmax ((y->start - y->end) / (2.6 * unit), 2), 10);
  n = plot_scale_ticks (y, PLOT_NUMBER, max, ticks);
  for (size_t i = 0; i < n; i++)
    text_at (cr, theme, ticks[i].label, false, theme->dim, x->start - 0.5 * unit,
             plot_scale_to_pixel (y, ticks[i].value), 1);
  text_at (cr, theme, landscape->y.label, false, theme->text, 2, 0.8 * unit, 0);
}

static void
draw_bar (const PlotLandscape *landscape, cairo_t *cr, const PlotScale *figure,
          const PlotTheme *theme)
{
  const PlotScale *y = &landscape->y.scale;
  PlotScale bar = { figure->kind, figure->low, figure->high, y->start, y->end };
  double unit = plot_font_px (theme), left = landscape->x.scale.end + unit;
  double height = (bar.start - bar.end) / BAR_STEPS;
  PlotTick ticks[PLOT_MAX_TICKS];
  size_t n = plot_scale_ticks (&bar, landscape->figure_format, 8, ticks);

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int i = 0; i < BAR_STEPS; i++) {
    double t = (i + 0.5) / BAR_STEPS;
    plot_set_color (cr, plot_landscape_color (landscape->low_is_good ? 1 - t : t));
    cairo_rectangle (cr, left, bar.start - (i + 1) * height, BAR_WIDTH, height + 1);
    cairo_fill (cr);
  }
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  for (size_t i = 0; i < n; i++)
    text_at (cr, theme, ticks[i].label, false, theme->dim, left + BAR_WIDTH + 0.4 * unit,
             plot_scale_to_pixel (&bar, ticks[i].value), 0);
  text_at (cr, theme, landscape->figure, false, theme->text, left + BAR_WIDTH + 3.5 * unit,
           0.8 * unit, 1);
}

static void
draw_empty_text (const PlotLandscape *landscape, cairo_t *cr, double width, double height,
                 const PlotTheme *theme)
{
  PangoLayout *layout = plot_text_layout (cr, theme, landscape->empty_text, 1, false, 0.8 * width);

  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  plot_set_color (cr, theme->dim);
  cairo_move_to (cr, 0.1 * width, 0.4 * height);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

void
plot_landscape_draw (PlotLandscape *landscape, cairo_t *cr, double width, double height,
                     const PlotTheme *theme)
{
  double unit = plot_font_px (theme);
  bool any = false;
  PlotScale figure = { PLOT_LINEAR, 0, 1, 0, 1 };

  for (int i = 0; i < landscape->side * landscape->side; i++)
    any = any || landscape->cells[i].state != PLOT_CELL_UNKNOWN;
  if (theme->background.alpha > 0) {
    plot_set_color (cr, theme->background);
    cairo_rectangle (cr, 0, 0, width, height);
    cairo_fill (cr);
  }
  landscape->x.scale.start = round (4 * unit);
  landscape->x.scale.end = round (fmax (width - BAR_WIDTH - 5 * unit, 4 * unit + landscape->side));
  landscape->y.scale.start = round (fmax (height - 3.6 * unit, 2 * unit + landscape->side));
  landscape->y.scale.end = round (2 * unit);
  if (!any) {
    draw_empty_text (landscape, cr, width, height, theme);
    return;
  }
  any = figure_scale (landscape, &figure);
  draw_cells (landscape, cr, &figure, theme);
  draw_axes (landscape, cr, theme);
  if (any)
    draw_bar (landscape, cr, &figure, theme);
  draw_cursor (landscape, cr);
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
