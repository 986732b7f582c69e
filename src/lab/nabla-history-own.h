/* SPDX-License-Identifier: MIT */
/* nabla-history-own.h: the drawings of their own that people trained runs on, as they were then: a
 * run goes on with them, whatever has become of them since. Kept once for all runs of the same. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-history-store.h"

/* Keeps those of the data set, and that the run was trained on them. Within a transaction. */
gboolean nabla_history_write_own (NablaHistoryStore *store, gint64 run, NablaDataSet *data_set,
                                  GError **error);

/* The same data set with the run's drawings; where it has none, or they are not to be read, the
 * data set itself. A new reference; NULL with error. */
NablaDataSet *nabla_history_read_own (NablaHistoryStore *store, const char *uuid,
                                      NablaDataSet *data_set, GError **error);

/* Takes over those of the run of that number of the attached history "other". */
gboolean nabla_history_copy_own (NablaHistoryStore *store, gint64 theirs, GError **error);

/* Deletes those of no run. */
gboolean nabla_history_forget_own (NablaHistoryStore *store, GError **error);
