/* SPDX-License-Identifier: MIT */
#include "app/nabla-canvas-ink.h"
#include "app/nabla-canvas.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-probability-bar.h"
#include "app/nabla-probability-bars.h"

#include "lab/nabla-probabilities.h"
#include "lab/small-data.h"
#include "widget-fixture.h"

#include <math.h>

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWindow *window;
  NablaDrawingPanel *panel;
  NablaCanvas *canvas;
  NablaProbabilityBars *bars;
  GtkLabel *guess, *sure;
} Fixture;

static gpointer
child (Fixture *fixture, const char *name)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->panel), NABLA_TYPE_DRAWING_PANEL, name);

  g_assert_nonnull (object);
  return object;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->panel = NABLA_DRAWING_PANEL (nabla_drawing_panel_new ());
  nabla_drawing_panel_set_workbench (fixture->panel, fixture->workbench);
  fixture->canvas = child (fixture, "canvas");
  fixture->bars = child (fixture, "bars");
  fixture->guess = child (fixture, "guess_label");
  fixture->sure = child (fixture, "sure_label");
  fixture->window = show_widget ((gpointer *) &fixture->panel, 290, 800);
  AWAIT (gtk_widget_get_width (GTK_WIDGET (fixture->canvas)) > 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  take_down (fixture->workbench, fixture->window, (gpointer *) &fixture->panel);
}

static NablaRun *
train (Fixture *fixture, int epochs)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  hyper_parameters.layers[1] = 12;
  hyper_parameters.epochs = epochs;
  run = nabla_workbench_train (fixture->workbench, &hyper_parameters, &error);
  g_assert_no_error (error);
  return run;
}

static void
begin_at (Fixture *fixture, double x, double y)
{
  double side = gtk_widget_get_width (GTK_WIDGET (fixture->canvas));

  nabla_canvas_begin (fixture->canvas, x * side, y * side, 0.5, 1000);
}

static void
extend_to (Fixture *fixture, double x, double y)
{
  double side = gtk_widget_get_width (GTK_WIDGET (fixture->canvas));

  nabla_canvas_extend (fixture->canvas, x * side, y * side, 0.5, 1010);
}

static void
draw_seven (Fixture *fixture)
{
  begin_at (fixture, 0.3, 0.25);
  for (int i = 1; i <= 10; i++)
    extend_to (fixture, 0.3 + 0.04 * i, 0.25);
  for (int i = 1; i <= 10; i++)
    extend_to (fixture, 0.7 - 0.025 * i, 0.25 + 0.055 * i);
  nabla_canvas_end (fixture->canvas);
}

/* What the run's newest network makes of the canvas, worked out here. */
static void
expect (Fixture *fixture, NablaRun *run, double *probabilities)
{
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_autofree float *activations = g_new (float, nn_network_n_units (network));
  float input[DIGITS_PIXELS];
  DigitsNormalised normalised;
  DigitsError error;

  g_assert_cmpint (
      digits_strokes_normalise (nabla_canvas_get_strokes (fixture->canvas), &normalised, &error),
      ==, 0);
  for (int i = 0; i < DIGITS_PIXELS; i++)
    input[i] = normalised.pixels[i] / 255.0f;
  g_assert_cmpint (nn_network_feed_forward (network, input, activations), ==, NN_OK);
  nabla_probabilities (activations + nn_network_n_units (network) - 10, 10, probabilities);
  nn_network_unref (network);
}

static void
assert_bars (Fixture *fixture, const double *expected)
{
  double shown[NABLA_N_DIGITS], sum = 0;
  int winner = 0;
  g_autofree char *digit = NULL;

  g_assert_true (nabla_probability_bars_get (fixture->bars, shown));
  for (int i = 0; i < NABLA_N_DIGITS; i++) {
    g_assert_cmpfloat_with_epsilon (shown[i], expected[i], 1e-9);
    sum += shown[i];
    if (shown[i] > shown[winner])
      winner = i;
  }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  digit = g_strdup_printf ("%d", winner);
  g_assert_cmpstr (gtk_label_get_label (fixture->guess), ==, digit);
}

static void
assert_silent (Fixture *fixture)
{
  double shown[NABLA_N_DIGITS];
  GtkWidget *bar = gtk_widget_get_first_child (GTK_WIDGET (fixture->bars));

  g_assert_false (nabla_probability_bars_get (fixture->bars, shown));
  for (int i = 0; i < NABLA_N_DIGITS; i++, bar = gtk_widget_get_next_sibling (bar)) {
    GtkLevelBar *level =
        GTK_LEVEL_BAR (gtk_widget_get_template_child (bar, NABLA_TYPE_PROBABILITY_BAR, "level"));

    g_assert_cmpfloat (shown[i], ==, 0);
    g_assert_cmpfloat (gtk_level_bar_get_value (level), ==, 0);
  }
  g_assert_cmpstr (gtk_label_get_label (fixture->guess), ==, "");
}

