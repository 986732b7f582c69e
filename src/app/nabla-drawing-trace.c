/* SPDX-License-Identifier: MIT */
/* How the answer came about: the trace of the drawing that is on the canvas, by whoever speaks. */
#include "app/nabla-drawing-panel-private.h"

#define SLICE 4000 /* µs of a frame */
#define REST  500  /* ms before columns are asked for again, as networks learn */

static gboolean
ask (gpointer data, const DigitsStrokes *strokes, double *probabilities)
{
  NablaDrawingPanel *self = data;
  float input[DIGITS_PIXELS];

  return self->traced != NULL && nabla_drawing_panel_read_strokes (self, strokes, input) &&
         nabla_answer_chip_read (self->traced, input, probabilities) >= 0;
}

static void schedule (NablaDrawingPanel *self);

static gboolean
is_seen (NablaDrawingPanel *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self->trace_view)) &&
         gtk_stack_get_visible_child (self->answer_stack) == GTK_WIDGET (self->trace_view);
}

static void
show (NablaDrawingPanel *self)
{
  NablaRun *run = self->traced != NULL ? nabla_answer_chip_get_run (self->traced) : NULL;

  nabla_trace_view_show (self->trace_view, self->trace,
                         run != NULL ? nabla_run_get_color (run) : -1);
}

static gboolean
work_in_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);
  gboolean more = is_seen (self) && nabla_trace_work (self->trace, SLICE);

  show (self);
  if (more)
    return G_SOURCE_CONTINUE;
  self->trace_tick = 0;
  schedule (self);
  return G_SOURCE_REMOVE;
}

static gboolean
end_rest (gpointer data)
{
  NablaDrawingPanel *self = data;

  self->trace_rest = 0;
  self->trace_aged = FALSE;
  nabla_trace_age (self->trace);
  schedule (self);
  return G_SOURCE_REMOVE;
}

/* What is left to be asked is asked a little a frame; what an older network said stays for a while.
 */
static void
schedule (NablaDrawingPanel *self)
{
  if (self->trace_tick != 0 || !is_seen (self))
    return;
  if (!nabla_trace_is_fresh (self->trace))
    self->trace_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), work_in_frame, NULL, NULL);
  else if (self->trace_aged && self->trace_rest == 0)
    self->trace_rest = g_timeout_add (REST, end_rest, self);
}

void
nabla_drawing_panel_begin_trace (NablaDrawingPanel *self)
{
  self->trace = nabla_trace_new (ask, self);
}

void
nabla_drawing_panel_rest_trace (NablaDrawingPanel *self)
{
  if (self->trace_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->trace_tick);
  self->trace_tick = 0;
  g_clear_handle_id (&self->trace_rest, g_source_remove);
}

void
nabla_drawing_panel_end_trace (NablaDrawingPanel *self)
{
  nabla_drawing_panel_rest_trace (self);
  if (self->trace_view != NULL)
    nabla_trace_view_show (self->trace_view, NULL, -1);
  g_clear_pointer (&self->trace, nabla_trace_free);
}

void
nabla_drawing_panel_follow_trace (NablaDrawingPanel *self, NablaAnswerChip *speaker,
                                  const double *probabilities)
{
  gboolean normalise = nabla_steps_view_get_normalise (self->steps);
  guint network = speaker != NULL ? nabla_answer_chip_get_network_number (speaker) : 0;

  if (speaker != self->traced || normalise != self->traced_normalised)
    nabla_trace_age (self->trace);
  else if (network != self->traced_network)
    self->trace_aged = TRUE;
  self->traced = speaker;
  self->traced_normalised = normalise;
  self->traced_network = network;
  nabla_trace_follow (self->trace, nabla_canvas_get_strokes (self->canvas), probabilities);
  nabla_drawing_panel_show_trace (self);
}

void
nabla_drawing_panel_show_trace (NablaDrawingPanel *self)
{
  if (!is_seen (self))
    return;
  show (self);
  schedule (self);
}
