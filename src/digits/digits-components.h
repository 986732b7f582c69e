/* SPDX-License-Identifier: MIT */
/* digits-components.h: the connected pieces of ink in an image. */
#pragma once

#include "digits/digits-boxes.h"

#include <stdint.h>

#define DIGITS_NO_INK (-1)

typedef struct {
  DigitsBox box;
  int area;     /* pixels */
  uint8_t peak; /* the most ink of one pixel */
} DigitsComponent;

typedef struct {
  int width, height;
  int32_t *labels;             /* [height][width]: DIGITS_NO_INK, or which component */
  DigitsComponent *components; /* [n], from top to bottom by their first row */
  int n;
} DigitsComponents;

/* Pixels of ink[height][width] that are not 0 and touch, by a corner too, are one component. The
 * sides are 1 … 8192. NULL for want of memory. */
DigitsComponents *digits_components_find (const uint8_t *ink, int width, int height);
void digits_components_free (DigitsComponents *components); /* NULL is fine */
