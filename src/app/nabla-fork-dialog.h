/* SPDX-License-Identifier: MIT */
/* nabla-fork-dialog.h: asks from which epoch of a run another one goes on, and with what other
 * hyper-parameters. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_FORK_DIALOG (nabla_fork_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NablaForkDialog, nabla_fork_dialog, NABLA, FORK_DIALOG, AdwMessageDialog)

/* Signal "fork" (NablaForkDialog*, int epoch, const NablaHyperParameters *hyper_parameters): a
 * person wants it. Present it with gtk_window_present. */
NablaForkDialog *nabla_fork_dialog_new (GtkWindow *parent, NablaRun *run);

/* The row of a parameter that a fork may change ("l2"); NULL of another. */
GtkWidget *nabla_fork_dialog_get_row (NablaForkDialog *self, const char *key);
GtkSpinButton *nabla_fork_dialog_get_epoch (NablaForkDialog *self);

G_END_DECLS
