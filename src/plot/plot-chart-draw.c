/* SPDX-License-Identifier: MIT */
/* The drawing of a chart, from its text to the whole. */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SMALLEST_WIDTH  80.0 /* px: nothing legible fits in less */
#define SMALLEST_HEIGHT 56.0

void
plot_set_color (cairo_t *cr, PlotColor color)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
}

PlotColor
plot_ring_fill (const PlotTheme *theme)
{
  PlotColor fill = theme->background;

  /* Where the chart paints no background its colour still says what lies behind. */
  fill.alpha = 1;
  return fill;
}

static double
text_width (cairo_t *cr, const PlotTheme *theme, const char *text, double size, bool bold)
{
  PangoLayout *layout = plot_text_layout (cr, theme, text, size, bold, -1);
  double width = plot_layout_width (layout);

  g_object_unref (layout);
  return width;
}

/* Without its last parts where there is no room for them, NULL where there is for none. Two spaces
 * lie between the parts; what has none is ellipsized. */
static PangoLayout *
subtitle_that_fits (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double room)
{
  char text[512], *last;

  if (strstr (chart->subtitle, "  ") == NULL && *chart->subtitle != '\0' &&
      room >= 4 * plot_font_px (theme))
    return plot_text_layout (cr, theme, chart->subtitle, 0.92, false, room);
  snprintf (text, sizeof text, "%s", chart->subtitle);
  do {
    PangoLayout *layout = plot_text_layout (cr, theme, text, 0.92, false, -1);
    if (*text != '\0' && plot_layout_width (layout) <= room)
      return layout;
    g_object_unref (layout);
    last = NULL;
    for (char *next = strstr (text, "  "); next != NULL; next = strstr (next + 2, "  "))
      last = next;
    if (last != NULL)
      *last = '\0';
  } while (last != NULL);
  return NULL;
}

static void
draw_titles (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  double unit = plot_font_px (theme), y = round (0.9 * unit), used = 0, room;
  double end = frame->width - 4 - chart->title_reserve, start = frame->left, needed;
  PangoLayout *layout;

  /* Above the axis, or as far left of it as all of the line needs. */
  needed = text_width (cr, theme, chart->title, 1.04, true);
  if (*chart->subtitle != '\0')
    needed += 1.2 * unit + text_width (cr, theme, chart->subtitle, 0.92, false);
  start = fmin (start, fmax (end - needed - 1, 2));
  if (*chart->title != '\0')
    used = plot_show_text (cr, theme, chart->title, 1.04, true, theme->text, start, y, 0,
                           fmax (end - start, 0));
  room = end - start - used - 1.2 * unit;
  layout = subtitle_that_fits (cr, chart, theme, room);
  if (layout == NULL)
    return;
  plot_set_color (cr, theme->dim);
  /* Flush with the plot area while it fits there, else up to the edge. */
  if (frame->right <= end && start + used + 1.2 * unit + plot_layout_width (layout) <= frame->right)
    plot_show_layout (cr, layout, frame->right, y, 1);
  else
    plot_show_layout (cr, layout, end, y, 1);
  g_object_unref (layout);
}

static void
hairline (cairo_t *cr, double x1, double y1, double x2, double y2)
{
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
}

static void
draw_axes (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  double unit = plot_font_px (theme), y = frame->bottom + 1.25 * unit, last_end = frame->left;

  cairo_set_line_width (cr, 1);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, NULL, 0, 0);
  plot_set_color (cr, theme->grid);
  for (size_t i = 0; i < frame->n_y_ticks; i++) {
    double at = round (plot_scale_to_pixel (&frame->y, frame->y_ticks[i].value)) + 0.5;
    hairline (cr, frame->left, at, frame->right, at);
  }
  cairo_stroke (cr);
  for (size_t i = 0; i < frame->n_y_ticks; i++)
    plot_show_text (cr, theme, frame->y_ticks[i].label, 0.92, false, theme->dim,
                    frame->left - 0.6 * unit,
                    plot_scale_to_pixel (&frame->y, frame->y_ticks[i].value), 1, -1);
  for (size_t i = 0; i < frame->n_x_ticks; i++) {
    double at = plot_scale_to_pixel (&frame->x, frame->x_ticks[i].value);
    double width = plot_show_text (cr, theme, frame->x_ticks[i].label, 0.92, false, theme->dim, at,
                                   y, 0.5, -1);
    last_end = fmax (last_end, at + width / 2);
  }
  if (*chart->x_label != '\0' && !chart->small) {
    PangoLayout *layout = plot_text_layout (cr, theme, chart->x_label, 0.92, false, -1);
    double start = fmax (frame->right + 0.9 * unit, last_end + 0.6 * unit);
    plot_set_color (cr, theme->dim);
    if (start + plot_layout_width (layout) <= frame->width)
      plot_show_layout (cr, layout, start, y, 0);
    g_object_unref (layout);
  }
}

static void
draw_baselines (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  const double dots[] = { 0, 3.5 };

  cairo_set_line_width (cr, 1.25);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, dots, 2, 0);
  plot_set_color (cr, theme->dim);
  for (size_t i = 0; i < chart->n_baselines; i++) {
    double y = chart->baselines[i].y;
    if (y >= frame->y.low && y <= frame->y.high) {
      double at = round (plot_scale_to_pixel (&frame->y, y)) + 0.5;
      hairline (cr, frame->left, at, frame->right, at);
      cairo_stroke (cr);
    }
  }
  cairo_set_dash (cr, NULL, 0, 0);
}

