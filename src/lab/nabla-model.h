/* SPDX-License-Identifier: MIT */
/* nabla-model.h: a network in a file, for people to keep and to go on from.
 *
 * Safetensors (nabla-safetensors.h): layer1.weight [n_out, n_in], layer1.bias [n_out], … hold the
 * network for evaluation; hyper-parameters and provenance are JSON under the key "nabla" of
 * __metadata__. A checkpoint adds what resuming needs: layer1.weight.raw and layer1.bias.raw where
 * training has other values than evaluation (dropout), layer1.weight.velocity and
 * layer1.bias.velocity with momentum, and the schedule's state in the JSON. A foreign file, without
 * that JSON, is a network of sigmoid units by its shapes.
 *
 * JSON of network2 (nabla-network2.h): a network of sigmoid units and its cost.
 *
 * Everything read is bounded and checked. */
#pragma once

#include "lab/nabla-checkpoint.h"
#include "lab/nabla-hyper-parameters.h"

typedef enum {
  NABLA_MODEL_SAFETENSORS,
  NABLA_MODEL_NETWORK2,
} NablaModelFormat;

typedef struct {
  NnNetwork *network;                    /* for evaluation; its units are set */
  gboolean has_hyper_parameters;         /* FALSE for a foreign file */
  NablaHyperParameters hyper_parameters; /* of a foreign file: the defaults, with the layers,
                                            units and, as far as known, the cost of the network;
                                            the binary encoding where it has four outputs */
  gboolean has_cost;                     /* of a foreign file: its cost is known */
  int epoch;                             /* complete epochs; 0 where unknown */
  char *data_set;                        /* its name, or NULL */
  gint64 training_images;                /* of the data set's part; 0 where unknown */
  gint64 validation_images;              /* the same */
  gint64 validation_limit;               /* of those only the first so many were used; 0: all */
  char *own_digest;                      /* of the own drawings it was trained on, or NULL */
  char *kernel;                          /* nn_kernel_name of the one that trained it, or NULL */
  NablaCheckpoint *checkpoint;           /* NULL where it is none */
  NablaModelFormat format;               /* that it was read from; of a new one safetensors */
} NablaModel;

/* Takes references. Its hyper-parameters are as of a foreign file. */
NablaModel *nabla_model_new (NnNetwork *network);
void nabla_model_free (NablaModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaModel, nabla_model_free)

/* As safetensors: temporary name, synced, renamed. NABLA_ERROR_OUTPUT. */
gboolean nabla_model_save (const NablaModel *model, const char *path, GError **error);

/* What save writes. */
GBytes *nabla_model_to_bytes (const NablaModel *model);

/* Reads what to_bytes made; `name` is what errors call it. NABLA_ERROR_INPUT. */
NablaModel *nabla_model_from_bytes (const char *name, GBytes *bytes, GError **error);

/* Either format, told apart by the content. NABLA_ERROR_INPUT with the file's name and the reason.
 */
NablaModel *nabla_model_load (const char *path, GError **error);
