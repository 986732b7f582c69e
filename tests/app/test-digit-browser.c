/* SPDX-License-Identifier: MIT */
/* The page of digits: one image, the confusion matrix and the averages. */
#include "app/nabla-averages-view.h"
#include "app/nabla-confusion-cell.h"
#include "app/nabla-confusion-view.h"
#include "app/nabla-digit-details.h"
#include "app/nabla-digit-filters.h"
#include "app/nabla-digit-grid.h"
#include "app/nabla-digit-image.h"
#include "app/nabla-digit-tile.h"
#include "app/nabla-digits-page.h"
#include "app/nabla-pixel-view.h"
#include "app/nabla-probability-bars.h"

#include "lab/nabla-baselines.h"
#include "lab/nabla-prediction.h"
#include "lab/small-data.h"
#include "widget-fixture.h"

#include <math.h>
#include <string.h>

#define N_TEST 200

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWindow *window;
  NablaDigitsPage *page;
  NablaPrediction *prediction; /* of the newest network that was trained */
} Fixture;

static gpointer
inner (gpointer widget, const char *name)
{
  GObject *object = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (object);
  return object;
}

static gpointer
child (Fixture *fixture, const char *name)
{
  return inner (fixture->page, name);
}

static gpointer
detail (Fixture *fixture, const char *name)
{
  return inner (child (fixture, "details"), name);
}

static const char *
detail_text (Fixture *fixture, const char *name)
{
  return gtk_label_get_label (detail (fixture, name));
}

static const char *
shown_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (child (fixture, "stack"));
}

/* The page shows what a network of so many epochs reads. */
static void
train (Fixture *fixture, int epochs)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autofree char *text = NULL;
  NnNetwork *network;
  NablaRun *run;

  hyper_parameters.layers[1] = 8;
  hyper_parameters.epochs = epochs;
  run = nabla_workbench_train (fixture->workbench, &hyper_parameters, NULL);
  AWAIT (nabla_run_is_finished (run));
  network = nabla_run_ref_snapshot (run);
  g_clear_pointer (&fixture->prediction, nabla_prediction_unref);
  fixture->prediction = nabla_prediction_make (network, data_set, DIGITS_TEST,
                                               (NnCost) hyper_parameters.cost, NULL, NULL);
  nn_network_unref (network);
  text = g_strdup_printf ("%u images · %zu wrong", N_TEST, fixture->prediction->n_wrong);
  AWAIT (g_str_equal (gtk_label_get_label (inner (child (fixture, "filters"), "summary")), text));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (1);
  fixture->page = NABLA_DIGITS_PAGE (nabla_digits_page_new ());
  nabla_digits_page_set_workbench (fixture->page, fixture->workbench);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->window = show_widget ((gpointer *) &fixture->page, 700, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->prediction, nabla_prediction_unref);
  take_down (fixture->workbench, fixture->window, (gpointer *) &fixture->page);
}

/* As Return on the grid does. */
static void
open_image (Fixture *fixture, guint position)
{
  g_signal_emit_by_name (child (fixture, "grid"), "activated", position);
  g_assert_cmpstr (shown_page (fixture), ==, "details");
  AWAIT (gtk_widget_get_mapped (child (fixture, "details")));
}

static void
click (gpointer button)
{
  g_signal_emit_by_name (button, "clicked");
}

static int
winner (Fixture *fixture)
{
  double probabilities[NABLA_N_DIGITS];
  int best = 0;

  g_assert_true (nabla_probability_bars_get (detail (fixture, "bars"), probabilities));
  for (int digit = 1; digit < NABLA_N_DIGITS; digit++)
    if (probabilities[digit] > probabilities[best])
      best = digit;
  return best;
}

static void
test_opens_an_image_with_its_probabilities (Fixture *fixture, gconstpointer data)
{
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;
  double probabilities[NABLA_N_DIGITS];

  train (fixture, 1);
  for (guint i = 0; i < 20; i++) {
    int read = fixture->prediction->digits[i];
    g_autofree char *expected = g_strdup_printf (
        read == labels[i] ? "A %d, read as %d" : "A %d, wrongly read as %d", labels[i], read);
    g_autofree char *title = g_strdup_printf ("Image %u", i + 1);

    open_image (fixture, i);
    g_assert_cmpstr (detail_text (fixture, "title"), ==, title);
    g_assert_true (g_str_has_prefix (detail_text (fixture, "verdict"), expected));
    g_assert_cmpint (winner (fixture), ==, read);
    nabla_probability_bars_get (detail (fixture, "bars"), probabilities);
    g_assert_cmpfloat_with_epsilon (probabilities[read], (double) fixture->prediction->certainty[i],
                                    1e-5);
  }
}

