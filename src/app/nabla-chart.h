/* SPDX-License-Identifier: MIT */
/* nabla-chart.h: a PlotChart as a widget: hover read-out, wheel zoom, drag pan, double-click fit,
 * the same from the keyboard, export, and an accessible description that follows the data. */
#pragma once

#include "plot/plot-chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CHART (nabla_chart_get_type ())
G_DECLARE_FINAL_TYPE (NablaChart, nabla_chart, NABLA, CHART, GtkWidget)

GtkWidget *nabla_chart_new (void);

/* The chart that is shown; owned by the widget. After changing it call nabla_chart_changed. */
PlotChart *nabla_chart_get_plot (NablaChart *self);

/* Redraws in the next frame and brings the accessible description up to date; cheap to call often.
 */
void nabla_chart_changed (NablaChart *self);

/* One of many small charts, which needs little room: see plot_chart_set_small. `title` is what it
 * is called where it stands alone, in a file or for screen readers. */
void nabla_chart_set_small (NablaChart *self, const char *title);
const char *nabla_chart_get_title (NablaChart *self); /* NULL: the plot's own */

/* Signals (NablaChart*):
 *   "pointed"  the pointer moved by hand, or went
 *   "viewed"   somebody zoomed, panned or fitted */

/* Points where `other` does; shows what it shows. */
void nabla_chart_match_pointer (NablaChart *self, NablaChart *other);
void nabla_chart_match_view (NablaChart *self, NablaChart *other);

/* The chart whose pointer moves with this one's (same x), or NULL. */
void nabla_chart_set_partner (NablaChart *self, NablaChart *partner);

/* The property "logarithmic-x" (boolean) is the kind of the plot's x axis and that of its
 * partner's; the menu switches it. */

/* Sets the plot's y axis so that the menu can switch between the two kinds of scale; the property
 * "logarithmic" (boolean) follows. Without it the menu has no such entry. */
void nabla_chart_set_y (NablaChart *self, const char *label, PlotScaleKind kind, PlotFormat format);

/* What mouse and keys do. Points at a pixel, or nowhere (NAN); zooms around the pointer, or the
 * middle; pans by pixels; moves the pointer to the next or previous point and tells the read-out;
 * takes the pointer away. */
void nabla_chart_point (NablaChart *self, double x, double y);
void nabla_chart_zoom (NablaChart *self, double factor);
void nabla_chart_pan (NablaChart *self, double dx, double dy);
void nabla_chart_step (NablaChart *self, int step);
void nabla_chart_leave (NablaChart *self);
void nabla_chart_popup_menu (NablaChart *self, double x, double y);

/* What screen readers were last told; NULL before the first nabla_chart_changed was dealt with. */
const char *nabla_chart_get_description (NablaChart *self);

G_END_DECLS
