/* SPDX-License-Identifier: MIT */
/* nabla-writing.h: what is written in a picture: its ink, and the digits that it consists of.
 * Reference counted, never changed, for any thread. */
#pragma once

#include "digits/digits-segment.h"
#include "lab/nabla-picture.h"

#define NABLA_WRITING_SIDE 560 /* pixels of the ink's longer side, at most */

typedef struct {
  gint references;
  int width, height;
  guint8 *ink;         /* [height][width], 255 on 0 */
  int n;               /* digits: 1 … DIGITS_MAX_PIECES */
  DigitsPiece *pieces; /* [n], as they are read; boxes in pixels of `ink` */
} NablaWriting;

/* Finds the ink of `picture` and its digits. NABLA_ERROR_INPUT with one sentence naming `name`
 * where there is none, or too many. */
NablaWriting *nabla_writing_new (const NablaPicture *picture, const char *name, GError **error);

/* Reads a file of any picture: see nabla_picture_read; blocks. */
NablaWriting *nabla_writing_read (GFile *file, GCancellable *cancellable, GError **error);
/* Of the bytes of such a file: see nabla_picture_decode. */
NablaWriting *nabla_writing_decode (GBytes *bytes, const char *name, GCancellable *cancellable,
                                    GError **error);

NablaWriting *nabla_writing_ref (NablaWriting *writing);
void nabla_writing_unref (NablaWriting *writing); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaWriting, nabla_writing_unref)
