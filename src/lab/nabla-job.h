/* SPDX-License-Identifier: MIT */
/* nabla-job.h: what a run's worker is to do. */
#pragma once

#include "lab/nabla-checkpoint.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-hyper-parameters.h"
#include "lab/nabla-record.h"
#include "nn/nn-trainer.h"

typedef struct {
  NablaHyperParameters hyper_parameters;
  NablaDataSet *data_set;
  NablaMonitors monitors;
  gsize monitor_every;     /* images; 0: epochs only */
  gsize validation_images; /* the first of the part; 0: all */
  NnKernelKind kernel;
  gboolean snapshots;          /* within epochs too, at most every 50 ms */
  gboolean low_priority;       /* give way to the window */
  NnNetwork *initial;          /* NULL: drawn from the seed */
  double best_score;           /* before the checkpoint, 0 … 1; NAN: none */
  NablaCheckpoint *checkpoint; /* to go on from, instead of a start; NULL: none */
} NablaJob;

/* What can be said at once: NABLA_ERROR_USAGE where the set-up is refused, the kernel is not there,
 * or the initial network or the checkpoint has other layers. */
gboolean nabla_job_check (const NablaJob *job, GError **error);

/* True where the accuracy of each epoch decides about the next. */
gboolean nabla_job_is_scheduled (const NablaJob *job);

/* True where after this state nothing is left to train: no more patience. */
gboolean nabla_job_has_ended (const NablaJob *job, const NnScheduleState *schedule);

/* A trainer at the start, or where the checkpoint was. It reads `training` until it is freed. NULL
 * with *status. */
NnTrainer *nabla_job_make_trainer (const NablaJob *job, const NnSamples *training,
                                   NnStatus *status);