static void
test_answers_within_the_event (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 2);
  double expected[10];

  AWAIT (nabla_run_is_finished (run));
  settle ();
  begin_at (fixture, 0.3, 0.25);
  /* The main loop does not run in between: what is shown was set by the event itself. */
  for (int i = 1; i <= 20; i++) {
    extend_to (fixture, 0.3 + 0.02 * i, 0.25 + 0.001 * i * i);
    expect (fixture, run, expected);
    assert_bars (fixture, expected);
  }
  g_assert_cmpfloat (nabla_drawing_panel_get_last_update_seconds (fixture->panel), >, 0);
  g_test_message ("last update: %.0f µs",
                  1e6 * nabla_drawing_panel_get_last_update_seconds (fixture->panel));
}

static void
test_an_empty_canvas_predicts_nothing (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);

  assert_silent (fixture);
  AWAIT (nabla_run_is_finished (run));
  settle ();
  assert_silent (fixture);
  draw_seven (fixture);
  g_assert_cmpstr (gtk_label_get_label (fixture->guess), !=, "");
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.clear", NULL);
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  assert_silent (fixture);
}

static void
test_undo_takes_the_last_stroke (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  double before[10];

  AWAIT (nabla_run_is_finished (run));
  settle ();
  draw_seven (fixture);
  expect (fixture, run, before);
  begin_at (fixture, 0.2, 0.6);
  extend_to (fixture, 0.8, 0.6);
  nabla_canvas_end (fixture->canvas);
  g_assert_cmpuint (nabla_canvas_get_strokes (fixture->canvas)->n_strokes, ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.undo", NULL);
  g_assert_cmpuint (nabla_canvas_get_strokes (fixture->canvas)->n_strokes, ==, 1);
  assert_bars (fixture, before);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.undo", NULL);
  assert_silent (fixture);
}

static void
undo (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.undo", NULL);
}

static gsize
count_strokes (Fixture *fixture)
{
  return nabla_canvas_get_strokes (fixture->canvas)->n_strokes;
}

static void
test_what_was_cleared_comes_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = child (fixture, "undo_button");
  DigitsPoint last;

  draw_seven (fixture);
  begin_at (fixture, 0.2, 0.6);
  nabla_canvas_end (fixture->canvas);
  last = nabla_canvas_get_strokes (fixture->canvas)->points[21];
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.clear", NULL);
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  g_assert_true (gtk_widget_is_sensitive (button));
  begin_at (fixture, 0.5, 0.5);
  undo (fixture);
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  undo (fixture);
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
  g_assert_cmpmem (&nabla_canvas_get_strokes (fixture->canvas)->points[21], sizeof last, &last,
                   sizeof last);
  undo (fixture);
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  undo (fixture);
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  g_assert_false (gtk_widget_is_sensitive (button));
}

/* Whether a key of the widget's class is bound to anything. */
static gboolean
is_bound (GtkWidget *widget, const char *key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean bound = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) keys = g_list_model_get_item (controllers, i);
    guint n =
        GTK_IS_SHORTCUT_CONTROLLER (keys) ? g_list_model_get_n_items (G_LIST_MODEL (keys)) : 0;

    for (guint k = 0; k < n; k++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (keys), k);
      g_autofree char *trigger =
          gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

      bound = bound || g_str_equal (trigger, key);
    }
  }
  return bound;
}

static void
test_escape_keeps_the_drawing (Fixture *fixture, gconstpointer data)
{
  g_assert_true (is_bound (GTK_WIDGET (fixture->canvas), "Delete"));
  g_assert_true (is_bound (GTK_WIDGET (fixture->canvas), "BackSpace"));
  g_assert_false (is_bound (GTK_WIDGET (fixture->canvas), "Escape"));
}

static void
test_bars_move_while_it_trains (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 200);
  double first[10], now[10], expected[10];

  AWAIT (nabla_run_get_snapshot_epoch (run) >= 0 && gtk_label_get_label (fixture->sure) != NULL);
  draw_seven (fixture);
  AWAIT (nabla_probability_bars_get (fixture->bars, first));
  /* Nobody touches the canvas from here on. */
  AWAIT (nabla_probability_bars_get (fixture->bars, now) && fabs (now[7] - first[7]) > 1e-6);
  nabla_run_stop (run);
  AWAIT (nabla_run_is_finished (run));
  expect (fixture, run, expected);
  AWAIT (nabla_probability_bars_get (fixture->bars, now) && now[7] == expected[7]);
  assert_bars (fixture, expected);
}

static void
test_the_selected_run_speaks (Fixture *fixture, gconstpointer data)
{
  NablaRun *first = train (fixture, 1), *second = train (fixture, 3);
  double expected[10];

  AWAIT (nabla_run_is_finished (first) && nabla_run_is_finished (second));
  draw_seven (fixture);
  expect (fixture, second, expected);
  assert_bars (fixture, expected);
  nabla_workbench_set_selected (fixture->workbench, first);
  expect (fixture, first, expected);
  AWAIT (g_str_has_prefix (gtk_label_get_label (fixture->sure), nabla_run_get_name (first)));
  assert_bars (fixture, expected);
}

