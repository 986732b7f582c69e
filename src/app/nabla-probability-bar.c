/* SPDX-License-Identifier: MIT */
#include "app/nabla-probability-bar.h"

#include "app/nabla-run-colors.h"

#include <glib/gi18n.h>
#include <math.h>

#define BETWEEN 0.01

struct _NablaProbabilityBar {
  GtkWidget parent_instance;

  GtkLabel *digit_label;
  GtkLevelBar *level;
  GtkLabel *percent_label;

  int digit;
  int percent; /* as shown; −1 for no answer */
  double probability;
};

G_DEFINE_FINAL_TYPE (NablaProbabilityBar, nabla_probability_bar, GTK_TYPE_WIDGET)

enum { PROP_DIGIT = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static void
set_digit (NablaProbabilityBar *self, int digit)
{
  g_autofree char *text = g_strdup_printf ("%d", digit);
  g_autofree char *name = g_strdup_printf (_ ("Digit %d"), digit);
  g_autofree char *level_name = g_strdup_printf (_ ("Probability of %d"), digit);

  self->digit = digit;
  gtk_label_set_label (self->digit_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  level_name, -1);
}

static void
show_percent (NablaProbabilityBar *self, int percent)
{
  g_autofree char *number = g_strdup_printf ("%d", percent);
  /* Translators: a probability in per cent */
  g_autofree char *text =
      percent < 0 ? g_strdup (_ ("No answer")) : g_strdup_printf (_ ("%d %%"), percent);

  self->percent = percent;
  gtk_label_set_label (self->percent_label, percent < 0 ? "" : number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
nabla_probability_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DIGIT)
    g_value_set_int (value, NABLA_PROBABILITY_BAR (object)->digit);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_probability_bar_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *pspec)
{
  if (id == PROP_DIGIT)
    set_digit (NABLA_PROBABILITY_BAR (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_probability_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_probability_bar_parent_class)->dispose (object);
}

static void
nabla_probability_bar_class_init (NablaProbabilityBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nabla_probability_bar_dispose;
  object_class->get_property = nabla_probability_bar_get_property;
  object_class->set_property = nabla_probability_bar_set_property;
  properties[PROP_DIGIT] =
      g_param_spec_int ("digit", NULL, NULL, 0, 9, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "probabilitybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-probability-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaProbabilityBar, digit_label);
  gtk_widget_class_bind_template_child (widget_class, NablaProbabilityBar, level);
  gtk_widget_class_bind_template_child (widget_class, NablaProbabilityBar, percent_label);
}

static void
nabla_probability_bar_init (NablaProbabilityBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->probability = NAN;
  set_digit (self, 0);
  show_percent (self, -1);
}

void
nabla_probability_bar_set (NablaProbabilityBar *self, double probability)
{
  int percent = isnan (probability) ? -1 : (int) lround (100 * probability);

  g_return_if_fail (NABLA_IS_PROBABILITY_BAR (self));

  if (probability == self->probability || (isnan (probability) && isnan (self->probability)))
    return;
  self->probability = probability;
  /* GTK keeps changes of less than 0.001 from screen readers; no answer is to be zero for them too.
   */
  if (isnan (probability) && gtk_level_bar_get_value (self->level) < BETWEEN)
    gtk_level_bar_set_value (self->level, BETWEEN);
  gtk_level_bar_set_value (self->level, isnan (probability) ? 0 : probability);
  if (percent != self->percent)
    show_percent (self, percent);
}

double
nabla_probability_bar_get (NablaProbabilityBar *self)
{
  g_return_val_if_fail (NABLA_IS_PROBABILITY_BAR (self), NAN);

  return self->probability;
}

void
nabla_probability_bar_set_color (NablaProbabilityBar *self, int color)
{
  g_return_if_fail (NABLA_IS_PROBABILITY_BAR (self));

  nabla_run_colors_apply (GTK_WIDGET (self->level), color);
}

void
nabla_probability_bar_set_winner (NablaProbabilityBar *self, gboolean winner)
{
  g_return_if_fail (NABLA_IS_PROBABILITY_BAR (self));

  if (winner == gtk_widget_has_css_class (GTK_WIDGET (self), "winner"))
    return;
  if (winner)
    gtk_widget_add_css_class (GTK_WIDGET (self), "winner");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "winner");
}