/* In the order of their x, so that of labels that would run into each other the earlier stays. */
static const PlotMark *
next_mark (const PlotChart *chart, double after)
{
  const PlotMark *next = NULL;

  for (size_t i = 0; i < chart->n_marks; i++)
    if (chart->marks[i].x > after && (next == NULL || chart->marks[i].x < next->x))
      next = &chart->marks[i];
  return next;
}

static void
draw_marks (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  double unit = plot_font_px (theme), taken = 0;

  for (const PlotMark *mark = next_mark (chart, -INFINITY); mark != NULL;
       mark = next_mark (chart, mark->x)) {
    double x = plot_scale_to_pixel (&frame->x, mark->x), at = floor (x) + 0.5;
    PlotColor color = mark->colored ? mark->color : theme->dim, thin = color;
    PangoLayout *layout;

    if (!(x >= frame->left - 0.5 && x <= frame->right + 0.5))
      continue;
    thin.alpha *= 0.6;
    plot_set_color (cr, thin);
    cairo_set_line_width (cr, 1);
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
    hairline (cr, at, frame->top - 0.9 * unit, at, frame->bottom);
    cairo_stroke (cr);
    layout = plot_text_layout (cr, theme, mark->label, 0.8, false, -1);
    if (at + 3 >= taken && at + 3 + plot_layout_width (layout) <= frame->width) {
      plot_set_color (cr, color);
      plot_show_layout (cr, layout, at + 3, frame->top - 0.5 * unit, 0);
      taken = at + 3 + plot_layout_width (layout) + 0.4 * unit;
    }
    g_object_unref (layout);
  }
}

static void
draw_empty_text (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                 const PlotTheme *theme)
{
  double middle = (frame->top + frame->bottom) / 2;
  PangoLayout *shared, *layout;
  PangoRectangle extents;

  if (*chart->empty_text == '\0')
    return;
  shared = plot_text_layout (cr, theme, chart->empty_text, 1, false, 0.8 * frame->width);
  layout = pango_layout_copy (shared);
  g_object_unref (shared);
  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_extents (layout, NULL, &extents);
  plot_set_color (cr, theme->dim);
  cairo_move_to (cr, 0.1 * frame->width,
                 fmax (frame->top, middle - 0.5 * extents.height / PANGO_SCALE));
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

void
plot_draw_base (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  if (theme->background.alpha > 0) {
    plot_set_color (cr, theme->background);
    cairo_rectangle (cr, 0, 0, frame->width, frame->height);
    cairo_fill (cr);
  }
  draw_titles (cr, chart, frame, theme);
  if (!plot_chart_has_points (chart)) {
    draw_empty_text (cr, chart, frame, theme);
    return;
  }
  draw_axes (cr, chart, frame, theme);
  draw_baselines (cr, chart, frame, theme);
  draw_marks (cr, chart, frame, theme);
}

/* Curves end at the plot area, but a line along its edge keeps its whole width. */
void
plot_clip_curves (cairo_t *cr, const PlotFrame *frame, const PlotTheme *theme)
{
  double margin = ceil (theme->line_width);

  cairo_rectangle (cr, frame->left - margin, frame->top - margin,
                   frame->right - frame->left + 2 * margin,
                   frame->bottom - frame->top + 2 * margin);
  cairo_clip (cr);
}

PlotRaster *
plot_curve_raster (cairo_surface_t *surface, const PlotFrame *frame, const PlotTheme *theme)
{
  double margin = ceil (theme->line_width);

  return plot_raster_new (surface, frame->left - margin, frame->top - margin, frame->right + margin,
                          frame->bottom + margin);
}

bool
plot_too_small (double width, double height)
{
  return !(width >= SMALLEST_WIDTH) || !(height >= SMALLEST_HEIGHT);
}

void
plot_draw_whole (const PlotChart *chart, cairo_t *cr, const PlotFrame *frame,
                 const PlotTheme *theme)
{
  plot_draw_base (cr, chart, frame, theme);
  cairo_save (cr);
  plot_clip_curves (cr, frame, theme);
  for (PlotLayer layer = 0; layer < PLOT_N_LAYERS; layer++)
    for (size_t i = 0; i < chart->n_entries; i++) {
      PlotEntry entry = { .series = chart->entries[i].series };
      plot_draw_on_layer (chart, &entry, layer, cr, NULL, frame, theme);
    }
  cairo_restore (cr);
  plot_draw_marks (cr, chart, frame, theme);
}

/* In a file nothing lies over it, and it has room. */
static PlotChart
plain (const PlotChart *chart)
{
  PlotChart alone = *chart;

  alone.title_reserve = 0;
  alone.title = (char *) plot_chart_sheet_title (chart);
  alone.small = false;
  return alone;
}

PlotMargins
plot_chart_plain_margins (const PlotChart *chart, cairo_t *cr, double width, double height,
                          const PlotTheme *theme)
{
  PlotTheme scaled = plot_chart_theme (chart, theme);
  PlotChart alone = plain (chart);

  return plot_chart_own_margins (&alone, cr, width, height, &scaled);
}

void
plot_chart_draw_plain (const PlotChart *chart, cairo_t *cr, double width, double height,
                       PlotMargins margins, const PlotTheme *theme)
{
  PlotTheme scaled = plot_chart_theme (chart, theme);
  PlotChart alone = plain (chart);
  PlotFrame frame;

  if (plot_too_small (width, height))
    return;
  alone.margins = margins;
  plot_chart_frame (&alone, cr, width, height, &scaled, &frame);
  plot_draw_whole (&alone, cr, &frame, &scaled);
}
