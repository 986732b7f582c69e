/* SPDX-License-Identifier: MIT */
/* Lecture mode, and what a window remembers of another one (in memory). */
#include "app/nabla-drawing-panel.h"

#include "window-fixture.h"

static NablaApplication *application;

static void
set_lecture (NablaWindow *window, gboolean lecture)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), "lecture",
                                      g_variant_new_boolean (lecture));
  settle ();
}

static gboolean
in_lecture (NablaWindow *window)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "lecture");

  return g_variant_get_boolean (state);
}

static gboolean
draws (NablaWindow *window)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "draw");

  return g_variant_get_boolean (state);
}

static gboolean
has_set_up (NablaWindow *window)
{
  return gtk_widget_get_mapped (GTK_WIDGET (nabla_window_get_set_up_panel (window)));
}

static void
test_folds_and_unfolds (void)
{
  NablaWindow *window = open_window (application, NULL);

  g_assert_true (has_set_up (window) && draws (window) && !in_lecture (window));
  set_lecture (window, TRUE);
  g_assert_true (!has_set_up (window) && !draws (window) && in_lecture (window));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (window), "lecture"));
  set_lecture (window, FALSE);
  g_assert_true (has_set_up (window) && draws (window) && !in_lecture (window));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (window), "lecture"));
  close_window (window);
}

static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), words))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;
  return FALSE;
}

/* What says how to leave goes when it was left. */
static void
test_the_word_goes_with_it (void)
{
  NablaWindow *window = open_window (application, NULL);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  for (int i = 0; i < 2; i++) {
    set_lecture (window, TRUE);
    g_assert_true (says (GTK_WIDGET (window), "Lecture mode:"));
    set_lecture (window, FALSE);
    g_assert_false (says (GTK_WIDGET (window), "Lecture mode:"));
  }
  close_window (window);
}

/* The panel that a lecture brought or folded away is no choice for the next start. */
static void
test_is_not_remembered (void)
{
  NablaWindow *window = open_window (application, NULL);

  set_lecture (window, TRUE);
  close_window (window);
  window = open_window (application, NULL);
  g_assert_true (draws (window) && !in_lecture (window));
  close_window (window);
}

static void
test_the_window_remembers (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default (), found;
  NablaWindow *window = open_window (application, NULL);

  set_up.epochs = 11;
  set_up.digits = 3;
  nabla_set_up_panel_set (nabla_window_get_set_up_panel (window), &set_up);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page",
                                      g_variant_new_string ("network"));
  g_object_set (nabla_window_get_curves_page (window), "log-cost", FALSE, "multiples", TRUE, NULL);
  settle ();
  close_window (window);

  window = open_window (application, NULL);
  g_assert_true (nabla_set_up_panel_get (nabla_window_get_set_up_panel (window), &found, NULL));
  g_assert_true (nabla_hyper_parameters_equal (&found, &set_up));
  g_autoptr (GVariant) page = g_action_group_get_action_state (G_ACTION_GROUP (window), "page");
  g_assert_cmpstr (g_variant_get_string (page, NULL), ==, "network");
  gboolean log_cost = TRUE, multiples = FALSE;
  g_object_get (nabla_window_get_curves_page (window), "log-cost", &log_cost, "multiples",
                &multiples, NULL);
  g_assert_false (log_cost);
  g_assert_true (multiples);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/app/lecture/folds-panels-and-unfolds-them", test_folds_and_unfolds);
  g_test_add_func ("/app/lecture/the-word-about-leaving-goes-with-it", test_the_word_goes_with_it);
  g_test_add_func ("/app/lecture/is-not-remembered", test_is_not_remembered);
  g_test_add_func ("/app/window/remembers-set-up-page-and-scale", test_the_window_remembers);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
