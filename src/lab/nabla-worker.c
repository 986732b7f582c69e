/* SPDX-License-Identifier: MIT */
#include "lab/nabla-worker.h"

#include "digits/digits-set.h"
#include "lab/nabla-priority.h"
#include "nn/nn-evaluation.h"

#include <math.h>

#define REPORT_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)

struct NablaWorker {
  NablaJob job; /* without `initial` */
  NablaRecordQueue *queue;
  NnTrainer *trainer;
  GThread *thread;
  NnStatus status;

  atomic_bool stop;
  GMutex mutex;
  GCond unpaused;
  gboolean paused;     /* under the mutex */
  NnNetwork *snapshot; /* under the mutex; the newest, never changed once it is here */
  int snapshot_epoch;  /* under the mutex */
  double progress;     /* under the mutex */
  gint64 reported;     /* monotonic time of the newest report; the worker's own */
};

static void
push (NablaWorker *worker, NablaMessageKind kind)
{
  NablaMessage message = { .kind = kind };
  nabla_record_queue_push (worker->queue, &message);
}

/* A copy of the network as it is now becomes the newest snapshot. */
static void
publish (NablaWorker *worker, int epoch)
{
  NnNetwork *copy = nn_trainer_snapshot (worker->trainer);
  if (copy == NULL)
    return; /* the one before stands */
  g_mutex_lock (&worker->mutex);
  NnNetwork *old = worker->snapshot;
  worker->snapshot = copy;
  worker->snapshot_epoch = epoch;
  g_mutex_unlock (&worker->mutex);
  nn_network_unref (old);
  push (worker, NABLA_MESSAGE_SNAPSHOT);
}

static void
wait_while_paused (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  while (worker->paused && !atomic_load (&worker->stop))
    g_cond_wait (&worker->unpaused, &worker->mutex);
  g_mutex_unlock (&worker->mutex);
}

static void
set_progress (NablaWorker *worker, double epochs)
{
  g_mutex_lock (&worker->mutex);
  worker->progress = epochs / (double) worker->job.hyper_parameters.epochs;
  g_mutex_unlock (&worker->mutex);
}

static void
on_progress (NnTrainer *trainer, size_t images, void *data)
{
  NablaWorker *worker = data;
  wait_while_paused (worker);
  gint64 now = g_get_monotonic_time ();
  if (now - worker->reported < REPORT_INTERVAL)
    return;
  worker->reported = now;
  int epoch = nn_trainer_epoch (trainer);
  set_progress (worker, epoch + (double) images / (double) worker->job.samples[DIGITS_TRAINING].n);
  push (worker, NABLA_MESSAGE_PROGRESS);
  if (worker->job.snapshots)
    publish (worker, epoch);
}

/* Fills the figures of one part that are monitored; FALSE when it was stopped. */
static gboolean
evaluate_part (NablaWorker *worker, DigitsPartKind part, NablaRecord *record)
{
  guint monitors = (guint) worker->job.monitors >> (2 * part) & 3u;
  const NnSamples *samples = &worker->job.samples[part];
  if (monitors == 0 || samples->n == 0)
    return TRUE;
  NnEvaluation evaluation;
  NnObjective objective = nabla_hyper_parameters_get_objective (&worker->job.hyper_parameters);
  NnNetwork *network = nn_trainer_snapshot (worker->trainer);
  NnStatus status =
      nn_evaluate (network, samples, &objective, NN_KERNEL_AUTO, &worker->stop, &evaluation);
  nn_network_unref (network);
  if (status == NN_STOPPED)
    return FALSE;
  if (status != NN_OK)
    return TRUE; /* memory was short: the figure is missing, the run goes on */
  if (monitors & 1u)
    record->figures[2 * part] = evaluation.cost;
  if (monitors & 2u)
    record->figures[2 * part + 1] = evaluation.accuracy;
  return TRUE;
}

static bool
on_epoch (NnTrainer *trainer, int epoch, void *data)
{
  NablaWorker *worker = data;
  NablaMessage message = { .kind = NABLA_MESSAGE_RECORD };
  NablaRecord *record = &message.record;
  record->epoch = epoch;
  record->learning_rate = worker->job.hyper_parameters.learning_rate;
  record->train_seconds = nn_trainer_seconds (trainer);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    record->figures[i] = NAN;
  publish (worker, epoch);
  gint64 start = g_get_monotonic_time ();
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    if (!evaluate_part (worker, (DigitsPartKind) part, record))
      return false;
  record->evaluation_seconds =
      (double) (g_get_monotonic_time () - start) / (double) G_TIME_SPAN_SECOND;
  set_progress (worker, epoch);
  nabla_record_queue_push (worker->queue, &message);
  return true;
}

