/* SPDX-License-Identifier: MIT */
/* nabla-worker.h: the part of a run that lives on its own thread. It knows no GObject: it is given
 * a copy of everything, trains, evaluates, and reports through the queue. */
#pragma once

#include "lab/nabla-hyper-parameters.h"
#include "lab/nabla-record-queue.h"
#include "nn/nn-samples.h"
#include "nn/nn-trainer.h"

typedef struct NablaWorker NablaWorker;

typedef struct {
  NablaHyperParameters hyper_parameters;
  NablaMonitors monitors;
  gboolean snapshots;    /* within epochs too, at most every 50 ms */
  gboolean low_priority; /* give way to the window */
  NnSamples samples[3];  /* by DigitsPartKind; must stay valid until the worker is joined */
  NnNetwork *initial;    /* borrowed; NULL: drawn from the seed */
} NablaJob;

/* Prepares and starts the thread. NULL with error: NABLA_ERROR_USAGE, NABLA_ERROR_INTERNAL. */
NablaWorker *nabla_worker_start (const NablaJob *job, NablaRecordQueue *queue, GError **error);

/* From the main thread. */
void nabla_worker_stop (NablaWorker *worker);
void nabla_worker_set_paused (NablaWorker *worker, gboolean paused);
NnNetwork *nabla_worker_ref_snapshot (NablaWorker *worker, int *epoch);
double nabla_worker_get_progress (NablaWorker *worker); /* 0 … 1 of all epochs */

/* Waits for the thread's end; call it after FINISHED or after stop. */
void nabla_worker_join (NablaWorker *worker);
/* How it ended; after join. */
NnStatus nabla_worker_get_status (NablaWorker *worker, int *epoch, gsize *mini_batch);
/* After join. */
void nabla_worker_free (NablaWorker *worker);
