/* SPDX-License-Identifier: MIT */
/* The pointer's line and the card with the figures of all shown runs at that x. */
#include "plot/plot-chart-private.h"
#include "plot/plot-number.h"
#include "plot/plot-text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 14  /* that a glance takes in, and that cover not too much of the chart */
#define EDGE      4.0 /* px between the card and the chart's edge */

/* What the card shows, measured. */
typedef struct {
  const PlotChart *chart;
  const PlotTheme *theme;
  PlotRow *rows;
  size_t n_rows, n_hidden;
  const char *roles[PLOT_MAX_PARTS]; /* one column each */
  size_t n_roles;
  bool headed; /* with the roles' names */
  char title[224], more[64];
  double unit, row_height, padding;
  double square; /* what a swatch takes; 0 where no run is named that it could stand for */
  double label_width, column_width[PLOT_MAX_PARTS];
  double width, height;
} Card;

void
plot_card_place (const PlotFrame *frame, double x, double y, double width, double height,
                 double *left, double *top)
{
  *left = x + 12;
  if (*left + width > frame->width - EDGE)
    *left = x - 12 - width;
  *left = fmax (fmin (*left, frame->width - EDGE - width), EDGE);
  *top = isnan (y) ? frame->top + EDGE : y - height / 2;
  *top = fmax (fmin (*top, frame->height - EDGE - height), EDGE);
}

static double
width_of (cairo_t *cr, const Card *card, const char *text, double size, bool bold)
{
  PangoLayout *layout = plot_text_layout (cr, card->theme, text, size, bold, -1);
  double width = plot_layout_width (layout);

  g_object_unref (layout);
  return ceil (width);
}

static const PlotSeries *
part_with_role (const PlotRow *row, const char *role)
{
  for (size_t i = 0; i < row->n; i++)
    if (strcmp (plot_series_role (row->parts[i]), role) == 0)
      return row->parts[i];
  return NULL;
}

static void
collect_roles (Card *card)
{
  for (size_t i = 0; i < card->n_rows; i++)
    for (size_t k = 0; k < card->rows[i].n; k++) {
      const char *role = plot_series_role (card->rows[i].parts[k]);
      size_t known = 0;
      while (known < card->n_roles && strcmp (card->roles[known], role) != 0)
        known++;
      if (known == card->n_roles && known < PLOT_MAX_PARTS)
        card->roles[card->n_roles++] = role;
    }
  card->headed = card->n_roles > 1;
}

static double
row_distance (const Card *card, const PlotFrame *frame, const PlotRow *row)
{
  double nearest = INFINITY;

  for (size_t k = 0; k < row->n; k++) {
    double y = plot_chart_y_at (card->chart, row->parts[k], card->chart->pointer_x);
    nearest = fmin (nearest, fabs (plot_scale_to_pixel (&frame->y, y) - card->chart->pointer_y));
  }
  return nearest;
}

typedef struct {
  size_t row;
  double distance;
} Candidate;

static int
by_distance (const void *a, const void *b)
{
  const Candidate *left = a, *right = b;

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  return (left->row > right->row) - (left->row < right->row);
}

/* Keeps the `room` rows that matter most, in the order of all: the run that stands out, then those
 * near the pointer, or the first where it was moved by keyboard. */
static void
keep_nearest_rows (Card *card, const PlotFrame *frame, size_t room)
{
  Candidate *candidates = calloc (card->n_rows, sizeof *candidates);
  const PlotSeries *emphasis = card->chart->emphasis;
  size_t n = 0;

  if (candidates == NULL)
    return;
  for (size_t i = 0; i < card->n_rows; i++) {
    double distance =
        isnan (card->chart->pointer_y) ? 0 : row_distance (card, frame, &card->rows[i]);
    bool first = emphasis != NULL && plot_same_run (emphasis, card->rows[i].parts[0]);
    candidates[i] = (Candidate){ i, first ? -1 : isnan (distance) ? INFINITY : distance };
  }
  qsort (candidates, card->n_rows, sizeof *candidates, by_distance);
  for (size_t i = room; i < card->n_rows; i++)
    card->rows[candidates[i].row].n = 0;
  for (size_t i = 0; i < card->n_rows; i++)
    if (card->rows[i].n > 0)
      card->rows[n++] = card->rows[i];
  card->n_hidden = card->n_rows - n;
  card->n_rows = n;
  free (candidates);
}

