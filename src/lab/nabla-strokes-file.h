/* SPDX-License-Identifier: MIT */
/* cli-strokes.h: a drawing in a file: {"strokes": [[[x, y, t_ms?], …], …], "width": pen width}. */
#pragma once

#include "cli/cli-error.h"
#include "digits/digits-strokes.h"

/* Of the file's bytes, which a NUL follows. NABLA_ERROR_INPUT naming `name`; an empty drawing is
 * read as one. */
DigitsStrokes *cli_strokes_parse (const guint8 *bytes, gsize n, const char *name, GError **error);
