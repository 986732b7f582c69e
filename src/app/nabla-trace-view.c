/* SPDX-License-Identifier: MIT */
#include "app/nabla-trace-view.h"

#include "app/nabla-run-colors.h"
#include "app/nabla-trace-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define NATURAL_HEIGHT 160
#define MINIMUM_HEIGHT 100

struct _NablaTraceView {
  GtkWidget parent_instance;

  NablaTrace *trace; /* not owned */
  gsize points;      /* what is read out; 0 for none */
  char *text;
};

G_DEFINE_FINAL_TYPE (NablaTraceView, nabla_trace_view, GTK_TYPE_WIDGET)

enum { PROP_POINTS = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static NablaTraceChart
chart_of (NablaTraceView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return nabla_trace_chart_of (self->trace, gtk_widget_get_width (widget),
                               gtk_widget_get_height (widget));
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
  NablaTraceChart chart = chart_of (self);
  const NablaTraceColumn *column = points > 0 ? nabla_trace_chart_find (&chart, points) : NULL;
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
  NablaTraceChart chart = chart_of (self);
  double nearest = INFINITY;
  gsize points = 0;

  for (gsize i = 0; i < chart.n; i++) {
    double distance = fabs (nabla_trace_chart_x (&chart, chart.columns[i].n_points) - x);

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
  NablaTraceChart chart = chart_of (self);
  const NablaTraceColumn *column = nabla_trace_chart_find (&chart, self->points);
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

static void
nabla_trace_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaTraceView *self = NABLA_TRACE_VIEW (widget);
  NablaTraceChart chart = chart_of (self);
  const NablaTraceColumn *column =
      self->points > 0 ? nabla_trace_chart_find (&chart, self->points) : NULL;

  nabla_trace_chart_draw (
      &chart, widget, column != NULL ? self->text : _ ("How the answer came about, point by point"),
      column, snapshot);
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