static void
leave_out_rows (Card *card, const PlotFrame *frame)
{
  double free_height = frame->height - 2 * EDGE - 2 * card->padding - 1.5 * card->row_height -
                       (card->headed ? card->row_height : 0);
  size_t room = (size_t) fmax (floor (free_height / card->row_height), 1);

  if (room > MOST_ROWS)
    room = MOST_ROWS;
  if (card->n_rows <= room)
    return;
  /* One line says how many more there are. */
  keep_nearest_rows (card, frame, room > 1 ? room - 1 : 1);
  snprintf (card->more, sizeof card->more,
            dngettext (PLOT_DOMAIN, "and %zu more", "and %zu more", card->n_hidden),
            card->n_hidden);
}

static void
figure_of (const Card *card, const PlotRow *row, size_t column, char *text, size_t size)
{
  const PlotSeries *part = part_with_role (row, card->roles[column]);

  plot_chart_figure (card->chart, part, card->chart->pointer_x, text, size);
}

static void
measure (cairo_t *cr, Card *card, const PlotFrame *frame)
{
  double figures = 0, room;
  char text[160];

  for (size_t column = 0; column < card->n_roles; column++) {
    for (size_t i = 0; i < card->n_rows; i++) {
      figure_of (card, &card->rows[i], column, text, sizeof text);
      card->column_width[column] =
          fmax (card->column_width[column], width_of (cr, card, text, 0.92, false));
    }
    if (card->headed && *card->roles[column] != '\0')
      card->column_width[column] = fmax (card->column_width[column],
                                         width_of (cr, card, _ (card->roles[column]), 0.84, false));
    figures += card->column_width[column] + card->unit;
  }
  for (size_t i = 0; i < card->n_rows; i++)
    card->label_width =
        fmax (card->label_width, width_of (cr, card, card->rows[i].label, 0.92, false));
  card->square = card->n_rows > 1 || card->label_width > 0 ? 1.25 * card->unit : 0;
  if (card->square == 0)
    figures -= card->unit; /* nothing is before the first column */
  room = frame->width - 2 * EDGE - 2 * card->padding - card->square - figures;
  card->label_width = fmax (fmin (fmin (card->label_width, 16 * card->unit), room), 0);
  card->width = card->square + card->label_width + figures;
  card->width = fmax (card->width, width_of (cr, card, card->title, 0.92, true));
  if (card->n_hidden > 0)
    card->width = fmax (card->width, card->square + width_of (cr, card, card->more, 0.92, false));
  card->width += 2 * card->padding;
  card->height = 2 * card->padding + ((double) card->n_rows + 1.15 + (card->headed ? 0.9 : 0) +
                                      (card->n_hidden > 0 ? 1 : 0)) *
                                         card->row_height;
}

