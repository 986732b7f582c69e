/* SPDX-License-Identifier: MIT */
/* nabla-history-origin.h: where a fork begins that there was no checkpoint of, as JSON: the runs
 * that it comes from, the nearest first, each with its set-up, its changes of rates by hand, and
 * the epoch that is taken of it. The last of them begins with the fork's start network, or with a
 * drawn one. Kernel and validation images are the fork's. */
#pragma once

#include "lab/nabla-run.h"

#include <json-glib/json-glib.h>

/* The run's origin where it can be written down: all on the run's own data set. Else NULL. */
NablaOrigin *nabla_history_origin_of_run (NablaRun *run);

JsonArray *nabla_history_origin_to_json (const NablaOrigin *origin);

/* A change of rates, for origins and for runs. */
JsonObject *nabla_history_change_to_json (const NablaRateChange *change);
/* Appends a change; one that is none is passed over. */
void nabla_history_change_from_json (JsonNode *node, GArray *changes);
/* The member where it is a number, else NAN. */
double nabla_history_number_of (JsonObject *object, const char *name);

/* A new origin of a run like `job` (of which data set, layers, kernel and validation images are
 * taken); `start` may be NULL. NULL where the JSON is none of such a run. */
NablaOrigin *nabla_history_origin_from_json (JsonNode *node, const NablaJob *job,
                                             NablaCheckpoint *start);
