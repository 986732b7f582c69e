/* SPDX-License-Identifier: MIT */
#include "app/nabla-set-up-panel.h"

#include "app/nabla-parameter-row.h"
#include "app/nabla-preset-row.h"
#include "app/nabla-refusal.h"
#include "app/nabla-set-up-steps.h"

#include <glib/gi18n.h>

struct _NablaSetUpPanel {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkListBox *list;
  AdwExpanderRow *more;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *reset_button;

  NablaPresetRow *preset;
  GPtrArray *rows; /* of NablaParameterRow, in the order of the table; owned by the list */
  NablaParameterRow *edited; /* the last that a person changed, or NULL; one of the rows */
  char *refusal;
  NablaSetUpSteps *steps; /* set-ups that stood, or were set */
};

enum { PROP_REFUSAL = 1, N_PROPERTIES };
enum { CHANGED, REPLACED, PRESET_CHOSEN, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaSetUpPanel, nabla_set_up_panel, GTK_TYPE_WIDGET)

/* Sub-headings of "More". */
static const char *const places[NABLA_PARAMETER_N_PLACES] = {
  [NABLA_PARAMETER_UNITS] = N_ ("Units"),
  [NABLA_PARAMETER_REGULARIZATION] = N_ ("Regularization"),
  [NABLA_PARAMETER_TRAINING] = N_ ("Training"),
  [NABLA_PARAMETER_DATA] = N_ ("Data"),
};

/* What is refused can be undone, too: it gives way to what stood before. */
static void
update_steps (NablaSetUpPanel *self, gboolean stands)
{
  gboolean undo = nabla_set_up_steps_can_undo (self->steps) || !stands;
  gboolean redo = nabla_set_up_steps_can_redo (self->steps);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "set-up.undo", undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "set-up.redo", redo);
  gtk_widget_set_visible (self->undo_button, undo || redo);
  gtk_widget_set_visible (self->redo_button, undo || redo);
}

/* Says what there is to say of the set-up as a whole: whether it stands, which preset it is, and
 * whether "Reset" has anything to do. */
static void
update (NablaSetUpPanel *self)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();
  NablaHyperParameters set_up;
  g_autoptr (GError) error = NULL;
  gboolean stands = nabla_set_up_panel_get (self, &set_up, &error);
  g_autofree char *sentence = stands ? NULL : nabla_refusal_for_people (error->message);
  g_autofree char *refusal = stands ? NULL : g_strconcat (sentence, ".", NULL);

  update_steps (self, stands);
  if (gtk_widget_has_focus (self->reset_button))
    gtk_widget_grab_focus (self->undo_button); /* where it is taken back; Reset may be gone */
  gtk_widget_set_visible (self->reset_button,
                          !stands || !nabla_hyper_parameters_equal (&set_up, &standard));
  nabla_preset_row_show (self->preset, stands ? &set_up : NULL);
  if (g_strcmp0 (refusal, self->refusal) == 0)
    return;
  g_free (self->refusal);
  self->refusal = g_steal_pointer (&refusal);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFUSAL]);
}

/* Shows what of the set-up is not what the row holds already, lest a field that is being edited is
 * written into. */
static void
show_where_it_differs (NablaSetUpPanel *self, const char *key, const NablaHyperParameters *set_up)
{
  NablaParameterRow *row = NABLA_PARAMETER_ROW (nabla_set_up_panel_get_row (self, key));
  NablaHyperParameters held = nabla_hyper_parameters_default ();

  if (nabla_parameter_row_read (row, &held, NULL) &&
      !nabla_parameter_equal (nabla_parameter_row_get_parameter (row), &held, set_up))
    nabla_parameter_row_show (row, set_up);
}

/* Another output brings the cost that is natural for it, another encoding its output units. */
static void
fit_others (NablaSetUpPanel *self, const char *key)
{
  NablaHyperParameters set_up;

  if (!g_str_equal (key, "output") && !g_str_equal (key, "encoding"))
    return;
  nabla_set_up_panel_get (self, &set_up, NULL);
  if (!nabla_hyper_parameters_fit_cost (&set_up))
    return;
  show_where_it_differs (self, "cost", &set_up);
  show_where_it_differs (self, "layers", &set_up);
}

