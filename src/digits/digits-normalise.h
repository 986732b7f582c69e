/* SPDX-License-Identifier: MIT */
/* digits-normalise.h: how MNIST's images were made, and so how anything drawn must be treated: the
 * ink's bounding box scaled (anti-aliased, aspect kept) so that its longer side is 20 pixels, then
 * placed in 28×28 so that its centre of mass is at the centre, by a whole-pixel shift. */
#pragma once

#include "digits/digits-images.h"

typedef struct {
  int box_x, box_y, box_width, box_height; /* of the ink in the source, in pixels */
  int scaled_width, scaled_height;         /* the longer is 20 */
  uint8_t scaled[20 * 20];                 /* [scaled_height][scaled_width], rows packed */
  uint8_t boxed[DIGITS_PIXELS];            /* the scaled box centred by its bounding box */
  uint8_t pixels[DIGITS_PIXELS];           /* the result: centred by its centre of mass */
} DigitsNormalised;

/* source[height][width], stride = width, ink 255 on 0. 0, or −1 with *error: DIGITS_ERROR_EMPTY
 * without ink, DIGITS_ERROR_SIZE for a side outside 1 … 8192. Allocates only for the resampling of
 * large sources. */
int digits_normalise (const uint8_t *source, int width, int height, DigitsNormalised *normalised,
                      DigitsError *error);
