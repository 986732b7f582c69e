/* SPDX-License-Identifier: MIT */
/* nabla-weights-view.h: what the hidden units look for: the weights that lead to each as a signed
 * image, changing while the selected run trains. */
#pragma once

#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_WEIGHTS_VIEW (nabla_weights_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaWeightsView, nabla_weights_view, NABLA, WEIGHTS_VIEW, GtkWidget)

GtkWidget *nabla_weights_view_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_weights_view_set_workbench (NablaWeightsView *self, NablaWorkbench *workbench);

G_END_DECLS
