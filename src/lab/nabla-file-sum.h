/* SPDX-License-Identifier: MIT */
/* nabla-file-sum.h: SHA-256 of a file, or of what a gzipped file holds. */
#pragma once

#include "lab/nabla-error.h"

typedef enum { NABLA_SUM_BYTES, NABLA_SUM_CONTENT } NablaSumKind;

/* In 64 small hexadecimal digits; `most` bytes at most are read or unpacked. Blocking. NULL with
 * NABLA_ERROR_INPUT where the file cannot be read, is damaged or holds more;
 * G_IO_ERROR_CANCELLED. `error` and `cancellable` may be NULL. */
char *nabla_file_sum (const char *path, NablaSumKind kind, guint64 most, GCancellable *cancellable,
                      GError **error);
