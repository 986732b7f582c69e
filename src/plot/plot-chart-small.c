/* SPDX-License-Identifier: MIT */
/* The read-out of one of many small charts: beside its title, where no card would have room. */
#include "plot/plot-chart-private.h"
#include "plot/plot-number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SIZE 0.86 /* of the text */

/* With bands, then without, then the last part alone: the first that fits. */
enum { WHOLE, WITHOUT_BANDS, LAST_PART, N_FORMS };

/* From the least to the greatest of the runs, where each has a curve of its own. */
static void
write_range (const PlotChart *chart, const PlotRow *rows, size_t n_rows, size_t part, char *text,
             size_t size)
{
  double low = INFINITY, high = -INFINITY;
  char least[48], most[48];

  for (size_t i = 0; i < n_rows; i++) {
    double y =
        part < rows[i].n ? plot_chart_y_at (chart, rows[i].parts[part], chart->pointer_x) : NAN;
    low = fmin (low, y);
    high = fmax (high, y);
  }
  plot_number_figure (least, sizeof least, low, chart->y_format);
  plot_number_figure (most, sizeof most, high, chart->y_format);
  snprintf (text, size, "%s – %s", least, most);
}

static void
write_figure (const PlotChart *chart, const PlotRow *rows, size_t n_rows, size_t part, int form,
              char *text, size_t size)
{
  if (n_rows > 1)
    write_range (chart, rows, n_rows, part, text, size);
  else if (form == WHOLE)
    plot_chart_figure (chart, rows->parts[part], chart->pointer_x, text, size);
  else
    plot_number_figure (text, size, plot_chart_y_at (chart, rows->parts[part], chart->pointer_x),
                        chart->y_format);
}

/* "96.52 % ± 0.10 %, 95.20 % ± 0.11 %" */
static void
write_read_out (const PlotChart *chart, const PlotRow *rows, size_t n_rows, int form, char *text,
                size_t size)
{
  static const char *const keys[] = { "—", "╌", "⋯" };
  const PlotRow *row = rows;
  size_t used = 0;

  *text = '\0';
  for (size_t i = form == LAST_PART ? row->n - 1 : 0; i < row->n && used + 1 < size; i++) {
    char figure[160];
    int n;
    if (isnan (plot_chart_y_at (chart, row->parts[i], chart->pointer_x)))
      continue;
    write_figure (chart, rows, n_rows, i, form, figure, sizeof figure);
    if (row->n > 1)
      n = snprintf (text + used, size - used, "%s%s %s", used > 0 ? "  " : "",
                    keys[row->parts[i]->line % 3], figure);
    else
      n = snprintf (text + used, size - used, "%s", figure);
    used += n > 0 ? (size_t) n : 0;
  }
}

static double
title_width (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme)
{
  PangoLayout *layout = plot_text_layout (cr, theme, chart->title, 1.04, true, -1);
  double width = plot_layout_width (layout);

  g_object_unref (layout);
  return width;
}

/* Makes *left … *right as wide as the labels of the axis that it touches: none is half covered. */
static void
cover_labels (cairo_t *cr, const PlotFrame *frame, const PlotTheme *theme, double *left,
              double *right)
{
  double from = *left, to = *right;

  for (size_t i = 0; i < frame->n_x_ticks; i++) {
    double at = plot_scale_to_pixel (&frame->x, frame->x_ticks[i].value);
    PangoLayout *layout = plot_text_layout (cr, theme, frame->x_ticks[i].label, 0.92, false, -1);
    double half = plot_layout_width (layout) / 2 + 1;
    if (at + half > from && at - half < to) {
      *left = fmin (*left, at - half);
      *right = fmax (*right, at + half);
    }
    g_object_unref (layout);
  }
}

/* Where the line crosses the axis: "13". */
static void
draw_place (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  double unit = plot_font_px (theme), y = frame->bottom + 1.25 * unit, half, left, right;
  double x = plot_scale_to_pixel (&frame->x, chart->pointer_x);
  PlotColor ground = plot_ring_fill (theme);
  PangoLayout *layout;
  char text[64];

  plot_chart_place_number (chart, chart->pointer_x, text, sizeof text);
  layout = plot_text_layout (cr, theme, text, 0.92, true, -1);
  half = plot_layout_width (layout) / 2;
  x = fmin (fmax (x, half), frame->width - half);
  plot_set_color (cr, ground);
  left = x - half - 0.5 * unit;
  right = x + half + 0.5 * unit;
  cover_labels (cr, frame, theme, &left, &right);
  cairo_rectangle (cr, left, y - 0.6 * unit, right - left, 1.2 * unit);
  cairo_fill (cr);
  plot_set_color (cr, theme->text);
  plot_show_layout (cr, layout, x, y, 0.5);
  g_object_unref (layout);
}

void
plot_draw_small_read_out (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                          const PlotTheme *theme, const PlotRow *rows, size_t n_rows)
{
  double unit = plot_font_px (theme), y = round (0.9 * unit), end = frame->width - 6;
  double room = end - frame->left - title_width (cr, chart, theme) - unit;
  PangoLayout *layout = NULL;
  char text[1024];

  draw_place (cr, chart, frame, theme);
  for (int form = 0; n_rows > 0 && form < N_FORMS; form++) {
    write_read_out (chart, rows, n_rows, form, text, sizeof text);
    layout = plot_text_layout (cr, theme, text, SIZE, false, -1);
    if (plot_layout_width (layout) <= room)
      break;
    g_object_unref (layout);
    layout = NULL;
  }
  if (layout == NULL)
    return;
  plot_set_color (cr, theme->text);
  plot_show_layout (cr, layout, end, y, 1);
  g_object_unref (layout);
}
