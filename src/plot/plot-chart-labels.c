/* SPDX-License-Identifier: MIT */
/* What stands on the curves: rings at the best points, dots and labels at the ends. */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <stdlib.h>

#define LABEL_SIZE   0.92
#define LABEL_HEIGHT 1.32 /* of the font's size */
#define CROWD        4 /* labels that end within three lines of each other and beside each other */
#define HALO         0.24 /* of the font's size, half of it outside the letters */
#define CROWD_WIDTH  8    /* lines */

static int
by_x (const void *a, const void *b)
{
  const PlotLabel *left = a, *right = b;

  return (left->x > right->x) - (left->x < right->x);
}

static int
by_y (const void *a, const void *b)
{
  const PlotLabel *left = a, *right = b;

  return (left->y > right->y) - (left->y < right->y);
}

/* Labels in one column, ordered by y. Without the heights of those above it, every label wants a
 * place not above its predecessor's; neighbours that disagree meet at their mean (isotonic
 * regression), which moves all the least. */
static void
spread (PlotLabel *labels, size_t n, double height, double top, double bottom)
{
  double *sums = calloc (2 * n, sizeof *sums), *counts;
  size_t n_blocks = 0, k = 0;
  double least = top + height / 2, most = bottom - height / 2 - (double) (n - 1) * height;

  if (sums == NULL)
    return;
  counts = sums + n;
  for (size_t i = 0; i < n; i++) {
    sums[n_blocks] = labels[i].y - (double) i * height;
    counts[n_blocks++] = 1;
    while (n_blocks > 1 &&
           sums[n_blocks - 2] / counts[n_blocks - 2] > sums[n_blocks - 1] / counts[n_blocks - 1]) {
      n_blocks--;
      sums[n_blocks - 1] += sums[n_blocks];
      counts[n_blocks - 1] += counts[n_blocks];
    }
  }
  for (size_t block = 0; block < n_blocks; block++) {
    double place = fmax (fmin (sums[block] / counts[block], most), least);
    for (double i = 0; i < counts[block]; i++, k++)
      labels[k].y = place + (double) k * height;
  }
  free (sums);
}

void
plot_labels_push_apart (PlotLabel *labels, size_t n, double height, double top, double bottom)
{
  size_t room = bottom > top ? (size_t) ((bottom - top) / height + 1e-9) : 0;
  size_t surplus = n > room ? n - room : 0;

  for (size_t i = 0; i < n; i++)
    labels[i].shown = i >= surplus;
  labels += surplus;
  n -= surplus;
  qsort (labels, n, sizeof *labels, by_x);
  for (size_t first = 0, next; first < n; first = next) {
    double end = labels[first].x + labels[first].width;
    for (next = first + 1; next < n && labels[next].x < end; next++)
      end = fmax (end, labels[next].x + labels[next].width);
    qsort (labels + first, next - first, sizeof *labels, by_y);
    spread (labels + first, next - first, height, top, bottom);
  }
}

static bool
in_plot (const PlotFrame *frame, double x, double y)
{
  return x >= frame->left - 0.5 && x <= frame->right + 0.5 && y >= frame->top - 0.5 &&
         y <= frame->bottom + 0.5;
}

/* Where the curve ends, or leaves the view at the right; false where it does not show. */
static bool
visible_end (const PlotSeries *series, const PlotFrame *frame, double *x, double *y)
{
  const double *values = plot_series_curve (series);
  size_t i = plot_series_first_at (series, frame->x.high);

  while (i < series->n && series->x[i] <= frame->x.high)
    i++;
  if (i == 0)
    return false;
  if (i < series->n) {
    double x1 = plot_scale_to_pixel (&frame->x, series->x[i - 1]);
    double y1 = plot_scale_to_pixel (&frame->y, values[i - 1]);
    double x2 = plot_scale_to_pixel (&frame->x, series->x[i]);
    double y2 = plot_scale_to_pixel (&frame->y, values[i]);
    *x = frame->right;
    *y = y1 + (frame->right - x1) / (x2 - x1) * (y2 - y1);
    return isfinite (*y) && in_plot (frame, *x, *y);
  }
  do {
    i--;
    *x = plot_scale_to_pixel (&frame->x, series->x[i]);
    *y = plot_scale_to_pixel (&frame->y, values[i]);
  } while (i > 0 && !(isfinite (*x) && isfinite (*y)));
  return isfinite (*x) && isfinite (*y) && in_plot (frame, *x, *y);
}

static void
disc (cairo_t *cr, double x, double y, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_close_path (cr);
}

/* A last point that no line leads to. */
static bool
last_is_alone (const PlotSeries *series, const PlotFrame *frame)
{
  return series->n == 1 ||
         (series->n > 1 && !isfinite (plot_scale_to_pixel (&frame->y, series->y[series->n - 2])));
}

