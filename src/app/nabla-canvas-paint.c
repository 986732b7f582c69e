/* SPDX-License-Identifier: MIT */
/* How the canvas is seen: its paper, the ink or the image on it, the eraser over it. */
#include "app/nabla-canvas-private.h"
#include "digits/digits-smooth.h"

#include <glib/gi18n.h>

double
nabla_canvas_paper_side (NablaCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return MAX (MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)), 0);
}

void
nabla_canvas_paper_origin (NablaCanvas *self, double *x, double *y)
{
  double side = nabla_canvas_paper_side (self);

  *x = (gtk_widget_get_width (GTK_WIDGET (self)) - side) / 2;
  *y = (gtk_widget_get_height (GTK_WIDGET (self)) - side) / 2;
}

/* All strokes, along the curves on which they are read. */
void
nabla_canvas_dry_all (NablaCanvas *self)
{
  const DigitsStrokes *strokes = nabla_drawing_get_strokes (self->drawing);
  gboolean wet = self->gesture == NABLA_CANVAS_DRAWING;
  DigitsStrokes *smooth = digits_strokes_smooth (strokes);

  nabla_canvas_ink_dry_all (&self->ink, smooth != NULL ? smooth : strokes, wet);
  digits_strokes_free (smooth);
}

void
nabla_canvas_fit_ink (NablaCanvas *self)
{
  int pixels =
      (int) (nabla_canvas_paper_side (self) * gtk_widget_get_scale_factor (GTK_WIDGET (self)));

  if (pixels > 0 && nabla_canvas_ink_resize (&self->ink, pixels))
    nabla_canvas_dry_all (self);
}

/* The drawing's image as a surface to be painted with. */
void
nabla_canvas_update_picture (NablaCanvas *self)
{
  const guint8 *image = nabla_drawing_get_image (self->drawing);

  g_clear_pointer (&self->picture, cairo_surface_destroy);
  if (image == NULL)
    return;
  self->picture = cairo_image_surface_create (CAIRO_FORMAT_A8, DIGITS_SIDE, DIGITS_SIDE);
  for (int y = 0; y < DIGITS_SIDE; y++)
    memcpy (cairo_image_surface_get_data (self->picture) +
                (gsize) y * cairo_image_surface_get_stride (self->picture),
            image + y * DIGITS_SIDE, DIGITS_SIDE);
  cairo_surface_mark_dirty (self->picture);
}

static void
draw_invitation (NablaCanvas *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, _ ("Draw a digit here"));
  GdkRGBA color;
  int width, height;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.55;
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((gtk_widget_get_width (widget) - width) / 2,
                                                (gtk_widget_get_height (widget) - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_picture (NablaCanvas *self, cairo_t *cr, double side)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (self->picture);

  cairo_save (cr);
  cairo_scale (cr, side / DIGITS_SIDE, side / DIGITS_SIDE);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_restore (cr);
}

/* A ring as large as what is erased. */
static void
draw_eraser (NablaCanvas *self, cairo_t *cr, double side, double left, double top)
{
  double radius = NABLA_CANVAS_ERASER * side / NABLA_CANVAS_UNITS;

  cairo_new_path (cr);
  cairo_arc (cr, self->x - left, self->y - top, radius, 0, 2 * G_PI);
  cairo_set_line_width (cr, 1.5);
  cairo_push_group (cr);
  cairo_stroke (cr);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, 0.6);
}

/* The ink, or the part of it that is pointed at over the whole of it, which is faint. */
static void
draw_ink (NablaCanvas *self, cairo_t *cr, double side, GdkRGBA color)
{
  DigitsStrokes part;

  if (self->highlight == 0) {
    nabla_canvas_ink_paint (&self->ink, cr, side);
    return;
  }
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * 0.2);
  nabla_canvas_ink_paint (&self->ink, cr, side);
  gdk_cairo_set_source_rgba (cr, &color);
  part = digits_strokes_beginning (nabla_drawing_get_strokes (self->drawing), self->highlight);
  if (nabla_canvas_ink_resize (&self->part, self->ink.pixels))
    nabla_canvas_ink_dry_all (&self->part, &part, FALSE);
  nabla_canvas_ink_paint (&self->part, cr, side);
}

void
nabla_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaCanvas *self = NABLA_CANVAS (widget);
  double side = nabla_canvas_paper_side (self), x, y;
  GdkRGBA color;
  cairo_t *cr;

  if (side <= 0)
    return;
  if (nabla_canvas_is_empty (self)) {
    draw_invitation (self, snapshot);
    return;
  }
  nabla_canvas_fit_ink (self);
  nabla_canvas_paper_origin (self, &x, &y);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, side, side));
  cairo_translate (cr, x, y);
  gdk_cairo_set_source_rgba (cr, &color);
  if (self->picture != NULL)
    draw_picture (self, cr, side);
  draw_ink (self, cr, side, color);
  if (self->gesture == NABLA_CANVAS_DRAWING)
    nabla_canvas_ink_draw_wet (nabla_drawing_get_strokes (self->drawing), cr, side);
  if (self->hovered && (self->erasing || self->turned))
    draw_eraser (self, cr, side, x, y);
  cairo_destroy (cr);
}
