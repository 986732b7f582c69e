/* SPDX-License-Identifier: MIT */
/* nabla-run-list.h: the runs on the workbench under the name of the data set, several seeds of a
 * set-up folded into one, and the way of a data set that is still coming. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_LIST (nabla_run_list_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunList, nabla_run_list, NABLA, RUN_LIST, GtkWidget)

/* Signals, each with the run that is meant (NablaRunList*, NablaRun*):
 *   "use-set-up"  its hyper-parameters are wanted in the set-up panel
 *   "train-from"  a new run is wanted that starts with its network
 *   "deleted"     it was taken off the workbench; nabla_workbench_restore brings it back
 *   "again"       (…, const char *how) a run that is made of it is wanted: "rewind", "restart",
 * "fork"
 * Signal "group-deleted" (NablaRunList*, const char *name, GPtrArray *runs): these were, together,
 * in the order they are to be brought back from its end. Signal "recolored" (NablaRunList*, const
 * char *name, GHashTable *before): a run, or a group of seeds, got another colour; `before` has the
 * colours that each NablaRun had (GINT_TO_POINTER). Signal "refused" (NablaRunList*, const char
 * *sentence): what was asked for in a row cannot be done. Signal "go-on-elsewhere" (NablaRunList*,
 * GPtrArray *runs): these are to go on, but were trained on other digits than the list has. */
GtkWidget *nabla_run_list_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_run_list_set_workbench (NablaRunList *self, NablaWorkbench *workbench);

/* What is being loaded ("Loading MNIST…") and how much of it is done, 0 … 1; NULL when nothing is.
 */
void nabla_run_list_set_loading (NablaRunList *self, const char *what, double done);

/* Whether the seeds of the run's group are listed; list them. */
gboolean nabla_run_list_is_unfolded (NablaRunList *self, NablaRun *run);
void nabla_run_list_unfold (NablaRunList *self, NablaRun *run);

/* The i-th row (a NablaRunRow or a NablaRunGroupRow), or NULL. Owned by the list. */
GtkWidget *nabla_run_list_get_row (NablaRunList *self, guint i);

G_END_DECLS
