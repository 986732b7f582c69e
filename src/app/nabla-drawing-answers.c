/* SPDX-License-Identifier: MIT */
/* Who reads what is drawn, and what is said of it. */
#include "app/nabla-drawing-panel-private.h"

#include <glib/gi18n.h>

#define LONG_NUMBER 5 /* digits that there is room for beside the sentence */
#define MOST_NAMED  4 /* runs whose names there is room for */

static void
set_text (GtkLabel *label, const char *text)
{
  if (strcmp (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

NablaAnswerChip *
nabla_drawing_panel_find_speaker (NablaDrawingPanel *self)
{
  NablaRun *selected = nabla_workbench_get_selected (self->workbench);
  NablaAnswerChip *newest = NULL;

  for (guint i = self->chips->len; i-- > 0;) {
    NablaAnswerChip *chip = g_ptr_array_index (self->chips, i);

    if (!nabla_answer_chip_has_network (chip))
      continue;
    if (nabla_answer_chip_get_run (chip) == selected)
      return chip;
    if (newest == NULL && chip != self->reader)
      newest = chip;
  }
  return newest != NULL ? newest : self->reader;
}

NablaRun *
nabla_drawing_panel_get_speaker (NablaDrawingPanel *self)
{
  NablaAnswerChip *speaker;

  g_return_val_if_fail (NABLA_IS_DRAWING_PANEL (self), NULL);

  speaker = self->workbench != NULL ? nabla_drawing_panel_find_speaker (self) : NULL;
  return speaker != NULL ? nabla_answer_chip_get_run (speaker) : NULL;
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

  if (n_points == 0)
    return g_strdup_printf (_ ("epoch %d"), epoch);
  return g_strdup_printf (_ ("%s · epoch %d"), points, epoch);
}

/* How sure it is, of a number: of the digit that it is least sure of. */
static char *
describe_certainty (NablaDrawingPanel *self, NablaRun *run, int digit, double probability)
{
  int percent = (int) (100 * probability + 0.5);

  if (nabla_drawing_panel_get_number_text (self) != NULL)
    /* Translators: a run's name, a probability in per cent, a digit of the number that it reads */
    return g_strdup_printf (_ ("%s is %d %% sure of the %d, the least sure digit"),
                            nabla_run_get_name (run), percent, digit);
  /* Translators: a run's name and its probability in per cent */
  return g_strdup_printf (_ ("%s is %d %% sure"), nabla_run_get_name (run), percent);
}

/* A number is read out digit by digit, with how sure each is. */
static void
say_guess (NablaDrawingPanel *self, int digit)
{
  const char *number = nabla_drawing_panel_get_number_text (self);
  g_autofree char *one = g_strdup_printf ("%d", digit);
  g_autofree char *each = number != NULL ? nabla_number_describe (self->number) : NULL;
  gboolean is_long = number != NULL && strlen (number) > LONG_NUMBER;

  gtk_label_set_ellipsize (self->guess_label, is_long ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (self->guess_label, is_long ? LONG_NUMBER : -1);
  set_text (self->guess_label, number != NULL ? number : one);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->guess_label),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, each != NULL ? each : "",
                                  -1);
}

static void
show_answer (NablaDrawingPanel *self, NablaAnswerChip *speaker, int digit)
{
  NablaRun *run = nabla_answer_chip_get_run (speaker);
  const double *probabilities = nabla_answer_chip_get_probabilities (speaker);
  g_autofree char *sure = describe_certainty (self, run, digit, probabilities[digit]);
  g_autofree char *detail = describe_input (self, speaker);

  say_guess (self, digit);
  gtk_widget_set_visible (GTK_WIDGET (self->guess_label), TRUE);
  set_text (self->sure_label, sure);
  set_text (self->detail_label, detail);
  /* The sentence about a number takes its line. */
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label),
                          nabla_drawing_panel_get_number_text (self) == NULL);
  nabla_probability_bars_set (self->bars, probabilities, nabla_run_get_color (run));
}

