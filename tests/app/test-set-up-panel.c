/* SPDX-License-Identifier: MIT */
#include "app/nabla-digits-editor.h"
#include "app/nabla-schedule-editor.h"

#include "panel-fixture.h"

#include <adwaita.h>
#include <string.h>

static void
choose_schedule (NablaScheduleEditor *editor, NnScheduleKind kind)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nabla_schedule_editor_get_kind (editor)), kind);
}

/* Presses a digit's button, if a person can. */
static void
press (GtkWidget *editor, guint digit)
{
  GtkWidget *button = nabla_digits_editor_get_button (NABLA_DIGITS_EDITOR (editor), digit);

  if (gtk_widget_get_sensitive (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
}

/* What another value of this brings with it, or needs beside it. */
static gboolean
is_bound (const NablaParameter *parameter)
{
  static const char *const keys[] = { "output", "cost", "encoding", "layers", NULL };

  return g_strv_contains (keys, parameter->key);
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
  case NABLA_PARAMETER_SCHEDULE:
    choose_schedule (NABLA_SCHEDULE_EDITOR (editor), NN_SCHEDULE_TENTH);
    break;
  case NABLA_PARAMETER_DIGITS:
    press (editor, 7);
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
      if (i == j || !is_bound (&parameters[i]) || !is_bound (&parameters[j]))
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
    /* With softmax, its own cost comes, and no encoding but one-hot. */
    if (!g_str_equal (parameters[i].key, "cost") && !g_str_equal (parameters[i].key, "encoding"))
      edit (edited, &parameters[i]);
  g_assert_null (nabla_set_up_panel_get_refusal (edited));
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

static NablaHyperParameters
get_set_up (NablaSetUpPanel *panel)
{
  NablaHyperParameters set_up;
  g_autoptr (GError) error = NULL;

  nabla_set_up_panel_get (panel, &set_up, &error);
  g_assert_no_error (error);
  return set_up;
}

static void
test_keeps_what_stands (void)
{
  NablaSetUpPanel *panel = new_panel ();
  NablaHyperParameters set_up;

  gtk_editable_set_text (GTK_EDITABLE (editor_of (panel, "learning_rate")), "fast");
  gtk_editable_set_text (GTK_EDITABLE (editor_of (panel, "l2")), "3");
  g_assert_false (nabla_set_up_panel_get (panel, &set_up, NULL));
  g_assert_cmpfloat (set_up.learning_rate, ==, 0.5);
  g_assert_cmpfloat (set_up.l2, ==, 3);
  g_assert_finalize_object (panel);
}

static void
test_asks_for_patience_unless_constant (void)
{
  NablaSetUpPanel *panel = new_panel ();
  NablaScheduleEditor *editor = NABLA_SCHEDULE_EDITOR (editor_of (panel, "schedule"));
  GtkWidget *terms = gtk_widget_get_parent (nabla_schedule_editor_get_patience (editor));
  NablaHyperParameters set_up;

  g_assert_false (gtk_widget_get_visible (terms));
  choose_schedule (editor, NN_SCHEDULE_HALVE);
  g_assert_true (gtk_widget_get_visible (terms));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (nabla_schedule_editor_get_patience (editor)), 4);
  gtk_editable_set_text (GTK_EDITABLE (nabla_schedule_editor_get_limit (editor)), "64,5");
  set_up = get_set_up (panel);
  g_assert_cmpint (set_up.schedule.kind, ==, NN_SCHEDULE_HALVE);
  g_assert_cmpint (set_up.schedule.patience, ==, 4);
  g_assert_cmpfloat (set_up.schedule.limit, ==, 64.5);

  gtk_editable_set_text (GTK_EDITABLE (nabla_schedule_editor_get_limit (editor)), "1");
  g_assert_nonnull (strstr (nabla_set_up_panel_get_refusal (panel), "limit"));
  choose_schedule (editor, NN_SCHEDULE_CONSTANT);
  g_assert_null (nabla_set_up_panel_get_refusal (panel));
  g_assert_finalize_object (panel);
}

static void
test_keeps_two_digits (void)
{
  NablaSetUpPanel *panel = new_panel ();
  GtkWidget *editor = editor_of (panel, "digits");

  for (guint digit = 0; digit < 10; digit++) {
    g_autofree char *name = g_strdup_printf ("Use the digit %u", digit);
    GtkWidget *button = nabla_digits_editor_get_button (NABLA_DIGITS_EDITOR (editor), digit);

    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         name);
    press (editor, digit);
  }
  g_assert_cmpint (get_set_up (panel).digits, ==, 1 << 8 | 1 << 9);
  press (editor, 0);
  press (editor, 8);
  g_assert_cmpint (get_set_up (panel).digits, ==, 1 << 0 | 1 << 9);
  g_assert_finalize_object (panel);
}

static void
test_fits_what_depends (void)
{
  NablaSetUpPanel *panel = new_panel ();
  NablaHyperParameters set_up;

  choose (panel, "output", NN_OUTPUT_SOFTMAX);
  g_assert_cmpint (get_set_up (panel).cost, ==, NN_COST_LOG_LIKELIHOOD);
  choose (panel, "output", NN_OUTPUT_TANH);
  g_assert_cmpint (get_set_up (panel).cost, ==, NN_COST_CROSS_ENTROPY);
  gtk_editable_set_text (GTK_EDITABLE (editor_of (panel, "layers")), "784,20,10");
  choose (panel, "encoding", NN_ENCODING_BINARY);
  set_up = get_set_up (panel);
  g_assert_cmpint (set_up.layers[1], ==, 20);
  g_assert_cmpint (set_up.layers[2], ==, 4);
  g_assert_finalize_object (panel);
}

static void
test_says_which_preset_it_is (void)
{
  NablaSetUpPanel *panel = new_panel ();
  NablaHyperParameters set_up;
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);

  g_assert_cmpstr (nabla_preset_row_get_text (preset_row_of (panel)), ==, "Default");
  for (gsize i = 0; i < n; i++) {
    set_up = nabla_preset_get_hyper_parameters (&presets[i]);
    nabla_set_up_panel_set (panel, &set_up);
    g_assert_null (nabla_set_up_panel_get_refusal (panel));
    g_assert_cmpstr (nabla_preset_row_get_text (preset_row_of (panel)), ==,
                     nabla_preset_matching (&set_up)->title);
  }
  gtk_editable_set_text (GTK_EDITABLE (editor_of (panel, "learning_rate")), "0.123");
  g_assert_cmpstr (nabla_preset_row_get_text (preset_row_of (panel)), ==, "Custom");
  g_assert_finalize_object (panel);
}

