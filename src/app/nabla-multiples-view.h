/* SPDX-License-Identifier: MIT */
/* nabla-multiples-view.h: small charts of one of two figures, below the choice of the figure and
 * over what they have in common. */
#pragma once

#include "app/nabla-multiples.h"

G_BEGIN_DECLS

#define NABLA_TYPE_MULTIPLES_VIEW (nabla_multiples_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaMultiplesView, nabla_multiples_view, NABLA, MULTIPLES_VIEW, GtkWidget)

/* Signals (NablaMultiplesView*):
 *   "figure"                          the other figure was chosen
 *   "scaled" (gboolean logarithmic)   a chart's menu asks for another scale of y
 *   "scaled-x" (gboolean logarithmic) … of x */
GtkWidget *nabla_multiples_view_new (void);

/* Once, before anything else. */
void nabla_multiples_view_set_workbench (NablaMultiplesView *self, NablaWorkbench *workbench);

/* The two that can be chosen from. */
void nabla_multiples_view_set_views (NablaMultiplesView *self, const NablaCurveView views[2]);
NablaCurveFigure nabla_multiples_view_get_figure (NablaMultiplesView *self); /* the chosen one */

/* As of NablaMultiples; the groups again after a change of their look or rates. */
void nabla_multiples_view_set_groups (NablaMultiplesView *self, const GPtrArray *groups);
void nabla_multiples_view_set_selected (NablaMultiplesView *self, NablaRun *selected);

NablaMultiples *nabla_multiples_view_get_multiples (NablaMultiplesView *self);
/* After something was laid behind the curves, or taken away. */
void nabla_multiples_view_laid_behind (NablaMultiplesView *self);

G_END_DECLS
