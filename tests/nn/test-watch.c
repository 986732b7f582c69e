/* SPDX-License-Identifier: MIT */
/* Watching, pausing, stopping and resuming a training. */
#include "claim.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-trainer.h"
#include "random-samples.h"

#include <pthread.h>
#include <time.h>

#define N     3000
#define N_IN  100
#define N_OUT 10

static RandomSamples samples;
static NnNetwork *start;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static void
sleep_milliseconds (int milliseconds)
{
  struct timespec time = { 0, milliseconds * 1000000L };

  nanosleep (&time, NULL);
}

static NnTrainer *
new_trainer (int mini_batch)
{
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.1, 0.0 },
                          .learning_rate = 0.3,
                          .mini_batch = mini_batch,
                          .shuffle = true,
                          .seed = 5 };
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);

  CLAIM (trainer != NULL);
  return trainer;
}

/* What training for so many epochs without anybody looking gives. */
static NnNetwork *
unwatched (int mini_batch, int epochs)
{
  NnTrainer *trainer = new_trainer (mini_batch);

  CLAIM (nn_trainer_run (trainer, epochs, NULL) == NN_OK);
  NnNetwork *network = nn_network_copy (nn_trainer_network (trainer));
  nn_trainer_free (trainer);
  return network;
}

typedef struct {
  int n_progress, n_epochs, last_epoch;
  size_t last_images;
  bool ordered; /* images and epochs came in order */
  int stop_epoch;
  atomic_bool stop;
} Seen;

static void
evaluate_and_pause (NnTrainer *trainer, size_t images, void *data)
{
  Seen *seen = data;
  NnEvaluation evaluation;
  NnNetwork *copy = nn_network_copy (nn_trainer_network (trainer));

  seen->ordered &= images > seen->last_images && images <= N;
  seen->last_images = images;
  if (seen->n_progress++ % 4 == 0) {
    seen->ordered &=
        nn_evaluate (copy, &samples.view, &(NnObjective){ NN_COST_QUADRATIC, 1.0, 0.0 },
                     NN_KERNEL_AUTO, NULL, &evaluation) == NN_OK;
    sleep_milliseconds (3);
  }
  nn_network_unref (copy);
}

static bool
note_epoch (NnTrainer *trainer, int epoch, void *data)
{
  Seen *seen = data;

  seen->ordered &= epoch == seen->last_epoch + 1 && nn_trainer_epoch (trainer) == epoch;
  seen->last_epoch = epoch;
  seen->last_images = 0;
  seen->n_epochs++;
  return seen->stop_epoch != epoch;
}

static void
watching_changes_no_parameter (void)
{
  for (int m = 10; m <= 200; m += 190) {
    NnNetwork *expected = unwatched (m, 4);
    Seen seen = { .ordered = true };
    NnWatch watch = {
      .stop = &seen.stop, .progress = evaluate_and_pause, .epoch = note_epoch, .data = &seen
    };
    NnTrainer *trainer = new_trainer (m);

    CLAIM (nn_trainer_run (trainer, 4, &watch) == NN_OK);
    CLAIM (same_parameters (nn_trainer_network (trainer), expected));
    CLAIM (seen.n_epochs == 4 && seen.n_progress >= 1 && seen.ordered);
    nn_trainer_free (trainer);
    nn_network_unref (expected);
  }
}

static void
seconds_leave_the_callbacks_out (void)
{
  Seen seen = { .ordered = true };
  NnWatch watch = { .stop = NULL, .progress = evaluate_and_pause, .epoch = NULL, .data = &seen };
  NnTrainer *trainer = new_trainer (10);
  double began = now ();

  CLAIM (nn_trainer_seconds (trainer) == 0.0);
  CLAIM (nn_trainer_run (trainer, 1, &watch) == NN_OK);
  double in_all = now () - began;
  CLAIM (seen.n_progress >= 1);
  CLAIM (nn_trainer_seconds (trainer) > 0.0 && nn_trainer_seconds (trainer) < in_all - 0.002);
  nn_trainer_free (trainer);
}

static void
resuming_is_bit_identical (void)
{
  NnNetwork *expected = unwatched (10, 5), *half = unwatched (10, 2);
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.1, 0.0 },
                          .learning_rate = 0.3,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = 5 };
  NnTrainer *trainer = nn_trainer_new (half, &samples.view, &training, NULL);

  nn_trainer_set_epoch (trainer, 2, NULL);
  CLAIM (nn_trainer_epoch (trainer) == 2);
  CLAIM (nn_trainer_run (trainer, 2, NULL) == NN_OK); /* nothing to do */
  CLAIM (same_parameters (nn_trainer_network (trainer), half));
  CLAIM (nn_trainer_run (trainer, 5, NULL) == NN_OK);
  CLAIM (same_parameters (nn_trainer_network (trainer), expected));
  nn_trainer_free (trainer);
  nn_network_unref (expected);
  nn_network_unref (half);
}

