/* SPDX-License-Identifier: MIT */
#include "nn/nn-trainer.h"

#include "nn/nn-batch.h"
#include "nn/nn-loops.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#define PROGRESS_SECONDS 0.001

struct NnTrainer {
  NnSamples samples;
  NnTraining training;
  NnNetwork *network;
  NnNetwork *good;     /* as it was after the last complete epoch */
  NnNetwork *gradient; /* step of a mini-batch too large for `batch`; else NULL */
  NnBatch *batch;
  uint32_t *order; /* [samples.n] of the epoch under way */
  int epoch;       /* complete epochs */
  size_t images;   /* done of the epoch under way; a stopped run goes on from here */
  double limit;    /* no |parameter| is larger */
  double seconds;  /* of the last complete epoch */
  double running;  /* of the epoch under way, until the run was last stopped */
  int diverged_epoch;
  size_t diverged_mini_batch;
};

/* What one call of nn_trainer_run keeps between mini-batches. */
typedef struct {
  const NnWatch *watch;
  double started;    /* when this epoch, or this part of it, began; moved by what callbacks take */
  double reported;   /* when progress was last called */
  size_t look_at;    /* images of the epoch at which the clock is read again */
  size_t look_every; /* images */
} Session;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static bool
is_size (double x)
{
  return isfinite (x) && x >= 0.0;
}

static bool
is_share (double x)
{
  return x >= 0.0 && x < 1.0;
}

static NnStatus
check_arguments (const NnNetwork *start, const NnSamples *samples, const NnTraining *training)
{
  NnStatus status = nn_samples_check (samples);

  if (status != NN_OK)
    return status;
  if (start == NULL || samples->n > UINT32_MAX ||
      !nn_samples_fit (samples, start->sizes, start->n_layers))
    return NN_ERROR_SHAPE;
  if (training == NULL || training->mini_batch < 1 || !is_size (training->learning_rate) ||
      !is_size (training->objective.l2) || !is_size (training->objective.l1) ||
      !is_share (training->momentum) || !is_share (training->dropout) ||
      !nn_cost_fits (training->objective.cost, start->output) ||
      !nn_kernel_is_available (training->kernel))
    return NN_ERROR_RANGE;
  return NN_OK;
}

static bool
allocate (NnTrainer *trainer, const NnNetwork *start)
{
  size_t m = (size_t) trainer->training.mini_batch, n = trainer->samples.n;

  m = m < n ? m : n;
  trainer->network = nn_network_copy (start);
  trainer->good = nn_network_copy (start);
  trainer->batch = nn_batch_new (start, (int) (m < NN_BATCH_CAPACITY ? m : NN_BATCH_CAPACITY));
  trainer->order =
      n <= SIZE_MAX / sizeof *trainer->order ? malloc (n * sizeof *trainer->order) : NULL;
  if (m > NN_BATCH_CAPACITY)
    trainer->gradient = nn_network_copy (start);
  return trainer->network != NULL && trainer->good != NULL && trainer->batch != NULL &&
         trainer->order != NULL && (m <= NN_BATCH_CAPACITY || trainer->gradient != NULL);
}

NnTrainer *
nn_trainer_new (const NnNetwork *start, const NnSamples *samples, const NnTraining *training,
                NnStatus *status)
{
  NnStatus answer = check_arguments (start, samples, training);
  NnTrainer *trainer = NULL;

  if (answer == NN_OK) {
    trainer = calloc (1, sizeof *trainer);
    answer = trainer == NULL ? NN_ERROR_MEMORY : NN_OK;
  }
  if (answer == NN_OK) {
    trainer->samples = *samples;
    trainer->training = *training;
    trainer->limit = INFINITY; /* not measured yet */
    if (!allocate (trainer, start)) {
      nn_trainer_free (trainer);
      trainer = NULL;
      answer = NN_ERROR_MEMORY;
    }
  }
  if (status != NULL)
    *status = answer;
  return trainer;
}

void
nn_trainer_free (NnTrainer *trainer)
{
  if (trainer == NULL)
    return;
  nn_network_unref (trainer->network);
  nn_network_unref (trainer->good);
  nn_network_unref (trainer->gradient);
  nn_batch_free (trainer->batch);
  free (trainer->order);
  free (trainer);
}

