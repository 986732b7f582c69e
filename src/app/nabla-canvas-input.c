/* SPDX-License-Identifier: MIT */
/* How mouse, pen and touch reach the canvas. One gesture serves them all: the events of a pen bring
 * its tool and pressure along, whether it is a tablet's or a screen's. */
#include "app/nabla-canvas-private.h"

/* Only of what is a pen: some touch screens report pressures that mean nothing. */
static double
event_pressure (GdkEvent *event)
{
  GdkDevice *device = event != NULL ? gdk_event_get_device (event) : NULL;
  double pressure;

  if (device != NULL &&
      (gdk_event_get_device_tool (event) != NULL ||
       gdk_device_get_source (device) == GDK_SOURCE_PEN) &&
      gdk_event_get_axis (event, GDK_AXIS_PRESSURE, &pressure))
    return pressure;
  return 0.5;
}

static gboolean
is_turned_pen (GdkEvent *event)
{
  GdkDeviceTool *tool = event != NULL ? gdk_event_get_device_tool (event) : NULL;

  return tool != NULL && gdk_device_tool_get_tool_type (tool) == GDK_DEVICE_TOOL_TYPE_ERASER;
}

static void
move_to (NablaCanvas *self, GtkEventController *controller, double x, double y)
{
  self->x = x;
  self->y = y;
  self->turned = is_turned_pen (gtk_event_controller_get_current_event (controller));
  if (self->erasing || self->turned)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_begin (GtkGestureDrag *gesture, double x, double y, NablaCanvas *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  move_to (self, GTK_EVENT_CONTROLLER (gesture), x, y);
  nabla_canvas_begin_gesture (self, x, y, event_pressure (event),
                              event != NULL ? gdk_event_get_time (event) : 0,
                              self->erasing || self->turned);
}

/* The motions that were merged into this event, so that quick curves stay round; seen and read
 * together with the event's own point. */
static void
extend_by_history (NablaCanvas *self, GdkEvent *event, double x, double y)
{
  guint n = 0;
  double event_x, event_y;
  g_autofree GdkTimeCoord *history = gdk_event_get_history (event, &n);

  if (history == NULL || !gdk_event_get_position (event, &event_x, &event_y))
    return;
  for (guint i = 0; i < n; i++) {
    double pressure =
        history[i].flags & GDK_AXIS_FLAG_PRESSURE && gdk_event_get_device_tool (event) != NULL
            ? history[i].axes[GDK_AXIS_PRESSURE]
            : 0.5;

    if ((history[i].flags & GDK_AXIS_FLAG_X) == 0 || (history[i].flags & GDK_AXIS_FLAG_Y) == 0)
      continue;
    nabla_canvas_add_between (self, x + history[i].axes[GDK_AXIS_X] - event_x,
                              y + history[i].axes[GDK_AXIS_Y] - event_y, pressure, history[i].time);
  }
}

static void
draw_update (GtkGestureDrag *gesture, double dx, double dy, NablaCanvas *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  double x, y;

  if (self->gesture == NABLA_CANVAS_IDLE || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  x += dx;
  y += dy;
  move_to (self, GTK_EVENT_CONTROLLER (gesture), x, y);
  if (event != NULL && gdk_event_get_event_type (event) == GDK_MOTION_NOTIFY)
    extend_by_history (self, event, x, y);
  nabla_canvas_extend (self, x, y, event_pressure (event),
                       event != NULL ? gdk_event_get_time (event) : 0);
}

static void
draw_end (GtkGestureDrag *gesture, double dx, double dy, NablaCanvas *self)
{
  nabla_canvas_end (self);
}

static void
draw_cancel (GtkGesture *gesture, GdkEventSequence *sequence, NablaCanvas *self)
{
  nabla_canvas_end (self);
}

static void
on_hover (GtkEventControllerMotion *motion, double x, double y, NablaCanvas *self)
{
  self->hovered = TRUE;
  move_to (self, GTK_EVENT_CONTROLLER (motion), x, y);
}

static void
on_leave (GtkEventControllerMotion *motion, NablaCanvas *self)
{
  self->hovered = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_canvas_add_input (NablaCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (draw_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (draw_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (draw_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (draw_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (motion, "enter", G_CALLBACK (on_hover), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_hover), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
