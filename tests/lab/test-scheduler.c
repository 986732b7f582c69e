/* SPDX-License-Identifier: MIT */
#include "lab/nabla-scheduler.h"

#include "live-runs.h"
#include "small-data.h"

static NablaDataSet *data_set;

static void
test_scheduler (void)
{
  NablaHyperParameters set_up = live_set_up (4);
  g_autoptr (NablaRun) alone = live_run_monitored (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_autoptr (NablaScheduler) scheduler = nabla_scheduler_new (2);
  NablaRun *runs[5];
  for (int i = 0; i < 5; i++) {
    runs[i] = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
    nabla_scheduler_add (scheduler, runs[i]);
  }
  g_assert_cmpuint (nabla_scheduler_get_n_running (scheduler), ==, 2);
  g_assert_cmpuint (nabla_scheduler_get_n_waiting (scheduler), ==, 3);
  for (int i = 0; i < 5; i++) {
    LIVE_WAIT (nabla_run_is_finished (runs[i]));
    g_assert_cmpuint (nabla_scheduler_get_n_running (scheduler), <=, 2);
    g_assert_true (live_same_parameters (alone, runs[i]));
    g_assert_finalize_object (runs[i]);
  }
  g_assert_cmpuint (nabla_scheduler_get_n_running (scheduler), ==, 0);
}

static void
test_a_run_that_cannot_start_gives_way (void)
{
  NablaHyperParameters good = live_set_up (1), bad = good;
  bad.layers[2] = 9;
  g_autoptr (NablaScheduler) scheduler = nabla_scheduler_new (1);
  g_autoptr (NablaRun) first = nabla_run_new (&bad, data_set, NABLA_MONITOR_DEFAULT);
  g_autoptr (NablaRun) second = nabla_run_new (&good, data_set, NABLA_MONITOR_DEFAULT);
  nabla_scheduler_add (scheduler, first);
  nabla_scheduler_add (scheduler, second);
  g_assert_cmpint (nabla_run_get_state (first), ==, NABLA_RUN_FAILED);
  g_assert_nonnull (nabla_run_get_message (first));
  LIVE_WAIT (nabla_run_is_finished (second));
  g_assert_cmpint (nabla_run_get_state (second), ==, NABLA_RUN_COMPLETED);
}

static void
test_stop_all (void)
{
  NablaHyperParameters set_up = live_set_up (100000);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/scheduler/runs-beside-each-other-are-bit-identical", test_scheduler);
  g_test_add_func ("/lab/scheduler/a-run-that-cannot-start-gives-way",
                   test_a_run_that_cannot_start_gives_way);
  g_test_add_func ("/lab/scheduler/stopping-loses-no-record", test_stop_all);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