static void
on_row_changed (NablaSetUpPanel *self, NablaParameterRow *row)
{
  const char *key = nabla_parameter_row_get_parameter (row)->key;
  NablaHyperParameters set_up;

  self->edited = row;
  fit_others (self, key);
  if (nabla_set_up_panel_get (self, &set_up, NULL))
    nabla_set_up_steps_take (self->steps, &set_up, key, g_get_monotonic_time ());
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show (NablaSetUpPanel *self, const NablaHyperParameters *set_up)
{
  for (guint i = 0; i < self->rows->len; i++)
    nabla_parameter_row_show (g_ptr_array_index (self->rows, i), set_up);
  self->edited = NULL;
  update (self);
  g_signal_emit (self, signals[REPLACED], 0);
}

/* A person has typed nothing since that is refused. */
static gboolean
shows_the_step (NablaSetUpPanel *self)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  for (guint i = 0; i < self->rows->len; i++)
    if (!nabla_parameter_row_read (g_ptr_array_index (self->rows, i), &set_up, NULL))
      return FALSE;
  return nabla_hyper_parameters_equal (&set_up, nabla_set_up_steps_get (self->steps));
}

static void
on_step (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaSetUpPanel *self = NABLA_SET_UP_PANEL (widget);

  if (g_str_equal (action, "set-up.redo"))
    nabla_set_up_steps_redo (self->steps);
  else if (shows_the_step (self))
    nabla_set_up_steps_undo (self->steps);
  show (self, nabla_set_up_steps_get (self->steps));
}

/* Before the fields, whose own undo knows but their last letters. */
static void
add_shortcut (GtkEventController *controller, const char *keys, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_named_action_new (action)));
}

static void
add_shortcuts (NablaSetUpPanel *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_shortcut (controller, "<Control>z", "set-up.undo");
  add_shortcut (controller, "<Control><Shift>z", "set-up.redo");
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
on_preset_chosen (NablaSetUpPanel *self, gpointer preset)
{
  g_signal_emit (self, signals[PRESET_CHOSEN], 0, preset);
}

static void
add_heading (NablaSetUpPanel *self, NablaParameterPlace place)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (_ (places[place]));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "sub-heading");
  adw_expander_row_add_row (self->more, row);
}

static void
add_rows_of (NablaSetUpPanel *self, NablaParameterPlace place)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (nabla_parameter_row_get_parameter (NABLA_PARAMETER_ROW (row))->place != place)
      continue;
    if (place == NABLA_PARAMETER_MAIN)
      gtk_list_box_append (self->list, row);
    else
      adw_expander_row_add_row (self->more, row);
  }
}

static void
add_rows (NablaSetUpPanel *self)
{
  gsize n;
  const NablaParameter *parameters = nabla_parameters (&n);

  self->preset = NABLA_PRESET_ROW (nabla_preset_row_new ());
  g_signal_connect_object (self->preset, "chosen", G_CALLBACK (on_preset_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_prepend (self->list, GTK_WIDGET (self->preset));
  for (gsize i = 0; i < n; i++) {
    GtkWidget *row = nabla_parameter_row_new (&parameters[i]);

    g_ptr_array_add (self->rows, row);
    g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed), self, G_CONNECT_SWAPPED);
  }
  add_rows_of (self, NABLA_PARAMETER_MAIN);
  for (int place = NABLA_PARAMETER_MAIN + 1; place < NABLA_PARAMETER_N_PLACES; place++) {
    add_heading (self, (NablaParameterPlace) place);
    add_rows_of (self, (NablaParameterPlace) place);
  }
  /* "More" comes last, whatever the template's order. */
  g_object_ref (self->more);
  gtk_list_box_remove (self->list, GTK_WIDGET (self->more));
  gtk_list_box_append (self->list, GTK_WIDGET (self->more));
  g_object_unref (self->more);
}

static void
nabla_set_up_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_REFUSAL:
    g_value_set_string (value, NABLA_SET_UP_PANEL (object)->refusal);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
nabla_set_up_panel_dispose (GObject *object)
{
  NablaSetUpPanel *self = NABLA_SET_UP_PANEL (object);

  g_ptr_array_set_size (self->rows, 0);
  self->edited = NULL;
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (nabla_set_up_panel_parent_class)->dispose (object);
}

static void
nabla_set_up_panel_finalize (GObject *object)
{
  NablaSetUpPanel *self = NABLA_SET_UP_PANEL (object);

  g_ptr_array_unref (self->rows);
  g_free (self->refusal);
  nabla_set_up_steps_free (self->steps);

  G_OBJECT_CLASS (nabla_set_up_panel_parent_class)->finalize (object);
}

