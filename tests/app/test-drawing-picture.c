/* SPDX-License-Identifier: MIT */
/* Pictures on the drawing panel: pasted, opened, refused, stopped, copied; and numbers. */
#include "drawing-fixture.h"

#include "app/nabla-drawing-panel-private.h"
#include "lab/nabla-writing.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <time.h>

static char *said;   /* the last sentence */
static char *folder; /* of the pictures */

static void
on_say (NablaDrawingPanel *panel, const char *sentence)
{
  g_free (said);
  said = g_strdup (sentence);
}

static void
listen (Fixture *fixture)
{
  g_clear_pointer (&said, g_free);
  g_signal_connect (fixture->panel, "say", G_CALLBACK (on_say), NULL);
}

static GFile *
file_in_folder (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_new_for_path (path);
}

/* Dark bars on light paper in uneven light, at these shares of the width. */
static GdkPixbuf *
bars_on_paper (int width, int height, const double *places, int n)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      guint8 value = (guint8) (220 - 90 * x / width);

      for (int i = 0; i < n; i++)
        if (abs ((int) (places[i] * width) - x) < height / 30 && y > height / 4 &&
            y < height * 3 / 4)
          value = 30;
      memset (pixels + y * stride + 3 * x, value, 3);
    }
  return pixbuf;
}

static GFile *
save_bars (const char *name, int width, int height, const double *places, int n)
{
  g_autoptr (GdkPixbuf) pixbuf = bars_on_paper (width, height, places, n);
  GFile *file = file_in_folder (name);
  g_autoptr (GError) error = NULL;

  g_assert_true (gdk_pixbuf_save (pixbuf, g_file_peek_path (file), "jpeg", &error, NULL));
  g_assert_no_error (error);
  return file;
}

static GFile *
save_text (const char *name, const char *text, gssize n)
{
  GFile *file = file_in_folder (name);

  g_assert_true (g_file_set_contents (g_file_peek_path (file), text, n, NULL));
  return file;
}

static void
open_and_wait (Fixture *fixture, GFile *file)
{
  nabla_drawing_panel_open_picture (fixture->panel, file);
  AWAIT (!nabla_drawing_panel_is_reading (fixture->panel));
}

static const double one[] = { 0.5 }, three[] = { 0.3, 0.5, 0.7 };

static void
a_photograph_is_read_as_if_drawn (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  g_autoptr (GFile) file = save_bars ("nabla-test-one.jpg", 640, 480, one, 1);
  double expected[NABLA_N_DIGITS];
  NablaWriting *writing;

  AWAIT (nabla_run_is_finished (run));
  draw_seven (fixture);
  open_and_wait (fixture, file);
  writing = nabla_canvas_get_writing (fixture->canvas);
  g_assert_nonnull (writing);
  g_assert_cmpint (writing->n, ==, 1);
  g_assert_cmpuint (count_strokes (fixture), ==, 0);
  expect_pixels (run, writing->pieces[0].normalised.pixels, expected);
  assert_bars (fixture, expected);
  g_assert_cmpint (nabla_canvas_get_n_boxes (fixture->canvas), ==, 0);
  undo (fixture);
  g_assert_null (nabla_canvas_get_writing (fixture->canvas));
  expect (fixture, run, expected);
  assert_bars (fixture, expected);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.redo", NULL);
  g_assert_true (nabla_canvas_get_writing (fixture->canvas) == writing);
  /* Drawing takes its place. */
  draw_seven (fixture);
  g_assert_null (nabla_canvas_get_writing (fixture->canvas));
}

static void
several_digits_of_a_picture_are_a_number (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  g_autoptr (GFile) file = save_bars ("nabla-test-three.jpg", 640, 480, three, 3);
  g_autofree char *told = NULL;
  const char *guess;

  AWAIT (nabla_run_is_finished (run));
  open_and_wait (fixture, file);
  g_assert_cmpint (nabla_canvas_get_n_boxes (fixture->canvas), ==, 3);
  guess = gtk_label_get_label (fixture->guess);
  g_assert_cmpuint (strlen (guess), ==, 3);
  g_assert_true (guess[0] == guess[1] && guess[1] == guess[2]);
  /* Each digit is told apart, for screen readers. */
  told = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->guess),
                                             GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (told, "% sure; "));
}

/* Two strokes far apart, each like the stroke of a 1. */
static void
draw_eleven (Fixture *fixture)
{
  for (int i = 0; i < 2; i++) {
    begin_at (fixture, 0.3 + 0.35 * i, 0.2);
    for (int j = 1; j <= 10; j++)
      extend_to (fixture, 0.3 + 0.35 * i, 0.2 + 0.06 * j);
    nabla_canvas_end (fixture->canvas);
  }
}