static void
test_says_what_would_fill_it (Fixture *fixture, gconstpointer data)
{
  draw_seven (fixture);
  assert_silent (fixture);
  g_assert_cmpstr (gtk_label_get_label (fixture->sure), ==,
                   "Train a network, and it will read what you draw");
}

static void
test_bars_can_be_read_by_everyone (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  GtkWidget *bar = gtk_widget_get_first_child (GTK_WIDGET (fixture->bars));
  double shown[10];

  AWAIT (nabla_run_is_finished (run));
  settle ();
  draw_seven (fixture);
  nabla_probability_bars_get (fixture->bars, shown);
  for (int digit = 0; digit < 10; digit++, bar = gtk_widget_get_next_sibling (bar)) {
    GtkAccessible *level =
        GTK_ACCESSIBLE (gtk_widget_get_template_child (bar, NABLA_TYPE_PROBABILITY_BAR, "level"));
    g_autofree char *name = g_strdup_printf ("Probability of %d", digit);
    g_autofree char *percent = g_strdup_printf ("%d %%", (int) lround (100 * shown[digit]));

    gtk_test_accessible_assert_role (level, GTK_ACCESSIBLE_ROLE_METER);
    gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
    gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, percent);
    gtk_test_accessible_assert_property (level, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, shown[digit]);
  }
}

static guint
ink_of (const NablaCanvasInk *ink)
{
  guint sum = 0;

  cairo_surface_flush (ink->surface);
  for (int y = 0; y < ink->pixels; y++)
    for (int x = 0; x < ink->pixels; x++)
      sum += cairo_image_surface_get_data (
          ink->surface)[y * cairo_image_surface_get_stride (ink->surface) + x];
  return sum;
}

/* Point by point or all at once: the same ink, but for seams of a grey level. */
static void
test_ink_is_the_same_drawn_anew (Fixture *fixture, gconstpointer data)
{
  NablaCanvasInk live = { 0 }, anew = { 0 };
  DigitsStrokes *strokes = digits_strokes_new ();

  nabla_canvas_ink_resize (&live, 280);
  nabla_canvas_ink_resize (&anew, 280);
  for (int i = 0; i < 20; i++) {
    DigitsPoint point = { .x = 40 + 9 * i,
                          .y = 100 + 60 * sinf (i * 0.4f),
                          .pressure = 0.2f + 0.03f * i };

    if (i == 0)
      digits_strokes_begin (strokes, point);
    else
      digits_strokes_add (strokes, point);
    nabla_canvas_ink_dry (&live, strokes, 0, (gsize) i);
  }
  nabla_canvas_ink_dry_end (&live, strokes);
  nabla_canvas_ink_dry_all (&anew, strokes, FALSE);
  g_assert_cmpuint (ink_of (&live), >, 255 * 2000);
  g_assert_cmpuint (ink_of (&live), ==, ink_of (&anew));
  digits_strokes_free (strokes);
  nabla_canvas_ink_finish (&live);
  nabla_canvas_ink_finish (&anew);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

/* A canvas as high as it is wide, but where that would push the answers out of a low window. */
static void
test_gives_way_to_the_answers (void)
{
  GtkWidget *canvas = g_object_ref_sink (nabla_canvas_new ());
  int minimum, natural;

  gtk_widget_measure (canvas, GTK_ORIENTATION_VERTICAL, 286, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 286);
  g_assert_cmpint (minimum, <=, 260);
  g_assert_finalize_object (canvas);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  add ("/app/drawing-panel/answers-within-the-event", test_answers_within_the_event);
  add ("/app/drawing-panel/an-empty-canvas-predicts-nothing",
       test_an_empty_canvas_predicts_nothing);
  add ("/app/drawing-panel/undo-takes-the-last-stroke", test_undo_takes_the_last_stroke);
  add ("/app/drawing-panel/what-was-cleared-comes-back", test_what_was_cleared_comes_back);
  add ("/app/drawing-panel/escape-keeps-the-drawing", test_escape_keeps_the_drawing);
  add ("/app/drawing-panel/bars-move-while-it-trains", test_bars_move_while_it_trains);
  add ("/app/drawing-panel/the-selected-run-speaks", test_the_selected_run_speaks);
  add ("/app/drawing-panel/says-what-would-fill-it", test_says_what_would_fill_it);
  add ("/app/drawing-panel/bars-can-be-read-by-everyone", test_bars_can_be_read_by_everyone);
  add ("/app/drawing-panel/ink-is-the-same-drawn-anew", test_ink_is_the_same_drawn_anew);
  g_test_add_func ("/app/canvas/gives-way-to-the-answers", test_gives_way_to_the_answers);
  return g_test_run ();
}
