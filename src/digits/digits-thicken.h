/* SPDX-License-Identifier: MIT */
/* digits-thicken.h: a fine pen's digits would be faint in 28×28 pixels, where MNIST's are bold. */
#pragma once

#include <stdint.h>

/* Makes the strokes of ink[height][width], 255 on 0, as wide as is usual, where they are less than
 * `thin` pixels wide once the tallest part has 20. 0, or −1 for want of memory. */
int digits_thicken (uint8_t *ink, int width, int height, float thin);

/* Makes all strokes wider by `more` pixels on each side, with soft edges. 0, or −1 for want of
 * memory. */
int digits_widen (uint8_t *ink, int width, int height, float more);

/* The mean width of the strokes, in pixels; 0 without ink, −1 for want of memory. */
float digits_stroke_width (const uint8_t *ink, int width, int height);