static void
test_without_a_network_shows_the_image_alone (Fixture *fixture, gconstpointer data)
{
  double probabilities[NABLA_N_DIGITS];

  open_image (fixture, 3);
  g_assert_false (nabla_probability_bars_get (detail (fixture, "bars"), probabilities));
  g_assert_true (g_str_has_prefix (detail_text (fixture, "verdict"), "A "));
  g_assert_null (strstr (detail_text (fixture, "verdict"), "read"));
}

static void
choose (Fixture *fixture, NablaVerdict verdict)
{
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;

  choice.verdict = verdict;
  nabla_digit_filters_set_choice (child (fixture, "filters"), &choice);
}

static gboolean
counts (Fixture *fixture, const char *begin)
{
  return g_str_has_prefix (gtk_label_get_label (inner (child (fixture, "filters"), "summary")),
                           begin);
}

static void
test_goes_through_the_list_as_it_is_filtered (Fixture *fixture, gconstpointer data)
{
  NablaDigitDetails *details = child (fixture, "details");
  g_autofree char *summary = NULL;
  GtkWidget *focus;

  train (fixture, 1);
  g_assert_cmpuint (fixture->prediction->n_wrong, >, 2);
  choose (fixture, NABLA_VERDICT_WRONG);
  summary = g_strdup_printf ("%zu of 200", fixture->prediction->n_wrong);
  AWAIT (counts (fixture, summary));
  open_image (fixture, 0);
  g_assert_cmpuint (nabla_digit_details_get_index (details), ==, fixture->prediction->wrong[0]);
  g_assert_false (gtk_widget_get_sensitive (detail (fixture, "previous")));
  click (detail (fixture, "next"));
  click (detail (fixture, "next"));
  g_assert_cmpuint (nabla_digit_details_get_index (details), ==, fixture->prediction->wrong[2]);
  click (detail (fixture, "previous"));
  g_assert_cmpuint (nabla_digit_details_get_index (details), ==, fixture->prediction->wrong[1]);
  g_signal_emit_by_name (details, "closed");
  g_assert_cmpstr (shown_page (fixture), ==, "browse");
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (NABLA_IS_DIGIT_TILE (focus));
  g_assert_cmpuint (nabla_digit_tile_get_index (NABLA_DIGIT_TILE (focus)), ==,
                    fixture->prediction->wrong[1]);
}

static void
test_reads_the_pixel_under_the_pointer (Fixture *fixture, gconstpointer data)
{
  DigitsPart part = nabla_data_set_get_part (data_set, DIGITS_TEST);
  const guint8 *pixels = part.pixels + (gsize) 7 * DIGITS_PIXELS;
  g_autofree char *expected = NULL;
  int darkest = 0;

  open_image (fixture, 7);
  for (int i = 0; i < DIGITS_PIXELS; i++)
    if (pixels[i] > pixels[darkest])
      darkest = i;
  expected = g_strdup_printf ("column %d, row %d: %d of 255", darkest % part.width,
                              darkest / part.width, pixels[darkest]);
  nabla_pixel_view_point_at (detail (fixture, "pixels"), darkest % part.width,
                             darkest / part.width);
  g_assert_cmpstr (detail_text (fixture, "pointed"), ==, expected);
  nabla_pixel_view_point_at (detail (fixture, "pixels"), -1, -1);
  g_assert_cmpstr (detail_text (fixture, "pointed"), !=, expected);
}

static void
test_says_which_pixels_speak_for_the_answer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *expected = NULL;

  train (fixture, 1);
  open_image (fixture, 4);
  gtk_toggle_button_set_active (detail (fixture, "look_saliency"), TRUE);
  expected = g_strdup_printf ("Orange pixels speak for %d", fixture->prediction->digits[4]);
  g_assert_true (g_str_has_prefix (detail_text (fixture, "explanation"), expected));
}

static void
test_a_nudge_changes_the_answer (Fixture *fixture, gconstpointer data)
{
  train (fixture, 1);
  open_image (fixture, 4);
  gtk_toggle_button_set_active (detail (fixture, "look_nudge"), TRUE);
  AWAIT (g_str_has_prefix (detail_text (fixture, "explanation"), "ε = 0."));
  g_assert_cmpint (winner (fixture), !=, fixture->prediction->digits[4]);
  gtk_toggle_button_set_active (detail (fixture, "look_image"), TRUE);
  g_assert_cmpint (winner (fixture), ==, fixture->prediction->digits[4]);
}

static void
collect_cells (GtkWidget *widget, NablaConfusion *confusion)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (widget); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    confusion->counts[nabla_confusion_cell_get_digit (NABLA_CONFUSION_CELL (cell))]
                     [nabla_confusion_cell_get_answer (NABLA_CONFUSION_CELL (cell))] =
        nabla_confusion_cell_get_count (NABLA_CONFUSION_CELL (cell));
}

