/* SPDX-License-Identifier: MIT */
/* How the canvas is seen: its paper, the ink or the image on it, the eraser over it. */
#include "app/nabla-canvas-private.h"
#include "digits/digits-smooth.h"

#include <glib/gi18n.h>
#include <math.h>

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

static cairo_surface_t *
surface_of (const guint8 *ink, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);

  for (int y = 0; y < height; y++)
    memcpy (cairo_image_surface_get_data (surface) +
                (gsize) y * cairo_image_surface_get_stride (surface),
            ink + (gsize) y * (gsize) width, (gsize) width);
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* The drawing's image or writing as a surface to be painted with. */
void
nabla_canvas_update_picture (NablaCanvas *self)
{
  const guint8 *image = nabla_drawing_get_image (self->drawing);
  const NablaWriting *writing = nabla_drawing_get_writing (self->drawing);

  g_clear_pointer (&self->picture, cairo_surface_destroy);
  if (image != NULL)
    self->picture = surface_of (image, DIGITS_SIDE, DIGITS_SIDE);
  else if (writing != NULL)
    self->picture = surface_of (writing->ink, writing->width, writing->height);
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

/* To the picture's own pixels, as large as it fits on the paper, in its middle. */
static void
scale_to_picture (NablaCanvas *self, cairo_t *cr, double side)
{
  int width = cairo_image_surface_get_width (self->picture);
  int height = cairo_image_surface_get_height (self->picture);
  double scale = side / MAX (width, height);

  cairo_translate (cr, (side - scale * width) / 2, (side - scale * height) / 2);
  cairo_scale (cr, scale, scale);
}

static void
draw_picture (NablaCanvas *self, cairo_t *cr, double side)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (self->picture);

  cairo_save (cr);
  scale_to_picture (self, cr, side);
  if (nabla_drawing_get_image (self->drawing) != NULL)
    cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_restore (cr);
}

/* A frame around each digit of a number. */
static void
draw_boxes (NablaCanvas *self, cairo_t *cr, double side, GdkRGBA color)
{
  for (int i = 0; i < self->n_boxes; i++) {
    const DigitsBox *box = &self->boxes[i];
    double x = box->x, y = box->y, right = box->x + box->width, bottom = box->y + box->height;

    cairo_save (cr);
    if (self->picture != NULL)
      scale_to_picture (self, cr, side);
    else
      cairo_scale (cr, side / NABLA_CANVAS_UNITS, side / NABLA_CANVAS_UNITS);
    cairo_user_to_device (cr, &x, &y);
    cairo_user_to_device (cr, &right, &bottom);
    cairo_restore (cr);
    cairo_device_to_user (cr, &x, &y);
    cairo_device_to_user (cr, &right, &bottom);
    cairo_rectangle (cr, round (x) - 3.5, round (y) - 3.5, round (right - x) + 7,
                     round (bottom - y) + 7);
    cairo_set_line_width (cr, 1);
    cairo_set_source_rgba (cr, color.red, color.green, color.blue,
                           color.alpha * (i == self->stressed ? 0.75 : 0.3));
    cairo_stroke (cr);
  }
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
  draw_boxes (self, cr, side, color);
  gdk_cairo_set_source_rgba (cr, &color);
  if (self->hovered && (self->erasing || self->turned))
    draw_eraser (self, cr, side, x, y);
  cairo_destroy (cr);
}

void
nabla_canvas_set_boxes (NablaCanvas *self, const DigitsBox *boxes, int n, int stressed)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));
  g_return_if_fail (n >= 0 && n <= DIGITS_MAX_PIECES);

  if (n > 0)
    memcpy (self->boxes, boxes, (gsize) n * sizeof *boxes);
  self->n_boxes = n;
  self->stressed = stressed;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
nabla_canvas_get_n_boxes (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), 0);

  return self->n_boxes;
}
