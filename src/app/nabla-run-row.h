/* SPDX-License-Identifier: MIT */
/* nabla-run-row.h: one run in the list: its colour, its name, how far it is and its best accuracy.
 */
#pragma once

#include "app/nabla-run-list-row.h"
#include "lab/nabla-run.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_ROW (nabla_run_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunRow, nabla_run_row, NABLA, RUN_ROW, NablaRunListRow)

/* Signals besides those of NablaRunListRow: "train-from" and "again" (NablaRunRow*, const char
 * *how: "rewind", "restart" or "fork"), asked for in the row's menu. */
GtkWidget *nabla_run_row_new (NablaRun *run);

NablaRun *nabla_run_row_get_run (NablaRunRow *self);

/* Indented, and named by what it is within its group: "seed 2". */
void nabla_run_row_set_within_group (NablaRunRow *self, gboolean within_group);

G_END_DECLS
