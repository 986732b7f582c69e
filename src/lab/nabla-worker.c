/* SPDX-License-Identifier: MIT */
#include "lab/nabla-worker.h"

#include "lab/nabla-course.h"
#include "lab/nabla-evaluator.h"
#include "lab/nabla-pace.h"
#include "lab/nabla-priority.h"
#include "lab/nabla-replay.h"
#include "lab/nabla-training-data.h"

#include <math.h>

#define REPORT_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)
/* When mini-batches are so slow that each can be seen. */
#define SLOW_INTERVAL (25 * G_TIME_SPAN_MILLISECOND)

struct NablaWorker {
  NablaJob job;
  NablaRecordQueue *queue;
  NablaEvaluator *evaluator;
  NablaPace *pace;
  GThread *thread;

  /* The thread's own until it is joined. */
  NablaTrainingData *data;
  NnTrainer *trainer;
  NablaCourse course;
  int first;       /* complete epochs at the start */
  gsize images;    /* of the epoch under way */
  gint64 reported; /* monotonic time of the newest report */
  /* The checkpoint before the newest: where to go on from if the record of the newest never left.
   */
  NablaCheckpoint *before;
  NablaWorkerEnd end;
  GError *error; /* why the data could not be prepared */

  GMutex mutex;
  /* Under the mutex. */
  NnNetwork *snapshot; /* the newest, never changed once it is here */
  int snapshot_epoch;
  NablaCheckpoint *checkpoint;
  double progress, preparation;
};

static void
push (NablaWorker *worker, NablaMessageKind kind)
{
  NablaMessage message = { .kind = kind };
  nabla_record_queue_push (worker->queue, &message);
}

/* A copy of the network as it is now becomes the newest snapshot. Returns it, the worker's; NULL
 * without memory: the one before stands. */
static NnNetwork *
publish (NablaWorker *worker, int epoch)
{
  NnNetwork *copy = nn_trainer_snapshot (worker->trainer);
  if (copy == NULL)
    return NULL;
  g_mutex_lock (&worker->mutex);
  NnNetwork *old = worker->snapshot;
  worker->snapshot = copy;
  worker->snapshot_epoch = epoch;
  g_mutex_unlock (&worker->mutex);
  nn_network_unref (old);
  push (worker, NABLA_MESSAGE_SNAPSHOT);
  return copy; /* only this thread puts another in its place */
}

/* What resuming needs after this epoch. Without memory the one before stands. */
static void
keep_checkpoint (NablaWorker *worker)
{
  NablaCheckpoint *checkpoint = nabla_course_checkpoint (&worker->course, worker->trainer);
  if (checkpoint == NULL)
    return;
  nabla_checkpoint_unref (worker->before);
  g_mutex_lock (&worker->mutex);
  worker->before = worker->checkpoint;
  worker->checkpoint = checkpoint;
  g_mutex_unlock (&worker->mutex);
}

/* A stop gave the evaluation of the last epoch up: what was trained to the end is not complete. */
static gboolean
lacks_record (NablaWorker *worker)
{
  int epoch = nn_trainer_epoch (worker->trainer);
  return epoch > worker->first && epoch > nabla_evaluator_get_epoch (worker->evaluator);
}

/* After a stop that gave an evaluation up: whoever goes on from the checkpoint must come by the
 * epoch whose record is missing once more. */
static void
drop_unrecorded_checkpoint (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  if (worker->before != NULL &&
      worker->checkpoint->epoch > nabla_evaluator_get_epoch (worker->evaluator)) {
    nabla_checkpoint_unref (worker->checkpoint);
    worker->checkpoint = g_steal_pointer (&worker->before);
  }
  g_mutex_unlock (&worker->mutex);
  g_clear_pointer (&worker->before, nabla_checkpoint_unref);
}

static void
set_progress (NablaWorker *worker, double epochs)
{
  g_mutex_lock (&worker->mutex);
  worker->progress = MIN (epochs / (double) worker->job.hyper_parameters.epochs, 1.0);
  g_mutex_unlock (&worker->mutex);
}

