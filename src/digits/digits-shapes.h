/* SPDX-License-Identifier: MIT */
/* digits-shapes.h: how people write the ten digits: strokes as a few points that a curve goes
 * through. Shapes of one digit and one family have the same strokes, points and corners in the same
 * order, so that any mixture of two of them is a shape again. */
#pragma once

#include <stdint.h>

#define DIGITS_SHAPE_CONTROLS 20

typedef enum {
  DIGITS_CONTROL_END,   /* no more points */
  DIGITS_CONTROL_START, /* the pen comes down */
  DIGITS_CONTROL_SMOOTH,
  DIGITS_CONTROL_CORNER
} DigitsControlKind;

/* In hundredths of the digit's height, y downwards. */
typedef struct {
  int8_t x, y;
  uint8_t kind;
} DigitsControl;

typedef struct {
  char family;    /* a letter */
  uint8_t weight; /* how common it is among the digit's shapes */
  DigitsControl controls[DIGITS_SHAPE_CONTROLS + 1];
} DigitsShape;

/* The *n shapes of `digit` (0 … 9), ordered by family. */
const DigitsShape *digits_shapes_of (int digit, int *n);

/* The tables behind it. */
extern const DigitsShape digits_shapes_0[], digits_shapes_1[], digits_shapes_2[], digits_shapes_3[],
    digits_shapes_4[], digits_shapes_5[], digits_shapes_6[], digits_shapes_7[], digits_shapes_8[],
    digits_shapes_9[];
extern const int digits_n_shapes_0, digits_n_shapes_1, digits_n_shapes_2, digits_n_shapes_3,
    digits_n_shapes_4, digits_n_shapes_5, digits_n_shapes_6, digits_n_shapes_7, digits_n_shapes_8,
    digits_n_shapes_9;
