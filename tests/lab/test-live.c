/* SPDX-License-Identifier: MIT */
/* Steps, speed, and rates that change while a run trains. */
#include "nn/nn-gradient.h"
#include "live-runs.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set; /* 500 images train: fifty mini-batches an epoch */

#define MINI_BATCHES 50

static double
mini_batches_done (NablaRun *run)
{
  int epochs = (int) nabla_run_get_hyper_parameters (run)->epochs;
  return nabla_run_get_progress (run) * epochs * MINI_BATCHES;
}

/* A run that rests, paused, after its first mini-batch. */
static NablaRun *
resting_run (const NablaHyperParameters *set_up)
{
  NablaRun *run = nabla_run_new (set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_speed (run, 1e-3);
  live_start (run);
  LIVE_WAIT (mini_batches_done (run) > 0.5);
  nabla_run_pause (run);
  nabla_run_set_speed (run, 0);
  return run;
}

/* As if nobody had looked: the same run once more, with what was changed in it. */
static NablaRun *
repeat (NablaRun *run)
{
  gsize n;
  const NablaRateChange *changes = nabla_run_get_changes (run, &n);
  NablaRun *again =
      nabla_run_new (nabla_run_get_hyper_parameters (run), data_set, nabla_run_get_monitors (run));
  nabla_run_set_changes (again, changes, n);
  live_start (again);
  LIVE_WAIT (nabla_run_is_finished (again));
  return again;
}

static void
assert_mini_batches (NablaRun *run, double expected)
{
  g_assert_cmpfloat_with_epsilon (mini_batches_done (run), expected, 1e-6);
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets what is under way arrive. */
static void
rest_a_while (guint milliseconds)
{
  gboolean over = FALSE;
  g_timeout_add (milliseconds, on_time, &over);
  LIVE_WAIT (over);
}

static void
test_one_mini_batch (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  g_autoptr (NablaRun) run = resting_run (&set_up);
  for (int i = 2; i <= 4; i++) {
    nabla_run_step (run, NABLA_STEP_MINI_BATCH);
    LIVE_WAIT (mini_batches_done (run) > i - 0.5);
    rest_a_while (30);
    assert_mini_batches (run, i);
    g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_PAUSED);
  }
  /* Asked for twice at once, two are taken. */
  nabla_run_step (run, NABLA_STEP_MINI_BATCH);
  nabla_run_step (run, NABLA_STEP_MINI_BATCH);
  LIVE_WAIT (mini_batches_done (run) > 5.5);
  rest_a_while (30);
  assert_mini_batches (run, 6);
  nabla_run_resume (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  g_autoptr (NablaRun) undisturbed = live_run_to_the_end (&set_up, data_set);
  g_assert_true (live_same_parameters (run, undisturbed));
}

static void
test_one_epoch (void)
{
  NablaHyperParameters set_up = live_set_up (4);
  g_autoptr (NablaRun) run = resting_run (&set_up);
  for (int epoch = 1; epoch <= 3; epoch++) {
    nabla_run_step (run, NABLA_STEP_EPOCH);
    g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_RUNNING);
    LIVE_WAIT (nabla_run_get_state (run) == NABLA_RUN_PAUSED &&
               nabla_run_get_last_record (run) != NULL &&
               nabla_run_get_last_record (run)->epoch == epoch);
    rest_a_while (30);
    assert_mini_batches (run, epoch * MINI_BATCHES);
  }
  nabla_run_step (run, NABLA_STEP_EPOCH); /* the last: it ends */
  LIVE_WAIT (nabla_run_is_finished (run));
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  g_autoptr (NablaRun) undisturbed = live_run_to_the_end (&set_up, data_set);
  g_assert_true (live_same_parameters (run, undisturbed));
}

/* What is said while it is slow counts at once: a mini-batch would take 1000 s. */
static void
test_slowness_keeps_nobody_waiting (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_speed (run, 1e-3);
  live_start (run);
  LIVE_WAIT (nabla_run_get_progress (run) > 0); /* one is taken at once */
  assert_mini_batches (run, 1);
  nabla_run_pause (run);
  nabla_run_step (run, NABLA_STEP_MINI_BATCH); /* a step is not slowed */
  LIVE_WAIT (mini_batches_done (run) > 1.5);
  assert_mini_batches (run, 2);
  nabla_run_resume (run);
  nabla_run_set_speed (run, 0);
  LIVE_WAIT (nabla_run_get_last_record (run) != NULL);
  nabla_run_set_speed (run, 1e-3);
  nabla_run_stop_and_wait (run);
  g_assert_true (nabla_run_get_state (run) == NABLA_RUN_STOPPED ||
                 nabla_run_get_state (run) == NABLA_RUN_COMPLETED);
}

static void
test_speed_changes_no_parameter (void)
{
  NablaHyperParameters set_up = live_set_up (2);
  g_autoptr (NablaRun) fast = live_run_to_the_end (&set_up, data_set);
  g_autoptr (NablaRun) slow = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  gint64 start = g_get_monotonic_time ();
  nabla_run_set_speed (slow, 500);
  live_start (slow);
  LIVE_WAIT (nabla_run_is_finished (slow));
  g_test_message ("100 mini-batches at 500 a second: %.3f s",
                  (double) (g_get_monotonic_time () - start) / 1e6);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 150000); /* never faster than asked */
  g_assert_true (live_same_parameters (fast, slow));
}

