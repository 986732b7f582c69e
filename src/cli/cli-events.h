/* SPDX-License-Identifier: MIT */
/* cli-events.h: what runs say as JSON, an object a line. `number` is that of the run in a sweep,
 * from 1; 0 is a run alone, whose events have none. */
#pragma once

#include "lab/nabla-run.h"

#include <json-glib/json-glib.h>

/* The set-up and the data, before the first epoch; `preset` is NULL where there is none. */
void cli_event_start (NablaRun *run, guint number, const char *preset);

void cli_event_epoch (NablaRun *run, const NablaRecord *record, guint number);
void cli_event_monitor (const NablaMonitorRecord *record, guint number);
void cli_event_end (NablaRun *run, guint number);

/* Weights and biases of the network. */
gint64 cli_event_count_parameters (const NablaHyperParameters *hyper_parameters);
