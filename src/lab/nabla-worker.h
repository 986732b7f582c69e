/* SPDX-License-Identifier: MIT */
/* nabla-worker.h: the part of a run that lives on threads of its own: one prepares the data and
 * trains, another evaluates each epoch while the next one trains. It is given a copy of everything,
 * and reports through the queue: the records in order, FINISHED last. */
#pragma once

#include "lab/nabla-job.h"
#include "lab/nabla-pace.h"
#include "lab/nabla-record-queue.h"

typedef struct NablaWorker NablaWorker;

/* How it ended. */
typedef struct {
  NnStatus status;
  gboolean ended_early;      /* with NN_OK: by early stopping or the schedule's limit */
  int diverged_epoch;        /* of NN_DIVERGED, from 1 */
  gsize diverged_mini_batch; /* the same */
  const char *message;       /* of a failure, a sentence; else NULL; the worker's */
} NablaWorkerEnd;

/* Starts the threads. Holds references on what the job points at. NULL with error:
 * NABLA_ERROR_USAGE as nabla_job_check, NABLA_ERROR_INTERNAL. */
NablaWorker *nabla_worker_start (const NablaJob *job, NablaRecordQueue *queue, GError **error);

/* From the main thread. */
void nabla_worker_stop (NablaWorker *worker);
NablaPace *nabla_worker_get_pace (NablaWorker *worker); /* to pause, step and change it */
NnNetwork *nabla_worker_ref_snapshot (NablaWorker *worker, int *epoch);
/* NULL and 0 before a record was better than the job's best_score. */
NnNetwork *nabla_worker_ref_best (NablaWorker *worker, int *epoch);
NablaCheckpoint *nabla_worker_ref_checkpoint (NablaWorker *worker); /* or NULL */
double nabla_worker_get_progress (NablaWorker *worker);             /* 0 … 1 of all epochs */
double nabla_worker_get_preparation (NablaWorker *worker); /* 0 … 1 of the data; 1 once it trains */

/* Waits for the thread's end; call it after FINISHED or after stop. */
void nabla_worker_join (NablaWorker *worker);
NablaWorkerEnd nabla_worker_get_end (NablaWorker *worker); /* after join */
/* After join. */
void nabla_worker_free (NablaWorker *worker);