static void
set_preparation (NablaWorker *worker, double done)
{
  g_mutex_lock (&worker->mutex);
  worker->preparation = done;
  g_mutex_unlock (&worker->mutex);
}

static void
on_preparation (double done, gpointer data)
{
  NablaWorker *worker = data;
  nabla_pace_wait_while_paused (worker->pace);
  set_preparation (worker, done);
  push (worker, NABLA_MESSAGE_PROGRESS);
}

/* How far the epoch under way is, if nothing was said of it for so long. */
static void
report (NablaWorker *worker, gint64 interval)
{
  gint64 now = g_get_monotonic_time ();
  if (now - worker->reported < interval)
    return;
  worker->reported = now;
  int epoch = nn_trainer_epoch (worker->trainer);
  set_progress (worker, epoch + (double) worker->images / (double) worker->course.n_training);
  push (worker, NABLA_MESSAGE_PROGRESS);
  if (worker->job.snapshots)
    publish (worker, epoch);
}

static void
on_progress (NnTrainer *trainer, size_t images, void *data)
{
  NablaWorker *worker = data;
  worker->images = images;
  report (worker, REPORT_INTERVAL);
}

static void
show (gboolean resting, gpointer data)
{
  NablaWorker *worker = data;
  report (worker, resting ? 0 : SLOW_INTERVAL);
  if (resting)
    push (worker, NABLA_MESSAGE_RESTING);
}

static double
on_boundary (NnTrainer *trainer, size_t images, void *data)
{
  NablaWorker *worker = data;
  NablaMessage message = { .kind = NABLA_MESSAGE_RATES };
  NablaRates rates;
  worker->images = images;
  double waited = nabla_pace_keep (worker->pace, images, show, worker);
  nabla_course_replay (&worker->course, trainer, images);
  if (nabla_pace_take_rates (worker->pace, &rates)) {
    if (!nabla_course_change (&worker->course, trainer, images, &rates, &message.change))
      message.change.epoch = 0;
    nabla_evaluator_send (worker->evaluator, &message);
  }
  return waited;
}

static void
on_monitor (NnTrainer *trainer, size_t images, void *data)
{
  NablaWorker *worker = data;
  NnNetwork *network = nn_trainer_snapshot (trainer);
  if (network != NULL)
    nabla_evaluator_monitor (worker->evaluator, network, nn_trainer_epoch (trainer) + 1, images,
                             worker->course.base.l2);
  nn_network_unref (network);
}

/* Waits for the epoch's accuracy, and changes the learning rate by it. FALSE where training ends:
 * by the schedule (*known), or because it was stopped before the accuracy was known. */
static gboolean
follow_schedule (NablaWorker *worker, gboolean *known)
{
  double score;
  *known = nabla_evaluator_wait (worker->evaluator, &score);
  if (!*known)
    return FALSE;
  return isnan (score) || nabla_course_follow (&worker->course, worker->trainer, score);
}

static bool
on_epoch (NnTrainer *trainer, int epoch, void *data)
{
  NablaWorker *worker = data;
  NablaRecord record = { .epoch = epoch, .train_seconds = nn_trainer_seconds (trainer) };
  gboolean goes_on = TRUE, known = TRUE;
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    record.figures[i] = NAN;
  for (int l = 0; l < NN_MAX_LAYERS; l++)
    record.gradient_norms[l] = NAN;
  nabla_course_note (&worker->course, &record);
  nabla_evaluator_take (worker->evaluator, publish (worker, epoch), &record);
  if (nabla_job_is_scheduled (&worker->job))
    goes_on = follow_schedule (worker, &known);
  /* The record of the epoch before has left by now, or never will. */
  gboolean complete =
      epoch - 1 == worker->first || nabla_evaluator_get_epoch (worker->evaluator) >= epoch - 1;
  if (known && complete)
    keep_checkpoint (worker);
  if (known && epoch == worker->job.hyper_parameters.epochs)
    goes_on = TRUE; /* there is nothing left to end */
  worker->end.ended_early = known && !goes_on;
  set_progress (worker, worker->end.ended_early ? HUGE_VAL : epoch);
  return goes_on;
}

