/* SPDX-License-Identifier: MIT */
/* nabla-trace-view.h: a small chart of a trace: the ten probabilities as the drawing grew, the
 * answer's in the colour of its run, and below which digit was the answer. The pointer or the arrow
 * keys read a moment out. */
#pragma once

#include "app/nabla-trace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_TRACE_VIEW (nabla_trace_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaTraceView, nabla_trace_view, NABLA, TRACE_VIEW, GtkWidget)

/* Property "points" (guint64): how many points of the drawing were there at the moment that is read
 * out; 0 for none. */
GtkWidget *nabla_trace_view_new (void);

/* Shows what the trace has now, in the colour of a run (of nabla-run-colors.h). Not owned; NULL
 * before it goes. Again whenever it has changed. */
void nabla_trace_view_show (NablaTraceView *self, NablaTrace *trace, int color);

/* The line that reads out; "" for none. */
const char *nabla_trace_view_get_text (NablaTraceView *self);

G_END_DECLS