static gpointer
work (gpointer data)
{
  NablaWorker *worker = data;
  NnWatch watch = {
    .stop = &worker->stop, .progress = on_progress, .epoch = on_epoch, .data = worker
  };
  if (worker->job.low_priority)
    nabla_priority_lower ();
  publish (worker, 0);
  worker->status =
      nn_trainer_run (worker->trainer, (int) worker->job.hyper_parameters.epochs, &watch);
  if (worker->status == NN_DIVERGED)
    publish (worker, nn_trainer_epoch (worker->trainer)); /* the last good one */
  push (worker, NABLA_MESSAGE_FINISHED);
  return NULL;
}

static gboolean
refuse (GError **error, NnStatus status)
{
  int code = status == NN_ERROR_MEMORY || status == NN_ERROR_THREAD ? NABLA_ERROR_INTERNAL
                                                                    : NABLA_ERROR_USAGE;
  g_set_error_literal (error, NABLA_ERROR, code, nn_status_message (status));
  return FALSE;
}

/* The network that the training starts from; a reference. */
static NnNetwork *
initial_network (const NablaJob *job, NnStatus *status)
{
  const NablaHyperParameters *set_up = &job->hyper_parameters;
  int sizes[NN_MAX_LAYERS + 1];
  for (gint64 i = 0; i < set_up->n_layers; i++)
    sizes[i] = (int) set_up->layers[i];
  NnNetwork *network = nn_network_new (sizes, (int) set_up->n_layers, status);
  if (network == NULL)
    return NULL;
  if (job->initial == NULL) {
    nn_network_initialise (network, (NnInit) set_up->init, set_up->zero_biases,
                           (guint64) set_up->seed);
  } else if (nn_network_same_shape (network, job->initial)) {
    nn_network_assign (network, job->initial);
  } else {
    *status = NN_ERROR_SHAPE;
    g_clear_pointer (&network, nn_network_unref);
  }
  return network;
}

static gboolean
make_trainer (NablaWorker *worker, const NablaJob *job, GError **error)
{
  const NablaHyperParameters *set_up = &job->hyper_parameters;
  NnTraining training = {
    .objective = nabla_hyper_parameters_get_objective (set_up),
    .learning_rate = set_up->learning_rate,
    .mini_batch = (int) set_up->mini_batch,
    .shuffle = set_up->shuffle,
    .seed = (guint64) set_up->seed,
  };
  NnStatus status = NN_OK;
  NnNetwork *network = initial_network (job, &status);
  if (network == NULL)
    return refuse (error, status);
  worker->trainer =
      nn_trainer_new (network, &worker->job.samples[DIGITS_TRAINING], &training, &status);
  nn_network_unref (network);
  return worker->trainer != NULL || refuse (error, status);
}

NablaWorker *
nabla_worker_start (const NablaJob *job, NablaRecordQueue *queue, GError **error)
{
  NablaWorker *worker = g_new0 (NablaWorker, 1);
  worker->job = *job;
  worker->job.initial = NULL;
  worker->queue = nabla_record_queue_ref (queue);
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->unpaused);
  if (make_trainer (worker, job, error)) {
    worker->thread = g_thread_try_new ("nabla-run", work, worker, error);
    if (worker->thread != NULL)
      return worker;
  }
  nabla_worker_free (worker);
  return NULL;
}

void
nabla_worker_stop (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  atomic_store (&worker->stop, true);
  g_cond_broadcast (&worker->unpaused);
  g_mutex_unlock (&worker->mutex);
}

void
nabla_worker_set_paused (NablaWorker *worker, gboolean paused)
{
  g_mutex_lock (&worker->mutex);
  worker->paused = paused;
  g_cond_broadcast (&worker->unpaused);
  g_mutex_unlock (&worker->mutex);
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

double
nabla_worker_get_progress (NablaWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  double progress = worker->progress;
  g_mutex_unlock (&worker->mutex);
  return progress;
}

void
nabla_worker_join (NablaWorker *worker)
{
  if (worker->thread != NULL)
    g_thread_join (g_steal_pointer (&worker->thread));
}

NnStatus
nabla_worker_get_status (NablaWorker *worker, int *epoch, gsize *mini_batch)
{
  nn_trainer_diverged_at (worker->trainer, epoch, mini_batch);
  return worker->status;
}

void
nabla_worker_free (NablaWorker *worker)
{
  if (worker == NULL)
    return;
  g_assert (worker->thread == NULL);
  nn_trainer_free (worker->trainer);
  nn_network_unref (worker->snapshot);
  nabla_record_queue_unref (worker->queue);
  g_cond_clear (&worker->unpaused);
  g_mutex_clear (&worker->mutex);
  g_free (worker);
}
