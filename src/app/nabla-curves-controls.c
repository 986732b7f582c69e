/* SPDX-License-Identifier: MIT */
#include "app/nabla-curves-controls.h"

struct _NablaCurvesControls {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkDropDown *upper;
  GtkDropDown *lower;
  GtkDropDown *across;
  GtkCheckButton *log_x;
  GtkCheckButton *training;
  GtkCheckButton *validation;
  GtkCheckButton *test;
  GtkDropDown *spread;
  GtkRange *smoothing;
  GtkToggleButton *multiples;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaCurvesControls, nabla_curves_controls, GTK_TYPE_WIDGET)

static void
on_changed (NablaCurvesControls *self)
{
  /* While the template is being built, too. */
  if (self->smoothing != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
nabla_curves_controls_dispose (GObject *object)
{
  g_clear_pointer (&NABLA_CURVES_CONTROLS (object)->content, gtk_widget_unparent);

  G_OBJECT_CLASS (nabla_curves_controls_parent_class)->dispose (object);
}

static void
nabla_curves_controls_class_init (NablaCurvesControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_curves_controls_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-curves-controls.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, content);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, upper);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, lower);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, across);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, log_x);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, training);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, validation);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, test);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, spread);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, smoothing);
  gtk_widget_class_bind_template_child (widget_class, NablaCurvesControls, multiples);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
nabla_curves_controls_init (NablaCurvesControls *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_curves_controls_new (void)
{
  return g_object_new (NABLA_TYPE_CURVES_CONTROLS, NULL);
}

NablaCurveView
nabla_curves_controls_get_view (NablaCurvesControls *self, int chart)
{
  g_return_val_if_fail (NABLA_IS_CURVES_CONTROLS (self), (NablaCurveView){ 0 });

  return (NablaCurveView){
    .figure =
        (NablaCurveFigure) gtk_drop_down_get_selected (chart == 0 ? self->upper : self->lower),
    .x = (NablaCurveX) gtk_drop_down_get_selected (self->across),
    .log_x = gtk_check_button_get_active (self->log_x),
    .spread = (NablaSpread) gtk_drop_down_get_selected (self->spread),
    .training = gtk_check_button_get_active (self->training),
    .validation = gtk_check_button_get_active (self->validation),
    .test = gtk_check_button_get_active (self->test),
    .smoothing = gtk_range_get_value (self->smoothing),
  };
}

GtkToggleButton *
nabla_curves_controls_get_multiples (NablaCurvesControls *self)
{
  g_return_val_if_fail (NABLA_IS_CURVES_CONTROLS (self), NULL);
  return self->multiples;
}

void
nabla_curves_controls_set_log_x (NablaCurvesControls *self, gboolean log_x)
{
  g_return_if_fail (NABLA_IS_CURVES_CONTROLS (self));
  gtk_check_button_set_active (self->log_x, log_x);
}

void
nabla_curves_controls_bind (NablaCurvesControls *self, GSettings *settings)
{
  const struct {
    const char *key, *property;
    gpointer object;
  } choices[] = {
    { "upper-chart", "selected", self->upper },
    { "lower-chart", "selected", self->lower },
    { "across", "selected", self->across },
    { "log-across", "active", self->log_x },
    { "show-training", "active", self->training },
    { "show-validation", "active", self->validation },
    { "show-test", "active", self->test },
    { "spread", "selected", self->spread },
    { "smoothing", "value", gtk_range_get_adjustment (self->smoothing) },
    { "small-multiples", "active", self->multiples },
  };

  g_return_if_fail (NABLA_IS_CURVES_CONTROLS (self));

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    g_settings_bind (settings, choices[i].key, choices[i].object, choices[i].property,
                     G_SETTINGS_BIND_DEFAULT);
}
