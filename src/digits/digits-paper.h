/* SPDX-License-Identifier: MIT */
/* digits-paper.h: how bright the paper of a photograph is at each place, whatever light falls on
 * it. */
#pragma once

#include <stdint.h>

#define DIGITS_PAPER_TILES 128 /* along a side, at most */

typedef struct {
  int side;                                            /* of a tile, in pixels */
  int reach;                                           /* tiles to each side that ink may cover */
  int width, height;                                   /* in tiles */
  float level[DIGITS_PAPER_TILES][DIGITS_PAPER_TILES]; /* 0 … 255 */
} DigitsPaper;

/* The mean of each tile and its neighbours; of grey[height][width]. */
void digits_paper_average (const uint8_t *grey, int width, int height, DigitsPaper *paper);

/* The level of bright paper under dark ink: strokes of up to a fifth of the shorter side do not
 * count. */
void digits_paper_find (const uint8_t *grey, int width, int height, DigitsPaper *paper);

/* The levels of row y, between the tiles' centres by straight lines, into levels[width]. */
void digits_paper_row (const DigitsPaper *paper, int y, int width, float *levels);
