/* SPDX-License-Identifier: MIT */
/* nabla-run.h: a run: hyper-parameters, seed, records and networks. It trains on its own thread, on
 * its own network and its own copy of the hyper-parameters. Everything here is called on the main
 * thread; signals are emitted there too. */
#pragma once

#include "lab/nabla-checkpoint.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-hyper-parameters.h"
#include "lab/nabla-job.h"
#include "lab/nabla-rates.h"
#include "lab/nabla-record.h"
#include "nn/nn-kernel.h"

G_BEGIN_DECLS

typedef enum {
  NABLA_RUN_WAITING, /* not started, or waiting for a core */
  NABLA_RUN_RUNNING,
  NABLA_RUN_PAUSED,
  NABLA_RUN_COMPLETED, /* all epochs done, or ended early */
  NABLA_RUN_STOPPED,   /* by a person, or by closing the program */
  NABLA_RUN_DIVERGED,
  NABLA_RUN_FAILED, /* see nabla_run_get_message */
} NablaRunState;

typedef enum { NABLA_STEP_MINI_BATCH, NABLA_STEP_EPOCH } NablaStep;

#define NABLA_TYPE_RUN (nabla_run_get_type ())
G_DECLARE_FINAL_TYPE (NablaRun, nabla_run, NABLA, RUN, GObject)

/* Signals:
 *   "record"   (NablaRun*, const NablaRecord *record)  for every epoch, in order, none left out
 *   "monitor"  (NablaRun*, const NablaMonitorRecord *figures)  within epochs, where it is asked
 * for; in order among the records
 *   "changed-rates"  (NablaRun*, const NablaRateChange *change)  a change of rates has taken
 * effect; in order among the records "snapshot" (NablaRun*)  a newer network can be had by
 * nabla_run_ref_snapshot: at every epoch and at most every 50 ms "finished" (NablaRun*)  the last;
 * the thread is joined
 *
 * Properties (notify): "state" (int), "name" (string), "shown" (boolean), "color" (int, index of
 * plot_color_of_run), "progress" (double, 0 … 1, over all epochs), "preparation" (double, 0 … 1:
 * how far expanded or chosen images are made before the first epoch; 1 from then on). */
NablaRun *nabla_run_new (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                         NablaMonitors monitors);

/* Starts the thread; the run holds a reference on itself until "finished". FALSE with error where
 * the hyper-parameters do not fit or memory or threads are short. Only in state WAITING. With
 * snapshots off (the default of the command line) only the network at the end of each epoch is
 * published. */
gboolean nabla_run_start (NablaRun *self, GError **error);
void nabla_run_set_snapshots (NablaRun *self, gboolean snapshots); /* before start; default TRUE */
/* The figures that are monitored also after every so many images of an epoch, on the first
 * NABLA_MONITOR_IMAGES of each part; before start. 0, the default: at the end of epochs only. */
void nabla_run_set_monitor_every (NablaRun *self, gsize images);
gsize nabla_run_get_monitor_every (NablaRun *self);
/* Of the validation part only the first so many images are used; before start. 0: all. */
void nabla_run_set_validation_images (NablaRun *self, gsize images);
gsize nabla_run_get_validation_images (NablaRun *self);
/* Before start; NN_KERNEL_AUTO is the default. get says which it is on this machine. */
void nabla_run_set_kernel (NablaRun *self, NnKernelKind kernel);
NnKernelKind nabla_run_get_kernel (NablaRun *self);
/* Threads give way to all others of the machine, lest a window stutter; before start; default TRUE.
 */
void nabla_run_set_low_priority (NablaRun *self, gboolean low_priority);
/* Starts from this network (same layers) instead of a drawn one; before start. */
void nabla_run_set_initial (NablaRun *self, NnNetwork *network);

/* Goes on from a checkpoint (same layers) to hyper_parameters.epochs epochs in all; before start.
 * The same set-up, data and kernel give bit for bit what the uninterrupted run gives. NULL: from
 * the beginning. */
