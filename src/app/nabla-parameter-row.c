/* SPDX-License-Identifier: MIT */
#include "app/nabla-parameter-row.h"

#include "app/nabla-digits-editor.h"
#include "app/nabla-refusal.h"
#include "app/nabla-schedule-editor.h"
#include "app/nabla-value-text.h"
#include "app/nabla-wheel.h"

#include <glib/gi18n.h>

struct _NablaParameterRow {
  AdwActionRow parent_instance;

  GtkLabel *symbol;

  const NablaParameter *parameter;
  GtkWidget *editor;
  char *refusal;    /* why the value cannot stand, by itself … */
  char *objection;  /* … and as somebody else sees it; NULL where it can */
  gboolean showing; /* the row itself writes into its editor */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaParameterRow, nabla_parameter_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_text (const NablaParameter *parameter)
{
  return parameter->kind == NABLA_PARAMETER_COUNT || parameter->kind == NABLA_PARAMETER_NUMBER ||
         parameter->kind == NABLA_PARAMETER_LAYERS;
}

/* What the editor holds, as nabla_parameter_set_text reads it. */
static char *
get_text (NablaParameterRow *self)
{
  const NablaParameter *parameter = self->parameter;
  NablaHyperParameters scratch = nabla_hyper_parameters_default ();

  switch (parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
    return g_strdup (parameter->choices[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->editor))]);
  case NABLA_PARAMETER_FLAG:
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->editor)) ? "true" : "false");
  case NABLA_PARAMETER_SCHEDULE:
    return nabla_schedule_editor_get_text (NABLA_SCHEDULE_EDITOR (self->editor));
  case NABLA_PARAMETER_DIGITS:
    nabla_parameter_set_number (parameter, &scratch,
                                nabla_digits_editor_get (NABLA_DIGITS_EDITOR (self->editor)));
    return nabla_parameter_get_text (parameter, &scratch);
  case NABLA_PARAMETER_LAYERS:
    return nabla_layers_from_people (gtk_editable_get_text (GTK_EDITABLE (self->editor)));
  case NABLA_PARAMETER_COUNT:
  case NABLA_PARAMETER_NUMBER:
  default: {
    /* A decimal comma is what many a keyboard's number pad types. */
    char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor)));
    if (parameter->kind == NABLA_PARAMETER_NUMBER)
      g_strdelimit (text, ",", '.');
    return g_strstrip (text);
  }
  }
}

/* Tells everybody, seeing or not, whether the value stands. */
static void
show_message (NablaParameterRow *self)
{
  const char *message = self->refusal != NULL ? self->refusal : self->objection;
  const char *text = message != NULL ? message : _ (self->parameter->help);
  GtkAccessible *accessible = GTK_ACCESSIBLE (self->editor);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_accessible_update_state (
      accessible, GTK_ACCESSIBLE_STATE_INVALID,
      message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
}

static void
check (NablaParameterRow *self)
{
  NablaHyperParameters scratch = nabla_hyper_parameters_default ();

  nabla_parameter_row_read (self, &scratch, NULL);
}

static void
on_edited (NablaParameterRow *self)
{
  if (self->showing)
    return;
  check (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A value that stands is written the way it is always written. */
static void
tidy (NablaParameterRow *self)
{
  NablaHyperParameters scratch = nabla_hyper_parameters_default ();

  if (nabla_parameter_row_read (self, &scratch, NULL))
    nabla_parameter_row_show (self, &scratch);
}

static void
on_focus_left (NablaParameterRow *self)
{
  if (self->parameter->kind != NABLA_PARAMETER_COUNT)
    tidy (self);
}

static gboolean
on_key (NablaParameterRow *self, guint key, guint code, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key != GDK_KEY_Up && key != GDK_KEY_KP_Up && key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  nabla_parameter_row_step (self, key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? 1 : -1);
  return GDK_EVENT_STOP;
}

static gboolean
on_scroll (NablaParameterRow *self, double dx, double dy)
{
  if (dy != 0)
    nabla_parameter_row_step (self, dy < 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_entry (NablaParameterRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  gboolean number = self->parameter->kind == NABLA_PARAMETER_NUMBER;

  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), number ? 7 : 11);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), number ? 9 : 14);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 100);
  g_signal_connect_object (entry, "activate", G_CALLBACK (tidy), self, G_CONNECT_SWAPPED);
  if (number) {
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkEventController *scroll = gtk_event_controller_scroll_new (
        GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
    gtk_widget_add_controller (entry, keys);
    g_signal_connect_object (scroll, "scroll", G_CALLBACK (on_scroll), self, G_CONNECT_SWAPPED);
    gtk_widget_add_controller (entry, scroll);
  }
  return entry;
}

static GtkWidget *
make_spin_button (const NablaParameter *parameter)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (parameter->minimum, parameter->maximum, 1);

  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), 1, 10);
  gtk_editable_set_alignment (GTK_EDITABLE (spin), 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 8);
  return spin;
}

