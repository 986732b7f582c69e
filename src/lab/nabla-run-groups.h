/* SPDX-License-Identifier: MIT */
/* nabla-run-groups.h: a list of runs as a list of groups: what differs only in its seed is one. */
#pragma once

#include "lab/nabla-run-group.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_GROUPS (nabla_run_groups_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunGroups, nabla_run_groups, NABLA, RUN_GROUPS, GObject)

/* A GListModel of NablaRunGroup that follows `runs` (a GListModel of NablaRun), in the order of the
 * groups' first members. A group stays the same object while one of its members does. */
NablaRunGroups *nabla_run_groups_new (GListModel *runs);

/* The group that has this run, or NULL; owned by the list. */
NablaRunGroup *nabla_run_groups_find (NablaRunGroups *self, NablaRun *run);

/* Whether the runs differ in their seed alone: same set-up and data set, other seeds, and none of
 * them is a fork, which owes its beginning to another run, or had its rates changed by hand. */
gboolean nabla_run_groups_are_seeds (NablaRun *a, NablaRun *b);

/* Which group each of n runs belongs to: groups[n] receives numbers from 0 in the order of first
 * members; returns how many there are. Members have the same set-up but for the seed, the same data
 * set, and no two of them the same seed: a run that is repeated begins a group of its own. */
gsize nabla_run_groups_partition (NablaRun *const *runs, gsize n, gsize *groups);

G_END_DECLS
