/* SPDX-License-Identifier: MIT */
#include "app/nabla-chart.h"

#include "app/nabla-chart-keys.h"
#include "app/nabla-chart-menu.h"
#include "app/nabla-chart-mouse.h"
#include "app/nabla-plot-theme.h"
#include "app/nabla-throttle.h"

#include <adwaita.h>
#include <math.h>

#define LECTURE_STROKE 2.0 /* times as thick */

struct _NablaChart {
  GtkWidget parent_instance;

  PlotChart *plot;
  GtkWidget *partner; /* weak */
  GtkWidget *menu;
  NablaThrottle *describing;
  char *name, *description; /* as last told */
  char *y_label;
  char *title; /* of a small one, where it stands alone */
  PlotFormat y_format;
  double pointer_x, pointer_y; /* px; NAN when it left */
};

G_DEFINE_FINAL_TYPE (NablaChart, nabla_chart, GTK_TYPE_WIDGET)

enum { PROP_LOGARITHMIC = 1, PROP_LOGARITHMIC_X, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

enum { POINTED, VIEWED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Lines are for a hall where the window is; large type comes with its style. */
static double
stroke_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  gboolean lecture = root != NULL && gtk_widget_has_css_class (GTK_WIDGET (root), "lecture");

  return lecture ? LECTURE_STROKE : 1;
}

static void
tell_description (NablaChart *self, char *text)
{
  if (g_strcmp0 (text, self->description) == 0) {
    free (text);
    return;
  }
  free (self->description);
  self->description = text;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
}

/* The name of the chart for screen readers is the first sentence of its description: what is
 * plotted over what. */
static void
tell_name (NablaChart *self, const char *description)
{
  const char *end = description != NULL ? strstr (description, ". ") : NULL;
  g_autofree char *own = end != NULL ? g_strndup (description, (gsize) (end - description))
                                     : g_strdup (description != NULL ? description : "");
  g_autofree char *name = g_strdup (self->title != NULL ? self->title : own);

  if (g_strcmp0 (name, self->name) == 0)
    return;
  g_free (self->name);
  self->name = g_steal_pointer (&name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name,
                                  -1);
}

static void
describe (gpointer data)
{
  NablaChart *self = data;
  char *text = plot_chart_describe (self->plot);

  tell_name (self, text);
  tell_description (self, text);
}

/* Where the keyboard moved it, what is there is told instead of the whole. */
static void
tell_read_out (NablaChart *self)
{
  char *text = plot_chart_read_out (self->plot);

  nabla_throttle_cancel (self->describing);
  if (text != NULL)
    tell_description (self, text);
  else
    nabla_throttle_request (self->describing);
}

/* The partner reads out the same epoch. */
static void
move_partner (NablaChart *self)
{
  if (self->partner != NULL &&
      plot_chart_follow_pointer (NABLA_CHART (self->partner)->plot, self->plot))
    gtk_widget_queue_draw (self->partner);
  g_signal_emit (self, signals[POINTED], 0);
}

/* What a chart of a column shows may move the plot area of both. */
static void
queue_draw (NablaChart *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->partner != NULL)
    gtk_widget_queue_draw (self->partner);
}

static void
view_changed (NablaChart *self)
{
  queue_draw (self);
  g_signal_emit (self, signals[VIEWED], 0);
}

static void
fit_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  plot_chart_fit (NABLA_CHART (widget)->plot);
  view_changed (NABLA_CHART (widget));
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PlotTheme theme = nabla_plot_theme_of (widget);

  nabla_chart_menu_save (NABLA_CHART (widget), &theme);
}

static void
nabla_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  PlotTheme theme = nabla_plot_theme_of (widget);
  GtkWidget *partner = NABLA_CHART (widget)->partner;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  plot_chart_set_stroke (NABLA_CHART (widget)->plot, stroke_of (widget));
  plot_chart_set_pixel_ratio (NABLA_CHART (widget)->plot, gtk_widget_get_scale_factor (widget));
  if (partner != NULL)
    plot_chart_match_margins (NABLA_CHART (widget)->plot, NABLA_CHART (partner)->plot, cr, width,
                              gtk_widget_get_height (partner), &theme);
  plot_chart_draw (NABLA_CHART (widget)->plot, cr, width, height, &theme);
  cairo_destroy (cr);
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0, width,
                               height);
}

