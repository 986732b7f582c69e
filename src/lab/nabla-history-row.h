/* SPDX-License-Identifier: MIT */
/* nabla-history-row.h: a row of the table of runs, and what is written of a run as it goes on. */
#pragma once

#include "lab/nabla-history-store.h"
#include "lab/nabla-run.h"

/* What changes while a run trains. */
typedef struct {
  const char *state; /* a name of nabla_history_state_name; static */
  char *message;     /* or NULL */
  int epochs;        /* complete */
  int best_epoch;    /* 0: none */
  double best_score; /* 0 … 1; NAN: none */
  double seconds;
  int diverged_epoch;
  gint64 diverged_mini_batch;
} NablaHistoryProgress;

typedef struct NablaHistoryRow {
  char *uuid;
  char *name;
  gint64 created;                        /* microseconds since 1970, UTC */
  char *version;                         /* of the program, or NULL */
  char *set_up;                          /* JSON */
  gboolean readable;                     /* the set-up is one that this version knows */
  NablaHyperParameters hyper_parameters; /* where it is readable; else the defaults */
  gint64 monitors, monitor_every, validation_images;
  char *kernel;                  /* name, or NULL */
  char *data_name, *data_folder; /* or NULL */
  char *data_digest;             /* nabla_data_set_get_digest; NULL: not known, or not yet */
  char *own_digest;              /* nabla_data_set_get_own_digest where it has a share, or NULL */
  gint64 data_seed;              /* of synthetic digits; −1: none, or not known */
  NablaDigitStyle data_style;    /* theirs */
  gint64 data_images[DIGITS_N_PARTS];
  NablaHistoryProgress progress;
  gint64 session; /* that trained it last; 0: none */
  gboolean alive; /* that session lives */
  gboolean starred;
  char *note; /* "" for none */
  char *tags; /* words with spaces between */
  int color;
  gint64 removed; /* time, 0: it is not */
} NablaHistoryRow;

/* Reference counted; one that is shared is not changed. */
NablaHistoryRow *nabla_history_row_new (void);
NablaHistoryRow *nabla_history_row_ref (NablaHistoryRow *row);
NablaHistoryRow *nabla_history_row_copy (const NablaHistoryRow *row);
void nabla_history_row_free (NablaHistoryRow *row); /* gives a reference back; NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaHistoryRow, nabla_history_row_free)

/* All that is known of a run as it is now. Main thread. */
NablaHistoryRow *nabla_history_row_of_run (NablaRun *run);
void nabla_history_progress_of_run (NablaHistoryProgress *progress, NablaRun *run);
void nabla_history_progress_copy (NablaHistoryProgress *to, const NablaHistoryProgress *from);
void nabla_history_progress_clear (NablaHistoryProgress *progress);

/* Whether it was trained on these digits: as many, and the same bytes where both digests are known,
 * else the same seed and style, or name. Reads what is known, and does not wait for a digest. */
gboolean nabla_history_row_fits (const NablaHistoryRow *row, NablaDataSet *data_set);

/* Columns that nabla_history_row_read reads, in its order. */
extern const char nabla_history_row_columns[];
NablaHistoryRow *nabla_history_row_read (sqlite3_stmt *query);

/* "completed" … ; of text that is none: "interrupted". Static. */
const char *nabla_history_state_name (const char *text);
NablaRunState nabla_history_state_of_name (const char *name);
gboolean nabla_history_state_is_open (const char *name); /* waiting, running, paused */
