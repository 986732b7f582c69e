/* SPDX-License-Identifier: MIT */
/* nn-schedule.h: when the learning rate falls and when training ends, by the validation accuracy of
 * each epoch (chapter 3, "How to choose a neural network's hyper-parameters?"). Pure: it is told an
 * accuracy and answers; nothing of it depends on what is monitored. */
#pragma once

#include <stdbool.h>

typedef enum {
  NN_SCHEDULE_CONSTANT,
  NN_SCHEDULE_HALVE, /* η is halved after `patience` epochs without a new best accuracy */
  NN_SCHEDULE_TENTH, /* η is divided by ten */
} NnScheduleKind;

typedef struct {
  NnScheduleKind kind;
  int patience; /* epochs, ≥ 1 */
  double limit; /* the divisor at which training ends, > 1: 128 or 1024 in the book */
} NnSchedule;

/* What is remembered between epochs; all of it belongs in a checkpoint. */
typedef struct {
  double best;    /* highest accuracy so far; negative before the first */
  int since_best; /* epochs since it, for early stopping */
  int waited;     /* epochs since it or since η last fell, for the schedule */
  double divisor; /* η is the start's divided by this; 1 at first */
} NnScheduleState;

#define NN_SCHEDULE_START ((NnScheduleState){ -1.0, 0, 0, 1.0 })

/* Takes the accuracy of an epoch (0 … 1). `early_stopping` is its patience in epochs, 0 for none.
 * False where training ends: no new best in `early_stopping` epochs, or the divisor would reach
 * the limit. The next epoch's learning rate is η / state->divisor. */
bool nn_schedule_next (const NnSchedule *schedule, int early_stopping, double accuracy,
                       NnScheduleState *state);
