/* SPDX-License-Identifier: MIT */
#include "digits/digits-expand.h"
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
  g_assert_cmpint (standard.activation, ==, NN_ACTIVATION_SIGMOID);
  g_assert_cmpint (standard.output, ==, NN_OUTPUT_SIGMOID);
  g_assert_cmpint (standard.encoding, ==, NN_ENCODING_ONE_HOT);
  g_assert_cmpint (standard.expand, ==, DIGITS_EXPAND_NONE);
  g_assert_cmpint (standard.digits, ==, NABLA_ALL_DIGITS);
  g_assert_cmpint (standard.schedule.kind, ==, NN_SCHEDULE_CONSTANT);
  g_assert_cmpint (standard.early_stopping, ==, 0);
  g_assert_cmpfloat (standard.l1 + standard.l2 + standard.dropout + standard.momentum, ==, 0);
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
    if (table[i].kind == NABLA_PARAMETER_SCHEDULE)
      size = sizeof (NnSchedule);
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
    { "activation", "relu" },
    { "output", "softmax" },
    { "encoding", "binary" },
    { "learning-rate", "0.025" },
    { "l2", "1e-07" },
    { "l1", "0.001" },
    { "dropout", "0.99" },
    { "momentum", "0.999" },
    { "schedule", "tenth:100000:1024.5" },
    { "early-stopping", "20" },
    { "expand", "elastic" },
    { "drawings", "0.25" },
    { "own-share", "0.75" },
    { "digits", "0,1,9" },
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

/* The order of choices is the order of the core's enumerations. */
static void
test_choices (void)
{
  static const struct {
    const char *name, *text;
    int value;
  } choices[] = {
    { "activation", "sigmoid", NN_ACTIVATION_SIGMOID },
    { "activation", "tanh", NN_ACTIVATION_TANH },
    { "activation", "relu", NN_ACTIVATION_RELU },
    { "output", "sigmoid", NN_OUTPUT_SIGMOID },
    { "output", "softmax", NN_OUTPUT_SOFTMAX },
    { "output", "tanh", NN_OUTPUT_TANH },
    { "cost", "quadratic", NN_COST_QUADRATIC },
    { "cost", "cross-entropy", NN_COST_CROSS_ENTROPY },
    { "cost", "log-likelihood", NN_COST_LOG_LIKELIHOOD },
    { "init", "scaled", NN_INIT_SCALED },
    { "init", "large", NN_INIT_LARGE },
    { "expand", "none", DIGITS_EXPAND_NONE },
    { "expand", "shift", DIGITS_EXPAND_SHIFT },
    { "expand", "rotate", DIGITS_EXPAND_ROTATE },
    { "expand", "elastic", DIGITS_EXPAND_ELASTIC },
    { "encoding", "one-hot", NN_ENCODING_ONE_HOT },
    { "encoding", "binary", NN_ENCODING_BINARY },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++) {
    NablaHyperParameters set_up = nabla_hyper_parameters_default ();
    const NablaParameter *parameter = nabla_parameter_find (choices[i].name);
    set (&set_up, choices[i].name, choices[i].text);
    g_assert_cmpfloat (nabla_parameter_get_number (parameter, &set_up), ==, choices[i].value);
    g_assert_cmpuint (g_strv_length ((char **) parameter->choices), ==,
                      g_strv_length ((char **) parameter->labels));
  }
}

