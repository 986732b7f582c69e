/* SPDX-License-Identifier: MIT */
/* nabla-job.h: what a run's worker is to do. */
#pragma once

#include "lab/nabla-checkpoint.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-hyper-parameters.h"
#include "lab/nabla-record.h"
#include "nn/nn-trainer.h"

typedef struct NablaOrigin NablaOrigin;

/* With a reference on each thing that it points at. */
typedef struct {
  NablaHyperParameters hyper_parameters;
  NablaDataSet *data_set;
  NablaMonitors monitors;
  gsize monitor_every;     /* images; 0: epochs only */
  gsize validation_images; /* the first of the part; 0: all */
  NnKernelKind kernel;
  gboolean snapshots;          /* within epochs too, at most every 50 ms */
  gboolean low_priority;       /* give way to the window */
  gboolean paused;             /* before the first mini-batch */
  double speed;                /* mini-batches a second; 0: flat out */
  NnNetwork *initial;          /* NULL: drawn from the seed */
  double best_score;           /* before the checkpoint, 0 … 1; NAN: none */
  NablaCheckpoint *checkpoint; /* to go on from, instead of a start; NULL: none */
  NablaOrigin *origin;         /* that there is no checkpoint of yet, to go on from; NULL: none */
  GArray *changes; /* of NablaRateChange, in order, never changed: to be made at their places;
                      NULL: none */
} NablaJob;

/* Where a fork begins: the end of an epoch of another job. */
struct NablaOrigin {
  gint references; /* atomic */
  NablaJob job;
  int epoch;
};

/* `to` is overwritten. */
void nabla_job_copy (NablaJob *to, const NablaJob *from);
void nabla_job_clear (NablaJob *job);

/* A copy of the job with these changes (GArray of NablaRateChange or NULL), which are copied. */
NablaOrigin *nabla_origin_new (const NablaJob *job, const GArray *changes, int epoch);
NablaOrigin *nabla_origin_ref (NablaOrigin *origin);
void nabla_origin_unref (NablaOrigin *origin); /* NULL is fine */

/* Where a chain of forks begins, as a checkpoint: what the first job goes on from, or its initial
 * network. A reference. NULL: it begins with a drawn network. */
NablaCheckpoint *nabla_origin_ref_start (const NablaOrigin *origin);

/* Complete epochs at its start. */
int nabla_job_get_first_epoch (const NablaJob *job);

/* At its start: η that the schedule divides, λ and μ. */
NablaRates nabla_job_get_rates (const NablaJob *job);

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
