/* SPDX-License-Identifier: MIT */
/* Training repeats: what decides every bit of it, and what must not matter. */
#include "claim.h"
#include "combinations.h"
#include "each-kernel.h"
#include "random-samples.h"

#include <limits.h>

#define N        203
#define N_IN     61
#define N_HIDDEN 33
#define N_OUT    10

static NnTraining
training_with (int technique, int mini_batch)
{
  return kernel_training (technique, mini_batch, 7);
}

static NnNetwork *
train (NnTraining training, const NnSamples *samples, int epochs)
{
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1), *end;
  NnTrainer *trainer = nn_trainer_new (start, samples, &training, NULL);

  CLAIM (trainer != NULL && nn_trainer_run (trainer, epochs, NULL) == NN_OK);
  CLAIM (nn_trainer_epoch (trainer) == epochs);
  end = nn_network_copy (nn_trainer_network (trainer));
  nn_trainer_free (trainer);
  nn_network_unref (start);
  return end;
}

static void
skip_unless_available (void)
{
  if (!nn_kernel_is_available (kernel))
    SKIP ("this machine or build has no such kernel");
}

static void
the_seed_decides_every_bit (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 2);

  for (int technique = 0; technique < N_TECHNIQUES; technique++)
    for (int m = 1; m <= 100; m += IS_SANITIZED ? 99 : 33) {
      NnTraining training = training_with (technique, m);
      NnNetwork *one = train (training, &samples.view, 3);
      NnNetwork *two = train (training, &samples.view, 3);
      CLAIM (same_parameters (one, two));
      training.seed = 8;
      NnNetwork *other = train (training, &samples.view, 3);
      CLAIM (!same_parameters (one, other));
      training.shuffle = false;
      NnNetwork *plain = train (training, &samples.view, 3);
      CLAIM (!same_parameters (plain, one) && !same_parameters (plain, other));
      nn_network_unref (one);
      nn_network_unref (two);
      nn_network_unref (other);
      nn_network_unref (plain);
    }
  random_samples_free (&samples);
}

/* Without an order to draw, and masks, the seed decides nothing. */
static void
the_seed_decides_only_orders_and_masks (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 2);

  for (int technique = 0; technique < N_TECHNIQUES; technique++) {
    NnTraining training = training_with (technique, 10);
    training.shuffle = false;
    NnNetwork *one = train (training, &samples.view, 2);
    training.seed = 8;
    NnNetwork *two = train (training, &samples.view, 2);
    CLAIM (same_parameters (one, two) == (training.dropout == 0.0));
    nn_network_unref (one);
    nn_network_unref (two);
  }
  random_samples_free (&samples);
}

/* Examples in the order of an epoch. */
static void
sort_for_epoch (const RandomSamples *from, RandomSamples *to, uint64_t seed, uint64_t epoch)
{
  uint32_t order[N];
  NnRng rng;

  for (uint32_t i = 0; i < N; i++)
    order[i] = i;
  nn_rng_seed_stream (&rng, seed, NN_STREAM_SHUFFLE + epoch);
  nn_rng_shuffle (&rng, order, N);
  for (size_t i = 0; i < N; i++) {
    memcpy (to->pixels + i * N_IN, from->pixels + order[i] * N_IN, N_IN);
    to->labels[i] = from->labels[order[i]];
  }
}

static void
each_epoch_has_an_order_of_its_own (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 2);
  RandomSamples sorted = random_samples_new (N, N_IN, N_OUT, 3);
  NnTraining training = training_with (1, 10);
  NnNetwork *shuffled = train (training, &samples.view, 3);
  NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1);

  training.shuffle = false;
  for (int epoch = 1; epoch <= 3; epoch++) {
    sort_for_epoch (&samples, &sorted, 7, (uint64_t) epoch);
    NnTrainer *trainer = nn_trainer_new (start, &sorted.view, &training, NULL);
    nn_trainer_set_epoch (trainer, epoch - 1, NULL);
    CLAIM (nn_trainer_run (trainer, epoch, NULL) == NN_OK);
    nn_network_assign (start, nn_trainer_network (trainer));
    nn_trainer_free (trainer);
  }
  CLAIM (same_parameters (start, shuffled));
  nn_network_unref (start);
  nn_network_unref (shuffled);
  random_samples_free (&samples);
  random_samples_free (&sorted);
}

