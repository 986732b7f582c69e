/* SPDX-License-Identifier: MIT */
/* nabla-idx-pair.h: one IDX file of images, with its labels beside it, as a data set. */
#pragma once

#include "digits/digits-set.h"
#include "lab/nabla-error.h"

G_BEGIN_DECLS

/* The file of labels that belongs to a file of images: of the same folder, with "labels" for
 * "images" and "idx1" for "idx3" in its name, with or without ".gz". Freed by the caller. NULL with
 * NABLA_ERROR_INPUT where there is none. */
char *nabla_idx_pair_find_labels (const char *images_path, GError **error);

/* About a seventh of the images are the test part and the last `validation_size` of the others (a
 * sixth where there are not more) the validation part, told by their numbers in the file alone,
 * whose order is mixed: labels may be sorted. Blocking. NULL with error as digits_set_load(). */
DigitsSet *nabla_idx_pair_load (const char *images_path, gsize validation_size, GError **error);

G_END_DECLS
