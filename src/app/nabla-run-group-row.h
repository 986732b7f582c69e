/* SPDX-License-Identifier: MIT */
/* nabla-run-group-row.h: several seeds in the list as one: colour, name, how far they are, the mean
 * of their best accuracies, and a fold for the seeds. */
#pragma once

#include "lab/nabla-run-group.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_GROUP_ROW (nabla_run_group_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunGroupRow, nabla_run_group_row, NABLA, RUN_GROUP_ROW, GtkListBoxRow)

/* Signals (NablaRunGroupRow*): "use-set-up", "delete" and, where any was culled, "revive", asked
 * for in the row. Property "expanded" (boolean): the seeds are wanted below it; "shown" (boolean):
 * in the charts. */
GtkWidget *nabla_run_group_row_new (NablaRunGroup *group);

NablaRunGroup *nabla_run_group_row_get_group (NablaRunGroupRow *self);

/* The texts of the row, owned by it. */
const char *nabla_run_group_row_get_status (NablaRunGroupRow *self);
const char *nabla_run_group_row_get_score (NablaRunGroupRow *self);

G_END_DECLS
