/* SPDX-License-Identifier: MIT */
/* nabla-strokes-file.h: a drawing in a file, as JSON:
 *
 *   {"strokes": [[[x, y, t_ms?, pressure?], …], …], "width": pen width, "side": side of the paper}
 *
 * in any unit, y downwards; without "width" the pen is what gives MNIST's typical stroke; "side" is
 * there where the paper is known, a square from (0, 0). Pressures are 0 … 1, 0.5 where there are
 * none. Other members are ignored. */
#pragma once

#include "digits/digits-strokes.h"
#include "lab/nabla-error.h"

/* What a file may have. */
#define NABLA_STROKES_BYTES (64u << 20)

/* Of the bytes[n], which a NUL follows. *side is 0 where it is unknown; may be NULL. NABLA_ERROR
 * naming `name`; an empty drawing is read as one. */
DigitsStrokes *nabla_strokes_parse (const guint8 *bytes, gsize n, const char *name, float *side,
                                    GError **error);
/* Blocks. */
DigitsStrokes *nabla_strokes_load (const char *path, float *side, GError **error);

/* The text of a file. */
char *nabla_strokes_print (const DigitsStrokes *strokes, float side);

/* Writes what reads back as the same numbers, bit for bit; the file is there as a whole or not at
 * all. side = 0: unknown. Blocks. */
gboolean nabla_strokes_save (const DigitsStrokes *strokes, float side, const char *path,
                             GError **error);
