/* SPDX-License-Identifier: MIT */
#include "app/nabla-digits-page.h"

#include "app/nabla-count.h"
#include "app/nabla-digits-page-private.h"
#include "app/nabla-digits-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define READING_INTERVAL 500 /* ms between two predictions of the whole part */

G_DEFINE_FINAL_TYPE (NablaDigitsPage, nabla_digits_page, GTK_TYPE_WIDGET)

/* "1,234 of 10,000 · 312 wrong" */
static void
show_summary (NablaDigitsPage *self)
{
  guint n = nabla_digit_list_get_length (self->digits);
  gsize n_all = nabla_digit_list_get_part (self->digits).n;
  g_autofree char *shown = nabla_count_to_text (n);
  g_autofree char *all = nabla_count_to_text (n_all);
  g_autofree char *wrong = nabla_count_to_text (nabla_digit_list_get_n_wrong (self->digits));
  g_autofree char *count = NULL, *text = NULL;

  count = n == n_all ? g_strdup_printf (ngettext ("%s image", "%s images", n_all), all)
                     /* Translators: "1,234 of 10,000" images */
                     : g_strdup_printf (_ ("%s of %s"), shown, all);
  if (nabla_digit_list_get_prediction (self->digits) != NULL)
    /* Translators: "10,000 images · 457 wrong" */
    text = g_strdup_printf (_ ("%s · %s wrong"), count, wrong);
  nabla_digit_filters_set_summary (self->filters, text != NULL ? text : count);
}

/* What is said of the part as a whole. */
static void
show_measures (NablaDigitsPage *self)
{
  NablaPrediction *prediction = nabla_digit_list_get_prediction (self->digits);
  const NablaConfusion *confusion = prediction != NULL ? &prediction->confusion : NULL;
  NablaRun *run = nabla_workbench_get_selected (self->workbench);

  if (confusion != NULL) {
    nabla_confusion_view_set (self->confusion, confusion);
  } else {
    const char *title, *description;

    nabla_digits_words_unread (run, self->failure, &title, &description);
    nabla_confusion_view_set_empty (self->confusion, title, description);
  }
  nabla_averages_view_set_network (
      self->averages, confusion != NULL ? nabla_confusion_get_accuracy (confusion) : NAN,
      run != NULL ? nabla_run_get_color (run) : -1);
}

void
nabla_digits_page_show (NablaDigitsPage *self)
{
  gboolean none = nabla_digit_list_get_length (self->digits) == 0;

  if (self->workbench == NULL)
    return;
  gtk_widget_set_visible (self->bar, !self->looking);
  gtk_stack_set_visible_child_name (self->stack, nabla_digits_page_get_data_set (self) == NULL &&
                                                         !nabla_digits_page_shows_own (self)
                                                     ? "loading"
                                                 : self->looking ? "details"
                                                                 : "browse");
  nabla_digits_page_show_own_bar (self);
  /* What was there stays until the list is. */
  if (nabla_digit_list_is_pending (self->digits))
    return;
  if (none)
    nabla_digits_words_none (self->none_page, self->digits, nabla_digits_page_shows_own (self),
                             nabla_workbench_get_selected (self->workbench), self->failure);
  gtk_stack_set_visible_child_name (self->images, none ? "none" : "digits");
  show_summary (self);
  show_measures (self);
}

