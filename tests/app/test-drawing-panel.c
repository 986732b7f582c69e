/* SPDX-License-Identifier: MIT */
/* The drawing panel: what is drawn is read, by whom, and when. */
#include "app/nabla-steps-view.h"
#include "digits/digits-smooth.h"

#include "drawing-fixture.h"

#include <math.h>

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

static void
test_an_image_is_read_as_it_is (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  guint8 pixels[DIGITS_PIXELS] = { 0 };
  double expected[10], before[10];

  AWAIT (nabla_run_is_finished (run));
  settle ();
  draw_seven (fixture);
  expect (fixture, run, before);
  for (int y = 3; y < 20; y++)
    pixels[y * DIGITS_SIDE + 4] = pixels[y * DIGITS_SIDE + 5] = 200;
  expect_pixels (run, pixels, expected);
  nabla_drawing_panel_set_image (fixture->panel, pixels);
  assert_bars (fixture, expected);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.undo", NULL);
  assert_bars (fixture, before);
}

/* What is worth knowing of the switch: the network gets the whole canvas, shrunk. */
static void
test_without_normalising_the_canvas_is_shrunk (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  GObject *steps = child (fixture, "steps");
  GtkWidget *step = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (steps), NABLA_TYPE_STEPS_VIEW, "boxed_step"));
  GtkSwitch *button = GTK_SWITCH (gtk_widget_get_template_child (
      GTK_WIDGET (steps), NABLA_TYPE_STEPS_VIEW, "normalise_switch"));
  guint8 pixels[DIGITS_PIXELS];
  double raw[10], normalised[10];
  DigitsStrokes *smooth;

  AWAIT (nabla_run_is_finished (run));
  settle ();
  draw_seven (fixture);
  expect (fixture, run, normalised);
  smooth = digits_strokes_smooth (nabla_canvas_get_strokes (fixture->canvas));
  digits_strokes_rasterise (smooth, 0, 0, 0.1f, 2, pixels, DIGITS_SIDE, DIGITS_SIDE);
  digits_strokes_free (smooth);
  expect_pixels (run, pixels, raw);
  g_assert_cmpfloat (fabs (raw[7] - normalised[7]), >, 1e-6);
  assert_bars (fixture, normalised);
  g_assert_false (gtk_widget_has_css_class (step, "skipped"));
  gtk_switch_set_active (button, FALSE);
  assert_bars (fixture, raw);
  g_assert_true (gtk_widget_has_css_class (step, "skipped"));
  gtk_switch_set_active (button, TRUE);
  assert_bars (fixture, normalised);
  g_assert_false (gtk_widget_has_css_class (step, "skipped"));
  gtk_switch_set_active (button, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.clear", NULL);
  assert_silent (fixture);
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
  add ("/app/drawing-panel/bars-move-while-it-trains", test_bars_move_while_it_trains);
  add ("/app/drawing-panel/the-selected-run-speaks", test_the_selected_run_speaks);
  add ("/app/drawing-panel/says-what-would-fill-it", test_says_what_would_fill_it);
  add ("/app/drawing-panel/bars-can-be-read-by-everyone", test_bars_can_be_read_by_everyone);
  add ("/app/drawing-panel/an-image-is-read-as-it-is", test_an_image_is_read_as_it_is);
  add ("/app/drawing-panel/without-normalising-the-canvas-is-shrunk",
       test_without_normalising_the_canvas_is_shrunk);
  return g_test_run ();
}
