/* SPDX-License-Identifier: MIT */
#include "cli/cli-image.h"

#include <string.h>

void
cli_image_free (CliImage *image)
{
  g_free (image->pixels);
  g_free (image);
}

CliImage *
cli_image_new (gint64 width, gint64 height, const char *name, GError **error)
{
  if (width < 1 || width > CLI_IMAGE_SIDE || height < 1 || height > CLI_IMAGE_SIDE) {
    cli_error_set (error, NABLA_ERROR_INPUT,
                   "%s has %" G_GINT64_FORMAT "×%" G_GINT64_FORMAT
                   " pixels; a side of 1 to %d is accepted",
                   name, width, height, CLI_IMAGE_SIDE);
    return NULL;
  }
  CliImage *image = g_new0 (CliImage, 1);
  image->width = (int) width;
  image->height = (int) height;
  image->pixels = g_malloc0 ((gsize) width * (gsize) height);
  return image;
}

CliImage *
cli_image_decode (const guint8 *bytes, gsize n, const char *name, GError **error)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  if (n >= sizeof png && memcmp (bytes, png, sizeof png) == 0)
    return cli_image_decode_png (bytes, n, name, error);
  if (n >= 2 && bytes[0] == 'P' && (bytes[1] == '2' || bytes[1] == '5'))
    return cli_image_decode_pgm (bytes, n, name, error);
  cli_error_set (error, NABLA_ERROR_INPUT,
                 "%s is neither a PNG nor a PGM image nor a drawing with strokes", name);
  return NULL;
}

/* The grey level that at least half of the border's pixels reach. */
static int
paper_level (const CliImage *image)
{
  gsize counts[256] = { 0 };
  gsize width = (gsize) image->width, n = 0, below = 0;
  for (int y = 0; y < image->height; y++) {
    gboolean whole_row = y == 0 || y == image->height - 1;
    for (gsize x = 0; x < width; x += whole_row || width == 1 ? 1 : width - 1) {
      counts[image->pixels[(gsize) y * width + x]]++;
      n++;
    }
  }
  int level = 0;
  while (level < 255 && (below += counts[level]) * 2 < n)
    level++;
  return level;
}

void
cli_image_lighten_ink (CliImage *image)
{
  if (paper_level (image) < 128)
    return;
  for (gsize i = 0; i < (gsize) image->width * (gsize) image->height; i++)
    image->pixels[i] = (guint8) (255 - image->pixels[i]);
}

void
cli_image_clean_paper (CliImage *image)
{
  gsize n = (gsize) image->width * (gsize) image->height;
  int paper = paper_level (image), ink = 0;
  for (gsize i = 0; i < n; i++)
    ink = MAX (ink, image->pixels[i]);
  if (paper == 0)
    return;
  /* Paper that is grey is uneven too: what is little above it is not ink. */
  int low = paper + (ink - paper) / 4;
  for (gsize i = 0; i < n; i++)
    image->pixels[i] =
        image->pixels[i] <= low ? 0 : (guint8) ((image->pixels[i] - low) * 255 / (ink - low));
}

gboolean
cli_image_is_blank (const CliImage *image)
{
  for (gsize i = 0; i < (gsize) image->width * (gsize) image->height; i++)
    if (image->pixels[i] != 0)
      return FALSE;
  return TRUE;
}
