/* SPDX-License-Identifier: MIT */
/* nabla-evaluator.h: measures the network of an epoch on a thread of its own while the next epoch
 * trains. Records leave in order; at most one evaluation is outstanding. */
#pragma once

#include "digits/digits-set.h"
#include "lab/nabla-record-queue.h"
#include "nn/nn-cost.h"
#include "nn/nn-kernel.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

typedef struct NablaEvaluator NablaEvaluator;

typedef struct {
  NablaMonitors monitors; /* what gets into the records */
  NnObjective objective;  /* λ is that of the records */
  NnKernelKind kernel;
  gboolean scored;       /* the accuracy that a schedule goes by is measured, whatever is monitored:
                            validation's, else test's, else training's */
  double best_score;     /* of the records before; NAN: none */
  gboolean low_priority; /* give way to the window */
} NablaEvaluation;

/* Starts the thread, which waits. NULL with error (NABLA_ERROR_INTERNAL). */
NablaEvaluator *nabla_evaluator_new (const NablaEvaluation *evaluation, NablaRecordQueue *queue,
                                     GError **error);

/* What it measures on, by DigitsPartKind, those with n = 0 not; before the first network. What they
 * point at must stay valid until nabla_evaluator_close. */
void nabla_evaluator_set_samples (NablaEvaluator *self, const NnSamples samples[DIGITS_N_PARTS]);

/* From the training thread. Waits until the network before is measured, then hands over this one
 * (takes a reference; NULL: there was no memory for it, the record goes out without figures) with a
 * record whose figures and evaluation_seconds are filled in before it is pushed. */
void nabla_evaluator_take (NablaEvaluator *self, NnNetwork *network, const NablaRecord *record);

/* From the training thread: a message that is to go out after the record of the epoch before. */
void nabla_evaluator_send (NablaEvaluator *self, const NablaMessage *message);

/* From the training thread: measures a network within an epoch on the first NABLA_MONITOR_IMAGES
 * images of each monitored part at once, with this λ, on the calling thread. The message goes out
 * after the record of the epoch before. */
void nabla_evaluator_monitor (NablaEvaluator *self, const NnNetwork *network, int epoch,
                              gsize images, double l2);

/* From the training thread: waits until nothing is outstanding. FALSE where an evaluation was given
 * up after nabla_evaluator_stop: its record is missing. *score (may be NULL) receives the accuracy
 * of the last network where they are scored, NAN where there was no memory to measure it. */
gboolean nabla_evaluator_wait (NablaEvaluator *self, double *score);

/* From any thread, until it is freed: the network of the record with the highest score so far,
 * above best_score, the first of equals; a reference, and its epoch. NULL and 0 before there is
 * one. A record has been compared before it is pushed. */
NnNetwork *nabla_evaluator_ref_best (NablaEvaluator *self, int *epoch);

/* From the training thread: the epoch of the last record that went out; 0 before the first. */
int nabla_evaluator_get_epoch (NablaEvaluator *self);

/* From any thread: an evaluation under way may end, but is given up where it takes long. */
void nabla_evaluator_stop (NablaEvaluator *self);

/* Waits, and ends the thread. Once is enough. */
void nabla_evaluator_close (NablaEvaluator *self);
/* After close; NULL is fine. */
void nabla_evaluator_free (NablaEvaluator *self);
