/* SPDX-License-Identifier: MIT */
/* cli-file.h: bounded reading, and asking early whether a file could be written. */
#pragma once

#include "cli/cli-error.h"

/* Where options say a file is for writing: NABLA_ERROR_OUTPUT where its folder is missing or takes
 * no new file, or where it is a folder itself. Leaves nothing behind. path NULL is fine. */
gboolean cli_file_check_writable (const char *path, GError **error);

/* The bytes of a file (a pipe too), at most `limit`; NABLA_ERROR_INPUT beyond. A NUL follows them.
 */
guint8 *cli_file_read (const char *path, gsize limit, gsize *n, GError **error);
