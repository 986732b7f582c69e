/* SPDX-License-Identifier: MIT */
/* How a run rests, ends and goes on. */
#include "lab/nabla-run.h"

#include "live-runs.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set;

static void
test_pause (void)
{
  NablaHyperParameters set_up = live_set_up (40);
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
  LIVE_WAIT (nabla_run_is_finished (run));
  g_autoptr (NablaRun) undisturbed = live_run_monitored (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (live_same_parameters (run, undisturbed));
}

static void
test_divergence (void)
{
  NablaHyperParameters set_up = live_set_up (5);
  set_up.l2 = 1e9;
  g_autoptr (NablaRun) run = live_run_monitored (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  int epoch = 0;
  gsize mini_batch = 0;
  nabla_run_get_diverged_at (run, &epoch, &mini_batch);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_DIVERGED);
  g_assert_cmpint (epoch, ==, 1);
  g_assert_cmpuint (mini_batch, >=, 1);
  g_assert_nonnull (strstr (nabla_run_get_message (run), "diverged in epoch 1"));
  g_assert_nonnull (strstr (nabla_run_get_message (run), "; try a smaller λ or learning rate: "));
  NnNetwork *kept = nabla_run_ref_snapshot (run);
  g_assert_true (nn_network_is_finite (kept));
  nn_network_unref (kept);
}

static void
test_divergence_without_decay (void)
{
  NablaHyperParameters set_up = live_set_up (5);
  set_up.learning_rate = 1e9;
  set_up.l1 = 1e12; /* takes the same of each weight, however small */
  g_autoptr (NablaRun) run = live_run_monitored (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_DIVERGED);
  g_assert_true (g_str_has_suffix (nabla_run_get_message (run), "; try a smaller learning rate"));
}

/* A set-up in which nothing can improve: η is too small to move a float. */
static NablaHyperParameters
set_up_at_rest (int epochs)
{
  NablaHyperParameters set_up = live_set_up (epochs);
  set_up.learning_rate = 1e-30;
  return set_up;
}

static void
test_early_stopping (void)
{
  NablaHyperParameters set_up = set_up_at_rest (50);
  set_up.early_stopping = 3;
  g_autoptr (NablaRun) all = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) none = live_run_monitored (&set_up, data_set, (NablaMonitors) 0);
  gsize n_all, n_none;
  nabla_run_get_records (all, &n_all);
  nabla_run_get_records (none, &n_none);
  g_assert_cmpuint (n_all, ==, 4); /* the best, and three without a better one */
  g_assert_cmpuint (n_none, ==, 4);
  g_assert_cmpint (nabla_run_get_state (none), ==, NABLA_RUN_COMPLETED);
  g_assert_true (nabla_run_ended_early (none));
  g_assert_cmpfloat (nabla_run_get_progress (none), ==, 1);
  g_assert_true (isnan (nabla_run_get_last_record (none)->figures[3]));
  set_up.epochs = 4; /* where it would end anyhow, it is complete */
  g_autoptr (NablaRun) four = live_run_monitored (&set_up, data_set, (NablaMonitors) 0);
  g_assert_cmpint (nabla_run_get_state (four), ==, NABLA_RUN_COMPLETED);
  g_assert_false (nabla_run_ended_early (four));
}

static void
test_schedule (void)
{
  static const double divisors[] = { 1, 1, 1, 2, 2, 4, 4 }; /* 8 would be the limit */
  NablaHyperParameters set_up = set_up_at_rest (50);
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_HALVE, 2, 8 };
  g_autoptr (NablaRun) run = live_run_monitored (&set_up, data_set, NABLA_MONITOR_TEST_ACCURACY);
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (divisors));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (records[i].learning_rate, ==, set_up.learning_rate / divisors[i]);
  g_assert_true (nabla_run_ended_early (run));
}

