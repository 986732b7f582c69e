/* SPDX-License-Identifier: MIT */
/* nabla-range-test.h: the learning-rate range test (L. N. Smith, Cyclical Learning Rates for
 * Training Neural Networks, 2015): from the start of a set-up one epoch, or a part of it, is
 * trained while η rises exponentially from mini-batch to mini-batch. Where the cost falls steepest,
 * both axes logarithmic, is a good learning rate. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-hyper-parameters.h"

G_BEGIN_DECLS

#define NABLA_RANGE_TEST_LOW        1e-4
#define NABLA_RANGE_TEST_HIGH       100.0
#define NABLA_RANGE_TEST_STEPS      1000 /* mini-batches at most */
#define NABLA_RANGE_TEST_POINTS     200  /* at most */
#define NABLA_RANGE_TEST_IMAGES     500  /* on which the cost is measured */
#define NABLA_RANGE_TEST_DIVERGENCE 4.0  /* it ends where the cost is so many times its minimum */

/* After a mini-batch. */
typedef struct {
  double learning_rate; /* with which it was trained */
  double cost;          /* on the first images of the training part */
  double smoothed;      /* debiased running mean of the costs so far */
} NablaRangePoint;

#define NABLA_TYPE_RANGE_TEST (nabla_range_test_get_type ())
G_DECLARE_FINAL_TYPE (NablaRangeTest, nabla_range_test, NABLA, RANGE_TEST, GObject)

/* Signals, on the main thread: "changed" (NablaRangeTest*): there are more points; "finished"
 * (NablaRangeTest*): the last. */
NablaRangeTest *nabla_range_test_new (void);

/* Starts anew, on a thread of its own; one that is under way is given up, and not heard of again.
 * FALSE with error where the set-up is refused or no thread can be had. */
gboolean nabla_range_test_start (NablaRangeTest *self, const NablaHyperParameters *hyper_parameters,
                                 NablaDataSet *data_set, GError **error);
void nabla_range_test_stop (NablaRangeTest *self); /* "finished" follows */
gboolean nabla_range_test_is_running (NablaRangeTest *self);

/* Of a finished one that could not be trained: a sentence; else NULL. */
const char *nabla_range_test_get_message (NablaRangeTest *self);

/* Valid until the main loop runs again. */
const NablaRangePoint *nabla_range_test_get_points (NablaRangeTest *self, gsize *n);

/* The learning rate where the smoothed cost falls steepest, log over log, of two significant
 * digits; NAN where it falls nowhere. Pure. */
double nabla_range_test_steepest (const NablaRangePoint *points, gsize n);

G_END_DECLS
