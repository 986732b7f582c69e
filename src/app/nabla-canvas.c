/* SPDX-License-Identifier: MIT */
#include "app/nabla-canvas.h"

#include "app/nabla-canvas-ink.h"

#include <glib/gi18n.h>

#define NATURAL_SIDE 260
#define MINIMUM_SIDE 120
#define SMALLEST     240 /* px high, where a small window needs its room for the answers */
#define MOST_CLEARED 32  /* drawings; older ones cannot be brought back */

struct _NablaCanvas {
  GtkWidget parent_instance;

  DigitsStrokes *strokes;
  GQueue cleared; /* of DigitsStrokes: what undo brings back when no stroke is left, newest last */
  NablaCanvasInk ink;
  gboolean drawing;    /* the last stroke goes on */
  guint32 started;     /* time of the drawing's first event, ms */
  double last_seconds; /* of the last begin or extend */
};

G_DEFINE_FINAL_TYPE (NablaCanvas, nabla_canvas, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static double
paper_side (NablaCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return MAX (MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)), 0);
}

/* The paper lies in the middle of what the widget is given. */
static void
paper_origin (NablaCanvas *self, double *x, double *y)
{
  double side = paper_side (self);

  *x = (gtk_widget_get_width (GTK_WIDGET (self)) - side) / 2;
  *y = (gtk_widget_get_height (GTK_WIDGET (self)) - side) / 2;
}

static DigitsPoint
point_at (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  double side = MAX (paper_side (self), 1), left, top;

  if (digits_strokes_is_empty (self->strokes))
    self->started = time_ms;
  paper_origin (self, &left, &top);
  return (DigitsPoint){
    .x = CLAMP ((x - left) / side, 0.0, 1.0) * NABLA_CANVAS_UNITS,
    .y = CLAMP ((y - top) / side, 0.0, 1.0) * NABLA_CANVAS_UNITS,
    .t = time_ms - self->started,
    .pressure = CLAMP (pressure, 0.0, 1.0),
  };
}

static void
fit_ink (NablaCanvas *self)
{
  int pixels = (int) (paper_side (self) * gtk_widget_get_scale_factor (GTK_WIDGET (self)));

  if (pixels > 0 && nabla_canvas_ink_resize (&self->ink, pixels))
    nabla_canvas_ink_dry_all (&self->ink, self->strokes, self->drawing);
}

/* A point that the drawing refuses (too many, no memory) is left out: the rest stays as it is. */
static void
add_point (NablaCanvas *self, DigitsPoint point, gboolean first)
{
  DigitsStrokes *strokes = self->strokes;
  int status;

  fit_ink (self);
  status = first ? digits_strokes_begin (strokes, point) : digits_strokes_add (strokes, point);
  if (status < 0)
    return;
  self->drawing = TRUE;
  nabla_canvas_ink_dry (&self->ink, strokes, strokes->starts[strokes->n_strokes - 1],
                        strokes->n_points - 1);
}

/* FALSE for a pen that rests. */
static gboolean
add_next (NablaCanvas *self, DigitsPoint point)
{
  const DigitsPoint *last = &self->strokes->points[self->strokes->n_points - 1];

  if (point.x == last->x && point.y == last->y)
    return FALSE;
  add_point (self, point, FALSE);
  return TRUE;
}

static void
changed (NablaCanvas *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static double
event_pressure (GdkEvent *event)
{
  double pressure;

  if (event != NULL && gdk_event_get_device_tool (event) != NULL &&
      gdk_event_get_axis (event, GDK_AXIS_PRESSURE, &pressure))
    return pressure;
  return 0.5;
}

static void
draw_begin (GtkGestureDrag *gesture, double x, double y, NablaCanvas *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  nabla_canvas_begin (self, x, y, event_pressure (event),
                      event != NULL ? gdk_event_get_time (event) : 0);
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
        history[i].flags & GDK_AXIS_FLAG_PRESSURE ? history[i].axes[GDK_AXIS_PRESSURE] : 0.5;

    if ((history[i].flags & GDK_AXIS_FLAG_X) == 0 || (history[i].flags & GDK_AXIS_FLAG_Y) == 0)
      continue;
    add_next (self,
              point_at (self, x + history[i].axes[GDK_AXIS_X] - event_x,
                        y + history[i].axes[GDK_AXIS_Y] - event_y, pressure, history[i].time));
  }
}

