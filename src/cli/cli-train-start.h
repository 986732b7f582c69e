/* SPDX-License-Identifier: MIT */
/* cli-train-start.h: where a run begins: at a set-up of options, perhaps those of a preset, at the
 * network of a model, or where an interrupted run was. */
#pragma once

#include "cli/cli-options.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-model.h"
#include "lab/nabla-preset.h"

typedef struct {
  char *preset_name;                     /* --preset */
  char *init_model;                      /* --init-model */
  char *resume;                          /* --resume */
  NablaHyperParameters hyper_parameters; /* of the options; of the start after prepare */
  /* After prepare */
  const NablaPreset *preset; /* or NULL */
  NablaModel *model;         /* of --init-model or --resume, or NULL */
  gint64 validation_images;  /* of which the accuracy is measured; 0: all */
} CliTrainStart;

void cli_train_start_clear (CliTrainStart *start);

/* Without --resume unless may_resume: a sweep has no one run to go on with. */
void cli_train_start_add_options (CliTrainStart *start, CliOptions *options, gboolean may_resume);

/* After the options are parsed: finds the preset, reads the model, and settles the set-up.
 * NABLA_ERROR_USAGE where what was said contradicts itself or the file, NABLA_ERROR_INPUT. */
gboolean cli_train_start_prepare (CliTrainStart *start, CliOptions *options, GError **error);

/* Whether it resumes on the data that the run was interrupted on: NABLA_ERROR_USAGE. */
gboolean cli_train_start_check_data (const CliTrainStart *start, NablaDataSet *data_set,
                                     GError **error);