static void
draw_points (cairo_t *cr, const PlotChart *chart, const PlotSeries *series, const PlotFrame *frame,
             const PlotTheme *theme)
{
  double unit = theme->line_width * (plot_is_dense (chart) ? 0.65 : 1), x, y;

  plot_set_color (cr, plot_drawn_color (chart, series, theme));
  if ((series->end_label || last_is_alone (series, frame)) && !series->ghost &&
      visible_end (series, frame, &x, &y) && x < frame->right + 0.25) {
    disc (cr, x, y, (series->end_label ? 1.6 : 1.3) * unit);
    cairo_fill (cr);
  }
  if (!series->mark_best || series->best < 0)
    return;
  x = plot_scale_to_pixel (&frame->x, series->x[series->best]);
  y = plot_scale_to_pixel (&frame->y, series->y[series->best]);
  if (isfinite (x) && isfinite (y) && in_plot (frame, x, y)) {
    disc (cr, x, y, 2.1 * unit);
    plot_set_color (cr, plot_ring_fill (theme));
    cairo_fill_preserve (cr);
    plot_set_color (cr, plot_drawn_color (chart, series, theme));
    cairo_set_line_width (cr, unit);
    cairo_stroke (cr);
  }
}

/* Of a crowd of curves that end together a few names say more than a column of all. */
static bool
is_crowded (const PlotLabel *labels, size_t n, const PlotLabel *label, double height)
{
  size_t near = 0;

  for (size_t i = 0; i < n; i++)
    near += fabs (labels[i].y - label->y) < 3 * height &&
            fabs (labels[i].x - label->x) < CROWD_WIDTH * height;
  return near >= CROWD;
}

static size_t
collect_label (const PlotChart *chart, const PlotSeries *series, const PlotFrame *frame,
               const PlotTheme *theme, PlotLabel *labels, size_t n)
{
  PlotLabel *label = &labels[n];
  double unit = plot_font_px (theme);

  if (!series->visible || !series->end_label || *plot_series_label (series) == '\0' ||
      !visible_end (series, frame, &label->anchor_x, &label->anchor_y))
    return n;
  label->x = label->anchor_x + 0.65 * unit;
  label->y = label->anchor_y;
  if (is_crowded (labels, n, label, LABEL_HEIGHT * LABEL_SIZE * unit))
    return n;
  label->bold = !series->ghost && !plot_steps_back (chart, series);
  label->text = plot_series_label (series);
  label->color = plot_label_color (chart, series, theme);
  return n + 1;
}

/* What stands out has a place for sure, then what does not step back. */
static int
turn_of (const PlotChart *chart, const PlotSeries *series)
{
  if (plot_stands_out (chart, series))
    return 0;
  return plot_steps_back (chart, series) ? 2 : 1;
}

static size_t
collect_labels (const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme,
                PlotLabel *labels)
{
  double unit = plot_font_px (theme);
  size_t n = 0;

  for (int turn = 0; turn < 3; turn++)
    for (size_t i = 0; i < chart->n_entries; i++) {
      const PlotSeries *series = chart->entries[i].series;
      if (turn_of (chart, series) == turn)
        n = collect_label (chart, series, frame, theme, labels, n);
    }
  /* Where not all have room, those that come first give way. */
  for (size_t i = 0; i < n / 2; i++) {
    PlotLabel swap = labels[i];
    labels[i] = labels[n - 1 - i];
    labels[n - 1 - i] = swap;
  }
  for (size_t i = 0; i < chart->n_baselines; i++) {
    const PlotBaseline *baseline = &chart->baselines[i];
    PlotLabel *label = &labels[n];
    if (!(baseline->y >= frame->y.low && baseline->y <= frame->y.high) || *baseline->label == '\0')
      continue;
    label->anchor_x = frame->right;
    label->anchor_y = plot_scale_to_pixel (&frame->y, baseline->y);
    label->x = frame->right + 0.45 * unit;
    label->y = label->anchor_y;
    label->text = baseline->label;
    label->color = theme->dim;
    n++;
  }
  return n;
}

static void
measure_labels (cairo_t *cr, const PlotFrame *frame, const PlotTheme *theme, PlotLabel *labels,
                size_t n)
{
  for (size_t i = 0; i < n; i++) {
    PangoLayout *layout =
        plot_text_layout (cr, theme, labels[i].text, LABEL_SIZE, labels[i].bold, -1);
    labels[i].width = fmin (plot_layout_width (layout), frame->width - 2 - labels[i].x);
    g_object_unref (layout);
  }
}

