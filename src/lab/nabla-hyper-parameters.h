/* SPDX-License-Identifier: MIT */
/* nabla-hyper-parameters.h: the whole set-up of a run as one plain value: assign it to copy it. */
#pragma once

#include "lab/nabla-error.h"
#include "nn/nn-cost.h"
#include "nn/nn-network.h"
#include "nn/nn-samples.h"
#include "nn/nn-schedule.h"

#include <json-glib/json-glib.h>

#define NABLA_ALL_DIGITS 1023

typedef struct {
  gint64 layers[NN_MAX_LAYERS + 1]; /* units of each layer; those beyond n_layers are 0 */
  gint64 n_layers;                  /* 2 … NN_MAX_LAYERS + 1 */
  gint64 activation;                /* NnActivation */
  gint64 output;                    /* NnOutput */
  gint64 cost;                      /* NnCost */
  gint64 init;                      /* NnInit */
  gboolean zero_biases;
  gint64 epochs;
  gint64 mini_batch;    /* m */
  double learning_rate; /* η */
  double l2;            /* λ */
  double l1;            /* λ₁ */
  double dropout;       /* p, 0 … below 1 */
  double momentum;      /* μ, 0 … below 1 */
  NnSchedule schedule;
  gint64 early_stopping; /* its patience in epochs; 0 = never */
  gint64 expand;         /* DigitsExpansion, of the training part */
  double drawings;       /* synthesized pen drawings added for each training image before expansion,
                            0 … 10; they are not expanded */
  double own_share;      /* share of a training epoch's images, before expansion, that are drawings
                            of one's own: 0 … 0.9; they are expanded as others are */
  gint64 digits;         /* bit d: images of digit d are used, in every part; at least two */
  gint64 encoding;       /* NnEncoding */
  gint64 train_size;     /* first images of the training part that are of these digits, before
                            expansion; 0 = all */
  gboolean shuffle;
  gint64 seed; /* 0 … 2^53 − 1 */
} NablaHyperParameters;

/* The set-up that a run has when nothing is said: see each parameter's default in the table. */
NablaHyperParameters nabla_hyper_parameters_default (void);

gboolean nabla_hyper_parameters_equal (const NablaHyperParameters *a,
                                       const NablaHyperParameters *b);

/* What the set-up minimises. */
NnObjective nabla_hyper_parameters_get_objective (const NablaHyperParameters *hyper_parameters);

gboolean nabla_hyper_parameters_same_layers (const NablaHyperParameters *a,
                                             const NablaHyperParameters *b);

/* Checks every value against its range, the layers against images of 784 pixels and the outputs of
 * the encoding, and what does not go together: a cost with outputs that it makes no sense of,
 * softmax with the binary encoding. NABLA_ERROR_USAGE with a sentence that says why, and what to
 * choose instead. */
gboolean nabla_hyper_parameters_validate (const NablaHyperParameters *hyper_parameters,
                                          GError **error);

/* After another output or encoding was chosen: the cost that is natural for the output
 * (log-likelihood for softmax; cross-entropy in its place for the others), and as many output units
 * as the encoding has. TRUE where something changed. */
gboolean nabla_hyper_parameters_fit_cost (NablaHyperParameters *hyper_parameters);

/* One JSON object: the keys of the table with typed values (layers and digits as arrays, flags as
 * booleans, the schedule as its text). */
JsonNode *nabla_hyper_parameters_to_json (const NablaHyperParameters *hyper_parameters);

/* Reads what to_json wrote. Keys that are missing keep their default; unknown keys are ignored (a
 * file of a newer version); a value of a wrong type or out of range is NABLA_ERROR_INPUT. */
gboolean nabla_hyper_parameters_from_json (NablaHyperParameters *hyper_parameters, JsonNode *node,
                                           GError **error);

/* Names each of the n set-ups by what differs among them, e.g. "η 0.25" or "η 0.25 · hidden 100",
 * what has most values first; where nothing differs, by its network "784-30-10". names[n] receives
 * strings to be freed. */
void nabla_hyper_parameters_names (const NablaHyperParameters *const *set_ups, gsize n,
                                   char **names);
