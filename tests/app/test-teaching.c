/* SPDX-License-Identifier: MIT */
/* The drawing panel: a person says what the drawing is, and it is kept. */
#include "app/nabla-digit-chooser.h"
#include "app/nabla-steps-view.h"

#include "drawing-fixture.h"

#include <string.h>

static NablaOwnDigits *own; /* of the test under way */
static char *folder;

typedef struct {
  NablaOwnDigit *digit;
  int before;
  guint times;
} Kept;

static void
on_kept (NablaDrawingPanel *panel, NablaOwnDigit *digit, int before, Kept *kept)
{
  kept->digit = digit;
  kept->before = before;
  kept->times++;
}

/* With a trained run and a place to keep drawings. */
static void
begin (Fixture *fixture)
{
  NablaRun *run = train (fixture, 1);

  AWAIT (nabla_run_is_finished (run));
  settle ();
  nabla_drawing_panel_set_own_digits (fixture->panel, own);
}

static void
keep_as (Fixture *fixture, int digit)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.keep", "i", digit);
}

static guint
n_kept (void)
{
  return g_list_model_get_n_items (G_LIST_MODEL (own));
}

static gboolean
is_seen (Fixture *fixture, const char *name)
{
  return gtk_widget_get_mapped (child (fixture, name));
}

static const char *
words (Fixture *fixture)
{
  return gtk_label_get_label (child (fixture, "wrong_label"));
}

static void
draw_one (Fixture *fixture, double x)
{
  begin_at (fixture, x, 0.3);
  for (int i = 1; i <= 10; i++)
    extend_to (fixture, x, 0.3 + 0.04 * i);
  nabla_canvas_end (fixture->canvas);
}

static void
nobody_is_asked_without_a_guess (Fixture *fixture, gconstpointer data)
{
  NablaRun *run;

  nabla_drawing_panel_set_own_digits (fixture->panel, own);
  settle ();
  g_assert_false (is_seen (fixture, "teach_line"));
  keep_as (fixture, 7);
  draw_seven (fixture); /* and nobody reads it */
  settle ();
  g_assert_false (is_seen (fixture, "teach_line"));
  keep_as (fixture, 7);
  g_assert_cmpuint (n_kept (), ==, 0);

  run = train (fixture, 1);
  AWAIT (nabla_run_is_finished (run));
  AWAIT (is_seen (fixture, "teach_line"));
  g_assert_cmpstr (words (fixture), ==, "Wrong?");
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "drawing.clear", NULL);
  settle ();
  g_assert_false (is_seen (fixture, "teach_line"));
  keep_as (fixture, 7);
  g_assert_cmpuint (n_kept (), ==, 0);
}

static void
a_drawing_is_kept_as_what_it_is (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaOwnDigit) digit = NULL;
  DigitsNormalised normalised;
  DigitsError error;
  Kept kept = { 0 };
  int guess;

  begin (fixture);
  g_signal_connect (fixture->panel, "kept", G_CALLBACK (on_kept), &kept);
  draw_seven (fixture);
  guess = atoi (gtk_label_get_label (fixture->guess));
  keep_as (fixture, 4);
  g_assert_cmpuint (n_kept (), ==, 1);
  digit = g_list_model_get_item (G_LIST_MODEL (own), 0);
  g_assert_true (kept.digit == digit && kept.before == -1 && kept.times == 1);
  g_assert_cmpint (nabla_own_digit_get_label (digit), ==, 4);
  g_assert_cmpint (nabla_own_digit_get_guess (digit), ==, guess);
  g_assert_cmpuint (nabla_own_digit_get_strokes (digit)->n_points, ==,
                    nabla_canvas_get_strokes (fixture->canvas)->n_points);
  g_assert_cmpint (
      digits_strokes_normalise (nabla_canvas_get_strokes (fixture->canvas), &normalised, &error),
      ==, 0);
  g_assert_cmpmem (nabla_own_digit_get_pixels (digit), DIGITS_PIXELS, normalised.pixels,
                   DIGITS_PIXELS);
  g_assert_cmpstr (words (fixture), ==, "Kept as a 4");
  settle ();
  g_assert_true (is_seen (fixture, "learn_button"));
}

