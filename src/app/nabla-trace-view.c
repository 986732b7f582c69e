/* SPDX-License-Identifier: MIT */
#include "app/nabla-trace-view.h"

#include "app/nabla-run-colors.h"

#include <glib/gi18n.h>
#include <math.h>

#define NATURAL_HEIGHT 160
#define MINIMUM_HEIGHT 100
#define TOP            20 /* px above the chart, for what is read out */
#define BOTTOM         20 /* px below it, for the answers */
#define RIGHT          14 /* px beside it, for the digits of the lines */
#define INSET          3  /* px within the chart, so that lines at 0 and 1 are whole */
#define PROMINENT      3  /* lines that are told apart */
#define LINE_APART     14 /* px between the digits of two lines */

struct _NablaTraceView {
  GtkWidget parent_instance;

  NablaTrace *trace; /* not owned */
  gsize points;      /* what is read out; 0 for none */
  char *text;
};

G_DEFINE_FINAL_TYPE (NablaTraceView, nabla_trace_view, GTK_TYPE_WIDGET)

enum { PROP_POINTS = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* What is drawn, and where. */
typedef struct {
  const NablaTraceColumn *columns;
  gsize n;
  double left, right, top, bottom; /* of the chart, px */
  double most;                     /* points of the whole drawing */
} Chart;

static Chart
chart_of (NablaTraceView *self)
{
  Chart chart = {
    .left = 1,
    .right = gtk_widget_get_width (GTK_WIDGET (self)) - RIGHT,
    .top = TOP + INSET,
    .bottom = gtk_widget_get_height (GTK_WIDGET (self)) - BOTTOM - INSET,
  };

  if (self->trace != NULL)
    chart.columns = nabla_trace_get_columns (self->trace, &chart.n);
  chart.most = chart.n > 0 ? (double) chart.columns[chart.n - 1].n_points : 0;
  return chart;
}

static double
x_of (const Chart *chart, gsize n_points)
{
  return chart->most > 1 ? chart->left + (chart->right - chart->left) * ((double) n_points - 1) /
                                             (chart->most - 1)
                         : chart->right;
}

static double
y_of (const Chart *chart, double probability)
{
  return chart->bottom - (chart->bottom - chart->top) * probability;
}

/* The first column that has so many points. */
static const NablaTraceColumn *
find_column (const Chart *chart, gsize points)
{
  for (gsize i = 0; i < chart->n; i++)
    if (chart->columns[i].n_points >= points)
      return &chart->columns[i];
  return NULL;
}

static char *
describe (const NablaTraceColumn *column)
{
  int digit = nabla_trace_column_digit (column);
  g_autofree char *points =
      g_strdup_printf (ngettext ("%zu point", "%zu points", column->n_points), column->n_points);

  if (digit < 0)
    /* Translators: how many points of a drawing were there, and after how many seconds */
    return g_strdup_printf (_ ("%s, %.1f s: …"), points, column->t / 1000);
  /* Translators: … and the digit that a network read then, and its probability in per cent */
  return g_strdup_printf (_ ("%s, %.1f s: %d, %d %%"), points, column->t / 1000, digit,
                          (int) lround (100 * column->probabilities[digit]));
}

static void
read_out (NablaTraceView *self, gsize points)
{
  Chart chart = chart_of (self);
  const NablaTraceColumn *column = points > 0 ? find_column (&chart, points) : NULL;
  g_autofree char *text = column != NULL ? describe (column) : g_strdup ("");

  points = column != NULL ? column->n_points : 0;
  if (points != self->points) {
    self->points = points;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POINTS]);
  }
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_hover (GtkEventControllerMotion *motion, double x, double y, NablaTraceView *self)
{
  Chart chart = chart_of (self);
  double nearest = INFINITY;
  gsize points = 0;

  for (gsize i = 0; i < chart.n; i++) {
    double distance = fabs (x_of (&chart, chart.columns[i].n_points) - x);

    if (distance < nearest) {
      nearest = distance;
      points = chart.columns[i].n_points;
    }
  }
  read_out (self, points);
}

static void
on_leave (GtkEventControllerMotion *motion, NablaTraceView *self)
{
  read_out (self, 0);
}

