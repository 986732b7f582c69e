/* SPDX-License-Identifier: MIT */
/* Three epochs on the real digits, read through gzip so that nn needs no other room. */
#include "claim.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-trainer.h"

#include <string.h>
#include <time.h>

/* The `n` bytes of a gzipped file of the MNIST folder that follow its header of `skip`, or NULL. */
static uint8_t *
read_file (const char *name, size_t skip, size_t n)
{
  const char *folder = getenv ("NABLA_TEST_MNIST");
  char command[4096], header[16];
  uint8_t *bytes = NULL;

  if (folder == NULL || strchr (folder, '\'') != NULL ||
      snprintf (command, sizeof command, "gzip -dc '%s/%s.gz' 2>/dev/null", folder, name) >=
          (int) sizeof command)
    return NULL;
  FILE *pipe = popen (command, "r");
  if (pipe == NULL)
    return NULL;
  if (fread (header, 1, skip, pipe) == skip) {
    bytes = malloc (n);
    if (fread (bytes, 1, n, pipe) != n) {
      free (bytes);
      bytes = NULL;
    }
  }
  pclose (pipe);
  return bytes;
}

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
  uint8_t *pixels = read_file ("train-images-idx3-ubyte", 16, 50000 * 784);
  uint8_t *labels = read_file ("train-labels-idx1-ubyte", 8, 50000);
  uint8_t *test_pixels = read_file ("t10k-images-idx3-ubyte", 16, 10000 * 784);
  uint8_t *test_labels = read_file ("t10k-labels-idx1-ubyte", 8, 10000);

  if (pixels == NULL || labels == NULL || test_pixels == NULL || test_labels == NULL)
    SKIP ("the gzipped MNIST files are not in the folder that NABLA_TEST_MNIST names");
  NnSamples training_set = {
    .n = 50000, .n_in = 784, .n_out = 10, .pixels = pixels, .labels = labels
  };
  NnSamples test_set = {
    .n = 10000, .n_in = 784, .n_out = 10, .pixels = test_pixels, .labels = test_labels
  };
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
  free (pixels);
  free (labels);
  free (test_pixels);
  free (test_labels);
}

int
main (void)
{
  RUN ("/nn/mnist/three-epochs-learn-the-digits", three_epochs_learn_the_digits);
  return DONE ();
}
