/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-chooser.h"

#include <glib/gi18n.h>

#define N_DIGITS 10
#define COLUMNS  5

struct _NablaDigitChooser {
  GtkPopover parent_instance;

  GtkWidget *buttons[N_DIGITS];
  GtkWidget *note;
  int likely;
};

enum { OPENING, CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaDigitChooser, nabla_digit_chooser, GTK_TYPE_POPOVER)

/* The popover may go with what it stands at. */
static void
choose (NablaDigitChooser *self, int digit)
{
  g_autoptr (NablaDigitChooser) keep = g_object_ref (self);

  gtk_popover_popdown (GTK_POPOVER (keep));
  g_signal_emit (keep, signals[CHOSEN], 0, digit);
}

static void
on_clicked (NablaDigitChooser *self, GtkWidget *button)
{
  for (int digit = 0; digit < N_DIGITS; digit++)
    if (self->buttons[digit] == button)
      choose (self, digit);
}

/* Argument: which. */
static gboolean
key_choose (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  choose (NABLA_DIGIT_CHOOSER (widget), g_variant_get_int32 (arguments));
  return TRUE;
}

static void
nabla_digit_chooser_show (GtkWidget *widget)
{
  NablaDigitChooser *self = NABLA_DIGIT_CHOOSER (widget);

  g_signal_emit (self, signals[OPENING], 0);
  GTK_WIDGET_CLASS (nabla_digit_chooser_parent_class)->show (widget);
  gtk_widget_grab_focus (self->buttons[self->likely]);
}

static void
nabla_digit_chooser_class_init (NablaDigitChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->show = nabla_digit_chooser_show;
  signals[OPENING] = g_signal_new ("opening", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  for (int digit = 0; digit < N_DIGITS; digit++) {
    gtk_widget_class_add_binding (widget_class, GDK_KEY_0 + (guint) digit, 0, key_choose, "i",
                                  digit);
    gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_0 + (guint) digit, 0, key_choose, "i",
                                  digit);
  }
}

static GtkWidget *
make_button (NablaDigitChooser *self, int digit)
{
  g_autofree char *label = g_strdup_printf ("%d", digit);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, G_CONNECT_SWAPPED);
  return button;
}

static void
nabla_digit_chooser_init (NablaDigitChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (_ ("Which digit is it?"));
  GtkWidget *grid = gtk_grid_new ();

  for (int digit = 0; digit < N_DIGITS; digit++) {
    self->buttons[digit] = make_button (self, digit);
    gtk_grid_attach (GTK_GRID (grid), self->buttons[digit], digit % COLUMNS, digit / COLUMNS, 1, 1);
  }
  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_widget_set_halign (grid, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), self->note);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "digit-chooser");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Which digit is it?"), -1);
  nabla_digit_chooser_offer (self, -1, -1, -1);
}

GtkWidget *
nabla_digit_chooser_new (const char *note)
{
  NablaDigitChooser *self = g_object_new (NABLA_TYPE_DIGIT_CHOOSER, NULL);

  gtk_label_set_label (GTK_LABEL (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (self->note, note != NULL);
  return GTK_WIDGET (self);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean there)
{
  if (there)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

void
nabla_digit_chooser_offer (NablaDigitChooser *self, int read, int kept, int likely)
{
  g_return_if_fail (NABLA_IS_DIGIT_CHOOSER (self));

  self->likely = likely >= 0 && likely < N_DIGITS ? likely : 0;
  for (int digit = 0; digit < N_DIGITS; digit++) {
    const char *why = digit == kept   ? _ ("What it is kept as")
                      : digit == read ? _ ("What it is read as")
                                      : NULL;

    set_class (self->buttons[digit], "kept", digit == kept);
    set_class (self->buttons[digit], "read", digit == read && digit != kept);
    gtk_widget_set_tooltip_text (self->buttons[digit], why);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[digit]),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why != NULL ? why : "",
                                    -1);
  }
}

GtkWidget *
nabla_digit_chooser_get_button (NablaDigitChooser *self, int digit)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_CHOOSER (self), NULL);
  g_return_val_if_fail (digit >= 0 && digit < N_DIGITS, NULL);

  return self->buttons[digit];
}
