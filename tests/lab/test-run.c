/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run.h"
#include "lab/nabla-scheduler.h"
#include "nn/nn-evaluation.h"
#include "small-data.h"

#include <math.h>
#include <string.h>

static NablaDataSet *data_set;

static NablaHyperParameters
quick_set_up (int epochs)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 12;
  set_up.epochs = epochs;
  return set_up;
}

static void
wait_for (NablaRun *run)
{
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
}

static NablaRun *
run_to_the_end (const NablaHyperParameters *set_up, NablaMonitors monitors)
{
  g_autoptr (GError) error = NULL;
  NablaRun *run = nabla_run_new (set_up, data_set, monitors);
  g_assert_true (nabla_run_start (run, &error));
  g_assert_no_error (error);
  wait_for (run);
  return run;
}

static gboolean
same_parameters (NablaRun *a, NablaRun *b)
{
  NnNetwork *x = nabla_run_ref_snapshot (a), *y = nabla_run_ref_snapshot (b);
  gboolean same = nn_network_same_shape (x, y) &&
                  memcmp (x->weights[0], y->weights[0], x->n_floats * sizeof (float)) == 0;
  nn_network_unref (x);
  nn_network_unref (y);
  return same;
}

static void
count_record (NablaRun *run, const NablaRecord *record, int *count)
{
  g_assert_cmpint (record->epoch, ==, ++*count);
}

static void
test_records (void)
{
  NablaHyperParameters set_up = quick_set_up (5);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  int count = 0;
  g_signal_connect (run, "record", G_CALLBACK (count_record), &count);
  g_assert_true (nabla_run_start (run, NULL));
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_RUNNING);
  wait_for (run);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  g_assert_cmpint (count, ==, 5);
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, 5);
  for (gsize i = 0; i < n; i++)
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      g_assert_true (isfinite (records[i].figures[f]));
  g_assert_cmpfloat (records[4].figures[0], <, records[0].figures[0]);
  g_assert_cmpfloat (nabla_run_get_progress (run), ==, 1.0);
  int best = nabla_run_get_best_epoch (run);
  g_assert_cmpfloat (records[best - 1].figures[3], ==, nabla_run_get_best_score (run));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (records[i].figures[3], <=, nabla_run_get_best_score (run));
}

/* The figures of the last record are those of the network that is kept. */
static void
test_figures_are_the_networks (void)
{
  NablaHyperParameters set_up = quick_set_up (3);
  set_up.l2 = 0.5;
  g_autoptr (NablaRun) run = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  const NablaRecord *last = nabla_run_get_last_record (run);
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_assert_cmpint (nabla_run_get_snapshot_epoch (run), ==, 3);
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    NnSamples samples = nabla_data_set_get_samples (data_set, (DigitsPartKind) part, 0);
    NnEvaluation evaluation;
    g_assert_cmpint (nn_evaluate (network, &samples,
                                  &(NnObjective){ NN_COST_CROSS_ENTROPY, 0.5, 0.0 }, NN_KERNEL_AUTO,
                                  NULL, &evaluation),
                     ==, NN_OK);
    g_assert_cmpfloat (last->figures[2 * part], ==, evaluation.cost);
    g_assert_cmpfloat (last->figures[2 * part + 1], ==, evaluation.accuracy);
  }
  nn_network_unref (network);
}

static void
test_monitoring_changes_nothing (void)
{
  NablaHyperParameters set_up = quick_set_up (3);
  g_autoptr (NablaRun) all = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) none = run_to_the_end (&set_up, (NablaMonitors) 0);
  g_assert_true (same_parameters (all, none));
  const NablaRecord *record = nabla_run_get_last_record (none);
  for (int f = 0; f < NABLA_N_FIGURES; f++)
    g_assert_true (isnan (record->figures[f]));
  g_assert_true (isnan (nabla_run_get_best_score (none)));
  set_up.seed = 2;
  g_autoptr (NablaRun) other = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_assert_false (same_parameters (all, other));
}

static void
test_scheduler (void)
{
  NablaHyperParameters set_up = quick_set_up (4);
  g_autoptr (NablaRun) alone = run_to_the_end (&set_up, NABLA_MONITOR_DEFAULT);
  g_autoptr (NablaScheduler) scheduler = nabla_scheduler_new (2);
  NablaRun *runs[5];
  for (int i = 0; i < 5; i++) {
    runs[i] = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
    nabla_scheduler_add (scheduler, runs[i]);
  }
  g_assert_cmpuint (nabla_scheduler_get_n_running (scheduler), ==, 2);
  g_assert_cmpuint (nabla_scheduler_get_n_waiting (scheduler), ==, 3);
  for (int i = 0; i < 5; i++) {
    wait_for (runs[i]);
    g_assert_cmpuint (nabla_scheduler_get_n_running (scheduler), <=, 2);
    g_assert_true (same_parameters (alone, runs[i]));
    g_assert_finalize_object (runs[i]);
  }
  g_assert_cmpuint (nabla_scheduler_get_n_running (scheduler), ==, 0);
}

