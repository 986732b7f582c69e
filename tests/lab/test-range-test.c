/* SPDX-License-Identifier: MIT */
#include "lab/nabla-range-test.h"

#include "app/await.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set;

static void
count (guint *n)
{
  ++*n;
}

static NablaHyperParameters
some_set_up (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 8;
  return set_up;
}

/* The points of a whole test; g_free. */
static NablaRangePoint *
points_of (const NablaHyperParameters *set_up, gsize *n)
{
  g_autoptr (NablaRangeTest) test = nabla_range_test_new ();
  g_autoptr (GError) error = NULL;
  guint finished = 0;
  g_signal_connect_swapped (test, "finished", G_CALLBACK (count), &finished);
  nabla_range_test_start (test, set_up, data_set, &error);
  g_assert_no_error (error);
  AWAIT (finished == 1);
  g_assert_false (nabla_range_test_is_running (test));
  g_assert_null (nabla_range_test_get_message (test));
  const NablaRangePoint *points = nabla_range_test_get_points (test, n);
  return g_memdup2 (points, *n * sizeof *points);
}

static void
test_rates_rise_by_equal_factors (void)
{
  NablaHyperParameters set_up = some_set_up ();
  gsize n;
  g_autofree NablaRangePoint *points = points_of (&set_up, &n);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpfloat (points[0].learning_rate, ==, NABLA_RANGE_TEST_LOW);
  double factor = points[1].learning_rate / points[0].learning_rate;
  for (gsize i = 2; i + 1 < n; i++)
    g_assert_cmpfloat_with_epsilon (points[i].learning_rate / points[i - 1].learning_rate, factor,
                                    1e-9);
  g_assert_cmpfloat (points[n - 1].learning_rate, <=, NABLA_RANGE_TEST_HIGH * (1 + 1e-9));
}

static void
test_suggests_a_rate_that_learns (void)
{
  NablaHyperParameters set_up = some_set_up ();
  gsize n;
  g_autofree NablaRangePoint *points = points_of (&set_up, &n);
  double rate = nabla_range_test_steepest (points, n);
  g_test_message ("steepest at %g", rate);
  g_assert_cmpfloat (rate, >, 0.02);
  g_assert_cmpfloat (rate, <, 10);
}

static void
test_same_set_up_gives_the_same_points (void)
{
  NablaHyperParameters set_up = some_set_up ();
  gsize n, again_n;
  g_autofree NablaRangePoint *points = points_of (&set_up, &n);
  g_autofree NablaRangePoint *again = points_of (&set_up, &again_n);
  g_assert_cmpuint (n, ==, again_n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (points[i].cost, ==, again[i].cost);
}

static void
test_ends_where_the_cost_explodes (void)
{
  NablaHyperParameters set_up = some_set_up ();
  gsize n;
  set_up.activation = NN_ACTIVATION_RELU;
  set_up.momentum = 0.9;
  g_autofree NablaRangePoint *points = points_of (&set_up, &n);
  double least = HUGE_VAL;
  for (gsize i = 0; i + 1 < n; i++) {
    least = MIN (least, points[i].smoothed);
    g_assert_cmpfloat (points[i].cost, <=, NABLA_RANGE_TEST_DIVERGENCE * least);
  }
  g_assert_cmpfloat (points[n - 1].learning_rate, <, 0.99 * NABLA_RANGE_TEST_HIGH);
}

static void
test_steepest_is_where_a_known_cost_falls_steepest (void)
{
  NablaRangePoint points[121];
  for (int i = 0; i < 121; i++) {
    double x = -4 + 0.05 * i; /* log10 of the rate; the cost falls around 0.5 = 10^-0.3 */
    double cost = exp (3 - 2 / (1 + exp (-4 * (x + 0.3))));
    points[i] = (NablaRangePoint){ pow (10, x), cost, cost };
  }
  g_assert_cmpfloat_with_epsilon (nabla_range_test_steepest (points, 121), 0.5, 0.03);
  for (int i = 0; i < 121; i++)
    points[i].smoothed = 1 + i;
  g_assert_true (isnan (nabla_range_test_steepest (points, 121)));
  g_assert_true (isnan (nabla_range_test_steepest (points, 3)));
}

static void
test_starting_anew_forgets_the_first (void)
{
  g_autoptr (NablaRangeTest) test = nabla_range_test_new ();
  NablaHyperParameters slow = some_set_up (), fast = some_set_up ();
  guint finished = 0;
  gsize n, plain_n;
  slow.layers[1] = 5000;
  g_signal_connect_swapped (test, "finished", G_CALLBACK (count), &finished);
  g_assert_true (nabla_range_test_start (test, &slow, data_set, NULL));
  g_usleep (50000);
  g_assert_true (nabla_range_test_start (test, &fast, data_set, NULL));
  AWAIT (finished == 1);
  settle ();
  g_assert_cmpuint (finished, ==, 1);
  const NablaRangePoint *points = nabla_range_test_get_points (test, &n);
  g_autofree NablaRangePoint *plain = points_of (&fast, &plain_n);
  g_assert_cmpuint (n, ==, plain_n);
  g_assert_cmpfloat (points[n - 1].cost, ==, plain[n - 1].cost);
}

static void
test_stops_and_leaves_no_thread (void)
{
  NablaRangeTest *test = nabla_range_test_new ();
  NablaHyperParameters set_up = some_set_up ();
  guint finished = 0;
  set_up.layers[1] = 5000;
  g_signal_connect_swapped (test, "finished", G_CALLBACK (count), &finished);
  g_assert_true (nabla_range_test_start (test, &set_up, data_set, NULL));
  nabla_range_test_stop (test);
  AWAIT (finished == 1);
  g_assert_true (nabla_range_test_start (test, &set_up, data_set, NULL));
  g_assert_finalize_object (test);
  settle ();
  g_assert_cmpuint (finished, ==, 1);
}

static void
test_what_is_refused_is_said (void)
{
  g_autoptr (NablaRangeTest) test = nabla_range_test_new ();
  g_autoptr (GError) error = NULL;
  NablaHyperParameters set_up = some_set_up ();
  set_up.mini_batch = 0;
  g_assert_false (nabla_range_test_start (test, &set_up, data_set, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (3000, 100);
  g_test_add_func ("/lab/range-test/rates-rise-by-equal-factors", test_rates_rise_by_equal_factors);
  g_test_add_func ("/lab/range-test/suggests-a-rate-that-learns", test_suggests_a_rate_that_learns);
  g_test_add_func ("/lab/range-test/same-set-up-gives-the-same-points",
                   test_same_set_up_gives_the_same_points);
  g_test_add_func ("/lab/range-test/ends-where-the-cost-explodes",
                   test_ends_where_the_cost_explodes);
  g_test_add_func ("/lab/range-test/steepest-is-where-a-known-cost-falls-steepest",
                   test_steepest_is_where_a_known_cost_falls_steepest);
  g_test_add_func ("/lab/range-test/starting-anew-forgets-the-first",
                   test_starting_anew_forgets_the_first);
  g_test_add_func ("/lab/range-test/stops-and-leaves-no-thread", test_stops_and_leaves_no_thread);
  g_test_add_func ("/lab/range-test/what-is-refused-is-said", test_what_is_refused_is_said);
  return g_test_run ();
}
