/* SPDX-License-Identifier: MIT */
/* How the built-in digits are written: the panel, and what the window makes of it. */
#include "app/nabla-digits-page.h"
#include "app/nabla-settings.h"
#include "app/nabla-style-button.h"
#include "app/nabla-style-preview.h"

#include "digits/digits-synthesizer.h"
#include "lab/small-data.h"
#include "window-fixture.h"

#include <string.h>

static NablaApplication *application;
static NablaDataSet *built_in; /* neat, of seed 3 */

static const NablaDigitStyle neat = { NABLA_MANNER_SHOWN, 0.5 };

typedef struct {
  NablaWindow *window;
  NablaStyleButton *style;
} Fixture;

static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (text == NULL || strstr (gtk_button_get_label (GTK_BUTTON (widget)) != NULL
                                   ? gtk_button_get_label (GTK_BUTTON (widget))
                                   : "",
                               text) != NULL))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, text);
  return found;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = open_window (application, built_in);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.page", "s", "digits");
  fixture->style =
      NABLA_STYLE_BUTTON (find (GTK_WIDGET (fixture->window), NABLA_TYPE_STYLE_BUTTON, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = nabla_settings_new ();

  g_settings_reset (settings, "digits-seed");
  g_settings_reset (settings, "digits-manner");
  g_settings_reset (settings, "digits-strength");
  close_window (fixture->window);
}

static gpointer
child (Fixture *fixture, const char *name)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->style), NABLA_TYPE_STYLE_BUTTON, name);

  g_assert_nonnull (object);
  return object;
}

static void
open_panel (Fixture *fixture)
{
  gtk_menu_button_popup (child (fixture, "button"));
  AWAIT (gtk_widget_get_mapped (child (fixture, "use")));
}

static NablaDataSet *
data_set (Fixture *fixture)
{
  return nabla_workbench_get_data_set (nabla_window_get_workbench (fixture->window));
}

/* 70,000 digits can take long where much else is done; the test's own limit ends it. */
static void
await_other_digits (Fixture *fixture)
{
  while (data_set (fixture) == built_in)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_style (NablaDataSet *set, guint64 seed, NablaDigitStyle style)
{
  g_assert_cmpint (nabla_data_set_get_seed (set), ==, (gint64) seed);
  g_assert_true (nabla_digit_style_equal (nabla_data_set_get_style (set), style));
}

/* What is shown is what a data set of that seed and style has. */
static void
assert_previewed (Fixture *fixture, guint64 seed, NablaDigitStyle style)
{
  NablaStylePreview *preview = child (fixture, "preview");
  DigitsStyle scaled = nabla_digit_style_scale (style);

  for (guint i = 0; i < 20; i++) {
    guint8 pixels[DIGITS_PIXELS], label;

    g_assert_cmpint (
        digits_synthesize (seed, DIGITS_SYNTHETIC_FIRST_TEST + i, &scaled, pixels, &label), ==, 0);
    g_assert_cmpmem (pixels, sizeof pixels,
                     nabla_style_preview_get_digit (preview, (int) i / 10, label), sizeof pixels);
  }
}

static void
only_of_built_in_digits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaDataSet) other = small_data_set (120, 20);

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->style)));
  open_panel (fixture);
  nabla_workbench_set_data_set (nabla_window_get_workbench (fixture->window), other);
  AWAIT (!gtk_widget_get_mapped (child (fixture, "use")));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->style)));
}

static void
opens_with_what_there_is (Fixture *fixture, gconstpointer data)
{
  open_panel (fixture);
  g_assert_true (nabla_digit_style_equal (nabla_style_button_get_style (fixture->style), neat));
  g_assert_cmpuint (nabla_style_button_get_seed (fixture->style), ==, 3);
  g_assert_false (gtk_widget_get_sensitive (child (fixture, "use")));
  assert_previewed (fixture, 3, neat);
  /* What was tried and not used is forgotten. */
  gtk_range_set_value (child (fixture, "strength"), 2);
  g_assert_true (gtk_widget_get_sensitive (child (fixture, "use")));
  gtk_menu_button_popdown (child (fixture, "button"));
  AWAIT (!gtk_widget_get_mapped (child (fixture, "use")));
  open_panel (fixture);
  g_assert_true (nabla_digit_style_equal (nabla_style_button_get_style (fixture->style), neat));
}

static void
the_preview_follows_at_once (Fixture *fixture, gconstpointer data)
{
  GtkLabel *name = child (fixture, "strength_name"), *meaning = child (fixture, "meaning");
  g_autofree char *before = NULL;

  open_panel (fixture);
  for (int step = 0; step <= 40; step++) {
    NablaDigitStyle style = { NABLA_MANNER_SHOWN, 5 * step / 100.0 };

    gtk_range_set_value (child (fixture, "strength"), 0.05 * step);
    assert_previewed (fixture, 3, style);
  }
  g_assert_cmpstr (gtk_label_get_text (name), ==, "Wild · 2.00");
  gtk_toggle_button_set_active (child (fixture, "wild"), TRUE);
  assert_previewed (fixture, 3, (NablaDigitStyle){ NABLA_MANNER_TRAINING, 2 });
  g_signal_emit_by_name (
      find (gtk_widget_get_parent (child (fixture, "seed")), GTK_TYPE_BUTTON, "Other"), "clicked");
  assert_previewed (fixture, 4, (NablaDigitStyle){ NABLA_MANNER_TRAINING, 2 });
  before = g_strdup (gtk_label_get_text (meaning));
  gtk_range_set_value (child (fixture, "strength"), 0);
  assert_previewed (fixture, 4, (NablaDigitStyle){ NABLA_MANNER_TRAINING, 0 });
  g_assert_cmpstr (gtk_label_get_text (meaning), !=, before);
  g_signal_emit_by_name (child (fixture, "standard"), "clicked");
  assert_previewed (fixture, DIGITS_SYNTHETIC_SEED, NABLA_DIGIT_STYLE_WINDOW);
}

