/* SPDX-License-Identifier: MIT */
/* nabla-image-list.h: which images a folder of images by class holds, which digit each shows, and
 * which part of the data set it belongs to; without opening any.
 *
 * The folder holds folders 0 … 9 (some may be missing), or folders train and test (or training,
 * testing; also valid, val or validation) that do. Where there is no test folder, about a seventh
 * of the images are the test part, told by a hash of their names, so that an image stays where it
 * is when others come. Names that begin with a dot are passed over. */
#pragma once

#include "digits/digits-set.h"
#include "lab/nabla-error.h"

G_BEGIN_DECLS

#define NABLA_MOST_IMAGES 1000000 /* in all parts */

typedef struct {
  char *path;   /* from the folder: "train/3/a.png" */
  guint64 hash; /* of what follows the part's folder: "3/a.png" */
  guint8 label; /* 0 … 9 */
  guint8 part;  /* DigitsPartKind */
} NablaListedImage;

/* Whether the folder looks like one: reads its own names only. */
gboolean nabla_image_list_is (const char *folder);

/* Of NablaListedImage: training, validation, then test; within a part in the order of the hashes,
 * which mixes the classes. The validation part is empty where no folder says otherwise. Both
 * training and test hold an image. NULL with NABLA_ERROR_INPUT, or G_IO_ERROR_CANCELLED. */
GArray *nabla_image_list_new (const char *folder, GCancellable *cancellable, GError **error);

G_END_DECLS
