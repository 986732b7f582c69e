/* SPDX-License-Identifier: MIT */
#include "app/nabla-digit-filters.h"
#include "app/nabla-digit-grid.h"
#include "app/nabla-digit-tile.h"
#include "app/nabla-digits-page.h"

#include "lab/small-data.h"
#include "nn/nn-evaluation.h"
#include "widget-fixture.h"

#include <math.h>
#include <string.h>

#define N_TEST 200

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWindow *window;
  NablaDigitsPage *page;
  NablaDigitFilters *filters;
  GtkLabel *summary;
  GtkStack *stack, *images;
} Fixture;

static gpointer
child (Fixture *fixture, const char *name)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->page), NABLA_TYPE_DIGITS_PAGE, name);

  g_assert_nonnull (object);
  return object;
}

static gpointer
filter (Fixture *fixture, const char *name)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->filters), NABLA_TYPE_DIGIT_FILTERS, name);

  g_assert_nonnull (object);
  return object;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (1);
  fixture->page = NABLA_DIGITS_PAGE (nabla_digits_page_new ());
  nabla_digits_page_set_workbench (fixture->page, fixture->workbench);
  fixture->filters = child (fixture, "filters");
  fixture->summary = filter (fixture, "summary");
  fixture->stack = child (fixture, "stack");
  fixture->images = child (fixture, "images");
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
  if (NABLA_IS_DIGIT_TILE (widget) && gtk_widget_get_visible (widget))
    g_ptr_array_add (tiles, widget);
  for (GtkWidget *inner = gtk_widget_get_first_child (widget); inner != NULL;
       inner = gtk_widget_get_next_sibling (inner))
    collect_tiles (inner, tiles);
}

static int
by_place (gconstpointer a, gconstpointer b)
{
  GtkAllocation first, second;

  gtk_widget_get_allocation (*(GtkWidget *const *) a, &first);
  gtk_widget_get_allocation (*(GtkWidget *const *) b, &second);
  return first.y != second.y ? first.y - second.y : first.x - second.x;
}

/* The tiles that can be seen, once the grid has been laid out. */
static GPtrArray *
shown_tiles (Fixture *fixture)
{
  GPtrArray *tiles = g_ptr_array_new ();

  collect_tiles (child (fixture, "grid"), tiles);
  g_ptr_array_sort (tiles, by_place);
  return tiles;
}

static gboolean
first_is_at_least (Fixture *fixture, guint index)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  return tiles->len > 0 && nabla_digit_tile_get_index (g_ptr_array_index (tiles, 0)) >= index;
}

static guint
index_in_place (Fixture *fixture, guint place)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  g_assert_cmpuint (place, <, tiles->len);
  return nabla_digit_tile_get_index (g_ptr_array_index (tiles, place));
}

static gboolean
shows_first (Fixture *fixture, guint index)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  return tiles->len > 0 && nabla_digit_tile_get_index (g_ptr_array_index (tiles, 0)) == index;
}

static gboolean
shows (Fixture *fixture, guint index)
{
  g_autoptr (GPtrArray) tiles = shown_tiles (fixture);

  for (guint i = 0; i < tiles->len; i++)
    if (nabla_digit_tile_get_index (g_ptr_array_index (tiles, i)) == index)
      return TRUE;
  return FALSE;
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
says (Fixture *fixture, const char *text)
{
  return g_str_equal (gtk_label_get_label (fixture->summary), text);
}

static gboolean
summary_is (Fixture *fixture, guint n_wrong)
{
  g_autofree char *text = g_strdup_printf ("%u images · %u wrong", N_TEST, n_wrong);

  return says (fixture, text);
}

static void
test_says_that_data_are_on_their_way (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "loading");
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->stack), ==, "browse");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->images), ==, "digits");
  g_assert_true (says (fixture, "200 images"));
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
    if (digits[index] != labels[index]) {
      g_autofree char *caption = nabla_digit_tile_get_caption (tile);
      g_autofree char *expected = g_strdup_printf ("%d → %d", labels[index], digits[index]);

      g_assert_cmpstr (caption, ==, expected);
    }
    n_marked += nabla_digit_tile_is_wrong (tile);
  }
  g_assert_cmpuint (n_marked, >, 0);
}

