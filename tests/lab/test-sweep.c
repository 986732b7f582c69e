/* SPDX-License-Identifier: MIT */
#include "lab/nabla-sweep.h"

#include <math.h>
#include <stdlib.h>

static NablaVary
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaVary vary = { 0 };
  gboolean parsed = nabla_vary_parse (text, &vary, &error);
  g_assert_no_error (error);
  g_assert_true (parsed);
  return vary;
}

static void
check_values (const char *text, const char *key, const char *joined)
{
  NablaVary vary = parse (text);
  g_autofree char *values = g_strjoinv (" ", vary.values);
  g_assert_cmpstr (vary.parameter->key, ==, key);
  g_assert_cmpstr (values, ==, joined);
  nabla_vary_clear (&vary);
}

static void
test_lists (void)
{
  check_values ("learning_rate=0.025,0.25,2.5", "learning_rate", "0.025 0.25 2.5");
  check_values ("learning-rate= 2.50 , 1e-7", "learning_rate", "2.5 1e-07");
  check_values ("layers=784,30,10", "layers", "784,30,10");
  check_values ("layers=784,30,10;784,100,10; 784,10", "layers", "784,30,10 784,100,10 784,10");
  check_values ("digits=0,1;1,7", "digits", "0,1 1,7");
  check_values ("mini_batch=10,1", "mini_batch", "10 1");
  check_values ("cost=quadratic,cross-entropy", "cost", "quadratic cross-entropy");
  check_values ("no-shuffle=true,false", "shuffle", "true false");
  check_values ("zero_biases=yes,0", "zero_biases", "true false");
  check_values ("schedule=constant,halve:10:128,tenth:2:1000", "schedule",
                "constant halve:10:128 tenth:2:1000");
  check_values ("seed=7,9007199254740991", "seed", "7 9007199254740991");
}

static void
test_ranges (void)
{
  check_values ("learning-rate=0.001..1:7", "learning_rate",
                "0.001 0.00316228 0.01 0.0316228 0.1 0.316228 1");
  check_values ("learning-rate=1..0.01:3", "learning_rate", "1 0.1 0.01");
  check_values ("l2=0,0.1..10:3,100", "l2", "0 0.1 1 10 100");
  check_values ("l2=0..10:3", "l2", "0 5 10");
  check_values ("momentum=0..0.9:4", "momentum", "0 0.3 0.6 0.9");
  check_values ("mini-batch=1..10:4", "mini_batch", "1 4 7 10");
  check_values ("epochs=1..10:3", "epochs", "1 6 10");
  check_values ("learning-rate=0.5..2:2", "learning_rate", "0.5 2");
}

/* To the last bit what was typed, and equal factors between. */
static void
test_range_ends (void)
{
  NablaVary vary = parse ("learning-rate=0.0123456789012345..7.77777777777:9");
  g_assert_cmpuint (g_strv_length (vary.values), ==, 9);
  g_assert_cmpstr (vary.values[0], ==, "0.0123456789012345");
  g_assert_cmpstr (vary.values[8], ==, "7.77777777777");
  double factor = pow (7.77777777777 / 0.0123456789012345, 1.0 / 8);
  for (int i = 0; i < 8; i++) {
    double ratio =
        g_ascii_strtod (vary.values[i + 1], NULL) / g_ascii_strtod (vary.values[i], NULL);
    g_assert_cmpfloat (fabs (ratio / factor - 1), <, 2e-5);
  }
  nabla_vary_clear (&vary);
}

static void
check_refused (const char *text, const char *says)
{
  g_autoptr (GError) error = NULL;
  NablaVary vary = { 0 };
  gboolean parsed = nabla_vary_parse (text, &vary, &error);
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_false (parsed);
  g_assert_null (vary.values);
}

static void
test_refused_values (void)
{
  check_refused ("learning-rate", "learning-rate=0.025");
  check_refused ("learning-rate=", "learning-rate=0.025");
  check_refused ("=1", "no parameter");
  check_refused ("learning=1", "“learning”");
  check_refused ("learning-rate=1,,2", "learning-rate");
  check_refused ("learning-rate=1,-2", "“-2”");
  check_refused ("learning-rate=1,1.0", "1 twice");
  check_refused ("mini-batch=1..3:4", "2 twice");
  check_refused ("mini-batch=1.5", "whole number");
  check_refused ("learning-rate=1..2", "FIRST..LAST:N");
  check_refused ("learning-rate=1..2:1", "FIRST..LAST:N");
  check_refused ("learning-rate=1..2:x", "FIRST..LAST:N");
  check_refused ("learning-rate=..2:3", "learning-rate");
  check_refused ("learning-rate=1..:3", "learning-rate");
  check_refused ("learning-rate=1..nan:3", "“nan”");
  check_refused ("learning-rate=0.1..1:10001", "10000");
  check_refused ("momentum=0..1:3", "“1”");
  check_refused ("cost=quadratic,cubic", "“cubic”");
  check_refused ("layers=784,30,10,784,0", "layers");
  check_refused ("layers=784,30,10;", "layers");
}

