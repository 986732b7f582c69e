/* SPDX-License-Identifier: MIT */
/* cli-report.h: what `train` says on stdout: JSON events, or a heading and a table for people. */
#pragma once

#include "lab/nabla-run.h"

/* The set-up and the data, before the first epoch. */
void cli_report_start (NablaRun *run, gboolean json);

/* An epoch. */
void cli_report_epoch (NablaRun *run, const NablaRecord *record, gboolean json);

/* How it ended; `reason` is "completed", "stopped", "diverged" or "interrupted". */
void cli_report_end (NablaRun *run, const char *reason, gboolean json);

/* "784-30-10" */
char *cli_report_network (const NablaHyperParameters *hyper_parameters);
