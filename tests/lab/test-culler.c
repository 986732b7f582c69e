/* SPDX-License-Identifier: MIT */
#include "lab/nabla-culler.h"
#include "lab/nabla-scheduler.h"
#include "small-data.h"

#include <string.h>

static NablaDataSet *data_set;

static NablaHyperParameters
set_up_with (double learning_rate, int epochs)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 12;
  set_up.learning_rate = learning_rate;
  set_up.momentum = 0.5; /* so that there is something to go on with */
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
start (NablaCuller *culler, double learning_rate, int epochs)
{
  NablaHyperParameters set_up = set_up_with (learning_rate, epochs);
  NablaRun *run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  if (culler != NULL)
    nabla_culler_follow (culler, run);
  g_assert_true (nabla_run_start (run, NULL));
  return run;
}

/* Runs that learn, to compare others with. */
static void
run_good_ones (NablaCuller *culler, int n, int epochs)
{
  for (int i = 0; i < n; i++) {
    g_autoptr (NablaRun) good = start (culler, 0.3 + 0.01 * i, epochs);
    wait_for (good);
    g_assert_cmpint (nabla_run_get_state (good), ==, NABLA_RUN_COMPLETED);
    g_assert_false (nabla_run_is_culled (good));
  }
}

static void
check_same (NablaRun *a, NablaRun *b)
{
  gsize n, m;
  const NablaRecord *records_a = nabla_run_get_records (a, &n);
  const NablaRecord *records_b = nabla_run_get_records (b, &m);
  g_assert_cmpuint (n, ==, m);
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpint (records_a[i].epoch, ==, records_b[i].epoch);
    g_assert_cmpmem (records_a[i].figures, sizeof records_a[i].figures, records_b[i].figures,
                     sizeof records_b[i].figures);
    g_assert_cmpfloat (records_a[i].learning_rate, ==, records_b[i].learning_rate);
  }
  g_assert_cmpint (nabla_run_get_best_epoch (a), ==, nabla_run_get_best_epoch (b));
  g_autoptr (NablaCheckpoint) x = nabla_run_ref_checkpoint (a);
  g_autoptr (NablaCheckpoint) y = nabla_run_ref_checkpoint (b);
  g_assert_cmpint (x->epoch, ==, y->epoch);
  for (int l = 0; l < x->network->n_layers; l++) {
    gsize n_out = (gsize) x->network->sizes[l + 1], size = n_out * (gsize) x->network->sizes[l];
    g_autofree float *weights_x = g_new (float, size), *weights_y = g_new (float, size);
    g_autofree float *biases_x = g_new (float, n_out), *biases_y = g_new (float, n_out);
    nn_network_get_layer (x->network, l, weights_x, biases_x);
    nn_network_get_layer (y->network, l, weights_y, biases_y);
    g_assert_cmpmem (weights_x, size * sizeof (float), weights_y, size * sizeof (float));
    g_assert_cmpmem (biases_x, n_out * sizeof (float), biases_y, n_out * sizeof (float));
  }
}

static void
on_culled (NablaCuller *culler, NablaRun *run, NablaRun **culled)
{
  g_assert_null (*culled);
  *culled = run;
}

static void
test_rule (void)
{
  NablaCullingRule rule = { .grace = 3, .factor = 2 };
  g_autoptr (NablaCuller) culler = nabla_culler_new (&rule);
  NablaRun *culled = NULL;
  g_signal_connect (culler, "culled", G_CALLBACK (on_culled), &culled);
  run_good_ones (culler, 3, 8);
  g_autoptr (NablaRun) hopeless = start (culler, 1e-6, 2000);
  wait_for (hopeless);
  g_assert_true (culled == hopeless);
  g_assert_true (nabla_run_is_culled (hopeless));
  g_assert_cmpint (nabla_run_get_state (hopeless), ==, NABLA_RUN_STOPPED);
  g_test_message ("%s", nabla_run_get_message (hopeless));
  g_assert_true (g_str_has_prefix (nabla_run_get_message (hopeless), "culled after epoch 3 with "));
  /* A good one that comes later is not. */
  run_good_ones (culler, 1, 8);
}

static void
test_too_few (void)
{
  NablaCullingRule rule = { .grace = 1, .factor = 2 };
  g_autoptr (NablaCuller) culler = nabla_culler_new (&rule);
  run_good_ones (culler, 2, 4);
  g_autoptr (NablaRun) hopeless = start (culler, 1e-6, 4);
  wait_for (hopeless);
  g_assert_cmpint (nabla_run_get_state (hopeless), ==, NABLA_RUN_COMPLETED);
}

static void
test_grace (void)
{
  NablaCullingRule rule = nabla_culling_rule_default (30);
  g_assert_cmpint (rule.grace, ==, 6);
  g_assert_cmpint (nabla_culling_rule_default (1).grace, ==, 2);
  g_autoptr (NablaCuller) culler = nabla_culler_new (&rule);
  run_good_ones (culler, 3, 7);
  g_autoptr (NablaRun) hopeless = start (culler, 1e-6, 5);
  wait_for (hopeless);
  g_assert_cmpint (nabla_run_get_state (hopeless), ==, NABLA_RUN_COMPLETED);
  g_autoptr (NablaRun) longer = start (culler, 1e-6, 2000);
  wait_for (longer);
  g_assert_true (nabla_run_is_culled (longer));
}

