/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-tile.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIDE    56 /* px of the image, twice its pixels */
#define SPACING 3  /* px between image and caption */
#define FRAME   2  /* px, of a wrong one */
#define RADIUS  8
#define PADDING 5 /* px around all, the frame included */

struct _NablaDigitTile {
  GtkWidget parent_instance;

  cairo_surface_t *surface; /* A8; NULL before the first digit */
  PangoLayout *caption;

  const guint8 *pixels; /* of the data set: tells digits apart; not owned */
  guint index;
  int label; /* −1 before the first digit */
  int read;  /* −1 where nobody has read it */
};

G_DEFINE_FINAL_TYPE (NablaDigitTile, nabla_digit_tile, GTK_TYPE_WIDGET)

/* What a screen reader says of it, and its tooltip. */
static char *
description (NablaDigitTile *self)
{
  if (self->read < 0)
    return g_strdup_printf (_ ("Image %u: a %d"), self->index + 1, self->label);
  return g_strdup_printf (nabla_digit_tile_is_wrong (self)
                              ? _ ("Image %u: a %d, wrongly read as %d")
                              : _ ("Image %u: a %d, read as %d"),
                          self->index + 1, self->label, self->read);
}

static void
show_text (NablaDigitTile *self)
{
  g_autofree char *caption = nabla_digit_tile_get_caption (self);
  g_autofree char *name = description (self);

  if (strcmp (pango_layout_get_text (self->caption), caption) != 0)
    pango_layout_set_text (self->caption, caption, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_pixels (NablaDigitTile *self, const guint8 *pixels, int width, int height)
{
  guchar *rows;
  int stride;

  if (self->surface == NULL || cairo_image_surface_get_width (self->surface) != width ||
      cairo_image_surface_get_height (self->surface) != height) {
    g_clear_pointer (&self->surface, cairo_surface_destroy);
    self->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  }
  cairo_surface_flush (self->surface);
  rows = cairo_image_surface_get_data (self->surface);
  stride = cairo_image_surface_get_stride (self->surface);
  for (int y = 0; y < height; y++)
    memcpy (rows + y * stride, pixels + (gsize) y * (gsize) width, (gsize) width);
  cairo_surface_mark_dirty (self->surface);
}

static void
draw_image (NablaDigitTile *self, GtkSnapshot *snapshot, const GdkRGBA *ink, float x, float y)
{
  int columns = cairo_image_surface_get_width (self->surface);
  int rows = cairo_image_surface_get_height (self->surface);
  double scale = SIDE / (double) MAX (columns, rows);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, SIDE, SIDE));
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (self->surface);

  cairo_translate (cr, x + (SIDE - scale * columns) / 2, y + (SIDE - scale * rows) / 2);
  cairo_scale (cr, scale, scale);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  gdk_cairo_set_source_rgba (cr, ink);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_destroy (cr);
}

static void
draw_frame (GtkSnapshot *snapshot, const GdkRGBA *color, float width, float height)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), RADIUS);
  gtk_snapshot_append_border (snapshot, &outline, (float[]){ FRAME, FRAME, FRAME, FRAME },
                              (GdkRGBA[]){ *color, *color, *color, *color });
}

static void
nabla_digit_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaDigitTile *self = NABLA_DIGIT_TILE (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GdkRGBA ink, color;
  int text_width;

  if (self->surface == NULL)
    return;
  gtk_style_context_get_color (style, &ink);
  color = ink;
  if (nabla_digit_tile_is_wrong (self)) {
    gtk_style_context_lookup_color (style, "error_color", &color);
    draw_frame (snapshot, &color, width, height);
  }
  draw_image (self, snapshot, &ink, (float) (((int) width - SIDE) / 2), PADDING);
  pango_layout_get_pixel_size (self->caption, &text_width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (((int) width - text_width) / 2),
                                                          PADDING + SIDE + SPACING));
  gtk_snapshot_append_layout (snapshot, self->caption, &color);
  gtk_snapshot_restore (snapshot);
}

static void
nabla_digit_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  NablaDigitTile *self = NABLA_DIGIT_TILE (widget);
  int text_height;

  pango_layout_get_pixel_size (self->caption, NULL, &text_height);
  *minimum = *natural =
      2 * PADDING + SIDE + (orientation == GTK_ORIENTATION_VERTICAL ? SPACING + text_height : 0);
}

static gboolean
nabla_digit_tile_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                                GtkTooltip *tooltip)
{
  g_autofree char *text = description (NABLA_DIGIT_TILE (widget));

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
nabla_digit_tile_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (nabla_digit_tile_parent_class)->css_changed (widget, change);
  pango_layout_context_changed (NABLA_DIGIT_TILE (widget)->caption);
}

static void
nabla_digit_tile_finalize (GObject *object)
{
  NablaDigitTile *self = NABLA_DIGIT_TILE (object);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_object (&self->caption);
  G_OBJECT_CLASS (nabla_digit_tile_parent_class)->finalize (object);
}

static void
nabla_digit_tile_class_init (NablaDigitTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_digit_tile_finalize;
  widget_class->snapshot = nabla_digit_tile_snapshot;
  widget_class->measure = nabla_digit_tile_measure;
  widget_class->query_tooltip = nabla_digit_tile_query_tooltip;
  widget_class->css_changed = nabla_digit_tile_css_changed;
  gtk_widget_class_set_css_name (widget_class, "digittile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
nabla_digit_tile_init (NablaDigitTile *self)
{
  self->label = self->read = -1;
  self->caption = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
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
    show_pixels (self, pixels, part->width, part->height);
  self->pixels = pixels;
  self->index = index;
  self->label = part->labels[index];
  self->read = read;
  show_text (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
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

char *
nabla_digit_tile_get_caption (NablaDigitTile *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_TILE (self), NULL);

  /* Translators: the digit that it is and the digit that a network reads */
  return nabla_digit_tile_is_wrong (self) ? g_strdup_printf (_ ("%d → %d"), self->label, self->read)
                                          : g_strdup_printf ("%d", self->label);
}
