/* SPDX-License-Identifier: MIT */
/* What the set-up panel refuses, and what it says then. */
#include "app/nabla-refusal.h"

#include "panel-fixture.h"

#include <adwaita.h>
#include <string.h>

static void
assert_refused (const char *key, const char *text)
{
  NablaSetUpPanel *panel = new_panel ();
  GtkWidget *row = nabla_set_up_panel_get_row (panel, key);
  GtkWidget *editor = editor_of (panel, key);
  NablaHyperParameters set_up;
  const NablaHyperParameters standard = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  gtk_editable_set_text (GTK_EDITABLE (editor), text);
  g_assert_false (nabla_set_up_panel_get (panel, &set_up, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  sentence = nabla_refusal_for_people (error->message);
  g_assert_nonnull (nabla_set_up_panel_get_refusal (panel));
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, sentence);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       sentence);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  nabla_set_up_panel_set (panel, &standard);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_true (nabla_set_up_panel_get (panel, &set_up, NULL));
  g_assert_finalize_object (panel);
}

static void
test_refuses_with_a_sentence (void)
{
  assert_refused ("learning_rate", "nan");
  assert_refused ("learning_rate", "-1");
  assert_refused ("learning_rate", "fast");
  assert_refused ("l2", "");
  assert_refused ("layers", "784,-3");
  assert_refused ("layers", "784");
  assert_refused ("layers", "784,30,9"); /* there are ten digits */
  assert_refused ("mini_batch", "0");
  assert_refused ("epochs", "many");
}

static void
test_refusals_name_terms (void)
{
  static const char *const sentences[][2] = {
    { "learning-rate is a number, not “fast”", "Learning rate is a number, not “fast”" },
    { "l2: a range is FIRST..LAST:N, not “1..”",
      "L2 regularization: a range is FIRST..LAST:N, not “1..”" },
    { "learning-rate 0.5, init large: l2, epochs and layers",
      "Learning rate 0.5, Initial weights large: l2, epochs and layers" },
    { "no-shuffle is true or false, not “l2 ”", "Shuffle is true or false, not “l2 ”" },
    { "the network has no layers", "The network has no layers" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_autofree char *text = nabla_refusal_for_people (sentences[i][0]);

    g_assert_cmpstr (text, ==, sentences[i][1]);
  }
}

static void
count_refusal (NablaSetUpPanel *panel, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_refuses_what_does_not_go_together (void)
{
  NablaSetUpPanel *panel = new_panel ();
  GtkWidget *cost = nabla_set_up_panel_get_row (panel, "cost");
  const NablaHyperParameters standard = nabla_hyper_parameters_default ();
  guint n = 0;

  g_signal_connect (panel, "notify::refusal", G_CALLBACK (count_refusal), &n);
  choose (panel, "cost", NN_COST_LOG_LIKELIHOOD);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (nabla_preset_row_get_text (preset_row_of (panel)), ==, "Custom");
  g_assert_nonnull (strstr (nabla_set_up_panel_get_refusal (panel), "choose softmax output"));
  g_assert_true (gtk_widget_has_css_class (cost, "error"));
  choose (panel, "output", NN_OUTPUT_SOFTMAX);
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (nabla_set_up_panel_get_refusal (panel));
  g_assert_false (gtk_widget_has_css_class (cost, "error"));
  choose (panel, "encoding", NN_ENCODING_BINARY);
  g_assert_nonnull (strstr (nabla_set_up_panel_get_refusal (panel), "one-hot"));
  g_assert_false (gtk_widget_has_css_class (cost, "error"));
  nabla_set_up_panel_set (panel, &standard);
  g_assert_null (nabla_set_up_panel_get_refusal (panel));
  g_assert_finalize_object (panel);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/set-up-panel/refuses-with-a-sentence", test_refuses_with_a_sentence);
  g_test_add_func ("/app/set-up-panel/refusals-name-terms", test_refusals_name_terms);
  g_test_add_func ("/app/set-up-panel/refuses-what-does-not-go-together",
                   test_refuses_what_does_not_go_together);
  return g_test_run ();
}
