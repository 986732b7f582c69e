/* SPDX-License-Identifier: MIT */
#include "app/nabla-rates-button.h"

#include "app/nabla-parameter-row.h"

#include <glib/gi18n.h>
#include <math.h>

/* A number is set once it has been typed, not at each of its digits. */
#define TYPING_MS 600

static const char *const keys[] = { "learning_rate", "l2", "momentum" };

struct _NablaRatesButton {
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkListBox *list;
  GtkWidget *rows[G_N_ELEMENTS (keys)];

  NablaRun *run;
  gboolean edited[G_N_ELEMENTS (keys)]; /* and not set yet */
  guint typing;                         /* source, or 0 */
};

G_DEFINE_FINAL_TYPE (NablaRatesButton, nabla_rates_button, GTK_TYPE_WIDGET)

static NablaHyperParameters
rates_of (NablaRun *run)
{
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (run);
  NablaRates rates = nabla_run_get_rates (run);

  set_up.learning_rate = rates.learning_rate;
  set_up.l2 = rates.l2;
  set_up.momentum = rates.momentum;
  return set_up;
}

/* "η 0.5 · λ 5": η always, the others where they are not 0. */
static char *
describe (const NablaHyperParameters *set_up, gsize n)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++) {
    const NablaParameter *parameter = nabla_parameter_find (keys[i]);
    g_autofree char *value = nabla_parameter_get_text (parameter, set_up);

    if (i == 0 || nabla_parameter_get_number (parameter, set_up) != 0)
      g_string_append_printf (text, "%s%s %s", i > 0 ? " · " : "", parameter->symbol, value);
  }
  return g_string_free (text, FALSE);
}

/* There is room for η; the rest is in the tooltip. */
static void
update_label (NablaRatesButton *self, const NablaHyperParameters *set_up)
{
  g_autofree char *rate = describe (set_up, 1), *all = describe (set_up, G_N_ELEMENTS (keys));
  g_autofree char *tooltip = g_strdup_printf (_ ("%s: change η, λ and μ while it trains"), all);

  if (g_strcmp0 (gtk_menu_button_get_label (self->button), rate) != 0)
    gtk_menu_button_set_label (self->button, rate);
  if (gtk_widget_get_has_tooltip (GTK_WIDGET (self->button)))
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), tooltip);
}

/* What a person is about to write is left alone. */
static void
update (NablaRatesButton *self)
{
  NablaHyperParameters set_up;

  if (self->run == NULL)
    return;
  set_up = rates_of (self->run);
  update_label (self, &set_up);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!self->edited[i] && !(gtk_widget_get_visible (GTK_WIDGET (self->popover)) &&
                              gtk_widget_get_focus_child (self->rows[i]) != NULL))
      nabla_parameter_row_show (NABLA_PARAMETER_ROW (self->rows[i]), &set_up);
}

void
nabla_rates_button_apply (NablaRatesButton *self)
{
  double values[G_N_ELEMENTS (keys)] = { NAN, NAN, NAN };
  gboolean any = FALSE;

  g_clear_handle_id (&self->typing, g_source_remove);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    NablaParameterRow *row = NABLA_PARAMETER_ROW (self->rows[i]);
    NablaHyperParameters set_up = nabla_hyper_parameters_default ();

    if (self->edited[i] && nabla_parameter_row_read (row, &set_up, NULL)) {
      values[i] = nabla_parameter_get_number (nabla_parameter_row_get_parameter (row), &set_up);
      any = TRUE;
    }
    self->edited[i] = FALSE;
  }
  if (any && self->run != NULL)
    nabla_run_set_rates (self->run, values[0], values[1], values[2]);
  update (self);
}

static gboolean
on_typed (gpointer data)
{
  NablaRatesButton *self = data;

  self->typing = 0;
  nabla_rates_button_apply (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (NablaRatesButton *self, GtkWidget *row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    self->edited[i] = self->edited[i] || self->rows[i] == row;
  g_clear_handle_id (&self->typing, g_source_remove);
  self->typing = g_timeout_add (TYPING_MS, on_typed, self);
}

static void
on_popover_visible (NablaRatesButton *self)
{
  /* What the button is for need not be said over what it has opened. */
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->button),
                              !gtk_widget_get_visible (GTK_WIDGET (self->popover)));
  nabla_rates_button_apply (self);
}

static void
nabla_rates_button_dispose (GObject *object)
{
  NablaRatesButton *self = NABLA_RATES_BUTTON (object);

  g_clear_handle_id (&self->typing, g_source_remove);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->button)));

  G_OBJECT_CLASS (nabla_rates_button_parent_class)->dispose (object);
}

static void
nabla_rates_button_class_init (NablaRatesButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_rates_button_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-rates-button.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaRatesButton, button);
  gtk_widget_class_bind_template_child (widget_class, NablaRatesButton, popover);
  gtk_widget_class_bind_template_child (widget_class, NablaRatesButton, list);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_visible);
}

static void
nabla_rates_button_init (NablaRatesButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->button), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    self->rows[i] = nabla_parameter_row_new (nabla_parameter_find (keys[i]));
    gtk_list_box_append (self->list, self->rows[i]);
    g_signal_connect_object (self->rows[i], "changed", G_CALLBACK (on_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (self->rows[i])),
                             "activate", G_CALLBACK (nabla_rates_button_apply), self,
                             G_CONNECT_SWAPPED);
  }
}

void
nabla_rates_button_set_run (NablaRatesButton *self, NablaRun *run)
{
  static const char *const signals[] = { "notify::state", "record", "changed-rates" };

  g_return_if_fail (NABLA_IS_RATES_BUTTON (self));

  if (self->run == run)
    return;
  nabla_rates_button_apply (self);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  for (gsize i = 0; run != NULL && i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (run, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_popover_popdown (self->popover);
  update (self);
}

const char *
nabla_rates_button_get_text (NablaRatesButton *self)
{
  g_return_val_if_fail (NABLA_IS_RATES_BUTTON (self), NULL);
  return gtk_menu_button_get_label (self->button);
}

GtkWidget *
nabla_rates_button_get_row (NablaRatesButton *self, const char *key)
{
  g_return_val_if_fail (NABLA_IS_RATES_BUTTON (self), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i], key))
      return self->rows[i];
  return NULL;
}
