/* SPDX-License-Identifier: MIT */
/* nabla-compare-dialog.h: what is to be compared: one or two hyper-parameters with the values that
 * they take, or an experiment of the book, each with as many seeds as wanted. It says all the while
 * how many runs that makes and how long they will take, or what is wrong. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* More curves than this are no comparison. nabla-cli sweep has no such limit. */
#define NABLA_MAX_COMPARED_RUNS 200

#define NABLA_TYPE_COMPARE_DIALOG (nabla_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (NablaCompareDialog, nabla_compare_dialog, NABLA, COMPARE_DIALOG, AdwWindow)

/* For runs around `set_up`, which is valid. Signal "train" (NablaCompareDialog*): they are wanted,
 * see nabla_compare_dialog_get_set_ups; the dialog closes itself afterwards. */
GtkWidget *nabla_compare_dialog_new (GtkWindow *parent, NablaWorkbench *workbench,
                                     const NablaHyperParameters *set_up);

/* What would be trained, of NablaHyperParameters, owned by the dialog; NULL while it is refused. */
GArray *nabla_compare_dialog_get_set_ups (NablaCompareDialog *self);

/* Whether hopeless runs are to be stopped early. */
gboolean nabla_compare_dialog_get_culls (NablaCompareDialog *self);

/* What stands at the bottom: "9 runs, about 20 s", or the refusal. */
const char *nabla_compare_dialog_get_summary (NablaCompareDialog *self);

G_END_DECLS
