/* SPDX-License-Identifier: MIT */
/* nabla-record.h: one row of measurements of a run: an epoch record. */
#pragma once

#include "nn/nn-network.h"

#include <glib.h>

typedef enum {
  NABLA_MONITOR_TRAIN_COST = 1 << 0,
  NABLA_MONITOR_TRAIN_ACCURACY = 1 << 1,
  NABLA_MONITOR_VALIDATION_COST = 1 << 2,
  NABLA_MONITOR_VALIDATION_ACCURACY = 1 << 3,
  NABLA_MONITOR_TEST_COST = 1 << 4,
  NABLA_MONITOR_TEST_ACCURACY = 1 << 5,
  NABLA_MONITOR_GRADIENT_NORM = 1 << 6, /* no figure: see NablaRecord.gradient_norms */
} NablaMonitors;

/* All figures; norms of gradients are asked for by their name. */
#define NABLA_MONITOR_ALL ((NablaMonitors) 63)
#define NABLA_MONITOR_DEFAULT                                                                      \
  ((NablaMonitors) (NABLA_MONITOR_TRAIN_COST | NABLA_MONITOR_TRAIN_ACCURACY |                      \
                    NABLA_MONITOR_VALIDATION_ACCURACY | NABLA_MONITOR_TEST_ACCURACY))

#define NABLA_N_FIGURES 6

/* Names of the figures in the order of the monitors' bits: "train_cost", …, "test_accuracy". */
extern const char *const nabla_figure_names[NABLA_N_FIGURES];

/* "train-cost,test-accuracy", "all,gradient-norm" or "none" → monitors; FALSE for a name that does
 * not exist. */
gboolean nabla_monitors_parse (const char *text, NablaMonitors *monitors);

typedef struct {
  int epoch;                       /* from 1 */
  double figures[NABLA_N_FIGURES]; /* in the order of the monitors' bits; accuracies 0 … 1; NAN
                                      where not monitored or not finite */
  /* ‖∂C/∂w^l‖ of the network after the epoch, for each layer of weights l from the input on (biases
   * not included), C with its regularisation, its mean over the first NABLA_GRADIENT_IMAGES
   * training images; NAN where not monitored, not finite, or beyond the last layer. */
  double gradient_norms[NN_MAX_LAYERS];
  double learning_rate; /* η at the end of this epoch */
  double l2, momentum;  /* λ and μ, the same */
  guint changes;        /* how often they were changed by hand within the epoch */
  double train_seconds; /* training only */
  double evaluation_seconds;
} NablaRecord;

/* Images of the training part that gradient norms are measured on. */
#define NABLA_GRADIENT_IMAGES 1000

/* Images at the beginning of each monitored part that figures within an epoch are measured on. */
#define NABLA_MONITOR_IMAGES 100

/* Measurements within an epoch, on a sub-sample. */
typedef struct {
  int epoch;                       /* from 1, the one under way */
  gsize images;                    /* of it that are done */
  double figures[NABLA_N_FIGURES]; /* as those of an epoch record */
} NablaMonitorRecord;

/* The accuracy by which epochs are compared: validation's, else test's, else training's; NAN for
 * none. */
double nabla_record_score (const NablaRecord *record);
