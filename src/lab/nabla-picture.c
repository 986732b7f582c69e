/* SPDX-License-Identifier: MIT */
#include "lab/nabla-error.h"
#include "lab/nabla-picture-private.h"

#include <glib/gi18n-lib.h>

#define CHUNK ((gsize) 64 << 10) /* between two looks at the cancellable */

/* Pictures that have no size of their own are drawn so large at least. */
#define SCALABLE_SIDE 512

typedef struct {
  int longest_side;
  int width, height; /* as the file says; 0 before it has */
  gboolean too_large;
  int n_rows; /* of the picture that the loader makes, from the top, that have come */
} Sizes;

void
nabla_picture_free (NablaPicture *picture)
{
  if (picture == NULL)
    return;
  g_free (picture->pixels);
  g_free (picture);
}

NablaPicture *
nabla_picture_new (int width, int height)
{
  NablaPicture *picture = g_new0 (NablaPicture, 1);
  picture->width = picture->source_width = width;
  picture->height = picture->source_height = height;
  picture->pixels = g_malloc0 ((gsize) width * (gsize) height);
  return picture;
}

static gboolean
is_scalable (GdkPixbufLoader *loader)
{
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  return format != NULL && gdk_pixbuf_format_is_scalable (format);
}

/* The loader knows the size and has not taken memory for it yet. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, Sizes *sizes)
{
  gint64 longer = MAX (width, height), wanted = longer;
  sizes->width = width;
  sizes->height = height;
  if (width < 1 || height < 1 || (guint64) width * (guint64) height > NABLA_PICTURE_PIXELS) {
    sizes->too_large = width >= 1 && height >= 1;
    gdk_pixbuf_loader_set_size (loader, 0, 0); /* ends the loading */
    return;
  }
  if (is_scalable (loader))
    wanted = MAX (wanted, SCALABLE_SIDE);
  wanted = MIN (wanted, sizes->longest_side);
  if (wanted != longer)
    gdk_pixbuf_loader_set_size (loader, (int) MAX (1, width * wanted / longer),
                                (int) MAX (1, height * wanted / longer));
}

static void
on_area_updated (GdkPixbufLoader *loader, int x, int y, int width, int height, Sizes *sizes)
{
  sizes->n_rows = MAX (sizes->n_rows, y + height);
}

/* These loaders take a file that is cut off for a whole one, with rows that have never come. */
static gboolean
is_cut_off (GdkPixbufLoader *loader, const Sizes *sizes)
{
  static const char *const by_rows[] = { "jpeg", "png", "pnm", NULL };
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  g_autofree char *name = gdk_pixbuf_format_get_name (gdk_pixbuf_loader_get_format (loader));
  return g_strv_contains (by_rows, name) && sizes->n_rows < gdk_pixbuf_get_height (pixbuf);
}

/* Formats that hold no pictures of digits, or are told from text by a guess. */
static gboolean
is_accepted (GdkPixbufFormat *format)
{
  static const char *const refused[] = { "ani", "icns", "qtif", "tga", "xbm", "xpm", NULL };
  g_autofree char *name = gdk_pixbuf_format_get_name (format);
  return !g_strv_contains (refused, name);
}

static gboolean
set_no_image (const char *name, GError **error)
{
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
               _ ("%s is no image that can be read; PNG, JPEG, GIF, BMP, TIFF, PGM and SVG can be"),
               name);
  return FALSE;
}

/* Why the loader took no more, or ended without a picture. */
static void
set_reason (GdkPixbufLoader *loader, const Sizes *sizes, const char *name, GError **error)
{
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  if (sizes->too_large)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 _ ("%s has %d×%d pixels; up to %u million are read"), name, sizes->width,
                 sizes->height, NABLA_PICTURE_PIXELS / 1000000u);
  else if (format == NULL || !is_accepted (format))
    set_no_image (name, error);
  else
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, _ ("%s is cut off or damaged"), name);
}

