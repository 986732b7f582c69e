/* SPDX-License-Identifier: MIT */
/* digits-cut.h: where digits that touch are parted. */
#pragma once

#include <stdint.h>

/* Most columns in which one part is cut. */
#define DIGITS_MAX_CUTS 15

/* The columns before which ink[height][width], the ink of one connected part, is to be cut for
 * digits of the usual width, from left to right: there only one stroke goes across, and little ink
 * lies above another. Returns how many; 0 for what may be one digit. */
int digits_find_cuts (const uint8_t *ink, int width, int height, int cuts[DIGITS_MAX_CUTS]);