static void
stop_at_progress (NnTrainer *trainer, size_t images, void *data)
{
  Seen *seen = data;

  seen->last_images = images;
  seen->n_progress++;
  atomic_store (&seen->stop, true);
}

/* Stopped wherever, and gone on: within an epoch as well. */
static void
stopping_and_going_on_is_bit_identical (void)
{
  for (int m = 10; m <= 200; m += 190) {
    NnNetwork *expected = unwatched (m, 3);
    NnTrainer *trainer = new_trainer (m);
    Seen seen = { 0 };
    NnWatch watch = {
      .stop = &seen.stop, .progress = stop_at_progress, .epoch = NULL, .data = &seen
    };
    NnStatus status;
    int n_stopped = 0;

    while ((status = nn_trainer_run (trainer, 3, &watch)) == NN_STOPPED) {
      n_stopped++;
      atomic_store (&seen.stop, false);
    }
    CLAIM (status == NN_OK && n_stopped >= 3 && n_stopped <= seen.n_progress);
    CLAIM (same_parameters (nn_trainer_network (trainer), expected));
    nn_trainer_free (trainer);
    nn_network_unref (expected);
  }
}

static void
a_stop_set_before_changes_nothing (void)
{
  atomic_bool stop = true;
  NnWatch watch = { .stop = &stop };
  NnTrainer *trainer = new_trainer (10);

  CLAIM (nn_trainer_run (trainer, 3, &watch) == NN_STOPPED);
  CLAIM (nn_trainer_epoch (trainer) == 0);
  CLAIM (same_parameters (nn_trainer_network (trainer), start));
  nn_trainer_free (trainer);
}

static void
the_epoch_callback_can_end_the_training (void)
{
  NnNetwork *expected = unwatched (10, 2);
  Seen seen = { .ordered = true, .stop_epoch = 2 };
  NnWatch watch = { .stop = NULL, .progress = NULL, .epoch = note_epoch, .data = &seen };
  NnTrainer *trainer = new_trainer (10);

  CLAIM (nn_trainer_run (trainer, 5, &watch) == NN_STOPPED);
  CLAIM (seen.ordered && nn_trainer_epoch (trainer) == 2);
  CLAIM (same_parameters (nn_trainer_network (trainer), expected));
  nn_trainer_free (trainer);
  nn_network_unref (expected);
}

typedef struct {
  NnTrainer *trainer;
  NnWatch watch;
  NnStatus status;
} Job;

static void *
run_job (void *data)
{
  Job *job = data;

  job->status = nn_trainer_run (job->trainer, 1000000, &job->watch);
  return NULL;
}

/* Hours of work, stopped after a moment; with one mini-batch an epoch as well. */
static void
a_stop_from_another_thread_is_quick (void)
{
  for (int m = 10; m <= N; m += N - 10) {
    atomic_bool stop = false;
    Job job = { .trainer = new_trainer (m), .watch = { .stop = &stop } };
    pthread_t thread;

    CLAIM (pthread_create (&thread, NULL, run_job, &job) == 0);
    sleep_milliseconds (30);
    double asked = now ();
    atomic_store (&stop, true);
    pthread_join (thread, NULL);
    CLAIM (now () - asked < 0.5);
    CLAIM (job.status == NN_STOPPED && nn_network_is_finite (nn_trainer_network (job.trainer)));
    nn_trainer_free (job.trainer);
  }
}

int
main (void)
{
  samples = random_samples_new (N, N_IN, N_OUT, 1);
  start = random_network (N_IN, 30, N_OUT, 1);
  RUN ("/nn/watch/watching-changes-no-parameter", watching_changes_no_parameter);
  RUN ("/nn/watch/seconds-leave-the-callbacks-out", seconds_leave_the_callbacks_out);
  RUN ("/nn/watch/resuming-is-bit-identical", resuming_is_bit_identical);
  RUN ("/nn/watch/stopping-and-going-on-is-bit-identical", stopping_and_going_on_is_bit_identical);
  RUN ("/nn/watch/a-stop-set-before-changes-nothing", a_stop_set_before_changes_nothing);
  RUN ("/nn/watch/the-epoch-callback-can-end-the-training",
       the_epoch_callback_can_end_the_training);
  RUN ("/nn/watch/a-stop-from-another-thread-is-quick", a_stop_from_another_thread_is_quick);
  nn_network_unref (start);
  random_samples_free (&samples);
  return DONE ();
}