void
nn_trainer_set_epoch (NnTrainer *trainer, int epochs_done, const NnNetwork *velocity)
{
  (void) velocity;
  assert (epochs_done >= 0);
  trainer->epoch = epochs_done;
  trainer->images = 0;
  trainer->running = 0.0;
  nn_network_assign (trainer->good, trainer->network);
}

int
nn_trainer_epoch (const NnTrainer *trainer)
{
  return trainer->epoch;
}

void
nn_trainer_set_learning_rate (NnTrainer *trainer, double learning_rate)
{
  assert (is_size (learning_rate));
  trainer->training.learning_rate = learning_rate;
}

const NnNetwork *
nn_trainer_network (NnTrainer *trainer)
{
  return trainer->network;
}

NnNetwork *
nn_trainer_snapshot (const NnTrainer *trainer)
{
  return nn_network_copy (trainer->network);
}

bool
nn_trainer_checkpoint (const NnTrainer *trainer, NnNetwork **network, NnNetwork **velocity)
{
  *velocity = NULL;
  *network = nn_network_copy (trainer->good);
  return *network != NULL;
}

static bool
is_stopped (const NnWatch *watch)
{
  return watch->stop != NULL && atomic_load_explicit (watch->stop, memory_order_relaxed);
}

/* The order of an epoch depends on the seed and its number alone. */
static void
put_in_order (NnTrainer *trainer)
{
  NnRng rng;

  for (size_t i = 0; i < trainer->samples.n; i++)
    trainer->order[i] = (uint32_t) i;
  if (trainer->training.shuffle) {
    nn_rng_seed_stream (&rng, trainer->training.seed,
                        NN_STREAM_SHUFFLE + (uint64_t) trainer->epoch + 1);
    nn_rng_shuffle (&rng, trainer->order, trainer->samples.n);
  }
}

/* Errors of examples first … first + n − 1 of the epoch; false when stopped on the way. */
static bool
learn (NnTrainer *trainer, size_t first, int n, const NnWatch *watch)
{
  const uint32_t *order = trainer->order;

  for (int k = 0; k < n; k++) {
    size_t i = first + (size_t) k;

    if (is_stopped (watch))
      return false;
    if (i + 1 < trainer->samples.n)
      nn_batch_prefetch (&trainer->samples, order[i + 1]);
    nn_batch_learn (trainer->batch, trainer->network, k, trainer->training.objective.cost,
                    &trainer->samples, order[i]);
  }
  return true;
}

/* w ← (1 − ηλ/n) w for all weights, which leaves the padding zero; biases do not decay. */
static void
decay (NnTrainer *trainer)
{
  const NnNetwork *network = trainer->network;
  double n = (double) trainer->samples.n;
  float factor =
      (float) (1.0 - trainer->training.learning_rate * trainer->training.objective.l2 / n);

  if (factor == 1.0f)
    return;
  for (int l = 0; l < network->n_layers; l++)
    nn_loop_scale (network->weights[l], factor,
                   (size_t) network->sizes[l] * (size_t) network->strides[l]);
  trainer->limit *= fabs ((double) factor) > 1.0 ? fabs ((double) factor) : 1.0;
}

/* One mini-batch of m examples from `images` on. Every gradient is taken before the first change,
 * so that a stop on the way leaves the network as it was. The steps of a mini-batch that fits are
 * added straight to the rows that they touch; those of a larger one are summed first. */
