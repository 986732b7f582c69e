/* SPDX-License-Identifier: MIT */
/* nabla-history-change.h: what is yet to be written of one run. A later change of the same run is
 * merged into one that waits, so that a slow disk makes fewer writes of the same facts. */
#pragma once

#include "lab/nabla-history-row.h"
#include "lab/nabla-history-session.h"

typedef enum {
  NABLA_EDIT_NAME = 1 << 0,
  NABLA_EDIT_STARRED = 1 << 1,
  NABLA_EDIT_NOTE = 1 << 2,
  NABLA_EDIT_TAGS = 1 << 3,
  NABLA_EDIT_COLOR = 1 << 4,
  NABLA_EDIT_REMOVED = 1 << 5,
} NablaEdits;

typedef struct {
  char *uuid;
  NablaHistoryRow *facts; /* of a run that trains here; NULL: only edits */
  gboolean begins;        /* the run is to be put into the table, or taken up again */
  NablaDataSet *data_set; /* where it begins: that it trains on */
  gboolean has_progress;
  NablaHistoryProgress progress;
  GArray *records;             /* of NablaRecord */
  char *extra;                 /* JSON of nabla-history-extra.h; NULL: what is there stays */
  NablaCheckpoint *start;      /* where it began, but for a drawn network; NULL: the same */
  NablaCheckpoint *checkpoint; /* NULL: the one that is there stays */
  NnNetwork *best;             /* the same */
  int best_epoch;
  guint edits;           /* NablaEdits that it makes, to these values: */
  NablaHistoryRow *edit; /* or NULL */
} NablaHistoryChange;

NablaHistoryChange *nabla_history_change_new (const char *uuid);
void nabla_history_change_free (NablaHistoryChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaHistoryChange, nabla_history_change_free)

/* Sets one of the values from the row. */
void nabla_history_change_edit (NablaHistoryChange *change, NablaEdits what,
                                const NablaHistoryRow *values);

/* `older` becomes both, one after the other; `newer` is freed. */
void nabla_history_change_absorb (NablaHistoryChange *older, NablaHistoryChange *newer);

typedef enum {
  NABLA_CHANGE_WRITTEN,
  NABLA_CHANGE_ELSEWHERE, /* another program that lives trains this run: nothing was written */
  NABLA_CHANGE_FAILED,    /* with error */
} NablaChangeResult;

/* Within a transaction. A run that has been deleted meanwhile stays deleted. */
NablaChangeResult nabla_history_change_write (const NablaHistoryChange *change,
                                              NablaHistoryStore *store,
                                              NablaHistorySession *session, GError **error);
