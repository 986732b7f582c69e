/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-grid.h"
#include "app/nabla-digit-list.h"
#include "app/nabla-digit-tile.h"
#include "app/nabla-digits-page.h"

#include "lab/small-data.h"
#include "nn/nn-evaluation.h"
#include "widget-fixture.h"

#include <string.h>

#define N_TEST 200

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWindow *window;
  NablaDigitsPage *page;
  GtkLabel *summary;
  GtkStack *stack;
} Fixture;

static gpointer
child (Fixture *fixture, const char *name)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->page), NABLA_TYPE_DIGITS_PAGE, name);

  g_assert_nonnull (object);
  return object;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (1);
  fixture->page = NABLA_DIGITS_PAGE (nabla_digits_page_new ());
  nabla_digits_page_set_workbench (fixture->page, fixture->workbench);
  fixture->summary = child (fixture, "summary");
  fixture->stack = child (fixture, "stack");
  fixture->window = show_widget ((gpointer *) &fixture->page, 900, 600);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  take_down (fixture->workbench, fixture->window, (gpointer *) &fixture->page);
}

static NablaRun *
train (Fixture *fixture)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  hyper_parameters.layers[1] = 8;
  hyper_parameters.epochs = 1;
  run = nabla_workbench_train (fixture->workbench, &hyper_parameters, &error);
  g_assert_no_error (error);
  AWAIT (nabla_run_is_finished (run));
  return run;
}

/* What the network reads, asked directly. */
static guint
predict (NablaRun *run, guint8 *digits)
{
  NnSamples samples = nabla_data_set_get_samples (data_set, DIGITS_TEST, 0);
  NnNetwork *network = nabla_run_ref_snapshot (run);
  guint n_wrong = 0;

  g_assert_cmpuint (samples.n, ==, N_TEST);
  g_assert_cmpint (nn_predict (network, &samples, 0, samples.n, NULL, digits), ==, NN_OK);
  nn_network_unref (network);
  for (gsize i = 0; i < samples.n; i++)
    n_wrong += digits[i] != samples.labels[i];
  return n_wrong;
}

static void
collect_tiles (GtkWidget *widget, GPtrArray *tiles)
{
  if (NABLA_IS_DIGIT_TILE (widget) && gtk_widget_get_child_visible (widget))
    g_ptr_array_add (tiles, widget);
  for (GtkWidget *inner = gtk_widget_get_first_child (widget); inner != NULL;
       inner = gtk_widget_get_next_sibling (inner))
    collect_tiles (inner, tiles);
}

/* The tiles that can be seen, once the grid has been laid out. */
static GPtrArray *
shown_tiles (Fixture *fixture)
{
  GPtrArray *tiles = g_ptr_array_new ();

  collect_tiles (child (fixture, "grid"), tiles);
  return tiles;
}

static gboolean
first_is_at_least (Fixture *fixture, guint index)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  return tiles->len > 0 && nabla_digit_tile_get_index (g_ptr_array_index (tiles, 0)) >= index;
}

/* The grid is laid out by and by. */
static gboolean
shows_more_than (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  return tiles->len > n;
}

static gboolean
any_is_wrong (Fixture *fixture)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  for (guint i = 0; i < tiles->len; i++)
    if (nabla_digit_tile_is_wrong (g_ptr_array_index (tiles, i)))
      return TRUE;
  return FALSE;
}

static gboolean
summary_is (Fixture *fixture, guint n_wrong)
{
  g_autofree char *text =
      g_strdup_printf ("%u of %u right · %u wrong", N_TEST - n_wrong, N_TEST, n_wrong);

  return g_str_equal (gtk_label_get_label (fixture->summary), text);
}

static void
test_says_that_data_are_on_their_way (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "loading");
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "digits");
  g_assert_cmpstr (gtk_label_get_label (fixture->summary), ==, "200 digits");
}

static void
test_marks_what_the_network_reads_wrongly (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) tiles = NULL;
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;
  guint8 digits[N_TEST];
  guint n_wrong, n_marked = 0;
  NablaRun *run;

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  run = train (fixture);
  n_wrong = predict (run, digits);
  g_assert_cmpuint (n_wrong, >, 0);
  AWAIT (summary_is (fixture, n_wrong));
  AWAIT (shows_more_than (fixture, 20) && any_is_wrong (fixture));
  tiles = shown_tiles (fixture);
  for (guint i = 0; i < tiles->len; i++) {
    NablaDigitTile *tile = g_ptr_array_index (tiles, i);
    guint index = nabla_digit_tile_get_index (tile);

    g_assert_cmpint (nabla_digit_tile_is_wrong (tile), ==, digits[index] != labels[index]);
    g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (tile), "wrong"), ==,
                     digits[index] != labels[index]);
    n_marked += nabla_digit_tile_is_wrong (tile);
  }
  g_assert_cmpuint (n_marked, >, 0);
}

