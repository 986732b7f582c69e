/* SPDX-License-Identifier: MIT */
/* nabla-instant-view.h: sliders for the hyper-parameters that matter most, and the learning curve
 * that follows them; where they were before stays as fading traces. */
#pragma once

#include "app/nabla-chart.h"
#include "lab/nabla-workbench.h"

G_BEGIN_DECLS

#define NABLA_TYPE_INSTANT_VIEW (nabla_instant_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaInstantView, nabla_instant_view, NABLA, INSTANT_VIEW, GtkWidget)

/* Signal "train" (NablaInstantView*, const NablaHyperParameters*): a person wants to train what the
 * sliders show, at full size. */
GtkWidget *nabla_instant_view_new (void);

/* On whose data set; once. */
void nabla_instant_view_set_workbench (NablaInstantView *self, NablaWorkbench *workbench);

/* The sliders go to this set-up, which says too what they do not. */
void nabla_instant_view_set_set_up (NablaInstantView *self, const NablaHyperParameters *set_up);
const NablaHyperParameters *nabla_instant_view_get_set_up (NablaInstantView *self);

/* The slider of the parameter with this key, or NULL. */
GtkRange *nabla_instant_view_get_slider (NablaInstantView *self, const char *key);
NablaChart *nabla_instant_view_get_cost_chart (NablaInstantView *self);

G_END_DECLS