static void
prediction_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaDigitsPage) self = data;
  g_autoptr (GError) error = NULL;
  NablaPrediction *prediction = nabla_prediction_make_finish (result, &error);

  /* A cancelled one has a successor, or there is nobody left to show it. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (self->outdated && self->reading != NULL)
    nabla_throttle_request (self->reading);
  self->outdated = FALSE;
  g_clear_pointer (&self->failure, g_free);
  if (prediction != NULL) {
    nabla_digit_list_set_prediction (self->digits, prediction);
  } else {
    self->failure = g_strdup (error->message);
    nabla_digits_page_show (self);
  }
}

/* Asks the newest network, on another thread. */
static void
read_part (gpointer data)
{
  NablaDigitsPage *self = data;
  NablaRun *run = nabla_workbench_get_selected (self->workbench);
  NablaDataSet *data_set = nabla_digits_page_get_data_set (self);
  NnNetwork *network;

  if (self->cancellable != NULL) {
    self->outdated = TRUE;
    return;
  }
  if (run == NULL || data_set == NULL || nabla_digit_list_get_part (self->digits).n == 0)
    return;
  network = nabla_run_ref_snapshot (run);
  if (network == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  nabla_prediction_make_async (network, data_set, nabla_digits_page_get_kind (self),
                               (NnCost) nabla_run_get_hyper_parameters (run)->cost,
                               self->cancellable, prediction_made, g_object_ref (self));
  nn_network_unref (network);
}

static void
request_reading (NablaDigitsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    nabla_throttle_request (self->reading);
}

static void
show_color (NablaDigitsPage *self)
{
  NablaRun *run = nabla_workbench_get_selected (self->workbench);

  nabla_digit_details_set_color (self->details, run != NULL ? nabla_run_get_color (run) : -1);
}

/* Other digits or another run: what was read is no longer about what is shown. */
void
nabla_digits_page_start_over (NablaDigitsPage *self)
{
  NablaDataSet *data_set = nabla_digits_page_get_data_set (self);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->outdated = FALSE;
  g_clear_pointer (&self->failure, g_free);
  nabla_digit_list_set_part (self->digits, data_set, nabla_digits_page_get_kind (self));
  nabla_averages_view_set_part (self->averages, data_set, nabla_digits_page_get_kind (self));
  g_signal_group_set_target (self->run_signals, nabla_workbench_get_selected (self->workbench));
  nabla_digit_list_set_prediction (self->digits, NULL);
  show_color (self);
  nabla_digits_page_show (self);
  request_reading (self);
}

static void
part_chosen (NablaDigitsPage *self)
{
  if (self->workbench != NULL)
    nabla_digits_page_start_over (self);
}

static void
data_set_changed (NablaDigitsPage *self)
{
  if (nabla_digits_page_shows_own (self))
    return;
  self->looking = FALSE;
  nabla_digits_page_start_over (self);
}

static void
image_activated (NablaDigitsPage *self, guint position)
{
  nabla_digit_details_open (self->details, nabla_digit_list_get_index (self->digits, position));
  self->looking = TRUE;
  nabla_digits_page_show (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

/* The images of a cell of the matrix. */
static void
cell_activated (NablaDigitsPage *self, int digit, int answer)
{
  NablaImageChoice choice = *nabla_digit_filters_get_choice (self->filters);

  choice.digit = digit;
  choice.answer = answer;
  choice.verdict = NABLA_VERDICT_ANY;
  nabla_digit_filters_set_choice (self->filters, &choice);
  gtk_stack_set_visible_child_name (self->views, "images");
  nabla_digit_grid_go_to (self->grid, 0);
}

/* Back to the grid, where the image is. */
static void
details_closed (NablaDigitsPage *self)
{
  guint position;

  self->looking = FALSE;
  nabla_digits_page_show (self);
  nabla_digit_list_find (self->digits, nabla_digit_details_get_index (self->details), &position);
  nabla_digit_grid_reveal (self->grid, position);
}

static void
choice_changed (NablaDigitsPage *self)
{
  nabla_digit_grid_begin (self->grid);
  nabla_digit_list_set_choice (self->digits, nabla_digit_filters_get_choice (self->filters));
}

/* Whoever asks for an image gets it, whatever is left out. */
static void
jump (NablaDigitsPage *self, guint index)
{
  gsize n = nabla_digit_list_get_part (self->digits).n;
  guint position;

  if (n == 0)
    return;
  index = MIN (index, (guint) n - 1);
  if (!nabla_digit_list_find (self->digits, index, &position)) {
    nabla_digit_filters_set_choice (self->filters, &NABLA_IMAGE_CHOICE_ALL);
    nabla_digit_list_find (self->digits, index, &position);
  }
  nabla_digit_grid_go_to (self->grid, position);
}

/* Shortcuts of the page, wherever the focus is, as long as it is shown. */
static gboolean
focus_jump (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || NABLA_DIGITS_PAGE (widget)->looking)
    return FALSE;
  gtk_stack_set_visible_child_name (NABLA_DIGITS_PAGE (widget)->views, "images");
  nabla_digit_filters_focus_jump (NABLA_DIGITS_PAGE (widget)->filters);
  return TRUE;
}

static gboolean
toggle_worst (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaDigitsPage *self = NABLA_DIGITS_PAGE (widget);
  NablaImageChoice choice = *nabla_digit_filters_get_choice (self->filters);

  if (!gtk_widget_get_mapped (widget) || self->looking)
    return FALSE;
  gtk_stack_set_visible_child_name (self->views, "images");
  choice.sort = choice.sort == NABLA_SORT_WORST ? NABLA_SORT_INDEX : NABLA_SORT_WORST;
  nabla_digit_filters_set_choice (self->filters, &choice);
  return TRUE;
}

/* Argument: which view, from the left. */
static gboolean
show_view (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  NablaDigitsPage *self = NABLA_DIGITS_PAGE (widget);
  static const char *const views[] = { "images", "confusion", "averages" };

  if (!gtk_widget_get_mapped (widget) || self->looking)
    return FALSE;
  gtk_stack_set_visible_child_name (self->views, views[g_variant_get_int32 (arguments)]);
  if (g_variant_get_int32 (arguments) == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->views), GTK_DIR_TAB_FORWARD);
  return TRUE;
}

static void
add_shortcuts (NablaDigitsPage *self)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    GtkShortcutFunc run;
    int argument;
  } shortcuts[] = { { GDK_KEY_j, GDK_CONTROL_MASK, focus_jump, 0 },
                    { GDK_KEY_b, GDK_CONTROL_MASK, toggle_worst, 0 },
                    { GDK_KEY_1, GDK_ALT_MASK, show_view, 0 },
                    { GDK_KEY_2, GDK_ALT_MASK, show_view, 1 },
                    { GDK_KEY_3, GDK_ALT_MASK, show_view, 2 } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new_with_arguments (
            gtk_keyval_trigger_new (shortcuts[i].key, shortcuts[i].modifiers),
            gtk_callback_action_new (shortcuts[i].run, NULL, NULL), "i", shortcuts[i].argument));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
