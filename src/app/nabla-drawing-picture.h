/* SPDX-License-Identifier: MIT */
/* nabla-drawing-picture.h: a drawing as a picture for other programs: black ink on white paper. */
#pragma once

#include "digits/digits-strokes.h"
#include "lab/nabla-writing.h"

#include <cairo.h>
#include <gio/gio.h>

/* Pixels of a side of the pictures that are saved. */
#define NABLA_DRAWING_PICTURE_SIDE 560

/* A picture (RGB24) of the whole paper with these strokes, or of the image [28][28] or the
 * writing where it is not NULL. To be destroyed. Any thread. */
cairo_surface_t *nabla_drawing_picture_new (const DigitsStrokes *strokes, const guint8 *image,
                                            const NablaWriting *writing, int side);

/* The same as a PNG file, which is there as a whole or not at all. NABLA_ERROR_OUTPUT. Blocks. */
gboolean nabla_drawing_picture_save (const DigitsStrokes *strokes, const guint8 *image,
                                     const NablaWriting *writing, const char *path, GError **error);