typedef struct {
  int changes;
  NablaRateChange last;
} Notes;

static void
note_change (NablaRun *run, const NablaRateChange *change, Notes *notes)
{
  notes->changes++;
  notes->last = *change;
}

static void
test_changes_are_recorded_and_replayed (void)
{
  NablaHyperParameters set_up = live_set_up (6);
  Notes notes = { 0 };
  g_autoptr (NablaRun) run = resting_run (&set_up);
  g_signal_connect (run, "changed-rates", G_CALLBACK (note_change), &notes);
  nabla_run_step (run, NABLA_STEP_EPOCH);
  LIVE_WAIT (nabla_run_get_state (run) == NABLA_RUN_PAUSED);
  nabla_run_set_rates (run, 0.1, NAN, 0.6);
  g_assert_cmpfloat (nabla_run_get_rates (run).momentum, ==, 0.6);
  for (int i = 0; i < 7; i++)
    nabla_run_step (run, NABLA_STEP_MINI_BATCH);
  LIVE_WAIT (notes.changes == 1);
  g_assert_cmpint (notes.last.images, ==, 0);
  g_assert_cmpint (notes.last.epoch, ==, 2);
  g_assert_cmpfloat (notes.last.epochs, ==, 1);
  LIVE_WAIT (mini_batches_done (run) > MINI_BATCHES + 6.5);
  nabla_run_set_rates (run, 0.2, 5.0, NAN);
  nabla_run_set_rates (run, NAN, 3.0, NAN); /* the later word on λ; η stays asked for */
  nabla_run_step (run, NABLA_STEP_EPOCH);
  LIVE_WAIT (notes.changes == 2 && nabla_run_get_state (run) == NABLA_RUN_PAUSED);
  g_assert_cmpint (notes.last.images, ==, 70);
  g_assert_cmpfloat_with_epsilon (notes.last.epochs, notes.last.epoch - 1 + 0.14, 1e-12);
  g_assert_cmpfloat (notes.last.rates.learning_rate, ==, 0.2);
  g_assert_cmpfloat (notes.last.rates.l2, ==, 3.0);
  g_assert_cmpfloat (notes.last.rates.momentum, ==, 0.6);
  nabla_run_set_rates (run, 0.2, 3.0, 0.6); /* nothing new */
  nabla_run_set_rates (run, -1, NAN, NAN);  /* no rate */
  nabla_run_resume (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  g_assert_cmpint (notes.changes, ==, 2);
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, 6);
  const NablaRecord *changed = &records[notes.last.epoch - 1];
  g_assert_cmpuint (changed->changes, ==, 2);
  g_assert_cmpfloat (changed->learning_rate, ==, 0.2);
  g_assert_cmpfloat (changed->l2, ==, 3.0);
  g_assert_cmpfloat (changed->momentum, ==, 0.6);
  g_assert_cmpuint (records[5].changes, ==, 0);
  g_assert_cmpfloat (records[5].momentum, ==, 0.6);

  g_autoptr (NablaRun) again = repeat (run);
  g_assert_true (live_same_parameters (run, again));
  live_assert_same_records (run, again);
  g_autoptr (NablaRun) unchanged = live_run_to_the_end (&set_up, data_set);
  g_assert_false (live_same_parameters (run, unchanged));
}

/* λ in the cost is the one in force. */
static void
test_the_cost_follows_the_rates (void)
{
  NablaHyperParameters set_up = live_set_up (2);
  set_up.learning_rate = 1e-30;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  const NablaRateChange change = { 2, 0, 1.0, { 1e-30, 100, 0 } };
  nabla_run_set_changes (run, &change, 1);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  NnNetwork *network = nabla_run_ref_snapshot (run);
  double penalty = 100 * nn_network_sum_squares (network) / (2 * 500);
  nn_network_unref (network);
  g_assert_cmpfloat_with_epsilon (records[1].figures[0] - records[0].figures[0], penalty,
                                  1e-4 * penalty);
}