static void
several_digits_that_are_drawn_are_a_number (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  const char *guess;
  double shown[NABLA_N_DIGITS];

  AWAIT (nabla_run_is_finished (run));
  draw_eleven (fixture);
  g_assert_cmpint (nabla_canvas_get_n_boxes (fixture->canvas), ==, 2);
  guess = gtk_label_get_label (fixture->guess);
  g_assert_cmpuint (strlen (guess), ==, 2);
  g_assert_true (guess[0] == guess[1]);
  g_assert_true (nabla_probability_bars_get (fixture->bars, shown));
  /* One digit again: as ever. */
  undo (fixture);
  g_assert_cmpint (nabla_canvas_get_n_boxes (fixture->canvas), ==, 0);
  g_assert_cmpuint (strlen (gtk_label_get_label (fixture->guess)), ==, 1);
  expect (fixture, run, shown);
  assert_bars (fixture, shown);
}

static void
without_a_network_a_number_is_framed_and_not_read (Fixture *fixture, gconstpointer data)
{
  draw_eleven (fixture);
  g_assert_cmpint (nabla_canvas_get_n_boxes (fixture->canvas), ==, 2);
  assert_silent (fixture);
}

static void
what_cannot_be_read_is_refused_and_changes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) text = save_text ("nabla-test.txt", "no picture", -1);
  g_autoptr (GFile) gif =
      save_text ("nabla-test.gif",
                 "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff"
                 "!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
                 "!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x4c\x01\0;",
                 66);
  g_autoptr (GFile) none = file_in_folder ("nabla-test-none.png");

  listen (fixture);
  draw_seven (fixture);
  open_and_wait (fixture, text);
  g_assert_true (g_str_has_prefix (said, "nabla-test.txt is no image"));
  open_and_wait (fixture, gif);
  g_assert_cmpstr (said, ==, "nabla-test.gif: There is no ink in the image");
  open_and_wait (fixture, none);
  g_assert_true (g_str_has_prefix (said, "nabla-test-none.png cannot be read"));
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
}

static void
vector_pictures_are_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) svg =
      save_text ("nabla-test.svg",
                 "<svg xmlns='http://www.w3.org/2000/svg' width='28' height='28'>"
                 "<path d='M14 4V24' stroke='black' stroke-width='3'/></svg>",
                 -1);

  open_and_wait (fixture, svg);
  if (nabla_canvas_get_writing (fixture->canvas) == NULL)
    g_test_skip ("no loader for SVG is installed");
}

static gboolean
count_heartbeats (gpointer data)
{
  ++*(int *) data;
  return G_SOURCE_CONTINUE;
}

/* Of this thread alone, µs. */
static gint64
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The longest that the main loop was away is printed, not asserted; that it goes on is. */
static void
the_window_lives_while_a_large_photograph_is_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = save_bars ("nabla-test-large.jpg", 4000, 3000, three, 3);
  gint64 last, last_work, longest = 0, most_work = 0;
  int beats = 0;
  guint source;

  AWAIT (!nabla_drawing_panel_is_reading (fixture->panel));
  source = g_idle_add_full (G_PRIORITY_LOW, count_heartbeats, &beats, NULL);
  nabla_drawing_panel_open_picture (fixture->panel, file);
  last = g_get_monotonic_time ();
  last_work = processor_time ();
  while (nabla_drawing_panel_is_reading (fixture->panel)) {
    g_main_context_iteration (NULL, FALSE);
    longest = MAX (longest, g_get_monotonic_time () - last);
    last = g_get_monotonic_time ();
    most_work = MAX (most_work, processor_time () - last_work);
    last_work = processor_time ();
  }
  g_source_remove (source);
  g_test_message ("the main loop was away for %.1f ms at most, and worked for %.1f ms at most",
                  (double) longest / 1e3, (double) most_work / 1e3);
  g_assert_cmpint (beats, >, 10);
  g_assert_cmpint (nabla_canvas_get_n_boxes (fixture->canvas), ==, 3);
}

static void
escape_stops_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = save_bars ("nabla-test-stop.jpg", 3000, 2000, three, 3);

  listen (fixture);
  draw_seven (fixture);
  nabla_drawing_panel_open_picture (fixture->panel, file);
  g_assert_true (nabla_drawing_panel_is_reading (fixture->panel));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.cancel", NULL));
  g_assert_false (nabla_drawing_panel_is_reading (fixture->panel));
  for (int i = 0; i < 100; i++) {
    g_usleep (5000);
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_null (nabla_canvas_get_writing (fixture->canvas));
  g_assert_cmpuint (count_strokes (fixture), ==, 1);
  g_assert_null (said);
}

static void
what_is_copied_can_be_pasted (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel = GTK_WIDGET (fixture->panel);
  NablaWriting *writing;

  listen (fixture);
  draw_eleven (fixture);
  g_assert_true (gtk_widget_activate_action (panel, "drawing.copy", NULL));
  gtk_widget_activate_action (panel, "drawing.clear", NULL);
  g_assert_true (gtk_widget_activate_action (panel, "drawing.paste", NULL));
  AWAIT (!nabla_drawing_panel_is_reading (fixture->panel));
  g_assert_cmpstr (said, ==, NULL);
  writing = nabla_canvas_get_writing (fixture->canvas);
  g_assert_nonnull (writing);
  g_assert_cmpint (writing->n, ==, 2);
  /* And what was pasted can be copied on. */
  gtk_widget_activate_action (panel, "drawing.copy", NULL);
  gtk_widget_activate_action (panel, "drawing.paste", NULL);
  AWAIT (!nabla_drawing_panel_is_reading (fixture->panel));
  g_assert_cmpint (nabla_canvas_get_writing (fixture->canvas)->n, ==, 2);
}

