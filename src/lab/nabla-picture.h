/* SPDX-License-Identifier: MIT */
/* nabla-picture.h: any image file as grey pixels: PNG, JPEG, GIF (its first frame), BMP, TIFF, PGM,
 * and what else gdk-pixbuf has loaders for, SVG where its loader is installed. Bounded whatever a
 * file claims; from any thread. */
#pragma once

#include <gio/gio.h>

#define NABLA_PICTURE_BYTES  (64u << 20)  /* of a file, at most */
#define NABLA_PICTURE_PIXELS (128u << 20) /* that a file may claim */
#define NABLA_PICTURE_SIDE   1024         /* the longer side for reading digits */

typedef struct {
  int width, height;               /* ≥ 1, ≤ the longest side asked for */
  int source_width, source_height; /* in the file; an SVG is drawn at any size */
  guint8 *pixels;                  /* [height][width], 0 black … 255 white */
} NablaPicture;

/* Decodes the bytes of a file, scaled down while loading so that the longer side is at most
 * `longest_side` (1 … 8192); turned as its EXIF data say. Transparent pixels are paper: white under
 * dark ink, black under light ink. NABLA_ERROR_INPUT with one sentence naming `name` (UTF-8), or
 * G_IO_ERROR_CANCELLED. `cancellable` may be NULL. */
NablaPicture *nabla_picture_decode (const guint8 *bytes, gsize n, const char *name,
                                    int longest_side, GCancellable *cancellable, GError **error);

/* The same of a file, wherever it is; blocks. Its name is the file's own, without folders. */
NablaPicture *nabla_picture_read (GFile *file, int longest_side, GCancellable *cancellable,
                                  GError **error);

/* All black, not scaled. The sides are ≥ 1 and their product ≤ NABLA_PICTURE_PIXELS. */
NablaPicture *nabla_picture_new (int width, int height);
void nabla_picture_free (NablaPicture *picture); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaPicture, nabla_picture_free)