static void
nabla_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean small = NABLA_CHART (widget)->title != NULL;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = small ? 80 : 240;
    *natural = small ? 240 : 640;
  } else {
    *minimum = small ? 60 : 120;
    *natural = small ? 140 : 240;
  }
}

static void
nabla_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_popover_present (GTK_POPOVER (NABLA_CHART (widget)->menu));
}

static void
nabla_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOGARITHMIC)
    g_value_set_boolean (value, plot_chart_y_kind (NABLA_CHART (object)->plot) == PLOT_LOG);
  else if (id == PROP_LOGARITHMIC_X)
    g_value_set_boolean (value, plot_chart_x_kind (NABLA_CHART (object)->plot) == PLOT_LOG);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Charts that share a pointer share the axis that it moves along. */
static void
set_x_kind (NablaChart *self, PlotScaleKind kind)
{
  if (plot_chart_x_kind (self->plot) == kind)
    return;
  plot_chart_set_x_kind (self->plot, kind);
  nabla_chart_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC_X]);
  if (self->partner != NULL)
    set_x_kind (NABLA_CHART (self->partner), kind);
}

static void
nabla_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaChart *self = NABLA_CHART (object);

  if (id == PROP_LOGARITHMIC)
    nabla_chart_set_y (self, self->y_label, g_value_get_boolean (value) ? PLOT_LOG : PLOT_LINEAR,
                       self->y_format);
  else if (id == PROP_LOGARITHMIC_X)
    set_x_kind (self, g_value_get_boolean (value) ? PLOT_LOG : PLOT_LINEAR);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_chart_dispose (GObject *object)
{
  NablaChart *self = NABLA_CHART (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_weak_pointer (&self->partner);
  g_clear_pointer (&self->describing, nabla_throttle_free);
  G_OBJECT_CLASS (nabla_chart_parent_class)->dispose (object);
}

static void
nabla_chart_finalize (GObject *object)
{
  NablaChart *self = NABLA_CHART (object);

  plot_chart_free (self->plot);
  free (self->description);
  g_free (self->name);
  g_free (self->y_label);
  g_free (self->title);
  G_OBJECT_CLASS (nabla_chart_parent_class)->finalize (object);
}

static void
nabla_chart_class_init (NablaChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nabla_chart_dispose;
  object_class->finalize = nabla_chart_finalize;
  object_class->get_property = nabla_chart_get_property;
  object_class->set_property = nabla_chart_set_property;
  widget_class->snapshot = nabla_chart_snapshot;
  widget_class->measure = nabla_chart_measure;
  widget_class->size_allocate = nabla_chart_size_allocate;

  properties[PROP_LOGARITHMIC] =
      g_param_spec_boolean ("logarithmic", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOGARITHMIC_X] =
      g_param_spec_boolean ("logarithmic-x", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[POINTED] = g_signal_new ("pointed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[VIEWED] = g_signal_new ("viewed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_install_action (widget_class, "chart.fit", NULL, fit_action);
  gtk_widget_class_install_action (widget_class, "chart.save", NULL, save_action);
  gtk_widget_class_install_property_action (widget_class, "chart.logarithmic", "logarithmic");
  gtk_widget_class_install_property_action (widget_class, "chart.logarithmic-x", "logarithmic-x");
  nabla_chart_keys_install (widget_class);
}

static void
nabla_chart_init (NablaChart *self)
{
  self->plot = plot_chart_new ();
  self->pointer_x = self->pointer_y = NAN;
  self->describing = nabla_throttle_new (100, describe, self);
  self->menu = nabla_chart_menu_new (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.logarithmic", FALSE);
  nabla_chart_mouse_add (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_chart_new (void)
{
  return g_object_new (NABLA_TYPE_CHART, NULL);
}

PlotChart *
nabla_chart_get_plot (NablaChart *self)
{
  g_return_val_if_fail (NABLA_IS_CHART (self), NULL);

  return self->plot;
}

void
nabla_chart_changed (NablaChart *self)
{
  g_return_if_fail (NABLA_IS_CHART (self));

  queue_draw (self);
  nabla_throttle_request (self->describing);
}

void
nabla_chart_set_small (NablaChart *self, const char *title)
{
  g_return_if_fail (NABLA_IS_CHART (self) && title != NULL);

  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  plot_chart_set_small (self->plot, title);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  nabla_chart_changed (self);
}

const char *
nabla_chart_get_title (NablaChart *self)
{
  g_return_val_if_fail (NABLA_IS_CHART (self), NULL);
  return self->title;
}

void
nabla_chart_match_pointer (NablaChart *self, NablaChart *other)
{
  g_return_if_fail (NABLA_IS_CHART (self) && NABLA_IS_CHART (other));
  if (plot_chart_match_pointer (self->plot, other->plot))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_chart_match_view (NablaChart *self, NablaChart *other)
{
  g_return_if_fail (NABLA_IS_CHART (self) && NABLA_IS_CHART (other));
  if (plot_chart_match_view (self->plot, other->plot))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_chart_set_partner (NablaChart *self, NablaChart *partner)
{
  g_return_if_fail (NABLA_IS_CHART (self));
  g_return_if_fail (partner == NULL || NABLA_IS_CHART (partner));

  g_set_weak_pointer (&self->partner, (GtkWidget *) partner);
}

void
nabla_chart_set_y (NablaChart *self, const char *label, PlotScaleKind kind, PlotFormat format)
{
  g_autofree char *copy = g_strdup (label);

  g_return_if_fail (NABLA_IS_CHART (self));

  plot_chart_set_y (self->plot, copy, kind, format);
  g_free (self->y_label);
  self->y_label = g_steal_pointer (&copy);
  self->y_format = format;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.logarithmic", TRUE);
  nabla_chart_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC]);
}

void
nabla_chart_zoom (NablaChart *self, double factor)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double x, y;

  g_return_if_fail (NABLA_IS_CHART (self));

  x = isnan (self->pointer_x) ? gtk_widget_get_width (widget) / 2.0 : self->pointer_x;
  y = isnan (self->pointer_y) ? gtk_widget_get_height (widget) / 2.0 : self->pointer_y;
  plot_chart_zoom (self->plot, x, y, factor);
  view_changed (self);
}

void
nabla_chart_pan (NablaChart *self, double dx, double dy)
{
  g_return_if_fail (NABLA_IS_CHART (self));

  plot_chart_pan (self->plot, dx, dy);
  view_changed (self);
}

void
nabla_chart_point (NablaChart *self, double x, double y)
{
  g_return_if_fail (NABLA_IS_CHART (self));

  self->pointer_x = x;
  self->pointer_y = y;
  if (plot_chart_set_pointer (self->plot, x, y))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  move_partner (self);
}

void
nabla_chart_step (NablaChart *self, int step)
{
  g_return_if_fail (NABLA_IS_CHART (self));

  if (plot_chart_step_pointer (self->plot, step))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  move_partner (self);
  tell_read_out (self);
}

void
nabla_chart_leave (NablaChart *self)
{
  g_return_if_fail (NABLA_IS_CHART (self));

  nabla_chart_point (self, NAN, NAN);
  tell_read_out (self);
}

void
nabla_chart_popup_menu (NablaChart *self, double x, double y)
{
  g_return_if_fail (NABLA_IS_CHART (self));

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(const GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

const char *
nabla_chart_get_description (NablaChart *self)
{
  g_return_val_if_fail (NABLA_IS_CHART (self), NULL);

  return self->description;
}