static void
test_schedules (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default (), constant = set_up;
  set (&set_up, "schedule", "halve:10:128");
  g_assert_cmpint (set_up.schedule.kind, ==, NN_SCHEDULE_HALVE);
  g_assert_cmpint (set_up.schedule.patience, ==, 10);
  g_assert_cmpfloat (set_up.schedule.limit, ==, 128);
  g_assert_false (nabla_hyper_parameters_equal (&set_up, &constant));
  set (&set_up, "schedule", "constant");
  set_up.schedule.patience = 5; /* nothing waits */
  g_assert_true (nabla_hyper_parameters_equal (&set_up, &constant));
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
    { "l1", "-1" },
    { "dropout", "1" },
    { "momentum", "1" },
    { "activation", "softmax" },
    { "schedule", "halve" },
    { "schedule", "halve:0:128" },
    { "schedule", "halve:10:1" },
    { "schedule", "halve:10:nan" },
    { "schedule", "halve:10:2e9" },
    { "schedule", "halve:10:128:3" },
    { "schedule", "tenth:10:" },
    { "schedule", "constant:1:2" },
    { "schedule", "" },
    { "early-stopping", "-1" },
    { "digits", "" },
    { "digits", "7" },
    { "digits", "3,3" },
    { "digits", "0,10" },
    { "digits", "0,,1" },
    { "digits", "0,1,2,3,4,5,6,7,8,9,0" },
    { "encoding", "gray" },
    { "expand", "twice" },
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

/* Refused with a sentence that names both, and what to choose instead. */
static void
test_combinations (void)
{
  static const struct {
    const char *output, *cost, *encoding, *layers;
    const char *words[3]; /* of the sentence; none: it is allowed */
  } set_ups[] = {
    { "sigmoid", "quadratic", "one-hot", "784,30,10", { NULL } },
    { "sigmoid", "cross-entropy", "one-hot", "784,10", { NULL } },
    { "softmax", "log-likelihood", "one-hot", "784,30,10", { NULL } },
    { "tanh", "quadratic", "one-hot", "784,30,10", { NULL } },
    { "tanh", "cross-entropy", "binary", "784,30,4", { NULL } },
    { "sigmoid", "log-likelihood", "one-hot", "784,10", { "log-likelihood", "softmax", "cross" } },
    { "tanh", "log-likelihood", "one-hot", "784,10", { "log-likelihood", "softmax", "cross" } },
    { "softmax", "cross-entropy", "one-hot", "784,10", { "cross-entropy", "softmax", "log-like" } },
    { "softmax", "quadratic", "one-hot", "784,10", { "quadratic", "softmax", "log-likelihood" } },
    { "softmax", "log-likelihood", "binary", "784,4", { "softmax", "binary", "one-hot" } },
    { "sigmoid", "quadratic", "binary", "784,30,10", { "end with 4", "binary", "10" } },
    { "sigmoid", "quadratic", "one-hot", "784,30,4", { "end with 10", "digits", "4" } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (set_ups); i++) {
    NablaHyperParameters set_up = nabla_hyper_parameters_default ();
    g_autoptr (GError) error = NULL;
    set (&set_up, "output", set_ups[i].output);
    set (&set_up, "cost", set_ups[i].cost);
    set (&set_up, "encoding", set_ups[i].encoding);
    set (&set_up, "layers", set_ups[i].layers);
    gboolean allowed = nabla_hyper_parameters_validate (&set_up, &error);
    g_assert_cmpint (allowed, ==, set_ups[i].words[0] == NULL);
    for (int w = 0; w < 3 && set_ups[i].words[0] != NULL; w++)
      g_assert_nonnull (strstr (error->message, set_ups[i].words[w]));
    /* One that is refused for its cost or its layers is mended. */
    gboolean mended = nabla_hyper_parameters_fit_cost (&set_up);
    gboolean softmax_in_binary =
        strcmp (set_ups[i].output, "softmax") == 0 && strcmp (set_ups[i].encoding, "binary") == 0;
    g_assert_cmpint (mended, ==, !allowed && !softmax_in_binary);
    g_assert_cmpint (nabla_hyper_parameters_validate (&set_up, NULL), ==, !softmax_in_binary);
  }
}

static void
test_natural_costs (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set (&set_up, "output", "softmax");
  nabla_hyper_parameters_fit_cost (&set_up);
  g_assert_cmpint (set_up.cost, ==, NN_COST_LOG_LIKELIHOOD);
  set (&set_up, "output", "tanh");
  nabla_hyper_parameters_fit_cost (&set_up);
  g_assert_cmpint (set_up.cost, ==, NN_COST_CROSS_ENTROPY);
  set (&set_up, "cost", "quadratic");
  set (&set_up, "encoding", "binary");
  g_assert_true (nabla_hyper_parameters_fit_cost (&set_up));
  g_assert_cmpint (set_up.cost, ==, NN_COST_QUADRATIC);
  g_assert_cmpint (set_up.layers[2], ==, 4);
  set (&set_up, "encoding", "one-hot");
  g_assert_true (nabla_hyper_parameters_fit_cost (&set_up));
  g_assert_cmpint (set_up.layers[2], ==, 10);
  g_assert_false (nabla_hyper_parameters_fit_cost (&set_up));
}

static void
test_values_that_no_text_gives (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.digits = 1 << 10 | 3;
  g_assert_false (nabla_hyper_parameters_validate (&set_up, NULL));
  set_up.digits = 1 << 4;
  g_assert_false (nabla_hyper_parameters_validate (&set_up, NULL));
  set_up.digits = NABLA_ALL_DIGITS;
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_HALVE, 0, 128 };
  g_assert_false (nabla_hyper_parameters_validate (&set_up, NULL));
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_TENTH, 1, INFINITY };
  g_assert_false (nabla_hyper_parameters_validate (&set_up, NULL));
  set_up.schedule = (NnSchedule){ (NnScheduleKind) 7, 1, 10 };
  g_assert_false (nabla_hyper_parameters_validate (&set_up, NULL));
  set_up.schedule.kind = NN_SCHEDULE_CONSTANT;
  set_up.activation = 3;
  g_assert_false (nabla_hyper_parameters_validate (&set_up, NULL));
}

