/* SPDX-License-Identifier: MIT */
/* Rates that change between mini-batches. */
#include "agreement.h"
#include "claim.h"
#include "each-kernel.h"
#include "random-samples.h"

#define N     97
#define N_IN  40
#define N_OUT 10
#define M     10

static RandomSamples samples;
static NnNetwork *start;

typedef struct {
  int epoch; /* from 1 */
  size_t images;
  double learning_rate, l2, l1, momentum;
} Change;

/* Momentum comes, stays over the end of an epoch, ends within one, and comes back. */
static const Change changes[] = {
  { 1, 20, 0.1, 0.0, 0.0, 0.0 }, { 1, 50, 0.1, 2.0, 0.0, 0.0 }, { 1, 70, 0.2, 2.0, 0.0, 0.6 },
  { 2, 0, 0.2, 0.5, 0.3, 0.7 },  { 2, 60, 0.4, 0.5, 0.0, 0.0 }, { 2, 90, 0.3, 0.0, 0.0, 0.5 },
  { 3, 40, 0.3, 1.0, 0.0, 0.0 },
};

#define N_CHANGES (sizeof changes / sizeof *changes)

typedef struct {
  size_t next;
  int boundaries;
} Hand;

static double
change (NnTrainer *trainer, size_t images, void *data)
{
  Hand *hand = data;

  hand->boundaries++;
  while (hand->next < N_CHANGES && changes[hand->next].epoch == nn_trainer_epoch (trainer) + 1 &&
         changes[hand->next].images == images) {
    const Change *c = &changes[hand->next++];
    CLAIM (nn_trainer_set_rates (trainer, c->learning_rate, c->l2, c->l1, c->momentum) == NN_OK);
  }
  return 0.0;
}

static NnTraining
plain (int mini_batch)
{
  NnTraining training = kernel_training (0, mini_batch, 3);

  training.shuffle = false;
  return training;
}

static NnTrainer *
train_with_changes (NnTraining training, int epochs)
{
  Hand hand = { 0 };
  NnWatch watch = { .boundary = change, .data = &hand };
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);

  CLAIM (trainer != NULL);
  CLAIM (nn_trainer_run (trainer, epochs, &watch) == NN_OK);
  CLAIM (hand.next == N_CHANGES && hand.boundaries == epochs * ((N + M - 1) / M));
  return trainer;
}

/* The same by hand, in double precision. */
static NnReference *
reference_with_changes (int epochs)
{
  NnReference *network = nn_reference_new (start), *velocity = nn_reference_new (start);
  NnTraining training = plain (M);
  size_t next = 0;

  nn_reference_clear (velocity);
  for (int epoch = 1; epoch <= epochs; epoch++)
    for (size_t first = 0; first < N; first += M) {
      if (next < N_CHANGES && changes[next].epoch == epoch && changes[next].images == first) {
        const Change *c = &changes[next++];
        if (training.momentum == 0.0)
          nn_reference_clear (velocity);
        training.learning_rate = c->learning_rate;
        training.objective.l2 = c->l2;
        training.objective.l1 = c->l1;
        training.momentum = c->momentum;
      }
      nn_reference_step (network, velocity, &samples.view, first, first + M < N ? M : N - first,
                         &training, NULL);
    }
  nn_reference_free (velocity);
  return network;
}

static void
changed_rates_are_those_of_the_formula (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnTrainer *trainer = train_with_changes (plain (M), 3);
  NnReference *expected = reference_with_changes (3);
  double apart = agreement_of_network (nn_trainer_network (trainer), expected);
  NnTraining training = plain (M);
  NnTrainer *unchanged = nn_trainer_new (start, &samples.view, &training, NULL);

  printf ("# largest difference from double precision: %.2g\n", apart);
  CLAIM (apart < 2e-6);
  CLAIM (nn_trainer_run (unchanged, 3, NULL) == NN_OK);
  CLAIM (agreement_of_network (nn_trainer_network (unchanged), expected) > 1e-2);
  nn_trainer_free (unchanged);
  nn_reference_free (expected);
  nn_trainer_free (trainer);
}

/* Also with shuffling and dropout. */
static void
the_same_changes_give_the_same_parameters (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  for (int technique = 0; technique < N_TECHNIQUES; technique++) {
    NnTrainer *a = train_with_changes (kernel_training (technique, M, 5), 4);
    NnTrainer *b = train_with_changes (kernel_training (technique, M, 5), 4);
    CLAIM (same_parameters (nn_trainer_network (a), nn_trainer_network (b)));
    nn_trainer_free (a);
    nn_trainer_free (b);
  }
}

