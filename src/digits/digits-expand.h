/* SPDX-License-Identifier: MIT */
/* digits-expand.h: artificially expanded data: images that one image of a digit becomes.
 *
 * - shift: by one pixel to the right, to the left, down and up (copies 1 … 4); ink that is pushed
 *   out is lost. M. Nielsen, Neural Networks and Deep Learning, chapter 3: 50,000 become 250,000.
 * - rotate: about the image's centre by an angle that is uniform within ±15°.
 * - elastic: P. Simard, D. Steinkraus, J. Platt, "Best Practices for Convolutional Neural Networks
 *   Applied to Visual Document Analysis" (2003): every pixel is displaced by a random field
 * smoothed by a Gaussian, on top of a small random affine map (rotation, scale, shear, shift).
 *
 * Rotated and distorted images are sampled bilinearly; beyond the image there is paper. */
#pragma once

#include "digits/digits-images.h"

typedef enum {
  DIGITS_EXPAND_NONE,
  DIGITS_EXPAND_SHIFT,
  DIGITS_EXPAND_ROTATE,
  DIGITS_EXPAND_ELASTIC
} DigitsExpansion;

/* Images that one image becomes, itself included: 1 for none, else 5. */
int digits_expand_copies (DigitsExpansion kind);

/* Copy `copy`, 0 … digits_expand_copies (kind) − 1, of image number `image` of a set, for `seed`;
 * copy 0 is the image itself. Pure: the same arguments give the same bytes, in whatever order or
 * thread. in, out: [DIGITS_PIXELS], distinct. */
void digits_expand_image (DigitsExpansion kind, uint64_t seed, size_t image, int copy,
                          const uint8_t *in, uint8_t *out);
