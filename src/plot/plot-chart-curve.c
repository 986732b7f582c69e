/* SPDX-License-Identifier: MIT */
/* One curve as strokes. */
#include "plot/plot-chart-private.h"

#include <math.h>
#include <stdlib.h>

/* Beyond the plot area by this, px: far segments are cut, because cairo's numbers end at some
 * millions. */
#define BOX_MARGIN 32.0
/* Short strokes are much cheaper than one long, self-crossing one. */
#define SEGMENTS_A_STROKE 96
#define SHORTEST_DASH     0.01 /* px */

typedef struct {
  cairo_t *cr;
  PlotRaster *raster; /* NULL: by cairo */
  double left, top, right, bottom;
  bool pieces; /* opaque, so that strokes may overlap at their ends */
  double dashes[2];
  int n_dashes;
  double dash; /* offset of the next stroke */
  double width;
  double length; /* of the path so far */
  int segments;
  bool at; /* a current point */
  double x, y;
} Pen;

static void
pen_stroke (Pen *pen)
{
  if (pen->segments > 0) {
    cairo_set_dash (pen->cr, pen->dashes, pen->n_dashes, pen->dash);
    cairo_stroke (pen->cr);
    if (pen->n_dashes > 0)
      pen->dash = fmod (pen->dash + pen->length, pen->dashes[0] + pen->dashes[1]);
  }
  cairo_new_path (pen->cr);
  pen->length = 0;
  pen->segments = 0;
  pen->at = false;
}

/* Liang and Barsky: the part of a … b within the box; false for none. */
static bool
cut_to_box (const Pen *pen, double *ax, double *ay, double *bx, double *by)
{
  double dx = *bx - *ax, dy = *by - *ay, from = 0, to = 1;
  double p[4] = { -dx, dx, -dy, dy };
  double q[4] = { *ax - pen->left, pen->right - *ax, *ay - pen->top, pen->bottom - *ay };

  for (int i = 0; i < 4; i++) {
    if (p[i] == 0) {
      if (q[i] < 0)
        return false;
    } else if (p[i] < 0) {
      from = fmax (from, q[i] / p[i]);
    } else {
      to = fmin (to, q[i] / p[i]);
    }
  }
  if (!(from <= to))
    return false;
  *bx = *ax + to * dx;
  *by = *ay + to * dy;
  *ax += from * dx;
  *ay += from * dy;
  return true;
}

/* The dashes of one line, going on in the pattern where the last one ended. */
static void
raster_line (Pen *pen, double ax, double ay, double bx, double by)
{
  double length = hypot (bx - ax, by - ay), done = 0;
  /* Only the ends of a dot's line are seen. */
  double drawn = fmax (pen->dashes[0], SHORTEST_DASH), whole = pen->dashes[0] + pen->dashes[1];

  if (pen->n_dashes == 0) {
    plot_raster_add_line (pen->raster, ax, ay, bx, by, pen->width);
    return;
  }
  while (done < length) {
    double step = fmin ((pen->dash < drawn ? drawn : whole) - pen->dash, length - done);
    double from = done / length, to = (done + step) / length;
    if (pen->dash < drawn)
      plot_raster_add_line (pen->raster, ax + from * (bx - ax), ay + from * (by - ay),
                            ax + to * (bx - ax), ay + to * (by - ay), pen->width);
    done += fmax (step, SHORTEST_DASH / 2);
    pen->dash += fmax (step, SHORTEST_DASH / 2);
    if (pen->dash >= whole)
      pen->dash = 0;
  }
}

static void
pen_line (Pen *pen, double ax, double ay, double bx, double by)
{
  if (!cut_to_box (pen, &ax, &ay, &bx, &by))
    return;
  if (pen->raster != NULL) {
    raster_line (pen, ax, ay, bx, by);
    return;
  }
  if (pen->pieces && pen->segments >= SEGMENTS_A_STROKE)
    pen_stroke (pen);
  if (!pen->at || ax != pen->x || ay != pen->y)
    cairo_move_to (pen->cr, ax, ay);
  cairo_line_to (pen->cr, bx, by);
  pen->at = true;
  pen->x = bx;
  pen->y = by;
  pen->length += hypot (bx - ax, by - ay);
  pen->segments++;
}

