/* SPDX-License-Identifier: MIT */
/* nabla-run-bar.h: what can be done with the selected run while it trains: pause, single steps,
 * rates; and the speed of all. Afterwards, what came of it. Nothing is there while no run is
 * selected. */
#pragma once

#include "app/nabla-rates-button.h"
#include "lab/nabla-workbench.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RUN_BAR (nabla_run_bar_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunBar, nabla_run_bar, NABLA, RUN_BAR, GtkWidget)

/* Actions: "run-bar.pause" (or resume), "run-bar.step-mini-batch", "run-bar.step-epoch". */
GtkWidget *nabla_run_bar_new (void);

/* Once; it keeps a reference. */
void nabla_run_bar_set_workbench (NablaRunBar *self, NablaWorkbench *workbench);

NablaRatesButton *nabla_run_bar_get_rates (NablaRunBar *self);
GtkRange *
nabla_run_bar_get_speed (NablaRunBar *self); /* 0 … 4: 10^value a second; above: flat out */
/* Whether pause, steps and rates are there. */
gboolean nabla_run_bar_has_controls (NablaRunBar *self);

G_END_DECLS
