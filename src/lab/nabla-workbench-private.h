/* SPDX-License-Identifier: MIT */
/* nabla-workbench-private.h: what a workbench is made of; for nabla-workbench*.c. */
#pragma once

#include "lab/nabla-workbench.h"

struct _NablaWorkbench {
  GObject parent_instance;
  NablaDataSet *data_set;
  NablaScheduler *scheduler;
  GListStore *runs; /* of NablaRun */
  NablaRunGroups *groups;
  NablaRun *selected;
  GHashTable *removed; /* NablaRun → position + 1 where it was; for undo */
  GPtrArray *begun;    /* of NablaRun: all that the scheduler was given, once each */
  NablaHistory *history;
  NablaOwnDigits *own;    /* or NULL */
  NablaDataSet *with_own; /* the newest that runs were made on; or NULL */
  guint own_changes;      /* of the own digits then */
  gboolean busy;
  double speed;
};

/* A person has called the run something else where it is not this any more. */
#define NABLA_WORKBENCH_MADE_NAME "nabla-made-name"

/* The culler of its sweep, or none; an object's data. */
#define NABLA_WORKBENCH_CULLER "nabla-culler"

/* References on all of them; free with g_ptr_array_unref. */
GPtrArray *nabla_workbench_list_runs (NablaWorkbench *self);

/* The colour for a run that joins the list, or stays in it: the one that a person chose, that of
 * its other seeds, its own where that is free, or the palette's first that is. `before` are runs
 * that will be listed, too; or NULL. */
int nabla_workbench_choose_color (NablaWorkbench *self, NablaRun *run, GPtrArray *before);
gboolean nabla_workbench_shares_color (NablaWorkbench *self, NablaRun *run);

/* The data set for a new run of this set-up; the workbench's. */
NablaDataSet *nabla_workbench_data_set_for (NablaWorkbench *self,
                                            const NablaHyperParameters *set_up);

/* Names all runs by what differs among them, but for those that a person named. */
void nabla_workbench_name_runs (NablaWorkbench *self);
/* All that is trained comes by here, and is kept once, however often it goes on. */
void nabla_workbench_begin (NablaWorkbench *self, NablaRun *run);
