/* SPDX-License-Identifier: MIT */
/* digits-segment.h: the digits of a number that is written in a picture or a drawing, one by one.
 */
#pragma once

#include "digits/digits-boxes.h"
#include "digits/digits-strokes.h"

#define DIGITS_MAX_PIECES 64

typedef struct {
  DigitsBox box; /* of the ink; in pixels, or in the unit of the strokes */
  DigitsNormalised normalised;
} DigitsPiece;

/* The digits of ink[height][width], 255 on 0, in reading order: lines from the top, each from the
 * left. Parts above one another are one digit; what is much wider than high is cut where a single
 * stroke joins two digits. pieces[DIGITS_MAX_PIECES]. Returns how many, or −1 with *error:
 * DIGITS_ERROR_EMPTY, DIGITS_ERROR_SIZE for too many or a side outside 1 … 8192,
 * DIGITS_ERROR_MEMORY. */
int digits_segment_ink (const uint8_t *ink, int width, int height, DigitsPiece *pieces,
                        DigitsError *error);

/* The same of strokes, none of which is cut. */
int digits_segment_strokes (const DigitsStrokes *strokes, DigitsPiece *pieces, DigitsError *error);
