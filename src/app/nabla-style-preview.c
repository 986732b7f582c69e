/* SPDX-License-Identifier: MIT */
#include "app/nabla-style-preview.h"

#include "digits/digits-synthesizer.h"

#include <glib/gi18n.h>
#include <string.h>

#define COLUMNS NABLA_STYLE_PREVIEW_COLUMNS
#define ROWS    NABLA_STYLE_PREVIEW_ROWS
#define SIDE    40 /* px of a digit */
#define GAP     2  /* px between digits */
#define ROUND   6  /* px, of the corners */
#define PADDING 6

struct _NablaStylePreview {
  GtkWidget parent_instance;

  gboolean is_drawn;
  guint8 digits[ROWS][COLUMNS][DIGITS_PIXELS];
};

G_DEFINE_FINAL_TYPE (NablaStylePreview, nabla_style_preview, GTK_TYPE_WIDGET)

static void
draw_digit (const guint8 *pixels, cairo_t *cr, double x, double y)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, DIGITS_SIDE, DIGITS_SIDE);
  guchar *rows = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  cairo_pattern_t *pattern;

  for (int row = 0; row < DIGITS_SIDE; row++)
    memcpy (rows + row * stride, pixels + row * DIGITS_SIDE, DIGITS_SIDE);
  cairo_surface_mark_dirty (surface);
  pattern = cairo_pattern_create_for_surface (surface);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, (double) SIDE / DIGITS_SIDE, (double) SIDE / DIGITS_SIDE);
  cairo_mask (cr, pattern);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (surface);
}

static void
draw_paper (GtkSnapshot *snapshot, const GdkRGBA *ink, float width, float height)
{
  GskRoundedRect corners;
  GdkRGBA paper = *ink;

  paper.alpha *= 0.05f;
  gsk_rounded_rect_init_from_rect (&corners, &GRAPHENE_RECT_INIT (0, 0, width, height), ROUND);
  gtk_snapshot_push_rounded_clip (snapshot, &corners);
  gtk_snapshot_append_color (snapshot, &paper, &corners.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
nabla_style_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaStylePreview *self = NABLA_STYLE_PREVIEW (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  double left = (width - COLUMNS * (SIDE + GAP) + GAP) / 2;
  GdkRGBA ink;
  cairo_t *cr;

  if (!self->is_drawn)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  draw_paper (snapshot, &ink, width, height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_cairo_set_source_rgba (cr, &ink);
  for (int row = 0; row < ROWS; row++)
    for (int digit = 0; digit < COLUMNS; digit++)
      draw_digit (self->digits[row][digit], cr, left + digit * (SIDE + GAP),
                  PADDING + row * (SIDE + GAP));
  cairo_destroy (cr);
}

static void
nabla_style_preview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  int n = orientation == GTK_ORIENTATION_HORIZONTAL ? COLUMNS : ROWS;

  *minimum = *natural = n * (SIDE + GAP) - GAP + 2 * PADDING;
}

static void
nabla_style_preview_class_init (NablaStylePreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = nabla_style_preview_snapshot;
  widget_class->measure = nabla_style_preview_measure;
  gtk_widget_class_set_css_name (widget_class, "stylepreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_style_preview_init (NablaStylePreview *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Two of each digit in this style"), -1);
}

GtkWidget *
nabla_style_preview_new (void)
{
  return g_object_new (NABLA_TYPE_STYLE_PREVIEW, NULL);
}

void
nabla_style_preview_show (NablaStylePreview *self, guint64 seed, NablaDigitStyle style)
{
  DigitsStyle scaled = nabla_digit_style_scale (style);

  g_return_if_fail (NABLA_IS_STYLE_PREVIEW (self));

  for (guint i = 0; i < ROWS * COLUMNS; i++) {
    guint8 pixels[DIGITS_PIXELS], label;

    /* Without memory for some points what was there stays. */
    if (digits_synthesize (seed, DIGITS_SYNTHETIC_FIRST_TEST + i, &scaled, pixels, &label) == 0)
      memcpy (self->digits[i / COLUMNS][label], pixels, sizeof pixels);
  }
  self->is_drawn = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const guint8 *
nabla_style_preview_get_digit (NablaStylePreview *self, int row, int digit)
{
  g_return_val_if_fail (NABLA_IS_STYLE_PREVIEW (self), NULL);
  g_return_val_if_fail (row >= 0 && row < ROWS && digit >= 0 && digit < COLUMNS, NULL);
  return self->is_drawn ? self->digits[row][digit] : NULL;
}
