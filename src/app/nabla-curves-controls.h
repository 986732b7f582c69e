/* SPDX-License-Identifier: MIT */
/* nabla-curves-controls.h: what the two charts show: which figure each, over what, on which scales,
 * of which parts of the data set, how several seeds are drawn, and how smooth. */
#pragma once

#include "app/nabla-curve-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CURVES_CONTROLS (nabla_curves_controls_get_type ())
G_DECLARE_FINAL_TYPE (NablaCurvesControls, nabla_curves_controls, NABLA, CURVES_CONTROLS, GtkWidget)

/* Signal "changed" (NablaCurvesControls*): somebody chose something else. */
GtkWidget *nabla_curves_controls_new (void);

/* Of the upper (0) or the lower chart (1); but for the kind of its y scale. */
NablaCurveView nabla_curves_controls_get_view (NablaCurvesControls *self, int chart);

/* Whether each value has a chart of its own; without the signal. */
GtkToggleButton *nabla_curves_controls_get_multiples (NablaCurvesControls *self);

void nabla_curves_controls_set_log_x (NablaCurvesControls *self, gboolean log_x);

/* What was chosen last comes back, and is remembered from now on. */
void nabla_curves_controls_bind (NablaCurvesControls *self, GSettings *settings);

G_END_DECLS
