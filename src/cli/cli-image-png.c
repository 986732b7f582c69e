/* SPDX-License-Identifier: MIT */
#include "cli/cli-image.h"

#include <cairo.h>
#include <string.h>

#define SIZE_AT 16 /* where width and height stand in a PNG file */

typedef struct {
  const guint8 *bytes;
  gsize n, at;
} Reader;

static cairo_status_t
read_bytes (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;
  if (reader->n - reader->at < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->bytes + reader->at, length);
  reader->at += length;
  return CAIRO_STATUS_SUCCESS;
}

static gint64
big_endian (const guint8 *bytes)
{
  return (gint64) bytes[0] << 24 | (gint64) bytes[1] << 16 | (gint64) bytes[2] << 8 | bytes[3];
}

/* Luminance × alpha (premultiplied, as cairo has it), 0 … 255. */
static guint
luminance (guint32 pixel)
{
  guint red = pixel >> 16 & 255, green = pixel >> 8 & 255, blue = pixel & 255;
  return (299 * red + 587 * green + 114 * blue + 500) / 1000;
}

/* Whether what is not transparent is rather bright: then it is light ink, and its paper black. */
static gboolean
is_light_ink (const guint8 *data, int stride, const CliImage *image)
{
  guint64 bright = 0, opaque = 0;
  gboolean transparent = FALSE;
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++) {
      guint32 pixel;
      memcpy (&pixel, data + (gsize) y * (gsize) stride + 4 * (gsize) x, sizeof pixel);
      bright += luminance (pixel);
      opaque += pixel >> 24;
      transparent = transparent || pixel >> 24 < 255;
    }
  return transparent && 2 * bright > opaque;
}

static void
compose (const guint8 *data, int stride, CliImage *image)
{
  guint paper = is_light_ink (data, stride, image) ? 0 : 255;
  for (int y = 0; y < image->height; y++)
    for (int x = 0; x < image->width; x++) {
      guint32 pixel;
      memcpy (&pixel, data + (gsize) y * (gsize) stride + 4 * (gsize) x, sizeof pixel);
      guint value = luminance (pixel) + (paper * (255 - (pixel >> 24)) + 127) / 255;
      image->pixels[(gsize) y * (gsize) image->width + (gsize) x] = (guint8) MIN (value, 255u);
    }
}

/* Opaque PNGs come without alpha, others with; both are brought to one form. */
static cairo_surface_t *
with_alpha (cairo_surface_t *surface, const CliImage *image)
{
  cairo_surface_t *copy =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, image->width, image->height);
  cairo_t *cr = cairo_create (copy);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (copy);
  return copy;
}

CliImage *
cli_image_decode_png (const guint8 *bytes, gsize n, const char *name, GError **error)
{
  Reader reader = { .bytes = bytes, .n = n };
  if (n < SIZE_AT + 8) {
    cli_error_set (error, NABLA_ERROR_INPUT, "%s is not a PNG image: it is cut off", name);
    return NULL;
  }
  /* Before cairo takes memory for it. */
  g_autoptr (CliImage) image =
      cli_image_new (big_endian (bytes + SIZE_AT), big_endian (bytes + SIZE_AT + 4), name, error);
  if (image == NULL)
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_bytes, &reader);
  cairo_surface_t *copy = NULL;
  cairo_status_t status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS) {
    copy = with_alpha (surface, image);
    status = cairo_surface_status (copy);
  }
  if (status == CAIRO_STATUS_SUCCESS)
    compose (cairo_image_surface_get_data (copy), cairo_image_surface_get_stride (copy), image);
  cairo_surface_destroy (copy);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&image);
  cli_error_set (error, NABLA_ERROR_INPUT, "%s is not a PNG image: it is cut off or damaged", name);
  return NULL;
}
