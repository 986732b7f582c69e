/* SPDX-License-Identifier: MIT */
/* cli-resume-run.h: `train --resume-run`: going on with a run of the history. */
#pragma once

#include "cli/cli-data.h"
#include "cli/cli-history.h"

typedef struct {
  char *uuid; /* or its beginning */
  NablaHistoryEntry *entry;
} CliResumeRun;

void cli_resume_run_clear (CliResumeRun *self);
CliOption cli_resume_run_option (CliResumeRun *self);

/* Finds the run, takes its set-up (what options say must be the same, but for the epochs), and its
 * data where no option says which. NABLA_ERROR_USAGE, NABLA_ERROR_INPUT. */
gboolean cli_resume_run_prepare (CliResumeRun *self, CliHistory *history, CliOptions *options,
                                 NablaHyperParameters *hyper_parameters, CliData *data,
                                 GError **error);

/* The run, to be started. NULL with error, also where the data are not those that it was trained
 * on. */
NablaRun *cli_resume_run_make (CliResumeRun *self, CliHistory *history,
                               const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                               GError **error);
