/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run-model.h"

#include "lab/nabla-network2.h"
#include "lab/nabla-run-private.h"

NablaModel *
nabla_run_make_model (NablaRun *self)
{
  NablaDataSet *data_set = self->job.data_set;
  NnNetwork *network = nabla_run_ref_snapshot (self);
  if (network == NULL)
    return NULL;
  NablaModel *model = nabla_model_new (network);
  nn_network_unref (network);
  model->hyper_parameters = self->job.hyper_parameters;
  model->epoch = nabla_run_get_snapshot_epoch (self);
  if (self->origin != NULL) {
    model->has_hyper_parameters = self->origin->has_hyper_parameters;
    model->has_cost = self->origin->has_cost;
    model->data_set = g_strdup (self->origin->data_set);
    model->training_images = self->origin->training_images;
    model->validation_images = self->origin->validation_images;
    model->validation_limit = self->origin->validation_limit;
    model->own_digest = g_strdup (self->origin->own_digest);
    model->kernel = g_strdup (self->origin->kernel);
  } else {
    model->has_hyper_parameters = TRUE;
    model->data_set = g_strdup (nabla_data_set_get_name (data_set));
    model->training_images = (gint64) nabla_data_set_get_part (data_set, DIGITS_TRAINING).n;
    model->validation_images = (gint64) nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n;
    model->validation_limit = (gint64) self->job.validation_images;
    if (self->job.hyper_parameters.own_share > 0)
      model->own_digest = g_strdup (nabla_data_set_get_own_digest (data_set));
    model->kernel = g_strdup (nn_kernel_name (nabla_run_get_kernel (self)));
  }
  if (self->state != NABLA_RUN_DIVERGED)
    model->checkpoint = nabla_run_ref_checkpoint (self);
  return model;
}

gboolean
nabla_model_save_as (const NablaModel *model, NablaModelFormat format, const char *path,
                     GError **error)
{
  if (format == NABLA_MODEL_NETWORK2)
    return nabla_network2_write (model->network, (NnCost) model->hyper_parameters.cost, path,
                                 error);
  return nabla_model_save (model, path, error);
}

/* A copy without the numbers, which the run itself has. */
static NablaModel *
facts_of (const NablaModel *model)
{
  NablaModel *facts = nabla_model_new (model->network);
  facts->has_hyper_parameters = model->has_hyper_parameters;
  facts->has_cost = model->has_cost;
  facts->hyper_parameters = model->hyper_parameters;
  facts->epoch = model->epoch;
  facts->data_set = g_strdup (model->data_set);
  facts->training_images = model->training_images;
  facts->validation_images = model->validation_images;
  facts->validation_limit = model->validation_limit;
  facts->own_digest = g_strdup (model->own_digest);
  facts->kernel = g_strdup (model->kernel);
  facts->format = model->format;
  if (model->checkpoint != NULL)
    facts->checkpoint = nabla_checkpoint_ref (model->checkpoint);
  return facts;
}

/* "digits" of "digits.safetensors". */
static char *
name_without_ending (const char *file)
{
  const char *ending = strrchr (file, '.');
  return ending != NULL && ending != file ? g_strndup (file, (gsize) (ending - file))
                                          : g_strdup (file);
}

NablaRun *
nabla_run_new_of_model (const NablaModel *model, NablaDataSet *data_set, const char *path)
{
  g_return_val_if_fail (model != NULL && path != NULL, NULL);
  NablaRun *self = nabla_run_new (&model->hyper_parameters, data_set, (NablaMonitors) 0);
  self->origin = facts_of (model);
  self->origin_name = g_filename_display_basename (path);
  self->job.validation_images = (gsize) MAX (model->validation_limit, 0);
  self->state = NABLA_RUN_COMPLETED;
  self->progress = self->preparation = 1.0;
  g_autofree char *name = name_without_ending (self->origin_name);
  nabla_run_set_name (self, name);
  return self;
}

const char *
nabla_run_get_origin (NablaRun *self)
{
  return self->origin_name;
}

void
nabla_run_fit_set_up (NablaRun *self, NablaHyperParameters *set_up)
{
  const NablaHyperParameters *own = &self->job.hyper_parameters;
  memcpy (set_up->layers, own->layers, sizeof set_up->layers);
  set_up->n_layers = own->n_layers;
  set_up->activation = own->activation;
  set_up->output = own->output;
  set_up->encoding = own->encoding;
  if (!nn_cost_fits ((NnCost) set_up->cost, (NnOutput) set_up->output))
    set_up->cost = own->cost;
}