/* Names of runs often begin alike and differ at their end, so both are kept. */
static PangoLayout *
label_layout (cairo_t *cr, const PlotTheme *theme, const PlotLabel *label)
{
  PangoLayout *shared = plot_text_layout (cr, theme, label->text, LABEL_SIZE, label->bold, -1);
  PangoLayout *layout;

  if (plot_layout_width (shared) <= label->width + 0.5)
    return shared;
  layout = pango_layout_copy (shared);
  g_object_unref (shared);
  pango_layout_set_width (layout, (int) (fmax (label->width + 0.5, 0) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  return layout;
}

static void
trace_label (cairo_t *cr, const PlotTheme *theme, const PlotLabel *label)
{
  PangoLayout *layout = label_layout (cr, theme, label);
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  cairo_move_to (cr, label->x - (double) extents.x / PANGO_SCALE,
                 round (label->y - 0.5 * extents.height / PANGO_SCALE));
  pango_cairo_layout_path (cr, layout);
  g_object_unref (layout);
}

/* Curves that go on pass behind the name of one that ends before them. They give way close around
 * its letters, and what stands out not even there. */
static void
draw_halos (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme,
            const PlotLabel *labels, size_t n)
{
  double unit = plot_font_px (theme);
  PlotColor halo = plot_ring_fill (theme);
  bool any = false;

  halo.alpha = 0.85;
  plot_set_color (cr, halo);
  cairo_set_line_width (cr, HALO * unit);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (size_t i = 0; i < n; i++)
    if (labels[i].shown && labels[i].x < frame->right) {
      trace_label (cr, theme, &labels[i]);
      cairo_stroke (cr);
      any = true;
    }
  if (!any)
    return;
  cairo_save (cr);
  plot_clip_curves (cr, frame, theme);
  for (size_t i = 0; i < n; i++)
    if (labels[i].shown && labels[i].x < frame->right)
      cairo_rectangle (cr, labels[i].x - HALO * unit, labels[i].y - unit,
                       labels[i].width + 2 * HALO * unit, 2 * unit);
  cairo_clip (cr);
  for (size_t i = 0; i < chart->n_entries; i++)
    if (plot_stands_out (chart, chart->entries[i].series)) {
      PlotEntry whole = { .series = chart->entries[i].series };
      plot_draw_on_layer (chart, &whole, PLOT_CURVES, cr, NULL, frame, theme);
    }
  cairo_restore (cr);
}

static void
draw_label (cairo_t *cr, const PlotTheme *theme, const PlotLabel *label)
{
  PangoLayout *layout = label_layout (cr, theme, label);

  /* A label that had to move far stays tied to its curve. */
  if (fabs (label->y - label->anchor_y) > 0.6 * plot_font_px (theme)) {
    PlotColor thin = label->color;
    thin.alpha *= 0.55;
    cairo_set_line_width (cr, 1);
    plot_set_color (cr, thin);
    cairo_move_to (cr, label->anchor_x + 2, label->anchor_y);
    cairo_line_to (cr, label->x - 1.5, label->y);
    cairo_stroke (cr);
  }
  plot_set_color (cr, label->color);
  plot_show_layout (cr, layout, label->x, label->y, 0);
  g_object_unref (layout);
}

static void
draw_all_points (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                 const PlotTheme *theme)
{
  /* What stands out comes last. */
  for (int turn = 0; turn < 2; turn++)
    for (size_t i = 0; i < chart->n_entries; i++) {
      const PlotSeries *series = chart->entries[i].series;
      bool back = plot_steps_back (chart, series);
      /* The rings of many runs would hide the one that stands out. */
      if (series->visible && back == (turn == 0) && !(back && plot_is_dense (chart)))
        draw_points (cr, chart, series, frame, theme);
    }
}

void
plot_draw_marks (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                 const PlotTheme *theme)
{
  PlotLabel *labels;
  size_t n;

  if (!plot_chart_has_points (chart))
    return;
  cairo_set_dash (cr, NULL, 0, 0);
  labels = calloc (chart->n_entries + chart->n_baselines + 1, sizeof *labels);
  if (labels == NULL)
    abort ();
  n = collect_labels (chart, frame, theme, labels);
  measure_labels (cr, frame, theme, labels, n);
  plot_labels_push_apart (labels, n, LABEL_HEIGHT * LABEL_SIZE * plot_font_px (theme),
                          frame->top - 0.7 * plot_font_px (theme),
                          frame->bottom + 0.7 * plot_font_px (theme));
  draw_halos (cr, chart, frame, theme, labels, n);
  draw_all_points (cr, chart, frame, theme);
  for (size_t i = 0; i < n; i++)
    if (labels[i].shown)
      draw_label (cr, theme, &labels[i]);
  free (labels);
}