void nabla_run_set_checkpoint (NablaRun *self, NablaCheckpoint *checkpoint);

/* Once started it is PAUSED, before its first mini-batch; before start; default FALSE. */
void nabla_run_set_begins_paused (NablaRun *self, gboolean paused);

/* A run that has not started, on the same data set, with the same monitors, kernel, validation
 * images and initial network, with these hyper-parameters. */
NablaRun *nabla_run_new_like (NablaRun *self, const NablaHyperParameters *hyper_parameters);
/* The same run once more from where it began, without what was changed by hand. */
NablaRun *nabla_run_new_again (NablaRun *self);

/* Begins where `parent` was after `epoch` complete epochs (nabla_run_get_first_epoch … the last
 * that it completed), with this run's hyper-parameters, which may differ in all but the layers, and
 * the parent's kernel and validation images; before start. Its records begin with epoch + 1, its
 * schedule and its patience afresh. The parent's newest checkpoint is taken as it is; another epoch
 * is trained again, bit for bit, on this run's thread, and counts as preparation. FALSE with
 * NABLA_ERROR_USAGE where there is no such epoch. */
gboolean nabla_run_set_fork (NablaRun *self, NablaRun *parent, int epoch, GError **error);
/* Of a fork: the epoch from which it goes on, and the parent's name then; −1 and NULL of others. */
int nabla_run_get_fork_epoch (NablaRun *self);
const char *nabla_run_get_fork_name (NablaRun *self);
/* The parent's record of that epoch, or NULL where there is none: where its curves begin. */
const NablaRecord *nabla_run_get_fork_record (NablaRun *self);
/* Of a fork from an epoch that there was no checkpoint of: how to train it again. The run's, or
 * NULL. */
NablaOrigin *nabla_run_get_fork_origin (NablaRun *self);
/* Of a run out of the history: the data set that it was trained on, by name, where that is not the
 * one it has, so that it can be looked at, but not gone on with; else NULL. */
const char *nabla_run_get_other_data (NablaRun *self);
/* Complete epochs at its start: 0, or those of its checkpoint or its fork. */
int nabla_run_get_first_epoch (NablaRun *self);

/* Changes η, λ and μ of a run that has started from the next mini-batch on, NAN: not this one;
 * "changed-rates" follows. A schedule goes on from this η. Nothing happens where they are no rates,
 * are in force already, or the run has finished. */
void nabla_run_set_rates (NablaRun *self, double learning_rate, double l2, double momentum);
/* What was asked for last, else what is in force. */
NablaRates nabla_run_get_rates (NablaRun *self);
/* The changes so far, in order. Valid until the main loop runs again. */
const NablaRateChange *nabla_run_get_changes (NablaRun *self, gsize *n);
/* Changes of an earlier run of this set-up, which are made again at their places; before start.
 * They are among nabla_run_get_changes from now on, and not signalled. */
void nabla_run_set_changes (NablaRun *self, const NablaRateChange *changes, gsize n);

/* Takes one mini-batch, or trains to the end of the epoch under way (RUNNING), and is PAUSED then;
 * a RUNNING run is paused before. */
void nabla_run_step (NablaRun *self, NablaStep step);
/* Trains at most so many mini-batches a second; 0, the default: flat out. At any time; the
 * parameters do not depend on it. */
void nabla_run_set_speed (NablaRun *self, double mini_batches_per_second);
double nabla_run_get_speed (NablaRun *self);

void nabla_run_stop (NablaRun *self); /* asks; "finished" follows; a WAITING run finishes at once */
/* Stops a run that trains, for want of hope; `why` is a sentence, which get_message says once it is
 * STOPPED. nabla_run_is_culled from then on, until it is revived. */
void nabla_run_cull (NablaRun *self, const char *why);
gboolean nabla_run_is_culled (NablaRun *self);
/* A STOPPED run is WAITING again, with its records, to go on from its checkpoint; from then on it
 * is as if it had never been stopped, bit for bit. FALSE in any other state. Its "finished" comes
 * once more. */
