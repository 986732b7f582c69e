/* SPDX-License-Identifier: MIT */
/* nabla-run-group.h: runs that differ only in their seed, or one run that stands alone: what is
 * compared as one. */
#pragma once

#include "lab/nabla-band.h"
#include "lab/nabla-run.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_GROUP (nabla_run_group_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunGroup, nabla_run_group, NABLA, RUN_GROUP, GObject)

/* Signals (NablaRunGroup*):
 *   "members"  runs came or went
 *   "look"     name, colour or shown of a member
 *   "status"   state, progress or a record of a member */
NablaRunGroup *nabla_run_group_new (void);

/* The members, in their order; n ≥ 1 after the first call. */
void nabla_run_group_set_runs (NablaRunGroup *self, NablaRun *const *runs, guint n);
guint nabla_run_group_get_n_runs (NablaRunGroup *self);
NablaRun *nabla_run_group_get_run (NablaRunGroup *self, guint i); /* owned by the group */
gboolean nabla_run_group_has (NablaRunGroup *self, NablaRun *run);

/* "η 0.25": what the members are called, without "· seed 2". Of one run its name. g_free it. */
char *nabla_run_group_get_name (NablaRunGroup *self);
/* Names all members so; several get their seed after it. */
void nabla_run_group_set_name (NablaRunGroup *self, const char *name);

int nabla_run_group_get_color (NablaRunGroup *self);
void nabla_run_group_set_color (NablaRunGroup *self, int color);
gboolean nabla_run_group_get_shown (NablaRunGroup *self); /* any of them */
void nabla_run_group_set_shown (NablaRunGroup *self, gboolean shown);

guint nabla_run_group_count (NablaRunGroup *self, NablaRunState state);
gboolean nabla_run_group_is_finished (NablaRunGroup *self); /* all of them */
double nabla_run_group_get_progress (NablaRunGroup *self);  /* 0 … 1, mean */
int nabla_run_group_get_n_epochs (NablaRunGroup *self);     /* of the longest member's records */

/* A value of a record of one of the members; NAN where there is none. */
typedef double (*NablaRecordValue) (NablaRun *run, const NablaRecord *record, gpointer data);

/* The values of the members that have a record of this epoch, from 1. Members that are not shown
 * count as well: hiding changes no number. */
NablaBand nabla_run_group_get_band (NablaRunGroup *self, int epoch, NablaRecordValue value,
                                    gpointer data, NablaBandKind kind);
/* The scores (nabla_record_score) of the epoch whose mean is highest, the first of equals: where
 * the mean curve has its peak. All NAN and *epoch 0 before the first. */
NablaBand nabla_run_group_get_best (NablaRunGroup *self, NablaBandKind kind, int *epoch);

/* "η 0.25" and 2 → "η 0.25 · seed 2"; g_free it. */
char *nabla_run_group_name_of_member (const char *name, gint64 seed);

/* "η 0.25" of a run that is called "η 0.25 · seed 2", else its whole name; g_free it. */
char *nabla_run_group_name_without_seed (NablaRun *run);

/* "seed 2" of a run that is called "η 0.25 · seed 2", else its whole name; g_free it. */
char *nabla_run_group_name_within (NablaRun *run);

G_END_DECLS
