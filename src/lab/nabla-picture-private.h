/* SPDX-License-Identifier: MIT */
/* nabla-picture-private.h: the parts of reading pictures. */
#pragma once

#include "lab/nabla-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* A PGM file (it begins with P2 or P5), not scaled; exact for every largest value. */
NablaPicture *nabla_picture_decode_pgm (const guint8 *bytes, gsize n, const char *name,
                                        GError **error);

/* Luminance, transparent pixels composed on paper; with the pixbuf's own size as the source's. */
NablaPicture *nabla_picture_from_pixbuf (const GdkPixbuf *pixbuf);

/* Averages over areas until the longer side is at most longest_side. Takes and returns `picture`,
 * or a new one in its place. */
NablaPicture *nabla_picture_shrink (NablaPicture *picture, int longest_side);
