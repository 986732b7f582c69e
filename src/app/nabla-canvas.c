/* SPDX-License-Identifier: MIT */
#include "app/nabla-canvas.h"

#include "app/nabla-canvas-private.h"
#include "digits/digits-smooth.h"

#include <glib/gi18n.h>

#define NATURAL_SIDE 260
#define MINIMUM_SIDE 120
#define SMALLEST     216 /* px high, where a small window needs its room for the answers */

G_DEFINE_FINAL_TYPE (NablaCanvas, nabla_canvas, GTK_TYPE_WIDGET)

enum { PROP_ERASING = 1, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Milliseconds since the drawing's first point. A drawing that came from elsewhere, or that undo
 * brought back, goes on a moment after its last point. */
static float
time_in_drawing (NablaCanvas *self, guint32 time_ms)
{
  const DigitsStrokes *strokes = nabla_drawing_get_strokes (self->drawing);
  double last = strokes->n_points > 0 ? strokes->points[strokes->n_points - 1].t : 0;

  if (strokes->n_points == 0)
    self->started = time_ms;
  else if ((double) (time_ms - self->started) < last)
    self->started = (gint64) (time_ms - last);
  return time_ms - self->started;
}

static DigitsPoint
point_at (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  double side = MAX (nabla_canvas_paper_side (self), 1), left, top;

  nabla_canvas_paper_origin (self, &left, &top);
  return (DigitsPoint){
    .x = CLAMP ((x - left) / side, 0.0, 1.0) * NABLA_CANVAS_UNITS,
    .y = CLAMP ((y - top) / side, 0.0, 1.0) * NABLA_CANVAS_UNITS,
    .t = time_in_drawing (self, time_ms),
    .pressure = CLAMP (pressure, 0.0, 1.0),
  };
}

static void
dry_last_point (NablaCanvas *self)
{
  const DigitsStrokes *strokes = nabla_drawing_get_strokes (self->drawing);

  nabla_canvas_ink_dry (&self->ink, strokes, strokes->starts[strokes->n_strokes - 1],
                        strokes->n_points - 1);
}

static void
changed (NablaCanvas *self)
{
  nabla_canvas_set_highlight (self, 0);
  self->n_boxes = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* It is another drawing than before. */
static void
replaced (NablaCanvas *self)
{
  self->gesture = NABLA_CANVAS_IDLE;
  nabla_canvas_update_picture (self);
  nabla_canvas_dry_all (self);
  if (nabla_canvas_is_empty (self))
    nabla_canvas_set_erasing (self, FALSE);
  changed (self);
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
nabla_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ERASING)
    g_value_set_boolean (value, NABLA_CANVAS (object)->erasing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ERASING)
    nabla_canvas_set_erasing (NABLA_CANVAS (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_canvas_finalize (GObject *object)
{
  NablaCanvas *self = NABLA_CANVAS (object);

  nabla_canvas_ink_finish (&self->ink);
  nabla_canvas_ink_finish (&self->part);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_clear_pointer (&self->drawing, nabla_drawing_free);
  G_OBJECT_CLASS (nabla_canvas_parent_class)->finalize (object);
}

static void
nabla_canvas_class_init (NablaCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = nabla_canvas_finalize;
  G_OBJECT_CLASS (klass)->get_property = nabla_canvas_get_property;
  G_OBJECT_CLASS (klass)->set_property = nabla_canvas_set_property;
  widget_class->snapshot = nabla_canvas_snapshot;
  widget_class->measure = nabla_canvas_measure;
  widget_class->get_request_mode = nabla_canvas_get_request_mode;

  properties[PROP_ERASING] =
      g_param_spec_boolean ("erasing", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
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
  g_autoptr (GdkCursor) cursor = gdk_cursor_new_from_name ("crosshair", NULL);

  self->drawing = nabla_drawing_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor (GTK_WIDGET (self), cursor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Drawing canvas"), -1);
  nabla_canvas_add_input (self);
}

GtkWidget *
nabla_canvas_new (void)
{
  return g_object_new (NABLA_TYPE_CANVAS, NULL);
}

/* What the eraser's ring passes over on its way to a point: ink is as wide as the pen. */
static void
erase_to (NablaCanvas *self, DigitsPoint point)
{
  gboolean gone = nabla_drawing_erase (self->drawing, self->last_x, self->last_y, point.x, point.y,
                                       NABLA_CANVAS_ERASER + NABLA_CANVAS_PEN / 2, !self->erased);

  self->last_x = point.x;
  self->last_y = point.y;
  if (!gone)
    return;
  self->erased = TRUE;
  nabla_canvas_update_picture (self);
  nabla_canvas_dry_all (self);
  changed (self);
}

static void
begin_stroke (NablaCanvas *self, DigitsPoint point)
{
  gboolean had_image = self->picture != NULL;

  nabla_canvas_fit_ink (self);
  if (!nabla_drawing_begin_stroke (self->drawing, point))
    return;
  self->gesture = NABLA_CANVAS_DRAWING;
  if (had_image)
    nabla_canvas_update_picture (self);
  dry_last_point (self);
  changed (self);
}

void
nabla_canvas_begin_gesture (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms,
                            gboolean erase)
{
  gint64 start = g_get_monotonic_time ();
  DigitsPoint point;

  nabla_canvas_end (self);
  point = point_at (self, x, y, pressure, time_ms);
  if (erase) {
    self->gesture = NABLA_CANVAS_ERASING;
    self->erased = FALSE;
    self->last_x = point.x;
    self->last_y = point.y;
    erase_to (self, point);
  } else {
    begin_stroke (self, point);
  }
  self->last_seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

void
nabla_canvas_begin (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  nabla_canvas_begin_gesture (self, x, y, pressure, time_ms, self->erasing);
}

/* FALSE for a pen that rests. A point that the drawing refuses (too many, no memory) is left out:
 * the rest stays as it is. */
static gboolean
add_next (NablaCanvas *self, DigitsPoint point)
{
  const DigitsStrokes *strokes = nabla_drawing_get_strokes (self->drawing);
  const DigitsPoint *last = &strokes->points[strokes->n_points - 1];

  if (point.x == last->x && point.y == last->y)
    return FALSE;
  nabla_canvas_fit_ink (self);
  if (nabla_drawing_add_point (self->drawing, point))
    dry_last_point (self);
  return TRUE;
}

void
nabla_canvas_add_between (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  if (self->gesture == NABLA_CANVAS_DRAWING)
    add_next (self, point_at (self, x, y, pressure, time_ms));
}

void
nabla_canvas_extend (NablaCanvas *self, double x, double y, double pressure, guint32 time_ms)
{
  gint64 start = g_get_monotonic_time ();
  DigitsPoint point;

  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (self->gesture == NABLA_CANVAS_IDLE)
    return;
  point = point_at (self, x, y, pressure, time_ms);
  if (self->gesture == NABLA_CANVAS_ERASING)
    erase_to (self, point);
  else if (add_next (self, point))
    changed (self);
  else
    return;
  self->last_seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
}

/* A stroke of points that lie far apart is drawn anew: its curve is known now. */
static void
end_stroke (NablaCanvas *self)
{
  const DigitsStrokes *strokes = nabla_drawing_get_strokes (self->drawing);
  DigitsStrokes *smooth = digits_strokes_smooth (strokes);

  if (smooth != NULL && smooth->n_points != strokes->n_points)
    nabla_canvas_ink_dry_all (&self->ink, smooth, FALSE);
  else
    nabla_canvas_ink_dry_end (&self->ink, strokes);
  digits_strokes_free (smooth);
}

void
nabla_canvas_end (NablaCanvas *self)
{
  NablaCanvasGesture gesture;

  g_return_if_fail (NABLA_IS_CANVAS (self));

  gesture = self->gesture;
  self->gesture = NABLA_CANVAS_IDLE;
  if (gesture == NABLA_CANVAS_DRAWING)
    end_stroke (self);
  else if (gesture == NABLA_CANVAS_ERASING && nabla_canvas_is_empty (self))
    nabla_canvas_set_erasing (self, FALSE);
  if (gesture != NABLA_CANVAS_IDLE)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
nabla_canvas_undo (NablaCanvas *self)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (nabla_drawing_undo (self->drawing))
    replaced (self);
}

void
nabla_canvas_redo (NablaCanvas *self)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (nabla_drawing_redo (self->drawing))
    replaced (self);
}

void
nabla_canvas_clear (NablaCanvas *self)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (nabla_canvas_is_empty (self))
    return;
  nabla_drawing_clear (self->drawing);
  replaced (self);
}

void
nabla_canvas_set_strokes (NablaCanvas *self, const DigitsStrokes *strokes)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));
  g_return_if_fail (strokes != NULL);

  nabla_drawing_set_strokes (self->drawing, strokes);
  replaced (self);
}

void
nabla_canvas_set_image (NablaCanvas *self, const guint8 *pixels)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));
  g_return_if_fail (pixels != NULL);

  nabla_drawing_set_image (self->drawing, pixels);
  replaced (self);
}

