/* SPDX-License-Identifier: MIT */
/* cli-data.h: the options that say which data set, and the data set that they say. */
#pragma once

#include "cli/cli-style.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-hyper-parameters.h"

#include <json-glib/json-glib.h>

typedef struct {
  char *folder;           /* --data */
  char *kind;             /* --dataset */
  gint64 validation_size; /* --validation-size */
  gint64 seed;            /* --data-seed */
  CliStyle style_options; /* --data-style, --data-style-strength */
  NablaDigitStyle style;  /* without them */
} CliData;

#define CLI_DATA_NONE                                                                              \
  {                                                                                                \
    .validation_size = DIGITS_VALIDATION_SIZE, .seed = 1, .style = { NABLA_MANNER_TRAINING, 1.0 }  \
  }

void cli_data_clear (CliData *data);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliData, cli_data_clear)

void cli_data_add_options (CliData *data, CliOptions *options);

/* The style that the options say. FALSE with error. */
gboolean cli_data_choose_style (const CliData *data, NablaDigitStyle *style, GError **error);

/* Loads or synthesizes it. Where digits are synthesized a bar shows it, unless `quiet`.
 * G_IO_ERROR_CANCELLED after a signal. */
NablaDataSet *cli_data_load (const CliData *data, gboolean quiet, GError **error);

/* In place of *data_set the same with the user's own drawings, where the set-up has a share of
 * them. Errors as nabla_own_digits_open and nabla_training_data_check. */
gboolean cli_data_take_own (NablaDataSet **data_set, const NablaHyperParameters *set_up,
                            GError **error);

/* {"name", "training", "validation", "test"}, of synthetic ones that are not in the style of
 * --data-style training {"style", "style_strength"}, and, where there are any, "own", under
 * "data_set" of the object under construction. */
void cli_data_add_json (NablaDataSet *data_set, JsonBuilder *builder);

/* "MNIST: 50,000 training, 10,000 validation, 10,000 test images", ", 12 own drawings". */
char *cli_data_describe (NablaDataSet *data_set);
