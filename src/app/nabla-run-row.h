/* SPDX-License-Identifier: MIT */
/* nabla-run-row.h: one run in the list: its colour, its name, how far it is and its best accuracy.
 */
#pragma once

#include "lab/nabla-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_ROW (nabla_run_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunRow, nabla_run_row, NABLA, RUN_ROW, GtkListBoxRow)

/* Signals: "use-set-up", "train-from", "delete", "again" (NablaRunRow*, const char *how: "rewind",
 * "restart" or "fork") and, where it was culled, "revive", asked for in the row's menu. Renaming
 * and showing are done by the row itself. */
GtkWidget *nabla_run_row_new (NablaRun *run);

NablaRun *nabla_run_row_get_run (NablaRunRow *self);

/* Indented, and named by what it is within its group: "seed 2". */
void nabla_run_row_set_within_group (NablaRunRow *self, gboolean within_group);

/* The texts of the row, owned by it. */
const char *nabla_run_row_get_status (NablaRunRow *self);
const char *nabla_run_row_get_score (NablaRunRow *self);

G_END_DECLS
