/* SPDX-License-Identifier: MIT */
#include "app/nabla-trace-chart.h"

#include <math.h>

#define TOP        20 /* px above the chart, for what is read out */
#define BOTTOM     20 /* px below it, for the answers */
#define RIGHT      14 /* px beside it, for the digits of the lines */
#define INSET      3  /* px within the chart, so that lines at 0 and 1 are whole */
#define PROMINENT  3  /* lines that are told apart */
#define LINE_APART 14 /* px between the digits of two lines */

NablaTraceChart
nabla_trace_chart_of (NablaTrace *trace, double width, double height)
{
  NablaTraceChart chart = {
    .left = 1, .right = width - RIGHT, .top = TOP + INSET, .bottom = height - BOTTOM - INSET
  };

  if (trace == NULL)
    return chart;
  chart.columns = nabla_trace_get_columns (trace, &chart.n);
  chart.strokes = nabla_trace_get_strokes (trace);
  chart.most = chart.n > 0 ? (double) chart.columns[chart.n - 1].n_points : 0;
  return chart;
}

double
nabla_trace_chart_x (const NablaTraceChart *chart, gsize n_points)
{
  return chart->most > 1 ? chart->left + (chart->right - chart->left) * ((double) n_points - 1) /
                                             (chart->most - 1)
                         : chart->right;
}

static double
y_of (const NablaTraceChart *chart, double probability)
{
  return chart->bottom - (chart->bottom - chart->top) * probability;
}

const NablaTraceColumn *
nabla_trace_chart_find (const NablaTraceChart *chart, gsize n_points)
{
  for (gsize i = 0; i < chart->n; i++)
    if (chart->columns[i].n_points >= n_points)
      return &chart->columns[i];
  return NULL;
}

typedef struct {
  GdkRGBA run, text;
} Colors;

static Colors
colors_of (GtkWidget *widget)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  Colors colors;

  gtk_style_context_get_color (context, &colors.run);
  if (!gtk_style_context_lookup_color (context, "window_fg_color", &colors.text))
    colors.text = colors.run;
  return colors;
}

static void
set_source (cairo_t *cr, GdkRGBA color, double alpha)
{
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * alpha);
}

