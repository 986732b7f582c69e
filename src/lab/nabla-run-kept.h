/* SPDX-License-Identifier: MIT */
/* nabla-run-kept.h: a run out of the history: ended, with all that is left of it. */
#pragma once

#include "lab/nabla-run.h"

G_BEGIN_DECLS

/* Everything is copied or referenced by nabla_run_new_kept. */
typedef struct {
  const char *uuid;
  const char *name;
  NablaHyperParameters hyper_parameters;
  NablaMonitors monitors;
  NnKernelKind kernel;
  gsize validation_images, monitor_every;
  NablaRunState state; /* an ended one */
  gboolean ended_early;
  gboolean culled;     /* of STOPPED */
  const char *message; /* or NULL */
  int diverged_epoch;
  gsize diverged_mini_batch;
  double seconds;
  int color;
  const NablaRecord *records; /* in order of epochs */
  gsize n_records;
  const NablaRateChange *changes; /* by hand, in order */
  gsize n_changes;
  int fork_epoch;                 /* −1: it is no fork */
  const char *fork_name;          /* or NULL */
  const NablaRecord *fork_record; /* of the run that it went on from; NULL: none is known */
  NablaCheckpoint *start;         /* nabla_run_ref_start; NULL: a drawn network, or the origin */
  gboolean exported;   /* its networks and changes are elsewhere: it can only be looked at */
  NablaOrigin *origin; /* nabla_run_get_fork_origin, or NULL */
  NablaCheckpoint *checkpoint; /* the latest; NULL: none, it can only begin again */
  NnNetwork *best;             /* for evaluation, of epoch best_epoch; or NULL */
  int best_epoch;
  const char *other_data;  /* nabla_run_get_other_data, or NULL */
  gboolean other_is_drawn; /* those can be drawn again, as opening it from the history does */
} NablaRunKept;

/* An ended run that never trains: curves, and the latest network as snapshot. */
NablaRun *nabla_run_new_kept (const NablaRunKept *kept, NablaDataSet *data_set);

/* A new run, WAITING, that goes on where this ended one did, under its UUID, to `epochs` epochs in
 * all; with its records up to there. Bit for bit what the uninterrupted run gives, on the same
 * data. NABLA_ERROR_USAGE where it has so many epochs already, or diverged. */
NablaRun *nabla_run_new_continued (NablaRun *ended, int epochs, GError **error);

G_END_DECLS