nabla_digits_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_digits_page_parent_class)->map (widget);
  request_reading (NABLA_DIGITS_PAGE (widget));
}

static void
nabla_digits_page_dispose (GObject *object)
{
  NablaDigitsPage *self = NABLA_DIGITS_PAGE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->reading, nabla_throttle_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->looked);
  g_clear_object (&self->own);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_digits_page_parent_class)->dispose (object);
}

static void
nabla_digits_page_finalize (GObject *object)
{
  g_clear_object (&NABLA_DIGITS_PAGE (object)->digits);
  g_free (NABLA_DIGITS_PAGE (object)->failure);
  G_OBJECT_CLASS (nabla_digits_page_parent_class)->finalize (object);
}

static void
nabla_digits_page_class_init (NablaDigitsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = nabla_digits_page_dispose;
  object_class->finalize = nabla_digits_page_finalize;
  widget_class->map = nabla_digits_page_map;

  g_type_ensure (NABLA_TYPE_AVERAGES_VIEW);
  g_type_ensure (NABLA_TYPE_CONFUSION_VIEW);
  g_type_ensure (NABLA_TYPE_DIGIT_DETAILS);
  g_type_ensure (NABLA_TYPE_DIGIT_FILTERS);
  g_type_ensure (NABLA_TYPE_DIGIT_GRID);
  g_type_ensure (NABLA_TYPE_OWN_BAR);
  g_type_ensure (NABLA_TYPE_STYLE_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "digitspage");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-digits-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, part_choice);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, style);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, views);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, images);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, none_page);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, grid);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, confusion);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, averages);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, details);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, own_bar);
  gtk_widget_class_bind_template_callback (widget_class, part_chosen);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed);
  gtk_widget_class_bind_template_callback (widget_class, jump);
  gtk_widget_class_bind_template_callback (widget_class, image_activated);
  gtk_widget_class_bind_template_callback (widget_class, cell_activated);
  gtk_widget_class_bind_template_callback (widget_class, details_closed);
  gtk_widget_class_bind_template_callback (widget_class, nabla_digits_page_show_own_bar);
  gtk_widget_class_bind_template_callback (widget_class, nabla_digits_page_label_own);
  gtk_widget_class_bind_template_callback (widget_class, nabla_digits_page_remove_own);
  nabla_digits_page_add_own_keys (widget_class);
}

static void
nabla_digits_page_init (NablaDigitsPage *self)
{
  self->digits = nabla_digit_list_new ();
  self->reading = nabla_throttle_new (READING_INTERVAL, read_part, self);
  self->run_signals = g_signal_group_new (NABLA_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "snapshot", G_CALLBACK (request_reading),
                                  self);
  g_signal_group_connect_swapped (self->run_signals, "finished", G_CALLBACK (request_reading),
                                  self);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcuts (self);
  g_signal_connect_object (self->digits, "changed", G_CALLBACK (nabla_digits_page_show), self,
                           G_CONNECT_SWAPPED);
  g_signal_group_connect_swapped (self->run_signals, "notify::color", G_CALLBACK (show_color),
                                  self);
  nabla_digit_grid_set_list (self->grid, self->digits);
  nabla_digit_details_set_list (self->details, self->digits);
}

GtkWidget *
nabla_digits_page_new (void)
{
  return g_object_new (NABLA_TYPE_DIGITS_PAGE, NULL);
}

void
nabla_digits_page_set_workbench (NablaDigitsPage *self, NablaWorkbench *workbench)
{
  g_return_if_fail (NABLA_IS_DIGITS_PAGE (self));
  g_return_if_fail (NABLA_IS_WORKBENCH (workbench));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  nabla_style_button_set_workbench (self->style, workbench);
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (data_set_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (nabla_digits_page_start_over),
                           self, G_CONNECT_SWAPPED);
  nabla_digits_page_start_over (self);
}
