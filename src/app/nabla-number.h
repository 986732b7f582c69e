/* SPDX-License-Identifier: MIT */
/* nabla-number.h: the digits of what is on the canvas, and what a network reads in them. */
#pragma once

#include "lab/nabla-probabilities.h"
#include "lab/nabla-writing.h"

#define NABLA_MOST_STROKES 64 /* with more of them nothing is taken apart while it is drawn */

typedef struct {
  int n; /* 0 where nothing was taken apart */
  DigitsPiece pieces[DIGITS_MAX_PIECES];
  int digits[DIGITS_MAX_PIECES];           /* −1 before it was read */
  double probabilities[DIGITS_MAX_PIECES]; /* of these digits */
  int least;                        /* which one the network is least sure of; −1 for none */
  char text[DIGITS_MAX_PIECES + 1]; /* "194"; empty before it was read */
} NablaNumber;

/* The digits of strokes with a pen of `pen`, where they are several; n = 0 for one, or too many
 * strokes. */
void nabla_number_take_strokes (NablaNumber *self, const DigitsStrokes *strokes, float pen);
/* The digits of a picture, where it is one too. */
void nabla_number_take_writing (NablaNumber *self, const NablaWriting *writing);

/* Notes what was read of piece i; −1 for nothing. */
void nabla_number_set_digit (NablaNumber *self, int i, int digit, double probability);

/* "1, 98 % sure; 9, 81 % sure; 4, 95 % sure": each digit in words for screen readers. */
char *nabla_number_describe (const NablaNumber *self);
