/* SPDX-License-Identifier: MIT */
/* nabla-multiples.h: a small chart for each group of runs that is shown: one a value of what was
 * varied, or one a combination of two. All have the same axes, view and pointer, so that heights
 * compare. Its height follows from its width; it belongs into a scrolled window, and is to be
 * redrawn when that scrolls. */
#pragma once

#include "app/nabla-chart.h"
#include "app/nabla-curve-view.h"
#include "lab/nabla-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_MULTIPLES (nabla_multiples_get_type ())
G_DECLARE_FINAL_TYPE (NablaMultiples, nabla_multiples, NABLA, MULTIPLES, GtkWidget)

/* Signals (NablaMultiples*):
 *   "selected" (NablaRun *run)          a chart, or a curve in it, was clicked
 *   "scaled" (gboolean logarithmic)     a chart's menu asks for another scale of y
 *   "scaled-x" (gboolean logarithmic)   … of x
 *   "charts"                            there are other charts, or another view */
GtkWidget *nabla_multiples_new (void);

/* Once, before anything else. */
void nabla_multiples_set_workbench (NablaMultiples *self, NablaWorkbench *workbench);

void nabla_multiples_set_view (NablaMultiples *self, const NablaCurveView *view);

/* Of NablaRunGroup: those of them that are shown have a chart. To be called again after a change of
 * their look or rates. */
void nabla_multiples_set_groups (NablaMultiples *self, const GPtrArray *groups);

void nabla_multiples_set_selected (NablaMultiples *self, NablaRun *selected);

/* In the order of the groups; owned by the widget. */
guint nabla_multiples_get_n_charts (NablaMultiples *self);
NablaChart *nabla_multiples_get_chart (NablaMultiples *self, guint i);
NablaRunGroup *nabla_multiples_get_group (NablaMultiples *self, guint i);
const NablaCurveView *nabla_multiples_get_view (NablaMultiples *self);

/* After something was laid behind their curves: they have the same axes again. */
void nabla_multiples_share (NablaMultiples *self);

NablaChart *nabla_multiples_get_selected_chart (NablaMultiples *self); /* or NULL */

/* "Epoch    — training  ╌ validation": what all charts have in common; g_free it. */
char *nabla_multiples_get_legend (NablaMultiples *self);

G_END_DECLS