static NnStatus
take_step (NnTrainer *trainer, size_t m, const NnWatch *watch)
{
  size_t capacity = (size_t) trainer->batch->capacity;
  float factor = (float) (-trainer->training.learning_rate / (double) m), largest = 0.0f;

  if (m <= capacity) {
    if (!learn (trainer, trainer->images, (int) m, watch))
      return NN_STOPPED;
    decay (trainer);
    largest = nn_batch_add_gradient (trainer->batch, (int) m, factor, trainer->network);
  } else {
    nn_network_clear (trainer->gradient);
    for (size_t done = 0; done < m; done += capacity) {
      size_t n = m - done < capacity ? m - done : capacity;
      if (!learn (trainer, trainer->images + done, (int) n, watch))
        return NN_STOPPED;
      float part = nn_batch_add_gradient (trainer->batch, (int) n, factor, trainer->gradient);
      largest = part > largest || isnan (part) ? part : largest;
    }
    decay (trainer);
    nn_loop_add (trainer->network->weights[0], trainer->gradient->weights[0],
                 trainer->network->n_floats);
  }

  /* No parameter moved further than m times the largest step; the last factor covers rounding. Only
   * when that bound is beyond the limit (or not a number) are the parameters themselves looked at.
   */
  trainer->limit += (double) m * (double) largest * (double) trainer->batch->largest_input;
  trainer->limit *= 1.0 + 1e-6;
  if (!(trainer->limit <= (double) NN_PARAMETER_LIMIT))
    trainer->limit =
        (double) nn_loop_max_abs (trainer->network->weights[0], trainer->network->n_floats);
  return trainer->limit <= (double) NN_PARAMETER_LIMIT ? NN_OK : NN_DIVERGED;
}

static void
report_progress (NnTrainer *trainer, Session *session)
{
  if (session->watch->progress == NULL || trainer->images < session->look_at)
    return;
  session->look_at = trainer->images + session->look_every;
  double before = now ();
  if (before - session->reported < PROGRESS_SECONDS)
    return;
  session->watch->progress (trainer, trainer->images, session->watch->data);
  session->reported = now ();
  session->started += session->reported - before;
}

/* The rest of the epoch under way. */
static NnStatus
run_epoch (NnTrainer *trainer, Session *session)
{
  size_t n = trainer->samples.n, m = (size_t) trainer->training.mini_batch;
  NnStatus status = NN_OK;

  put_in_order (trainer);
  session->started = now ();
  session->look_at = trainer->images;
  while (trainer->images < n && status == NN_OK) {
    size_t here = n - trainer->images < m ? n - trainer->images : m;

    status = take_step (trainer, here, session->watch);
    if (status == NN_OK) {
      trainer->images += here;
      report_progress (trainer, session);
    }
  }
  trainer->running += now () - session->started;
  return status;
}

/* Notes where, and goes back to the last complete epoch. */
static void
diverge (NnTrainer *trainer)
{
  trainer->diverged_epoch = trainer->epoch + 1;
  trainer->diverged_mini_batch = trainer->images / (size_t) trainer->training.mini_batch + 1;
  trainer->images = 0;
  trainer->running = 0.0;
  nn_network_assign (trainer->network, trainer->good);
}

static void
complete_epoch (NnTrainer *trainer)
{
  trainer->epoch++;
  trainer->images = 0;
  trainer->seconds = trainer->running;
  trainer->running = 0.0;
  nn_network_assign (trainer->good, trainer->network);
}

NnStatus
nn_trainer_run (NnTrainer *trainer, int epochs, const NnWatch *watch)
{
  static const NnWatch nobody;
  Session session = { .watch = watch != NULL ? watch : &nobody, .reported = -INFINITY };
  size_t per_look = 1000000 / nn_network_n_parameters (trainer->network);

  session.look_every = per_look < 1 ? 1 : per_look > 32 ? 32 : per_look;
  trainer->diverged_epoch = 0;
  trainer->diverged_mini_batch = 0;
  while (trainer->epoch < epochs) {
    /* Measured anew each epoch, lest the bound of it grow for ever. */
    trainer->limit =
        (double) nn_loop_max_abs (trainer->network->weights[0], trainer->network->n_floats);
    NnStatus status = run_epoch (trainer, &session);
    if (status == NN_DIVERGED)
      diverge (trainer);
    if (status != NN_OK)
      return status;

    complete_epoch (trainer);
    if (session.watch->epoch != NULL &&
        !session.watch->epoch (trainer, trainer->epoch, session.watch->data))
      return NN_STOPPED;
  }
  return NN_OK;
}

void
nn_trainer_diverged_at (const NnTrainer *trainer, int *epoch, size_t *mini_batch)
{
  *epoch = trainer->diverged_epoch;
  *mini_batch = trainer->diverged_mini_batch;
}

double
nn_trainer_seconds (const NnTrainer *trainer)
{
  return trainer->seconds;
}
