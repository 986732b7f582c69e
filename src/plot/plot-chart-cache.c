/* SPDX-License-Identifier: MIT */
/* What is kept of a drawing, and when it is stale. */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <string.h>

static bool
same_color (PlotColor a, PlotColor b)
{
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

static bool
same_font (const char *a, const char *b)
{
  return a == b || (a != NULL && b != NULL && strcmp (a, b) == 0);
}

static bool
same_theme (const PlotTheme *a, const PlotTheme *b)
{
  return a->dark == b->dark && same_color (a->background, b->background) &&
         same_color (a->text, b->text) && same_color (a->dim, b->dim) &&
         same_color (a->grid, b->grid) && same_color (a->pointer, b->pointer) &&
         same_color (a->card, b->card) && a->font_scale == b->font_scale &&
         same_font (a->font, b->font) && a->line_width == b->line_width;
}

static bool
same_view (const PlotView *a, const PlotView *b)
{
  return a->x_low == b->x_low && a->x_high == b->x_high && a->y_low == b->y_low &&
         a->y_high == b->y_high;
}

/* Grows with everything but appended points; a first point counts, since it brings a label. */
static uint64_t
signature (const PlotChart *chart)
{
  uint64_t sum = chart->generation;

  for (size_t i = 0; i < chart->n_entries; i++)
    sum += 2 * (uint64_t) chart->entries[i].series->style +
           (chart->entries[i].series->n_finite > 0 ? 1 : 0);
  return sum;
}

/* Pixels of the target a px: of its device scale, of the transformation, and of what the caller
 * knows better. */
static double
target_scale (const PlotChart *chart, cairo_t *cr)
{
  double x_scale = 1, y_scale = 1, dx = 1, dy = 0;

  cairo_surface_get_device_scale (cairo_get_target (cr), &x_scale, &y_scale);
  cairo_user_to_device_distance (cr, &dx, &dy);
  return fmin (fmax (x_scale * hypot (dx, dy), chart->pixel_ratio), 8);
}

static bool
is_vector (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_target (cr))) {
  case CAIRO_SURFACE_TYPE_PDF:
  case CAIRO_SURFACE_TYPE_PS:
  case CAIRO_SURFACE_TYPE_SVG:
    return true;
  default:
    return false;
  }
}

/* `surface` cleared where it has the size already, a new one otherwise. */
static cairo_surface_t *
clean_surface (cairo_surface_t *surface, double width, double height, double scale)
{
  int columns = (int) ceil (width * scale), rows = (int) ceil (height * scale);
  double old_scale = 0, unused;

  if (surface != NULL) {
    cairo_surface_get_device_scale (surface, &old_scale, &unused);
    if (cairo_image_surface_get_width (surface) == columns &&
        cairo_image_surface_get_height (surface) == rows && old_scale == scale) {
      cairo_t *cr = cairo_create (surface);
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_paint (cr);
      cairo_destroy (cr);
      return surface;
    }
    cairo_surface_destroy (surface);
  }
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, columns, rows);
  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

/* Starts the kept surface over. */
static void
renew_surface (PlotChart *chart, double width, double height, double scale, const PlotTheme *theme)
{
  cairo_t *cr;

  chart->surface = clean_surface (chart->surface, width, height, scale);
  chart->marked_is_current = false;
  cr = cairo_create (chart->surface);
  plot_chart_frame (chart, cr, width, height, theme, &chart->frame);
  plot_draw_base (cr, chart, &chart->frame, theme);
  cairo_destroy (cr);
  for (size_t i = 0; i < chart->n_entries; i++) {
    chart->entries[i].drawn = 0;
    chart->entries[i].dash = 0;
  }
}

/* Adds what the series have grown by. */
static void
extend_surface (PlotChart *chart, const PlotTheme *theme)
{
  cairo_t *cr = NULL;

  for (size_t i = 0; i < chart->n_entries; i++) {
    PlotEntry *entry = &chart->entries[i];
    if (!entry->series->visible || entry->series->n == entry->drawn)
      continue;
    if (cr == NULL) {
      cr = cairo_create (chart->surface);
      plot_clip_curves (cr, &chart->frame, theme);
    }
    plot_draw_curve (cr, entry->series, &chart->frame, theme,
                     entry->drawn > 0 ? entry->drawn - 1 : 0, &entry->dash);
    entry->drawn = entry->series->n;
    chart->marked_is_current = false;
  }
  if (cr != NULL)
    cairo_destroy (cr);
}

/* Under a pointer that moves, marks and labels are kept as well; under curves that grow that would
 * only cost. */
static void
paint_kept (PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  if (chart->pointed && !chart->marked_is_current) {
    cairo_t *marked_cr;
    chart->marked = clean_surface (chart->marked, chart->frame.width, chart->frame.height,
                                   chart->surface_scale);
    marked_cr = cairo_create (chart->marked);
    cairo_set_source_surface (marked_cr, chart->surface, 0, 0);
    cairo_paint (marked_cr);
    plot_draw_marks (marked_cr, chart, &chart->frame, theme);
    cairo_destroy (marked_cr);
    chart->marked_is_current = true;
  }
  cairo_set_source_surface (cr, chart->marked_is_current ? chart->marked : chart->surface, 0, 0);
  cairo_paint (cr);
  if (!chart->marked_is_current)
    plot_draw_marks (cr, chart, &chart->frame, theme);
}

void
plot_chart_draw (PlotChart *chart, cairo_t *cr, double width, double height, const PlotTheme *theme)
{
  PlotView view = plot_chart_view (chart);
  uint64_t sum = signature (chart);
  double scale = target_scale (chart, cr);

  chart->framed = !plot_too_small (width, height);
  if (!chart->framed)
    return;
  cairo_save (cr);
  if (is_vector (cr)) {
    plot_chart_frame (chart, cr, width, height, theme, &chart->frame);
    plot_draw_whole (chart, cr, &chart->frame, theme);
    /* The frame is another drawing's now. */
    chart->surface_signature = UINT64_MAX;
  } else {
    if (chart->surface == NULL || chart->surface_signature != sum || chart->frame.width != width ||
        chart->frame.height != height || chart->surface_scale != scale ||
        !same_view (&chart->surface_view, &view) || !same_theme (&chart->surface_theme, theme)) {
      renew_surface (chart, width, height, scale, theme);
      chart->surface_signature = sum;
      chart->surface_scale = scale;
      chart->surface_view = view;
      chart->surface_theme = *theme;
    }
    extend_surface (chart, theme);
    paint_kept (chart, cr, theme);
  }
  plot_draw_pointer (cr, chart, &chart->frame, theme);
  cairo_restore (cr);
}