static void
draw_text (GtkWidget *widget, GtkSnapshot *snapshot, const char *text, double x, double y,
           double align, gboolean bold, GdkRGBA color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width, height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) (x - align * width), (float) (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Hairlines at 0, 50 and 100 per cent; where strokes begin. */
static void
draw_grid (const NablaTraceChart *chart, const Colors *colors, cairo_t *cr)
{
  const DigitsStrokes *strokes = chart->strokes;

  cairo_set_line_width (cr, 1);
  set_source (cr, colors->text, 0.12);
  for (int i = 0; i <= 2; i++) {
    double y = floor (y_of (chart, i / 2.0)) + 0.5;

    cairo_move_to (cr, chart->left, y);
    cairo_line_to (cr, chart->right, y);
  }
  for (gsize s = 1; strokes != NULL && s < strokes->n_strokes; s++) {
    double x = floor (nabla_trace_chart_x (chart, strokes->starts[s] + 1)) + 0.5;

    cairo_move_to (cr, x, chart->top);
    cairo_line_to (cr, x, chart->bottom);
  }
  cairo_stroke (cr);
}

static void
draw_line (const NablaTraceChart *chart, int digit, cairo_t *cr)
{
  gboolean first = TRUE;

  for (gsize i = 0; i < chart->n; i++) {
    const NablaTraceColumn *column = &chart->columns[i];
    double x = nabla_trace_chart_x (chart, column->n_points),
           y = y_of (chart, column->probabilities[digit]);

    if (!column->asked)
      continue;
    if (first)
      cairo_move_to (cr, x, y);
    else
      cairo_line_to (cr, x, y);
    first = FALSE;
  }
  cairo_stroke (cr);
}

/* The digits by how probable they were all the time, the last answer first. */
static void
rank (const NablaTraceChart *chart, int *digits)
{
  double weight[NABLA_N_DIGITS] = { 0 };
  int answer = chart->n > 0 ? nabla_trace_column_digit (&chart->columns[chart->n - 1]) : -1;

  for (gsize i = 0; i < chart->n; i++)
    for (int digit = 0; digit < NABLA_N_DIGITS && chart->columns[i].asked; digit++)
      weight[digit] += chart->columns[i].probabilities[digit];
  if (answer >= 0)
    weight[answer] = INFINITY;
  for (int i = 0; i < NABLA_N_DIGITS; i++) {
    int at = i;

    for (; at > 0 && weight[digits[at - 1]] < weight[i]; at--)
      digits[at] = digits[at - 1];
    digits[at] = i;
  }
}

static void
draw_lines (const NablaTraceChart *chart, const int *digits, const Colors *colors, cairo_t *cr)
{
  static const double dashes[] = { 4, 2 };

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (int i = NABLA_N_DIGITS - 1; i >= 0; i--) {
    cairo_set_line_width (cr, i == 0 ? 2.5 : i < PROMINENT ? 1.5 : 1);
    cairo_set_dash (cr, dashes, i == 2 ? 2 : 0, 0);
    set_source (cr, i == 0 ? colors->run : colors->text, i == 0 ? 1 : i < PROMINENT ? 0.65 : 0.18);
    draw_line (chart, digits[i], cr);
  }
  cairo_set_dash (cr, NULL, 0, 0);
}

/* The prominent digits, at the ends of their lines; those of no probability share a place. */
static void
draw_ends (GtkWidget *widget, const NablaTraceChart *chart, const int *digits, const Colors *colors,
           GtkSnapshot *snapshot)
{
  const NablaTraceColumn *last = &chart->columns[chart->n - 1];
  double taken = -INFINITY;

  for (int i = 0; i < PROMINENT && last->asked; i++) {
    double y = y_of (chart, last->probabilities[digits[i]]);
    g_autofree char *digit = g_strdup_printf ("%d", digits[i]);
    GdkRGBA color = i == 0 ? colors->run : colors->text;

    if (i > 0 && (last->probabilities[digits[i]] < 0.05 || y < taken + LINE_APART))
      continue;
    taken = y;
    draw_text (widget, snapshot, digit, chart->right + 4, y, 0, i == 0, color);
  }
}

/* Below the chart: which digit was the answer, wherever there is room to say so. */
static void
draw_answers (GtkWidget *widget, const NablaTraceChart *chart, const Colors *colors,
              GtkSnapshot *snapshot)
{
  double y = chart->bottom + INSET + BOTTOM / 2.0;

  for (gsize from = 0, to; from < chart->n; from = to) {
    int digit = nabla_trace_column_digit (&chart->columns[from]);
    double x0 = nabla_trace_chart_x (chart, chart->columns[from].n_points), x1;
    g_autofree char *text = g_strdup_printf ("%d", digit);

    for (to = from + 1; to < chart->n; to++)
      if (nabla_trace_column_digit (&chart->columns[to]) != digit)
        break;
    x1 = to < chart->n ? nabla_trace_chart_x (chart, chart->columns[to].n_points) : chart->right;
    if (digit >= 0 && x1 - x0 >= 10)
      draw_text (widget, snapshot, text, (x0 + x1) / 2, y, 0.5, to == chart->n,
                 to == chart->n ? colors->run : colors->text);
  }
}

/* What was asked at the moment that is read out. */
static void
draw_cursor (const NablaTraceChart *chart, const NablaTraceColumn *column, const Colors *colors,
             cairo_t *cr)
{
  double x = nabla_trace_chart_x (chart, column->n_points);
  int digit = nabla_trace_column_digit (column);

  cairo_set_line_width (cr, 1);
  set_source (cr, colors->text, 0.6);
  cairo_move_to (cr, floor (x) + 0.5, chart->top);
  cairo_line_to (cr, floor (x) + 0.5, chart->bottom);
  cairo_stroke (cr);
  if (digit < 0)
    return;
  set_source (cr, colors->text, 1);
  cairo_arc (cr, x, y_of (chart, column->probabilities[digit]), 3, 0, 2 * G_PI);
  cairo_fill (cr);
}

void
nabla_trace_chart_draw (const NablaTraceChart *chart, GtkWidget *widget, const char *heading,
                        const NablaTraceColumn *column, GtkSnapshot *snapshot)
{
  Colors colors = colors_of (widget);
  GdkRGBA color = colors.text;
  int digits[NABLA_N_DIGITS];
  cairo_t *cr;

  if (chart->right <= chart->left || chart->bottom <= chart->top)
    return;
  color.alpha *= column == NULL ? 0.55f : 1;
  draw_text (widget, snapshot, heading, 0, TOP / 2.0 - 2, 0, FALSE, color);
  rank (chart, digits);
  cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                                gtk_widget_get_height (widget)));
  draw_grid (chart, &colors, cr);
  draw_lines (chart, digits, &colors, cr);
  if (column != NULL)
    draw_cursor (chart, column, &colors, cr);
  cairo_destroy (cr);
  if (chart->n == 0)
    return;
  draw_ends (widget, chart, digits, &colors, snapshot);
  draw_answers (widget, chart, &colors, snapshot);
}