static void
test_a_run_that_cannot_start_gives_way (void)
{
  NablaHyperParameters good = quick_set_up (1), bad = good;
  bad.layers[2] = 9;
  g_autoptr (NablaScheduler) scheduler = nabla_scheduler_new (1);
  g_autoptr (NablaRun) first = nabla_run_new (&bad, data_set, NABLA_MONITOR_DEFAULT);
  g_autoptr (NablaRun) second = nabla_run_new (&good, data_set, NABLA_MONITOR_DEFAULT);
  nabla_scheduler_add (scheduler, first);
  nabla_scheduler_add (scheduler, second);
  g_assert_cmpint (nabla_run_get_state (first), ==, NABLA_RUN_FAILED);
  g_assert_nonnull (nabla_run_get_message (first));
  wait_for (second);
  g_assert_cmpint (nabla_run_get_state (second), ==, NABLA_RUN_COMPLETED);
}

static void
test_stop_all (void)
{
  NablaHyperParameters set_up = quick_set_up (100000);
  NablaScheduler *scheduler = nabla_scheduler_new (2);
  NablaRun *runs[4];
  for (int i = 0; i < 4; i++) {
    runs[i] = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
    nabla_scheduler_add (scheduler, runs[i]);
  }
  while (nabla_run_get_last_record (runs[0]) == NULL || nabla_run_get_last_record (runs[1]) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_scheduler_stop_and_wait (scheduler);
  for (int i = 0; i < 4; i++) {
    g_assert_cmpint (nabla_run_get_state (runs[i]), ==, NABLA_RUN_STOPPED);
    gsize n;
    const NablaRecord *records = nabla_run_get_records (runs[i], &n);
    g_assert_true (i > 1 ? n == 0 : n >= 1);
    if (n > 0)
      g_assert_cmpint (records[n - 1].epoch, ==, (int) n);
  }
  g_assert_finalize_object (scheduler);
  for (int i = 0; i < 4; i++)
    g_assert_finalize_object (runs[i]);
}

static void
test_pause (void)
{
  NablaHyperParameters set_up = quick_set_up (40);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_start (run, NULL));
  while (nabla_run_get_last_record (run) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_run_pause (run);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_PAUSED);
  g_usleep (100000); /* what was under way arrives */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gsize before, after;
  nabla_run_get_records (run, &before);
  g_usleep (100000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  nabla_run_get_records (run, &after);
  g_assert_cmpuint (before, ==, after);
  nabla_run_resume (run);
  wait_for (run);
  g_autoptr (NablaRun) undisturbed = run_to_the_end (&set_up, NABLA_MONITOR_DEFAULT);
  g_assert_true (same_parameters (run, undisturbed));
}

static void
test_divergence (void)
{
  NablaHyperParameters set_up = quick_set_up (5);
  set_up.l2 = 1e9;
  g_autoptr (NablaRun) run = run_to_the_end (&set_up, NABLA_MONITOR_DEFAULT);
  int epoch = 0;
  gsize mini_batch = 0;
  nabla_run_get_diverged_at (run, &epoch, &mini_batch);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_DIVERGED);
  g_assert_cmpint (epoch, ==, 1);
  g_assert_cmpuint (mini_batch, >=, 1);
  g_assert_nonnull (strstr (nabla_run_get_message (run), "diverged in epoch 1"));
  NnNetwork *kept = nabla_run_ref_snapshot (run);
  g_assert_true (nn_network_is_finite (kept));
  nn_network_unref (kept);
}

static void
test_initial_network (void)
{
  NablaHyperParameters set_up = quick_set_up (2);
  g_autoptr (NablaRun) first = run_to_the_end (&set_up, NABLA_MONITOR_DEFAULT);
  NnNetwork *network = nabla_run_ref_snapshot (first);
  set_up.learning_rate = 0; /* nothing moves: it ends where it began */
  g_autoptr (NablaRun) second = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_initial (second, network);
  g_assert_true (nabla_run_start (second, NULL));
  wait_for (second);
  g_assert_true (same_parameters (first, second));
  nn_network_unref (network);
  set_up.layers[1] = 13;
  g_autoptr (NablaRun) third = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  network = nabla_run_ref_snapshot (first);
  nabla_run_set_initial (third, network);
  nn_network_unref (network);
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_run_start (third, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/run/a-record-for-every-epoch", test_records);
  g_test_add_func ("/lab/run/figures-are-the-networks", test_figures_are_the_networks);
  g_test_add_func ("/lab/run/monitoring-changes-no-parameter", test_monitoring_changes_nothing);
  g_test_add_func ("/lab/run/pausing-changes-no-parameter", test_pause);
  g_test_add_func ("/lab/run/divergence-is-named-and-the-last-good-network-kept", test_divergence);
  g_test_add_func ("/lab/run/starts-from-a-given-network", test_initial_network);
  g_test_add_func ("/lab/scheduler/runs-beside-each-other-are-bit-identical", test_scheduler);
  g_test_add_func ("/lab/scheduler/a-run-that-cannot-start-gives-way",
                   test_a_run_that_cannot_start_gives_way);
  g_test_add_func ("/lab/scheduler/stopping-loses-no-record", test_stop_all);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
