/* SPDX-License-Identifier: MIT */
/* What a run is told before it starts, and what can be asked of it. */
#include "lab/nabla-run-private.h"

void
nabla_run_set_snapshots (NablaRun *self, gboolean snapshots)
{
  self->job.snapshots = snapshots;
}

void
nabla_run_set_low_priority (NablaRun *self, gboolean low_priority)
{
  self->job.low_priority = low_priority;
}

void
nabla_run_set_initial (NablaRun *self, NnNetwork *network)
{
  NnNetwork *old = self->job.initial;
  self->job.initial = network != NULL ? nn_network_ref (network) : NULL;
  nn_network_unref (old);
}

void
nabla_run_set_checkpoint (NablaRun *self, NablaCheckpoint *checkpoint)
{
  NablaCheckpoint *old = self->job.checkpoint;
  self->job.checkpoint = checkpoint != NULL ? nabla_checkpoint_ref (checkpoint) : NULL;
  nabla_checkpoint_unref (old);
  self->rates = nabla_job_get_rates (&self->job);
  if (checkpoint != NULL)
    self->rates.learning_rate = checkpoint->learning_rate;
}

void
nabla_run_set_kernel (NablaRun *self, NnKernelKind kernel)
{
  self->job.kernel = kernel;
}

void
nabla_run_set_monitor_every (NablaRun *self, gsize images)
{
  self->job.monitor_every = images;
}

void
nabla_run_set_validation_images (NablaRun *self, gsize images)
{
  self->job.validation_images = images;
}

gsize
nabla_run_get_monitor_every (NablaRun *self)
{
  return self->job.monitor_every;
}

gsize
nabla_run_get_validation_images (NablaRun *self)
{
  return self->job.validation_images;
}

const NablaHyperParameters *
nabla_run_get_hyper_parameters (NablaRun *self)
{
  return &self->job.hyper_parameters;
}

NablaDataSet *
nabla_run_get_data_set (NablaRun *self)
{
  return self->job.data_set;
}

NablaMonitors
nabla_run_get_monitors (NablaRun *self)
{
  return self->job.monitors;
}

void
nabla_run_add_monitors (NablaRun *self, NablaMonitors monitors)
{
  self->job.monitors |= monitors;
}

NnKernelKind
nabla_run_get_kernel (NablaRun *self)
{
  return nn_kernel_resolve (self->job.kernel);
}

NablaRunState
nabla_run_get_state (NablaRun *self)
{
  return self->state;
}

gboolean
nabla_run_is_finished (NablaRun *self)
{
  return self->state >= NABLA_RUN_COMPLETED;
}

gboolean
nabla_run_is_culled (NablaRun *self)
{
  return self->state == NABLA_RUN_STOPPED && self->culled != NULL;
}

const char *
nabla_run_get_other_data (NablaRun *self)
{
  return self->other_data;
}

gboolean
nabla_run_ended_early (NablaRun *self)
{
  return self->ended_early;
}

const char *
nabla_run_get_message (NablaRun *self)
{
  return self->message;
}

void
nabla_run_get_diverged_at (NablaRun *self, int *epoch, gsize *mini_batch)
{
  *epoch = self->diverged_epoch;
  *mini_batch = self->diverged_mini_batch;
}

const NablaRecord *
nabla_run_get_records (NablaRun *self, gsize *n)
{
  *n = self->records->len;
  return (const NablaRecord *) (void *) self->records->data;
}

const NablaRecord *
nabla_run_get_last_record (NablaRun *self)
{
  if (self->records->len == 0)
    return NULL;
  return &g_array_index (self->records, NablaRecord, self->records->len - 1);
}

int
nabla_run_get_best_epoch (NablaRun *self)
{
  return self->best_epoch;
}

double
nabla_run_get_best_score (NablaRun *self)
{
  return self->best_score;
}

double
nabla_run_get_progress (NablaRun *self)
{
  return self->progress;
}

double
nabla_run_get_preparation (NablaRun *self)
{
  return self->preparation;
}

double
nabla_run_get_seconds (NablaRun *self)
{
  if (self->started == 0)
    return self->kept.seconds;
  gint64 end = self->ended != 0 ? self->ended : g_get_monotonic_time ();
  return self->kept.seconds + (double) (end - self->started) / (double) G_TIME_SPAN_SECOND;
}

NnNetwork *
nabla_run_ref_snapshot (NablaRun *self)
{
  int epoch;
  if (self->origin != NULL)
    return nn_network_ref (self->origin->network);
  NnNetwork *newest =
      self->worker != NULL ? nabla_worker_ref_snapshot (self->worker, &epoch) : NULL;
  if (newest == NULL && self->kept.snapshot != NULL)
    return nn_network_ref (self->kept.snapshot);
  return newest;
}

int
nabla_run_get_snapshot_epoch (NablaRun *self)
{
  int epoch = 0;
  if (self->origin != NULL)
    return self->origin->epoch;
  NnNetwork *newest =
      self->worker != NULL ? nabla_worker_ref_snapshot (self->worker, &epoch) : NULL;
  if (newest == NULL && self->kept.checkpoint != NULL)
    epoch = self->kept.checkpoint->epoch;
  nn_network_unref (newest);
  return epoch;
}

NablaCheckpoint *
nabla_run_ref_checkpoint (NablaRun *self)
{
  if (self->origin != NULL)
    return self->origin->checkpoint != NULL ? nabla_checkpoint_ref (self->origin->checkpoint)
                                            : NULL;
  NablaCheckpoint *newest =
      self->worker != NULL ? nabla_worker_ref_checkpoint (self->worker) : NULL;
  if (newest == NULL && self->kept.checkpoint != NULL)
    return nabla_checkpoint_ref (self->kept.checkpoint);
  return newest;
}

NnNetwork *
nabla_run_ref_best (NablaRun *self, int *epoch)
{
  *epoch = 0;
  NnNetwork *best = self->worker != NULL ? nabla_worker_ref_best (self->worker, epoch) : NULL;
  if (best != NULL || self->kept.best == NULL)
    return best;
  *epoch = self->kept.best_epoch;
  return nn_network_ref (self->kept.best);
}

NablaCheckpoint *
nabla_run_ref_start (NablaRun *self)
{
  const NablaJob *job = &self->job;
  if (self->kept.start != NULL)
    return nabla_checkpoint_ref (self->kept.start);
  if (job->checkpoint != NULL && self->kept.checkpoint == NULL)
    return nabla_checkpoint_ref (job->checkpoint);
  if (job->initial == NULL)
    return NULL;
  return nabla_checkpoint_new (job->initial, NULL, 0, &NN_SCHEDULE_START,
                               job->hyper_parameters.learning_rate);
}

const char *
nabla_run_get_uuid (NablaRun *self)
{
  return self->uuid;
}
