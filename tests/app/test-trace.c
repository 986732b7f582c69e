/* SPDX-License-Identifier: MIT */
/* The trace: what was read as the drawing grew, asked for no oftener than it must be. */
#include "app/nabla-trace-view.h"

#include "drawing-fixture.h"

/* A network that is 100 % sure of the number of strokes, and how often it was asked. */
static guint n_asked;
static gulong pause_us;

static gboolean
count_strokes_of (gpointer data, const DigitsStrokes *strokes, double *probabilities)
{
  n_asked++;
  g_usleep (pause_us);
  for (int i = 0; i < NABLA_N_DIGITS; i++)
    probabilities[i] = (gsize) i == strokes->n_strokes;
  return TRUE;
}

static void
add_stroke (DigitsStrokes *strokes, float x, int n)
{
  for (int i = 0; i < n; i++) {
    DigitsPoint point = { .x = x, .y = (float) i, .t = (float) strokes->n_points };

    if (i == 0)
      digits_strokes_begin (strokes, point);
    else
      digits_strokes_add (strokes, point);
  }
}

static void
assert_columns (NablaTrace *trace, const DigitsStrokes *strokes)
{
  gsize n;
  const NablaTraceColumn *columns = nabla_trace_get_columns (trace, &n);

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, NABLA_TRACE_MOST);
  g_assert_cmpuint (columns[n - 1].n_points, ==, strokes->n_points);
  for (gsize i = 0; i < n; i++) {
    DigitsStrokes part = digits_strokes_beginning (strokes, columns[i].n_points);

    g_assert_true (columns[i].fresh);
    g_assert_true (i == 0 || columns[i].n_points > columns[i - 1].n_points);
    g_assert_cmpint (nabla_trace_column_digit (&columns[i]), ==, (int) part.n_strokes);
    g_assert_cmpfloat (columns[i].t, ==, strokes->points[columns[i].n_points - 1].t);
  }
}

static void
work (NablaTrace *trace)
{
  while (nabla_trace_work (trace, 1000))
    ;
}

static void
test_a_motion_costs_nothing (void)
{
  NablaTrace *trace = nabla_trace_new (count_strokes_of, NULL);
  DigitsStrokes *strokes = digits_strokes_new ();
  double one[NABLA_N_DIGITS] = { 0, 1 };
  gsize n;

  n_asked = 0;
  for (int i = 0; i < 40; i++) {
    digits_strokes_add (strokes, (DigitsPoint){ .x = 3, .y = (float) i, .t = (float) i });
    nabla_trace_follow (trace, strokes, one);
  }
  nabla_trace_get_columns (trace, &n);
  g_assert_cmpuint (n, ==, 40);
  g_assert_true (nabla_trace_is_fresh (trace));
  assert_columns (trace, strokes);
  g_assert_cmpuint (n_asked, ==, 0);
  nabla_trace_free (trace);
  digits_strokes_free (strokes);
}

static void
test_asks_only_for_what_is_new (void)
{
  NablaTrace *trace = nabla_trace_new (count_strokes_of, NULL);
  DigitsStrokes *strokes = digits_strokes_new (), *undone;

  n_asked = 0;
  add_stroke (strokes, 10, 50);
  undone = digits_strokes_copy (strokes);
  add_stroke (strokes, 20, 50);
  nabla_trace_follow (trace, strokes, NULL);
  g_assert_false (nabla_trace_is_fresh (trace));
  work (trace);
  assert_columns (trace, strokes);
  g_assert_cmpuint (n_asked, ==, 100);
  /* Undo asks for nothing, redo for the stroke that comes back. */
  nabla_trace_follow (trace, undone, NULL);
  work (trace);
  assert_columns (trace, undone);
  g_assert_cmpuint (n_asked, ==, 100);
  nabla_trace_follow (trace, strokes, NULL);
  work (trace);
  assert_columns (trace, strokes);
  g_assert_cmpuint (n_asked, ==, 150);
  /* Another network is asked for everything, and what is there stays till then. */
  nabla_trace_age (trace);
  g_assert_false (nabla_trace_is_fresh (trace));
  work (trace);
  g_assert_cmpuint (n_asked, ==, 250);
  nabla_trace_free (trace);
  digits_strokes_free (strokes);
  digits_strokes_free (undone);
}