/* Said otherwise it is the same drawing; drawn on it is another. */
static void
one_drawing_is_kept_once (Fixture *fixture, gconstpointer data)
{
  Kept kept = { 0 };

  begin (fixture);
  g_signal_connect (fixture->panel, "kept", G_CALLBACK (on_kept), &kept);
  draw_seven (fixture);
  keep_as (fixture, 4);
  keep_as (fixture, 4);
  g_assert_cmpuint (kept.times, ==, 1);
  keep_as (fixture, 6);
  g_assert_cmpuint (n_kept (), ==, 1);
  g_assert_true (kept.times == 2 && kept.before == 4);
  g_assert_cmpint (nabla_own_digit_get_label (kept.digit), ==, 6);
  g_assert_cmpstr (words (fixture), ==, "Kept as a 6");
  nabla_own_digits_set_label (own, kept.digit, 3);
  g_assert_cmpstr (words (fixture), ==, "Kept as a 3");

  undo (fixture);
  draw_seven (fixture);
  g_assert_cmpstr (words (fixture), ==, "Wrong?");
  keep_as (fixture, 7);
  g_assert_cmpuint (n_kept (), ==, 2);
}

static void
what_is_deleted_is_not_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaOwnDigit) digit = NULL;

  begin (fixture);
  draw_seven (fixture);
  keep_as (fixture, 4);
  digit = g_list_model_get_item (G_LIST_MODEL (own), 0);
  nabla_own_digits_remove (own, digit);
  g_assert_cmpstr (words (fixture), ==, "Wrong?");
  settle ();
  g_assert_false (is_seen (fixture, "learn_button"));
  keep_as (fixture, 5);
  g_assert_cmpuint (n_kept (), ==, 1);
}

static void
count (NablaDrawingPanel *panel, const char *sentence, guint *times)
{
  *times += strstr (sentence, "one digit") != NULL;
}

static void
several_digits_are_refused_and_it_is_said_why (Fixture *fixture, gconstpointer data)
{
  GObject *steps = child (fixture, "steps");
  guint said = 0;

  begin (fixture);
  g_signal_connect (fixture->panel, "say", G_CALLBACK (count), &said);
  draw_one (fixture, 0.2);
  draw_one (fixture, 0.8);
  settle ();
  g_assert_cmpuint (strlen (gtk_label_get_label (fixture->guess)), ==, 2);
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "wrong_button")));
  g_assert_true (is_seen (fixture, "several_label"));
  keep_as (fixture, 1);
  g_assert_cmpuint (said, ==, 1);
  /* They are several, too, where they are read as one. */
  gtk_switch_set_active (GTK_SWITCH (gtk_widget_get_template_child (
                             GTK_WIDGET (steps), NABLA_TYPE_STEPS_VIEW, "normalise_switch")),
                         FALSE);
  g_assert_cmpuint (strlen (gtk_label_get_label (fixture->guess)), ==, 1);
  keep_as (fixture, 1);
  g_assert_cmpuint (said, ==, 2);
  g_assert_cmpuint (n_kept (), ==, 0);
}

static void
an_image_is_kept_without_strokes (Fixture *fixture, gconstpointer data)
{
  guint8 pixels[DIGITS_PIXELS] = { 0 };
  g_autoptr (NablaOwnDigit) digit = NULL;

  for (int y = 3; y < 20; y++)
    pixels[y * DIGITS_SIDE + 4] = pixels[y * DIGITS_SIDE + 5] = 200;
  begin (fixture);
  nabla_drawing_panel_set_image (fixture->panel, pixels);
  keep_as (fixture, 1);
  digit = g_list_model_get_item (G_LIST_MODEL (own), 0);
  g_assert_nonnull (digit);
  g_assert_null (nabla_own_digit_get_strokes (digit));
  g_assert_cmpmem (nabla_own_digit_get_pixels (digit), DIGITS_PIXELS, pixels, DIGITS_PIXELS);
}

