/* SPDX-License-Identifier: MIT */
/* nabla-range-view.h: the learning-rate range test: one button, the cost against η, and the rate at
 * which it falls steepest, to be put into the set-up. */
#pragma once

#include "app/nabla-chart.h"
#include "lab/nabla-workbench.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RANGE_VIEW (nabla_range_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaRangeView, nabla_range_view, NABLA, RANGE_VIEW, GtkWidget)

/* Signal "use" (NablaRangeView*, const NablaHyperParameters*): a person wants the set-up with the
 * rate that was found. Actions: range.run (starts or stops the test), range.use. */
GtkWidget *nabla_range_view_new (void);
void nabla_range_view_set_workbench (NablaRangeView *self, NablaWorkbench *workbench); /* once */

/* What is tested; one that differs from what was tested in more than η makes the result stale. */
void nabla_range_view_set_set_up (NablaRangeView *self, const NablaHyperParameters *set_up);

/* The rate that was found; NAN before, and where there was none. */
double nabla_range_view_get_found (NablaRangeView *self);

G_END_DECLS
