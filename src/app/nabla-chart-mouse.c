/* SPDX-License-Identifier: MIT */
#include "app/nabla-chart-mouse.h"

#include "app/nabla-chart-keys.h"

#include <math.h>

/* How far a drag has panned, px. */
typedef struct {
  double x, y;
} Panned;

static void
motion (GtkEventController *controller, double x, double y, NablaChart *chart)
{
  nabla_chart_point (chart, x, y);
}

static void
leave (GtkEventController *controller, NablaChart *chart)
{
  nabla_chart_point (chart, NAN, NAN);
}

/* Where many charts are scrolled through, the wheel does that, and zooms with Ctrl. */
static gboolean
is_scrolled (GtkWidget *chart)
{
  GtkWidget *window = gtk_widget_get_ancestor (chart, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *place;

  if (window == NULL)
    return FALSE;
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (window));
  return gtk_adjustment_get_upper (place) > gtk_adjustment_get_page_size (place);
}

static gboolean
scroll (GtkEventController *controller, double dx, double dy, NablaChart *chart)
{
  gboolean control =
      (gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK) != 0;

  if (dy == 0 || (!control && is_scrolled (GTK_WIDGET (chart))))
    return GDK_EVENT_PROPAGATE;
  nabla_chart_zoom (chart, pow (NABLA_CHART_ZOOM_STEP, -dy));
  return GDK_EVENT_STOP;
}

static Panned *
panned_of (GtkGestureDrag *gesture)
{
  return g_object_get_data (G_OBJECT (gesture), "panned");
}

static void
drag_begin (GtkGestureDrag *gesture, double x, double y, NablaChart *chart)
{
  *panned_of (gesture) = (Panned){ 0, 0 };
  gtk_widget_grab_focus (GTK_WIDGET (chart));
}

static void
drag_update (GtkGestureDrag *gesture, double x, double y, NablaChart *chart)
{
  Panned *panned = panned_of (gesture);

  if (!gtk_drag_check_threshold (GTK_WIDGET (chart), 0, 0, (int) x, (int) y) && panned->x == 0 &&
      panned->y == 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  nabla_chart_pan (chart, x - panned->x, y - panned->y);
  *panned = (Panned){ x, y };
}

static void
click (GtkGestureClick *gesture, int n, double x, double y, NablaChart *chart)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button == GDK_BUTTON_SECONDARY)
    nabla_chart_popup_menu (chart, x, y);
  else if (button == GDK_BUTTON_PRIMARY && n == 2)
    gtk_widget_activate_action (GTK_WIDGET (chart), "chart.fit", NULL);
}

void
nabla_chart_mouse_add (NablaChart *chart)
{
  GtkWidget *widget = GTK_WIDGET (chart);
  GtkEventController *pointer = gtk_event_controller_motion_new ();
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *press = gtk_gesture_click_new ();

  g_signal_connect (pointer, "enter", G_CALLBACK (motion), chart);
  g_signal_connect (pointer, "motion", G_CALLBACK (motion), chart);
  g_signal_connect (pointer, "leave", G_CALLBACK (leave), chart);
  gtk_widget_add_controller (widget, pointer);

  g_signal_connect (wheel, "scroll", G_CALLBACK (scroll), chart);
  gtk_widget_add_controller (widget, wheel);

  g_object_set_data_full (G_OBJECT (drag), "panned", g_new0 (Panned, 1), g_free);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), chart);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), chart);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), 0);
  g_signal_connect (press, "pressed", G_CALLBACK (click), chart);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
}