static void
nabla_set_up_panel_class_init (NablaSetUpPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = nabla_set_up_panel_get_property;
  object_class->dispose = nabla_set_up_panel_dispose;
  object_class->finalize = nabla_set_up_panel_finalize;

  properties[PROP_REFUSAL] =
      g_param_spec_string ("refusal", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REPLACED] = g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PRESET_CHOSEN] =
      g_signal_new ("preset-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-set-up-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, content);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, list);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, more);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, undo_button);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, redo_button);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, reset_button);

  gtk_widget_class_install_action (widget_class, "set-up.undo", NULL, on_step);
  gtk_widget_class_install_action (widget_class, "set-up.redo", NULL, on_step);
}

static void
nabla_set_up_panel_init (NablaSetUpPanel *self)
{
  const NablaHyperParameters standard = nabla_hyper_parameters_default ();

  self->rows = g_ptr_array_new ();
  self->steps = nabla_set_up_steps_new (&standard);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self);
  add_shortcuts (self);
  update (self);
}

GtkWidget *
nabla_set_up_panel_new (void)
{
  return g_object_new (NABLA_TYPE_SET_UP_PANEL, NULL);
}

void
nabla_set_up_panel_set (NablaSetUpPanel *self, const NablaHyperParameters *set_up)
{
  g_return_if_fail (NABLA_IS_SET_UP_PANEL (self));
  g_return_if_fail (set_up != NULL);

  nabla_set_up_steps_take (self->steps, set_up, NULL, g_get_monotonic_time ());
  show (self, set_up);
}

void
nabla_set_up_panel_begin (NablaSetUpPanel *self, const NablaHyperParameters *set_up)
{
  g_return_if_fail (NABLA_IS_SET_UP_PANEL (self));
  g_return_if_fail (set_up != NULL);

  nabla_set_up_steps_begin (self->steps, set_up);
  show (self, set_up);
}

gboolean
nabla_set_up_panel_get (NablaSetUpPanel *self, NablaHyperParameters *set_up, GError **error)
{
  g_autoptr (GError) first = NULL;

  g_return_val_if_fail (NABLA_IS_SET_UP_PANEL (self), FALSE);
  g_return_val_if_fail (set_up != NULL, FALSE);

  *set_up = nabla_hyper_parameters_default ();
  for (guint i = 0; i < self->rows->len; i++) {
    nabla_parameter_row_object (g_ptr_array_index (self->rows, i), NULL);
    nabla_parameter_row_read (g_ptr_array_index (self->rows, i), set_up,
                              first == NULL ? &first : NULL);
  }
  if (first == NULL) {
    if (nabla_hyper_parameters_validate (set_up, &first))
      return TRUE;
    /* Values that do not go together: the one that came last is where to look. */
    if (self->edited != NULL)
      nabla_parameter_row_object (self->edited, first->message);
  }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

GtkWidget *
nabla_set_up_panel_get_row (NablaSetUpPanel *self, const char *key)
{
  g_return_val_if_fail (NABLA_IS_SET_UP_PANEL (self), NULL);

  for (guint i = 0; i < self->rows->len; i++) {
    NablaParameterRow *row = g_ptr_array_index (self->rows, i);

    if (g_str_equal (nabla_parameter_row_get_parameter (row)->key, key))
      return GTK_WIDGET (row);
  }
  return NULL;
}

const char *
nabla_set_up_panel_get_refusal (NablaSetUpPanel *self)
{
  g_return_val_if_fail (NABLA_IS_SET_UP_PANEL (self), NULL);
  return self->refusal;
}

GtkWidget *
nabla_set_up_panel_get_preset_row (NablaSetUpPanel *self)
{
  g_return_val_if_fail (NABLA_IS_SET_UP_PANEL (self), NULL);
  return GTK_WIDGET (self->preset);
}

static void
focus_row (NablaSetUpPanel *self, NablaParameterRow *row)
{
  if (nabla_parameter_row_get_parameter (row)->place != NABLA_PARAMETER_MAIN)
    adw_expander_row_set_expanded (self->more, TRUE);
  gtk_widget_child_focus (nabla_parameter_row_get_editor (row), GTK_DIR_TAB_FORWARD);
}

void
nabla_set_up_panel_focus_refused (NablaSetUpPanel *self)
{
  g_return_if_fail (NABLA_IS_SET_UP_PANEL (self));

  for (guint i = 0; i < self->rows->len; i++) {
    NablaParameterRow *row = g_ptr_array_index (self->rows, i);
    NablaHyperParameters scratch = nabla_hyper_parameters_default ();

    if (!nabla_parameter_row_read (row, &scratch, NULL)) {
      focus_row (self, row);
      return;
    }
  }
  if (self->refusal != NULL && self->edited != NULL)
    focus_row (self, self->edited);
}
