/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-trainer.h"
#include "random-samples.h"

#define N     1000
#define N_IN  40
#define N_OUT 10

/* The factor 1 − ηλ/n is −5e5 here: weights of at most about 1 are beyond 1e18 after four steps. */
static void
names_epoch_and_mini_batch (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 1);
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 1e9, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = 1 };
  NnNetwork *start = random_network (N_IN, 30, N_OUT, 1);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  int epoch = -1;
  size_t mini_batch = 99;

  nn_trainer_diverged_at (trainer, &epoch, &mini_batch);
  CLAIM (epoch == 0 && mini_batch == 0);
  CLAIM (nn_trainer_run (trainer, 3, NULL) == NN_DIVERGED);
  nn_trainer_diverged_at (trainer, &epoch, &mini_batch);
  CLAIM (epoch == 1 && mini_batch == 4);
  CLAIM (nn_trainer_epoch (trainer) == 0);
  CLAIM (same_parameters (nn_trainer_network (trainer), start));
  nn_trainer_free (trainer);
  nn_network_unref (start);
  random_samples_free (&samples);
}

static double
largest_weight (const NnNetwork *network)
{
  double largest = 0.0;

  for (int l = 0; l < network->n_layers; l++)
    for (int in = 0; in < network->sizes[l]; in++)
      for (int out = 0; out < network->sizes[l + 1]; out++)
        largest = fmax (largest, fabs ((double) nn_network_weight (network, l, out, in)));
  return largest;
}

/* The factor is −9: twenty steps, so that the first epoch of ten is complete. */
static void
keeps_the_last_complete_epoch (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 2);

  for (int m = 100; m <= 125; m += 25) {
    NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 1000.0, 0.0 },
                            .learning_rate = 10.0,
                            .mini_batch = m,
                            .shuffle = true,
                            .seed = 1 };
    NnNetwork *start = random_network (N_IN, 30, N_OUT, 2);
    NnTrainer *good = nn_trainer_new (start, &samples.view, &training, NULL);
    NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
    int epoch;
    size_t mini_batch, expected = 0;

    /* After the last good epoch the weights are so large that steps add nothing to them. */
    CLAIM (nn_trainer_run (trainer, 100, NULL) == NN_DIVERGED);
    nn_trainer_diverged_at (trainer, &epoch, &mini_batch);
    CLAIM (epoch >= 2 && nn_trainer_epoch (trainer) == epoch - 1);
    CLAIM (nn_trainer_run (good, epoch - 1, NULL) == NN_OK);
    CLAIM (same_parameters (nn_trainer_network (trainer), nn_trainer_network (good)));
    CLAIM (nn_network_is_finite (nn_trainer_network (trainer)));

    for (double w = largest_weight (nn_trainer_network (good)); w <= 1e18; w *= 9.0)
      expected++;
    CLAIM (expected >= 1 && expected <= (size_t) (N / m));
    CLAIM (mini_batch == expected);
    nn_trainer_free (trainer);
    nn_trainer_free (good);
    nn_network_unref (start);
  }
  random_samples_free (&samples);
}

static void
inputs_that_are_no_numbers_diverge_at_once (void)
{
  float inputs[3] = { 1.0f, NAN, 1.0f }, targets[3] = { 0.0f, 1.0f, 1.0f };
  NnSamples samples = { .n = 3, .n_in = 1, .n_out = 1, .inputs = inputs, .targets = targets };
  NnTraining training = { .objective = { NN_COST_QUADRATIC, 0.0, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 1,
                          .shuffle = false,
                          .seed = 1 };
  NnNetwork *start = random_network (1, 3, 1, 3);
  NnTrainer *trainer = nn_trainer_new (start, &samples, &training, NULL);
  int epoch;
  size_t mini_batch;

  for (int again = 0; again < 2; again++) {
    CLAIM (nn_trainer_run (trainer, 3, NULL) == NN_DIVERGED);
    nn_trainer_diverged_at (trainer, &epoch, &mini_batch);
    CLAIM (epoch == 1 && mini_batch == 2);
    CLAIM (same_parameters (nn_trainer_network (trainer), start));
  }
  nn_trainer_free (trainer);
  nn_network_unref (start);
}

static void
one_step_too_far_diverges (void)
{
  RandomSamples samples = random_samples_new (20, N_IN, N_OUT, 4);
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.0, 0.0 },
                          .learning_rate = 1e20,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = 1 };
  NnNetwork *start = random_network (N_IN, 30, N_OUT, 4);

  for (int k = 0; k < 2; k++) {
    NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
    int epoch;
    size_t mini_batch;
    CLAIM (nn_trainer_run (trainer, 3, NULL) == NN_DIVERGED);
    nn_trainer_diverged_at (trainer, &epoch, &mini_batch);
    CLAIM (epoch == 1 && mini_batch == 1);
    CLAIM (same_parameters (nn_trainer_network (trainer), start));
    nn_trainer_free (trainer);
    training.learning_rate = 1e300;
  }
  nn_network_unref (start);
  random_samples_free (&samples);
}

/* A huge η without decay: the outputs stick at 0 and 1, and everything stays finite. */
static void
saturation_is_not_divergence (void)
{
  RandomSamples samples = random_samples_new (N, N_IN, N_OUT, 5);

  for (int cost = NN_COST_QUADRATIC; cost <= NN_COST_CROSS_ENTROPY; cost++) {
    NnTraining training = { .objective = { (NnCost) cost, 0.0, 0.0 },
                            .learning_rate = 1e6,
                            .mini_batch = 10,
                            .shuffle = true,
                            .seed = 1 };
    NnNetwork *start = random_network (N_IN, 30, N_OUT, 5);
    NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);

    CLAIM (nn_trainer_run (trainer, 3, NULL) == NN_OK);
    CLAIM (nn_network_is_finite (nn_trainer_network (trainer)));
    CLAIM (!same_parameters (nn_trainer_network (trainer), start));
    nn_trainer_free (trainer);
    nn_network_unref (start);
  }
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/divergence/names-epoch-and-mini-batch", names_epoch_and_mini_batch);
  RUN ("/nn/divergence/keeps-the-last-complete-epoch", keeps_the_last_complete_epoch);
  RUN ("/nn/divergence/inputs-that-are-no-numbers-diverge-at-once",
       inputs_that_are_no_numbers_diverge_at_once);
  RUN ("/nn/divergence/one-step-too-far-diverges", one_step_too_far_diverges);
  RUN ("/nn/divergence/saturation-is-not-divergence", saturation_is_not_divergence);
  return DONE ();
}