static void
set_line (Pen *pen, const PlotStroke *stroke)
{
  double width = stroke->width;

  switch (stroke->line) {
  case PLOT_DASHED:
    width *= 0.9;
    pen->n_dashes = 2;
    pen->dashes[0] = 1.6 * width;
    pen->dashes[1] = 2.6 * width;
    break;
  case PLOT_DOTTED:
    width *= 0.75;
    pen->n_dashes = 2;
    pen->dashes[0] = 0;
    pen->dashes[1] = 2.7 * width;
    break;
  case PLOT_SOLID:
  default:
    pen->n_dashes = 0;
    break;
  }
  pen->width = width;
  cairo_set_line_width (pen->cr, width);
  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
}

static bool
is_drawn (const PlotSeries *series, const double *values, ptrdiff_t i, const PlotFrame *frame)
{
  return i >= 0 && (size_t) i < series->n &&
         isfinite (plot_scale_to_pixel (&frame->y, values[i])) &&
         isfinite (plot_scale_to_pixel (&frame->x, series->x[i]));
}

/* A point between two gaps would be invisible as a line. (The last point is drawn with the marks: a
 * line may follow.) */
static bool
is_alone (const PlotSeries *series, const double *values, ptrdiff_t i, const PlotFrame *frame)
{
  return (size_t) i + 1 < series->n && !is_drawn (series, values, i - 1, frame) &&
         !is_drawn (series, values, i + 1, frame);
}

static void
draw_dot (Pen *pen, double x, double y, double width)
{
  if (pen->raster != NULL) {
    plot_raster_add_line (pen->raster, x, y, x, y, width);
    return;
  }
  pen_stroke (pen);
  cairo_arc (pen->cr, x, y, width / 2, 0, 2 * G_PI);
  cairo_fill (pen->cr);
}

static void
draw_points (Pen *pen, const PlotSeries *series, const PlotFrame *frame, const PlotStroke *stroke,
             const size_t *indices, size_t n)
{
  double last_x = NAN, last_y = NAN;

  for (size_t k = 0; k < n; k++) {
    ptrdiff_t i = (ptrdiff_t) indices[k];
    double x = plot_scale_to_pixel (&frame->x, series->x[i]);
    double y = plot_scale_to_pixel (&frame->y, stroke->values[i]);
    bool drawn = isfinite (x) && isfinite (y);

    if (drawn && isfinite (last_x)) {
      pen_line (pen, last_x, last_y, x, y);
    } else if (drawn && is_alone (series, stroke->values, i, frame) && x > pen->left &&
               x < pen->right && y > pen->top && y < pen->bottom) {
      draw_dot (pen, x, y, 2.2 * stroke->width);
    }
    last_x = drawn ? x : NAN;
    last_y = y;
  }
  pen_stroke (pen);
}

bool
plot_points_in_view (const PlotSeries *series, const PlotFrame *frame, size_t *from, size_t *to)
{
  size_t first = plot_series_first_at (series, frame->x.low);

  *to = plot_series_first_at (series, frame->x.high);
  /* One point beyond each edge, for the line that leaves the view. */
  first = first > 0 ? first - 1 : 0;
  while (*to < series->n && series->x[*to] <= frame->x.high)
    ++*to;
  *to = *to < series->n ? *to + 1 : series->n;
  if (*from < first)
    *from = first;
  return *from < *to;
}

void
plot_draw_curve (cairo_t *cr, const PlotSeries *series, const PlotFrame *frame,
                 const PlotStroke *stroke, size_t from, double *dash)
{
  Pen pen = { .cr = cr,
              .raster = stroke->raster,
              .left = frame->left - BOX_MARGIN,
              .top = frame->top - BOX_MARGIN,
              .right = frame->right + BOX_MARGIN,
              .bottom = frame->bottom + BOX_MARGIN,
              .pieces = stroke->color.alpha >= 1,
              .dash = *dash };
  size_t *indices, n, to;

  if (!plot_points_in_view (series, frame, &from, &to))
    return;
  indices = malloc ((to - from) * sizeof *indices);
  if (indices == NULL)
    return;
  n = plot_series_thin (series, stroke->values, from, to, &frame->x, frame->y.kind, 1, indices);
  plot_set_color (cr, stroke->color);
  set_line (&pen, stroke);
  draw_points (&pen, series, frame, stroke, indices, n);
  if (pen.raster != NULL)
    plot_raster_paint (pen.raster, stroke->color);
  *dash = pen.dash;
  free (indices);
}
