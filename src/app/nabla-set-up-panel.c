/* SPDX-License-Identifier: MIT */
#include "app/nabla-set-up-panel.h"

#include "app/nabla-parameter-row.h"

struct _NablaSetUpPanel {
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkListBox *list;
  AdwExpanderRow *more;
  GtkWidget *reset_button;

  GPtrArray *rows; /* of NablaParameterRow, in the order of the table; owned by the list */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaSetUpPanel, nabla_set_up_panel, GTK_TYPE_WIDGET)

/* "Reset" has something to do only where a value differs from its default. */
static void
update_reset (NablaSetUpPanel *self)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();
  NablaHyperParameters set_up;
  gboolean stands = nabla_set_up_panel_get (self, &set_up, NULL);

  gtk_widget_set_visible (self->reset_button,
                          !stands || !nabla_hyper_parameters_equal (&set_up, &standard));
}

static void
on_row_changed (NablaSetUpPanel *self)
{
  update_reset (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_rows (NablaSetUpPanel *self)
{
  gsize n;
  const NablaParameter *parameters = nabla_parameters (&n);

  for (gsize i = 0; i < n; i++) {
    GtkWidget *row = nabla_parameter_row_new (&parameters[i]);

    g_ptr_array_add (self->rows, row);
    g_signal_connect_object (row, "changed", G_CALLBACK (on_row_changed), self, G_CONNECT_SWAPPED);
    if (parameters[i].place == NABLA_PARAMETER_MORE)
      adw_expander_row_add_row (self->more, row);
    else
      gtk_list_box_append (self->list, row);
  }
  /* "More" comes last, whatever the table's order. */
  g_object_ref (self->more);
  gtk_list_box_remove (self->list, GTK_WIDGET (self->more));
  gtk_list_box_append (self->list, GTK_WIDGET (self->more));
  g_object_unref (self->more);
}

static void
nabla_set_up_panel_dispose (GObject *object)
{
  NablaSetUpPanel *self = NABLA_SET_UP_PANEL (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (nabla_set_up_panel_parent_class)->dispose (object);
}

static void
nabla_set_up_panel_finalize (GObject *object)
{
  g_ptr_array_unref (NABLA_SET_UP_PANEL (object)->rows);

  G_OBJECT_CLASS (nabla_set_up_panel_parent_class)->finalize (object);
}

static void
nabla_set_up_panel_class_init (NablaSetUpPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nabla_set_up_panel_dispose;
  object_class->finalize = nabla_set_up_panel_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-set-up-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, content);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, list);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, more);
  gtk_widget_class_bind_template_child (widget_class, NablaSetUpPanel, reset_button);
}

static void
nabla_set_up_panel_init (NablaSetUpPanel *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self);
  update_reset (self);
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

  for (guint i = 0; i < self->rows->len; i++)
    nabla_parameter_row_show (g_ptr_array_index (self->rows, i), set_up);
  update_reset (self);
}

gboolean
nabla_set_up_panel_get (NablaSetUpPanel *self, NablaHyperParameters *set_up, GError **error)
{
  g_autoptr (GError) first = NULL;

  g_return_val_if_fail (NABLA_IS_SET_UP_PANEL (self), FALSE);
  g_return_val_if_fail (set_up != NULL, FALSE);

  *set_up = nabla_hyper_parameters_default ();
  for (guint i = 0; i < self->rows->len; i++)
    nabla_parameter_row_read (g_ptr_array_index (self->rows, i), set_up,
                              first == NULL ? &first : NULL);
  if (first != NULL) {
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
  }
  return nabla_hyper_parameters_validate (set_up, error);
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

void
nabla_set_up_panel_focus_refused (NablaSetUpPanel *self)
{
  g_return_if_fail (NABLA_IS_SET_UP_PANEL (self));

  for (guint i = 0; i < self->rows->len; i++) {
    NablaParameterRow *row = g_ptr_array_index (self->rows, i);
    NablaHyperParameters scratch = nabla_hyper_parameters_default ();

    if (nabla_parameter_row_read (row, &scratch, NULL))
      continue;
    if (nabla_parameter_row_get_parameter (row)->place == NABLA_PARAMETER_MORE)
      adw_expander_row_set_expanded (self->more, TRUE);
    gtk_widget_grab_focus (nabla_parameter_row_get_editor (row));
    return;
  }
}
