/* SPDX-License-Identifier: MIT */
#include "app/nabla-drawing-picture.h"

#include "app/nabla-canvas-ink.h"
#include "digits/digits-smooth.h"
#include "lab/nabla-error.h"

#include <string.h>

static void
paint_strokes (const DigitsStrokes *strokes, cairo_t *cr, int side)
{
  DigitsStrokes *smooth = digits_strokes_smooth (strokes);
  NablaCanvasInk ink = { 0 };

  nabla_canvas_ink_resize (&ink, side);
  nabla_canvas_ink_dry_all (&ink, smooth != NULL ? smooth : strokes, FALSE);
  nabla_canvas_ink_paint (&ink, cr, side);
  nabla_canvas_ink_finish (&ink);
  digits_strokes_free (smooth);
}

/* Pixel by pixel, for every one is to have sharp edges. */
static void
paint_image (const guint8 *image, cairo_t *cr, int side)
{
  cairo_scale (cr, (double) side / DIGITS_SIDE, (double) side / DIGITS_SIDE);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int i = 0; i < DIGITS_PIXELS; i++) {
    if (image[i] == 0)
      continue;
    cairo_set_source_rgba (cr, 0, 0, 0, image[i] / 255.0);
    cairo_rectangle (cr, i % DIGITS_SIDE, i / DIGITS_SIDE, 1, 1);
    cairo_fill (cr);
  }
}

/* As large as it fits, as on the canvas. */
static void
paint_writing (const NablaWriting *writing, cairo_t *cr, int side)
{
  cairo_surface_t *ink =
      cairo_image_surface_create (CAIRO_FORMAT_A8, writing->width, writing->height);
  double scale = (double) side / MAX (writing->width, writing->height);

  for (int y = 0; y < writing->height; y++)
    memcpy (cairo_image_surface_get_data (ink) +
                (gsize) y * (gsize) cairo_image_surface_get_stride (ink),
            writing->ink + (gsize) y * (gsize) writing->width, (gsize) writing->width);
  cairo_surface_mark_dirty (ink);
  cairo_translate (cr, (side - scale * writing->width) / 2, (side - scale * writing->height) / 2);
  cairo_scale (cr, scale, scale);
  cairo_mask_surface (cr, ink, 0, 0);
  cairo_surface_destroy (ink);
}

cairo_surface_t *
nabla_drawing_picture_new (const DigitsStrokes *strokes, const guint8 *image,
                           const NablaWriting *writing, int side)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (image != NULL)
    paint_image (image, cr, side);
  else if (writing != NULL)
    paint_writing (writing, cr, side);
  else
    paint_strokes (strokes, cr, side);
  cairo_destroy (cr);
  return surface;
}

static cairo_status_t
collect (void *closure, const unsigned char *data, unsigned int n)
{
  g_byte_array_append (closure, data, n);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
nabla_drawing_picture_save (const DigitsStrokes *strokes, const guint8 *image,
                            const NablaWriting *writing, const char *path, GError **error)
{
  cairo_surface_t *surface =
      nabla_drawing_picture_new (strokes, image, writing, NABLA_DRAWING_PICTURE_SIDE);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, collect, bytes);

  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, "%s cannot be made: %s", name,
                 cairo_status_to_string (status));
    return FALSE;
  }
  if (g_file_set_contents_full (path, (const char *) bytes->data, bytes->len,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0666, &reason))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", name,
               reason->message);
  return FALSE;
}
