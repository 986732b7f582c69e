/* SPDX-License-Identifier: MIT */
/* Going on from a checkpoint gives bit for bit what the uninterrupted training gives. */
#include "claim.h"
#include "combinations.h"
#include "each-kernel.h"
#include "random-samples.h"

#define N     503
#define N_IN  40
#define N_OUT 10

static RandomSamples samples;
static NnNetwork *start;

static NnTraining
training_with (int technique, int mini_batch)
{
  return kernel_training (technique, mini_batch, 11);
}

/* The checkpoint after so many epochs from `network` and `velocity` after `done`. */
static void
go_on (NnTraining training, const NnNetwork *network, const NnNetwork *velocity, int done,
       int epochs, NnNetwork **network_after, NnNetwork **velocity_after)
{
  NnTrainer *trainer = nn_trainer_new (network, &samples.view, &training, NULL);

  CLAIM (trainer != NULL);
  nn_trainer_set_epoch (trainer, done, velocity);
  CLAIM (nn_trainer_run (trainer, epochs, NULL) == NN_OK);
  CLAIM (nn_trainer_checkpoint (trainer, network_after, velocity_after));
  CLAIM ((*velocity_after != NULL) == (training.momentum > 0.0));
  CLAIM (same_parameters (nn_trainer_network (trainer), *network_after));
  nn_trainer_free (trainer);
}

static bool
same_velocity (const NnNetwork *a, const NnNetwork *b)
{
  return a == NULL ? b == NULL : b != NULL && same_parameters (a, b);
}

static void
resuming_is_bit_identical_with_every_technique (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  for (int technique = 0; technique < N_TECHNIQUES; technique++)
    for (int m = 7; m <= 100; m += 93) {
      NnTraining training = training_with (technique, m);
      NnNetwork *expected, *expected_velocity, *half, *half_velocity, *end, *end_velocity;

      go_on (training, start, NULL, 0, 5, &expected, &expected_velocity);
      go_on (training, start, NULL, 0, 2, &half, &half_velocity);
      go_on (training, half, half_velocity, 2, 5, &end, &end_velocity);
      CLAIM (same_parameters (end, expected));
      CLAIM (same_velocity (end_velocity, expected_velocity));
      CLAIM (!same_parameters (half, expected));
      nn_network_unref (expected);
      nn_network_unref (expected_velocity);
      nn_network_unref (half);
      nn_network_unref (half_velocity);
      nn_network_unref (end);
      nn_network_unref (end_velocity);
    }
}

/* The velocity counts: without it the way on is another. */
static void
the_velocity_is_part_of_the_state (void)
{
  NnTraining training = training_with (4, 10);
  NnNetwork *half, *velocity, *with, *without, *ends[2];

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  go_on (training, start, NULL, 0, 1, &half, &velocity);
  CLAIM (velocity != NULL);
  go_on (training, half, velocity, 1, 2, &with, &ends[0]);
  go_on (training, half, NULL, 1, 2, &without, &ends[1]);
  CLAIM (!same_parameters (with, without));
  nn_network_unref (half);
  nn_network_unref (velocity);
  nn_network_unref (with);
  nn_network_unref (without);
  nn_network_unref (ends[0]);
  nn_network_unref (ends[1]);
}

typedef struct {
  atomic_bool stop;
  size_t stop_at; /* images */
} Stop;

static void
stop_there (NnTrainer *trainer, size_t images, void *data)
{
  Stop *stop = data;

  if (images >= stop->stop_at)
    atomic_store (&stop->stop, true);
}

/* Stopped in the midst of an epoch: the checkpoint is that of the last complete one. */
static void
a_checkpoint_is_of_the_last_complete_epoch (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  for (int technique = 0; technique < N_TECHNIQUES; technique++) {
    NnTraining training = training_with (technique, 10);
    NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
    NnNetwork *expected, *expected_velocity, *network, *velocity;
    Stop stop = { .stop_at = 250 };
    NnWatch watch = {
      .stop = &stop.stop, .monitor_every = 50, .monitor = stop_there, .data = &stop
    };

    CLAIM (trainer != NULL);
    go_on (training, start, NULL, 0, 2, &expected, &expected_velocity);
    CLAIM (nn_trainer_run (trainer, 2, NULL) == NN_OK);
    CLAIM (nn_trainer_run (trainer, 3, &watch) == NN_STOPPED && nn_trainer_epoch (trainer) == 2);
    CLAIM (!same_parameters (nn_trainer_network (trainer), expected));
    CLAIM (nn_trainer_checkpoint (trainer, &network, &velocity));
    CLAIM (same_parameters (network, expected) && same_velocity (velocity, expected_velocity));
    nn_network_unref (network);
    nn_network_unref (velocity);
    nn_network_unref (expected);
    nn_network_unref (expected_velocity);

    /* And the stopped training goes on from the middle as if nothing had been. */
    go_on (training, start, NULL, 0, 4, &expected, &expected_velocity);
    CLAIM (nn_trainer_run (trainer, 4, NULL) == NN_OK);
    CLAIM (nn_trainer_checkpoint (trainer, &network, &velocity));
    CLAIM (same_parameters (network, expected) && same_velocity (velocity, expected_velocity));
    nn_network_unref (network);
    nn_network_unref (velocity);
    nn_network_unref (expected);
    nn_network_unref (expected_velocity);
    nn_trainer_free (trainer);
  }
}

/* Before the first epoch the checkpoint is the start. */
static void
the_first_checkpoint_is_the_start (void)
{
  NnTraining training = training_with (4, 10);
  NnNetwork *network, *velocity;

  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  CLAIM (trainer != NULL && nn_trainer_checkpoint (trainer, &network, &velocity));
  CLAIM (same_parameters (network, start));
  CLAIM (velocity != NULL && nn_network_sum_squares (velocity) == 0.0);
  nn_network_unref (network);
  nn_network_unref (velocity);
  nn_trainer_free (trainer);
}

int
main (void)
{
  static const KernelTest tests[] = {
    { "resuming-is-bit-identical-with-every-technique",
      resuming_is_bit_identical_with_every_technique },
    { "the-velocity-is-part-of-the-state", the_velocity_is_part_of_the_state },
    { "a-checkpoint-is-of-the-last-complete-epoch", a_checkpoint_is_of_the_last_complete_epoch },
    { "the-first-checkpoint-is-the-start", the_first_checkpoint_is_the_start },
  };

  samples = random_samples_new (N, N_IN, N_OUT, 1);
  start = random_network (N_IN, 30, N_OUT, 1);
  run_with_each_kernel ("resume", tests, sizeof tests / sizeof *tests);
  nn_network_unref (start);
  random_samples_free (&samples);
  return DONE ();
}