/* Rows of the list that are shown; the presets among them are counted in *n_presets. */
static guint
count_found (NablaPresetRow *row, guint *n_presets)
{
  GtkListBoxRow *found;
  guint n = 0;

  *n_presets = 0;
  for (int i = 0;
       (found = gtk_list_box_get_row_at_index (nabla_preset_row_get_list (row), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (found))) {
      n++;
      *n_presets += nabla_preset_row_get_preset (row, found) != NULL;
    }
  return n;
}

static void
test_finds_presets (void)
{
  GtkWidget *widget = g_object_ref_sink (nabla_preset_row_new ());
  NablaPresetRow *row = NABLA_PRESET_ROW (widget);
  gsize n;
  const NablaPreset *presets = nabla_presets (&n);
  guint n_presets;

  g_assert_cmpuint (count_found (row, &n_presets), ==, n + 1);
  g_assert_cmpuint (n_presets, ==, n);
  for (gsize i = 0; i < n; i++)
    if (presets[i].group != NULL)
      g_assert_nonnull (nabla_preset_row_get_group_title (presets[i].group));
  gtk_editable_set_text (nabla_preset_row_get_search (row), " softMAX and");
  g_assert_cmpuint (count_found (row, &n_presets), ==, 1);
  gtk_editable_set_text (nabla_preset_row_get_search (row), "hunt for values");
  g_assert_cmpuint (count_found (row, &n_presets), ==, 4); /* the members of a group */
  gtk_editable_set_text (nabla_preset_row_get_search (row), "no such thing");
  g_assert_cmpuint (count_found (row, &n_presets), ==, 0);
  g_assert_finalize_object (widget);
}

static double
rate_of (NablaSetUpPanel *panel)
{
  NablaHyperParameters set_up;

  g_assert_true (nabla_set_up_panel_get (panel, &set_up, NULL));
  return set_up.learning_rate;
}

static void
act (NablaSetUpPanel *panel, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (panel), action, NULL));
}

