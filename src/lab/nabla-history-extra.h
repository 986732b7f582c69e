/* SPDX-License-Identifier: MIT */
/* nabla-history-extra.h: what only some runs have, as JSON in a column of its own: changes of rates
 * by hand, and where a fork begins. */
#pragma once

#include "lab/nabla-history-store.h"
#include "lab/nabla-run.h"

#include <json-glib/json-glib.h>

typedef struct {
  GArray *changes;         /* of NablaRateChange */
  int fork_epoch;          /* −1: it is no fork */
  char *fork_name;         /* of the run that it went on from, or NULL */
  NablaRecord fork_record; /* what was measured there; its epoch is 0 where nothing was */
  JsonNode *from;          /* nabla-history-origin.h, or NULL */
  gboolean exported;       /* it came from a file of `runs export`, without its networks */
} NablaHistoryExtra;

void nabla_history_extra_init (NablaHistoryExtra *extra);
void nabla_history_extra_clear (NablaHistoryExtra *extra);

/* The text of the column; NULL where there is nothing to say. Main thread. */
char *nabla_history_extra_of_run (NablaRun *run);

/* What is there of the run; anything else is passed over. FALSE with error. */
gboolean nabla_history_read_extra (NablaHistoryStore *store, const char *uuid,
                                   NablaHistoryExtra *extra, GError **error);
