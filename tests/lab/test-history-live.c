/* SPDX-License-Identifier: MIT */
/* The history of runs that were changed by hand, or begin elsewhere than at the start. */
#include "lab/nabla-history.h"
#include "lab/nabla-run-kept.h"
#include "live-runs.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set;
static char *folder;
static NablaHistory *history;

#define MONITORS ((NablaMonitors) (NABLA_MONITOR_ALL | NABLA_MONITOR_GRADIENT_NORM))

static NablaRun *
load (NablaRun *run)
{
  g_autoptr (GError) error = NULL;
  NablaRun *kept = nabla_history_load (history, nabla_run_get_uuid (run), data_set, &error);
  g_assert_no_error (error);
  return kept;
}

static NablaRun *
go_on (NablaRun *kept, int epochs)
{
  g_autoptr (GError) error = NULL;
  NablaRun *run = nabla_run_new_continued (kept, epochs, &error);
  g_assert_no_error (error);
  nabla_history_follow (history, run);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  return run;
}

static void
change_rates (NablaRun *run, const NablaRecord *record, gpointer data)
{
  if (record->epoch == 1)
    nabla_run_set_rates (run, 0.05, 2.0, 0.5);
}

/* A run of some ten milliseconds an epoch, so that the change comes within it. */
static NablaRun *
run_with_change (int epochs)
{
  NablaHyperParameters set_up = live_set_up (epochs);
  set_up.layers[1] = 200;
  NablaRun *run = nabla_run_new (&set_up, data_set, MONITORS);
  nabla_history_follow (history, run);
  g_signal_connect (run, "record", G_CALLBACK (change_rates), NULL);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  return run;
}

static void
test_changes (void)
{
  gsize n, n_kept, n_records;
  g_autoptr (NablaRun) run = run_with_change (12);
  const NablaRateChange *changes = nabla_run_get_changes (run, &n);
  g_assert_cmpuint (n, ==, 1);
  g_autoptr (NablaRun) kept = load (run);
  const NablaRateChange *kept_changes = nabla_run_get_changes (kept, &n_kept);
  g_assert_cmpuint (n_kept, ==, 1);
  g_assert_cmpint (kept_changes->epoch, ==, changes->epoch);
  g_assert_cmpuint (kept_changes->images, ==, changes->images);
  g_assert_true (kept_changes->epochs == changes->epochs);
  g_assert_true (nabla_rates_equal (&kept_changes->rates, &changes->rates));
  live_assert_same_records (run, kept);
  const NablaRecord *records = nabla_run_get_records (run, &n_records);
  const NablaRecord *kept_records = nabla_run_get_records (kept, &n_kept);
  for (gsize i = 0; i < n_records; i++)
    for (int l = 0; l < 2; l++) {
      g_assert_true (records[i].gradient_norms[l] > 0);
      g_assert_true (records[i].gradient_norms[l] == kept_records[i].gradient_norms[l]);
      g_assert_true (isnan (kept_records[i].gradient_norms[2]));
    }
  g_assert_cmpint (nabla_run_get_monitors (kept), ==, MONITORS);
  /* To more epochs, as if it had had them from the start. */
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (run);
  set_up.epochs = 15;
  g_autoptr (NablaRun) whole = nabla_run_new (&set_up, data_set, MONITORS);
  nabla_run_set_changes (whole, changes, n);
  live_start (whole);
  LIVE_WAIT (nabla_run_is_finished (whole));
  g_autoptr (NablaRun) on = go_on (kept, 15);
  g_assert_true (live_same_parameters (whole, on));
  g_assert_cmpfloat (nabla_run_get_last_record (on)->l2, ==, 2.0);
}

/* A run that a kept one was forked from need not be there any more. */
static void
test_fork_before_its_first_epoch (void)
{
  NablaHyperParameters set_up = live_set_up (5);
  g_autoptr (NablaRun) parent = live_run_to_the_end (&set_up, data_set);
  set_up.epochs = 8;
  set_up.learning_rate = 0.05;
  g_autoptr (NablaRun) fork = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_set_fork (fork, parent, 5, NULL));
  g_autoptr (NablaRun) twin = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_set_fork (twin, parent, 5, NULL));
  nabla_history_follow (history, fork);
  nabla_run_stop (fork);
  g_autoptr (NablaRun) kept = load (fork);
  g_assert_cmpint (nabla_run_get_fork_epoch (kept), ==, 5);
  /* Its curves begin where they did. */
  const NablaRecord *begins = nabla_run_get_fork_record (fork);
  const NablaRecord *again = nabla_run_get_fork_record (kept);
  g_assert_nonnull (begins);
  g_assert_nonnull (again);
  g_assert_cmpint (again->epoch, ==, begins->epoch);
  g_assert_cmpfloat (again->learning_rate, ==, begins->learning_rate);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    g_assert_true (again->figures[i] == begins->figures[i] ||
                   (isnan (again->figures[i]) && isnan (begins->figures[i])));
  g_autoptr (NablaRun) on = go_on (kept, 8);
  live_start (twin);
  LIVE_WAIT (nabla_run_is_finished (twin));
  g_assert_true (live_same_parameters (twin, on));
  gsize n;
  g_assert_cmpint (nabla_run_get_records (on, &n)->epoch, ==, 6);
  g_assert_cmpuint (n, ==, 3);
}

/* Forks of one another, of runs from a drawn network and from a checkpoint: each `parent` may go
 * before the fork has trained anything. */
static NablaRun *
fork_of (NablaRun *parent, double learning_rate, int epoch)
{
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (parent);
  g_autoptr (GError) error = NULL;
  set_up.epochs = 9;
  set_up.learning_rate = learning_rate;
  NablaRun *fork = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_set_fork (fork, parent, epoch, &error));
  g_assert_no_error (error);
  return fork;
}

