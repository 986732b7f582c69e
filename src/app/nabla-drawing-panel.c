/* SPDX-License-Identifier: MIT */
#include "app/nabla-drawing-panel.h"

#include "app/nabla-answer-chip.h"
#include "app/nabla-drawing-input.h"
#include "app/nabla-probability-bars.h"
#include "app/nabla-steps-view.h"

#include <glib/gi18n.h>

struct _NablaDrawingPanel {
  GtkWidget parent_instance;

  GtkWidget *eraser_button;
  NablaCanvas *canvas;
  NablaStepsView *steps;
  GtkLabel *guess_label;
  GtkLabel *sure_label;
  GtkLabel *detail_label;
  NablaProbabilityBars *bars;
  GtkFlowBox *chip_box;

  NablaWorkbench *workbench;
  GPtrArray
      *chips; /* of NablaAnswerChip, in the order of the workbench's runs; owned by chip_box */
  float input[DIGITS_PIXELS];
  gboolean has_input; /* something is drawn; `input` is its image */
  gboolean pending;   /* an answer is out of date */
  guint tick;
};

G_DEFINE_FINAL_TYPE (NablaDrawingPanel, nabla_drawing_panel, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel *label, const char *text)
{
  if (strcmp (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* The selected run's, else the newest's that has a network. */
static NablaAnswerChip *
find_speaker (NablaDrawingPanel *self)
{
  NablaRun *selected = nabla_workbench_get_selected (self->workbench);
  NablaAnswerChip *newest = NULL;

  for (guint i = self->chips->len; i-- > 0;) {
    NablaAnswerChip *chip = g_ptr_array_index (self->chips, i);

    if (!nabla_answer_chip_has_network (chip))
      continue;
    if (nabla_answer_chip_get_run (chip) == selected)
      return chip;
    if (newest == NULL)
      newest = chip;
  }
  return newest;
}

static void
show_silence (NablaDrawingPanel *self, NablaAnswerChip *speaker)
{
  g_autofree char *text = NULL;

  if (speaker == NULL)
    text = g_strdup (_ ("Train a network, and it will read what you draw"));
  else
    /* Translators: %s is the name of a run */
    text = g_strdup_printf (_ ("%s will read what you draw"),
                            nabla_run_get_name (nabla_answer_chip_get_run (speaker)));
  set_text (self->guess_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->guess_label), FALSE);
  set_text (self->sure_label, text);
  set_text (self->detail_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), FALSE);
  nabla_probability_bars_set (self->bars, NULL, -1);
}

/* What was read by which network. */
static char *
describe_input (NablaDrawingPanel *self, NablaAnswerChip *speaker)
{
  gsize n_points = nabla_canvas_get_strokes (self->canvas)->n_points;
  int epoch = nabla_answer_chip_get_epoch (speaker);
  g_autofree char *points =
      g_strdup_printf (ngettext ("after %zu point", "after %zu points", n_points), n_points);

  if (nabla_canvas_get_image (self->canvas) != NULL)
    return g_strdup_printf (_ ("epoch %d"), epoch);
  return g_strdup_printf (_ ("%s · epoch %d"), points, epoch);
}

static void
show_answer (NablaDrawingPanel *self, NablaAnswerChip *speaker, int digit)
{
  NablaRun *run = nabla_answer_chip_get_run (speaker);
  const double *probabilities = nabla_answer_chip_get_probabilities (speaker);
  g_autofree char *guess = g_strdup_printf ("%d", digit);
  /* Translators: a run's name and its probability in per cent */
  g_autofree char *sure = g_strdup_printf (_ ("%s is %d %% sure"), nabla_run_get_name (run),
                                           (int) (100 * probabilities[digit] + 0.5));
  g_autofree char *detail = describe_input (self, speaker);

  set_text (self->guess_label, guess);
  gtk_widget_set_visible (GTK_WIDGET (self->guess_label), TRUE);
  set_text (self->sure_label, sure);
  set_text (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), TRUE);
  nabla_probability_bars_set (self->bars, probabilities, nabla_run_get_color (run));
}

/* Asks all shown runs and the one that speaks. */
static void
update_answers (NablaDrawingPanel *self)
{
  const float *input = self->has_input ? self->input : NULL;
  NablaAnswerChip *speaker;
  int digit = -1;

  self->pending = FALSE;
  if (self->workbench == NULL)
    return;
  speaker = find_speaker (self);
  for (guint i = 0; i < self->chips->len; i++) {
    NablaAnswerChip *chip = g_ptr_array_index (self->chips, i);

    if (chip == speaker)
      digit = nabla_answer_chip_ask (chip, input);
    else if (nabla_run_get_shown (nabla_answer_chip_get_run (chip)))
      nabla_answer_chip_ask (chip, input);
  }
  if (digit < 0)
    show_silence (self, speaker);
  else
    show_answer (self, speaker, digit);
}

