/* SPDX-License-Identifier: MIT */
/* cli-image.h: images of people as grey pixels: PNG (whatever cairo reads) and PGM (P2, P5). */
#pragma once

#include "cli/cli-error.h"

#define CLI_IMAGE_SIDE  8192        /* most pixels of a side */
#define CLI_IMAGE_BYTES (64u << 20) /* of a file */

typedef struct {
  int width, height;
  guint8 *pixels; /* [height][width] */
} CliImage;

void cli_image_free (CliImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliImage, cli_image_free)

/* A black image; the sides are checked. NABLA_ERROR_INPUT naming `name`. */
CliImage *cli_image_new (gint64 width, gint64 height, const char *name, GError **error);

/* Reads a PNG or a PGM file, told apart by how `bytes` begin. Transparent pixels are paper: white
 * under dark ink, black under light ink. */
CliImage *cli_image_decode (const guint8 *bytes, gsize n, const char *name, GError **error);
CliImage *cli_image_decode_pgm (const guint8 *bytes, gsize n, const char *name, GError **error);
CliImage *cli_image_decode_png (const guint8 *bytes, gsize n, const char *name, GError **error);

/* Makes ink 255 on 0: an image with a bright border has dark ink and is inverted. */
void cli_image_lighten_ink (CliImage *image);

/* For what was scanned or photographed: paper that is not quite 0 becomes 0. The ink is light. */
void cli_image_clean_paper (CliImage *image);

gboolean cli_image_is_blank (const CliImage *image);