void
nabla_canvas_set_writing (NablaCanvas *self, NablaWriting *writing)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));
  g_return_if_fail (writing != NULL);

  nabla_drawing_set_writing (self->drawing, writing);
  replaced (self);
}

const DigitsStrokes *
nabla_canvas_get_strokes (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), NULL);

  return nabla_drawing_get_strokes (self->drawing);
}

const guint8 *
nabla_canvas_get_image (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), NULL);

  return nabla_drawing_get_image (self->drawing);
}

NablaWriting *
nabla_canvas_get_writing (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), NULL);

  return nabla_drawing_get_writing (self->drawing);
}

gboolean
nabla_canvas_is_empty (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), TRUE);

  return nabla_drawing_is_empty (self->drawing);
}

gboolean
nabla_canvas_can_undo (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), FALSE);

  return nabla_drawing_can_undo (self->drawing);
}

gboolean
nabla_canvas_can_redo (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), FALSE);

  return nabla_drawing_can_redo (self->drawing);
}

void
nabla_canvas_set_erasing (NablaCanvas *self, gboolean erasing)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (self->erasing == !!erasing)
    return;
  self->erasing = !!erasing;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERASING]);
}

gboolean
nabla_canvas_get_erasing (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), FALSE);

  return self->erasing;
}

void
nabla_canvas_set_highlight (NablaCanvas *self, gsize n_points)
{
  g_return_if_fail (NABLA_IS_CANVAS (self));

  if (n_points >= nabla_drawing_get_strokes (self->drawing)->n_points)
    n_points = 0;
  if (n_points == self->highlight)
    return;
  self->highlight = n_points;
  nabla_canvas_ink_finish (&self->part);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
nabla_canvas_get_last_update_seconds (NablaCanvas *self)
{
  g_return_val_if_fail (NABLA_IS_CANVAS (self), 0);

  return self->last_seconds;
}