static GtkWidget *
make_drop_down (const NablaParameter *parameter)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; parameter->labels[i] != NULL; i++)
    gtk_string_list_append (labels, _ (parameter->labels[i]));
  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
}

static GtkWidget *
make_editor (NablaParameterRow *self)
{
  GtkWidget *editor;
  const char *edited;

  switch (self->parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
    editor = make_drop_down (self->parameter);
    edited = "notify::selected";
    break;
  case NABLA_PARAMETER_FLAG:
    editor = gtk_switch_new ();
    edited = "notify::active";
    break;
  case NABLA_PARAMETER_SCHEDULE:
    editor = nabla_schedule_editor_new ();
    edited = "changed";
    break;
  case NABLA_PARAMETER_DIGITS:
    editor = nabla_digits_editor_new ();
    edited = "changed";
    break;
  case NABLA_PARAMETER_COUNT:
    editor = make_spin_button (self->parameter);
    edited = "changed";
    break;
  case NABLA_PARAMETER_NUMBER:
  case NABLA_PARAMETER_LAYERS:
  default:
    editor = make_entry (self);
    edited = "changed";
    break;
  }
  g_signal_connect_object (editor, edited, G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  return editor;
}

static void
set_up_editor (NablaParameterRow *self)
{
  GtkWidget *editor = make_editor (self);

  self->editor = editor;
  gtk_widget_set_valign (editor, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (editor, "value");
  /* The one label of the editor: the row is made no label of it besides. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->parameter->term), -1);
  if (is_text (self->parameter)) {
    GtkEventController *focus = gtk_event_controller_focus_new ();

    g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
    gtk_widget_add_controller (editor, focus);
    nabla_wheel_needs_focus (editor);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), editor);
}

static void
nabla_parameter_row_finalize (GObject *object)
{
  NablaParameterRow *self = NABLA_PARAMETER_ROW (object);

  g_free (self->refusal);
  g_free (self->objection);

  G_OBJECT_CLASS (nabla_parameter_row_parent_class)->finalize (object);
}

static void
nabla_parameter_row_class_init (NablaParameterRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_parameter_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-parameter-row.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaParameterRow, symbol);
}

static void
nabla_parameter_row_init (NablaParameterRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_parameter_row_new (const NablaParameter *parameter)
{
  NablaParameterRow *self = g_object_new (NABLA_TYPE_PARAMETER_ROW, NULL);
  const NablaHyperParameters standard = nabla_hyper_parameters_default ();

  g_return_val_if_fail (parameter != NULL, NULL);

  self->parameter = parameter;
  gtk_label_set_text (self->symbol, parameter->symbol);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (parameter->term));
  set_up_editor (self);
  nabla_parameter_row_show (self, &standard);
  return GTK_WIDGET (self);
}

const NablaParameter *
nabla_parameter_row_get_parameter (NablaParameterRow *self)
{
  g_return_val_if_fail (NABLA_IS_PARAMETER_ROW (self), NULL);
  return self->parameter;
}

GtkWidget *
nabla_parameter_row_get_editor (NablaParameterRow *self)
{
  g_return_val_if_fail (NABLA_IS_PARAMETER_ROW (self), NULL);
  return self->editor;
}

static void
show_text (NablaParameterRow *self, const NablaHyperParameters *set_up)
{
  g_autofree char *option = nabla_parameter_get_text (self->parameter, set_up);
  g_autofree char *text = self->parameter->kind == NABLA_PARAMETER_LAYERS
                              ? nabla_layers_for_people (option)
                              : g_steal_pointer (&option);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->editor)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
}

void
nabla_parameter_row_show (NablaParameterRow *self, const NablaHyperParameters *set_up)
{
  double value;

  g_return_if_fail (NABLA_IS_PARAMETER_ROW (self));
  g_return_if_fail (set_up != NULL);

  self->showing = TRUE;
  switch (self->parameter->kind) {
  case NABLA_PARAMETER_CHOICE:
    value = nabla_parameter_get_number (self->parameter, set_up);
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->editor), (guint) value);
    break;
  case NABLA_PARAMETER_FLAG:
    value = nabla_parameter_get_number (self->parameter, set_up);
    gtk_switch_set_active (GTK_SWITCH (self->editor), value != 0);
    break;
  case NABLA_PARAMETER_SCHEDULE:
    nabla_schedule_editor_show (NABLA_SCHEDULE_EDITOR (self->editor), &set_up->schedule);
    break;
  case NABLA_PARAMETER_DIGITS:
    nabla_digits_editor_show (NABLA_DIGITS_EDITOR (self->editor), (guint) set_up->digits);
    break;
  case NABLA_PARAMETER_COUNT:
    value = nabla_parameter_get_number (self->parameter, set_up);
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->editor), value);
    show_text (self, set_up); /* the value may be the old one, and the text not */
    break;
  case NABLA_PARAMETER_NUMBER:
  case NABLA_PARAMETER_LAYERS:
  default:
    show_text (self, set_up);
    break;
  }
  self->showing = FALSE;
  check (self);
}

void
nabla_parameter_row_object (NablaParameterRow *self, const char *message)
{
  g_return_if_fail (NABLA_IS_PARAMETER_ROW (self));

  g_free (self->objection);
  self->objection = message != NULL ? nabla_refusal_for_people (message) : NULL;
  show_message (self);
}

gboolean
nabla_parameter_row_read (NablaParameterRow *self, NablaHyperParameters *set_up, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) refusal = NULL;

  g_return_val_if_fail (NABLA_IS_PARAMETER_ROW (self), FALSE);
  g_return_val_if_fail (set_up != NULL, FALSE);

  text = get_text (self);
  nabla_parameter_set_text (self->parameter, set_up, text, &refusal);
  g_free (self->refusal);
  self->refusal = refusal != NULL ? nabla_refusal_for_people (refusal->message) : NULL;
  show_message (self);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

void
nabla_parameter_row_step (NablaParameterRow *self, int direction)
{
  NablaHyperParameters scratch = nabla_hyper_parameters_default ();
  const NablaParameter *parameter;
  g_autofree char *text = NULL;
  double value;

  g_return_if_fail (NABLA_IS_PARAMETER_ROW (self));

  parameter = self->parameter;
  if (parameter->kind != NABLA_PARAMETER_NUMBER || !nabla_parameter_row_read (self, &scratch, NULL))
    return;
  value = nabla_parameter_get_number (parameter, &scratch);
  if (parameter->logarithmic)
    value = nabla_next_round_number (value, direction, parameter->minimum);
  else
    value += direction * (parameter->maximum - parameter->minimum) / 100;
  /* Twelve digits are enough, and do away with the noise of the division. */
  text = g_malloc (G_ASCII_DTOSTR_BUF_SIZE);
  g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, "%.12g",
                   CLAMP (value, parameter->minimum, parameter->maximum));
  nabla_parameter_set_number (parameter, &scratch, g_ascii_strtod (text, NULL));
  nabla_parameter_row_show (self, &scratch);
  g_signal_emit (self, signals[CHANGED], 0);
}
