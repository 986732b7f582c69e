/* SPDX-License-Identifier: MIT */
/* How a landscape is drawn. */
#include "plot/plot-chart-private.h"
#include "plot/plot-landscape-private.h"
#include "plot/plot-text.h"

#include <math.h>

#define BAR_WIDTH   14.0
#define BAR_STEPS   64
#define HATCH       7.0 /* px between lines */
#define SEAM        0.4 /* px that a cell reaches under the next: vector pictures show gaps else */
#define ENDS_SPREAD 1.001
#define RING        5.0 /* px */

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

/* The known cell that stands for this one: itself, or the first of the smallest block around it. */
static const PlotCell *
shown (const PlotLandscape *landscape, int column, int row)
{
  for (int step = 1; step <= landscape->side; step *= 2) {
    const PlotCell *cell =
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
      const PlotCell *cell = shown (landscape, column, row);
      double box[4], right, up;
      if (cell == NULL)
        continue;
      cell_box (landscape, column, row, box);
      if (cell->state == PLOT_CELL_DIVERGED) {
        hatch (cr, box, theme);
        continue;
      }
      plot_set_color (cr, color_of (landscape, figure, cell->value));
      right = column + 1 < landscape->side ? SEAM : 0;
      up = row + 1 < landscape->side ? SEAM : 0;
      cairo_rectangle (cr, box[0], box[1] - up, box[2] + right, box[3] + up);
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

static double
text_at (cairo_t *cr, const PlotTheme *theme, const char *text, PlotColor color, double x, double y,
         double align)
{
  return plot_show_text (cr, theme, text, 0.92, false, color, x, y, align, -1);
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
    text_at (cr, theme, ticks[i].label, theme->dim, plot_scale_to_pixel (x, ticks[i].value),
             y->start + unit, 0.5);
  text_at (cr, theme, landscape->x.label, theme->text, (x->start + x->end) / 2,
           y->start + 2.5 * unit, 0.5);
  max = (size_t) fmin (fmax ((y->start - y->end) / (2.6 * unit), 2), 10);
  n = plot_scale_ticks (y, PLOT_NUMBER, max, ticks);
  for (size_t i = 0; i < n; i++)
    text_at (cr, theme, ticks[i].label, theme->dim, x->start - 0.5 * unit,
             plot_scale_to_pixel (y, ticks[i].value), 1);
  text_at (cr, theme, landscape->y.label, theme->text, 2, 0.8 * unit, 0);
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
    double t = (i + 0.5) / BAR_STEPS, up;
    plot_set_color (cr, plot_landscape_color (landscape->low_is_good ? 1 - t : t));
    up = i + 1 < BAR_STEPS ? SEAM : 0;
    cairo_rectangle (cr, left, bar.start - (i + 1) * height - up, BAR_WIDTH, height + up);
    cairo_fill (cr);
  }
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  for (size_t i = 0; i < n; i++)
    text_at (cr, theme, ticks[i].label, theme->dim, left + BAR_WIDTH + 0.4 * unit,
             plot_scale_to_pixel (&bar, ticks[i].value), 0);
  text_at (cr, theme, landscape->figure, theme->text, left + BAR_WIDTH + 3.5 * unit, 0.8 * unit, 1);
}

static bool
has_diverged (const PlotLandscape *landscape)
{
  for (int i = 0; i < landscape->side * landscape->side; i++)
    if (landscape->cells[i].state == PLOT_CELL_DIVERGED)
      return true;
  return false;
}

/* Where the set-up lies that the landscape is about, if it is on it. */
static bool
here (const PlotLandscape *landscape, double *x, double *y)
{
  const PlotLandscapeAxis *across = &landscape->x, *up = &landscape->y;

  *x = plot_scale_to_pixel (&across->scale, across->here);
  *y = plot_scale_to_pixel (&up->scale, up->here);
  return isfinite (*x) && isfinite (*y) && across->here >= across->scale.low &&
         across->here <= across->scale.high && up->here >= up->scale.low &&
         up->here <= up->scale.high;
}

static void
draw_ring (cairo_t *cr, double x, double y)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, RING, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

/* What is neither a colour nor an axis. */
static void
draw_legend (const PlotLandscape *landscape, cairo_t *cr, const PlotTheme *theme, double y)
{
  double unit = plot_font_px (theme), x = landscape->x.scale.start, px, py;

  if (here (landscape, &px, &py)) {
    draw_ring (cr, px, py);
    draw_ring (cr, x + RING, y);
    x += text_at (cr, theme, landscape->here_text, theme->dim, x + 2 * RING + 0.5 * unit, y, 0);
    x += 2 * RING + 2 * unit;
  }
  if (has_diverged (landscape)) {
    const double box[4] = { round (x), round (y - 0.5 * unit), round (1.4 * unit), round (unit) };
    hatch (cr, box, theme);
    text_at (cr, theme, _ ("diverged"), theme->dim, x + 1.9 * unit, y, 0);
  }
}

static void
draw_empty_text (const PlotLandscape *landscape, cairo_t *cr, double width, double height,
                 const PlotTheme *theme)
{
  PangoLayout *shared = plot_text_layout (cr, theme, landscape->empty_text, 1, false, 0.8 * width);
  PangoLayout *layout = pango_layout_copy (shared);

  g_object_unref (shared);
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
  double unit = plot_font_px (theme), foot = 3.6 * unit, x, y;
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
  if (here (landscape, &x, &y) || has_diverged (landscape))
    foot += 1.5 * unit;
  landscape->y.scale.start = round (fmax (height - foot, 2 * unit + landscape->side));
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
  draw_legend (landscape, cr, theme, landscape->y.scale.start + 4.2 * unit);
  draw_cursor (landscape, cr);
}
