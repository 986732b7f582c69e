/* SPDX-License-Identifier: MIT */
#include "app/nabla-parameter-row.h"
#include "app/nabla-set-up-panel.h"

#include <adwaita.h>

static NablaSetUpPanel *
new_panel (void)
{
  return g_object_ref_sink (NABLA_SET_UP_PANEL (nabla_set_up_panel_new ()));
}

static GtkWidget *
editor_of (NablaSetUpPanel *panel, const char *key)
{
  GtkWidget *row = nabla_set_up_panel_get_row (panel, key);

  g_assert_nonnull (row);
  return nabla_parameter_row_get_editor (NABLA_PARAMETER_ROW (row));
}

/* Changes the value the way a person would, to something that is not the default. */
static void
edit (NablaSetUpPanel *panel, const NablaParameter *parameter)
{
  GtkWidget *editor = editor_of (panel, parameter->key);

  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS:
    gtk_editable_set_text (GTK_EDITABLE (editor), "784,15,10");
    break;
  case NABLA_PARAMETER_CHOICE:
    gtk_drop_down_set_selected (GTK_DROP_DOWN (editor), parameter->standard == 0 ? 1 : 0);
    break;
  case NABLA_PARAMETER_COUNT:
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (editor), parameter->standard + 7);
    break;
  case NABLA_PARAMETER_NUMBER:
    gtk_editable_set_text (GTK_EDITABLE (editor), "0.125");
    break;
  case NABLA_PARAMETER_FLAG:
  default:
    gtk_switch_set_active (GTK_SWITCH (editor), parameter->standard == 0);
    break;
  }
}

static void
count (GObject *object, guint *n)
{
  (*n)++;
}

static void
test_edits_every_parameter (void)
{
  const NablaHyperParameters standard = nabla_hyper_parameters_default ();
  gsize n;
  const NablaParameter *parameters = nabla_parameters (&n);

  g_assert_cmpuint (n, >, 5);
  for (gsize i = 0; i < n; i++) {
    NablaSetUpPanel *panel = new_panel ();
    NablaHyperParameters set_up;
    g_autoptr (GError) error = NULL;
    guint n_changes = 0;

    g_signal_connect (panel, "changed", G_CALLBACK (count), &n_changes);
    edit (panel, &parameters[i]);
    g_assert_cmpuint (n_changes, >, 0);
    nabla_set_up_panel_get (panel, &set_up, &error);
    g_assert_no_error (error);
    for (gsize j = 0; j < n; j++)
      g_assert_cmpint (nabla_parameter_equal (&parameters[j], &set_up, &standard), ==, i != j);
    g_assert_finalize_object (panel);
  }
}

static void
test_shows_what_is_set (void)
{
  NablaSetUpPanel *panel = new_panel ();
  NablaSetUpPanel *edited = new_panel ();
  NablaHyperParameters set_up, shown;
  gsize n;
  const NablaParameter *parameters = nabla_parameters (&n);
  guint n_changes = 0;

  for (gsize i = 0; i < n; i++)
    edit (edited, &parameters[i]);
  g_assert_true (nabla_set_up_panel_get (edited, &set_up, NULL));

  g_signal_connect (panel, "changed", G_CALLBACK (count), &n_changes);
  nabla_set_up_panel_set (panel, &set_up);
  g_assert_true (nabla_set_up_panel_get (panel, &shown, NULL));
  g_assert_true (nabla_hyper_parameters_equal (&shown, &set_up));
  g_assert_cmpuint (n_changes, ==, 0); /* no person changed it */

  g_assert_finalize_object (edited);
  g_assert_finalize_object (panel);
}

static void
assert_refused (const char *key, const char *text)
{
  NablaSetUpPanel *panel = new_panel ();
  GtkWidget *row = nabla_set_up_panel_get_row (panel, key);
  GtkWidget *editor = editor_of (panel, key);
  NablaHyperParameters set_up;
  const NablaHyperParameters standard = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;

  gtk_editable_set_text (GTK_EDITABLE (editor), text);
  g_assert_false (nabla_set_up_panel_get (panel, &set_up, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_assert_true (nabla_hyper_parameters_equal (&set_up, &standard));
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, error->message);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       error->message);
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
test_reads_layers_as_they_are_written (void)
{
  static const char *const forms[] = { "784,20,10", "784 – 20 – 10", "784-20-10", " 784, 20, 10 " };
  NablaSetUpPanel *panel = new_panel ();

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    NablaHyperParameters set_up;
    g_autoptr (GError) error = NULL;

    gtk_editable_set_text (GTK_EDITABLE (editor_of (panel, "layers")), forms[i]);
    nabla_set_up_panel_get (panel, &set_up, &error);
    g_assert_no_error (error);
    g_assert_cmpint (set_up.n_layers, ==, 3);
    g_assert_cmpint (set_up.layers[1], ==, 20);
  }
  g_assert_finalize_object (panel);
}

static void
assert_step (NablaSetUpPanel *panel, const char *key, int direction, const char *expected)
{
  nabla_parameter_row_step (NABLA_PARAMETER_ROW (nabla_set_up_panel_get_row (panel, key)),
                            direction);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor_of (panel, key))), ==, expected);
}

static void
test_steps_through_round_numbers (void)
{
  NablaSetUpPanel *panel = new_panel ();

  assert_step (panel, "learning_rate", 1, "1");
  assert_step (panel, "learning_rate", 1, "2");
  assert_step (panel, "learning_rate", 1, "5");
  assert_step (panel, "learning_rate", 1, "10");
  gtk_editable_set_text (GTK_EDITABLE (editor_of (panel, "learning_rate")), "0.3");
  assert_step (panel, "learning_rate", 1, "0.5");
  assert_step (panel, "learning_rate", -1, "0.2");
  assert_step (panel, "learning_rate", -1, "0.1");
  assert_step (panel, "learning_rate", -1, "0.05");
  assert_step (panel, "l2", 1, "0.001");
  assert_step (panel, "l2", 1, "0.002");
  assert_step (panel, "l2", -1, "0.001");
  assert_step (panel, "l2", -1, "0");
  assert_step (panel, "l2", -1, "0");
  g_assert_finalize_object (panel);
}

static void
test_names_every_editor (void)
{
  NablaSetUpPanel *panel = new_panel ();
  gsize n;
  const NablaParameter *parameters = nabla_parameters (&n);

  for (gsize i = 0; i < n; i++) {
    GtkAccessible *editor = GTK_ACCESSIBLE (editor_of (panel, parameters[i].key));

    gtk_test_accessible_assert_property (editor, GTK_ACCESSIBLE_PROPERTY_LABEL, parameters[i].term);
    gtk_test_accessible_assert_property (editor, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                         parameters[i].help);
    /* Named twice, it would be read twice. */
    g_assert_false (gtk_test_accessible_has_relation (editor, GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  }
  g_assert_finalize_object (panel);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/set-up-panel/edits-every-parameter", test_edits_every_parameter);
  g_test_add_func ("/app/set-up-panel/shows-what-is-set", test_shows_what_is_set);
  g_test_add_func ("/app/set-up-panel/refuses-with-a-sentence", test_refuses_with_a_sentence);
  g_test_add_func ("/app/set-up-panel/reads-layers-as-they-are-written",
                   test_reads_layers_as_they_are_written);
  g_test_add_func ("/app/set-up-panel/steps-through-round-numbers",
                   test_steps_through_round_numbers);
  g_test_add_func ("/app/set-up-panel/names-every-editor-once", test_names_every_editor);
  return g_test_run ();
}
