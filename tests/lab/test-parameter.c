/* SPDX-License-Identifier: MIT */
#include "lab/nabla-parameter.h"

#include <math.h>
#include <string.h>

static void
set (NablaHyperParameters *set_up, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  nabla_parameter_set_text (nabla_parameter_find (name), set_up, text, &error);
  g_assert_no_error (error);
}

static void
test_defaults (void)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_hyper_parameters_validate (&standard, &error));
  g_assert_no_error (error);
  g_assert_cmpint (standard.n_layers, ==, 3);
  g_assert_cmpint (standard.layers[1], ==, 30);
  g_assert_cmpfloat (standard.learning_rate, ==, 0.5);
  g_assert_cmpint (standard.mini_batch, ==, 10);
  g_assert_cmpint (standard.epochs, ==, 30);
  g_assert_cmpint (standard.cost, ==, NN_COST_CROSS_ENTROPY);
  g_assert_cmpint (standard.init, ==, NN_INIT_SCALED);
  g_assert_cmpint (standard.seed, ==, 1);
  g_assert_true (standard.shuffle);
}

/* Every byte of the value type belongs to an entry of the table, or is padding or the layers'
 * count. */
static void
test_complete (void)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  gboolean covered[sizeof (NablaHyperParameters)] = { FALSE };
  for (gsize i = 0; i < n; i++) {
    gsize size = table[i].kind == NABLA_PARAMETER_FLAG ? sizeof (gboolean) : 8;
    if (table[i].kind == NABLA_PARAMETER_LAYERS)
      size = offsetof (NablaHyperParameters, n_layers) + 8;
    for (gsize b = 0; b < size; b++) {
      g_assert_false (covered[table[i].offset + b]);
      covered[table[i].offset + b] = TRUE;
    }
    g_assert_nonnull (table[i].help);
    g_assert_true (nabla_parameter_find (table[i].key) == &table[i]);
    g_assert_true (nabla_parameter_find (table[i].option) == &table[i]);
  }
  gsize uncovered = 0;
  for (gsize b = 0; b < G_N_ELEMENTS (covered); b++)
    uncovered += !covered[b];
  g_assert_cmpuint (uncovered, <=, 8); /* padding behind the two flags */
}

static void
test_text_round_trip (void)
{
  static const char *const values[][2] = {
    { "layers", "784,100,16,10" },
    { "cost", "quadratic" },
    { "learning-rate", "0.025" },
    { "l2", "1e-07" },
    { "mini-batch", "128" },
    { "epochs", "400" },
    { "init", "large" },
    { "zero-biases", "true" },
    { "train_size", "1000" },
    { "shuffle", "false" },
    { "seed", "9007199254740991" },
  };
  gsize n;
  nabla_parameters (&n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (values));
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  for (gsize i = 0; i < n; i++) {
    set (&set_up, values[i][0], values[i][1]);
    g_autofree char *text = nabla_parameter_get_text (nabla_parameter_find (values[i][0]), &set_up);
    g_assert_cmpstr (text, ==, values[i][1]);
  }
}

static void
test_numbers_are_plain (void)
{
  static const struct {
    double value;
    const char *text;
  } numbers[] = {
    { 10, "10" },
    { 0.5, "0.5" },
    { 100000, "100000" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 1e9, "1000000000" },
    { 0, "0" },
    { 1e-5, "0.00001" },
    { 1e-7, "1e-07" },
    { 1234.5678, "1234.5678" },
  };
  const NablaParameter *parameter = nabla_parameter_find ("learning-rate");
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    NablaHyperParameters set_up = nabla_hyper_parameters_default ();
    set_up.learning_rate = numbers[i].value;
    g_autofree char *text = nabla_parameter_get_text (parameter, &set_up);
    g_assert_cmpstr (text, ==, numbers[i].text);
  }
}

