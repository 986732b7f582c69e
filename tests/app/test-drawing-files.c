/* SPDX-License-Identifier: MIT */
/* Drawings that are kept in files and taken out again. */
#include "drawing-fixture.h"

#include "lab/nabla-strokes-file.h"

#include <glib/gstdio.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), action, NULL);
}

static void
take_sentence (NablaDrawingPanel *panel, const char *sentence, char **said)
{
  g_free (*said);
  *said = g_strdup (sentence);
}

/* Saves, and waits until the panel says so. */
static void
save (Fixture *fixture, const char *path)
{
  g_autofree char *said = NULL, *name = g_path_get_basename (path);
  gulong handler = g_signal_connect (fixture->panel, "say", G_CALLBACK (take_sentence), &said);

  nabla_drawing_panel_save (fixture->panel, path);
  AWAIT (said != NULL);
  g_signal_handler_disconnect (fixture->panel, handler);
  g_assert_true (g_str_has_suffix (said, name));
}

/* Waits for a dialog, and closes it. */
static void
await_dialog (void)
{
  GtkWindow *dialog = NULL;

  while (dialog == NULL) {
    g_autoptr (GList) windows = gtk_window_list_toplevels ();

    for (GList *link = windows; link != NULL; link = link->next)
      if (ADW_IS_MESSAGE_DIALOG (link->data))
        dialog = link->data;
    g_main_context_iteration (NULL, dialog == NULL);
  }
  gtk_window_destroy (dialog);
}

static void
test_strokes_come_back_as_they_were (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("seven.json");
  DigitsStrokes *drawn;
  const DigitsStrokes *now;

  draw_seven (fixture);
  begin_at (fixture, 0.2, 0.6);
  extend_to (fixture, 0.8, 0.61);
  nabla_canvas_end (fixture->canvas);
  drawn = digits_strokes_copy (nabla_canvas_get_strokes (fixture->canvas));
  save (fixture, path);
  act (fixture, "drawing.clear");
  nabla_drawing_panel_open (fixture->panel, path);
  AWAIT (!nabla_canvas_is_empty (fixture->canvas));
  now = nabla_canvas_get_strokes (fixture->canvas);
  g_assert_cmpmem (now->points, now->n_points * sizeof *now->points, drawn->points,
                   drawn->n_points * sizeof *drawn->points);
  g_assert_cmpmem (now->starts, now->n_strokes * sizeof *now->starts, drawn->starts,
                   drawn->n_strokes * sizeof *drawn->starts);
  act (fixture, "drawing.undo");
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
  act (fixture, "drawing.redo");
  g_assert_cmpuint (count_strokes (fixture), ==, 2);
  digits_strokes_free (drawn);
}

/* A drawing of any unit lies in the middle of the canvas, its pen as wide as before to it. */
static void
test_a_drawing_from_elsewhere_is_fitted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("tiny.json");
  const DigitsStrokes *now;

  g_file_set_contents (
      path, "{\"width\": 0.0001, \"strokes\": [[[-0.001, 5], [0.001, 5], [0, 5.004]]]}", -1, NULL);
  nabla_drawing_panel_open (fixture->panel, path);
  AWAIT (!nabla_canvas_is_empty (fixture->canvas));
  now = nabla_canvas_get_strokes (fixture->canvas);
  g_assert_cmpfloat_with_epsilon (now->points[2].x, 140, 0.1);
  g_assert_cmpfloat_with_epsilon (now->points[0].y, 140 - 98, 0.1);
  g_assert_cmpfloat_with_epsilon (now->points[2].y, 140 + 98, 0.1);
  g_assert_cmpfloat_with_epsilon (now->width, 0.0001 * 196 / 0.004, 0.01);
}

static void
test_what_is_no_drawing_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bad = path_of ("bad.json"), *empty = path_of ("empty.json");
  g_autofree char *nowhere = path_of ("no/such.json");

  draw_seven (fixture);
  g_file_set_contents (bad, "{\"strokes\": 7}", -1, NULL);
  g_file_set_contents (empty, "{\"strokes\": []}", -1, NULL);
  nabla_drawing_panel_open (fixture->panel, bad);
  await_dialog ();
  nabla_drawing_panel_open (fixture->panel, empty);
  await_dialog ();
  nabla_drawing_panel_open (fixture->panel, nowhere);
  await_dialog ();
  nabla_drawing_panel_save (fixture->panel, nowhere);
  await_dialog ();
  g_assert_cmpuint (nabla_canvas_get_strokes (fixture->canvas)->n_points, ==, 21);
}

static int
grey_at (cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data (
      surface)[y * cairo_image_surface_get_stride (surface) + 4 * x];
}

static void
test_a_picture_is_black_on_white (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("seven.png");
  cairo_surface_t *picture;

  draw_seven (fixture);
  save (fixture, path);
  picture = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (picture), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, 560);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, 560);
  g_assert_cmpint (grey_at (picture, 280, 140), ==, 0);
  g_assert_cmpint (grey_at (picture, 100, 400), ==, 255);
  cairo_surface_destroy (picture);
}

static void
test_an_image_is_saved_as_a_picture (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("image.png"), *strokes = path_of ("image.json");
  guint8 pixels[DIGITS_PIXELS] = { 0 };
  cairo_surface_t *picture;

  pixels[3 * DIGITS_SIDE + 5] = 255;
  nabla_drawing_panel_set_image (fixture->panel, pixels);
  save (fixture, path);
  picture = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (grey_at (picture, 5 * 20 + 10, 3 * 20 + 10), ==, 0);
  g_assert_cmpint (grey_at (picture, 5 * 20 - 1, 3 * 20 + 10), ==, 255);
  cairo_surface_destroy (picture);
  nabla_drawing_panel_save (fixture->panel, strokes);
  await_dialog ();
  g_assert_false (g_file_test (strokes, G_FILE_TEST_EXISTS));
}

static void
remove_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (name);

    g_unlink (path);
  }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-drawings-XXXXXX", NULL);

  add ("/app/drawing-files/strokes-come-back-as-they-were", test_strokes_come_back_as_they_were);
  add ("/app/drawing-files/a-drawing-from-elsewhere-is-fitted",
       test_a_drawing_from_elsewhere_is_fitted);
  add ("/app/drawing-files/what-is-no-drawing-is-refused", test_what_is_no_drawing_is_refused);
  add ("/app/drawing-files/a-picture-is-black-on-white", test_a_picture_is_black_on_white);
  add ("/app/drawing-files/an-image-is-saved-as-a-picture", test_an_image_is_saved_as_a_picture);
  status = g_test_run ();
  remove_files ();
  g_free (folder);
  return status;
}
