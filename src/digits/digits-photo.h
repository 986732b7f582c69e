/* SPDX-License-Identifier: MIT */
/* digits-photo.h: from a picture of something written to its ink: dark on light or light on dark,
 * in even light or not, on paper with specks and a frame. */
#pragma once

#include "digits/digits-error.h"

#include <stdbool.h>
#include <stdint.h>

#define DIGITS_PHOTO_SIDE 8192 /* most pixels of a side; 1024 are plenty */

/* Whether grey[height][width] needs no more than its paper taken off: it is small as the digits of
 * data sets are, or its ground is one grey. */
bool digits_photo_is_plain (const uint8_t *grey, int width, int height);

/* The ink of grey[height][width] (0 black … 255 white), 255 on 0, soft at its edges, into
 * ink[height][width] (may be the same). Plain pictures: the border's median is paper, and what is
 * within a quarter of the way to the strongest ink is paper too. Others: each pixel is compared
 * with the paper around it, so that shadows go, and what differs clearly is ink; pen strokes much
 * thinner than MNIST's are made thicker. Frames, ruled lines and specks are taken off both. 0, or
 * −1 with *error: DIGITS_ERROR_EMPTY without ink, DIGITS_ERROR_SIZE, DIGITS_ERROR_MEMORY. */
int digits_photo_find_ink (const uint8_t *grey, int width, int height, uint8_t *ink,
                           DigitsError *error);

/* Makes ink 255 on 0: a picture with a bright border has dark ink and is inverted. */
void digits_photo_lighten (uint8_t *grey, int width, int height);
