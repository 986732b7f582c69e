/* SPDX-License-Identifier: MIT */
#include "lab/nabla-job.h"

#include "lab/nabla-parameter.h"
#include "lab/nabla-training-data.h"

static gboolean
check_layers (const NablaJob *job, const NnNetwork *network, const char *what, GError **error)
{
  const NablaHyperParameters *hyper_parameters = &job->hyper_parameters;
  gboolean same = network->n_layers + 1 == hyper_parameters->n_layers;
  for (int i = 0; same && i <= network->n_layers; i++)
    same = network->sizes[i] == hyper_parameters->layers[i];
  if (same)
    return TRUE;
  g_autofree char *layers =
      nabla_parameter_get_text (nabla_parameter_find ("layers"), hyper_parameters);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE, "%s has other layers than %s", what, layers);
  return FALSE;
}

void
nabla_job_copy (NablaJob *to, const NablaJob *from)
{
  *to = *from;
  g_object_ref (from->data_set);
  if (from->initial != NULL)
    nn_network_ref (from->initial);
  if (from->checkpoint != NULL)
    nabla_checkpoint_ref (from->checkpoint);
  if (from->origin != NULL)
    nabla_origin_ref (from->origin);
  if (from->changes != NULL)
    g_array_ref (from->changes);
}

void
nabla_job_clear (NablaJob *job)
{
  g_clear_object (&job->data_set);
  nn_network_unref (g_steal_pointer (&job->initial));
  nabla_checkpoint_unref (g_steal_pointer (&job->checkpoint));
  nabla_origin_unref (g_steal_pointer (&job->origin));
  g_clear_pointer (&job->changes, g_array_unref);
}

NablaOrigin *
nabla_origin_new (const NablaJob *job, const GArray *changes, int epoch)
{
  NablaOrigin *origin = g_new (NablaOrigin, 1);
  NablaJob with_changes = *job;
  with_changes.changes = NULL;
  origin->references = 1;
  origin->epoch = epoch;
  nabla_job_copy (&origin->job, &with_changes);
  if (changes != NULL)
    origin->job.changes = g_array_copy ((GArray *) changes);
  return origin;
}

NablaOrigin *
nabla_origin_ref (NablaOrigin *origin)
{
  g_atomic_int_inc (&origin->references);
  return origin;
}

void
nabla_origin_unref (NablaOrigin *origin)
{
  if (origin == NULL || !g_atomic_int_dec_and_test (&origin->references))
    return;
  nabla_job_clear (&origin->job);
  g_free (origin);
}

NablaCheckpoint *
nabla_origin_ref_start (const NablaOrigin *origin)
{
  const NablaJob *job = &origin->job;
  while (job->checkpoint == NULL && job->origin != NULL)
    job = &job->origin->job;
  if (job->checkpoint != NULL)
    return nabla_checkpoint_ref (job->checkpoint);
  if (job->initial == NULL)
    return NULL;
  return nabla_checkpoint_new (job->initial, NULL, 0, &NN_SCHEDULE_START,
                               job->hyper_parameters.learning_rate);
}

int
nabla_job_get_first_epoch (const NablaJob *job)
{
  if (job->checkpoint != NULL)
    return job->checkpoint->epoch;
  return job->origin != NULL ? job->origin->epoch : 0;
}

NablaRates
nabla_job_get_rates (const NablaJob *job)
{
  const NablaHyperParameters *hyper_parameters = &job->hyper_parameters;
  if (job->checkpoint != NULL && nabla_rates_are_valid (&job->checkpoint->rates))
    return job->checkpoint->rates;
  return (NablaRates){ hyper_parameters->learning_rate, hyper_parameters->l2,
                       hyper_parameters->momentum };
}

gboolean
nabla_job_check (const NablaJob *job, GError **error)
{
  if (!nabla_hyper_parameters_validate (&job->hyper_parameters, error) ||
      !nabla_training_data_check (job->data_set, &job->hyper_parameters, error))
    return FALSE;
  if (!nn_kernel_is_available (job->kernel)) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_USAGE,
                 "this machine has not the instructions of the kernel %s; auto takes the fastest "
                 "that it has",
                 nn_kernel_name (job->kernel));
    return FALSE;
  }
  if (job->checkpoint != NULL)
    return check_layers (job, job->checkpoint->network, "the checkpoint", error);
  return job->initial == NULL || check_layers (job, job->initial, "the initial network", error);
}

gboolean
nabla_job_is_scheduled (const NablaJob *job)
{
  return job->hyper_parameters.early_stopping > 0 ||
         job->hyper_parameters.schedule.kind != NN_SCHEDULE_CONSTANT;
}

gboolean
nabla_job_has_ended (const NablaJob *job, const NnScheduleState *state)
{
  const NablaHyperParameters *hyper_parameters = &job->hyper_parameters;
  const NnSchedule *schedule = &hyper_parameters->schedule;
  return (hyper_parameters->early_stopping > 0 &&
          state->since_best >= hyper_parameters->early_stopping) ||
         (schedule->kind != NN_SCHEDULE_CONSTANT && state->waited >= schedule->patience);
}

/* The network that training starts from; a reference. */
static NnNetwork *
initial_network (const NablaJob *job, NnStatus *status)
{
  const NablaHyperParameters *hyper_parameters = &job->hyper_parameters;
  const NnNetwork *given = job->checkpoint != NULL ? job->checkpoint->network : job->initial;
  int sizes[NN_MAX_LAYERS + 1];
  for (gint64 i = 0; i < hyper_parameters->n_layers; i++)
    sizes[i] = (int) hyper_parameters->layers[i];
  NnNetwork *network = nn_network_new (sizes, (int) hyper_parameters->n_layers, status);
  if (network == NULL)
    return NULL;
  nn_network_set_units (network, (NnActivation) hyper_parameters->activation,
                        (NnOutput) hyper_parameters->output);
  if (given != NULL)
    nn_network_assign (network, given);
  else
    nn_network_initialise (network, (NnInit) hyper_parameters->init, hyper_parameters->zero_biases,
                           (guint64) hyper_parameters->seed);
  return network;
}

NnTrainer *
nabla_job_make_trainer (const NablaJob *job, const NnSamples *training, NnStatus *status)
{
  const NablaHyperParameters *hyper_parameters = &job->hyper_parameters;
  const NablaCheckpoint *checkpoint = job->checkpoint;
  NablaRates rates = nabla_job_get_rates (job);
  NnTraining how = {
    .objective = nabla_hyper_parameters_get_objective (hyper_parameters),
    .learning_rate = rates.learning_rate,
    .momentum = rates.momentum,
    .dropout = hyper_parameters->dropout,
    .mini_batch = (int) hyper_parameters->mini_batch,
    .shuffle = hyper_parameters->shuffle,
    .seed = (guint64) hyper_parameters->seed,
    .kernel = nn_kernel_resolve (job->kernel),
  };
  how.objective.l2 = rates.l2;
  if (checkpoint != NULL)
    how.learning_rate = checkpoint->learning_rate;
  NnNetwork *network = initial_network (job, status);
  if (network == NULL)
    return NULL;
  NnTrainer *trainer = nn_trainer_new (network, training, &how, status);
  nn_network_unref (network);
  if (trainer != NULL && checkpoint != NULL)
    nn_trainer_set_epoch (trainer, checkpoint->epoch, checkpoint->velocity);
  return trainer;
}