static void
check_resuming (const NablaHyperParameters *whole, int part)
{
  NablaHyperParameters first = *whole;
  first.epochs = part;
  g_autoptr (NablaRun) uninterrupted = live_run_monitored (whole, data_set, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) begun = live_run_monitored (&first, data_set, (NablaMonitors) 0);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (begun);
  g_assert_cmpint (checkpoint->epoch, ==, part);
  NnNetwork *before = nn_network_copy (checkpoint->network);
  g_autoptr (NablaRun) resumed = nabla_run_new (whole, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_checkpoint (resumed, checkpoint);
  g_assert_true (nabla_run_start (resumed, NULL));
  LIVE_WAIT (nabla_run_is_finished (resumed));
  g_assert_true (live_same_parameters (uninterrupted, resumed));
  gsize n, n_resumed;
  const NablaRecord *records = nabla_run_get_records (uninterrupted, &n);
  const NablaRecord *later = nabla_run_get_records (resumed, &n_resumed);
  g_assert_cmpuint (n_resumed, ==, n - (gsize) part);
  for (gsize i = 0; i < n_resumed; i++) {
    g_assert_cmpint (later[i].epoch, ==, records[i + (gsize) part].epoch);
    g_assert_cmpfloat (later[i].learning_rate, ==, records[i + (gsize) part].learning_rate);
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      g_assert_cmpfloat (later[i].figures[f], ==, records[i + (gsize) part].figures[f]);
  }
  /* What was published was not trained on. */
  g_assert_true (live_same_network (before, checkpoint->network));
  nn_network_unref (before);
}

/* Weights that move, but too little for an accuracy to change: η falls after every epoch. */
static void
test_schedule_reaches_the_training (void)
{
  NablaHyperParameters set_up = live_set_up (4);
  set_up.learning_rate = 1e-5;
  set_up.momentum = 0.5;
  g_autoptr (NablaRun) constant = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_TENTH, 1, 1e9 };
  g_autoptr (NablaRun) falling = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  const NablaRecord *last = nabla_run_get_last_record (falling);
  g_assert_cmpint (last->epoch, ==, 4);
  g_assert_cmpfloat (last->learning_rate, ==, 1e-5 / 100);
  g_assert_false (live_same_parameters (constant, falling));
  check_resuming (&set_up, 2);
}

static void
test_resuming (void)
{
  NablaHyperParameters set_up = live_set_up (5);
  check_resuming (&set_up, 2);
  set_up.l2 = 0.1;
  set_up.l1 = 0.01;
  set_up.momentum = 0.5;
  set_up.learning_rate = 0.1;
  set_up.dropout = 0.4;
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_HALVE, 1, 1024 };
  set_up.early_stopping = 10;
  set_up.epochs = 12;
  check_resuming (&set_up, 5);
}

/* What a stop leaves is the end of an epoch, and going on from there makes no difference. */
static void
test_resuming_what_was_stopped (void)
{
  NablaHyperParameters set_up = live_set_up (60);
  set_up.momentum = 0.5;
  g_autoptr (NablaRun) stopped = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_true (nabla_run_start (stopped, NULL));
  while (nabla_run_get_last_record (stopped) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_run_stop_and_wait (stopped);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (stopped);
  g_assert_cmpint (checkpoint->epoch, >=, 1);
  set_up.epochs = checkpoint->epoch + 2;
  g_autoptr (NablaRun) resumed = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_checkpoint (resumed, checkpoint);
  g_assert_true (nabla_run_start (resumed, NULL));
  LIVE_WAIT (nabla_run_is_finished (resumed));
  g_autoptr (NablaRun) uninterrupted = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_true (live_same_parameters (uninterrupted, resumed));
}

static void
test_resuming_what_had_ended (void)
{
  NablaHyperParameters set_up = set_up_at_rest (50);
  set_up.early_stopping = 3;
  g_autoptr (NablaRun) ended = live_run_monitored (&set_up, data_set, (NablaMonitors) 0);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (ended);
  g_autoptr (NablaRun) again = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_checkpoint (again, checkpoint);
  g_assert_true (nabla_run_start (again, NULL));
  LIVE_WAIT (nabla_run_is_finished (again));
  g_assert_null (nabla_run_get_last_record (again));
  g_assert_true (nabla_run_ended_early (again));
  g_assert_true (live_same_parameters (ended, again));
  set_up.layers[1] = 13;
  g_autoptr (NablaRun) other = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_autoptr (GError) error = NULL;
  nabla_run_set_checkpoint (other, checkpoint);
  g_assert_false (nabla_run_start (other, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/run/pausing-changes-no-parameter", test_pause);
  g_test_add_func ("/lab/run/divergence-is-named-and-the-last-good-network-kept", test_divergence);
  g_test_add_func ("/lab/run/divergence-without-decay-is-the-learning-rates",
                   test_divergence_without_decay);
  g_test_add_func ("/lab/run/early-stopping-whatever-is-monitored", test_early_stopping);
  g_test_add_func ("/lab/run/a-schedule-lowers-the-rate-and-ends-at-its-limit", test_schedule);
  g_test_add_func ("/lab/run/a-schedule-reaches-the-training", test_schedule_reaches_the_training);
  g_test_add_func ("/lab/run/resuming-is-bit-identical", test_resuming);
  g_test_add_func ("/lab/run/what-was-stopped-goes-on-as-if-it-had-not-been",
                   test_resuming_what_was_stopped);
  g_test_add_func ("/lab/run/what-had-ended-early-stays-ended", test_resuming_what_had_ended);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