/* The same points in other strokes are another drawing. */
static void
test_strokes_that_are_cut_are_others (void)
{
  NablaTrace *trace = nabla_trace_new (count_strokes_of, NULL);
  DigitsStrokes *strokes = digits_strokes_new (), *cut = digits_strokes_new ();

  add_stroke (strokes, 10, 20);
  add_stroke (cut, 10, 12);
  for (int i = 12; i < 20; i++)
    (i == 12 ? digits_strokes_begin : digits_strokes_add) (cut, strokes->points[i]);
  nabla_trace_follow (trace, strokes, NULL);
  work (trace);
  nabla_trace_follow (trace, cut, NULL);
  work (trace);
  assert_columns (trace, cut);
  nabla_trace_free (trace);
  digits_strokes_free (strokes);
  digits_strokes_free (cut);
}

static void
test_many_points_share_columns (void)
{
  NablaTrace *trace = nabla_trace_new (count_strokes_of, NULL);
  DigitsStrokes *strokes = digits_strokes_new ();

  add_stroke (strokes, 10, 5000);
  add_stroke (strokes, 11, 3000);
  nabla_trace_follow (trace, strokes, NULL);
  work (trace);
  assert_columns (trace, strokes);
  for (int i = 0; i < 1000; i++) {
    digits_strokes_add (strokes, (DigitsPoint){ .x = 12, .y = (float) i });
    nabla_trace_follow (trace, strokes, NULL);
  }
  work (trace);
  assert_columns (trace, strokes);
  nabla_trace_free (trace);
  digits_strokes_free (strokes);
}

/* One answer of 2 ms is more than there is time for; the rest is left. */
static void
test_works_in_slices (void)
{
  NablaTrace *trace = nabla_trace_new (count_strokes_of, NULL);
  DigitsStrokes *strokes = digits_strokes_new ();

  n_asked = 0;
  pause_us = 2000;
  add_stroke (strokes, 10, 50);
  nabla_trace_follow (trace, strokes, NULL);
  g_assert_true (nabla_trace_work (trace, 1000));
  g_assert_cmpuint (n_asked, ==, 1);
  g_assert_true (nabla_trace_work (trace, 1000));
  g_assert_cmpuint (n_asked, ==, 2);
  pause_us = 0;
  nabla_trace_free (trace);
  digits_strokes_free (strokes);
}

static void
assert_read_out (NablaTraceView *view, guint key, const char *prefix)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) keys = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (keys) && !handled)
      g_signal_emit_by_name (keys, "key-pressed", key, 0, 0, &handled);
  }
  g_assert_true (handled);
  g_assert_true (g_str_has_prefix (nabla_trace_view_get_text (view), prefix));
}

/* Shown, it says of each moment what the network says of the drawing of that moment. */
static void
test_is_shown_in_the_panel (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  NablaTraceView *view = child (fixture, "trace_view");
  GtkStack *stack = child (fixture, "answer_stack");
  double expected[10];
  guint64 points;

  AWAIT (nabla_run_is_finished (run));
  settle ();
  draw_seven (fixture);
  g_assert_true (gtk_stack_get_visible_child (stack) == GTK_WIDGET (fixture->bars));
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.trace", NULL);
  g_assert_true (gtk_stack_get_visible_child (stack) == GTK_WIDGET (view));
  expect (fixture, run, expected);
  assert_bars (fixture, expected);
  assert_read_out (view, GDK_KEY_Home, "1 point, ");
  assert_read_out (view, GDK_KEY_Right, "2 points, ");
  g_object_get (view, "points", &points, NULL);
  g_assert_cmpuint (points, ==, 2);
  assert_read_out (view, GDK_KEY_End, "21 points, ");
  assert_read_out (view, GDK_KEY_Left, "20 points, ");
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.clear", NULL);
  g_assert_cmpstr (nabla_trace_view_get_text (view), ==, "");
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.undo", NULL);
  assert_read_out (view, GDK_KEY_Home, "1 point, ");
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.trace", NULL);
  g_assert_true (gtk_stack_get_visible_child (stack) == GTK_WIDGET (fixture->bars));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  g_test_add_func ("/app/trace/a-motion-costs-nothing", test_a_motion_costs_nothing);
  g_test_add_func ("/app/trace/asks-only-for-what-is-new", test_asks_only_for_what_is_new);
  g_test_add_func ("/app/trace/strokes-that-are-cut-are-others",
                   test_strokes_that_are_cut_are_others);
  g_test_add_func ("/app/trace/many-points-share-columns", test_many_points_share_columns);
  g_test_add_func ("/app/trace/works-in-slices", test_works_in_slices);
  add ("/app/trace/is-shown-in-the-panel", test_is_shown_in_the_panel);
  return g_test_run ();
}
