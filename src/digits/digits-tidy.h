/* SPDX-License-Identifier: MIT */
/* digits-tidy.h: takes off a page what is no writing. */
#pragma once

#include <stdint.h>

/* Takes off ink[height][width], 255 on 0: what is faint throughout, specks, frames and ruled lines,
 * and what comes in from the edge where something else stands free. 0, or −1 for want of memory. */
int digits_tidy (uint8_t *ink, int width, int height);
