/* SPDX-License-Identifier: MIT */
/* nabla-run-model.h: a run as the model that is kept of it, and a model as the run that it was. */
#pragma once

#include "lab/nabla-model.h"
#include "lab/nabla-run.h"

G_BEGIN_DECLS

/* The newest network with everything that resuming needs; of one that diverged without that, as it
 * would lead nowhere. NULL before the first network. Free with nabla_model_free. What it refers to
 * never changes: another thread may write it. */
NablaModel *nabla_run_make_model (NablaRun *self);

/* Writes a model in that format: safetensors as nabla_model_save does, network2's JSON where the
 * network has units and a cost that network2 knows. NABLA_ERROR_USAGE or _OUTPUT with a sentence.
 */
gboolean nabla_model_save_as (const NablaModel *model, NablaModelFormat format, const char *path,
                              GError **error);

/* A run that has ended before it was here: COMPLETED, without records, whose network is the
 * model's. `data_set` is what it is looked at with. `path` is the file that it was read from: its
 * name without ending is the run's. */
NablaRun *nabla_run_new_of_model (const NablaModel *model, NablaDataSet *data_set,
                                  const char *path);

/* The file that the network was opened from, without its folder; NULL of a run that was trained
 * here. */
const char *nabla_run_get_origin (NablaRun *self);

/* Gives *set_up the layers, units and encoding of the run's network, and a cost that fits it: the
 * set-up of a run that goes on from there. */
void nabla_run_fit_set_up (NablaRun *self, NablaHyperParameters *set_up);

G_END_DECLS
