/* SPDX-License-Identifier: MIT */
/* The monitor, called every so many images. */
#include "claim.h"
#include "combinations.h"
#include "nn/nn-evaluation.h"
#include "random-samples.h"

#define N     203
#define N_IN  40
#define N_OUT 10

static RandomSamples samples;
static NnNetwork *start;

static NnTraining
training_with (int technique, int mini_batch)
{
  NnTraining training = combination_training (1, technique, (size_t) mini_batch);

  training.shuffle = true;
  training.kernel = NN_KERNEL_AUTO;
  return training;
}

typedef struct {
  size_t n, images[1000];
  int epochs[1000]; /* complete when it was called */
  bool thorough;    /* evaluates and reads everything out */
  bool failed;
} Seen;

static void
note (NnTrainer *trainer, size_t images, void *data)
{
  Seen *seen = data;

  if (seen->n < 1000) {
    seen->epochs[seen->n] = nn_trainer_epoch (trainer);
    seen->images[seen->n++] = images;
  }
  if (!seen->thorough)
    return;
  NnNetwork *snapshot = nn_trainer_snapshot (trainer), *network = NULL, *velocity = NULL;
  NnEvaluation evaluation;
  seen->failed |= nn_trainer_network (trainer) == NULL || snapshot == NULL ||
                  !nn_trainer_checkpoint (trainer, &network, &velocity);
  if (!seen->failed)
    seen->failed |=
        nn_evaluate (snapshot, &samples.view, &(NnObjective){ NN_COST_CROSS_ENTROPY, 1.0, 1.0 },
                     NN_KERNEL_AUTO, NULL, &evaluation) != NN_OK;
  nn_network_unref (snapshot);
  nn_network_unref (network);
  nn_network_unref (velocity);
}

/* The images done of an epoch after each of its mini-batches that reaches or passes a multiple of
 * `every`, and its end. */
static size_t
expected_calls (size_t m, size_t every, size_t *images)
{
  size_t n = 0, reached = 0;

  for (size_t done = 0; done < N;) {
    done += N - done < m ? N - done : m;
    if (done / every > reached / every || done == N)
      images[n++] = done;
    reached = done;
  }
  return n;
}

static void
it_is_called_when_multiples_are_reached (void)
{
  static const int batches[] = { 1, 7, 10, 64, 100, 203, 1000 };
  static const size_t every[] = { 1, 5, 10, 50, 70, 203, 1000 };

  for (int b = 0; b < 7; b++)
    for (int e = 0; e < 7; e++) {
      NnTraining training = training_with (0, batches[b]);
      NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
      Seen *seen = calloc (1, sizeof *seen);
      NnWatch watch = { .data = seen, .monitor_every = every[e], .monitor = note };
      size_t images[N], n = expected_calls ((size_t) batches[b], every[e], images);

      CLAIM (nn_trainer_run (trainer, 3, &watch) == NN_OK);
      CLAIM (seen->n == 3 * n);
      for (size_t i = 0; i < seen->n; i++)
        CLAIM (seen->images[i] == images[i % n]);
      nn_trainer_free (trainer);
      free (seen);
    }
}

static void
without_a_number_it_is_never_called (void)
{
  NnTraining training = training_with (0, 10);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  Seen *seen = calloc (1, sizeof *seen);
  NnWatch watch = { .data = seen, .monitor_every = 0, .monitor = note };

  CLAIM (nn_trainer_run (trainer, 2, &watch) == NN_OK);
  CLAIM (seen->n == 0);
  watch.monitor_every = 10;
  watch.monitor = NULL;
  CLAIM (nn_trainer_run (trainer, 3, &watch) == NN_OK);
  nn_trainer_free (trainer);
  free (seen);
}

/* Whatever is read out, and however often: techniques whose state is applied late included. */
static void
monitoring_changes_no_parameter (void)
{
  for (int kernel = NN_KERNEL_SCALAR; kernel < NN_N_KERNELS; kernel++)
    for (int technique = 0; technique < N_TECHNIQUES; technique++) {
      NnTraining training = training_with (technique, technique % 2 == 0 ? 10 : 100);
      if (!nn_kernel_is_available ((NnKernelKind) kernel))
        continue;
      training.kernel = (NnKernelKind) kernel;
      NnTrainer *alone = nn_trainer_new (start, &samples.view, &training, NULL);
      CLAIM (alone != NULL && nn_trainer_run (alone, 3, NULL) == NN_OK);
      for (size_t every = 1; every <= 300; every += 99) {
        NnTrainer *watched = nn_trainer_new (start, &samples.view, &training, NULL);
        Seen *seen = calloc (1, sizeof *seen);
        NnWatch watch = { .data = seen, .monitor_every = every, .monitor = note };

        seen->thorough = true;
        CLAIM (nn_trainer_run (watched, 3, &watch) == NN_OK);
        CLAIM (seen->n >= 3 && !seen->failed);
        CLAIM (same_parameters (nn_trainer_network (watched), nn_trainer_network (alone)));
        nn_trainer_free (watched);
        free (seen);
      }
      nn_trainer_free (alone);
    }
}

/* Stopped and gone on, no multiple is lost or told twice. */
static void
a_stop_loses_and_repeats_none (void)
{
  NnTraining training = training_with (0, 10);
  NnTrainer *trainer = nn_trainer_new (start, &samples.view, &training, NULL);
  Seen *seen = calloc (1, sizeof *seen);
  NnWatch watch = { .data = seen, .monitor_every = 30, .monitor = note };
  atomic_bool stop = true;
  size_t images[N], n = expected_calls (10, 30, images);

  for (int epoch = 1; epoch <= 2; epoch++) {
    watch.stop = &stop;
    CLAIM (nn_trainer_run (trainer, epoch, &watch) == NN_STOPPED);
    watch.stop = NULL;
    CLAIM (nn_trainer_run (trainer, epoch, &watch) == NN_OK);
  }
  CLAIM (seen->n == 2 * n);
  for (size_t i = 0; i < seen->n; i++)
    CLAIM (seen->images[i] == images[i % n]);
  nn_trainer_free (trainer);
  free (seen);
}

int
main (void)
{
  samples = random_samples_new (N, N_IN, N_OUT, 1);
  start = random_network (N_IN, 30, N_OUT, 1);
  RUN ("/nn/monitor/it-is-called-when-multiples-are-reached",
       it_is_called_when_multiples_are_reached);
  RUN ("/nn/monitor/without-a-number-it-is-never-called", without_a_number_it_is_never_called);
  RUN ("/nn/monitor/monitoring-changes-no-parameter", monitoring_changes_no_parameter);
  RUN ("/nn/monitor/a-stop-loses-and-repeats-none", a_stop_loses_and_repeats_none);
  nn_network_unref (start);
  random_samples_free (&samples);
  return DONE ();
}
