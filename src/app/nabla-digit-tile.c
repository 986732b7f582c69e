/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-tile.h"

#include "app/nabla-digit-image.h"

#include <glib/gi18n.h>

struct _NablaDigitTile {
  GtkWidget parent_instance;

  NablaDigitImage *image;
  GtkLabel *caption;

  const guint8 *pixels; /* of the data set: tells digits apart; not owned, not read */
  guint index;
  int label; /* −1 before the first digit */
  int read;  /* −1 where nobody has read it */
};

G_DEFINE_FINAL_TYPE (NablaDigitTile, nabla_digit_tile, GTK_TYPE_WIDGET)

static void
show_text (NablaDigitTile *self)
{
  gboolean wrong = nabla_digit_tile_is_wrong (self);
  /* Translators: the digit that it is and the digit that a network reads */
  g_autofree char *caption = wrong ? g_strdup_printf (_ ("%d → %d"), self->label, self->read)
                                   : g_strdup_printf ("%d", self->label);
  g_autofree char *name = NULL;

  if (self->read < 0)
    name = g_strdup_printf (_ ("Image %u: a %d"), self->index + 1, self->label);
  else
    name = g_strdup_printf (wrong ? _ ("Image %u: a %d, wrongly read as %d")
                                  : _ ("Image %u: a %d, read as %d"),
                            self->index + 1, self->label, self->read);
  if (strcmp (gtk_label_get_label (self->caption), caption) != 0)
    gtk_label_set_label (self->caption, caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self), "wrong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "wrong");
}

static void
nabla_digit_tile_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (nabla_digit_tile_parent_class)->dispose (object);
}

static void
nabla_digit_tile_class_init (NablaDigitTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_digit_tile_dispose;
  g_type_ensure (NABLA_TYPE_DIGIT_IMAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "digittile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-digit-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDigitTile, image);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitTile, caption);
}

static void
nabla_digit_tile_init (NablaDigitTile *self)
{
  self->label = self->read = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
nabla_digit_tile_new (void)
{
  return g_object_new (NABLA_TYPE_DIGIT_TILE, NULL);
}

void
nabla_digit_tile_show_digit (NablaDigitTile *self, const DigitsPart *part, guint index, int read)
{
  const guint8 *pixels;

  g_return_if_fail (NABLA_IS_DIGIT_TILE (self));
  g_return_if_fail (index < part->n);

  pixels = part->pixels + (gsize) index * (gsize) part->width * (gsize) part->height;
  if (self->pixels == pixels && self->index == index && self->read == read)
    return;
  if (self->pixels != pixels)
    nabla_digit_image_set_pixels (self->image, pixels, part->width, part->height);
  self->pixels = pixels;
  self->index = index;
  self->label = part->labels[index];
  self->read = read;
  show_text (self);
}

guint
nabla_digit_tile_get_index (NablaDigitTile *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_TILE (self), 0);

  return self->index;
}

gboolean
nabla_digit_tile_is_wrong (NablaDigitTile *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_TILE (self), FALSE);

  return self->read >= 0 && self->read != self->label;
}
