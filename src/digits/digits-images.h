/* SPDX-License-Identifier: MIT */
/* digits-images.h: grey images of digits of one size, with labels. Ink is 255, paper 0.
 * Reference counted, immutable once shared; one allocation. */
#pragma once

#include "digits/digits-error.h"

#include <stddef.h>
#include <stdint.h>

#define DIGITS_SIDE       28 /* pixels of a side, as MNIST has them */
#define DIGITS_PIXELS     (28 * 28)
#define DIGITS_MAX_IMAGES 10000000u    /* accepted from a file */
#define DIGITS_MAX_BYTES  (1ull << 31) /* of pixels, accepted from a file */

typedef struct {
  int references; /* atomic */
  size_t n;
  int width, height;
  uint8_t *pixels; /* [n][height][width] */
  uint8_t *labels; /* [n], 0 … 9 */
} DigitsImages;

/* n images of zeros. NULL with *error for n = 0, a side outside 1 … 4096, too many bytes, no
 * memory. */
DigitsImages *digits_images_new (size_t n, int width, int height, DigitsError *error);
DigitsImages *digits_images_ref (DigitsImages *images);
void digits_images_unref (DigitsImages *images); /* NULL is fine */
