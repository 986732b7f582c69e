/* SPDX-License-Identifier: MIT */
#include "nn/nn-trainer.h"

#include "nn/nn-denormal.h"
#include "nn/nn-step.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#define PROGRESS_SECONDS 0.001

struct NnTrainer {
  NnSamples samples;
  NnRows *rows; /* of samples that came without, or NULL */
  NnTraining training;
  NnParameters parameters;
  NnNetwork *good;          /* as it was after the last complete epoch */
  NnNetwork *good_velocity; /* likewise; NULL without momentum then and since */
  NnNetwork *shown;         /* what nn_trainer_network answers */
  NnBatch *batch;
  uint32_t *order; /* [samples.n] of the epoch under way */
  NnRng dropout;   /* of the epoch under way */
  int epoch;       /* complete epochs */
  size_t images;   /* done of the epoch under way; a stopped run goes on from here */
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

static bool
are_rates (double learning_rate, double l2, double l1, double momentum)
{
  return is_size (learning_rate) && is_size (l2) && is_size (l1) && is_share (momentum);
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
  if (training == NULL || training->mini_batch < 1 || !is_share (training->dropout) ||
      !are_rates (training->learning_rate, training->objective.l2, training->objective.l1,
                  training->momentum) ||
      !nn_cost_fits (training->objective.cost, start->output) ||
      !nn_kernel_is_available (training->kernel))
    return NN_ERROR_RANGE;
  return NN_OK;
}

static NnNetwork *
copy_of (const NnNetwork *network)
{
  return network != NULL ? nn_network_copy (network) : NULL;
}

/* Pixels are listed without their zeros once, not at every mini-batch. */
static bool
make_rows (NnTrainer *trainer)
{
  NnSamples *samples = &trainer->samples;
  if (samples->rows != NULL || samples->pixels == NULL || samples->n_in > UINT16_MAX + 1)
    return true;
  trainer->rows = nn_rows_new (samples->n_in, samples->n, NULL);
  samples->rows = trainer->rows;
  return trainer->rows != NULL &&
         nn_rows_append (trainer->rows, samples->pixels, samples->n) == NN_OK;
}

static bool
allocate (NnTrainer *trainer, const NnNetwork *start)
{
  size_t m = (size_t) trainer->training.mini_batch, n = trainer->samples.n;
  const NnKernel *kernel = nn_kernel_table (trainer->training.kernel);
  NnParameters *parameters = &trainer->parameters;

  m = m < n ? m : n;
  trainer->batch = nn_batch_new (start, (int) (m < NN_BATCH_CAPACITY ? m : NN_BATCH_CAPACITY),
                                 NN_BATCH_BACKWARD, kernel);
  trainer->order =
      n <= SIZE_MAX / sizeof *trainer->order ? malloc (n * sizeof *trainer->order) : NULL;
  if (trainer->batch == NULL || trainer->order == NULL || !make_rows (trainer) ||
      !nn_parameters_init (parameters, start, kernel, trainer->training.momentum > 0.0,
                           m > (size_t) trainer->batch->capacity))
    return false;
  trainer->batch->is_dropping = trainer->training.dropout > 0.0;
  trainer->good = copy_of (start);
  trainer->good_velocity = copy_of (parameters->velocity);
  trainer->shown = copy_of (start);
  return trainer->good != NULL && trainer->shown != NULL &&
         (parameters->velocity == NULL || trainer->good_velocity != NULL);
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
  nn_parameters_clear (&trainer->parameters);
  nn_rows_unref (trainer->rows);
  nn_network_unref (trainer->good);
  nn_network_unref (trainer->good_velocity);
  nn_network_unref (trainer->shown);
  nn_batch_free (trainer->batch);
  free (trainer->order);
  free (trainer);
}

/* What the parameters are now is what there is to go back to. */
static void
keep (NnTrainer *trainer)
{
  nn_parameters_settle (&trainer->parameters);
  nn_network_assign (trainer->good, trainer->parameters.network);
  if (trainer->parameters.velocity != NULL) {
    nn_network_assign (trainer->good_velocity, trainer->parameters.velocity);
  } else {
    nn_network_unref (trainer->good_velocity); /* momentum ended within the epoch */
    trainer->good_velocity = NULL;
  }
}

void
nn_trainer_set_epoch (NnTrainer *trainer, int epochs_done, const NnNetwork *velocity)
{
  assert (epochs_done >= 0);
  trainer->epoch = epochs_done;
  trainer->images = 0;
  trainer->running = 0.0;
  if (trainer->parameters.velocity != NULL) {
    if (velocity != NULL)
      nn_network_assign (trainer->parameters.velocity, velocity);
    else
      nn_network_clear (trainer->parameters.velocity);
  }
  keep (trainer);
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

NnStatus
nn_trainer_set_rates (NnTrainer *trainer, double learning_rate, double l2, double l1,
                      double momentum)
{
  NnTraining *training = &trainer->training;
  bool has_velocity = momentum > 0.0;

  if (!are_rates (learning_rate, l2, l1, momentum))
    return NN_ERROR_RANGE;
  if (has_velocity && trainer->good_velocity == NULL) {
    trainer->good_velocity = nn_network_copy (trainer->good);
    if (trainer->good_velocity == NULL)
      return NN_ERROR_MEMORY;
    nn_network_clear (trainer->good_velocity);
  }
  if (!nn_parameters_set_velocity (&trainer->parameters, has_velocity))
    return NN_ERROR_MEMORY;
  training->learning_rate = learning_rate;
  training->objective.l2 = l2;
  training->objective.l1 = l1;
  training->momentum = momentum;
  return NN_OK;
}

const NnNetwork *
nn_trainer_network (NnTrainer *trainer)
{
  nn_parameters_read (&trainer->parameters, trainer->shown);
  return trainer->shown;
}

NnNetwork *
nn_trainer_snapshot (const NnTrainer *trainer)
{
  NnNetwork *snapshot = nn_network_copy (trainer->parameters.network);

  if (snapshot == NULL)
    return NULL;
  nn_parameters_read (&trainer->parameters, snapshot);
  if (trainer->training.dropout > 0.0)
    nn_network_scale_outgoing (snapshot, (float) (1.0 - trainer->training.dropout));
  return snapshot;
}

bool
nn_trainer_checkpoint (const NnTrainer *trainer, NnNetwork **network, NnNetwork **velocity)
{
  *network = copy_of (trainer->good);
  *velocity = copy_of (trainer->good_velocity);
  if (*network != NULL && (trainer->good_velocity == NULL || *velocity != NULL))
    return true;
  nn_network_unref (*network);
  nn_network_unref (*velocity);
  *network = *velocity = NULL;
  return false;
}

static bool
is_stopped (const NnWatch *watch)
{
  return watch->stop != NULL && atomic_load_explicit (watch->stop, memory_order_relaxed);
}

/* The order of an epoch depends on the seed and its number alone, and so do its masks. */
static void
put_in_order (NnTrainer *trainer)
{
  NnRng rng;
  uint64_t seed = trainer->training.seed, epoch = (uint64_t) trainer->epoch + 1;

  for (size_t i = 0; i < trainer->samples.n; i++)
    trainer->order[i] = (uint32_t) i;
  if (trainer->training.shuffle) {
    nn_rng_seed_stream (&rng, seed, NN_STREAM_SHUFFLE + epoch);
    nn_rng_shuffle (&rng, trainer->order, trainer->samples.n);
  }
  if (trainer->images == 0)
    nn_rng_seed_stream (&trainer->dropout, seed, NN_STREAM_DROPOUT + epoch);
}

/* One mask for a mini-batch. */
static void
draw_masks (NnTrainer *trainer)
{
  NnBatch *batch = trainer->batch;

  for (int l = 0; l + 1 < batch->n_layers; l++)
    for (int j = 0; j < batch->sizes[l + 1]; j++)
      batch->kept[l][j] =
          nn_rng_uniform (&trainer->dropout) >= trainer->training.dropout ? 1.0f : 0.0f;
}

/* Errors of examples first … first + n − 1 of the epoch; false when stopped on the way. */
static bool
learn (NnTrainer *trainer, size_t first, size_t n, const NnWatch *watch)
{
  NnBatch *batch = trainer->batch;
  const NnNetwork *network = trainer->parameters.network;
  float scale = (float) trainer->parameters.scale;

  if (is_stopped (watch))
    return false;
  nn_batch_fill (batch, &trainer->samples, trainer->order, first, n, network->output);
  nn_batch_forward (batch, network, scale);
  nn_batch_backward (batch, network, scale, trainer->training.objective.cost);
  return true;
}

/* One mini-batch of m examples from `images` on. Every gradient is taken before the first change,
 * so that a stop on the way leaves the network as it was, and the masks to come too. */
static NnStatus
take_step (NnTrainer *trainer, size_t m, const NnWatch *watch)
{
  double n = (double) trainer->samples.n;
  const NnTraining *training = &trainer->training;
  NnRates rates = { training->learning_rate, training->objective.l2 / n, training->objective.l1 / n,
                    training->momentum };
  size_t capacity = (size_t) trainer->batch->capacity;
  NnRng masks = trainer->dropout;

  if (training->dropout > 0.0)
    draw_masks (trainer);
  if (trainer->parameters.gradient == NULL) {
    if (learn (trainer, trainer->images, m, watch))
      return nn_step_take (&trainer->parameters, &rates, trainer->batch, m);
    trainer->dropout = masks;
    return NN_STOPPED;
  }
  nn_step_begin (&trainer->parameters);
  for (size_t done = 0; done < m; done += capacity) {
    size_t part = m - done < capacity ? m - done : capacity;
    if (!learn (trainer, trainer->images + done, part, watch)) {
      trainer->dropout = masks;
      return NN_STOPPED;
    }
    nn_step_add (&trainer->parameters, &rates, trainer->batch, m);
  }
  return nn_step_end (&trainer->parameters, &rates);
}

/* What a callback takes is not training. */
static void
leave_out (Session *session, double before)
{
  session->reported = now ();
  session->started += session->reported - before;
}

static void
report_monitor (NnTrainer *trainer, Session *session, size_t before_images)
{
  size_t every = session->watch->monitor_every;
  if (every == 0 || session->watch->monitor == NULL)
    return;
  if (before_images / every == trainer->images / every && trainer->images != trainer->samples.n)
    return;
  double before = now (), reported = session->reported;
  session->watch->monitor (trainer, trainer->images, session->watch->data);
  leave_out (session, before);
  session->reported = reported;
}

/* Before a mini-batch. */
static void
report_boundary (NnTrainer *trainer, Session *session)
{
  if (session->watch->boundary != NULL)
    session->started += session->watch->boundary (trainer, trainer->images, session->watch->data);
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
  leave_out (session, before);
}

/* The rest of the epoch under way. */
static NnStatus
run_epoch (NnTrainer *trainer, Session *session)
{
  size_t n = trainer->samples.n, m = (size_t) trainer->training.mini_batch;
  NnStatus status = NN_OK;
  unsigned denormals = nn_denormal_ignore ();

  put_in_order (trainer);
  session->started = now ();
  session->look_at = trainer->images;
  while (trainer->images < n && status == NN_OK) {
    size_t here = n - trainer->images < m ? n - trainer->images : m;

    report_boundary (trainer, session);
    status = take_step (trainer, here, session->watch);
    if (status == NN_OK) {
      trainer->images += here;
      report_monitor (trainer, session, trainer->images - here);
      report_progress (trainer, session);
    }
  }
  trainer->running += now () - session->started;
  nn_denormal_restore (denormals);
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
  trainer->parameters.scale = 1.0;
  nn_network_assign (trainer->parameters.network, trainer->good);
  if (trainer->parameters.velocity != NULL)
    nn_network_assign (trainer->parameters.velocity, trainer->good_velocity);
  nn_parameters_settle (&trainer->parameters);
}

static void
complete_epoch (NnTrainer *trainer)
{
  trainer->epoch++;
  trainer->images = 0;
  trainer->seconds = trainer->running;
  trainer->running = 0.0;
  keep (trainer);
}

NnStatus
nn_trainer_run (NnTrainer *trainer, int epochs, const NnWatch *watch)
{
  static const NnWatch nobody;
  Session session = { .watch = watch != NULL ? watch : &nobody, .reported = -INFINITY };
  size_t per_look = 1000000 / nn_network_n_parameters (trainer->parameters.network);

  session.look_every = per_look < 1 ? 1 : per_look > 32 ? 32 : per_look;
  trainer->diverged_epoch = 0;
  trainer->diverged_mini_batch = 0;
  while (trainer->epoch < epochs) {
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
