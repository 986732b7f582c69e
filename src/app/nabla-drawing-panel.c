/* SPDX-License-Identifier: MIT */
#include "app/nabla-drawing-panel.h"

#include "app/nabla-drawing-input.h"
#include "app/nabla-drawing-panel-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (NablaDrawingPanel, nabla_drawing_panel, GTK_TYPE_WIDGET)

enum { SAY, KEPT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What the networks see of what is on the canvas: an image as it is, strokes and pictures as the
 * switch says. */
static void
update_input (NablaDrawingPanel *self)
{
  const DigitsStrokes *strokes = nabla_canvas_get_strokes (self->canvas);
  const guint8 *image = nabla_canvas_get_image (self->canvas);
  NablaWriting *writing = nabla_canvas_get_writing (self->canvas);
  gboolean normalise = image == NULL && nabla_steps_view_get_normalise (self->steps);
  DigitsNormalised normalised;
  guint8 shrunk[DIGITS_PIXELS];
  const guint8 *seen = image;

  self->has_input = TRUE;
  if (nabla_drawing_panel_find_number (self))
    return; /* who speaks reads it, and then it is known which digit is shown */
  if (writing != NULL && !normalise) {
    nabla_drawing_panel_shrink_writing (writing, shrunk, DIGITS_SIDE);
    seen = shrunk;
  } else if (image == NULL && !digits_strokes_is_empty (strokes)) {
    if (!normalise)
      nabla_drawing_shrink (strokes, shrunk, DIGITS_SIDE);
    if (!normalise || nabla_drawing_normalise (strokes, &normalised))
      seen = normalise ? normalised.pixels : shrunk;
  }
  self->has_input = seen != NULL;
  if (seen != NULL)
    nabla_drawing_fill_input (seen, self->input);
  nabla_steps_view_set (self->steps, image == NULL ? strokes : NULL, normalise ? &normalised : NULL,
                        seen);
}

gboolean
nabla_drawing_panel_read_strokes (NablaDrawingPanel *self, const DigitsStrokes *strokes,
                                  float *input)
{
  DigitsNormalised normalised;
  guint8 shrunk[DIGITS_PIXELS];

  if (!nabla_steps_view_get_normalise (self->steps)) {
    nabla_drawing_shrink (strokes, shrunk, DIGITS_SIDE);
    nabla_drawing_fill_input (shrunk, input);
    return TRUE;
  }
  if (!nabla_drawing_normalise (strokes, &normalised))
    return FALSE;
  nabla_drawing_fill_input (normalised.pixels, input);
  return TRUE;
}

static void
update_actions (NablaDrawingPanel *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean empty = nabla_canvas_is_empty (self->canvas);

  gtk_widget_action_set_enabled (widget, "drawing.erase", !empty);
  gtk_widget_action_set_enabled (widget, "drawing.clear", !empty);
  gtk_widget_action_set_enabled (widget, "drawing.save", !empty);
  gtk_widget_action_set_enabled (widget, "drawing.copy", !empty);
  gtk_widget_action_set_enabled (widget, "drawing.undo", nabla_canvas_can_undo (self->canvas));
  gtk_widget_action_set_enabled (widget, "drawing.redo", nabla_canvas_can_redo (self->canvas));
  gtk_widget_set_sensitive (self->eraser_button, !empty);
}

/* Runs inside the handler of the motion event: what it sets is painted in the same frame. */
static void
canvas_changed (NablaDrawingPanel *self)
{
  nabla_drawing_panel_stop_reading (self);
  nabla_drawing_panel_forget_kept (self);
  update_input (self);
  update_actions (self);
  nabla_drawing_panel_update_answers (self);
}

static void
normalise_changed (NablaDrawingPanel *self)
{
  update_input (self);
  nabla_drawing_panel_update_answers (self);
}

static void
trace_toggled (NablaDrawingPanel *self)
{
  gboolean trace = gtk_toggle_button_get_active (self->trace_button);

  gtk_stack_set_visible_child (self->answer_stack,
                               trace ? GTK_WIDGET (self->trace_view) : GTK_WIDGET (self->bars));
  nabla_drawing_panel_show_trace (self);
}

/* What was there at the moment that the trace reads out. */
static void
trace_read_out (NablaDrawingPanel *self)
{
  guint64 points;

  g_object_get (self->trace_view, "points", &points, NULL);
  nabla_canvas_set_highlight (self->canvas, (gsize) points);
}

static void
nabla_drawing_panel_map (GtkWidget *widget)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);

  GTK_WIDGET_CLASS (nabla_drawing_panel_parent_class)->map (widget);
  nabla_drawing_panel_arrange_chips (self);
  if (self->pending)
    nabla_drawing_panel_update_answers (self);
  nabla_drawing_panel_show_trace (self);
}

static void
nabla_drawing_panel_unmap (GtkWidget *widget)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  nabla_drawing_panel_rest_trace (self);
  GTK_WIDGET_CLASS (nabla_drawing_panel_parent_class)->unmap (widget);
}

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_canvas_undo (NABLA_DRAWING_PANEL (widget)->canvas);
}

static void
redo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_canvas_redo (NABLA_DRAWING_PANEL (widget)->canvas);
}