static void
a_text_on_the_clipboard_is_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel = GTK_WIDGET (fixture->panel);

  listen (fixture);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (panel), "nine");
  gtk_widget_activate_action (panel, "drawing.paste", NULL);
  AWAIT (!nabla_drawing_panel_is_reading (fixture->panel));
  g_assert_cmpstr (said, ==, "There is no picture on the clipboard");
  g_assert_true (nabla_canvas_is_empty (fixture->canvas));
}

static void
files_can_be_pasted (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel = GTK_WIDGET (fixture->panel);
  GFile *file = save_bars ("nabla-test-pasted.jpg", 640, 480, three, 3);
  GSList *files = g_slist_append (NULL, file);
  GdkFileList *list = gdk_file_list_new_from_list (files);

  gdk_clipboard_set (gtk_widget_get_clipboard (panel), GDK_TYPE_FILE_LIST, list);
  gtk_widget_activate_action (panel, "drawing.paste", NULL);
  AWAIT (!nabla_canvas_is_empty (fixture->canvas));
  g_assert_cmpint (nabla_canvas_get_writing (fixture->canvas)->n, ==, 3);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  g_slist_free_full (files, g_object_unref);
}

static int
sum_of (const guint8 *pixels)
{
  int sum = 0;
  for (int i = 0; i < DIGITS_PIXELS; i++)
    sum += pixels[i];
  return sum;
}

/* A bar in the middle of 28 columns, a quarter of their height from the top and bottom of the
 * picture, which is three quarters as high as it is wide. */
static void
without_normalising_a_whole_picture_is_shrunk (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture, 1);
  g_autoptr (GFile) file = save_bars ("nabla-test-shrunk.jpg", 640, 480, one, 1);
  GObject *steps = child (fixture, "steps");
  double normalised[NABLA_N_DIGITS], raw[NABLA_N_DIGITS];
  NablaWriting *writing;
  guint8 shrunk[DIGITS_PIXELS];

  AWAIT (nabla_run_is_finished (run));
  open_and_wait (fixture, file);
  writing = nabla_canvas_get_writing (fixture->canvas);
  expect_pixels (run, writing->pieces[0].normalised.pixels, normalised);
  assert_bars (fixture, normalised);

  g_object_set (steps, "normalise", FALSE, NULL);
  nabla_drawing_panel_shrink_writing (writing, shrunk, DIGITS_SIDE);
  for (int y = 0; y < DIGITS_SIDE; y++)
    for (int x = 0; x < DIGITS_SIDE; x++)
      if (x < 11 || x > 16 || y < 8 || y > 19)
        g_assert_cmpint (shrunk[y * DIGITS_SIDE + x], ==, 0);
  g_assert_cmpint (sum_of (shrunk), >, 255 * 12);
  expect_pixels (run, shrunk, raw);
  assert_bars (fixture, raw);
  g_assert_cmpfloat (fabs (raw[1] - normalised[1]), >, 1e-6);
  g_object_set (steps, "normalise", TRUE, NULL);
  assert_bars (fixture, normalised);
}

int
main (int argc, char **argv)
{
  int code;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-test-XXXXXX", NULL);
  g_assert_nonnull (folder);

  add ("/app/drawing-picture/a-photograph-is-read-as-if-drawn", a_photograph_is_read_as_if_drawn);
  add ("/app/drawing-picture/several-digits-of-a-picture-are-a-number",
       several_digits_of_a_picture_are_a_number);
  add ("/app/drawing-picture/several-digits-that-are-drawn-are-a-number",
       several_digits_that_are_drawn_are_a_number);
  add ("/app/drawing-picture/without-a-network-a-number-is-framed-and-not-read",
       without_a_network_a_number_is_framed_and_not_read);
  add ("/app/drawing-picture/what-cannot-be-read-is-refused-and-changes-nothing",
       what_cannot_be_read_is_refused_and_changes_nothing);
  add ("/app/drawing-picture/without-normalising-a-whole-picture-is-shrunk",
       without_normalising_a_whole_picture_is_shrunk);
  add ("/app/drawing-picture/vector-pictures-are-read", vector_pictures_are_read);
  add ("/app/drawing-picture/the-window-lives-while-a-large-photograph-is-read",
       the_window_lives_while_a_large_photograph_is_read);
  add ("/app/drawing-picture/escape-stops-reading", escape_stops_reading);
  add ("/app/drawing-picture/what-is-copied-can-be-pasted", what_is_copied_can_be_pasted);
  add ("/app/drawing-picture/a-text-on-the-clipboard-is-refused",
       a_text_on_the_clipboard_is_refused);
  add ("/app/drawing-picture/files-can-be-pasted", files_can_be_pasted);
  code = g_test_run ();
  small_data_remove (folder);
  return code;
}
