/* SPDX-License-Identifier: MIT */
/* From colours to grey, and to fewer pixels. */
#include "lab/nabla-picture-private.h"

/* As cairo premultiplies: exact to the nearest. */
static guint
multiplied (guint colour, guint alpha)
{
  guint product = colour * alpha + 0x80;
  return (product + (product >> 8)) >> 8;
}

/* Luminance × alpha, 0 … 255. */
static guint
luminance (const guint8 *pixel, guint alpha)
{
  guint red = multiplied (pixel[0], alpha), green = multiplied (pixel[1], alpha);
  guint blue = multiplied (pixel[2], alpha);
  return (299 * red + 587 * green + 114 * blue + 500) / 1000;
}

typedef struct {
  const guint8 *pixels;
  gsize stride;
  int width, height, n_channels;
} Colours;

static const guint8 *
pixel_at (const Colours *colours, int x, int y)
{
  return colours->pixels + (gsize) y * colours->stride + (gsize) x * (gsize) colours->n_channels;
}

static guint
alpha_of (const Colours *colours, const guint8 *pixel)
{
  return colours->n_channels == 4 ? pixel[3] : 255;
}

/* Whether what is not transparent is rather bright: then it is light ink, and its paper black. */
static gboolean
is_light_ink (const Colours *colours)
{
  guint64 bright = 0, opaque = 0;
  gboolean transparent = FALSE;
  for (int y = 0; y < colours->height; y++)
    for (int x = 0; x < colours->width; x++) {
      const guint8 *pixel = pixel_at (colours, x, y);
      guint alpha = alpha_of (colours, pixel);
      bright += luminance (pixel, alpha);
      opaque += alpha;
      transparent = transparent || alpha < 255;
    }
  return transparent && 2 * bright > opaque;
}

NablaPicture *
nabla_picture_from_pixbuf (const GdkPixbuf *pixbuf)
{
  const Colours colours = {
    .pixels = gdk_pixbuf_read_pixels (pixbuf),
    .stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf),
    .width = gdk_pixbuf_get_width (pixbuf),
    .height = gdk_pixbuf_get_height (pixbuf),
    .n_channels = gdk_pixbuf_get_n_channels (pixbuf),
  };
  NablaPicture *picture = nabla_picture_new (colours.width, colours.height);
  guint8 *grey = picture->pixels;
  guint paper = is_light_ink (&colours) ? 0 : 255;
  for (int y = 0; y < colours.height; y++)
    for (int x = 0; x < colours.width; x++) {
      const guint8 *pixel = pixel_at (&colours, x, y);
      guint alpha = alpha_of (&colours, pixel);
      guint value = luminance (pixel, alpha) + (paper * (255 - alpha) + 127) / 255;
      *grey++ = (guint8) MIN (value, 255u);
    }
  return picture;
}

/* The mean of the pixels that fall into one of the smaller picture's. */
static guint8
mean_of (const NablaPicture *from, int left, int right, int top, int bottom)
{
  guint64 sum = 0;
  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      sum += from->pixels[(gsize) y * (gsize) from->width + (gsize) x];
  guint64 n = (guint64) (right - left) * (guint64) (bottom - top);
  return (guint8) ((sum + n / 2) / n);
}

/* Where pixel i of `size` begins among `source_size`. */
static int
edge (int i, int size, int source_size)
{
  return (int) ((gint64) i * source_size / size);
}

NablaPicture *
nabla_picture_shrink (NablaPicture *picture, int longest_side)
{
  int longer = MAX (picture->width, picture->height);
  if (longer <= longest_side)
    return picture;
  int width = MAX (1, (int) ((gint64) picture->width * longest_side / longer));
  int height = MAX (1, (int) ((gint64) picture->height * longest_side / longer));
  NablaPicture *small = nabla_picture_new (width, height);
  small->source_width = picture->source_width;
  small->source_height = picture->source_height;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      small->pixels[(gsize) y * (gsize) width + (gsize) x] =
          mean_of (picture, edge (x, width, picture->width), edge (x + 1, width, picture->width),
                   edge (y, height, picture->height), edge (y + 1, height, picture->height));
  nabla_picture_free (picture);
  return small;
}
