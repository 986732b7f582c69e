/* SPDX-License-Identifier: MIT */
/* Three epochs on the real digits. */
#include "claim.h"
#include "mnist-files.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-trainer.h"

#include <time.h>

static double
seconds_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static void
three_epochs_learn_the_digits (void)
{
  static const int sizes[] = { 784, 30, 10 };
  NnSamples training_set, test_set;

  if (!mnist_open ("train", 50000, &training_set))
    SKIP (MNIST_ABSENT);
  CLAIM (mnist_open ("t10k", 10000, &test_set));
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.0, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = 1 };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  NnEvaluation evaluation = { 0 };

  nn_network_initialise (network, NN_INIT_LARGE, false, 1);
  NnTrainer *trainer = nn_trainer_new (network, &training_set, &training, NULL);
  CLAIM (nn_trainer_run (trainer, 3, NULL) == NN_OK);
  double began = seconds_now ();
  CLAIM (nn_evaluate (nn_trainer_network (trainer), &test_set,
                      &(NnObjective){ NN_COST_CROSS_ENTROPY, 0.0, 0.0 }, NN_KERNEL_AUTO, NULL,
                      &evaluation) == NN_OK);
  printf ("# accuracy %.4f, cost %.4f; an epoch takes %.3f s, evaluating 10,000 images %.3f s\n",
          evaluation.accuracy, evaluation.cost, nn_trainer_seconds (trainer),
          seconds_now () - began);
  CLAIM (evaluation.accuracy > 0.92);
  nn_trainer_free (trainer);
  nn_network_unref (network);
  mnist_close (&training_set);
  mnist_close (&test_set);
}

int
main (void)
{
  RUN ("/nn/mnist/three-epochs-learn-the-digits", three_epochs_learn_the_digits);
  return DONE ();
}
