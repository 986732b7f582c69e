/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run-kept.h"

#include "lab/nabla-run-private.h"

#include <math.h>

/* What of a run does not depend on whether it goes on. */
static NablaRun *
new_alike (const NablaRunKept *kept, NablaDataSet *data_set)
{
  NablaRun *self = nabla_run_new (&kept->hyper_parameters, data_set, kept->monitors);
  g_free (self->uuid);
  self->uuid = g_strdup (kept->uuid);
  nabla_run_set_name (self, kept->name);
  nabla_run_set_color (self, kept->color);
  nabla_run_set_kernel (self, kept->kernel);
  nabla_run_set_monitor_every (self, kept->monitor_every);
  nabla_run_set_validation_images (self, kept->validation_images);
  nabla_run_set_changes (self, kept->changes, kept->n_changes);
  self->kept.seconds = kept->seconds;
  self->kept.exported = kept->exported;
  self->kept.start = kept->start != NULL ? nabla_checkpoint_ref (kept->start) : NULL;
  self->job.origin = kept->origin != NULL ? nabla_origin_ref (kept->origin) : NULL;
  self->fork_epoch = kept->fork_epoch;
  self->fork_name = g_strdup (kept->fork_name);
  if (kept->fork_record != NULL)
    self->fork_record = *kept->fork_record;
  return self;
}

/* The records up to that epoch, and which is the best of them. */
static void
take_records (NablaRun *self, const NablaRecord *records, gsize n, int last_epoch)
{
  for (gsize i = 0; i < n && records[i].epoch <= last_epoch; i++) {
    double score = nabla_record_score (&records[i]);
    g_array_append_val (self->records, records[i]);
    if (isfinite (score) && (self->best_epoch == 0 || score > self->best_score)) {
      self->best_epoch = records[i].epoch;
      self->best_score = score;
    }
  }
}

static void
take_networks (NablaRun *self, NablaCheckpoint *checkpoint, NnNetwork *best, int best_epoch)
{
  if (checkpoint != NULL) {
    self->kept.checkpoint = nabla_checkpoint_ref (checkpoint);
    self->kept.snapshot = nabla_checkpoint_make_network (checkpoint, &self->job.hyper_parameters);
  }
  if (best != NULL && (checkpoint == NULL || best_epoch <= checkpoint->epoch)) {
    self->kept.best = nn_network_ref (best);
    self->kept.best_epoch = best_epoch;
  }
}

NablaRun *
nabla_run_new_kept (const NablaRunKept *kept, NablaDataSet *data_set)
{
  g_return_val_if_fail (kept->state >= NABLA_RUN_COMPLETED, NULL);
  NablaRun *self = new_alike (kept, data_set);
  take_records (self, kept->records, kept->n_records, G_MAXINT);
  take_networks (self, kept->checkpoint, NULL, 0);
  if (kept->best != NULL) {
    self->kept.best = nn_network_ref (kept->best);
    self->kept.best_epoch = kept->best_epoch;
  }
  /* Forks of it train it again from its start; from its end, where that was not kept. */
  if (kept->start != NULL)
    nabla_run_set_checkpoint (self, kept->start);
  else if (kept->fork_epoch >= 0 && kept->origin == NULL)
    nabla_run_set_checkpoint (self, kept->checkpoint);
  self->state = kept->state;
  self->ended_early = kept->ended_early;
  self->message = g_strdup (kept->message);
  self->culled = kept->culled ? g_strdup (kept->message != NULL ? kept->message : "") : NULL;
  self->other_data = g_strdup (kept->other_data);
  self->other_is_drawn = kept->other_is_drawn;
  self->diverged_epoch = kept->diverged_epoch;
  self->diverged_mini_batch = kept->diverged_mini_batch;
  int done = self->records->len > 0
                 ? g_array_index (self->records, NablaRecord, self->records->len - 1).epoch
                 : 0;
  self->progress =
      kept->ended_early ? 1.0 : MIN (done / (double) MAX (kept->hyper_parameters.epochs, 1), 1.0);
  self->preparation = 1.0;
  return self;
}

NablaRun *
nabla_run_new_continued (NablaRun *ended, int epochs, GError **error)
{
  g_return_val_if_fail (nabla_run_is_finished (ended), NULL);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (ended);
  if (checkpoint == NULL)
    checkpoint = nabla_run_ref_start (ended);
  NablaOrigin *origin = ended->job.origin;
  int done = checkpoint != NULL ? checkpoint->epoch : origin != NULL ? origin->epoch : 0;
  if (ended->kept.exported) {
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                         "the run was imported without its networks: it can be looked at, and not "
                         "gone on with");
    return NULL;
  }
  if (checkpoint == NULL && origin == NULL && ended->fork_epoch >= 0) {
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                         "the fork was interrupted before it began: fork again");
    return NULL;
  }
  if (ended->state == NABLA_RUN_DIVERGED || done >= epochs) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 ended->state == NABLA_RUN_DIVERGED
                     ? "a run that diverged in epoch %d cannot go on"
                     : "the run has %d epochs already; say how many there will be in all",
                 ended->state == NABLA_RUN_DIVERGED ? ended->diverged_epoch : done);
    return NULL;
  }
  NablaRunKept kept = {
    .uuid = ended->uuid,
    .name = ended->name,
    .hyper_parameters = ended->job.hyper_parameters,
    .monitors = ended->job.monitors,
    .kernel = ended->job.kernel,
    .validation_images = ended->job.validation_images,
    .monitor_every = ended->job.monitor_every,
    .seconds = nabla_run_get_seconds (ended),
    .color = ended->color,
    .fork_epoch = ended->fork_epoch,
    .fork_name = ended->fork_name,
    .origin = origin,
    .changes = (const NablaRateChange *) (void *) ended->changes->data,
    .n_changes = ended->changes->len,
  };
  kept.hyper_parameters.epochs = epochs;
  g_autoptr (NablaCheckpoint) start = nabla_run_ref_start (ended);
  kept.start = start;
  NablaRun *self = new_alike (&kept, ended->job.data_set);
  int best_epoch;
  NnNetwork *best = nabla_run_ref_best (ended, &best_epoch);
  take_records (self, (const NablaRecord *) (void *) ended->records->data, ended->records->len,
                done);
  if (checkpoint != NULL)
    take_networks (self, checkpoint, best, best_epoch);
  nn_network_unref (best);
  nabla_run_set_checkpoint (self, checkpoint);
  self->job.best_score = self->best_score;
  return self;
}
