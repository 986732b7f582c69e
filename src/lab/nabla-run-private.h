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
  char *culled;       /* why it was asked to stop, or NULL */
  NablaModel *origin; /* what was opened, instead of a worker; or NULL */
  char *origin_name;  /* its file */
  double progress, preparation;

  /* What is left of it from before this program, or before it was continued. */
  struct {
    NablaCheckpoint *start; /* see nabla_run_ref_start */
    NablaCheckpoint *checkpoint;
    NnNetwork *snapshot; /* the network of the checkpoint */
    NnNetwork *best;
    int best_epoch;
    double seconds;
    gboolean exported; /* without its networks and changes */
  } kept;

  char *uuid;
  gboolean asked;   /* for rates, and no answer yet */
  NablaRates rates; /* asked for, or in force */
  GArray *changes;  /* of NablaRateChange */
  int fork_epoch;   /* −1: none */
  char *fork_name;
  char *other_data;        /* see nabla_run_get_other_data */
  gboolean other_is_drawn; /* those are built-in digits, too */
  NablaRecord fork_record; /* its epoch is 0 where there is none */

  char *name;
  gboolean shown;
  int color;
};
