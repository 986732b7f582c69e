/* SPDX-License-Identifier: MIT */
#include "app/nabla-digits-page.h"

#include "app/nabla-digit-grid.h"
#include "app/nabla-throttle.h"

#include <glib/gi18n.h>

#define READING_INTERVAL 500 /* ms between two predictions of the whole part */

struct _NablaDigitsPage {
  GtkWidget parent_instance;

  GtkDropDown *part_choice;
  GtkToggleButton *wrong_toggle;
  GtkSpinButton *jump;
  GtkLabel *summary;
  GtkStack *stack;
  AdwStatusPage *none_page;
  NablaDigitGrid *grid;

  NablaWorkbench *workbench;
  GSignalGroup *run_signals; /* of the selected run */
  NablaDigitList *digits;
  NablaThrottle *reading;
  GCancellable *cancellable; /* of the prediction under way; NULL for none */
  gboolean outdated;         /* a newer network came during it */
};

G_DEFINE_FINAL_TYPE (NablaDigitsPage, nabla_digits_page, GTK_TYPE_WIDGET)

/* "9,543" */
static char *
grouped (gsize number)
{
  g_autofree char *digits = g_strdup_printf ("%zu", number);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append_c (text, ',');
    g_string_append_c (text, digits[i]);
  }
  return g_string_free (text, FALSE);
}

static void
show_summary (NablaDigitsPage *self)
{
  const NablaPrediction *prediction = nabla_digit_list_get_prediction (self->digits);
  gsize n = nabla_digit_list_get_part (self->digits).n;
  g_autofree char *all = grouped (n);
  g_autofree char *text = NULL;

  if (prediction != NULL) {
    g_autofree char *right = grouped (prediction->n - prediction->n_wrong);
    g_autofree char *wrong = grouped (prediction->n_wrong);

    /* Translators: "9,543 of 10,000 right · 457 wrong" */
    text = g_strdup_printf (_ ("%s of %s right · %s wrong"), right, all, wrong);
  } else {
    text = g_strdup_printf (ngettext ("%s digit", "%s digits", n), all);
  }
  gtk_label_set_label (self->summary, text);
}

/* What the page shows where it has no digit to show. */
static void
show_none (NablaDigitsPage *self)
{
  const char *title = _ ("Nothing Wrong"), *description = NULL;

  if (nabla_digit_list_get_part (self->digits).n == 0) {
    title = _ ("No Digits");
    description = _ ("This part of the data set is empty.");
  } else if (nabla_digit_list_get_prediction (self->digits) != NULL) {
    description = _ ("The network reads every digit of this part as labelled.");
  } else if (nabla_workbench_get_selected (self->workbench) == NULL) {
    title = _ ("Nobody Has Read Them");
    description = _ ("Train a network, and the digits that it gets wrong appear here.");
  } else {
    title = _ ("Reading…");
  }
  adw_status_page_set_title (self->none_page, title);
  adw_status_page_set_description (self->none_page, description);
}

static void
show_page (NablaDigitsPage *self)
{
  const char *page = "digits";

  if (nabla_workbench_get_data_set (self->workbench) == NULL) {
    page = "loading";
  } else if (nabla_digit_list_get_length (self->digits) == 0) {
    page = "none";
    show_none (self);
  }
  gtk_stack_set_visible_child_name (self->stack, page);
  show_summary (self);
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
  if (prediction != NULL) {
    nabla_digit_list_set_prediction (self->digits, prediction);
    show_page (self);
  } else {
    gtk_label_set_label (self->summary, error->message);
  }
}

/* Asks the newest network, on another thread. */
static void
read_part (gpointer data)
{
  NablaDigitsPage *self = data;
  NablaRun *run = nabla_workbench_get_selected (self->workbench);
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
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
  nabla_prediction_make_async (network, data_set,
                               (DigitsPartKind) gtk_drop_down_get_selected (self->part_choice),
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

/* Other digits or another run: what was read is no longer about what is shown. */
static void
start_over (NablaDigitsPage *self)
{
  NablaDataSet *data_set = nabla_workbench_get_data_set (self->workbench);
  gsize n;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->outdated = FALSE;
  nabla_digit_list_set_part (self->digits, data_set,
                             (DigitsPartKind) gtk_drop_down_get_selected (self->part_choice));
  g_signal_group_set_target (self->run_signals, nabla_workbench_get_selected (self->workbench));
  n = nabla_digit_list_get_part (self->digits).n;
  gtk_spin_button_set_range (self->jump, 1, MAX ((double) n, 1));
  nabla_digit_list_set_prediction (self->digits, NULL);
  show_page (self);
  request_reading (self);
}

static void
part_chosen (NablaDigitsPage *self)
{
  if (self->workbench != NULL)
    start_over (self);
}

static void
wrong_toggled (NablaDigitsPage *self)
{
  nabla_digit_list_set_wrong_only (self->digits, gtk_toggle_button_get_active (self->wrong_toggle));
  if (self->workbench != NULL)
    show_page (self);
}

static void
jump_to (NablaDigitsPage *self)
{
  guint index = (guint) gtk_spin_button_get_value_as_int (self->jump) - 1;

  nabla_digit_grid_scroll_to (self->grid, nabla_digit_list_find (self->digits, index));
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
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (nabla_digits_page_parent_class)->dispose (object);
}

static void
nabla_digits_page_finalize (GObject *object)
{
  g_clear_object (&NABLA_DIGITS_PAGE (object)->digits);
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

  g_type_ensure (NABLA_TYPE_DIGIT_GRID);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "digitspage");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nabla_lab/Nabla/nabla-digits-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, part_choice);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, wrong_toggle);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, jump);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, none_page);
  gtk_widget_class_bind_template_child (widget_class, NablaDigitsPage, grid);
  gtk_widget_class_bind_template_callback (widget_class, part_chosen);
  gtk_widget_class_bind_template_callback (widget_class, wrong_toggled);
  gtk_widget_class_bind_template_callback (widget_class, jump_to);
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
  nabla_digit_grid_set_list (self->grid, self->digits);
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
  g_signal_connect_object (workbench, "notify::data-set", G_CALLBACK (start_over), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "notify::selected", G_CALLBACK (start_over), self,
                           G_CONNECT_SWAPPED);
  start_over (self);
}