gboolean nabla_run_revive (NablaRun *self);
void nabla_run_pause (NablaRun *self);
void nabla_run_resume (NablaRun *self);
/* Stops and joins; the rest of the records are delivered before it returns. For shutting down. */
void nabla_run_stop_and_wait (NablaRun *self);

const NablaHyperParameters *nabla_run_get_hyper_parameters (NablaRun *self);
NablaDataSet *nabla_run_get_data_set (NablaRun *self);
NablaMonitors nabla_run_get_monitors (NablaRun *self);
/* Measures these too; before it starts. */
void nabla_run_add_monitors (NablaRun *self, NablaMonitors monitors);
NablaRunState nabla_run_get_state (NablaRun *self);
gboolean nabla_run_is_finished (NablaRun *self);
/* Of COMPLETED: early stopping or the schedule's limit ended it before the last epoch. */
gboolean nabla_run_ended_early (NablaRun *self);
const char *nabla_run_get_message (
    NablaRun *self); /* of FAILED, DIVERGED and where it was culled: a sentence; else NULL */
void nabla_run_get_diverged_at (NablaRun *self, int *epoch, gsize *mini_batch);

/* The records so far. The pointer is valid until the main loop runs again. */
const NablaRecord *nabla_run_get_records (NablaRun *self, gsize *n);
const NablaRecord *nabla_run_get_last_record (NablaRun *self); /* NULL before the first */
int nabla_run_get_best_epoch (
    NablaRun *self); /* 0 before the first; highest score, the first of equals */
double nabla_run_get_best_score (NablaRun *self);  /* 0 … 1; NAN before the first */
double nabla_run_get_progress (NablaRun *self);    /* 0 … 1 */
double nabla_run_get_preparation (NablaRun *self); /* 0 … 1 */
double nabla_run_get_seconds (NablaRun *self);     /* since the start, or of the whole run */

/* A reference to the newest published network (unref with nn_network_unref), or NULL before the
 * first. The initial network is published at the start. */
NnNetwork *nabla_run_ref_snapshot (NablaRun *self);
/* Epoch (from 0 = initial) of that snapshot. */
int nabla_run_get_snapshot_epoch (NablaRun *self);

/* A reference to what resuming needs, as it was at the end of the last complete epoch, at the start
 * of the start itself; NULL before that. Unref with nabla_checkpoint_unref. */
NablaCheckpoint *nabla_run_ref_checkpoint (NablaRun *self);

/* The network of the best epoch among those measured so far, a reference as above, with that epoch;
 * NULL and 0 before the first. */
NnNetwork *nabla_run_ref_best (NablaRun *self, int *epoch);

/* Where it begins, as a checkpoint: of a run that goes on, forks or starts from a given network. A
 * reference. NULL: it begins with a drawn network, or at an epoch that is yet to be trained again.
 */
NablaCheckpoint *nabla_run_ref_start (NablaRun *self);

/* What the run is known by everywhere and for ever: 36 characters. */
const char *nabla_run_get_uuid (NablaRun *self);
const char *nabla_run_get_name (NablaRun *self);
void nabla_run_set_name (NablaRun *self, const char *name);
gboolean nabla_run_get_shown (NablaRun *self);
void nabla_run_set_shown (NablaRun *self, gboolean shown);
/* A place in the palette, from 0, where the program gave it. A person's choice is a number from
 * NABLA_RUN_COLOR_CHOSEN on, and stays: that and a place, or NABLA_RUN_COLOR_RGB + 0xRRGGBB. −1: none, of one that is not
 * listed. */
#define NABLA_RUN_COLOR_CHOSEN (1 << 16)
#define NABLA_RUN_COLOR_RGB    (1 << 24)
int nabla_run_get_color (NablaRun *self);
void nabla_run_set_color (NablaRun *self, int color);

G_END_DECLS
