/* SPDX-License-Identifier: MIT */
/* Runs that go on from an epoch of another one with other hyper-parameters. */
#include "lab/nabla-workbench.h"
#include "live-runs.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set; /* 500 images train */

static NablaRun *
fork_of (NablaRun *parent, int epoch, const NablaHyperParameters *set_up)
{
  g_autoptr (GError) error = NULL;
  NablaRun *fork = nabla_run_new (set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_set_fork (fork, parent, epoch, &error));
  g_assert_no_error (error);
  live_start (fork);
  LIVE_WAIT (nabla_run_is_finished (fork));
  g_assert_cmpint (nabla_run_get_state (fork), ==, NABLA_RUN_COMPLETED);
  return fork;
}

/* What the same hyper-parameters make of the parent's state after the epoch, by way of a shorter
 * run and its checkpoint. */
static NablaRun *
resumed_from (const NablaHyperParameters *parent_set_up, const NablaRateChange *changes, gsize n,
              int epoch, const NablaHyperParameters *set_up)
{
  NablaHyperParameters shorter = *parent_set_up;
  shorter.epochs = epoch;
  g_autoptr (NablaRun) parent = nabla_run_new (&shorter, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_changes (parent, changes, n);
  live_start (parent);
  LIVE_WAIT (nabla_run_is_finished (parent));
  g_autoptr (NablaCheckpoint) end = nabla_run_ref_checkpoint (parent);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_checkpoint_fork (end, set_up->learning_rate);
  NablaRun *run = nabla_run_new (set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_checkpoint (run, checkpoint);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  return run;
}

static void
assert_same (NablaRun *a, NablaRun *b)
{
  gsize n_a, n_b;
  g_assert_true (live_same_parameters (a, b));
  const NablaRecord *records_a = nabla_run_get_records (a, &n_a);
  const NablaRecord *records_b = nabla_run_get_records (b, &n_b);
  g_assert_cmpuint (n_a, ==, n_b);
  for (gsize i = 0; i < n_a; i++) {
    g_assert_cmpint (records_a[i].epoch, ==, records_b[i].epoch);
    g_assert_cmpfloat (records_a[i].figures[0], ==, records_b[i].figures[0]);
  }
}

static void
check_forks (const NablaHyperParameters *set_up, const NablaRateChange *changes, gsize n_changes)
{
  g_autoptr (NablaRun) parent = nabla_run_new (set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_changes (parent, changes, n_changes);
  nabla_run_set_name (parent, "parent");
  live_start (parent);
  LIVE_WAIT (nabla_run_is_finished (parent));
  NablaHyperParameters other = *set_up;
  other.learning_rate = 0.05;
  other.l2 = 3;
  other.momentum = 0.4;
  other.mini_batch = 20;
  other.epochs = set_up->epochs + 2;
  for (int epoch = 0; epoch <= set_up->epochs; epoch++) {
    g_autoptr (NablaRun) fork = fork_of (parent, epoch, &other);
    if (epoch > 0) {
      g_autoptr (NablaRun) expected = resumed_from (set_up, changes, n_changes, epoch, &other);
      assert_same (fork, expected);
    }
    gsize n;
    const NablaRecord *records = nabla_run_get_records (fork, &n);
    g_assert_cmpuint (n, ==, (gsize) (other.epochs - epoch));
    g_assert_cmpint (records[0].epoch, ==, epoch + 1);
    g_assert_cmpint (nabla_run_get_fork_epoch (fork), ==, epoch);
    g_assert_cmpint (nabla_run_get_first_epoch (fork), ==, epoch);
    g_assert_cmpstr (nabla_run_get_fork_name (fork), ==, "parent");
    g_assert_cmpfloat (nabla_run_get_preparation (fork), ==, 1.0);
  }
}

static void
test_a_fork_equals_a_resumed_run (void)
{
  NablaHyperParameters set_up = live_set_up (4);
  check_forks (&set_up, NULL, 0);
}

static void
test_a_fork_of_everything (void)
{
  const NablaRateChange changes[] = { { 2, 250, 1.5, { 0.2, 1.0, 0.5 } },
                                      { 3, 0, 2.0, { 0.1, 0.5, 0.0 } } };
  NablaHyperParameters set_up = live_set_up (5);
  set_up.l1 = 0.01;
  set_up.dropout = 0.3;
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_HALVE, 1, 1024 };
  check_forks (&set_up, changes, G_N_ELEMENTS (changes));
}

/* The fork of a fork goes back to the first run. */
static void
test_a_fork_of_a_fork (void)
{
  NablaHyperParameters set_up = live_set_up (4);
  g_autoptr (NablaRun) first = live_run_to_the_end (&set_up, data_set);
  set_up.learning_rate = 0.1;
  g_autoptr (NablaRun) second = fork_of (first, 1, &set_up);
  set_up.momentum = 0.5;
  g_autoptr (NablaRun) third = fork_of (second, 3, &set_up);
  set_up.momentum = 0;
  g_autoptr (NablaRun) same = fork_of (second, 3, &set_up);
  g_assert_true (live_same_parameters (second, same));
  g_assert_false (live_same_parameters (second, third));
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) refused = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_false (nabla_run_set_fork (refused, second, 0, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

static void
assert_refused (NablaRun *parent, int epoch, const NablaHyperParameters *set_up)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) fork = nabla_run_new (set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_false (nabla_run_set_fork (fork, parent, epoch, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_assert_cmpint (nabla_run_get_fork_epoch (fork), ==, -1);
}

static void
test_impossible_forks_are_refused (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  g_autoptr (NablaRun) parent = live_run_to_the_end (&set_up, data_set);
  assert_refused (parent, 3, &set_up); /* nothing left to train */
  set_up.epochs = 10;
  assert_refused (parent, 4, &set_up);
  assert_refused (parent, -1, &set_up);
  set_up.layers[1] = 13;
  assert_refused (parent, 2, &set_up);
}

/* Its recomputation can be stopped like anything else. */
static void
test_a_fork_can_be_stopped_before_it_begins (void)
{
  NablaHyperParameters set_up = live_set_up (150);
  g_autoptr (NablaRun) parent = live_run_to_the_end (&set_up, data_set);
  g_autoptr (NablaRun) fork = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_set_fork (fork, parent, 140, NULL));
  live_start (fork);
  nabla_run_stop_and_wait (fork);
  g_assert_cmpint (nabla_run_get_state (fork), ==, NABLA_RUN_STOPPED);
}

static void
test_rewinding_and_other_seeds (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (workbench, data_set);
  nabla_workbench_set_speed (workbench, 1e-3); /* one mini-batch, and it waits */
  NablaRun *run = nabla_workbench_train (workbench, &set_up, NULL);
  LIVE_WAIT (nabla_run_get_progress (run) > 0);
  nabla_run_set_rates (run, 0.1, NAN, NAN);
  nabla_run_pause (run);
  NablaRun *again = nabla_workbench_rewind (workbench, run);
  LIVE_WAIT (nabla_run_is_finished (run));
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_STOPPED);
  g_assert_cmpint (nabla_run_get_state (again), ==, NABLA_RUN_PAUSED); /* as the other was */
  g_assert_cmpfloat (nabla_run_get_speed (again), ==, 1e-3);
  g_assert_true (nabla_workbench_get_selected (workbench) == again);
  NablaRun *other = nabla_workbench_restart (workbench, again);
  NablaRun *third = nabla_workbench_restart (workbench, again);
  g_assert_cmpint (nabla_run_get_hyper_parameters (other)->seed, ==, set_up.seed + 1);
  g_assert_cmpint (nabla_run_get_hyper_parameters (third)->seed, ==, set_up.seed + 2);
  nabla_workbench_set_speed (workbench, 0);
  g_assert_cmpfloat (nabla_run_get_progress (again), ==, 0);
  nabla_run_resume (again);
  LIVE_WAIT (nabla_run_is_finished (again) && nabla_run_is_finished (third));
  g_autoptr (NablaRun) undisturbed = live_run_to_the_end (&set_up, data_set);
  g_assert_true (live_same_parameters (again, undisturbed));
  g_assert_false (live_same_parameters (again, other));
}

/* Whatever the run that they come from measured: a person can ask for it afterwards. */
static void
test_what_is_made_again_measures_gradients (void)
{
  NablaHyperParameters set_up = live_set_up (1);
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  g_autoptr (NablaRun) old = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_workbench_set_data_set (workbench, data_set);
  nabla_workbench_add (workbench, old);
  LIVE_WAIT (nabla_run_is_finished (old));
  g_assert_true (isnan (nabla_run_get_last_record (old)->gradient_norms[0]));
  NablaRun *again = nabla_workbench_rewind (workbench, old);
  NablaRun *other = nabla_workbench_restart (workbench, old);
  LIVE_WAIT (nabla_run_is_finished (again) && nabla_run_is_finished (other));
  g_assert_cmpfloat (nabla_run_get_last_record (again)->gradient_norms[0], >, 0);
  g_assert_cmpfloat (nabla_run_get_last_record (other)->gradient_norms[0], >, 0);
  g_assert_true (live_same_parameters (again, old));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/fork/equals-a-resumed-run", test_a_fork_equals_a_resumed_run);
  g_test_add_func ("/lab/fork/after-changes-schedule-and-dropout", test_a_fork_of_everything);
  g_test_add_func ("/lab/fork/of-a-fork", test_a_fork_of_a_fork);
  g_test_add_func ("/lab/fork/impossible-ones-are-refused", test_impossible_forks_are_refused);
  g_test_add_func ("/lab/fork/can-be-stopped-before-it-begins",
                   test_a_fork_can_be_stopped_before_it_begins);
  g_test_add_func ("/lab/fork/rewinding-and-other-seeds", test_rewinding_and_other_seeds);
  g_test_add_func ("/lab/fork/what-is-made-again-measures-gradients",
                   test_what_is_made_again_measures_gradients);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
