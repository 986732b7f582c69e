/* SPDX-License-Identifier: MIT */
#include "app/nabla-digits-editor.h"

#include <glib/gi18n.h>

#define N_DIGITS 10
#define FEWEST   2
#define A_LINE   5 /* buttons */

struct _NablaDigitsEditor {
  GtkWidget parent_instance;

  GtkToggleButton *buttons[N_DIGITS];
  gboolean showing; /* the editor itself presses its buttons */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaDigitsEditor, nabla_digits_editor, GTK_TYPE_WIDGET)

static guint
count_on (NablaDigitsEditor *self)
{
  guint n = 0;

  for (guint digit = 0; digit < N_DIGITS; digit++)
    n += gtk_toggle_button_get_active (self->buttons[digit]);
  return n;
}

/* Of two that are left none can be switched off. (What is insensitive shows no tooltip of its own.)
 */
static void
update_buttons (NablaDigitsEditor *self)
{
  gboolean few = count_on (self) <= FEWEST;

  for (guint digit = 0; digit < N_DIGITS; digit++)
    gtk_widget_set_sensitive (GTK_WIDGET (self->buttons[digit]),
                              !few || !gtk_toggle_button_get_active (self->buttons[digit]));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               few ? _ ("At least two digits are needed") : NULL);
}

static void
on_toggled (NablaDigitsEditor *self)
{
  if (self->showing)
    return;
  update_buttons (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
nabla_digits_editor_dispose (GObject *object)
{
  NablaDigitsEditor *self = NABLA_DIGITS_EDITOR (object);

  for (guint digit = 0; digit < N_DIGITS; digit++)
    if (self->buttons[digit] != NULL)
      gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->buttons[digit])));

  G_OBJECT_CLASS (nabla_digits_editor_parent_class)->dispose (object);
}

static void
nabla_digits_editor_class_init (NablaDigitsEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_digits_editor_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_GRID_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "digitseditor");
}

static void
nabla_digits_editor_init (NablaDigitsEditor *self)
{
  GtkLayoutManager *grid = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_grid_layout_set_column_homogeneous (GTK_GRID_LAYOUT (grid), TRUE);
  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (grid), 2);
  gtk_grid_layout_set_row_spacing (GTK_GRID_LAYOUT (grid), 2);
  for (guint digit = 0; digit < N_DIGITS; digit++) {
    const char label[] = { (char) ('0' + digit), '\0' };
    g_autofree char *name = g_strdup_printf (_ ("Use the digit %u"), digit);
    GtkWidget *button = gtk_toggle_button_new_with_label (label);
    GtkLayoutChild *cell;

    self->buttons[digit] = GTK_TOGGLE_BUTTON (button);
    gtk_widget_set_parent (button, GTK_WIDGET (self));
    gtk_toggle_button_set_active (self->buttons[digit], TRUE);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
    g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
    cell = gtk_layout_manager_get_layout_child (grid, button);
    gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (cell), digit % A_LINE);
    gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (cell), digit / A_LINE);
  }
}

GtkWidget *
nabla_digits_editor_new (void)
{
  return g_object_new (NABLA_TYPE_DIGITS_EDITOR, NULL);
}

guint
nabla_digits_editor_get (NablaDigitsEditor *self)
{
  guint digits = 0;

  g_return_val_if_fail (NABLA_IS_DIGITS_EDITOR (self), 0);

  for (guint digit = 0; digit < N_DIGITS; digit++)
    digits |= (guint) gtk_toggle_button_get_active (self->buttons[digit]) << digit;
  return digits;
}

void
nabla_digits_editor_show (NablaDigitsEditor *self, guint digits)
{
  g_return_if_fail (NABLA_IS_DIGITS_EDITOR (self));

  self->showing = TRUE;
  for (guint digit = 0; digit < N_DIGITS; digit++)
    gtk_toggle_button_set_active (self->buttons[digit], digits >> digit & 1);
  self->showing = FALSE;
  update_buttons (self);
}

GtkWidget *
nabla_digits_editor_get_button (NablaDigitsEditor *self, guint digit)
{
  g_return_val_if_fail (NABLA_IS_DIGITS_EDITOR (self), NULL);
  g_return_val_if_fail (digit < N_DIGITS, NULL);
  return GTK_WIDGET (self->buttons[digit]);
}