static void
draw_update (GtkGestureDrag *gesture, double dx, double dy, NablaCanvas *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  double x, y;

  if (!self->drawing || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  x += dx;
  y += dy;
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
draw_invitation (NablaCanvas *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, _ ("Draw a digit here"));
  GdkRGBA color;
  int width, height;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.55;
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((gtk_widget_get_width (widget) - width) / 2,
                                                (gtk_widget_get_height (widget) - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
nabla_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaCanvas *self = NABLA_CANVAS (widget);
  double side = paper_side (self), x, y;
  GdkRGBA color;
  cairo_t *cr;

  if (side <= 0)
    return;
  if (digits_strokes_is_empty (self->strokes)) {
    draw_invitation (self, snapshot);
    return;
  }
  fit_ink (self);
  paper_origin (self, &x, &y);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, side, side));
  cairo_translate (cr, x, y);
  gdk_cairo_set_source_rgba (cr, &color);
  nabla_canvas_ink_paint (&self->ink, cr, side);
  if (self->drawing)
    nabla_canvas_ink_draw_wet (self->strokes, cr, side);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
nabla_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As high as it is wide, where there is room. */
static void
nabla_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = MINIMUM_SIDE;
  *natural = NATURAL_SIDE;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0) {
    *natural = MAX (for_size, MINIMUM_SIDE);
    *minimum = MIN (*natural, SMALLEST);
  }
}

static void
nabla_canvas_finalize (GObject *object)
{
  NablaCanvas *self = NABLA_CANVAS (object);

  nabla_canvas_ink_finish (&self->ink);
  g_queue_clear_full (&self->cleared, (GDestroyNotify) digits_strokes_free);
  g_clear_pointer (&self->strokes, digits_strokes_free);
  G_OBJECT_CLASS (nabla_canvas_parent_class)->finalize (object);
}

static void
nabla_canvas_class_init (NablaCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_canvas_finalize;
  widget_class->snapshot = nabla_canvas_snapshot;
  widget_class->measure = nabla_canvas_measure;
  widget_class->get_request_mode = nabla_canvas_get_request_mode;

  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  /* The panel around the canvas has the action. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "drawing.clear", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_BackSpace, 0, "drawing.clear", NULL);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
nabla_canvas_init (NablaCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_autoptr (GdkCursor) cursor = gdk_cursor_new_from_name ("crosshair", NULL);

  g_queue_init (&self->cleared);
  self->strokes = digits_strokes_new ();
  if (self->strokes == NULL)
    g_error ("no memory for a drawing");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor (GTK_WIDGET (self), cursor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Drawing canvas"), -1);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (draw_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (draw_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (draw_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (draw_cancel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
nabla_canvas_new (void)
{
  return g_object_new (NABLA_TYPE_CANVAS, NULL);
}

void
nabla_canvas_begin (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  gint64 start = g_get_monotonic_time ();

  g_return_if_fail (NABLA_IS_CANVAS (self));

  nabla_canvas_end (self);
  add_point (self, point_at (self, x, y, pressure, time_ms), TRUE);
  changed (self);
  self->last_seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

void
nabla_canvas_extend (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  gint64 start = g_get_monotonic_time ();

  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (!self->drawing || !add_next (self, point_at (self, x, y, pressure, time_ms)))
    return;
  changed (self);
  self->last_seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

void
nabla_canvas_end (NablaCanvas *self)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (!self->drawing)
    return;
  self->drawing = FALSE;
  nabla_canvas_ink_dry_end (&self->ink, self->strokes);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_canvas_undo (NablaCanvas *self)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (!nabla_canvas_can_undo (self))
    return;
  self->drawing = FALSE;
  if (digits_strokes_is_empty (self->strokes)) {
    digits_strokes_free (self->strokes);
    self->strokes = g_queue_pop_tail (&self->cleared);
  } else {
    digits_strokes_remove_last (self->strokes);
  }
  nabla_canvas_ink_dry_all (&self->ink, self->strokes, FALSE);
  changed (self);
}

void
nabla_canvas_clear (NablaCanvas *self)
{
  DigitsStrokes *cleared;

  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (digits_strokes_is_empty (self->strokes))
    return;
  cleared = digits_strokes_copy (self->strokes);
  if (cleared != NULL) /* without memory for it there is nothing to bring back */
    g_queue_push_tail (&self->cleared, cleared);
  if (g_queue_get_length (&self->cleared) > MOST_CLEARED)
    digits_strokes_free (g_queue_pop_head (&self->cleared));
  self->drawing = FALSE;
  digits_strokes_clear (self->strokes);
  nabla_canvas_ink_clear (&self->ink);
  changed (self);
}

const DigitsStrokes *
nabla_canvas_get_strokes (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), NULL);

  return self->strokes;
}

gboolean
nabla_canvas_is_empty (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), TRUE);

  return digits_strokes_is_empty (self->strokes);
}

gboolean
nabla_canvas_can_undo (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), FALSE);

  return !digits_strokes_is_empty (self->strokes) || !g_queue_is_empty (&self->cleared);
}

double
nabla_canvas_get_last_update_seconds (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), 0);

  return self->last_seconds;
}
