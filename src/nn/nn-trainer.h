/* SPDX-License-Identifier: MIT */
/* nn-trainer.h: mini-batch stochastic gradient descent (chapter 1, eq. 20 and 21; with L2 decay,
 * chapter 3, eq. 93 and 94).
 *
 *   w ← (1 − ηλ/n) w − (η/m) Σ ∂C_x/∂w,   b ← b − (η/m) Σ ∂C_x/∂b
 *
 * The sums run over the mini-batch, all gradients taken at the weights before the step; n is the
 * size of the training set; m is the size of this mini-batch (the last of an epoch may be shorter).
 * The order of every sum is fixed: the same start, samples, training and seed give bit-identical
 * parameters, whoever watches. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

#include <stdatomic.h>

typedef struct {
  NnCost cost;
  double learning_rate; /* η, ≥ 0 and finite */
  double l2;            /* λ, ≥ 0 and finite */
  int mini_batch;       /* m, ≥ 1 */
  bool shuffle;         /* a new order each epoch; otherwise the order of the samples */
  uint64_t seed;        /* of the orders; see NN_STREAM_SHUFFLE */
} NnTraining;

typedef struct NnTrainer NnTrainer;

/* Who watches a training. Every member may be NULL; all are called on the training thread. */
typedef struct {
  const atomic_bool *stop; /* polled at every mini-batch; when true the call returns NN_STOPPED */
  /* After a mini-batch, at most about every millisecond: `images` of this epoch are done.
   * May block (pause). The network of the trainer may be copied here. */
  void (*progress) (NnTrainer *trainer, size_t images, void *data);
  /* After an epoch; false ends the training with NN_STOPPED. */
  bool (*epoch) (NnTrainer *trainer, int epoch, void *data);
  void *data;
} NnWatch;

/* A trainer at epoch 0 with a private copy of `start`. It keeps the pointers of `samples`, which
 * must outlive it. NULL with *status: NN_ERROR_SHAPE, NN_ERROR_RANGE, NN_ERROR_MEMORY. */
NnTrainer *nn_trainer_new (const NnNetwork *start, const NnSamples *samples,
                           const NnTraining *training, NnStatus *status);
void nn_trainer_free (NnTrainer *trainer);

/* Goes on from `epochs_done` complete epochs (resuming): the next epoch is epochs_done + 1. What
 * was done of an epoch under way counts as part of the network. */
void nn_trainer_set_epoch (NnTrainer *trainer, int epochs_done);

/* Complete epochs so far. */
int nn_trainer_epoch (const NnTrainer *trainer);

/* The network as it is now; owned by the trainer, changed by nn_trainer_run. */
const NnNetwork *nn_trainer_network (const NnTrainer *trainer);

/* Trains until `epochs` epochs are complete in all. NN_OK, NN_STOPPED or NN_DIVERGED. After
 * NN_STOPPED within an epoch the next call goes on with the mini-batch that comes next. After
 * NN_DIVERGED the network is the one of the last complete epoch (or the start).
 * `watch` may be NULL. */
NnStatus nn_trainer_run (NnTrainer *trainer, int epochs, const NnWatch *watch);

/* Where nn_trainer_run ended with NN_DIVERGED: the epoch and mini-batch, both from 1; 0 otherwise.
 */
void nn_trainer_diverged_at (const NnTrainer *trainer, int *epoch, size_t *mini_batch);

/* Seconds of wall-clock time in the last epoch, `progress` and `epoch` callbacks left out. */
double nn_trainer_seconds (const NnTrainer *trainer);
