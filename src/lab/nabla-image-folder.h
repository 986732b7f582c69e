/* SPDX-License-Identifier: MIT */
/* nabla-image-folder.h: a folder of images by class (nabla-image-list.h) as a data set. */
#pragma once

#include "lab/nabla-image-list.h"

G_BEGIN_DECLS

/* What was left out. */
typedef struct {
  gsize n;      /* files that are no images, or without ink */
  char *reason; /* of the first, naming it, without full stop; NULL for n = 0 */
} NablaSkipped;

/* Reads all images, on several threads: those of 28×28 pixels as they are (inverted where their
 * border is bright), others as a drawing is: the ink, scaled and centred. The order, and which part
 * an image belongs to, depend on the names alone. The last `validation_size` of the training images
 * are the validation part (a sixth where there are not more), unless a folder of its own holds it.
 *
 * `progress` (0 … 1) is called on the calling thread; it and `cancellable` may be NULL. NULL with
 * NABLA_ERROR_INPUT, NABLA_ERROR_INTERNAL for want of memory or threads, or G_IO_ERROR_CANCELLED.
 * *skipped, which is filled where a set is given, is the caller's to clear. */
DigitsSet *nabla_image_folder_load (const char *folder, gsize validation_size,
                                    void (*progress) (double done, gpointer data), gpointer data,
                                    GCancellable *cancellable, NablaSkipped *skipped,
                                    GError **error);

G_END_DECLS
