/* SPDX-License-Identifier: MIT */
/* What can be changed of a run while it trains, and where it may begin but at the start. */
#include "lab/nabla-run-private.h"

#include <math.h>

static double
or_else (double value, double otherwise)
{
  return isnan (value) ? otherwise : value;
}

void
nabla_run_set_rates (NablaRun *self, double learning_rate, double l2, double momentum)
{
  const NablaRates asked = { learning_rate, l2, momentum };
  const NablaRates rates = { or_else (learning_rate, self->rates.learning_rate),
                             or_else (l2, self->rates.l2),
                             or_else (momentum, self->rates.momentum) };
  if (self->worker == NULL || nabla_run_is_finished (self) || !nabla_rates_are_valid (&rates))
    return;
  self->asked = TRUE;
  self->rates = rates;
  nabla_pace_ask_for_rates (nabla_worker_get_pace (self->worker), &asked);
}

NablaRates
nabla_run_get_rates (NablaRun *self)
{
  return self->rates;
}

const NablaRateChange *
nabla_run_get_changes (NablaRun *self, gsize *n)
{
  *n = self->changes->len;
  return (const NablaRateChange *) (void *) self->changes->data;
}

void
nabla_run_set_changes (NablaRun *self, const NablaRateChange *changes, gsize n)
{
  g_return_if_fail (self->worker == NULL);
  g_array_set_size (self->changes, 0);
  g_array_append_vals (self->changes, changes, (guint) n);
  g_clear_pointer (&self->job.changes, g_array_unref);
  self->job.changes = g_array_copy (self->changes);
}

void
nabla_run_set_speed (NablaRun *self, double mini_batches_per_second)
{
  self->job.speed = isfinite (mini_batches_per_second) ? MAX (mini_batches_per_second, 0.0) : 0.0;
  if (self->worker != NULL)
    nabla_pace_set_speed (nabla_worker_get_pace (self->worker), self->job.speed);
}

double
nabla_run_get_speed (NablaRun *self)
{
  return self->job.speed;
}

int
nabla_run_get_first_epoch (NablaRun *self)
{
  return nabla_job_get_first_epoch (&self->job);
}

/* The last that it completed, as far as it is known here. */
static int
last_epoch (NablaRun *self)
{
  const NablaRecord *last = nabla_run_get_last_record (self);
  return last != NULL ? last->epoch : nabla_run_get_first_epoch (self);
}

/* FALSE with error where no such fork can be. */
static gboolean
check_fork (NablaRun *self, NablaRun *parent, int epoch, GError **error)
{
  int first = nabla_run_get_first_epoch (parent), last = last_epoch (parent);
  int epochs = (int) self->job.hyper_parameters.epochs;
  if (parent->kept.exported)
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                         "the run was imported without its networks: it cannot be forked");
  else if (epoch < first || epoch > last)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 "a fork of this run can begin after epoch %d to %d, not after %d", first, last,
                 epoch);
  else if (!nabla_hyper_parameters_same_layers (&self->job.hyper_parameters,
                                                &parent->job.hyper_parameters))
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                         "a fork keeps the layers of the run that it goes on from");
  else if (epoch >= epochs)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 "a fork after epoch %d needs more than %d epochs in all", epoch, epochs);
  else
    return TRUE;
  return FALSE;
}

gboolean
nabla_run_set_fork (NablaRun *self, NablaRun *parent, int epoch, GError **error)
{
  g_return_val_if_fail (self->worker == NULL && self->fork_epoch < 0, FALSE);
  if (!check_fork (self, parent, epoch, error))
    return FALSE;
  g_autoptr (NablaCheckpoint) newest = nabla_run_ref_checkpoint (parent);
  if (newest != NULL && newest->epoch == epoch)
    self->job.checkpoint = nabla_checkpoint_fork (newest, self->job.hyper_parameters.learning_rate);
  else
    self->job.origin = nabla_origin_new (&parent->job, parent->changes, epoch);
  self->job.validation_images = parent->job.validation_images;
  self->job.kernel = parent->job.kernel;
  self->fork_epoch = epoch;
  self->fork_name = g_strdup (parent->name);
  for (guint i = 0; i < parent->records->len; i++)
    if (g_array_index (parent->records, NablaRecord, i).epoch == epoch)
      self->fork_record = g_array_index (parent->records, NablaRecord, i);
  if (parent->fork_epoch == epoch)
    self->fork_record = parent->fork_record;
  return TRUE;
}

NablaRun *
nabla_run_new_like (NablaRun *self, const NablaHyperParameters *hyper_parameters)
{
  NablaRun *run = nabla_run_new (hyper_parameters, self->job.data_set, self->job.monitors);
  run->job.monitor_every = self->job.monitor_every;
  run->job.validation_images = self->job.validation_images;
  run->job.kernel = self->job.kernel;
  run->job.snapshots = self->job.snapshots;
  run->job.low_priority = self->job.low_priority;
  nabla_run_set_initial (run, self->job.initial);
  return run;
}

NablaRun *
nabla_run_new_again (NablaRun *self)
{
  NablaRun *run = nabla_run_new_like (self, &self->job.hyper_parameters);
  if (self->fork_epoch >= 0 && self->job.origin == NULL) /* what was only resumed begins at its
                                                            beginning */
    nabla_run_set_checkpoint (run, self->job.checkpoint);
  run->job.origin = self->job.origin != NULL ? nabla_origin_ref (self->job.origin) : NULL;
  run->fork_epoch = self->fork_epoch;
  run->fork_name = g_strdup (self->fork_name);
  run->fork_record = self->fork_record;
  return run;
}

void
nabla_run_set_begins_paused (NablaRun *self, gboolean paused)
{
  self->job.paused = paused;
}

const NablaRecord *
nabla_run_get_fork_record (NablaRun *self)
{
  return self->fork_record.epoch > 0 ? &self->fork_record : NULL;
}

NablaOrigin *
nabla_run_get_fork_origin (NablaRun *self)
{
  return self->job.origin;
}

int
nabla_run_get_fork_epoch (NablaRun *self)
{
  return self->fork_epoch;
}

const char *
nabla_run_get_fork_name (NablaRun *self)
{
  return self->fork_name;
}
