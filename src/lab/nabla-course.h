/* SPDX-License-Identifier: MIT */
/* nabla-course.h: the rates of a run while it trains: as its set-up has them, as its schedule
 * divides η, and as they are changed by hand or by an earlier run's hand. On the thread that
 * trains. */
#pragma once

#include "lab/nabla-job.h"

typedef struct {
  const NablaJob *job;
  gsize n_training;         /* images of an epoch */
  NablaRates base;          /* η before the schedule divides it, λ and μ, in force */
  double learning_rate;     /* η in force */
  NnScheduleState schedule; /* after the last complete epoch */
  guint next;               /* of job->changes */
  guint changes;            /* made within the epoch under way */
} NablaCourse;

/* As the job begins. It points at the job from now on. */
NablaCourse nabla_course_begin (const NablaJob *job, gsize n_training);

/* Before a mini-batch: makes the changes of the job that are due where so many images are done. */
void nabla_course_replay (NablaCourse *course, NnTrainer *trainer, gsize images);

/* Before a mini-batch: changes to `rates` (NAN: as they are). FALSE where they are in force
 * already, or memory is short. *change says what was changed, or what is in force. */
gboolean nabla_course_change (NablaCourse *course, NnTrainer *trainer, gsize images,
                              const NablaRates *rates, NablaRateChange *change);

/* Takes the accuracy of an epoch (0 … 1), and changes η by it. FALSE where training ends. */
gboolean nabla_course_follow (NablaCourse *course, NnTrainer *trainer, double score);

/* What was in force in the epoch that has just been completed; the next begins. */
void nabla_course_note (NablaCourse *course, NablaRecord *record);

/* What resuming needs after the trainer's last complete epoch; NULL for want of memory. */
NablaCheckpoint *nabla_course_checkpoint (const NablaCourse *course, const NnTrainer *trainer);