static void
test_json_round_trip (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default (), read;
  set (&set_up, "layers", "784,10");
  set (&set_up, "learning_rate", "0.1");
  set (&set_up, "shuffle", "false");
  set (&set_up, "cost", "quadratic");
  set (&set_up, "schedule", "halve:10:128");
  set (&set_up, "digits", "2,7");
  set (&set_up, "dropout", "0.5");
  g_autoptr (JsonNode) node = nabla_hyper_parameters_to_json (&set_up);
  JsonObject *object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "cost"), ==, "quadratic");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "layers")), ==, 2);
  g_assert_false (json_object_get_boolean_member (object, "shuffle"));
  g_assert_cmpstr (json_object_get_string_member (object, "schedule"), ==, "halve:10:128");
  JsonArray *digits = json_object_get_array_member (object, "digits");
  g_assert_cmpuint (json_array_get_length (digits), ==, 2);
  g_assert_cmpint (json_array_get_int_element (digits, 1), ==, 7);
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_hyper_parameters_from_json (&read, node, &error));
  g_assert_no_error (error);
  g_assert_true (nabla_hyper_parameters_equal (&set_up, &read));
}

static void
test_json_refusals (void)
{
  static const char *const texts[] = { "[]",
                                       "{\"epochs\": \"many\"}",
                                       "{\"layers\": [784, 2.5]}",
                                       "{\"l2\": -1}",
                                       "{\"seed\": null}",
                                       "{\"layers\": 5}",
                                       "{\"digits\": [1]}",
                                       "{\"digits\": true}",
                                       "{\"schedule\": 3}",
                                       "{\"dropout\": 1}" };
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

/* The seed has most values of all and yet comes last. */
static void
test_names_begin_with_what_differs_most (void)
{
  static const char *const rates[] = { "0.025", "0.25", "2.5", "2.5" };
  static const char *const layers[] = { "784,30,10", "784,30,10", "784,30,10", "784,100,10" };
  static const char *const seeds[] = { "1", "2", "3", "4" };
  NablaHyperParameters set_ups[4];
  const NablaHyperParameters *all[4];
  g_auto (GStrv) names = g_new0 (char *, 5);
  for (int i = 0; i < 4; i++) {
    set_ups[i] = nabla_hyper_parameters_default ();
    set (&set_ups[i], "learning-rate", rates[i]);
    set (&set_ups[i], "layers", layers[i]);
    set (&set_ups[i], "seed", seeds[i]);
    all[i] = &set_ups[i];
  }
  nabla_hyper_parameters_names (all, 4, names);
  g_assert_cmpstr (names[0], ==, "η 0.025 · hidden 30 · seed 1");
  g_assert_cmpstr (names[3], ==, "η 2.5 · hidden 100 · seed 4");
}

static void
test_names_of_techniques (void)
{
  static const char *const values[][4] = {
    { "dropout", "0.5", "dropout 0", "dropout 0.5" },
    { "momentum", "0.9", "μ 0", "μ 0.9" },
    { "l1", "2", "λ₁ 0", "λ₁ 2" },
    { "activation", "tanh", "sigmoid activation", "tanh activation" },
    { "output", "tanh", "sigmoid output", "tanh output" },
    { "expand", "shift", "no expansion", "shift expansion" },
    { "drawings", "0.5", "no drawings", "drawings 0.5" },
    { "own-share", "0.5", "no own drawings", "own drawings 0.5" },
    { "schedule", "halve:10:128", "constant η", "schedule halve:10:128" },
    { "early-stopping", "20", "no early stopping", "early stopping 20" },
    { "digits", "0,1", "all digits", "digits 0,1" },
    { "encoding", "binary", "one-hot encoding", "binary encoding" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    NablaHyperParameters a = nabla_hyper_parameters_default (), b = a;
    const NablaHyperParameters *both[] = { &a, &b };
    char *names[2];
    set (&b, values[i][0], values[i][1]);
    nabla_hyper_parameters_names (both, 2, names);
    g_assert_cmpstr (names[0], ==, values[i][2]);
    g_assert_cmpstr (names[1], ==, values[i][3]);
    g_free (names[0]);
    g_free (names[1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/parameter/defaults-are-the-documented-ones", test_defaults);
  g_test_add_func ("/lab/parameter/every-member-has-one-entry", test_complete);
  g_test_add_func ("/lab/parameter/text-reads-back", test_text_round_trip);
  g_test_add_func ("/lab/parameter/choices-are-the-cores", test_choices);
  g_test_add_func ("/lab/parameter/a-constant-schedule-has-no-patience", test_schedules);
  g_test_add_func ("/lab/parameter/numbers-are-written-plainly", test_numbers_are_plain);
  g_test_add_func ("/lab/parameter/nonsense-is-refused-in-a-sentence", test_refusals);
  g_test_add_func ("/lab/hyper-parameters/layers-must-fit-images-and-digits",
                   test_validation_of_layers);
  g_test_add_func ("/lab/hyper-parameters/what-makes-no-sense-together-is-refused-and-mended",
                   test_combinations);
  g_test_add_func ("/lab/hyper-parameters/the-cost-follows-the-output", test_natural_costs);
  g_test_add_func ("/lab/hyper-parameters/values-that-no-text-gives-are-refused",
                   test_values_that_no_text_gives);
  g_test_add_func ("/lab/hyper-parameters/json-reads-back", test_json_round_trip);
  g_test_add_func ("/lab/hyper-parameters/foreign-json-is-refused", test_json_refusals);
  g_test_add_func ("/lab/hyper-parameters/names-say-what-differs", test_names_say_what_differs);
  g_test_add_func ("/lab/hyper-parameters/names-begin-with-what-differs-most",
                   test_names_begin_with_what_differs_most);
  g_test_add_func ("/lab/hyper-parameters/names-of-techniques-are-short", test_names_of_techniques);
  return g_test_run ();
}