/* From the checkpoint of each epoch on, with the rates that were in force. */
static void
resuming_between_changes_is_bit_identical (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnTrainer *whole = train_with_changes (plain (M), 4);
  Hand hand = { 0 };
  NnWatch watch = { .boundary = change, .data = &hand };
  NnNetwork *network = nn_network_copy (start), *velocity = NULL;
  NnTraining training = plain (M);

  for (int epoch = 0; epoch < 4; epoch++) {
    NnTrainer *part = nn_trainer_new (network, &samples.view, &training, NULL);
    CLAIM (part != NULL);
    nn_trainer_set_epoch (part, epoch, velocity);
    nn_network_unref (network);
    nn_network_unref (velocity);
    CLAIM (nn_trainer_run (part, epoch + 1, &watch) == NN_OK);
    CLAIM (nn_trainer_checkpoint (part, &network, &velocity));
    nn_trainer_free (part);
    const Change *c = &changes[hand.next - 1];
    training.learning_rate = c->learning_rate;
    training.objective.l2 = c->l2;
    training.objective.l1 = c->l1;
    training.momentum = c->momentum;
    CLAIM ((velocity != NULL) == (c->momentum > 0.0));
  }
  CLAIM (same_parameters (network, nn_trainer_network (whole)));
  nn_network_unref (network);
  nn_network_unref (velocity);
  nn_trainer_free (whole);
}

static void
what_are_no_rates_changes_nothing (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnTraining training = plain (M);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  NnTrainer *other = nn_trainer_new (start, &samples.view, &training, NULL);

  CLAIM (nn_trainer_set_rates (trainer, -0.1, 0.0, 0.0, 0.0) == NN_ERROR_RANGE);
  CLAIM (nn_trainer_set_rates (trainer, NAN, 0.0, 0.0, 0.0) == NN_ERROR_RANGE);
  CLAIM (nn_trainer_set_rates (trainer, 0.1, INFINITY, 0.0, 0.0) == NN_ERROR_RANGE);
  CLAIM (nn_trainer_set_rates (trainer, 0.1, 0.0, -1.0, 0.0) == NN_ERROR_RANGE);
  CLAIM (nn_trainer_set_rates (trainer, 0.1, 0.0, 0.0, 1.0) == NN_ERROR_RANGE);
  CLAIM (nn_trainer_run (trainer, 1, NULL) == NN_OK && nn_trainer_run (other, 1, NULL) == NN_OK);
  CLAIM (same_parameters (nn_trainer_network (trainer), nn_trainer_network (other)));
  nn_trainer_free (trainer);
  nn_trainer_free (other);
}

static double
explode (NnTrainer *trainer, size_t images, void *data)
{
  (void) data;
  if (nn_trainer_epoch (trainer) == 1 && images == 50)
    CLAIM (nn_trainer_set_rates (trainer, 0.1, 1e12, 0.0, 0.5) == NN_OK);
  return 0.0;
}

/* A change that makes the run diverge leaves the last good epoch, whose velocity was zero. */
static void
a_run_that_a_change_made_diverge_can_go_back (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnTraining training = plain (M);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  NnTrainer *other = nn_trainer_new (start, &samples.view, &training, NULL);
  NnWatch watch = { .boundary = explode };

  CLAIM (nn_trainer_run (trainer, 3, &watch) == NN_DIVERGED && nn_trainer_epoch (trainer) == 1);
  CLAIM (nn_trainer_run (other, 1, NULL) == NN_OK);
  CLAIM (same_parameters (nn_trainer_network (trainer), nn_trainer_network (other)));
  CLAIM (nn_trainer_set_rates (trainer, training.learning_rate, 0.0, 0.0, 0.0) == NN_OK);
  CLAIM (nn_trainer_run (trainer, 3, NULL) == NN_OK && nn_trainer_run (other, 3, NULL) == NN_OK);
  CLAIM (same_parameters (nn_trainer_network (trainer), nn_trainer_network (other)));
  nn_trainer_free (trainer);
  nn_trainer_free (other);
}

static double
wait_long (NnTrainer *trainer, size_t images, void *data)
{
  (void) trainer;
  (void) images;
  (void) data;
  return 1e6; /* seconds, it says */
}

static void
waits_are_not_training (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
  NnTraining training = plain (M);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  NnWatch watch = { .boundary = wait_long };

  CLAIM (nn_trainer_run (trainer, 1, &watch) == NN_OK);
  CLAIM (nn_trainer_seconds (trainer) < -9e6); /* ten mini-batches */
  nn_trainer_free (trainer);
}

int
main (void)
{
  static const KernelTest tests[] = {
    { "changed-rates-are-those-of-the-formula", changed_rates_are_those_of_the_formula },
    { "the-same-changes-give-the-same-parameters", the_same_changes_give_the_same_parameters },
    { "resuming-between-changes-is-bit-identical", resuming_between_changes_is_bit_identical },
    { "what-are-no-rates-changes-nothing", what_are_no_rates_changes_nothing },
    { "a-run-that-a-change-made-diverge-can-go-back",
      a_run_that_a_change_made_diverge_can_go_back },
    { "waits-are-not-training", waits_are_not_training },
  };

  samples = random_samples_new (N, N_IN, N_OUT, 1);
  start = random_network (N_IN, 30, N_OUT, 1);
  run_with_each_kernel ("rates", tests, sizeof tests / sizeof *tests);
  nn_network_unref (start);
  random_samples_free (&samples);
  return DONE ();
}
