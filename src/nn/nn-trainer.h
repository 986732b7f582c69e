/* SPDX-License-Identifier: MIT */
/* nn-trainer.h: mini-batch stochastic gradient descent (chapter 1, eq. 20 and 21; with L2 decay,
 * chapter 3, eq. 93 and 94, L1, eq. 97, momentum, eq. 107 and 108, and dropout).
 *
 *   w ← (1 − ηλ/n) w − (ηλ₁/n) sgn w − (η/m) Σ ∂C_x/∂w,   b ← b − (η/m) Σ ∂C_x/∂b
 *
 * and with momentum v ← μv − η∇C, w ← w + v, where ∇C holds all these terms. The sums run over the
 * mini-batch, all gradients taken at the weights before the step; n is the size of the training
 * set; m is the size of this mini-batch (the last of an epoch may be shorter). Dropout draws one
 * mask a mini-batch for each hidden layer; dropped units give 0 and learn nothing. The order of
 * every sum is fixed: the same start, samples, training, seed and kernel give bit-identical
 * parameters, whoever watches. */
#pragma once

#include "nn/nn-cost.h"
#include "nn/nn-kernel.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"

#include <stdatomic.h>

typedef struct {
  NnObjective objective; /* must fit the outputs of the network */
  double learning_rate;  /* η, ≥ 0 and finite */
  double momentum;       /* μ, 0 … below 1 */
  double dropout;      /* p, 0 … below 1: the share of hidden units dropped in each mini-batch */
  int mini_batch;      /* m, ≥ 1 */
  bool shuffle;        /* a new order each epoch; otherwise the order of the samples */
  uint64_t seed;       /* of the orders and of dropout: see NN_STREAM_SHUFFLE, _DROPOUT */
  NnKernelKind kernel; /* one that is available */
} NnTraining;

typedef struct NnTrainer NnTrainer;

/* Who watches a training. Every member may be NULL; all are called on the training thread. */
typedef struct {
  const atomic_bool *stop; /* polled at every mini-batch; when true the call returns NN_STOPPED */
  /* After a mini-batch, at most about every millisecond: `images` of this epoch are done.
   * May block (pause). A snapshot may be taken here. */
  void (*progress) (NnTrainer *trainer, size_t images, void *data);
  /* After an epoch; false ends the training with NN_STOPPED. */
  bool (*epoch) (NnTrainer *trainer, int epoch, void *data);
  void *data;
  /* After the mini-batch with which the images done of this epoch reach or pass a multiple of
   * monitor_every (0: never), the end of the epoch included. */
  size_t monitor_every;
  void (*monitor) (NnTrainer *trainer, size_t images, void *data);
  /* Before each mini-batch: `images` of this epoch are done. Rates may be changed here, and it may
   * block (pause, speed). Returns the seconds that it waited, which are not training. */
  double (*boundary) (NnTrainer *trainer, size_t images, void *data);
} NnWatch;

/* A trainer at epoch 0 with a private copy of `start`. It keeps the pointers of `samples`, which
 * must outlive it and not change: pixels without rows are listed once, here. NULL with *status:
 * NN_ERROR_SHAPE, NN_ERROR_RANGE, NN_ERROR_MEMORY. */
NnTrainer *nn_trainer_new (const NnNetwork *start, const NnSamples *samples,
                           const NnTraining *training, NnStatus *status);
void nn_trainer_free (NnTrainer *trainer);

/* Goes on from `epochs_done` complete epochs (resuming): the next epoch is epochs_done + 1. What
 * was done of an epoch under way counts as part of the network. `velocity` (the network's shape) is
 * that of nn_trainer_checkpoint, or NULL for one that is zero. Orders and masks of an epoch depend
 * on the seed and its number alone: there is no other state. */
void nn_trainer_set_epoch (NnTrainer *trainer, int epochs_done, const NnNetwork *velocity);

/* Complete epochs so far. */
int nn_trainer_epoch (const NnTrainer *trainer);

/* From the next mini-batch on; ≥ 0 and finite. */
void nn_trainer_set_learning_rate (NnTrainer *trainer, double learning_rate);

/* η, λ, λ₁ and μ from the next mini-batch on, between mini-batches (in a callback) or runs. The
 * same changes at the same mini-batches give the same parameters. Momentum begins with a velocity
 * of zero where there was none. NN_ERROR_RANGE, NN_ERROR_MEMORY: nothing has changed. */
NnStatus nn_trainer_set_rates (NnTrainer *trainer, double learning_rate, double l2, double l1,
                               double momentum);

/* The raw network as it is now; owned by the trainer, valid until its next call. */
const NnNetwork *nn_trainer_network (NnTrainer *trainer);

/* The network for evaluation as it is now, a new copy with one reference: outgoing weights × (1 −
 * p) where it is trained with dropout. NULL for want of memory. Reading it out changes nothing. */
NnNetwork *nn_trainer_snapshot (const NnTrainer *trainer);

/* The state after the last complete epoch, two new references: the raw network, and its velocity
 * (NULL without momentum). Resuming from both is bit-exact. False for want of memory. */
bool nn_trainer_checkpoint (const NnTrainer *trainer, NnNetwork **network, NnNetwork **velocity);

/* Trains until `epochs` epochs are complete in all. NN_OK, NN_STOPPED or NN_DIVERGED. After
 * NN_STOPPED within an epoch the next call goes on with the mini-batch that comes next. After
 * NN_DIVERGED the network is the one of the last complete epoch (or the start).
 * `watch` may be NULL. */
NnStatus nn_trainer_run (NnTrainer *trainer, int epochs, const NnWatch *watch);

/* Where nn_trainer_run ended with NN_DIVERGED: the epoch and mini-batch, both from 1; 0 otherwise.
 */
void nn_trainer_diverged_at (const NnTrainer *trainer, int *epoch, size_t *mini_batch);

/* Seconds of wall-clock time in the last epoch, callbacks left out. */
double nn_trainer_seconds (const NnTrainer *trainer);
