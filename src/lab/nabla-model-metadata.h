/* SPDX-License-Identifier: MIT */
/* nabla-model-metadata.h: what a model file says besides its numbers, as JSON text. */
#pragma once

#include "lab/nabla-model.h"

/* Hyper-parameters, provenance, and the state of the checkpoint where there is one. */
char *nabla_model_metadata_write (const NablaModel *model);

/* The state of a checkpoint that is no network. */
typedef struct {
  gboolean is_checkpoint;
  int epoch;
  NnScheduleState schedule;
  double learning_rate;
  NablaRates rates; /* NAN where it says nothing */
} NablaModelState;

/* Reads `text` into the model, but for its networks, and into *state. NABLA_ERROR_INPUT naming
 * `path`. */
gboolean nabla_model_metadata_read (NablaModel *model, const char *text, const char *path,
                                    NablaModelState *state, GError **error);