static void
each_manner_has_its_strength (Fixture *fixture, gconstpointer data)
{
  open_panel (fixture);
  gtk_toggle_button_set_active (child (fixture, "wild"), TRUE);
  assert_previewed (fixture, 3, (NablaDigitStyle){ NABLA_MANNER_TRAINING, 0.5 });
  g_signal_emit_by_name (child (fixture, "standard"), "clicked");
  gtk_toggle_button_set_active (child (fixture, "wild"), TRUE);
  assert_previewed (fixture, DIGITS_SYNTHETIC_SEED, NABLA_DIGIT_STYLE_TRAINING);
  g_assert_true (nabla_digit_style_equal (nabla_style_button_get_style (fixture->style),
                                          NABLA_DIGIT_STYLE_TRAINING));
  gtk_toggle_button_set_active (child (fixture, "careful"), TRUE);
  assert_previewed (fixture, DIGITS_SYNTHETIC_SEED, NABLA_DIGIT_STYLE_WINDOW);
}

static void
used_digits_are_drawn_remembered_and_taken_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = nabla_settings_new ();
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  NablaDigitStyle calm = { NABLA_MANNER_SHOWN, 0.2 };
  NablaRun *run;

  hyper_parameters.epochs = 100000; /* until it is stopped */
  run =
      nabla_workbench_train (nabla_window_get_workbench (fixture->window), &hyper_parameters, NULL);
  open_panel (fixture);
  gtk_range_set_value (child (fixture, "strength"), 0.2);
  gtk_spin_button_set_value (child (fixture, "seed"), 8);
  g_signal_emit_by_name (child (fixture, "use"), "clicked");
  await_other_digits (fixture);
  assert_style (data_set (fixture), 8, calm);
  g_assert_true (nabla_run_get_data_set (run) == built_in); /* which is trained on, still */
  g_assert_cmpint (nabla_run_get_state (run), <, NABLA_RUN_COMPLETED);
  nabla_run_stop (run);
  g_assert_cmpuint (nabla_data_set_get_part (data_set (fixture), DIGITS_TEST).n, ==, 10000);
  g_assert_cmpuint (g_settings_get_uint64 (settings, "digits-seed"), ==, 8);
  g_assert_cmpfloat (g_settings_get_double (settings, "digits-strength"), ==, 0.2);
  AWAIT (find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Undo") != NULL);
  g_signal_emit_by_name (find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Undo"), "clicked");
  AWAIT (data_set (fixture) == built_in);
  g_assert_cmpuint (g_settings_get_uint64 (settings, "digits-seed"), ==, 3);
  g_assert_cmpfloat (g_settings_get_double (settings, "digits-strength"), ==, 0.5);
}

/* The default is a gentle one, and what was chosen is what the next start begins with. */
static void
the_window_begins_with_what_was_chosen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = nabla_settings_new ();

  g_assert_cmpuint (g_settings_get_uint64 (settings, "digits-seed"), ==, DIGITS_SYNTHETIC_SEED);
  g_assert_cmpint (g_settings_get_enum (settings, "digits-manner"), ==,
                   NABLA_DIGIT_STYLE_WINDOW.manner);
  g_assert_cmpfloat (g_settings_get_double (settings, "digits-strength"), ==,
                     NABLA_DIGIT_STYLE_WINDOW.strength);
  g_settings_set_uint64 (settings, "digits-seed", 5);
  g_settings_set_enum (settings, "digits-manner", NABLA_MANNER_TRAINING);
  g_settings_set_double (settings, "digits-strength", 0.75);
  nabla_window_open_data (fixture->window, NULL);
  await_other_digits (fixture);
  assert_style (data_set (fixture), 5, (NablaDigitStyle){ NABLA_MANNER_TRAINING, 0.75 });
}

#define CLAIM(name, test) g_test_add ("/app/style/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("nabla-home-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_DATA_HOME", home, TRUE); /* no MNIST of the person who tests */
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  built_in = nabla_data_set_synthesize (3, neat, 10000, NULL, NULL, NULL, NULL);
  CLAIM ("only-of-built-in-digits", only_of_built_in_digits);
  CLAIM ("opens-with-what-there-is", opens_with_what_there_is);
  CLAIM ("the-preview-follows-at-once", the_preview_follows_at_once);
  CLAIM ("each-manner-has-a-strength-that-suits-it", each_manner_has_its_strength);
  CLAIM ("used-digits-are-drawn-remembered-and-taken-back",
         used_digits_are_drawn_remembered_and_taken_back);
  CLAIM ("the-window-begins-with-what-was-chosen", the_window_begins_with_what_was_chosen);
  result = g_test_run ();
  g_object_unref (built_in);
  g_object_unref (application);
  small_data_remove (home);
  return result;
}
