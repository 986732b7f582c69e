/* SPDX-License-Identifier: MIT */
/* nabla-landscape-view.h: two hyper-parameters as a map of what comes of them; the curve of the
 * cell under the pointer beside it. */
#pragma once

#include "app/nabla-chart.h"
#include "lab/nabla-landscape.h"
#include "lab/nabla-workbench.h"

G_BEGIN_DECLS

#define NABLA_TYPE_LANDSCAPE_VIEW (nabla_landscape_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaLandscapeView, nabla_landscape_view, NABLA, LANDSCAPE_VIEW, GtkWidget)

/* Signal "train" (NablaLandscapeView*, const NablaHyperParameters*): a person wants the set-up of a
 * cell at full size. Actions: landscape.run (starts or stops), landscape.train (the cell at the
 * cursor). */
GtkWidget *nabla_landscape_view_new (void);
void nabla_landscape_view_set_workbench (NablaLandscapeView *self, NablaWorkbench *workbench);
/* Around which the two vary; takes effect at the next start. */
void nabla_landscape_view_set_set_up (NablaLandscapeView *self, const NablaHyperParameters *set_up);

NablaLandscape *nabla_landscape_view_get_landscape (NablaLandscapeView *self);
/* Moves the cursor, as pointer and arrow keys do; −1, −1 for none. */
void nabla_landscape_view_point (NablaLandscapeView *self, int column, int row);

G_END_DECLS