/* The digit of a photograph, as the network sees it. */
static void
the_digit_of_a_picture_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder, "one.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 200, 200);
  g_autoptr (GdkPixbuf) ink = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (NablaOwnDigit) digit = NULL;
  const guint8 *pixels;
  guint sum = 0;

  gdk_pixbuf_fill (pixbuf, 0xffffffff);
  ink = gdk_pixbuf_new_subpixbuf (pixbuf, 90, 40, 16, 120);
  gdk_pixbuf_fill (ink, 0x000000ff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  begin (fixture);
  nabla_drawing_panel_open_picture (fixture->panel, file);
  AWAIT (nabla_canvas_get_writing (fixture->canvas) != NULL);
  keep_as (fixture, 1);
  digit = g_list_model_get_item (G_LIST_MODEL (own), 0);
  g_assert_nonnull (digit);
  g_assert_null (nabla_own_digit_get_strokes (digit));
  pixels = nabla_own_digit_get_pixels (digit);
  for (int i = 0; i < DIGITS_PIXELS; i++)
    sum += pixels[i];
  g_assert_cmpuint (sum, >, 20 * 255);
  g_assert_cmpint (pixels[14 * DIGITS_SIDE + 14], >, 200);
  g_assert_cmpint (pixels[0], ==, 0);
}

static void
the_chooser_knows_what_was_said (Fixture *fixture, gconstpointer data)
{
  GtkMenuButton *button;
  NablaDigitChooser *chooser;
  double probabilities[10];
  int guess, second = -1;

  begin (fixture);
  draw_seven (fixture);
  settle ();
  guess = atoi (gtk_label_get_label (fixture->guess));
  nabla_probability_bars_get (fixture->bars, probabilities);
  for (int i = 0; i < 10; i++)
    if (i != guess && (second < 0 || probabilities[i] > probabilities[second]))
      second = i;
  button = child (fixture, "wrong_button");
  chooser = NABLA_DIGIT_CHOOSER (gtk_menu_button_get_popover (button));
  gtk_menu_button_popup (button);
  settle ();
  for (int i = 0; i < 10; i++)
    g_assert_true (gtk_widget_has_css_class (nabla_digit_chooser_get_button (chooser, i), "read") ==
                   (i == guess));
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (button))) ==
                 nabla_digit_chooser_get_button (chooser, second));
  g_signal_emit_by_name (nabla_digit_chooser_get_button (chooser, second), "clicked");
  g_assert_cmpuint (n_kept (), ==, 1);
  gtk_menu_button_popup (button);
  settle ();
  g_assert_true (
      gtk_widget_has_css_class (nabla_digit_chooser_get_button (chooser, second), "kept"));
  gtk_menu_button_popdown (button);
}

static void
open_store (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  folder = g_dir_make_tmp ("nabla-test-XXXXXX", NULL);
  path = g_build_filename (folder, "drawings.db", NULL);
  own = nabla_own_digits_open (path, NULL);
  g_assert_nonnull (own);
  set_up (fixture, data);
}

static void
close_store (Fixture *fixture, gconstpointer data)
{
  tear_down (fixture, data);
  g_assert_finalize_object (own);
  small_data_remove (folder);
  g_clear_pointer (&folder, g_free);
}

#define CLAIM(claim, function)                                                                     \
  g_test_add ("/app/teaching/" claim, Fixture, NULL, open_store, function, close_store)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  CLAIM ("nobody-is-asked-without-a-guess", nobody_is_asked_without_a_guess);
  CLAIM ("a-drawing-is-kept-as-what-it-is", a_drawing_is_kept_as_what_it_is);
  CLAIM ("one-drawing-is-kept-once", one_drawing_is_kept_once);
  CLAIM ("what-is-deleted-is-not-kept", what_is_deleted_is_not_kept);
  CLAIM ("several-digits-are-refused-and-it-is-said-why",
         several_digits_are_refused_and_it_is_said_why);
  CLAIM ("an-image-is-kept-without-strokes", an_image_is_kept_without_strokes);
  CLAIM ("the-digit-of-a-picture-is-kept", the_digit_of_a_picture_is_kept);
  CLAIM ("the-chooser-knows-what-was-said", the_chooser_knows_what_was_said);
  return g_test_run ();
}
