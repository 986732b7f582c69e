/* SPDX-License-Identifier: MIT */
#include "lab/nabla-duration.h"
#include "lab/nabla-parameter.h"
#include "lab/nabla-run-groups.h"
#include "lab/nabla-vary-suggestion.h"
#include "lab/nabla-workbench.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set;

static NablaHyperParameters
set_up (double learning_rate, gint64 seed)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  hyper_parameters.layers[1] = 8;
  hyper_parameters.learning_rate = learning_rate;
  hyper_parameters.seed = seed;
  hyper_parameters.epochs = 2;
  return hyper_parameters;
}

static NablaRun *
run_of (double learning_rate, gint64 seed)
{
  NablaHyperParameters hyper_parameters = set_up (learning_rate, seed);
  return nabla_run_new (&hyper_parameters, data_set, NABLA_MONITOR_DEFAULT);
}

static void
test_band (void)
{
  const double values[] = { 1, NAN, 3, 5 };
  NablaBand deviation = nabla_band_of (values, 4, NABLA_BAND_DEVIATION);
  g_assert_cmpuint (deviation.n, ==, 3);
  g_assert_cmpfloat_with_epsilon (deviation.mean, 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (deviation.low, 1, 1e-12); /* the deviation of 1, 3, 5 is 2 */
  g_assert_cmpfloat_with_epsilon (deviation.high, 5, 1e-12);
  const double skewed[] = { 0, 0, 3 };
  NablaBand extremes = nabla_band_of (skewed, 3, NABLA_BAND_EXTREMES);
  g_assert_cmpfloat_with_epsilon (extremes.mean, 1, 1e-12);
  g_assert_cmpfloat (extremes.low, ==, 0);
  g_assert_cmpfloat (extremes.high, ==, 3);
  NablaBand alone = nabla_band_of (values, 2, NABLA_BAND_DEVIATION);
  g_assert_cmpfloat (alone.mean, ==, 1);
  g_assert_true (isnan (alone.low) && isnan (alone.high));
  g_assert_true (isnan (nabla_band_of (values + 1, 1, NABLA_BAND_EXTREMES).mean));
}

static void
test_partition (void)
{
  NablaRun *runs[] = { run_of (0.5, 1), run_of (0.1, 1), run_of (0.5, 2), run_of (0.5, 1),
                       run_of (0.1, 2) };
  const gsize expected[] = { 0, 1, 0, 2, 1 };
  gsize groups[5];
  g_assert_cmpuint (nabla_run_groups_partition (runs, 5, groups), ==, 3);
  for (int i = 0; i < 5; i++) {
    g_assert_cmpuint (groups[i], ==, expected[i]);
    g_object_unref (runs[i]);
  }
}

static NablaRunGroup *
group_at (NablaRunGroups *groups, guint i)
{
  g_autoptr (NablaRunGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);
  return group;
}

static void
test_groups_follow (void)
{
  g_autoptr (GListStore) runs = g_list_store_new (NABLA_TYPE_RUN);
  g_autoptr (NablaRunGroups) groups = nabla_run_groups_new (G_LIST_MODEL (runs));
  NablaRun *all[] = { run_of (0.5, 1), run_of (0.1, 1), run_of (0.5, 2) };
  for (int i = 0; i < 3; i++)
    g_list_store_append (runs, all[i]);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (groups)), ==, 2);
  NablaRunGroup *first = group_at (groups, 0);
  g_assert_cmpuint (nabla_run_group_get_n_runs (first), ==, 2);
  g_assert_true (nabla_run_groups_find (groups, all[2]) == first);
  g_list_store_remove (runs, 0);
  g_assert_cmpuint (nabla_run_group_get_n_runs (first), ==, 1);
  g_assert_true (nabla_run_groups_find (groups, all[2]) == first); /* the same object */
  g_assert_true (group_at (groups, 1) == first);                   /* in the order of members */
  for (int i = 0; i < 3; i++)
    g_object_unref (all[i]);
}

