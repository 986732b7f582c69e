/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-image.h"

struct _NablaDigitImage {
  GtkWidget parent_instance;

  cairo_surface_t *surface; /* A8; NULL before the first pixels */
  gboolean empty;
  graphene_rect_t box;
  gboolean has_box;
  graphene_point_t mark;
  gboolean has_mark;
  int side;
};

G_DEFINE_FINAL_TYPE (NablaDigitImage, nabla_digit_image, GTK_TYPE_WIDGET)

enum { PROP_SIDE = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

static void
draw_ink (NablaDigitImage *self, cairo_t *cr, const GdkRGBA *ink)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (self->surface);

  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  gdk_cairo_set_source_rgba (cr, ink);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
}

static void
draw_box (NablaDigitImage *self, cairo_t *cr, double scale)
{
  GdkRGBA accent;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "accent_color", &accent))
    return;
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, 1.0 / scale);
  cairo_rectangle (cr, self->box.origin.x, self->box.origin.y, self->box.size.width,
                   self->box.size.height);
  cairo_stroke (cr);
}

static void
draw_mark (NablaDigitImage *self, cairo_t *cr, const GdkRGBA *ink, double scale)
{
  double columns = cairo_image_surface_get_width (self->surface);
  double rows = cairo_image_surface_get_height (self->surface);
  GdkRGBA accent;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "accent_color", &accent))
    return;
  cairo_set_source_rgba (cr, ink->red, ink->green, ink->blue, 0.3);
  cairo_set_line_width (cr, 1.0 / scale);
  cairo_move_to (cr, columns / 2, 0);
  cairo_line_to (cr, columns / 2, rows);
  cairo_move_to (cr, 0, rows / 2);
  cairo_line_to (cr, columns, rows / 2);
  cairo_stroke (cr);
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_arc (cr, self->mark.x, self->mark.y, 3.0 / scale, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
nabla_digit_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaDigitImage *self = NABLA_DIGIT_IMAGE (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), scale;
  int columns, rows;
  GdkRGBA ink;
  cairo_t *cr;

  if (self->empty || width <= 0 || height <= 0)
    return;
  columns = cairo_image_surface_get_width (self->surface);
  rows = cairo_image_surface_get_height (self->surface);
  scale = MIN (width / columns, height / rows);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, (width - scale * columns) / 2, (height - scale * rows) / 2);
  cairo_scale (cr, scale, scale);
  draw_ink (self, cr, &ink);
  if (self->has_box)
    draw_box (self, cr, scale);
  if (self->has_mark)
    draw_mark (self, cr, &ink, scale);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
nabla_digit_image_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
nabla_digit_image_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = NABLA_DIGIT_IMAGE (widget)->side;
}

static void
nabla_digit_image_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIDE)
    g_value_set_int (value, NABLA_DIGIT_IMAGE (object)->side);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_digit_image_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_SIDE) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  NABLA_DIGIT_IMAGE (object)->side = g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
nabla_digit_image_finalize (GObject *object)
{
  g_clear_pointer (&NABLA_DIGIT_IMAGE (object)->surface, cairo_surface_destroy);
  G_OBJECT_CLASS (nabla_digit_image_parent_class)->finalize (object);
}

static void
nabla_digit_image_class_init (NablaDigitImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = nabla_digit_image_finalize;
  object_class->get_property = nabla_digit_image_get_property;
  object_class->set_property = nabla_digit_image_set_property;
  widget_class->snapshot = nabla_digit_image_snapshot;
  widget_class->measure = nabla_digit_image_measure;
  widget_class->get_request_mode = nabla_digit_image_get_request_mode;

  properties[PROP_SIDE] = g_param_spec_int ("side", NULL, NULL, 1, 4096, 56,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "digitimage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_digit_image_init (NablaDigitImage *self)
{
  self->side = 56;
  self->empty = TRUE;
}

GtkWidget *
nabla_digit_image_new (void)
{
  return g_object_new (NABLA_TYPE_DIGIT_IMAGE, NULL);
}

void
nabla_digit_image_set_pixels (NablaDigitImage *self, const guint8 *pixels, int width, int height)
{
  g_return_if_fail (NABLA_IS_DIGIT_IMAGE (self));
  g_return_if_fail (pixels == NULL || (width > 0 && height > 0));

  if (pixels == NULL && self->empty)
    return;
  self->empty = pixels == NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->empty)
    return;

  if (self->surface == NULL || cairo_image_surface_get_width (self->surface) != width ||
      cairo_image_surface_get_height (self->surface) != height) {
    g_clear_pointer (&self->surface, cairo_surface_destroy);
    self->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  }
  cairo_surface_flush (self->surface);
  for (int y = 0; y < height; y++)
    memcpy (cairo_image_surface_get_data (self->surface) +
                (gsize) y * cairo_image_surface_get_stride (self->surface),
            pixels + (gsize) y * width, width);
  cairo_surface_mark_dirty (self->surface);
}

gboolean
nabla_digit_image_is_empty (NablaDigitImage *self)
{
  g_return_val_if_fail (NABLA_IS_DIGIT_IMAGE (self), TRUE);

  return self->empty;
}

void
nabla_digit_image_set_box (NablaDigitImage *self, const graphene_rect_t *box)
{
  g_return_if_fail (NABLA_IS_DIGIT_IMAGE (self));

  self->has_box = box != NULL;
  if (box != NULL)
    self->box = *box;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_digit_image_set_mark (NablaDigitImage *self, const graphene_point_t *mark)
{
  g_return_if_fail (NABLA_IS_DIGIT_IMAGE (self));

  self->has_mark = mark != NULL;
  if (mark != NULL)
    self->mark = *mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