/* What the networks see of what is on the canvas: an image as it is, strokes as the switch says. */
static void
update_input (NablaDrawingPanel *self)
{
  const DigitsStrokes *strokes = nabla_canvas_get_strokes (self->canvas);
  const guint8 *image = nabla_canvas_get_image (self->canvas);
  gboolean normalise = image == NULL && nabla_steps_view_get_normalise (self->steps);
  DigitsNormalised normalised;
  guint8 shrunk[DIGITS_PIXELS];
  const guint8 *seen = image;

  if (image == NULL && !digits_strokes_is_empty (strokes)) {
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

static void
update_actions (NablaDrawingPanel *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean empty = nabla_canvas_is_empty (self->canvas);

  gtk_widget_action_set_enabled (widget, "drawing.erase", !empty);
  gtk_widget_action_set_enabled (widget, "drawing.clear", !empty);
  gtk_widget_action_set_enabled (widget, "drawing.undo", nabla_canvas_can_undo (self->canvas));
  gtk_widget_action_set_enabled (widget, "drawing.redo", nabla_canvas_can_redo (self->canvas));
  gtk_widget_set_sensitive (self->eraser_button, !empty);
}

/* Runs inside the handler of the motion event: what it sets is painted in the same frame. */
static void
canvas_changed (NablaDrawingPanel *self)
{
  update_input (self);
  update_actions (self);
  update_answers (self);
}

static void
normalise_changed (NablaDrawingPanel *self)
{
  update_input (self);
  update_answers (self);
}

static gboolean
update_in_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);

  self->tick = 0;
  gtk_flow_box_invalidate_filter (self->chip_box);
  if (self->pending)
    update_answers (self);
  return G_SOURCE_REMOVE;
}

/* Many runs publish many networks: answers are brought up to date once a frame, and only while
 * somebody can see them. */
static void
request_update (NablaDrawingPanel *self)
{
  self->pending = TRUE;
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), update_in_frame, NULL, NULL);
}

static gboolean
chip_is_shown (GtkFlowBoxChild *child, gpointer data)
{
  return gtk_widget_get_visible (gtk_flow_box_child_get_child (child));
}

static void
runs_changed (NablaDrawingPanel *self, guint position, guint removed, guint added, GListModel *runs)
{
  for (guint i = 0; i < removed; i++) {
    NablaAnswerChip *chip = g_ptr_array_index (self->chips, position);

    g_signal_handlers_disconnect_by_data (chip, self);
    g_ptr_array_remove_index (self->chips, position);
    gtk_flow_box_remove (self->chip_box, GTK_WIDGET (gtk_flow_box_get_child_at_index (
                                             self->chip_box, (int) position)));
  }
  for (guint i = position; i < position + added; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    GtkWidget *chip = nabla_answer_chip_new (run);

    g_ptr_array_insert (self->chips, (int) i, chip);
    gtk_flow_box_insert (self->chip_box, chip, (int) i);
    gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
    g_signal_connect_object (chip, "stale", G_CALLBACK (request_update), self, G_CONNECT_SWAPPED);
  }
  update_answers (self);
}

static void
nabla_drawing_panel_map (GtkWidget *widget)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);

  GTK_WIDGET_CLASS (nabla_drawing_panel_parent_class)->map (widget);
  gtk_flow_box_invalidate_filter (self->chip_box);
  if (self->pending)
    update_answers (self);
}

static void
nabla_drawing_panel_unmap (GtkWidget *widget)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
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
clear_drawing (GtkWidget *widget, const char *action, GVariant *parameter)
{
  nabla_canvas_clear (NABLA_DRAWING_PANEL (widget)->canvas);
}

static void
nabla_drawing_panel_dispose (GObject *object)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->chips, g_ptr_array_unref);
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

  g_type_ensure (NABLA_TYPE_CANVAS);
  g_type_ensure (NABLA_TYPE_STEPS_VIEW);
  g_type_ensure (NABLA_TYPE_PROBABILITY_BARS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-drawing-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, eraser_button);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, canvas);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, guess_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, sure_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, detail_label);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, bars);
  gtk_widget_class_bind_template_child (widget_class, NablaDrawingPanel, chip_box);
  gtk_widget_class_bind_template_child_full (widget_class, "undo_button", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "redo_button", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, canvas_changed);
  gtk_widget_class_bind_template_callback (widget_class, normalise_changed);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "drawingpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "drawing.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "drawing.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "drawing.erase", NULL, toggle_eraser);
  gtk_widget_class_install_action (widget_class, "drawing.clear", NULL, clear_drawing);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "drawing.undo",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "drawing.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, 0, "drawing.erase", NULL);
}

static void
nabla_drawing_panel_init (NablaDrawingPanel *self)
{
  self->chips = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_flow_box_set_filter_func (self->chip_box, chip_is_shown, NULL, NULL);
  update_actions (self);
  show_silence (self, NULL);
}

GtkWidget *
nabla_drawing_panel_new (void)
{
  return g_object_new (NABLA_TYPE_DRAWING_PANEL, NULL);
}

void
nabla_drawing_panel_set_workbench (NablaDrawingPanel *self, NablaWorkbench *workbench)
{
  GListModel *runs;

  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  runs = nabla_workbench_get_runs (workbench);
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (runs_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (request_update), self,
                           G_CONNECT_SWAPPED);
  runs_changed (self, 0, 0, g_list_model_get_n_items (runs), runs);
}

void
nabla_drawing_panel_set_image (NablaDrawingPanel *self, const guint8 *pixels)
{
  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (pixels != NULL);

  nabla_canvas_set_image (self->canvas, pixels);
}

NablaCanvas *
nabla_drawing_panel_get_canvas (NablaDrawingPanel *self)
{
  g_return_val_if_fail (NABLA_IS_DRAWING_PANEL (self), NULL);

  return self->canvas;
}

double
nabla_drawing_panel_get_last_update_seconds (NablaDrawingPanel *self)
{
  g_return_val_if_fail (NABLA_IS_DRAWING_PANEL (self), 0);

  return nabla_canvas_get_last_update_seconds (self->canvas);
}