/* Whose rates were changed by hand is no sample of its set-up: neither in the band nor in the
 * group, though it came from it; and it is told apart from what it came from. */
static void
test_changed_rates_leave_the_group (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (3);
  NablaHyperParameters set_ups[] = { set_up (0.5, 1), set_up (0.5, 2), set_up (0.5, 3) };
  g_autoptr (GError) error = NULL;
  gsize n;
  for (int i = 0; i < 3; i++)
    set_ups[i].epochs = 100000;
  nabla_workbench_set_data_set (workbench, data_set);
  g_assert_true (nabla_workbench_train_sweep (workbench, set_ups, 3, &error));
  NablaRunGroups *groups = nabla_workbench_get_groups (workbench);
  NablaRunGroup *group = group_at (groups, 0);
  NablaRun *changed = nabla_run_group_get_run (group, 1);
  g_assert_cmpuint (nabla_run_group_get_n_runs (group), ==, 3);
  nabla_run_set_rates (changed, 0.125, NAN, NAN);
  do {
    g_main_context_iteration (NULL, TRUE);
    nabla_run_get_changes (changed, &n);
  } while (n == 0);
  g_assert_cmpuint (nabla_run_group_get_n_runs (group), ==, 2);
  g_assert_false (nabla_run_group_has (group, changed));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (groups)), ==, 2);
  g_assert_cmpint (nabla_run_get_color (changed), !=, nabla_run_group_get_color (group));
  g_autofree char *name = nabla_run_group_get_name (group);
  g_assert_cmpstr (nabla_run_get_name (changed), !=, name);
  /* Nor does a seed join it that comes later. */
  NablaHyperParameters later = set_up (0.5, 4);
  later.epochs = 100000;
  NablaRun *fourth = nabla_workbench_train (workbench, &later, &error);
  g_assert_true (nabla_run_groups_find (groups, fourth) == group);
  g_assert_false (nabla_run_groups_are_seeds (fourth, changed));
  nabla_workbench_stop_and_wait (workbench);
}

static double
train_cost (NablaRun *run, const NablaRecord *record, gpointer data)
{
  return record->figures[0];
}

static void
test_sweep_on_the_workbench (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  NablaHyperParameters set_ups[] = { set_up (0.5, 1), set_up (0.5, 2), set_up (0.1, 1),
                                     set_up (0.1, 2) };
  g_autoptr (GError) error = NULL;
  nabla_workbench_set_data_set (workbench, data_set);
  g_assert_cmpfloat (nabla_workbench_estimate_seconds (workbench, set_ups, 4), >, 0);
  g_assert_true (nabla_workbench_train_sweep (workbench, set_ups, 4, &error));
  g_assert_no_error (error);
  NablaRunGroups *groups = nabla_workbench_get_groups (workbench);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (groups)), ==, 2);
  NablaRunGroup *half = group_at (groups, 0), *tenth = group_at (groups, 1);
  g_autofree char *name = nabla_run_group_get_name (half);
  g_assert_cmpstr (name, ==, "η 0.5");
  NablaRun *second = nabla_run_group_get_run (half, 1);
  g_assert_cmpstr (nabla_run_get_name (second), ==, "η 0.5 · seed 2");
  g_autofree char *within = nabla_run_group_name_within (second);
  g_assert_cmpstr (within, ==, "seed 2");
  g_assert_cmpint (nabla_run_get_color (second), ==, nabla_run_group_get_color (half));
  g_assert_cmpint (nabla_run_group_get_color (tenth), !=, nabla_run_group_get_color (half));
  /* The first of each group come first: two cores, two groups. */
  g_assert_cmpint (nabla_run_get_state (nabla_run_group_get_run (tenth, 0)), ==, NABLA_RUN_RUNNING);
  g_assert_cmpint (nabla_run_get_state (second), ==, NABLA_RUN_WAITING);
  while (nabla_workbench_get_busy (workbench))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (nabla_run_group_get_n_epochs (half), ==, 2);
  NablaBand band = nabla_run_group_get_band (half, 2, train_cost, NULL, NABLA_BAND_EXTREMES);
  double a = nabla_run_get_last_record (nabla_run_group_get_run (half, 0))->figures[0];
  double b = nabla_run_get_last_record (second)->figures[0];
  g_assert_cmpfloat (a, !=, b);
  g_assert_cmpfloat_with_epsilon (band.mean, (a + b) / 2, 1e-15);
  g_assert_cmpfloat (band.low, ==, fmin (a, b));
  g_assert_cmpfloat (band.high, ==, fmax (a, b));
  nabla_run_group_set_name (half, "mine");
  g_assert_cmpstr (nabla_run_get_name (second), ==, "mine · seed 2");
}

