/* SPDX-License-Identifier: MIT */
/* nn-step.h: the parameters under training and how one mini-batch changes them (the formula of
 * nn-trainer.h); internal to nn.
 *
 * Weights are kept as scale · network: L2 makes them all smaller by the same factor at each step,
 * which is applied to the scale alone, exactly what the formula says and without touching them. */
#pragma once

#include "nn/nn-batch.h"

typedef struct {
  const NnKernel *kernel;
  NnNetwork *network;  /* weights are scale · these; biases are as they are */
  double scale;        /* in (0, 1] */
  NnNetwork *velocity; /* with momentum, else NULL; the scale is 1 then */
  NnNetwork *gradient; /* the step of a mini-batch that a batch cannot hold, else NULL; likewise */
  double limit;        /* no |parameter| is larger */
  double velocity_limit;
} NnParameters;

typedef struct {
  double learning_rate; /* η */
  double l2, l1;        /* λ/n, λ₁/n */
  double momentum;      /* μ */
} NnRates;

/* Private copies of `start`. False for want of memory: nn_parameters_clear what there is. */
bool nn_parameters_init (NnParameters *parameters, const NnNetwork *start, const NnKernel *kernel,
                         bool has_velocity, bool has_gradient);
void nn_parameters_clear (NnParameters *parameters);

/* With a velocity, zero, where there was none (the scale is multiplied out), or without. False for
 * want of memory: as it was. */
bool nn_parameters_set_velocity (NnParameters *parameters, bool has_velocity);

/* Multiplies the scale out and measures the limits anew. */
void nn_parameters_settle (NnParameters *parameters);

/* Copies the parameters as they are into `network`, the weights with their scale. */
void nn_parameters_read (const NnParameters *parameters, NnNetwork *network);

/* The step of the m examples of `batch`, whose errors are known. NN_OK or NN_DIVERGED. */
NnStatus nn_step_take (NnParameters *parameters, const NnRates *rates, NnBatch *batch, size_t m);

/* The same in parts: any number of batches between begin and end, m examples in all. Nothing but
 * the gradient changes before the end. */
void nn_step_begin (NnParameters *parameters);
void nn_step_add (NnParameters *parameters, const NnRates *rates, NnBatch *batch, size_t m);
NnStatus nn_step_end (NnParameters *parameters, const NnRates *rates);
