/* SPDX-License-Identifier: MIT */
#include "plot/plot-export.h"

#include "plot/plot-chart-private.h"
#include "plot/plot-picture.h"
#include "plot/plot-text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHEET_MARGIN 16.0
#define CHART_GAP    12.0
#define SWATCH       22.0 /* px: a piece of the curve beside its name */
#define ENTRY_GAP    18.0

static bool
is_new_entry (const PlotChart *chart, size_t i)
{
  const PlotSeries *series = chart->entries[i].series;

  if (!series->visible || *plot_series_label (series) == '\0')
    return false;
  for (size_t k = 0; k < i; k++)
    if (chart->entries[k].series->visible && plot_same_run (chart->entries[k].series, series))
      return false;
  return true;
}

static void
draw_swatch (cairo_t *cr, const PlotSeries *series, const PlotTheme *theme, double x, double y)
{
  PlotColor faint = series->color;

  if (plot_series_has_band (series)) {
    faint.alpha *= 0.18;
    plot_set_color (cr, faint);
    cairo_rectangle (cr, x, y - 5, SWATCH, 10);
    cairo_fill (cr);
  }
  plot_set_color (cr, series->color);
  cairo_set_line_width (cr, 1.25 * theme->line_width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + SWATCH, y);
  cairo_stroke (cr);
}

/* The names of the runs of the first chart beside their colours, in as many rows as it takes;
 * returns how high they are. Measures alone where `draw` is false. */
static double
draw_legend (const PlotSheet *sheet, cairo_t *cr, double top, bool draw)
{
  const PlotChart *chart = sheet->charts[0];
  double unit = plot_font_px (sheet->theme), line = 1.7 * unit, x = 0, y = top + line / 2;
  size_t n = 0;

  for (size_t i = 0; i < chart->n_entries; i++) {
    const PlotSeries *series = chart->entries[i].series;
    PangoLayout *layout;
    double width;
    if (!is_new_entry (chart, i))
      continue;
    layout = plot_text_layout (cr, sheet->theme, plot_series_label (series), 0.92, false,
                               sheet->width - SWATCH - 0.5 * unit);
    width = SWATCH + 0.5 * unit + plot_layout_width (layout);
    if (n++ > 0 && x + width > sheet->width) {
      x = 0;
      y += line;
    }
    if (draw) {
      draw_swatch (cr, series, sheet->theme, x, y);
      plot_set_color (cr, sheet->theme->text);
      plot_show_layout (cr, layout, x + SWATCH + 0.5 * unit, y, 0);
    }
    x += width + ENTRY_GAP;
    g_object_unref (layout);
  }
  return n > 0 ? y + line / 2 - top : 0;
}

/* Title, note and legend; returns how high they are. */
static double
draw_heading (const PlotSheet *sheet, cairo_t *cr, bool draw)
{
  double unit = plot_font_px (sheet->theme), y = 0;

  if (sheet->title == NULL)
    return 0;
  if (draw)
    plot_show_text (cr, sheet->theme, sheet->title, 1.2, true, sheet->theme->text, 0, 0.9 * unit, 0,
                    sheet->width);
  y += 1.9 * unit;
  if (sheet->note != NULL) {
    if (draw)
      plot_show_text (cr, sheet->theme, sheet->note, 0.92, false, sheet->theme->dim, 0,
                      y + 0.7 * unit, 0, sheet->width);
    y += 1.6 * unit;
  }
  /* Whole units, so that hairlines below stay sharp. */
  return ceil (y + draw_legend (sheet, cr, y, draw) + 0.8 * unit);
}

static double
heading_height (const PlotSheet *sheet)
{
  cairo_surface_t *nowhere = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (nowhere);
  double height = draw_heading (sheet, cr, false);

  cairo_destroy (cr);
  cairo_surface_destroy (nowhere);
  return height;
}

static void
draw_sheet (cairo_t *cr, const void *data)
{
  PlotSheet sheet = *(const PlotSheet *) data;
  PlotTheme theme = *sheet.theme;
  PlotMargins margins = { 0, 0 };

  /* A file has nothing behind it. */
  theme.background.alpha = 1;
  sheet.theme = &theme;
  plot_set_color (cr, theme.background);
  cairo_paint (cr);
  cairo_translate (cr, SHEET_MARGIN, SHEET_MARGIN);
  cairo_translate (cr, 0, draw_heading (&sheet, cr, true));
  /* They lie below each other: the same epoch is on one vertical line. */
  for (size_t i = 0; i < sheet.n_charts; i++)
    margins =
        plot_margins_of_both (margins, plot_chart_plain_margins (sheet.charts[i], cr, sheet.width,
                                                                 sheet.height_each, &theme));
  for (size_t i = 0; i < sheet.n_charts; i++) {
    cairo_save (cr);
    plot_chart_draw_plain (sheet.charts[i], cr, sheet.width, sheet.height_each, margins, &theme);
    cairo_restore (cr);
    cairo_translate (cr, 0, sheet.height_each + CHART_GAP);
  }
}

static void
write_series (FILE *file, const char *chart, const PlotSeries *series)
{
  bool smooth = plot_series_smoothing (series) > 0;

  for (size_t i = 0; i < plot_series_length (series); i++) {
    plot_csv_text (file, chart);
    fputc (',', file);
    plot_csv_text (file, plot_series_label (series));
    fputc (',', file);
    plot_csv_text (file, plot_series_role (series));
    fputc (',', file);
    plot_csv_number (file, plot_series_x (series, i), ",");
    plot_csv_number (file, plot_series_y (series, i), ",");
    plot_csv_number (file, plot_series_low (series, i), ",");
    plot_csv_number (file, plot_series_high (series, i), ",");
    plot_csv_number (file, smooth ? plot_series_smoothed (series, i) : NAN, "\r\n");
  }
}

static void
write_csv (FILE *file, const void *data)
{
  const PlotSheet *sheet = data;

  fputs ("chart,run,part,x,y,low,high,smoothed\r\n", file);
  for (size_t c = 0; c < sheet->n_charts; c++)
    for (size_t s = 0; s < plot_chart_n_series (sheet->charts[c]); s++)
      write_series (file, plot_chart_sheet_title (sheet->charts[c]),
                    plot_chart_series (sheet->charts[c], s));
}

int
plot_export_sheet (const PlotSheet *sheet, const char *path, char *message, size_t size)
{
  PlotPicture picture = { .draw = draw_sheet, .write_csv = write_csv, .data = sheet };

  if (sheet->n_charts == 0) {
    snprintf (message, size, _ ("There is no chart to write to “%s”."), path);
    return -1;
  }
  picture.width = sheet->width + 2 * SHEET_MARGIN;
  picture.height = (double) sheet->n_charts * (sheet->height_each + CHART_GAP) - CHART_GAP +
                   2 * SHEET_MARGIN + heading_height (sheet);
  return plot_picture_save (&picture, path, message, size);
}

int
plot_export (PlotChart *const *charts, size_t n_charts, const char *path, double width,
             double height_each, const PlotTheme *theme, char *message, size_t size)
{
  PlotSheet sheet = { .charts = charts,
                      .n_charts = n_charts,
                      .width = width,
                      .height_each = height_each,
                      .theme = theme };

  return plot_export_sheet (&sheet, path, message, size);
}