static void
assert_matrix (Fixture *fixture)
{
  NablaConfusion shown = { 0 };

  collect_cells (inner (child (fixture, "confusion"), "matrix"), &shown);
  g_assert_cmpmem (&shown, sizeof shown, &fixture->prediction->confusion, sizeof shown);
}

static void
test_the_matrix_is_of_the_selected_run (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = inner (child (fixture, "confusion"), "stack");
  NablaConfusion first;

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  train (fixture, 1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "matrix");
  assert_matrix (fixture);
  first = fixture->prediction->confusion;
  train (fixture, 3);
  assert_matrix (fixture);
  g_assert_cmpint (memcmp (&first, &fixture->prediction->confusion, sizeof first), !=, 0);
}

static void
test_a_cell_filters_and_its_chip_takes_that_away (Fixture *fixture, gconstpointer data)
{
  NablaDigitFilters *filters = child (fixture, "filters");
  g_autofree char *summary = NULL, *name = NULL;
  NablaMistake mistake;

  train (fixture, 1);
  g_assert_cmpuint (nabla_confusion_get_mistakes (&fixture->prediction->confusion, &mistake, 1), ==,
                    1);
  g_assert_false (gtk_widget_get_visible (inner (filters, "chip")));
  gtk_stack_set_visible_child_name (child (fixture, "views"), "confusion");
  g_signal_emit_by_name (inner (child (fixture, "confusion"), "matrix"), "activated", mistake.digit,
                         mistake.answer);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child (fixture, "views")), ==, "images");
  summary = g_strdup_printf ("%" G_GUINT64_FORMAT " of 200 · %" G_GUINT64_FORMAT " wrong",
                             mistake.count, mistake.count);
  AWAIT (counts (fixture, summary));
  name = g_strdup_printf ("%d read as %d", mistake.digit, mistake.answer);
  g_assert_cmpstr (gtk_label_get_label (inner (filters, "chip_label")), ==, name);
  g_assert_true (gtk_widget_get_visible (inner (filters, "chip")));
  click (inner (filters, "chip"));
  AWAIT (counts (fixture, "200 images"));
  g_assert_false (gtk_widget_get_visible (inner (filters, "chip")));
}

static const char *
share (Fixture *fixture, int row)
{
  return gtk_label_get_label (
      GTK_LABEL (gtk_grid_get_child_at (inner (child (fixture, "averages"), "shares"), 2, row)));
}

static void
test_reckons_what_averages_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaBaselines) baselines = nabla_baselines_make (data_set, NULL, NULL);
  const NablaConfusion *readers[] = { &baselines->by_darkness[DIGITS_TEST],
                                      &baselines->by_image[DIGITS_TEST], NULL };

  train (fixture, 1);
  readers[2] = &fixture->prediction->confusion;
  g_assert_cmpstr (gtk_stack_get_visible_child_name (inner (child (fixture, "averages"), "stack")),
                   ==, "empty");
  gtk_stack_set_visible_child_name (child (fixture, "views"), "averages");
  AWAIT (g_str_equal (
      gtk_stack_get_visible_child_name (inner (child (fixture, "averages"), "stack")), "averages"));
  for (int i = 0; i < 3; i++) {
    g_autofree char *expected =
        g_strdup_printf ("%.2f %%", 100 * nabla_confusion_get_accuracy (readers[i]));

    g_assert_cmpstr (share (fixture, i), ==, expected);
  }
  g_assert_false (nabla_digit_image_is_empty (NABLA_DIGIT_IMAGE (
      gtk_grid_get_child_at (inner (child (fixture, "averages"), "images"), 4, 1))));
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, N_TEST);

  add ("/app/digit-browser/opens-an-image-with-its-probabilities",
       test_opens_an_image_with_its_probabilities);
  add ("/app/digit-browser/without-a-network-shows-the-image-alone",
       test_without_a_network_shows_the_image_alone);
  add ("/app/digit-browser/goes-through-the-list-as-it-is-filtered",
       test_goes_through_the_list_as_it_is_filtered);
  add ("/app/digit-browser/reads-the-pixel-under-the-pointer",
       test_reads_the_pixel_under_the_pointer);
  add ("/app/digit-browser/says-which-pixels-speak-for-the-answer",
       test_says_which_pixels_speak_for_the_answer);
  add ("/app/digit-browser/a-nudge-changes-the-answer", test_a_nudge_changes_the_answer);
  add ("/app/digit-browser/the-matrix-is-of-the-selected-run",
       test_the_matrix_is_of_the_selected_run);
  add ("/app/digit-browser/a-cell-filters-and-its-chip-takes-that-away",
       test_a_cell_filters_and_its_chip_takes_that_away);
  add ("/app/digit-browser/reckons-what-averages-read", test_reckons_what_averages_read);
  return g_test_run ();
}