/* Sums over the weights see nothing but the weights, so what lies between them is still zero. */
static void
what_lies_beside_the_parameters_stays_zero (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 3);

  for (int technique = 0; technique < N_TECHNIQUES; technique++)
    for (int m = 10; m <= 100; m += 90) {
      NnNetwork *network = train (training_with (technique, m), &samples.view, 2);
      double squares = 0.0, magnitudes = 0.0;

      for (int l = 0; l < 2; l++)
        for (int out = 0; out < network->sizes[l + 1]; out++)
          for (int in = 0; in < network->sizes[l]; in++) {
            double w = (double) nn_network_weight (network, l, out, in);
            squares += w * w;
            magnitudes += fabs (w);
          }
      CLAIM_NEAR (nn_network_sum_squares (network), squares, 1e-9 * squares);
      CLAIM_NEAR (nn_network_sum_magnitudes (network), magnitudes, 1e-9 * magnitudes);
      nn_network_unref (network);
    }
  random_samples_free (&samples);
}

static void
all_forms_of_inputs_train_alike (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 4);

  for (int technique = 0; technique < N_TECHNIQUES; technique++)
    for (int m = 10; m <= 100; m += 90) {
      NnTraining training = training_with (technique, m);
      NnNetwork *expected = train (training, &samples.view, 2);
      for (int form = 0; form < N_FORMS; form++) {
        NnSamples view = random_samples_view (&samples, form);
        NnNetwork *network = train (training, &view, 2);
        CLAIM (same_parameters (network, expected));
        nn_network_unref (network);
      }
      nn_network_unref (expected);
    }
  random_samples_free (&samples);
}

/* The same targets, by labels or one by one. */
static void
labels_and_the_same_targets_train_alike (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 5);
  float *targets = malloc (N * N_OUT * sizeof *targets);
  NnSamples view = samples.view;

  for (size_t i = 0; i < N; i++)
    nn_samples_target (&samples.view, i, NN_OUTPUT_SIGMOID, targets + i * N_OUT);
  view.labels = NULL;
  view.targets = targets;
  NnNetwork *one = train (training_with (1, 10), &samples.view, 2);
  NnNetwork *two = train (training_with (1, 10), &view, 2);
  CLAIM (same_parameters (one, two));
  nn_network_unref (one);
  nn_network_unref (two);
  free (targets);
  random_samples_free (&samples);
}

static void
one_batch_may_be_larger_than_the_set (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (20, N_IN, N_OUT, 5);
  NnTraining training = training_with (1, 20);

  training.shuffle = false;
  NnNetwork *one = train (training, &samples.view, 3);

  training.mini_batch = INT_MAX;
  NnNetwork *two = train (training, &samples.view, 3);
  CLAIM (same_parameters (one, two));
  nn_network_unref (one);
  nn_network_unref (two);
  random_samples_free (&samples);
}

/* A learning rate set takes effect with the next mini-batch, and is no other than the one given at
 * the start. */
static void
the_learning_rate_can_change (void)
{
  skip_unless_available ();
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 6);

  for (int technique = 0; technique < N_TECHNIQUES; technique++) {
    NnTraining training = training_with (technique, 10);
    NnNetwork *start = random_network (N_IN, N_HIDDEN, N_OUT, 1), *half, *velocity;
    NnTrainer *changed = nn_trainer_new (start, &samples.view, &training, NULL);
    CLAIM (changed != NULL && nn_trainer_run (changed, 1, NULL) == NN_OK);
    CLAIM (nn_trainer_checkpoint (changed, &half, &velocity));
    nn_trainer_set_learning_rate (changed, 0.05);
    CLAIM (nn_trainer_run (changed, 2, NULL) == NN_OK);

    training.learning_rate = 0.05;
    NnTrainer *resumed = nn_trainer_new (half, &samples.view, &training, NULL);
    nn_trainer_set_epoch (resumed, 1, velocity);
    CLAIM (nn_trainer_run (resumed, 2, NULL) == NN_OK);
    CLAIM (same_parameters (nn_trainer_network (changed), nn_trainer_network (resumed)));
    nn_trainer_free (changed);
    nn_trainer_free (resumed);
    nn_network_unref (half);
    nn_network_unref (velocity);
    nn_network_unref (start);
  }
  random_samples_free (&samples);
}

int
main (void)
{
  static const KernelTest tests[] = {
    { "the-seed-decides-every-bit", the_seed_decides_every_bit },
    { "the-seed-decides-only-orders-and-masks", the_seed_decides_only_orders_and_masks },
    { "each-epoch-has-an-order-of-its-own", each_epoch_has_an_order_of_its_own },
    { "what-lies-beside-the-parameters-stays-zero", what_lies_beside_the_parameters_stays_zero },
    { "all-forms-of-inputs-train-alike", all_forms_of_inputs_train_alike },
    { "labels-and-the-same-targets-train-alike", labels_and_the_same_targets_train_alike },
    { "one-batch-may-be-larger-than-the-set", one_batch_may_be_larger_than_the_set },
    { "the-learning-rate-can-change", the_learning_rate_can_change },
  };

  run_with_each_kernel ("trainer", tests, sizeof tests / sizeof *tests);
  return DONE ();
}