static void
toggle_eraser (GtkWidget *widget, const char *action, GVariant *parameter)
{
  NablaCanvas *canvas = NABLA_DRAWING_PANEL (widget)->canvas;

  nabla_canvas_set_erasing (canvas, !nabla_canvas_get_erasing (canvas));
}

static void
toggle_trace (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkToggleButton *button = NABLA_DRAWING_PANEL (widget)->trace_button;

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
clear_drawing (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_canvas_clear (NABLA_DRAWING_PANEL (widget)->canvas);
}

static void
cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_drawing_panel_stop_reading (NABLA_DRAWING_PANEL (widget));
}

static void
nabla_drawing_panel_dispose (GObject *object)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (object);
  GtkWidget *child;

  nabla_drawing_panel_stop_reading (self);
  if (self->trace != NULL)
    nabla_drawing_panel_end_trace (self);
  nabla_drawing_panel_end_teaching (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->chips, g_ptr_array_unref);
  g_clear_pointer (&self->number, g_free);
  g_clear_object (&self->chooser);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_drawing_panel_parent_class)->dispose (object);
}

static void
nabla_drawing_panel_class_init (NablaDrawingPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = nabla_drawing_panel_dispose;
  widget_class->map = nabla_drawing_panel_map;
  widget_class->unmap = nabla_drawing_panel_unmap;

  signals[SAY] = g_signal_new ("say", NABLA_TYPE_DRAWING_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[KEPT] = g_signal_new ("kept", NABLA_TYPE_DRAWING_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, NABLA_TYPE_OWN_DIGIT, G_TYPE_INT);

  g_type_ensure (NABLA_TYPE_CANVAS);
  g_type_ensure (NABLA_TYPE_STEPS_VIEW);
  g_type_ensure (NABLA_TYPE_PROBABILITY_BARS);
  g_type_ensure (NABLA_TYPE_TRACE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-drawing-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, eraser_button);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, canvas);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, reading_spinner);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, guess_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, sure_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, detail_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, teach_line);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, wrong_button);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, wrong_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, several_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, learn_button);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, bars);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, answer_stack);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, trace_button);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, trace_view);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, chip_box);
  gtk_widget_class_bind_template_child_full (widget_class, "undo_button", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "redo_button", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, canvas_changed);
  gtk_widget_class_bind_template_callback (widget_class, normalise_changed);
  gtk_widget_class_bind_template_callback (widget_class, trace_toggled);
  gtk_widget_class_bind_template_callback (widget_class, trace_read_out);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "drawingpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "drawing.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "drawing.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "drawing.erase", NULL, toggle_eraser);
  gtk_widget_class_install_action (widget_class, "drawing.trace", NULL, toggle_trace);
  gtk_widget_class_install_action (widget_class, "drawing.save", NULL,
                                   nabla_drawing_panel_ask_where_to_save);
  gtk_widget_class_install_action (widget_class, "drawing.open", NULL,
                                   nabla_drawing_panel_ask_what_to_open);
  gtk_widget_class_install_action (widget_class, "drawing.clear", NULL, clear_drawing);
  gtk_widget_class_install_action (widget_class, "drawing.copy", NULL, nabla_drawing_panel_copy);
  gtk_widget_class_install_action (widget_class, "drawing.paste", NULL, nabla_drawing_panel_paste);
  gtk_widget_class_install_action (widget_class, "drawing.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "drawing.keep", "i", nabla_drawing_panel_keep);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "drawing.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "drawing.paste",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "drawing.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "drawing.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "drawing.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, 0, "drawing.erase", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "drawing.trace", NULL);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + (guint) digit, 0, "drawing.keep",
                                         "i", digit);
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + (guint) digit, 0,
                                         "drawing.keep", "i", digit);
  }
}

static void
nabla_drawing_panel_init (NablaDrawingPanel *self)
{
  self->chips = g_ptr_array_new ();
  self->number = g_new0 (NablaNumber, 1);
  nabla_drawing_panel_begin_trace (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  nabla_drawing_panel_begin_teaching (self);
  nabla_drawing_panel_add_drop (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "drawing.cancel", FALSE);
  update_actions (self);
  nabla_drawing_panel_update_answers (self);
}

GtkWidget *
nabla_drawing_panel_new (void)
{
  return g_object_new (NABLA_TYPE_DRAWING_PANEL, NULL);
}

void
nabla_drawing_panel_set_workbench (NablaDrawingPanel *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  nabla_drawing_panel_show_runs (self, nabla_workbench_get_runs (workbench));
}

void
nabla_drawing_panel_say (NablaDrawingPanel *self, const char *sentence)
{
  g_signal_emit (self, signals[SAY], 0, sentence);
}

void
nabla_drawing_panel_set_image (NablaDrawingPanel *self, const guint8 *pixels)
{
  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (pixels != NULL);

  nabla_canvas_set_image (self->canvas, pixels);
}

void
nabla_drawing_panel_tell_kept (NablaDrawingPanel *self, NablaOwnDigit *digit, int before)
{
  g_signal_emit (self, signals[KEPT], 0, digit, before);
}

double
nabla_drawing_panel_get_last_update_seconds (NablaDrawingPanel *self)
{
  g_return_val_if_fail (NABLA_IS_DRAWING_PANEL (self), 0);

  return nabla_canvas_get_last_update_seconds (self->canvas);
}