void
nabla_drawing_panel_update_answers (NablaDrawingPanel *self)
{
  const float *input = self->has_input ? self->input : NULL;
  NablaAnswerChip *speaker =
      self->workbench != NULL ? nabla_drawing_panel_find_speaker (self) : NULL;
  gboolean several = self->number->n > 1;
  int digit = -1;

  self->pending = FALSE;
  if (self->number->n > 0)
    nabla_drawing_panel_read_number (self, speaker);
  if (self->workbench == NULL) {
    show_silence (self, NULL);
    nabla_drawing_panel_show_guess (self, -1);
    return;
  }
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
  nabla_drawing_panel_show_guess (self, digit);
  /* Of a number there is no one answer that came about. */
  nabla_drawing_panel_follow_trace (
      self, several ? NULL : speaker,
      digit >= 0 && !several ? nabla_answer_chip_get_probabilities (speaker) : NULL);
}

/* Few runs are shown with their names, two a line; many without. */
void
nabla_drawing_panel_arrange_chips (NablaDrawingPanel *self)
{
  guint n = 0, per_line;

  for (guint i = 0; i < self->chips->len; i++)
    n += gtk_widget_get_visible (g_ptr_array_index (self->chips, i));
  per_line = n <= MOST_NAMED ? 2 : 4;
  for (guint i = 0; i < self->chips->len; i++)
    nabla_answer_chip_set_compact (g_ptr_array_index (self->chips, i), n > MOST_NAMED);
  gtk_flow_box_set_column_spacing (self->chip_box, n <= MOST_NAMED ? 14 : 6);
  gtk_flow_box_set_max_children_per_line (self->chip_box, per_line);
  gtk_flow_box_set_min_children_per_line (self->chip_box, per_line);
  gtk_flow_box_invalidate_filter (self->chip_box);
}

static gboolean
update_in_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaDrawingPanel *self = NABLA_DRAWING_PANEL (widget);

  self->tick = 0;
  nabla_drawing_panel_arrange_chips (self);
  if (self->pending)
    nabla_drawing_panel_update_answers (self);
  return G_SOURCE_REMOVE;
}

/* Many runs publish many networks: answers are brought up to date once a frame, and only while
 * somebody can see them. */
void
nabla_drawing_panel_request_update (NablaDrawingPanel *self)
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

static NablaAnswerChip *
add_chip (NablaDrawingPanel *self, NablaRun *run, guint position)
{
  GtkWidget *chip = nabla_answer_chip_new (run);

  g_ptr_array_insert (self->chips, (int) position, chip);
  gtk_flow_box_insert (self->chip_box, chip, (int) position);
  gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
  g_signal_connect_object (chip, "stale", G_CALLBACK (nabla_drawing_panel_request_update), self,
                           G_CONNECT_SWAPPED);
  return NABLA_ANSWER_CHIP (chip);
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

    add_chip (self, run, i);
  }
  nabla_drawing_panel_arrange_chips (self);
  nabla_drawing_panel_update_answers (self);
}

void
nabla_drawing_panel_show_runs (NablaDrawingPanel *self, GListModel *runs)
{
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (runs_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workbench, "notify::selected",
                           G_CALLBACK (nabla_drawing_panel_request_update), self,
                           G_CONNECT_SWAPPED);
  gtk_flow_box_set_filter_func (self->chip_box, chip_is_shown, NULL, NULL);
  runs_changed (self, 0, 0, g_list_model_get_n_items (runs), runs);
}

void
nabla_drawing_panel_set_reader (NablaDrawingPanel *self, NablaRun *run)
{
  g_return_if_fail (NABLA_IS_DRAWING_PANEL (self));
  g_return_if_fail (NABLA_IS_RUN (run));

  if (self->reader != NULL) {
    guint last = self->chips->len - 1;

    g_signal_handlers_disconnect_by_data (self->reader, self);
    g_ptr_array_remove_index (self->chips, last);
    gtk_flow_box_remove (self->chip_box,
                         GTK_WIDGET (gtk_flow_box_get_child_at_index (self->chip_box, (int) last)));
  }
  self->reader = add_chip (self, run, self->chips->len);
  nabla_drawing_panel_arrange_chips (self);
  nabla_drawing_panel_request_update (self);
}
