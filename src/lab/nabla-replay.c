/* SPDX-License-Identifier: MIT */
#include "lab/nabla-replay.h"

#include "lab/nabla-course.h"
#include "nn/nn-evaluation.h"

#include <math.h>

typedef struct {
  NablaJob job; /* a copy, with the checkpoint that it begins with */
  NablaTrainingData *data;
  NnTrainer *trainer;
  NablaCourse course;
  int first, last;
  const NablaPreparationWatch *watch;
} Replay;

static double
on_boundary (NnTrainer *trainer, size_t images, void *data)
{
  Replay *replay = data;
  nabla_course_replay (&replay->course, trainer, images);
  return 0.0;
}

static void
on_progress (NnTrainer *trainer, size_t images, void *data)
{
  Replay *replay = data;
  double epochs = nn_trainer_epoch (trainer) + (double) images / (double) replay->course.n_training;
  if (replay->watch->progress != NULL)
    replay->watch->progress ((epochs - replay->first) / (replay->last - replay->first),
                             replay->watch->data);
}

/* What the schedule went by: validation's accuracy, else test's, else training's; NAN where memory
 * is short. */
static double
score (Replay *replay)
{
  static const DigitsPartKind order[] = { DIGITS_VALIDATION, DIGITS_TEST, DIGITS_TRAINING };
  NnNetwork *network = nn_trainer_snapshot (replay->trainer);
  NnObjective objective = nabla_hyper_parameters_get_objective (&replay->job.hyper_parameters);
  NnEvaluation evaluation = { .accuracy = NAN };
  const NnSamples *samples = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (order) && (samples == NULL || samples->n == 0); i++)
    samples = nabla_training_data_get (replay->data, order[i]);
  if (network == NULL ||
      nn_evaluate (network, samples, &objective, nn_kernel_resolve (replay->job.kernel), NULL,
                   &evaluation) != NN_OK)
    evaluation.accuracy = NAN;
  nn_network_unref (network);
  return evaluation.accuracy;
}

static bool
on_epoch (NnTrainer *trainer, int epoch, void *data)
{
  Replay *replay = data;
  if (nabla_job_is_scheduled (&replay->job)) {
    double accuracy = score (replay);
    if (!isnan (accuracy))
      nabla_course_follow (&replay->course, trainer, accuracy);
  }
  return TRUE;
}

static void
fail (NnStatus status, GError **error)
{
  if (status == NN_STOPPED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  else
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, nn_status_message (status));
}

static NablaCheckpoint *
train (Replay *replay, GError **error)
{
  const NablaPreparationWatch prepare = { .stop = replay->watch->stop };
  const NnWatch watch = { .stop = replay->watch->stop,
                          .boundary = on_boundary,
                          .progress = on_progress,
                          .epoch = on_epoch,
                          .data = replay };
  NnStatus status = NN_OK;
  replay->data = nabla_training_data_new (replay->job.data_set, &replay->job.hyper_parameters,
                                          replay->job.validation_images, &prepare, error);
  if (replay->data == NULL)
    return NULL;
  const NnSamples *samples = nabla_training_data_get (replay->data, DIGITS_TRAINING);
  replay->trainer = nabla_job_make_trainer (&replay->job, samples, &status);
  if (replay->trainer != NULL) {
    replay->course = nabla_course_begin (&replay->job, samples->n);
    status = nn_trainer_run (replay->trainer, replay->last, &watch);
  }
  NablaCheckpoint *checkpoint =
      status == NN_OK ? nabla_course_checkpoint (&replay->course, replay->trainer) : NULL;
  if (checkpoint == NULL)
    fail (status == NN_OK ? NN_ERROR_MEMORY : status, error);
  nn_trainer_free (replay->trainer);
  nabla_training_data_free (replay->data);
  return checkpoint;
}

NablaCheckpoint *
nabla_replay (const NablaJob *job, int epoch, const NablaPreparationWatch *watch, GError **error)
{
  Replay replay = { .first = nabla_job_get_first_epoch (job), .last = epoch, .watch = watch };
  NablaCheckpoint *checkpoint = NULL;
  g_return_val_if_fail (epoch >= replay.first, NULL);
  nabla_job_copy (&replay.job, job);
  if (job->checkpoint == NULL && job->origin != NULL) {
    g_autoptr (NablaCheckpoint) origin =
        nabla_replay (&job->origin->job, job->origin->epoch, watch, error);
    if (origin != NULL)
      replay.job.checkpoint = nabla_checkpoint_fork (origin, job->hyper_parameters.learning_rate);
  }
  if (job->origin == NULL || replay.job.checkpoint != NULL)
    checkpoint = train (&replay, error);
  nabla_job_clear (&replay.job);
  return checkpoint;
}
