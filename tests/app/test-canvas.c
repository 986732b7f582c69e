/* SPDX-License-Identifier: MIT */
/* The canvas: ink, eraser, undo and redo. */
#include "app/nabla-canvas-ink.h"

#include "drawing-fixture.h"

#include <math.h>

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

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), action, NULL);
}

static void
test_redo_brings_back_what_undo_took (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = child (fixture, "redo_button");
  DigitsPoint last;

  g_assert_false (gtk_widget_is_sensitive (button));
  draw_seven (fixture);
  begin_at (fixture, 0.2, 0.6);
  extend_to (fixture, 0.8, 0.6);
  nabla_canvas_end (fixture->canvas);
  last = nabla_canvas_get_strokes (fixture->canvas)->points[22];
  act (fixture, "drawing.clear");
  for (int i = 0; i < 3; i++)
    act (fixture, "drawing.undo");
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  act (fixture, "drawing.redo");
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  act (fixture, "drawing.redo");
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
  g_assert_cmpmem (&nabla_canvas_get_strokes (fixture->canvas)->points[22], sizeof last, &last,
                   sizeof last);
  act (fixture, "drawing.redo");
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  g_assert_false (gtk_widget_is_sensitive (button));
  /* What is drawn instead ends what could be redone. */
  act (fixture, "drawing.undo");
  g_assert_true (gtk_widget_is_sensitive (button));
  begin_at (fixture, 0.2, 0.2);
  nabla_canvas_end (fixture->canvas);
  g_assert_false (gtk_widget_is_sensitive (button));
}

static void
erase (Fixture *fixture, double x0, double y0, double x1, double y1)
{
  act (fixture, "drawing.erase");
  g_assert_true (nabla_canvas_get_erasing (fixture->canvas));
  begin_at (fixture, x0, y0);
  for (int i = 1; i <= 8; i++)
    extend_to (fixture, x0 + (x1 - x0) * i / 8, y0 + (y1 - y0) * i / 8);
  nabla_canvas_end (fixture->canvas);
}

static void
test_a_gesture_of_the_eraser_is_one_step (Fixture *fixture, gconstpointer data)
{
  GtkToggleButton *button = child (fixture, "eraser_button");

  draw_seven (fixture);
  erase (fixture, 0.5, 0.1, 0.5, 0.95);
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
  g_assert_true (gtk_toggle_button_get_active (button));
  act (fixture, "drawing.undo");
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  g_assert_cmpuint (nabla_canvas_get_strokes (fixture->canvas)->n_points, ==, 21);
  act (fixture, "drawing.redo");
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
  act (fixture, "drawing.undo");
  act (fixture, "drawing.undo");
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
}

static void
test_erasing_nothing_is_no_step (Fixture *fixture, gconstpointer data)
{
  draw_seven (fixture);
  erase (fixture, 0.02, 0.9, 0.1, 0.98);
  g_assert_cmpuint (nabla_canvas_get_strokes (fixture->canvas)->n_points, ==, 21);
  act (fixture, "drawing.undo");
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
}

/* On an empty canvas the next thing is to draw. */
static void
test_the_eraser_ends_with_the_ink (Fixture *fixture, gconstpointer data)
{
  begin_at (fixture, 0.5, 0.5);
  nabla_canvas_end (fixture->canvas);
  erase (fixture, 0.4, 0.5, 0.6, 0.5);
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  g_assert_false (nabla_canvas_get_erasing (fixture->canvas));
  act (fixture, "drawing.erase");
  g_assert_false (nabla_canvas_get_erasing (fixture->canvas));
  begin_at (fixture, 0.5, 0.5);
  nabla_canvas_end (fixture->canvas);
  act (fixture, "drawing.erase");
  act (fixture, "drawing.clear");
  g_assert_false (nabla_canvas_get_erasing (fixture->canvas));
}

static void
test_a_stroke_takes_the_place_of_an_image (Fixture *fixture, gconstpointer data)
{
  guint8 pixels[DIGITS_PIXELS] = { 0 };

  draw_seven (fixture);
  memset (pixels + 10 * DIGITS_SIDE, 255, 5 * DIGITS_SIDE);
  nabla_canvas_set_image (fixture->canvas, pixels);
  g_assert_cmpuint (count_strokes (fixture), ==, 0);
  g_assert_cmpmem (nabla_canvas_get_image (fixture->canvas), DIGITS_PIXELS, pixels, DIGITS_PIXELS);
  begin_at (fixture, 0.5, 0.5);
  nabla_canvas_end (fixture->canvas);
  g_assert_null (nabla_canvas_get_image (fixture->canvas));
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  act (fixture, "drawing.undo");
  g_assert_cmpmem (nabla_canvas_get_image (fixture->canvas), DIGITS_PIXELS, pixels, DIGITS_PIXELS);
  act (fixture, "drawing.undo");
  g_assert_cmpuint (nabla_canvas_get_strokes (fixture->canvas)->n_points, ==, 21);
}

/* Undo brings old times back, and a drawing from elsewhere has its own. */
static void
test_time_goes_on (Fixture *fixture, gconstpointer data)
{
  DigitsStrokes *strokes = digits_strokes_new ();
  const DigitsPoint *points;

  digits_strokes_begin (strokes, (DigitsPoint){ .x = 20, .y = 20, .pressure = 0.5f });
  digits_strokes_add (strokes, (DigitsPoint){ .x = 90, .y = 20, .t = 5000, .pressure = 0.5f });
  nabla_canvas_set_strokes (fixture->canvas, strokes);
  digits_strokes_free (strokes);
  begin_at (fixture, 0.2, 0.6);
  extend_to (fixture, 0.8, 0.6);
  nabla_canvas_end (fixture->canvas);
  points = nabla_canvas_get_strokes (fixture->canvas)->points;
  g_assert_cmpfloat (points[2].t, >=, 5000);
  g_assert_cmpfloat_with_epsilon (points[3].t - points[2].t, 10, 1e-3);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  add ("/app/canvas/what-was-cleared-comes-back", test_what_was_cleared_comes_back);
  add ("/app/canvas/redo-brings-back-what-undo-took", test_redo_brings_back_what_undo_took);
  add ("/app/canvas/a-gesture-of-the-eraser-is-one-step", test_a_gesture_of_the_eraser_is_one_step);
  add ("/app/canvas/erasing-nothing-is-no-step", test_erasing_nothing_is_no_step);
  add ("/app/canvas/the-eraser-ends-with-the-ink", test_the_eraser_ends_with_the_ink);
  add ("/app/canvas/a-stroke-takes-the-place-of-an-image",
       test_a_stroke_takes_the_place_of_an_image);
  add ("/app/canvas/time-goes-on", test_time_goes_on);
  add ("/app/canvas/escape-keeps-the-drawing", test_escape_keeps_the_drawing);
  add ("/app/canvas/ink-is-the-same-drawn-anew", test_ink_is_the_same_drawn_anew);
  g_test_add_func ("/app/canvas/gives-way-to-the-answers", test_gives_way_to_the_answers);
  return g_test_run ();
}
