/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-evaluation.h"
#include "nn/nn-trainer.h"
#include "random-samples.h"

#include <pthread.h>

enum { N_JOBS = 2, EPOCHS = 3 };

typedef struct {
  const NnSamples *samples;
  NnNetwork *network; /* start, then result; a shared network for evaluations */
  uint64_t seed;
  NnEvaluation evaluation;
  NnStatus status;
} Job;

static void *
train (void *data)
{
  Job *job = data;
  NnTraining training = { .objective = { NN_COST_CROSS_ENTROPY, 0.1, 0.0 },
                          .learning_rate = 0.5,
                          .mini_batch = 10,
                          .shuffle = true,
                          .seed = job->seed };
  NnTrainer *trainer = nn_trainer_new (job->network, job->samples, &training, &job->status);

  if (trainer != NULL) {
    job->status = nn_trainer_run (trainer, EPOCHS, NULL);
    nn_network_assign (job->network, nn_trainer_network (trainer));
  }
  nn_trainer_free (trainer);
  return NULL;
}

static void *
evaluate (void *data)
{
  Job *job = data;
  NnNetwork *network = nn_network_ref (job->network);
  float activations[64], input[40] = { 0.5f };

  job->status = nn_evaluate (network, job->samples, &(NnObjective){ NN_COST_QUADRATIC, 0.0, 0.0 },
                             NN_KERNEL_AUTO, NULL, &job->evaluation);
  if (job->status == NN_OK)
    job->status = nn_network_feed_forward (network, input, activations);
  nn_network_unref (network);
  return NULL;
}

static void
trainings_side_by_side_give_the_same_bits (void)
{
  RandomSamples samples = random_samples_new (500, 40, 10, 1);
  Job apart[N_JOBS], together[N_JOBS];
  pthread_t threads[N_JOBS];

  for (int i = 0; i < N_JOBS; i++) {
    apart[i] = (Job){ .samples = &samples.view, .seed = (uint64_t) i };
    apart[i].network = random_network (40, 30, 10, 1);
    together[i] = apart[i];
    together[i].network = random_network (40, 30, 10, 1);
    train (&apart[i]);
  }
  for (int i = 0; i < N_JOBS; i++)
    CLAIM (pthread_create (&threads[i], NULL, train, &together[i]) == 0);
  for (int i = 0; i < N_JOBS; i++)
    pthread_join (threads[i], NULL);
  for (int i = 0; i < N_JOBS; i++) {
    CLAIM (apart[i].status == NN_OK && together[i].status == NN_OK);
    CLAIM (same_parameters (apart[i].network, together[i].network));
  }
  CLAIM (!same_parameters (apart[0].network, apart[1].network));
  for (int i = 0; i < N_JOBS; i++) {
    nn_network_unref (apart[i].network);
    nn_network_unref (together[i].network);
  }
  random_samples_free (&samples);
}

static void
a_shared_network_is_evaluated_by_several (void)
{
  RandomSamples samples = random_samples_new (300, 40, 10, 2);
  NnNetwork *network = random_network (40, 30, 10, 2);
  Job jobs[N_JOBS];
  pthread_t threads[N_JOBS];

  for (int i = 0; i < N_JOBS; i++) {
    jobs[i] = (Job){ .samples = &samples.view, .network = network };
    CLAIM (pthread_create (&threads[i], NULL, evaluate, &jobs[i]) == 0);
  }
  for (int i = 0; i < N_JOBS; i++)
    pthread_join (threads[i], NULL);
  CLAIM (jobs[0].status == NN_OK && jobs[1].status == NN_OK);
  CLAIM (jobs[0].evaluation.n == 300 && jobs[0].evaluation.cost == jobs[1].evaluation.cost);
  CLAIM (network->references == 1);
  nn_network_unref (network);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/threads/trainings-side-by-side-give-the-same-bits",
       trainings_side_by_side_give_the_same_bits);
  RUN ("/nn/threads/a-shared-network-is-evaluated-by-several",
       a_shared_network_is_evaluated_by_several);
  return DONE ();
}