static void
test_shows_wrong_ones_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) tiles = NULL;
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;
  g_autofree char *text = NULL;
  guint8 digits[N_TEST];
  guint n_wrong, k = 0;

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  gtk_drop_down_set_selected (filter (fixture, "verdict"), NABLA_VERDICT_WRONG);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->images), ==, "none");
  n_wrong = predict (train (fixture), digits);
  text = g_strdup_printf ("%u of %u · %u wrong", n_wrong, N_TEST, n_wrong);
  AWAIT (says (fixture, text));
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
        g_strdup_printf ("%zu images", nabla_data_set_get_part (data_set, (DigitsPartKind) part).n);

    gtk_drop_down_set_selected (child (fixture, "part_choice"), part);
    g_assert_true (says (fixture, text));
  }
}

static void
go_to (Fixture *fixture, const char *number)
{
  gtk_editable_set_text (GTK_EDITABLE (filter (fixture, "jump")), number);
  g_signal_emit_by_name (filter (fixture, "jump"), "activate");
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
  go_to (fixture, "301");
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
test_jumps_to_an_image_that_is_left_out (Fixture *fixture, gconstpointer data)
{
  const guint8 *labels = nabla_data_set_get_part (data_set, DIGITS_TEST).labels;
  guint index = 150;
  g_autofree char *number = NULL;

  while (labels[index] == 3)
    index++;
  number = g_strdup_printf ("%u", index + 1);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  gtk_drop_down_set_selected (filter (fixture, "digit"), 3 + 1);
  AWAIT (!says (fixture, "200 images"));
  go_to (fixture, number);
  g_assert_true (says (fixture, "200 images"));
  g_assert_cmpuint (gtk_drop_down_get_selected (filter (fixture, "digit")), ==, 0);
  AWAIT (shows (fixture, index));
}

static void
test_refuses_what_is_no_number (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = filter (fixture, "jump");

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  go_to (fixture, "many");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "5");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
}

static void
test_shows_the_worst_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaPrediction) prediction = NULL;
  guint worst = 0;
  float last = INFINITY;
  NnNetwork *network;
  NablaRun *run;

  nabla_workbench_set_data_set (fixture->workbench, data_set);
  run = train (fixture);
  network = nabla_run_ref_snapshot (run);
  prediction =
      nabla_prediction_make (network, data_set, DIGITS_TEST,
                             (NnCost) nabla_run_get_hyper_parameters (run)->cost, NULL, NULL);
  nn_network_unref (network);
  for (guint i = 0; i < N_TEST; i++)
    if (prediction->costs[i] > prediction->costs[worst])
      worst = i;
  AWAIT (summary_is (fixture, (guint) prediction->n_wrong));
  gtk_toggle_button_set_active (filter (fixture, "worst"), TRUE);
  g_assert_cmpuint (gtk_drop_down_get_selected (filter (fixture, "sort")), ==, NABLA_SORT_WORST);
  AWAIT (shows_first (fixture, worst) && shows_more_than (fixture, 20));
  for (guint place = 0; place < 20; place++) {
    float cost = prediction->costs[index_in_place (fixture, place)];

    g_assert_cmpfloat (cost, <=, last);
    last = cost;
  }
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
  add ("/app/digits-page/jumps-to-an-image", test_jumps_to_an_image);
  add ("/app/digits-page/jumps-to-an-image-that-is-left-out",
       test_jumps_to_an_image_that_is_left_out);
  add ("/app/digits-page/refuses-what-is-no-number", test_refuses_what_is_no_number);
  add ("/app/digits-page/shows-the-worst-first", test_shows_the_worst_first);
  return g_test_run ();
}
