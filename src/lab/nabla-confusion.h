/* SPDX-License-Identifier: MIT */
/* nabla-confusion.h: which digit was taken for which, how often. */
#pragma once

#include "lab/nabla-probabilities.h"

/* A plain value; all zero at first. */
typedef struct {
  guint64 counts[NABLA_N_DIGITS][NABLA_N_DIGITS]; /* [true digit][answer] */
} NablaConfusion;

/* Counts n more images; a label or an answer that is no digit is not counted. */
void nabla_confusion_count (NablaConfusion *self, const guint8 *labels, const guint8 *answers,
                            gsize n);

/* Images counted, and those of them that were read right. */
guint64 nabla_confusion_get_total (const NablaConfusion *self);
guint64 nabla_confusion_get_right (const NablaConfusion *self);
/* Images of a digit, and those that got an answer. */
guint64 nabla_confusion_get_images (const NablaConfusion *self, int digit);
guint64 nabla_confusion_get_answers (const NablaConfusion *self, int answer);

/* Shares 0 … 1, not a number where there is nothing to share: of all images those that were read
 * right; of the images of a digit (its recall); of those that got an answer (its precision). */
double nabla_confusion_get_accuracy (const NablaConfusion *self);
double nabla_confusion_get_digit_accuracy (const NablaConfusion *self, int digit);
double nabla_confusion_get_answer_accuracy (const NablaConfusion *self, int answer);

typedef struct {
  int digit;  /* what it was */
  int answer; /* what it was taken for, another one */
  guint64 count;
} NablaMistake;

#define NABLA_MAX_MISTAKES (NABLA_N_DIGITS * (NABLA_N_DIGITS - 1))

/* The most frequent mistakes, at most `most` and none that never happened; the largest count first,
 * equal ones in the order of the matrix. Returns how many. */
guint nabla_confusion_get_mistakes (const NablaConfusion *self, NablaMistake *mistakes, guint most);