/* Kept and loaded again before its first record, it ends as the fork that was never interrupted. */
static void
assert_goes_on_as (NablaRun *fork, NablaRun *twin)
{
  nabla_history_follow (history, fork);
  nabla_run_stop (fork);
  g_autoptr (NablaRun) kept = load (fork);
  g_assert_cmpint (nabla_run_get_first_epoch (kept), ==, nabla_run_get_first_epoch (twin));
  g_autoptr (NablaRun) on = go_on (kept, 7);
  g_autoptr (NablaRun) kept_again = load (on);
  g_autoptr (NablaRun) whole = go_on (kept_again, 9);
  live_start (twin);
  LIVE_WAIT (nabla_run_is_finished (twin));
  g_assert_cmpint ((int) nabla_run_get_state (twin), ==, NABLA_RUN_COMPLETED);
  g_assert_true (live_same_parameters (twin, whole));
  gsize n, n_twin;
  nabla_run_get_records (whole, &n);
  nabla_run_get_records (twin, &n_twin);
  g_assert_cmpuint (n, ==, n_twin);
  /* Its earlier epochs can still be forked: its beginning is known. */
  g_autoptr (NablaRun) last = load (whole);
  g_autoptr (NablaRun) of_kept = fork_of (last, 0.9, nabla_run_get_first_epoch (twin) + 1);
  g_autoptr (NablaRun) of_twin = fork_of (twin, 0.9, nabla_run_get_first_epoch (twin) + 1);
  live_start (of_kept);
  live_start (of_twin);
  LIVE_WAIT (nabla_run_is_finished (of_kept) && nabla_run_is_finished (of_twin));
  g_assert_true (live_same_parameters (of_kept, of_twin));
}

static void
test_forks_of_older_epochs (void)
{
  g_autoptr (NablaRun) drawn = run_with_change (8);
  g_autoptr (NablaRun) fork = fork_of (drawn, 0.05, 4);
  g_autoptr (NablaRun) twin = fork_of (drawn, 0.05, 4);
  g_autoptr (NablaRun) second = fork_of (fork, 0.3, 4);
  g_autoptr (NablaRun) second_twin = fork_of (twin, 0.3, 4);
  assert_goes_on_as (fork, twin);
  assert_goes_on_as (second, second_twin);
}

static void
test_fork_of_a_run_that_went_on (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  set_up.dropout = 0.25;
  set_up.momentum = 0.5;
  g_autoptr (NablaRun) first = live_run_to_the_end (&set_up, data_set);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (first);
  set_up.epochs = 8;
  g_autoptr (NablaRun) parent = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_checkpoint (parent, checkpoint);
  live_start (parent);
  LIVE_WAIT (nabla_run_is_finished (parent));
  g_autoptr (NablaRun) fork = fork_of (parent, 0.05, 5);
  g_autoptr (NablaRun) twin = fork_of (parent, 0.05, 5);
  assert_goes_on_as (fork, twin);
}

/* As older versions kept them: nothing is left to go on from; it is not begun as something else. */
static void
test_fork_without_beginning (void)
{
  const NablaRunKept kept = { .uuid = "6e1d2a0c-0000-4000-8000-000000000001",
                              .name = "",
                              .hyper_parameters = live_set_up (5),
                              .state = NABLA_RUN_STOPPED,
                              .fork_epoch = 2 };
  g_autoptr (NablaRun) run = nabla_run_new_kept (&kept, data_set);
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_run_new_continued (run, 5, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

/* Any epoch of a kept run that began from a checkpoint can be forked, bit for bit. */
static void
test_fork_of_a_kept_run (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  g_autoptr (NablaRun) first = live_run_to_the_end (&set_up, data_set);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (first);
  set_up.epochs = 7;
  g_autoptr (NablaRun) second = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_checkpoint (second, checkpoint);
  nabla_history_follow (history, second);
  live_start (second);
  LIVE_WAIT (nabla_run_is_finished (second));
  g_autoptr (NablaRun) kept = load (second);
  g_assert_cmpint (nabla_run_get_first_epoch (kept), ==, 3);
  NablaRun *const parents[] = { second, kept };
  NablaRun *forks[2];
  set_up.learning_rate = 0.3;
  for (int i = 0; i < 2; i++) {
    forks[i] = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
    g_assert_true (nabla_run_set_fork (forks[i], parents[i], 5, NULL));
    live_start (forks[i]);
    LIVE_WAIT (nabla_run_is_finished (forks[i]));
  }
  g_assert_true (live_same_parameters (forks[0], forks[1]));
  g_object_unref (forks[0]);
  g_object_unref (forks[1]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-history-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  data_set = small_data_set (600, 60);
  history = nabla_history_open (path, &error);
  g_assert_no_error (error);
  g_test_add_func ("/lab/history/changes-by-hand-and-gradient-norms-are-kept", test_changes);
  g_test_add_func ("/lab/history/a-fork-goes-on-from-its-beginning",
                   test_fork_before_its_first_epoch);
  g_test_add_func ("/lab/history/a-fork-of-an-older-epoch-goes-on-from-its-beginning",
                   test_forks_of_older_epochs);
  g_test_add_func ("/lab/history/a-fork-of-a-run-that-went-on-goes-on-from-its-beginning",
                   test_fork_of_a_run_that_went_on);
  g_test_add_func ("/lab/history/a-fork-without-beginning-is-refused", test_fork_without_beginning);
  g_test_add_func ("/lab/history/a-kept-run-can-be-forked", test_fork_of_a_kept_run);
  int code = g_test_run ();
  g_object_unref (history);
  g_object_unref (data_set);
  small_data_remove (folder);
  g_free (folder);
  return code;
}