static gboolean
feed (GdkPixbufLoader *loader, const guint8 *bytes, gsize n, const Sizes *sizes, const char *name,
      GCancellable *cancellable, GError **error)
{
  for (gsize at = 0; at < n; at += CHUNK) {
    GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (sizes->too_large || (format != NULL && !is_accepted (format)) ||
        !gdk_pixbuf_loader_write (loader, bytes + at, MIN (CHUNK, n - at), NULL)) {
      set_reason (loader, sizes, name, error);
      return FALSE;
    }
  }
  return TRUE;
}

/* What is left of a loader that ends early is thrown away. */
static gboolean
load (GdkPixbufLoader *loader, const guint8 *bytes, gsize n, const Sizes *sizes, const char *name,
      GCancellable *cancellable, GError **error)
{
  gboolean fed = feed (loader, bytes, n, sizes, name, cancellable, error);
  gboolean closed = gdk_pixbuf_loader_close (loader, NULL);
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  if (!fed)
    return FALSE;
  if (closed && !sizes->too_large && format != NULL && is_accepted (format) &&
      gdk_pixbuf_loader_get_pixbuf (loader) != NULL && !is_cut_off (loader, sizes))
    return TRUE;
  set_reason (loader, sizes, name, error);
  return FALSE;
}

static NablaPicture *
decode_pixbuf (const guint8 *bytes, gsize n, const char *name, int longest_side,
               GCancellable *cancellable, GError **error)
{
  Sizes sizes = { .longest_side = longest_side };
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), &sizes);
  g_signal_connect (loader, "area-updated", G_CALLBACK (on_area_updated), &sizes);
  if (!load (loader, bytes, n, &sizes, name, cancellable, error))
    return NULL;
  g_autoptr (GdkPixbuf) upright =
      gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  NablaPicture *picture = nabla_picture_from_pixbuf (upright);
  /* Turned by a quarter, or not. */
  gboolean turned = (sizes.width > sizes.height) != (picture->width > picture->height);
  picture->source_width = turned ? sizes.height : sizes.width;
  picture->source_height = turned ? sizes.width : sizes.height;
  /* A loader may have taken no notice of the size that it was told. */
  return nabla_picture_shrink (picture, longest_side);
}

NablaPicture *
nabla_picture_decode (const guint8 *bytes, gsize n, const char *name, int longest_side,
                      GCancellable *cancellable, GError **error)
{
  if (n == 0) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, _ ("%s is empty"), name);
    return NULL;
  }
  if (n > NABLA_PICTURE_BYTES) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, _ ("%s has more than %u MB"), name,
                 NABLA_PICTURE_BYTES >> 20);
    return NULL;
  }
  if (n < 3 || bytes[0] != 'P' || (bytes[1] != '2' && bytes[1] != '5') ||
      !g_ascii_isspace (bytes[2]))
    return decode_pixbuf (bytes, n, name, longest_side, cancellable, error);
  NablaPicture *picture = nabla_picture_decode_pgm (bytes, n, name, error);
  return picture != NULL ? nabla_picture_shrink (picture, longest_side) : NULL;
}

/* All bytes, or one more than are accepted. */
static GByteArray *
read_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize got;
  while (bytes->len <= NABLA_PICTURE_BYTES) {
    got = g_input_stream_read (stream, chunk, CHUNK, cancellable, error);
    if (got < 0)
      return NULL;
    if (got == 0)
      break;
    g_byte_array_append (bytes, chunk, (guint) got);
  }
  return g_steal_pointer (&bytes);
}

NablaPicture *
nabla_picture_read (GFile *file, int longest_side, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "");
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &reason);
  g_autoptr (GByteArray) bytes =
      stream != NULL ? read_stream (G_INPUT_STREAM (stream), cancellable, &reason) : NULL;
  if (bytes != NULL)
    return nabla_picture_decode (bytes->data, bytes->len, name, longest_side, cancellable, error);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, _ ("%s cannot be read: %s"), name,
                 reason->message);
  return NULL;
}