/* A fork has a checkpoint where it begins. FALSE with worker->error. */
static gboolean
find_origin (NablaWorker *worker, const NablaPreparationWatch *watch)
{
  const NablaOrigin *origin = worker->job.origin;
  if (origin == NULL || worker->job.checkpoint != NULL)
    return TRUE;
  g_autoptr (NablaCheckpoint) checkpoint =
      nabla_replay (&origin->job, origin->epoch, watch, &worker->error);
  if (checkpoint == NULL)
    return FALSE;
  worker->job.checkpoint =
      nabla_checkpoint_fork (checkpoint, worker->job.hyper_parameters.learning_rate);
  return TRUE;
}

static NnStatus
prepare (NablaWorker *worker)
{
  NablaPreparationWatch watch = { .stop = nabla_pace_get_stop (worker->pace),
                                  .progress = on_preparation,
                                  .data = worker };
  if (find_origin (worker, &watch))
    worker->data = nabla_training_data_new (worker->job.data_set, &worker->job.hyper_parameters,
                                            worker->job.validation_images, &watch, &worker->error);
  if (g_error_matches (worker->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NN_STOPPED;
  if (worker->error != NULL)
    return worker->error->code == NABLA_ERROR_INTERNAL ? NN_ERROR_MEMORY : NN_ERROR_SHAPE;
  NnSamples samples[DIGITS_N_PARTS];
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    samples[part] = *nabla_training_data_get (worker->data, (DigitsPartKind) part);
  nabla_evaluator_set_samples (worker->evaluator, samples);
  NnStatus status = NN_OK;
  worker->trainer = nabla_job_make_trainer (&worker->job, &samples[DIGITS_TRAINING], &status);
  worker->course = nabla_course_begin (&worker->job, samples[DIGITS_TRAINING].n);
  set_preparation (worker, 1.0);
  return status;
}

static NnStatus
train (NablaWorker *worker)
{
  const NablaJob *job = &worker->job;
  NnWatch watch = { .stop = nabla_pace_get_stop (worker->pace),
                    .boundary = on_boundary,
                    .progress = on_progress,
                    .epoch = on_epoch,
                    .monitor = on_monitor,
                    .monitor_every = job->monitor_every,
                    .data = worker };
  int first = nn_trainer_epoch (worker->trainer), epochs = (int) job->hyper_parameters.epochs;
  worker->first = first;
  set_progress (worker, first);
  publish (worker, first);
  keep_checkpoint (worker);
  if (nabla_job_has_ended (job, &worker->course.schedule)) {
    worker->end.ended_early = first < epochs;
    return NN_OK;
  }
  NnStatus status = nn_trainer_run (worker->trainer, epochs, &watch);
  if (status == NN_STOPPED && worker->end.ended_early)
    status = NN_OK;
  if (status == NN_DIVERGED)
    publish (worker, nn_trainer_epoch (worker->trainer)); /* the last good one */
  nn_trainer_diverged_at (worker->trainer, &worker->end.diverged_epoch,
                          &worker->end.diverged_mini_batch);
  return status;
}

static gpointer
work (gpointer data)
{
  NablaWorker *worker = data;
  if (worker->job.low_priority)
    nabla_priority_lower ();
  NnStatus status = prepare (worker);
  if (status == NN_OK)
    status = train (worker);
  worker->end.status = status;
  if (worker->error != NULL && status != NN_STOPPED)
    worker->end.message = worker->error->message;
  else if (status != NN_OK && status != NN_STOPPED && status != NN_DIVERGED)
    worker->end.message = nn_status_message (status);
  nabla_evaluator_close (worker->evaluator);
  if (status == NN_OK && lacks_record (worker))
    worker->end.status = NN_STOPPED;
  drop_unrecorded_checkpoint (worker);
  /* A run that has ended may be kept for long; expanded data is large. */
  g_clear_pointer (&worker->trainer, nn_trainer_free);
  g_clear_pointer (&worker->data, nabla_training_data_free);
  push (worker, NABLA_MESSAGE_FINISHED);
  return NULL;
}

NablaWorker *
nabla_worker_start (const NablaJob *job, NablaRecordQueue *queue, GError **error)
{
  if (!nabla_job_check (job, error))
    return NULL;
  NablaWorker *worker = g_new0 (NablaWorker, 1);
  NablaEvaluation evaluation = {
    .monitors = job->monitors,
    .objective = nabla_hyper_parameters_get_objective (&job->hyper_parameters),
    .kernel = nn_kernel_resolve (job->kernel),
    .scored = nabla_job_is_scheduled (job),
    .best_score = job->best_score,
    .low_priority = job->low_priority,
  };
  nabla_job_copy (&worker->job, job);
  worker->pace = nabla_pace_new ();
  nabla_pace_set_paused (worker->pace, job->paused);
  nabla_pace_set_speed (worker->pace, job->speed);
  worker->queue = nabla_record_queue_ref (queue);
  g_mutex_init (&worker->mutex);
  worker->evaluator = nabla_evaluator_new (&evaluation, queue, error);
  if (worker->evaluator != NULL) {
    worker->thread = g_thread_try_new ("nabla-run", work, worker, error);
    if (worker->thread != NULL)
      return worker;
    nabla_evaluator_close (worker->evaluator);
  }
  nabla_worker_free (worker);
  return NULL;
}

void
nabla_worker_stop (NablaWorker *worker)
{
  nabla_pace_stop (worker->pace);
  nabla_evaluator_stop (worker->evaluator);
}

NablaPace *
nabla_worker_get_pace (NablaWorker *worker)
{
  return worker->pace;
}

NnNetwork *
nabla_worker_ref_snapshot (NablaWorker *worker, int *epoch)
{
  g_mutex_lock (&worker->mutex);
  NnNetwork *snapshot = worker->snapshot != NULL ? nn_network_ref (worker->snapshot) : NULL;
  *epoch = worker->snapshot_epoch;
  g_mutex_unlock (&worker->mutex);
  return snapshot;
}

NnNetwork *
nabla_worker_ref_best (NablaWorker *worker, int *epoch)
{
  return nabla_evaluator_ref_best (worker->evaluator, epoch);
}

NablaCheckpoint *
nabla_worker_ref_checkpoint (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  NablaCheckpoint *checkpoint =
      worker->checkpoint != NULL ? nabla_checkpoint_ref (worker->checkpoint) : NULL;
  g_mutex_unlock (&worker->mutex);
  return checkpoint;
}

double
nabla_worker_get_progress (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  double progress = worker->progress;
  g_mutex_unlock (&worker->mutex);
  return progress;
}

double
nabla_worker_get_preparation (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  double preparation = worker->preparation;
  g_mutex_unlock (&worker->mutex);
  return preparation;
}

void
nabla_worker_join (NablaWorker *worker)
{
  if (worker->thread != NULL)
    g_thread_join (g_steal_pointer (&worker->thread));
}

NablaWorkerEnd
nabla_worker_get_end (NablaWorker *worker)
{
  return worker->end;
}

void
nabla_worker_free (NablaWorker *worker)
{
  if (worker == NULL)
    return;
  g_assert (worker->thread == NULL);
  nabla_evaluator_free (worker->evaluator);
  nn_network_unref (worker->snapshot);
  nabla_checkpoint_unref (worker->checkpoint);
  nabla_checkpoint_unref (worker->before);
  nabla_job_clear (&worker->job);
  nabla_pace_free (worker->pace);
  nabla_record_queue_unref (worker->queue);
  g_clear_error (&worker->error);
  g_mutex_clear (&worker->mutex);
  g_free (worker);
}
