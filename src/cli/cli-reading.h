/* SPDX-License-Identifier: MIT */
/* cli-reading.h: from a file of a picture or a drawing to the images that the network sees. */
#pragma once

#include "cli/cli-error.h"
#include "digits/digits-segment.h"
#include "digits/digits-strokes.h"

typedef struct {
  gboolean raw;          /* images of 28×28 pixels are taken as they are; none of the others */
  gboolean strokes;      /* whatever it looks like, the file is a drawing in JSON */
  gboolean several;      /* each digit apart; else all ink is one */
  DigitsStrokes **taken; /* where the strokes of a drawing go, to be freed; or NULL */
} CliReading;

/* pieces[DIGITS_MAX_PIECES]; where not several, one. Of a raw image only normalised.pixels are set.
 * Returns how many, or −1 with NABLA_ERROR_INPUT naming the file. */
int cli_reading_read (const CliReading *reading, const char *path, DigitsPiece *pieces,
                      GError **error);
