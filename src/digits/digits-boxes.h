/* SPDX-License-Identifier: MIT */
/* digits-boxes.h: which parts of what is written are one digit, told by their boxes alone, and the
 * order in which the digits are read: line after line, from left to right. */
#pragma once

/* Of ink; in any unit, y downwards. */
typedef struct {
  float x, y, width, height;
} DigitsBox;

#define DIGITS_MAX_PARTS 256

/* Makes `box` the smallest that holds both. */
void digits_box_add (DigitsBox *box, DigitsBox other);

/* Says of each part which digit it belongs to: group[n], numbered as they are read. Parts that lie
 * above one another are one digit, as are small ones and what they are next to; two that stand side
 * by side are not. `pen` is the width of the strokes. Parts with the same number in clusters[n]
 * nearly touch, as a stroke does that is broken; NULL where that is not known. Returns the number
 * of digits; 0 for n = 0. n ≤ DIGITS_MAX_PARTS. */
int digits_boxes_group (const DigitsBox *parts, int n, float pen, const int *clusters, int *group);