static void
test_order (void)
{
  NablaVary varies[] = { parse ("learning-rate=0.5,0.1"), parse ("layers=784,30,10;784,10") };
  NablaHyperParameters base = nabla_hyper_parameters_default ();
  base.seed = 5;
  g_autoptr (GArray) set_ups = nabla_sweep_expand (&base, varies, 2, 3, NULL);
  g_assert_cmpuint (set_ups->len, ==, 12);
  for (guint i = 0; i < 12; i++) {
    const NablaHyperParameters *set_up = &g_array_index (set_ups, NablaHyperParameters, i);
    g_assert_cmpfloat (set_up->learning_rate, ==, i < 6 ? 0.5 : 0.1);
    g_assert_cmpint (set_up->n_layers, ==, i / 3 % 2 == 0 ? 3 : 2);
    g_assert_cmpint (set_up->seed, ==, 5 + i % 3);
    NablaHyperParameters rest = base;
    rest.learning_rate = set_up->learning_rate;
    if (set_up->n_layers == 2)
      nabla_parameter_set_text (nabla_parameter_find ("layers"), &rest, "784,10", NULL);
    g_assert_true (nabla_hyper_parameters_equal_but_seed (&rest, set_up));
  }
  const NablaHyperParameters *last = &g_array_index (set_ups, NablaHyperParameters, 11);
  g_autofree char *name = nabla_sweep_describe (last, varies, 2, TRUE);
  g_assert_cmpstr (name, ==, "learning-rate 0.1, layers 784,10, seed 7");
  nabla_vary_clear (&varies[0]);
  nabla_vary_clear (&varies[1]);
}

static void
check_no_sweep (const char *first, const char *second, int n_seeds, gint64 seed, const char *says)
{
  g_autoptr (GError) error = NULL;
  NablaVary varies[] = { parse (first), parse (second) };
  NablaHyperParameters base = nabla_hyper_parameters_default ();
  base.seed = seed;
  g_assert_null (nabla_sweep_expand (&base, varies, 2, n_seeds, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
  nabla_vary_clear (&varies[0]);
  nabla_vary_clear (&varies[1]);
}

static void
test_refused_sweeps (void)
{
  check_no_sweep ("l2=1,2", "output=sigmoid,softmax", 2, 1, "l2 1, output softmax, seed 1: ");
  check_no_sweep ("l2=1,2", "layers=784,30,10;100,10", 1, 1, "l2 1, layers 100,10: ");
  check_no_sweep ("l2=1,2", "l2=3", 1, 1, "l2 is varied twice");
  check_no_sweep ("l2=1,2", "seed=1,2", 2, 1, "seed is varied twice");
  check_no_sweep ("l2=1,2", "momentum=0", 0, 1, "at least one seed");
  check_no_sweep ("l2=1,2", "momentum=0", 5001, 1, "10000");
  check_no_sweep ("l2=1..2:9999", "momentum=0..0.9:9999", G_MAXINT, 1, "10000");
  check_no_sweep ("l2=1,2", "momentum=0", 2, 9007199254740991, "seed 9007199254740992: ");
}

static void
test_seeds_alone (void)
{
  NablaHyperParameters base = nabla_hyper_parameters_default ();
  g_autoptr (GArray) set_ups = nabla_sweep_expand (&base, NULL, 0, NABLA_MAX_SWEEP_RUNS, NULL);
  g_assert_cmpuint (set_ups->len, ==, NABLA_MAX_SWEEP_RUNS);
  NablaVary seeds = parse ("seed=3,1");
  g_autoptr (GArray) chosen = nabla_sweep_expand (&base, &seeds, 1, 1, NULL);
  g_assert_cmpint (g_array_index (chosen, NablaHyperParameters, 0).seed, ==, 3);
  g_assert_cmpint (g_array_index (chosen, NablaHyperParameters, 1).seed, ==, 1);
  nabla_vary_clear (&seeds);
}

/* Each parameter tells groups apart; the seed does not. */
static void
test_groups (void)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  NablaHyperParameters plain = nabla_hyper_parameters_default (), again = plain;
  again.seed = 99;
  again.schedule.patience = 5; /* of a constant schedule: nothing waits */
  for (gsize i = 0; i < n; i++) {
    NablaHyperParameters other = plain;
    gsize groups[3];
    const NablaHyperParameters *set_ups[] = { &plain, &other, &again };
    if (table[i].kind == NABLA_PARAMETER_LAYERS)
      other.layers[1] = 31;
    else if (table[i].kind == NABLA_PARAMETER_SCHEDULE)
      other.schedule.kind = NN_SCHEDULE_HALVE;
    else
      nabla_parameter_set_number (&table[i], &other,
                                  nabla_parameter_get_number (&table[i], &plain) == 1 ? 0
                                  : table[i].kind == NABLA_PARAMETER_DIGITS           ? 3
                                                                                      : 1);
    gboolean is_seed = g_str_equal (table[i].key, "seed");
    g_assert_true (nabla_hyper_parameters_equal_but_seed (&plain, &other) == is_seed);
    g_assert_cmpuint (nabla_sweep_group (set_ups, 3, groups), ==, is_seed ? 1 : 2);
    g_assert_cmpuint (groups[0], ==, 0);
    g_assert_cmpuint (groups[1], ==, is_seed ? 0 : 1);
    g_assert_cmpuint (groups[2], ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/sweep/lists-are-read-in-either-spelling", test_lists);
  g_test_add_func ("/lab/sweep/ranges-are-by-factors-or-by-steps", test_ranges);
  g_test_add_func ("/lab/sweep/a-range-has-its-ends-exactly", test_range_ends);
  g_test_add_func ("/lab/sweep/what-is-no-value-is-refused", test_refused_values);
  g_test_add_func ("/lab/sweep/the-grid-has-a-fixed-order", test_order);
  g_test_add_func ("/lab/sweep/the-impossible-combination-is-named", test_refused_sweeps);
  g_test_add_func ("/lab/sweep/seeds-alone-are-a-sweep", test_seeds_alone);
  g_test_add_func ("/lab/sweep/groups-differ-in-more-than-the-seed", test_groups);
  return g_test_run ();
}