/* Its last epoch is over when it is compared: there is nothing to save. */
static void
test_last_epoch (void)
{
  NablaCullingRule rule = { .grace = 4, .factor = 2 };
  g_autoptr (NablaCuller) culler = nabla_culler_new (&rule);
  run_good_ones (culler, 3, 4);
  g_autoptr (NablaRun) hopeless = start (culler, 1e-6, 4);
  wait_for (hopeless);
  g_assert_cmpint (nabla_run_get_state (hopeless), ==, NABLA_RUN_COMPLETED);
}

static void
count_record (NablaRun *run, const NablaRecord *record, int *count)
{
  g_assert_cmpint (record->epoch, ==, ++*count); /* none twice */
}

static void
test_revived (void)
{
  NablaCullingRule rule = { .grace = 2, .factor = 2 };
  g_autoptr (NablaCuller) culler = nabla_culler_new (&rule);
  g_autoptr (NablaScheduler) scheduler = nabla_scheduler_new (1);
  run_good_ones (culler, 3, 60);
  g_autoptr (NablaRun) revived = start (culler, 1e-3, 60);
  wait_for (revived);
  g_assert_true (nabla_run_is_culled (revived));
  gsize n;
  nabla_run_get_records (revived, &n);
  int count = (int) n;
  g_signal_connect (revived, "record", G_CALLBACK (count_record), &count);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (n, <, 60);
  g_assert_true (nabla_culler_revive (culler, revived));
  g_assert_false (nabla_run_is_culled (revived));
  g_assert_null (nabla_run_get_message (revived));
  g_assert_cmpint (nabla_run_get_state (revived), ==, NABLA_RUN_WAITING);
  nabla_scheduler_add (scheduler, revived);
  wait_for (revived);
  g_assert_cmpint (nabla_run_get_state (revived), ==, NABLA_RUN_COMPLETED);
  g_assert_false (nabla_culler_revive (culler, revived));
  g_autoptr (NablaRun) uninterrupted = start (NULL, 1e-3, 60);
  wait_for (uninterrupted);
  check_same (revived, uninterrupted);
}

/* Stopped at any moment and as often as one likes, by a person too. */
static void
test_revived_often (void)
{
  NablaHyperParameters set_up = set_up_with (0.1, 40);
  set_up.early_stopping = 39;
  set_up.dropout = 0.25;
  g_autoptr (NablaRun) whole = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) cut = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_true (nabla_run_start (whole, NULL));
  wait_for (whole);
  int stops = 0;
  for (gulong pause = 0;; pause += 300) {
    g_assert_true (nabla_run_start (cut, NULL));
    for (gint64 end = g_get_monotonic_time () + (gint64) pause; g_get_monotonic_time () < end;)
      g_main_context_iteration (NULL, FALSE);
    nabla_run_stop_and_wait (cut);
    if (!nabla_run_revive (cut))
      break;
    stops++;
  }
  g_test_message ("%d stops", stops);
  g_assert_cmpint (nabla_run_get_state (cut), ==, NABLA_RUN_COMPLETED);
  g_assert_cmpint (stops, >, 1);
  check_same (whole, cut);
}

/* An evaluation that takes longer than a stop waits: its epoch comes once more. */
static void
test_lost_evaluation (void)
{
  NablaHyperParameters set_up = set_up_with (0.1, 2);
  set_up.layers[1] = 8000;
  set_up.train_size = 10;
  set_up.momentum = 0;
  g_autoptr (NablaDataSet) large = small_data_set (600, 10000);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, large, NABLA_MONITOR_TEST_COST);
  g_assert_true (nabla_run_start (run, NULL));
  for (;;) {
    g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (run);
    if (nabla_run_is_finished (run) || (checkpoint != NULL && checkpoint->epoch > 0))
      break;
    g_main_context_iteration (NULL, FALSE);
  }
  nabla_run_stop_and_wait (run);
  gsize n;
  nabla_run_get_records (run, &n);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (run);
  g_test_message ("checkpoint of epoch %d, %d records", checkpoint->epoch, (int) n);
  g_assert_cmpint (checkpoint->epoch, ==, (int) n);
  if (nabla_run_revive (run)) {
    g_assert_true (nabla_run_start (run, NULL));
    wait_for (run);
  }
  nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_what_waits (void)
{
  NablaHyperParameters set_up = set_up_with (0.1, 2);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_run_cull (run, "never");
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_WAITING);
  g_assert_false (nabla_run_revive (run));
  nabla_run_stop (run);
  g_assert_false (nabla_run_is_culled (run));
  g_assert_true (nabla_run_revive (run));
  g_assert_true (nabla_run_start (run, NULL));
  wait_for (run);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/culler/what-is-far-behind-is-stopped-and-says-why", test_rule);
  g_test_add_func ("/lab/culler/needs-three-to-compare-with", test_too_few);
  g_test_add_func ("/lab/culler/gives-every-run-its-grace", test_grace);
  g_test_add_func ("/lab/culler/lets-a-run-have-its-last-epoch", test_last_epoch);
  g_test_add_func ("/lab/culler/a-revived-run-is-as-if-never-stopped", test_revived);
  g_test_add_func ("/lab/culler/what-waits-is-not-culled", test_what_waits);
  g_test_add_func ("/lab/run/is-revived-again-and-again", test_revived_often);
  g_test_add_func ("/lab/run/no-record-is-missing-after-a-lost-evaluation", test_lost_evaluation);
  int failed = g_test_run ();
  g_object_unref (data_set);
  return failed;
}
