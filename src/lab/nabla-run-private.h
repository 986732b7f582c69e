/* SPDX-License-Identifier: MIT */
/* nabla-run-private.h: what a run is made of; for nabla-run*.c. */
#pragma once

#include "lab/nabla-model.h"
#include "lab/nabla-run.h"
#include "lab/nabla-worker.h"

struct _NablaRun {
  GObject parent_instance;

  NablaJob job; /* with references on what it points at */
  NablaRecordQueue *queue;
  NablaWorker *worker; /* from the start on; joined once finished */

  NablaRunState state;
  gboolean stopping, ended_early;
  GArray *records; /* of NablaRecord */
  int best_epoch;
  double best_score;
  int diverged_epoch;
  gsize diverged_mini_batch;
  gint64 started, ended; /* monotonic; 0 = not yet */
  char *message;
  NablaModel *origin; /* what was opened, instead of a worker; or NULL */
  char *origin_name;  /* its file */
  double progress, preparation;

  char *name;
  gboolean shown;
  int color;
};
