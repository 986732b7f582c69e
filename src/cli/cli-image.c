/* SPDX-License-Identifier: MIT */
#include "cli/cli-image.h"

/* The grey level that at least half of the border's pixels reach. */
static int
paper_level (const NablaPicture *image)
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
cli_image_lighten_ink (NablaPicture *image)
{
  if (paper_level (image) < 128)
    return;
  for (gsize i = 0; i < (gsize) image->width * (gsize) image->height; i++)
    image->pixels[i] = (guint8) (255 - image->pixels[i]);
}

void
cli_image_clean_paper (NablaPicture *image)
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
cli_image_is_blank (const NablaPicture *image)
{
  for (gsize i = 0; i < (gsize) image->width * (gsize) image->height; i++)
    if (image->pixels[i] != 0)
      return FALSE;
  return TRUE;
}