static void
test_undoes_and_redoes (void)
{
  NablaSetUpPanel *panel = new_panel ();
  GtkEditable *rate = GTK_EDITABLE (editor_of (panel, "learning_rate"));
  GtkEditable *batch = GTK_EDITABLE (editor_of (panel, "mini_batch"));
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.learning_rate = 3;
  nabla_set_up_panel_begin (panel, &set_up);
  act (panel, "set-up.undo"); /* there is nothing before */
  g_assert_cmpfloat (rate_of (panel), ==, 3);

  gtk_editable_set_text (rate, "0.2"); /* a number that is typed is one step */
  gtk_editable_set_text (rate, "0.25");
  gtk_editable_set_text (batch, "20");
  set_up.learning_rate = 7;
  nabla_set_up_panel_set (panel, &set_up);
  act (panel, "set-up.undo");
  g_assert_cmpfloat (rate_of (panel), ==, 0.25);
  g_assert_cmpstr (gtk_editable_get_text (batch), ==, "20");
  act (panel, "set-up.undo");
  g_assert_cmpstr (gtk_editable_get_text (batch), ==, "10");
  act (panel, "set-up.undo");
  g_assert_cmpfloat (rate_of (panel), ==, 3);
  for (int i = 0; i < 4; i++)
    act (panel, "set-up.redo");
  g_assert_cmpfloat (rate_of (panel), ==, 7);

  /* What is refused gives way to what stood; what is edited after an undo ends the redo. */
  gtk_editable_set_text (rate, "nonsense");
  g_assert_nonnull (nabla_set_up_panel_get_refusal (panel));
  act (panel, "set-up.undo");
  g_assert_null (nabla_set_up_panel_get_refusal (panel));
  g_assert_cmpfloat (rate_of (panel), ==, 7);
  act (panel, "set-up.undo");
  gtk_editable_set_text (rate, "0.125");
  act (panel, "set-up.redo");
  g_assert_cmpfloat (rate_of (panel), ==, 0.125);

  /* Be it what is the default. */
  set_up = nabla_hyper_parameters_default ();
  nabla_set_up_panel_set (panel, &set_up);
  gtk_editable_set_text (rate, "nonsense");
  act (panel, "set-up.undo");
  g_assert_cmpfloat (rate_of (panel), ==, set_up.learning_rate);
  g_assert_finalize_object (panel);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/set-up-panel/edits-every-parameter", test_edits_every_parameter);
  g_test_add_func ("/app/set-up-panel/shows-what-is-set", test_shows_what_is_set);
  g_test_add_func ("/app/set-up-panel/keeps-what-stands", test_keeps_what_stands);
  g_test_add_func ("/app/set-up-panel/asks-for-patience-unless-constant",
                   test_asks_for_patience_unless_constant);
  g_test_add_func ("/app/set-up-panel/keeps-two-digits", test_keeps_two_digits);
  g_test_add_func ("/app/set-up-panel/fits-cost-and-layers-to-output-and-encoding",
                   test_fits_what_depends);
  g_test_add_func ("/app/set-up-panel/says-which-preset-it-is", test_says_which_preset_it_is);
  g_test_add_func ("/app/set-up-panel/finds-presets", test_finds_presets);
  g_test_add_func ("/app/set-up-panel/reads-layers-as-they-are-written",
                   test_reads_layers_as_they_are_written);
  g_test_add_func ("/app/set-up-panel/steps-through-round-numbers",
                   test_steps_through_round_numbers);
  g_test_add_func ("/app/set-up-panel/names-every-editor-once", test_names_every_editor);
  g_test_add_func ("/app/set-up-panel/undoes-and-redoes", test_undoes_and_redoes);
  return g_test_run ();
}
