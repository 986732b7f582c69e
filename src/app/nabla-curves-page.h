/* SPDX-License-Identifier: MIT */
/* nabla-curves-page.h: cost and accuracy of all shown runs, epoch by epoch, over what the hidden
 * units of the selected run look for. */
#pragma once

#include "app/nabla-chart.h"
#include "app/nabla-curve-view.h"
#include "app/nabla-multiples-view.h"
#include "lab/nabla-workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CURVES_PAGE (nabla_curves_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaCurvesPage, nabla_curves_page, NABLA, CURVES_PAGE, GtkWidget)

/* Properties (boolean, notify): "log-cost"; "logarithmic", of the figure of the upper chart;
 * "multiples": each value has a chart of its own instead of two for all. */
GtkWidget *nabla_curves_page_new (void);

/* Shows what lies on `workbench`; once, before the widget is used. */
void nabla_curves_page_set_workbench (NablaCurvesPage *self, NablaWorkbench *workbench);

/* The upper chart and the lower one; what they show (0 and 1) is told by the signal "views"
 * (NablaCurvesPage*) when it changes. */
NablaChart *nabla_curves_page_get_cost_chart (NablaCurvesPage *self);
NablaChart *nabla_curves_page_get_accuracy_chart (NablaCurvesPage *self);
NablaCurveView nabla_curves_page_get_view (NablaCurvesPage *self, int chart);

/* Where each value has a chart. */
NablaMultiplesView *nabla_curves_page_get_multiples (NablaCurvesPage *self);

/* The choices of the last start come back, and are remembered from now on. */
void nabla_curves_page_bind (NablaCurvesPage *self, GSettings *settings);

/* For a hall: the charts have all the room, without the images of weights. */
void nabla_curves_page_set_lecture (NablaCurvesPage *self, gboolean lecture);

G_END_DECLS