static void
check_resuming_with_changes (NablaHyperParameters set_up, const NablaRateChange *changes, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) whole = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_changes (whole, changes, n);
  live_start (whole);
  LIVE_WAIT (nabla_run_is_finished (whole));
  for (int done = 1; done < set_up.epochs; done++) {
    NablaHyperParameters part_set_up = set_up;
    part_set_up.epochs = done;
    g_autoptr (NablaRun) part = nabla_run_new (&part_set_up, data_set, NABLA_MONITOR_DEFAULT);
    nabla_run_set_changes (part, changes, n);
    live_start (part);
    LIVE_WAIT (nabla_run_is_finished (part));
    g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (part);
    g_autoptr (NablaRun) rest = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
    nabla_run_set_checkpoint (rest, checkpoint);
    nabla_run_set_changes (rest, changes, n);
    live_start (rest);
    LIVE_WAIT (nabla_run_is_finished (rest));
    g_assert_true (live_same_parameters (whole, rest));
    live_assert_same_records (whole, rest);
  }
}

static void
test_resuming_between_changes (void)
{
  const NablaRateChange changes[] = { { 2, 0, 1.0, { 0.3, 2.0, 0.5 } },
                                      { 2, 250, 1.5, { 0.2, 2.0, 0.5 } },
                                      { 4, 490, 3.98, { 0.2, 0.0, 0.0 } } };
  NablaHyperParameters set_up = live_set_up (6);
  check_resuming_with_changes (set_up, changes, G_N_ELEMENTS (changes));
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_TENTH, 1, 1e9 };
  check_resuming_with_changes (set_up, changes, G_N_ELEMENTS (changes));
}

/* A schedule goes on from the η that was set by hand. */
static void
test_schedule_goes_on_from_the_new_rate (void)
{
  NablaHyperParameters set_up = live_set_up (6);
  const NablaRateChange change = { 4, 0, 3.0, { 1e-20, 0, 0 } };
  set_up.learning_rate = 1e-30; /* nothing improves */
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_HALVE, 1, 1024 };
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_changes (run, &change, 1);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  gsize n;
  const NablaRecord *records = nabla_run_get_records (run, &n);
  const double expected[] = { 1e-30, 1e-30, 5e-31, 1e-20, 5e-21, 2.5e-21 };
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (records[i].learning_rate, expected[i], 1e-9 * expected[i]);
}

static void
test_gradient_norms (void)
{
  NablaHyperParameters set_up = live_set_up (3);
  set_up.l2 = 2.0;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_GRADIENT_NORM);
  live_start (run);
  LIVE_WAIT (nabla_run_is_finished (run));
  const NablaRecord *last = nabla_run_get_last_record (run);
  NnNetwork *network = nabla_run_ref_snapshot (run), *gradient = nn_network_copy (network);
  NnSamples samples = nabla_data_set_get_samples (data_set, DIGITS_TRAINING, 0);
  NnObjective objective = nabla_hyper_parameters_get_objective (&set_up);
  g_assert_cmpint (nn_gradient (network, &samples, &objective, NULL,
                                nn_kernel_resolve (NN_KERNEL_AUTO), gradient),
                   ==, NN_OK);
  for (int l = 0; l < NN_MAX_LAYERS; l++) {
    if (l >= network->n_layers) {
      g_assert_true (isnan (last->gradient_norms[l]));
      continue;
    }
    gsize n = (gsize) network->sizes[l] * (gsize) network->sizes[l + 1];
    g_autofree float *weights = g_new (float, n);
    g_autofree float *biases = g_new (float, (gsize) network->sizes[l + 1]);
    double sum = 0.0;
    nn_network_get_layer (gradient, l, weights, biases);
    for (gsize i = 0; i < n; i++)
      sum += (double) weights[i] * (double) weights[i];
    g_assert_cmpfloat_with_epsilon (last->gradient_norms[l], sqrt (sum), 1e-6 * sqrt (sum));
  }
  nn_network_unref (network);
  nn_network_unref (gradient);

  g_autoptr (NablaRun) without = live_run_to_the_end (&set_up, data_set);
  g_assert_true (isnan (nabla_run_get_last_record (without)->gradient_norms[0]));
  g_assert_true (live_same_parameters (run, without));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/live/a-step-is-one-mini-batch", test_one_mini_batch);
  g_test_add_func ("/lab/live/a-step-is-one-epoch", test_one_epoch);
  g_test_add_func ("/lab/live/slowness-keeps-nobody-waiting", test_slowness_keeps_nobody_waiting);
  g_test_add_func ("/lab/live/speed-changes-no-parameter", test_speed_changes_no_parameter);
  g_test_add_func ("/lab/live/changes-are-recorded-and-replayed",
                   test_changes_are_recorded_and_replayed);
  g_test_add_func ("/lab/live/the-cost-follows-the-rates", test_the_cost_follows_the_rates);
  g_test_add_func ("/lab/live/resuming-between-changes", test_resuming_between_changes);
  g_test_add_func ("/lab/live/schedule-goes-on-from-the-new-rate",
                   test_schedule_goes_on_from_the_new_rate);
  g_test_add_func ("/lab/live/gradient-norms-are-those-of-the-formula", test_gradient_norms);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
