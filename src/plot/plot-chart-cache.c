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

static cairo_surface_t *
own_surface (const PlotChart *chart, PlotLayer layer)
{
  return chart->layers[chart->layer_of[layer]];
}

/* A layer shares the surface of the one behind it where nothing is drawn behind. */
static void
assign_layers (PlotChart *chart, double width, double height, double scale)
{
  bool used = false;

  for (PlotLayer layer = 0; layer < PLOT_N_LAYERS; layer++) {
    bool own = layer == 0 || (used && plot_layer_is_used (chart, layer));
    chart->layer_of[layer] = own ? layer : chart->layer_of[layer - 1];
    used = used || plot_layer_is_used (chart, layer);
    if (own) {
      chart->layers[layer] = clean_surface (chart->layers[layer], width, height, scale);
    } else if (chart->layers[layer] != NULL) {
      cairo_surface_destroy (chart->layers[layer]);
      chart->layers[layer] = NULL;
    }
  }
}

/* Starts the kept surfaces over. */
static void
renew_surfaces (PlotChart *chart, double width, double height, double scale, const PlotTheme *theme)
{
  cairo_t *cr;

  assign_layers (chart, width, height, scale);
  chart->marked_is_current = false;
  cr = cairo_create (chart->layers[0]);
  plot_chart_frame (chart, cr, width, height, theme, &chart->frame);
  plot_draw_base (cr, chart, &chart->frame, theme);
  cairo_destroy (cr);
  for (size_t i = 0; i < chart->n_entries; i++) {
    chart->entries[i].drawn = 0;
    chart->entries[i].dash = chart->entries[i].raw_dash = 0;
  }
}

/* Adds what the series have grown by; true where that was anything. */
static bool
extend_surfaces (PlotChart *chart, const PlotTheme *theme)
{
  bool grown = false, dense = plot_is_dense (chart);

  for (size_t i = 0; i < chart->n_entries; i++)
    grown = grown || (chart->entries[i].series->visible &&
                      chart->entries[i].series->n != chart->entries[i].drawn);
  if (!grown)
    return false;
  for (PlotLayer layer = 0; layer < PLOT_N_LAYERS; layer++) {
    cairo_t *cr = cairo_create (own_surface (chart, layer));
    PlotRaster *raster =
        dense ? plot_curve_raster (own_surface (chart, layer), &chart->frame, theme) : NULL;
    plot_clip_curves (cr, &chart->frame, theme);
    for (size_t i = 0; i < chart->n_entries; i++)
      if (chart->entries[i].series->n != chart->entries[i].drawn)
        plot_draw_on_layer (chart, &chart->entries[i], layer, cr, raster, &chart->frame, theme);
    plot_raster_free (raster);
    cairo_destroy (cr);
  }
  for (size_t i = 0; i < chart->n_entries; i++)
    if (chart->entries[i].series->visible)
      chart->entries[i].drawn = chart->entries[i].series->n;
  return true;
}

static void
paint_layers (const PlotChart *chart, cairo_t *cr)
{
  for (PlotLayer layer = 0; layer < PLOT_N_LAYERS; layer++)
    if (chart->layers[layer] != NULL) {
      cairo_set_source_surface (cr, chart->layers[layer], 0, 0);
      cairo_paint (cr);
    }
}

/* Under a pointer that moves, what stands on the curves is kept as well; under curves that grow
 * that would only cost. */
static void
paint_kept (PlotChart *chart, cairo_t *cr, bool grown, const PlotTheme *theme)
{
  if (grown)
    chart->marked_is_current = false;
  if (chart->pointed && !grown && !chart->marked_is_current) {
    cairo_t *marked_cr;
    chart->marked = clean_surface (chart->marked, chart->frame.width, chart->frame.height,
                                   chart->surface_state.scale);
    marked_cr = cairo_create (chart->marked);
    paint_layers (chart, marked_cr);
    plot_draw_marks (marked_cr, chart, &chart->frame, theme);
    cairo_destroy (marked_cr);
    chart->marked_is_current = true;
  }
  if (chart->marked_is_current) {
    cairo_set_source_surface (cr, chart->marked, 0, 0);
    cairo_paint (cr);
  } else {
    paint_layers (chart, cr);
    plot_draw_marks (cr, chart, &chart->frame, theme);
  }
}

/* With the theme as it is scaled for the chart. */
static PlotState
state_of (const PlotChart *chart, cairo_t *cr, double width, double height, const PlotTheme *theme)
{
  return (PlotState){ .signature = signature (chart),
                      .width = width,
                      .height = height,
                      .scale = target_scale (chart, cr),
                      .view = plot_chart_view (chart),
                      .theme = *theme };
}

static bool
same_state (const PlotState *a, const PlotState *b)
{
  return a->signature == b->signature && a->width == b->width && a->height == b->height &&
         a->scale == b->scale && same_view (&a->view, &b->view) &&
         same_theme (&a->theme, &b->theme);
}

static void
draw_kept (PlotChart *chart, cairo_t *cr, double width, double height, const PlotTheme *theme)
{
  PlotState state = state_of (chart, cr, width, height, theme);
  bool grown;

  if (chart->layers[0] == NULL || !same_state (&chart->surface_state, &state)) {
    renew_surfaces (chart, width, height, state.scale, theme);
    chart->surface_state = state;
  }
  grown = extend_surfaces (chart, theme);
  paint_kept (chart, cr, grown, theme);
}

/* Measured on such a surface as the charts are kept on: elsewhere text may be a pixel wider. */
bool
plot_chart_match_margins (PlotChart *chart, const PlotChart *other, cairo_t *cr, double width,
                          double other_height, const PlotTheme *theme)
{
  PlotTheme scaled = plot_chart_theme (other, theme);
  PlotState state = state_of (other, cr, width, other_height, &scaled);
  cairo_surface_t *surface;
  cairo_t *measuring;
  PlotMargins margins;
  bool changed;

  if (chart->matched_with == other && same_state (&chart->matched_state, &state))
    return false;
  chart->matched_with = other;
  chart->matched_state = state;
  surface = clean_surface (NULL, 1, 1, state.scale);
  measuring = cairo_create (surface);
  margins = plot_chart_own_margins (other, measuring, width, other_height, &scaled);
  changed = chart->margins.left != margins.left || chart->margins.right != margins.right;
  cairo_destroy (measuring);
  cairo_surface_destroy (surface);
  chart->margins = margins;
  chart->generation += changed;
  return changed;
}

void
plot_chart_draw (PlotChart *chart, cairo_t *cr, double width, double height, const PlotTheme *theme)
{
  PlotTheme scaled = plot_chart_theme (chart, theme);

  chart->framed = !plot_too_small (width, height);
  if (!chart->framed)
    return;
  cairo_save (cr);
  if (is_vector (cr)) {
    plot_chart_frame (chart, cr, width, height, &scaled, &chart->frame);
    plot_draw_whole (chart, cr, &chart->frame, &scaled);
    /* The frame is another drawing's now. */
    chart->surface_state.signature = UINT64_MAX;
  } else {
    draw_kept (chart, cr, width, height, &scaled);
  }
  plot_draw_pointer (cr, chart, &chart->frame, &scaled);
  cairo_restore (cr);
}
