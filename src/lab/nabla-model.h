/* SPDX-License-Identifier: MIT */
/* nabla-model.h: a network in a file: safetensors. layer1.weight [n_out, n_in], layer1.bias
 * [n_out], … float32; hyper-parameters and provenance as JSON under the key "nabla" of
 * __metadata__. A foreign file without it is read by its shapes. Everything read is bounded and
 * checked. */
#pragma once

#include "lab/nabla-hyper-parameters.h"

typedef struct {
  NnNetwork *network;
  gboolean has_hyper_parameters; /* FALSE for a foreign file */
  NablaHyperParameters hyper_parameters;
  int epoch;      /* complete epochs; 0 where unknown */
  char *data_set; /* its name, or NULL */
} NablaModel;

NablaModel *nabla_model_new (NnNetwork *network);
void nabla_model_free (NablaModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaModel, nabla_model_free)

/* Temporary name, synced, renamed. NABLA_ERROR_OUTPUT. */
gboolean nabla_model_save (const NablaModel *model, const char *path, GError **error);
/* NABLA_ERROR_INPUT with the file's name and the reason. */
NablaModel *nabla_model_load (const char *path, GError **error);
