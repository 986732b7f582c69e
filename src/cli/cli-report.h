/* SPDX-License-Identifier: MIT */
/* cli-report.h: what `train` says on stdout: JSON events, or a heading and a table for people. */
#pragma once

#include "lab/nabla-run.h"

/* The set-up and the data, before the first epoch; `preset` is NULL where there is none. */
void cli_report_start (NablaRun *run, const char *preset, gboolean json);

/* An epoch. */
void cli_report_epoch (NablaRun *run, const NablaRecord *record, gboolean json);

/* A measurement within an epoch. */
void cli_report_monitor (NablaRun *run, const NablaMonitorRecord *record, gboolean json);

/* How it ended. */
void cli_report_end (NablaRun *run, gboolean json);
/* "completed", "early-stopping", "culled", "diverged" or "interrupted". */
const char *cli_report_reason (NablaRun *run);

/* Complete epochs in all, those before resuming included. */
int cli_report_epochs_done (NablaRun *run);

/* "784-30-10" */
char *cli_report_network (const NablaHyperParameters *hyper_parameters);