/* From column to column, or to the first and the last one. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        NablaTraceView *self)
{
  Chart chart = chart_of (self);
  const NablaTraceColumn *column = find_column (&chart, self->points);
  gssize at = column != NULL && self->points > 0 ? column - chart.columns : (gssize) chart.n;

  if (key == GDK_KEY_Left)
    at--;
  else if (key == GDK_KEY_Right)
    at++;
  else if (key == GDK_KEY_Home)
    at = 0;
  else if (key == GDK_KEY_End)
    at = (gssize) chart.n - 1;
  else
    return FALSE;
  if (chart.n > 0)
    read_out (self, chart.columns[CLAMP (at, 0, (gssize) chart.n - 1)].n_points);
  return TRUE;
}

static void
on_focus_left (GtkEventControllerFocus *focus, NablaTraceView *self)
{
  read_out (self, 0);
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
draw_grid (const Chart *chart, const DigitsStrokes *strokes, const Colors *colors, cairo_t *cr)
{
  cairo_set_line_width (cr, 1);
  set_source (cr, colors->text, 0.12);
  for (int i = 0; i <= 2; i++) {
    double y = floor (y_of (chart, i / 2.0)) + 0.5;

    cairo_move_to (cr, chart->left, y);
    cairo_line_to (cr, chart->right, y);
  }
  for (gsize s = 1; strokes != NULL && s < strokes->n_strokes; s++) {
    double x = floor (x_of (chart, strokes->starts[s] + 1)) + 0.5;

    cairo_move_to (cr, x, chart->top);
    cairo_line_to (cr, x, chart->bottom);
  }
  cairo_stroke (cr);
}

static void
draw_line (const Chart *chart, int digit, cairo_t *cr)
{
  gboolean first = TRUE;

  for (gsize i = 0; i < chart->n; i++) {
    const NablaTraceColumn *column = &chart->columns[i];
    double x = x_of (chart, column->n_points), y = y_of (chart, column->probabilities[digit]);

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
rank (const Chart *chart, int *digits)
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
draw_lines (const Chart *chart, const int *digits, const Colors *colors, cairo_t *cr)
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
draw_ends (GtkWidget *widget, const Chart *chart, const int *digits, const Colors *colors,
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
draw_answers (GtkWidget *widget, const Chart *chart, const Colors *colors, GtkSnapshot *snapshot)
{
  double y = chart->bottom + INSET + BOTTOM / 2.0;

  for (gsize from = 0, to; from < chart->n; from = to) {
    int digit = nabla_trace_column_digit (&chart->columns[from]);
    double x0 = x_of (chart, chart->columns[from].n_points), x1;
    g_autofree char *text = g_strdup_printf ("%d", digit);

    for (to = from + 1; to < chart->n; to++)
      if (nabla_trace_column_digit (&chart->columns[to]) != digit)
        break;
    x1 = to < chart->n ? x_of (chart, chart->columns[to].n_points) : chart->right;
    if (digit >= 0 && x1 - x0 >= 10)
      draw_text (widget, snapshot, text, (x0 + x1) / 2, y, 0.5, to == chart->n,
                 to == chart->n ? colors->run : colors->text);
  }
}

/* What was asked at the moment that is read out. */
static void
draw_cursor (const Chart *chart, const NablaTraceColumn *column, const Colors *colors, cairo_t *cr)
{
  double x = x_of (chart, column->n_points);
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

static void
draw_heading (NablaTraceView *self, const Colors *colors, GtkSnapshot *snapshot)
{
  gboolean quiet = self->points == 0;
  GdkRGBA color = colors->text;

  color.alpha *= quiet ? 0.55 : 1;
  draw_text (GTK_WIDGET (self), snapshot,
             quiet ? _ ("How the answer came about, point by point") : self->text, 0, TOP / 2.0 - 2,
             0, FALSE, color);
}

static void
nabla_trace_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaTraceView *self = NABLA_TRACE_VIEW (widget);
  Chart chart = chart_of (self);
  Colors colors = colors_of (widget);
  const NablaTraceColumn *column = self->points > 0 ? find_column (&chart, self->points) : NULL;
  int digits[NABLA_N_DIGITS];
  cairo_t *cr;

  if (chart.right <= chart.left || chart.bottom <= chart.top)
    return;
  draw_heading (self, &colors, snapshot);
  rank (&chart, digits);
  cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                                gtk_widget_get_height (widget)));
  draw_grid (&chart, self->trace != NULL ? nabla_trace_get_strokes (self->trace) : NULL, &colors,
             cr);
  draw_lines (&chart, digits, &colors, cr);
  if (column != NULL)
    draw_cursor (&chart, column, &colors, cr);
  cairo_destroy (cr);
  if (chart.n == 0)
    return;
  draw_ends (widget, &chart, digits, &colors, snapshot);
  draw_answers (widget, &chart, &colors, snapshot);
}

static void
nabla_trace_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = MINIMUM_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? NATURAL_HEIGHT : 240;
}

static void
nabla_trace_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_POINTS)
    g_value_set_uint64 (value, NABLA_TRACE_VIEW (object)->points);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_trace_view_finalize (GObject *object)
{
  g_free (NABLA_TRACE_VIEW (object)->text);
  G_OBJECT_CLASS (nabla_trace_view_parent_class)->finalize (object);
}

static void
nabla_trace_view_class_init (NablaTraceViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = nabla_trace_view_finalize;
  object_class->get_property = nabla_trace_view_get_property;
  widget_class->snapshot = nabla_trace_view_snapshot;
  widget_class->measure = nabla_trace_view_measure;
  properties[PROP_POINTS] = g_param_spec_uint64 ("points", NULL, NULL, 0, G_MAXUINT64, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_css_name (widget_class, "traceview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_trace_view_init (NablaTraceView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->text = g_strdup ("");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Probabilities as the drawing grew"), -1);
  g_signal_connect (motion, "enter", G_CALLBACK (on_hover), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_hover), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
nabla_trace_view_new (void)
{
  return g_object_new (NABLA_TYPE_TRACE_VIEW, NULL);
}

void
nabla_trace_view_show (NablaTraceView *self, NablaTrace *trace, int color)
{
  g_return_if_fail (NABLA_IS_TRACE_VIEW (self));

  self->trace = trace;
  if (trace == NULL)
    return;
  nabla_run_colors_apply (GTK_WIDGET (self), color);
  if (self->points > 0)
    read_out (self, self->points);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
nabla_trace_view_get_text (NablaTraceView *self)
{
  g_return_val_if_fail (NABLA_IS_TRACE_VIEW (self), "");

  return self->text;
}