static void
test_refusals (void)
{
  static const char *const values[][2] = {
    { "layers", "784,-3" },
    { "layers", "784" },
    { "layers", "" },
    { "layers", "784,,10" },
    { "layers", "784,1e3,10" },
    { "learning-rate", "nan" },
    { "learning-rate", "inf" },
    { "learning-rate", "-0.1" },
    { "learning-rate", "0.5x" },
    { "learning-rate", "0x10" },
    { "learning-rate", " 1" },
    { "learning-rate", "" },
    { "learning-rate", "1e999" },
    { "mini-batch", "0" },
    { "mini-batch", "2.5" },
    { "mini-batch", "99999999999999999999" },
    { "epochs", "-1" },
    { "cost", "hinge" },
    { "shuffle", "maybe" },
    { "seed", "9007199254740992" },
    { "l2", "1e13" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    NablaHyperParameters set_up = nabla_hyper_parameters_default (), before = set_up;
    g_autoptr (GError) error = NULL;
    const NablaParameter *parameter = nabla_parameter_find (values[i][0]);
    g_assert_false (nabla_parameter_set_text (parameter, &set_up, values[i][1], &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, parameter->option));
    g_assert_true (nabla_hyper_parameters_equal (&set_up, &before));
  }
}

static void
test_validation_of_layers (void)
{
  static const char *const layers[] = { "783,30,10", "784,30,9", "784,10000,10000,10000,10000,10" };
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++) {
    NablaHyperParameters set_up = nabla_hyper_parameters_default ();
    g_autoptr (GError) error = NULL;
    set (&set_up, "layers", layers[i]);
    g_assert_false (nabla_hyper_parameters_validate (&set_up, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  }
  NablaHyperParameters infinite = nabla_hyper_parameters_default ();
  infinite.learning_rate = INFINITY;
  g_assert_false (nabla_hyper_parameters_validate (&infinite, NULL));
}

static void
test_json_round_trip (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default (), read;
  set (&set_up, "layers", "784,10");
  set (&set_up, "learning_rate", "0.1");
  set (&set_up, "shuffle", "false");
  set (&set_up, "cost", "quadratic");
  g_autoptr (JsonNode) node = nabla_hyper_parameters_to_json (&set_up);
  JsonObject *object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "cost"), ==, "quadratic");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "layers")), ==, 2);
  g_assert_false (json_object_get_boolean_member (object, "shuffle"));
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_hyper_parameters_from_json (&read, node, &error));
  g_assert_no_error (error);
  g_assert_true (nabla_hyper_parameters_equal (&set_up, &read));
}

static void
test_json_refusals (void)
{
  static const char *const texts[] = {
    "[]",           "{\"epochs\": \"many\"}", "{\"layers\": [784, 2.5]}",
    "{\"l2\": -1}", "{\"seed\": null}",       "{\"layers\": 5}"
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
    g_autoptr (GError) error = NULL;
    NablaHyperParameters read;
    g_assert_false (nabla_hyper_parameters_from_json (&read, node, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  }
}

static void
test_names_say_what_differs (void)
{
  NablaHyperParameters a = nabla_hyper_parameters_default (), b = a, c = a;
  const NablaHyperParameters *all[] = { &a, &b, &c };
  char *names[3];
  nabla_hyper_parameters_names (all, 1, names);
  g_assert_cmpstr (names[0], ==, "784-30-10");
  g_free (names[0]);
  set (&b, "learning-rate", "2.5");
  set (&c, "layers", "784,100,10");
  nabla_hyper_parameters_names (all, 3, names);
  g_assert_cmpstr (names[0], ==, "hidden 30 · η 0.5");
  g_assert_cmpstr (names[1], ==, "hidden 30 · η 2.5");
  g_assert_cmpstr (names[2], ==, "hidden 100 · η 0.5");
  for (int i = 0; i < 3; i++)
    g_free (names[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/parameter/defaults-are-the-documented-ones", test_defaults);
  g_test_add_func ("/lab/parameter/every-member-has-one-entry", test_complete);
  g_test_add_func ("/lab/parameter/text-reads-back", test_text_round_trip);
  g_test_add_func ("/lab/parameter/numbers-are-written-plainly", test_numbers_are_plain);
  g_test_add_func ("/lab/parameter/nonsense-is-refused-in-a-sentence", test_refusals);
  g_test_add_func ("/lab/hyper-parameters/layers-must-fit-images-and-digits",
                   test_validation_of_layers);
  g_test_add_func ("/lab/hyper-parameters/json-reads-back", test_json_round_trip);
  g_test_add_func ("/lab/hyper-parameters/foreign-json-is-refused", test_json_refusals);
  g_test_add_func ("/lab/hyper-parameters/names-say-what-differs", test_names_say_what_differs);
  return g_test_run ();
}