static void
rounded_rectangle (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

static void
draw_card_ground (cairo_t *cr, const Card *card, double left, double top)
{
  PlotColor border = card->theme->dim;

  for (int i = 3; i >= 1; i--) {
    cairo_set_source_rgba (cr, 0, 0, 0, card->theme->dark ? 0.10 : 0.03);
    rounded_rectangle (cr, left - i, top - i + 1, card->width + 2 * i, card->height + 2 * i, 8 + i);
    cairo_fill (cr);
  }
  rounded_rectangle (cr, left + 0.5, top + 0.5, card->width - 1, card->height - 1, 8);
  plot_set_color (cr, card->theme->card);
  cairo_fill_preserve (cr);
  border.alpha = 0.35;
  plot_set_color (cr, border);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
card_text (cairo_t *cr, const Card *card, const char *text, double size, bool bold, bool dim,
           double x, double y, double align, double max_width)
{
  PangoLayout *layout = plot_text_layout (cr, card->theme, text, size, bold, max_width);

  plot_set_color (cr, dim ? card->theme->dim : card->theme->text);
  plot_show_layout (cr, layout, x, y, align);
  g_object_unref (layout);
}

static void
draw_card_text (cairo_t *cr, const Card *card, double left, double top)
{
  double start = left + card->padding, end = left + card->width - card->padding;
  double y = top + card->padding + 0.5 * card->row_height, x;
  char text[160];

  card_text (cr, card, card->title, 0.92, true, false, start, y, 0, -1);
  y += 1.15 * card->row_height;
  if (card->headed) {
    x = end;
    for (size_t column = card->n_roles; column-- > 0;) {
      if (*card->roles[column] != '\0')
        card_text (cr, card, _ (card->roles[column]), 0.84, false, true, x, y - 0.1 * card->unit, 1,
                   -1);
      x -= card->column_width[column] + card->unit;
    }
    y += 0.9 * card->row_height;
  }
  for (size_t i = 0; i < card->n_rows; i++, y += card->row_height) {
    const PlotRow *row = &card->rows[i];
    double side = 0.75 * card->unit;
    if (card->square > 0) {
      rounded_rectangle (cr, start, round (y - side / 2), side, side, 2);
      plot_set_color (cr, row->parts[0]->ghost ? card->theme->dim : row->color);
      cairo_fill (cr);
    }
    if (card->label_width > 0)
      card_text (cr, card, row->label, 0.92, false, false, start + card->square, y, 0,
                 card->label_width + 1);
    x = end;
    for (size_t column = card->n_roles; column-- > 0;) {
      figure_of (card, row, column, text, sizeof text);
      card_text (cr, card, text, 0.92, false, false, x, y, 1, -1);
      x -= card->column_width[column] + card->unit;
    }
  }
  if (card->n_hidden > 0)
    card_text (cr, card, card->more, 0.92, false, true, start + card->square, y, 0, -1);
}

static void
draw_dot (cairo_t *cr, const PlotChart *chart, const PlotSeries *series, const PlotFrame *frame,
          const PlotTheme *theme)
{
  ptrdiff_t i = plot_chart_point_at (chart, series, chart->pointer_x);
  bool back = plot_steps_back (chart, series);
  double x, y;

  if (i < 0)
    return;
  x = plot_scale_to_pixel (&frame->x, series->x[i]);
  y = plot_scale_to_pixel (&frame->y, series->y[i]);
  if (!(y >= frame->top - 0.5 && y <= frame->bottom + 0.5) ||
      !(x >= frame->left - 0.5 && x <= frame->right + 0.5))
    return;
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, (back || series->ghost ? 1.1 : 1.6) * theme->line_width, 0, 2 * G_PI);
  plot_set_color (cr, plot_drawn_color (chart, series, theme));
  cairo_fill_preserve (cr);
  plot_set_color (cr, plot_ring_fill (theme));
  if (!plot_is_dense (chart))
    cairo_stroke (cr);
  cairo_new_path (cr);
}

static void
draw_line_and_dots (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                    const PlotTheme *theme, double x)
{
  double at = floor (x) + 0.5;

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1);
  plot_set_color (cr, theme->pointer);
  cairo_move_to (cr, at, frame->top);
  cairo_line_to (cr, at, frame->bottom);
  cairo_stroke (cr);
  for (size_t i = 0; i < chart->n_entries; i++)
    if (chart->entries[i].series->visible && chart->entries[i].series->pointed)
      draw_dot (cr, chart, chart->entries[i].series, frame, theme);
}

void
plot_draw_pointer (cairo_t *cr, const PlotChart *chart, const PlotFrame *frame,
                   const PlotTheme *theme)
{
  Card card = { .chart = chart, .theme = theme, .unit = plot_font_px (theme) };
  double x = plot_scale_to_pixel (&frame->x, chart->pointer_x), left, top;

  if (!chart->pointed || !(x >= frame->left - 0.5 && x <= frame->right + 0.5))
    return;
  card.n_rows = plot_chart_rows (chart, chart->pointer_x, &card.rows);
  if (chart->small) {
    draw_line_and_dots (cr, chart, frame, theme, x);
    plot_draw_small_read_out (cr, chart, frame, theme, card.rows, card.n_rows);
  } else if (card.n_rows > 0) {
    draw_line_and_dots (cr, chart, frame, theme, x);
    card.row_height = round (1.42 * card.unit);
    card.padding = round (0.75 * card.unit);
    plot_chart_place_text (chart, chart->pointer_x, true, card.title, sizeof card.title);
    collect_roles (&card);
    leave_out_rows (&card, frame);
    measure (cr, &card, frame);
    plot_card_place (frame, x, chart->pointer_y, card.width, card.height, &left, &top);
    left = round (left);
    top = round (top);
    draw_card_ground (cr, &card, left, top);
    draw_card_text (cr, &card, left, top);
  }
  free (card.rows);
}
