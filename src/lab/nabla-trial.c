/* SPDX-License-Identifier: MIT */
#include "lab/nabla-trial.h"

#include "lab/nabla-job.h"
#include "nn/nn-evaluation.h"

#include <math.h>

typedef struct {
  const NablaHyperParameters *hyper_parameters;
  const NablaTrainingData *data;
  int epochs;
  NablaTrialMeasures measures;
  const atomic_bool *stop;
  NablaTrialWatch watch;
  gpointer watch_data;
} Trial;

void
nabla_trial_limit (NablaHyperParameters *set_up, NablaDataSet *data_set, gsize most)
{
  gsize all = nabla_training_data_count_taken (data_set, set_up);
  gsize n = MIN (all, most);
  double share = all > 0 ? (double) n / (double) all : 1.0;
  set_up->l2 *= share;
  set_up->l1 *= share;
  set_up->train_size = (gint64) MAX (n, 1);
  set_up->expand = 0;
  set_up->drawings = 0;
  set_up->own_share = 0;
}

NablaHyperParameters
nabla_trial_set_up (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                    int epochs)
{
  NablaHyperParameters set_up = *hyper_parameters;
  nabla_trial_limit (&set_up, data_set, NABLA_TRIAL_IMAGES);
  set_up.epochs = epochs;
  set_up.schedule.kind = NN_SCHEDULE_CONSTANT;
  set_up.early_stopping = 0;
  return set_up;
}

/* Accuracy on a part, and cost where `cost` is not NULL; FALSE where it was stopped. */
static gboolean
measure (const Trial *trial, const NnNetwork *network, DigitsPartKind part, double *accuracy,
         double *cost)
{
  const NnSamples *samples = nabla_training_data_get (trial->data, part);
  NnObjective objective = nabla_hyper_parameters_get_objective (trial->hyper_parameters);
  NnEvaluation evaluation;
  if (samples->n == 0)
    return TRUE;
  if (nn_evaluate (network, samples, cost != NULL ? &objective : NULL,
                   nn_kernel_resolve (NN_KERNEL_AUTO), trial->stop, &evaluation) != NN_OK)
    return FALSE;
  *accuracy = evaluation.accuracy;
  if (cost != NULL)
    *cost = evaluation.cost;
  return TRUE;
}

static bool
on_epoch (NnTrainer *trainer, int epoch, void *data)
{
  const Trial *trial = data;
  gboolean all = trial->measures == NABLA_TRIAL_ALL || epoch == trial->epochs;
  NablaTrialFigures figures = { NAN, NAN, NAN };
  if (all || trial->measures == NABLA_TRIAL_VALIDATION) {
    NnNetwork *network = nn_trainer_snapshot (trainer);
    gboolean measured =
        network != NULL &&
        measure (trial, network, DIGITS_VALIDATION, &figures.validation_accuracy, NULL) &&
        (!all || measure (trial, network, DIGITS_TRAINING, &figures.accuracy, &figures.cost));
    nn_network_unref (network);
    if (!measured)
      return false;
  }
  return trial->watch (epoch, &figures, trial->watch_data);
}

NablaTrainingData *
nabla_trial_prepare (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                     const atomic_bool *stop)
{
  NablaHyperParameters set_up = nabla_trial_set_up (hyper_parameters, data_set, 1);
  NablaPreparationWatch watch = { .stop = stop };
  if (!nabla_hyper_parameters_validate (&set_up, NULL))
    return NULL;
  return nabla_training_data_new (data_set, &set_up, NABLA_TRIAL_IMAGES, &watch, NULL);
}

NnStatus
nabla_trial_run (const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                 const NablaTrainingData *images, int epochs, NablaTrialMeasures measures,
                 const atomic_bool *stop, NablaTrialWatch watch, gpointer data)
{
  NablaJob job = { .hyper_parameters = nabla_trial_set_up (hyper_parameters, data_set, epochs),
                   .kernel = NN_KERNEL_AUTO };
  NnStatus status = NN_OK;
  if (!nabla_hyper_parameters_validate (&job.hyper_parameters, NULL))
    return NN_ERROR_RANGE;
  NnTrainer *trainer =
      nabla_job_make_trainer (&job, nabla_training_data_get (images, DIGITS_TRAINING), &status);
  if (trainer == NULL)
    return status;
  Trial trial = { &job.hyper_parameters, images, epochs, measures, stop, watch, data };
  NnWatch trainer_watch = { .stop = stop, .epoch = on_epoch, .data = &trial };
  status = nn_trainer_run (trainer, epochs, &trainer_watch);
  nn_trainer_free (trainer);
  return status;
}
