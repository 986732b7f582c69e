/* SPDX-License-Identifier: MIT */
/* nabla-run-group-row.h: several seeds in the list as one: colour, name, how far they are, the mean
 * of their best accuracies, and a fold for the seeds. */
#pragma once

#include "app/nabla-run-list-row.h"
#include "lab/nabla-run-group.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_GROUP_ROW (nabla_run_group_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunGroupRow, nabla_run_group_row, NABLA, RUN_GROUP_ROW, NablaRunListRow)

/* Property besides those of NablaRunListRow: "expanded" (boolean): the seeds are wanted below it;
 * action "run.expanded". */
GtkWidget *nabla_run_group_row_new (NablaRunGroup *group);

NablaRunGroup *nabla_run_group_row_get_group (NablaRunGroupRow *self);

G_END_DECLS
