/* SPDX-License-Identifier: MIT */
#include "app/nabla-own-bar.h"

#include "app/nabla-digit-chooser.h"

#include <glib/gi18n.h>

struct _NablaOwnBar {
  GtkWidget parent_instance;

  GtkWidget *one;
  GtkWidget *all;
  GtkMenuButton *label_button;
};

G_DEFINE_FINAL_TYPE (NablaOwnBar, nabla_own_bar, GTK_TYPE_WIDGET)

enum { LABEL, REMOVE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_chosen (NablaOwnBar *self, int digit)
{
  g_signal_emit (self, signals[LABEL], 0, digit);
}

static void
remove_clicked (NablaOwnBar *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
nabla_own_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_own_bar_parent_class)->dispose (object);
}

static void
nabla_own_bar_class_init (NablaOwnBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_own_bar_dispose;
  signals[LABEL] = g_signal_new ("label", NABLA_TYPE_OWN_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] = g_signal_new ("remove", NABLA_TYPE_OWN_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ownbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-own-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaOwnBar, one);
  gtk_widget_class_bind_template_child (widget_class, NablaOwnBar, all);
  gtk_widget_class_bind_template_child (widget_class, NablaOwnBar, label_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked);
}

static void
nabla_own_bar_init (NablaOwnBar *self)
{
  GtkWidget *chooser = nabla_digit_chooser_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_popover (self->label_button, chooser);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_own_bar_new (void)
{
  return g_object_new (NABLA_TYPE_OWN_BAR, NULL);
}

void
nabla_own_bar_show (NablaOwnBar *self, int kept, int read)
{
  g_autofree char *text = kept >= 0 ? g_strdup_printf (_ ("It Is a %d"), kept) : NULL;

  g_return_if_fail (NABLA_IS_OWN_BAR (self));

  gtk_widget_set_visible (self->one, kept >= 0);
  gtk_widget_set_visible (self->all, kept < 0);
  if (kept < 0)
    return;
  gtk_menu_button_set_label (self->label_button, text);
  nabla_digit_chooser_offer (NABLA_DIGIT_CHOOSER (gtk_menu_button_get_popover (self->label_button)),
                             read, kept, kept);
}