static double
score (NablaRun *run, const NablaRecord *record, gpointer data)
{
  return nabla_record_score (record);
}

/* The peak of the curve that is drawn, not the mean of three peaks at three places. */
static void
test_best_is_that_of_the_mean (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  NablaHyperParameters set_ups[] = { set_up (2, 1), set_up (2, 2), set_up (2, 3) };
  g_autoptr (GError) error = NULL;
  double mean_of_bests = 0, highest = 0;
  int epoch, first = 0;
  nabla_workbench_set_data_set (workbench, data_set);
  for (int i = 0; i < 3; i++)
    set_ups[i].epochs = 12;
  g_assert_true (nabla_workbench_train_sweep (workbench, set_ups, 3, &error));
  NablaRunGroup *group = group_at (nabla_workbench_get_groups (workbench), 0);
  g_assert_true (isnan (nabla_run_group_get_best (group, NABLA_BAND_DEVIATION, &epoch).mean));
  g_assert_cmpint (epoch, ==, 0);
  while (nabla_workbench_get_busy (workbench))
    g_main_context_iteration (NULL, TRUE);
  for (int e = 1; e <= 12; e++) {
    NablaBand band = nabla_run_group_get_band (group, e, score, NULL, NABLA_BAND_DEVIATION);
    if (band.mean > highest) {
      highest = band.mean;
      first = e;
    }
  }
  for (guint i = 0; i < 3; i++)
    mean_of_bests += nabla_run_get_best_score (nabla_run_group_get_run (group, i)) / 3;
  NablaBand best = nabla_run_group_get_best (group, NABLA_BAND_DEVIATION, &epoch);
  g_assert_cmpfloat (best.mean, ==, highest);
  g_assert_cmpint (epoch, ==, first);
  g_assert_cmpuint (best.n, ==, 3);
  g_assert_cmpfloat (best.mean, <, mean_of_bests);
  g_assert_cmpfloat (best.low, <, best.mean);
}