static void
test_shows_wrong_ones_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) tiles = NULL;
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;
  guint8 digits[N_TEST];
  guint n_wrong, k = 0;

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  gtk_toggle_button_set_active (child (fixture, "wrong_toggle"), TRUE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "none");
  n_wrong = predict (train (fixture), digits);
  AWAIT (summary_is (fixture, n_wrong));
  AWAIT (any_is_wrong (fixture));
  tiles = shown_tiles (fixture);
  for (guint i = 0; i < N_TEST && k < tiles->len; i++)
    if (digits[i] != labels[i]) {
      NablaDigitTile *tile = g_ptr_array_index (tiles, k++);

      g_assert_cmpuint (nabla_digit_tile_get_index (tile), ==, i);
      g_assert_true (nabla_digit_tile_is_wrong (tile));
    }
  g_assert_cmpuint (k, ==, tiles->len);
  g_assert_cmpuint (k, >, 0);
}

static void
test_shows_the_chosen_part (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  for (guint part = 0; part < DIGITS_N_PARTS; part++) {
    g_autofree char *text =
        g_strdup_printf ("%zu digits", nabla_data_set_get_part (data_set, (DigitsPartKind) part).n);

    gtk_drop_down_set_selected (child (fixture, "part_choice"), part);
    g_assert_cmpstr (gtk_label_get_label (fixture->summary), ==, text);
  }
}

static NablaPrediction *
made_up (gsize n, guint n_wrong, const guint *wrong)
{
  NablaPrediction *prediction = g_new0 (NablaPrediction, 1);

  prediction->n = n;
  prediction->n_wrong = n_wrong;
  prediction->digits = g_new0 (guint8, n);
  prediction->wrong = g_memdup2 (wrong, n_wrong * sizeof *wrong);
  return prediction;
}

static void
count_change (NablaDigitList *list, guint *n)
{
  (*n)++;
}

static void
test_lists_what_is_wrong (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaDigitList) list = nabla_digit_list_new ();
  guint n_changes = 0;

  nabla_digit_list_set_part (list, data_set, DIGITS_TEST);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, N_TEST);
  g_assert_cmpuint (nabla_digit_list_find (list, 20), ==, 20);
  g_assert_cmpint (nabla_digit_list_get_read (list, 20), ==, -1);
  g_signal_connect (list, "changed", G_CALLBACK (count_change), &n_changes);
  nabla_digit_list_set_wrong_only (list, TRUE);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, 0);
  nabla_digit_list_set_prediction (list, made_up (N_TEST, 5, (guint[]){ 3, 7, 20, 41, 90 }));
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpuint (nabla_digit_list_get_length (list), ==, 5);
  g_assert_cmpuint (nabla_digit_list_get_index (list, 2), ==, 20);
  g_assert_cmpuint (nabla_digit_list_find (list, 20), ==, 2);
  g_assert_cmpuint (nabla_digit_list_find (list, 21), ==, 3);
  g_assert_cmpuint (nabla_digit_list_find (list, 95), ==, 4);
  nabla_digit_list_set_part (list, data_set, DIGITS_TRAINING);
  g_assert_null (nabla_digit_list_get_prediction (list));
}

static void
test_jumps_to_an_image (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) tiles = NULL;
  guint n_tiles;

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  AWAIT (first_is_at_least (fixture, 0));
  tiles = shown_tiles (fixture);
  n_tiles = tiles->len;
  gtk_drop_down_set_selected (child (fixture, "part_choice"), DIGITS_TRAINING);
  gtk_spin_button_set_value (child (fixture, "jump"), 301);
  AWAIT (first_is_at_least (fixture, 200));
  g_ptr_array_unref (tiles);
  tiles = shown_tiles (fixture);
  g_assert_cmpuint (nabla_digit_tile_get_index (g_ptr_array_index (tiles, 0)), <=, 300);
  g_assert_cmpuint (nabla_digit_tile_get_index (g_ptr_array_index (tiles, tiles->len - 1)), >=,
                    300);
  /* No more tiles than can be seen, but for a row that is cut. */
  g_assert_cmpuint (tiles->len, <=, n_tiles + 20);
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

  add ("/app/digits-page/says-that-data-are-on-their-way", test_says_that_data_are_on_their_way);
  add ("/app/digits-page/marks-what-the-network-reads-wrongly",
       test_marks_what_the_network_reads_wrongly);
  add ("/app/digits-page/shows-wrong-ones-alone", test_shows_wrong_ones_alone);
  add ("/app/digits-page/shows-the-chosen-part", test_shows_the_chosen_part);
  add ("/app/digits-page/lists-what-is-wrong", test_lists_what_is_wrong);
  add ("/app/digits-page/jumps-to-an-image", test_jumps_to_an_image);
  return g_test_run ();
}
