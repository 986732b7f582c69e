/* SPDX-License-Identifier: MIT */
/* nabla-instant.h: learning curves that follow a slider: the newest set-up that was asked for is
 * trained on a few images (nabla_trial_run) on a thread of its own. Who asks never waits. */
#pragma once

#include "lab/nabla-trial.h"

G_BEGIN_DECLS

#define NABLA_INSTANT_MAX_EPOCHS 60

typedef struct {
  guint request;                         /* as nabla_instant_request said */
  NablaHyperParameters hyper_parameters; /* as they were asked for */
  gboolean complete;                     /* this is the last that is said of it */
  NnStatus status; /* of a complete one: NN_OK, NN_DIVERGED, NN_STOPPED (a newer one came), or why
                      it could not be trained */
  int n;           /* epochs so far */
  NablaTrialFigures epochs[NABLA_INSTANT_MAX_EPOCHS];
} NablaInstantCurve;

#define NABLA_TYPE_INSTANT (nabla_instant_get_type ())
G_DECLARE_FINAL_TYPE (NablaInstant, nabla_instant, NABLA, INSTANT, GObject)

/* Curves of `epochs` epochs (1 … NABLA_INSTANT_MAX_EPOCHS). NULL with error where no thread can be
 * had.
 *
 * Signal "curve" (NablaInstant*, const NablaInstantCurve *curve), on the main thread of who made
 * it: a curve as far as it is; the same request again when it has grown. A request that was
 * overtaken before it began is never heard of; one that has been trained for 80 ms when a newer
 * comes ends there, so that curves come while requests do, however slow the set-up. */
NablaInstant *nabla_instant_new (int epochs, GError **error);

/* Asks for the curve of this set-up on `data_set`; returns the request's number. The same set-up
 * and data give the same curve. */
guint nabla_instant_request (NablaInstant *self, const NablaHyperParameters *hyper_parameters,
                             NablaDataSet *data_set);

G_END_DECLS
