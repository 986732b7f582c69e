/* SPDX-License-Identifier: MIT */
/* digits-hand.h: one digit as a hand writes it once: a shape out of the tables, perturbed. */
#pragma once

#include "digits/digits-rng.h"
#include "digits/digits-strokes.h"
#include "digits/digits-synthesizer.h"

/* More than any shape's strokes and points along them come to. */
#define DIGITS_HAND_POINTS  400
#define DIGITS_HAND_STROKES 8

/* What a hand has written; no memory is taken for it. */
typedef struct {
  DigitsPoint points[DIGITS_HAND_POINTS];
  size_t starts[DIGITS_HAND_STROKES];
  size_t n_points, n_strokes;
  float width; /* of the pen, in heights of the digit */
} DigitsHand;

void digits_hand_write (DigitsHand *hand, int digit, const DigitsStyle *style, DigitsRng *rng);
