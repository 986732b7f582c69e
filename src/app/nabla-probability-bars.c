/* SPDX-License-Identifier: MIT */
#include "app/nabla-probability-bars.h"

#include "app/nabla-probability-bar.h"

#include <math.h>

struct _NablaProbabilityBars {
  GtkWidget parent_instance;

  NablaProbabilityBar *bars[NABLA_N_DIGITS];
};

G_DEFINE_FINAL_TYPE (NablaProbabilityBars, nabla_probability_bars, GTK_TYPE_WIDGET)

static void
nabla_probability_bars_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  memset (NABLA_PROBABILITY_BARS (object)->bars, 0, sizeof (NABLA_PROBABILITY_BARS (object)->bars));
  G_OBJECT_CLASS (nabla_probability_bars_parent_class)->dispose (object);
}

static void
nabla_probability_bars_class_init (NablaProbabilityBarsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_probability_bars_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (NABLA_TYPE_PROBABILITY_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/nabla_lab/Nabla/nabla-probability-bars.ui");
}

/* The template has the ten bars in the order of their digits. */
static void
nabla_probability_bars_init (NablaProbabilityBars *self)
{
  GtkWidget *child;
  int n = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL && n < NABLA_N_DIGITS;
       child = gtk_widget_get_next_sibling (child))
    self->bars[n++] = NABLA_PROBABILITY_BAR (child);
  g_assert (n == NABLA_N_DIGITS);
}

GtkWidget *
nabla_probability_bars_new (void)
{
  return g_object_new (NABLA_TYPE_PROBABILITY_BARS, NULL);
}

void
nabla_probability_bars_set (NablaProbabilityBars *self, const double *probabilities, int color)
{
  int winner = -1;

  g_return_if_fail (NABLA_IS_PROBABILITY_BARS (self));

  for (int digit = 0; probabilities != NULL && digit < NABLA_N_DIGITS; digit++)
    if (winner < 0 || probabilities[digit] > probabilities[winner])
      winner = digit;
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    nabla_probability_bar_set (self->bars[digit],
                               probabilities != NULL ? probabilities[digit] : NAN);
    nabla_probability_bar_set_winner (self->bars[digit], digit == winner);
    nabla_probability_bar_set_color (self->bars[digit], color);
  }
}

gboolean
nabla_probability_bars_get (NablaProbabilityBars *self, double *probabilities)
{
  gboolean answered = TRUE;

  g_return_val_if_fail (NABLA_IS_PROBABILITY_BARS (self), FALSE);

  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    probabilities[digit] = nabla_probability_bar_get (self->bars[digit]);
    if (isnan (probabilities[digit])) {
      probabilities[digit] = 0;
      answered = FALSE;
    }
  }
  return answered;
}