static void
test_refused_sweep_starts_nothing (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  NablaHyperParameters set_ups[] = { set_up (0.5, 1), set_up (-1, 1) };
  g_autoptr (GError) error = NULL;
  nabla_workbench_set_data_set (workbench, data_set);
  g_assert_false (nabla_workbench_train_sweep (workbench, set_ups, 2, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_assert_cmpuint (g_list_model_get_n_items (nabla_workbench_get_runs (workbench)), ==, 0);
}

static void
assert_suggestion (const char *key, const NablaHyperParameters *now, const char *expected)
{
  g_autofree char *text = nabla_vary_suggestion (nabla_parameter_find (key), now);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_suggestions (void)
{
  NablaHyperParameters now = nabla_hyper_parameters_default ();
  assert_suggestion ("learning_rate", &now, "0.05, 0.5, 5");
  now.learning_rate = 0.25;
  assert_suggestion ("learning_rate", &now, "0.025, 0.25, 2.5");
  assert_suggestion ("l2", &now, "0, 1, 10");
  assert_suggestion ("mini_batch", &now, "5, 10, 20");
  assert_suggestion ("dropout", &now, "0, 0.25, 0.5");
  assert_suggestion ("layers", &now, "784,30,10; 784,60,10");
  assert_suggestion ("shuffle", &now, "true, false");
}

static void
test_durations (void)
{
  const double seconds[] = { 3, 1, 1, 1, 2 };
  g_assert_cmpfloat (nabla_duration_of_all (seconds, 5, 0, 1), ==, 8);
  g_assert_cmpfloat (nabla_duration_of_all (seconds, 5, 0, 2), ==, 5);
  /* The first three are under way; those that count begin when cores are free. */
  g_assert_cmpfloat (nabla_duration_of_all (seconds, 4, 3, 2), ==, 3);
  g_assert_cmpfloat (nabla_duration_of_all (seconds, 2, 1, 2), ==, 1);
  NablaHyperParameters small = set_up (0.5, 1), large = set_up (0.5, 1);
  large.layers[1] = 80;
  g_assert_cmpfloat_with_epsilon (nabla_duration_of (&large, data_set, NULL),
                                  10 * nabla_duration_of (&small, data_set, NULL), 1e-6);
}

/* What trains and waits already comes first, and is measured while it does. */
static void
test_estimate_counts_what_is_under_way (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  NablaHyperParameters one = set_up (0.5, 1), long_one = set_up (0.25, 1);
  g_autoptr (GError) error = NULL;
  nabla_workbench_set_data_set (workbench, data_set);
  double alone = nabla_workbench_estimate_seconds (workbench, &one, 1);
  long_one.epochs = 2000 * one.epochs;
  NablaRun *running = nabla_workbench_train (workbench, &long_one, &error);
  NablaRun *waiting = nabla_workbench_train (workbench, &long_one, &error);
  g_assert_cmpfloat (nabla_workbench_estimate_seconds (workbench, &one, 1), >, 3900 * alone);
  nabla_run_stop_and_wait (waiting);
  g_assert_cmpfloat (nabla_workbench_estimate_seconds (workbench, &one, 1), >, 1900 * alone);
  g_assert_cmpfloat (nabla_workbench_estimate_seconds (workbench, &one, 1), <, 2100 * alone);
  /* With a record it is the run's own pace that counts. */
  while (nabla_run_get_last_record (running) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_run_pause (running);
  GListModel *runs = nabla_workbench_get_runs (workbench);
  double rest = nabla_duration_of_rest (running, runs);
  g_assert_cmpfloat (rest, >, 0);
  g_assert_cmpfloat (rest, <, nabla_duration_of (&long_one, data_set, runs));
  nabla_workbench_stop_and_wait (workbench);
  g_assert_cmpfloat (nabla_duration_of_rest (running, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (300, 60);
  g_test_add_func ("/lab/band/is-mean-and-spread-of-what-is-finite", test_band);
  g_test_add_func ("/lab/run-groups/differ-in-more-than-the-seed", test_partition);
  g_test_add_func ("/lab/run-groups/follow-the-list", test_groups_follow);
  g_test_add_func ("/lab/run-groups/whose-rates-were-changed-is-none-of-the-seeds",
                   test_changed_rates_leave_the_group);
  g_test_add_func ("/lab/run-groups/a-sweep-is-a-group-a-value", test_sweep_on_the_workbench);
  g_test_add_func ("/lab/run-groups/best-is-that-of-the-mean", test_best_is_that_of_the_mean);
  g_test_add_func ("/lab/run-groups/a-refused-sweep-starts-nothing",
                   test_refused_sweep_starts_nothing);
  g_test_add_func ("/lab/vary-suggestion/lies-around-the-present-value", test_suggestions);
  g_test_add_func ("/lab/duration/counts-what-is-under-way",
                   test_estimate_counts_what_is_under_way);
  g_test_add_func ("/lab/duration/is-that-of-the-last-core", test_durations);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
