/* SPDX-License-Identifier: MIT */
/* nabla-trial.h: a short training, for those who want to see at once what a set-up does: few
 * images, few epochs, on the calling thread. It is a run of nabla_trial_set_up(), figure by figure.
 */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-training-data.h"
#include "nn/nn-status.h"

#include <stdatomic.h>

#define NABLA_TRIAL_IMAGES 1000 /* of the training part, and of the validation part */

/* After an epoch. A figure that is not measured is not a number. */
typedef struct {
  double cost;     /* on the training images */
  double accuracy; /* on the training images, 0 … 1 */
  double validation_accuracy;
} NablaTrialFigures;

/* What a trial measures after each epoch; the last epoch has all figures. */
typedef enum {
  NABLA_TRIAL_LAST_EPOCH, /* nothing before */
  NABLA_TRIAL_VALIDATION, /* validation accuracy */
  NABLA_TRIAL_ALL,
} NablaTrialMeasures;

/* Limits a set-up to its first `most` training images, not expanded; λ and λ₁ are scaled with the
 * number of images, so that weights decay by as much a step as they will at full size. */
void nabla_trial_limit (NablaHyperParameters *set_up, NablaDataSet *data_set, gsize most);

/* The set-up that is trained in place of `hyper_parameters`: limited to NABLA_TRIAL_IMAGES, so
 * many epochs, without schedule and early stopping. */
NablaHyperParameters nabla_trial_set_up (const NablaHyperParameters *hyper_parameters,
                                         NablaDataSet *data_set, int epochs);

/* The images that trials of `hyper_parameters` train on, and of all set-ups that differ from it
 * neither in digits nor in the size of the training part, the outputs and their encoding. Any
 * thread may read it. NULL where there are none, or `stop` (which may be NULL) came. */
NablaTrainingData *nabla_trial_prepare (const NablaHyperParameters *hyper_parameters,
                                        NablaDataSet *data_set, const atomic_bool *stop);

/* Trains one on what nabla_trial_prepare() gave. Called after every epoch (from 1); FALSE stops.
 * NN_OK, NN_STOPPED, NN_DIVERGED, or an error; NN_ERROR_RANGE where the set-up is refused. `stop`
 * may be NULL. */
typedef gboolean (*NablaTrialWatch) (int epoch, const NablaTrialFigures *figures, gpointer data);
NnStatus nabla_trial_run (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                          const NablaTrainingData *images, int epochs, NablaTrialMeasures measures,
                          const atomic_bool *stop, NablaTrialWatch watch, gpointer data);
