/* SPDX-License-Identifier: MIT */
#include "digits/digits-expand.h"
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
same_network (const NnNetwork *a, const NnNetwork *b)
{
  gboolean same = nn_network_same_shape (a, b);
  for (int l = 0; same && l < a->n_layers; l++) {
    gsize n_out = (gsize) a->sizes[l + 1], n = n_out * (gsize) a->sizes[l];
    g_autofree float *weights_a = g_new (float, n), *weights_b = g_new (float, n);
    g_autofree float *biases_a = g_new (float, n_out), *biases_b = g_new (float, n_out);
    nn_network_get_layer (a, l, weights_a, biases_a);
    nn_network_get_layer (b, l, weights_b, biases_b);
    same = memcmp (weights_a, weights_b, n * sizeof (float)) == 0 &&
           memcmp (biases_a, biases_b, n_out * sizeof (float)) == 0;
  }
  return same;
}

static gboolean
same_parameters (NablaRun *a, NablaRun *b)
{
  NnNetwork *x = nabla_run_ref_snapshot (a), *y = nabla_run_ref_snapshot (b);
  gboolean same = same_network (x, y);
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

/* A set-up in which nothing can improve: η is too small to move a float. */
static NablaHyperParameters
set_up_at_rest (int epochs)
{
  NablaHyperParameters set_up = quick_set_up (epochs);
  set_up.learning_rate = 1e-30;
  return set_up;
}

static void
test_early_stopping (void)
{
  NablaHyperParameters set_up = set_up_at_rest (50);
  set_up.early_stopping = 3;
  g_autoptr (NablaRun) all = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) none = run_to_the_end (&set_up, (NablaMonitors) 0);
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
  g_autoptr (NablaRun) four = run_to_the_end (&set_up, (NablaMonitors) 0);
  g_assert_cmpint (nabla_run_get_state (four), ==, NABLA_RUN_COMPLETED);
  g_assert_false (nabla_run_ended_early (four));
}

static void
test_schedule (void)
{
  static const double divisors[] = { 1, 1, 1, 2, 2, 4, 4 }; /* 8 would be the limit */
  NablaHyperParameters set_up = set_up_at_rest (50);
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_HALVE, 2, 8 };
  g_autoptr (NablaRun) run = run_to_the_end (&set_up, NABLA_MONITOR_TEST_ACCURACY);
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
  g_autoptr (NablaRun) uninterrupted = run_to_the_end (whole, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) begun = run_to_the_end (&first, (NablaMonitors) 0);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (begun);
  g_assert_cmpint (checkpoint->epoch, ==, part);
  NnNetwork *before = nn_network_copy (checkpoint->network);
  g_autoptr (NablaRun) resumed = nabla_run_new (whole, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_checkpoint (resumed, checkpoint);
  g_assert_true (nabla_run_start (resumed, NULL));
  wait_for (resumed);
  g_assert_true (same_parameters (uninterrupted, resumed));
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
  g_assert_true (same_network (before, checkpoint->network));
  nn_network_unref (before);
}

static void
test_resuming (void)
{
  NablaHyperParameters set_up = quick_set_up (5);
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

/* Weights that move, but too little for an accuracy to change: η falls after every epoch. */
static void
test_schedule_reaches_the_training (void)
{
  NablaHyperParameters set_up = quick_set_up (4);
  set_up.learning_rate = 1e-5;
  set_up.momentum = 0.5;
  g_autoptr (NablaRun) constant = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  set_up.schedule = (NnSchedule){ NN_SCHEDULE_TENTH, 1, 1e9 };
  g_autoptr (NablaRun) falling = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  const NablaRecord *last = nabla_run_get_last_record (falling);
  g_assert_cmpint (last->epoch, ==, 4);
  g_assert_cmpfloat (last->learning_rate, ==, 1e-5 / 100);
  g_assert_false (same_parameters (constant, falling));
  check_resuming (&set_up, 2);
}

/* What a stop leaves is the end of an epoch, and going on from there makes no difference. */
static void
test_resuming_what_was_stopped (void)
{
  NablaHyperParameters set_up = quick_set_up (60);
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
  wait_for (resumed);
  g_autoptr (NablaRun) uninterrupted = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_assert_true (same_parameters (uninterrupted, resumed));
}

static void
test_resuming_what_had_ended (void)
{
  NablaHyperParameters set_up = set_up_at_rest (50);
  set_up.early_stopping = 3;
  g_autoptr (NablaRun) ended = run_to_the_end (&set_up, (NablaMonitors) 0);
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (ended);
  g_autoptr (NablaRun) again = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_checkpoint (again, checkpoint);
  g_assert_true (nabla_run_start (again, NULL));
  wait_for (again);
  g_assert_null (nabla_run_get_last_record (again));
  g_assert_true (nabla_run_ended_early (again));
  g_assert_true (same_parameters (ended, again));
  set_up.layers[1] = 13;
  g_autoptr (NablaRun) other = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_autoptr (GError) error = NULL;
  nabla_run_set_checkpoint (other, checkpoint);
  g_assert_false (nabla_run_start (other, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

static void
test_kernels (void)
{
  NablaHyperParameters set_up = quick_set_up (1);
  for (int kind = NN_KERNEL_AUTO; kind < NN_N_KERNELS; kind++) {
    g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
    g_autoptr (GError) error = NULL;
    nabla_run_set_kernel (run, (NnKernelKind) kind);
    if (nabla_run_start (run, &error)) {
      wait_for (run);
      g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
      g_assert_cmpint (nabla_run_get_kernel (run), !=, NN_KERNEL_AUTO);
    } else {
      g_assert_false (nn_kernel_is_available ((NnKernelKind) kind));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
    }
  }
}

/* Each technique makes another network of the same seed. */
static void
test_techniques (void)
{
  NablaHyperParameters plain = quick_set_up (1), set_ups[9];
  for (gsize i = 0; i < G_N_ELEMENTS (set_ups); i++)
    set_ups[i] = plain;
  set_ups[0].l2 = 1;
  set_ups[1].l1 = 1;
  set_ups[2].dropout = 0.5;
  set_ups[3].momentum = 0.5;
  set_ups[4].activation = NN_ACTIVATION_TANH;
  set_ups[5].expand = DIGITS_EXPAND_SHIFT;
  set_ups[6].digits = 1 << 0 | 1 << 1;
  set_ups[7].cost = NN_COST_QUADRATIC;
  set_ups[8].shuffle = FALSE;
  g_autoptr (NablaRun) standard = run_to_the_end (&plain, NABLA_MONITOR_ALL);
  for (gsize i = 0; i < G_N_ELEMENTS (set_ups); i++) {
    g_autoptr (NablaRun) run = run_to_the_end (&set_ups[i], NABLA_MONITOR_ALL);
    g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
    g_assert_false (same_parameters (standard, run));
  }
}

static void
test_validation_images (void)
{
  NablaHyperParameters set_up = quick_set_up (1);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_validation_images (run, 7);
  g_assert_true (nabla_run_start (run, NULL));
  wait_for (run);
  double sevenths = 7 * nabla_run_get_last_record (run)->figures[3];
  g_assert_cmpfloat_with_epsilon (sevenths, round (sevenths), 1e-9);
  g_autoptr (NablaRun) all = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_assert_cmpfloat (nabla_run_get_last_record (all)->figures[3], !=,
                     nabla_run_get_last_record (run)->figures[3]);
}

static void
test_units (void)
{
  NablaHyperParameters set_up = quick_set_up (1);
  set_up.activation = NN_ACTIVATION_RELU;
  set_up.output = NN_OUTPUT_SOFTMAX;
  nabla_hyper_parameters_fit_cost (&set_up);
  g_autoptr (NablaRun) run = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_assert_cmpint (network->activation, ==, NN_ACTIVATION_RELU);
  g_assert_cmpint (network->output, ==, NN_OUTPUT_SOFTMAX);
  nn_network_unref (network);
}

static void
test_binary_encoding (void)
{
  NablaHyperParameters set_up = quick_set_up (12);
  set_up.encoding = NN_ENCODING_BINARY;
  nabla_hyper_parameters_fit_cost (&set_up);
  g_autoptr (NablaRun) run = run_to_the_end (&set_up, NABLA_MONITOR_ALL);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  g_assert_cmpfloat (nabla_run_get_last_record (run)->figures[1], >, 0.5);
}

static void
note_preparation (NablaRun *run, GParamSpec *property, int *notes)
{
  ++*notes;
}

static void
test_preparation (void)
{
  NablaHyperParameters set_up = quick_set_up (1);
  set_up.expand = DIGITS_EXPAND_ELASTIC;
  int notes = 0;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_signal_connect (run, "notify::preparation", G_CALLBACK (note_preparation), &notes);
  g_assert_true (nabla_run_start (run, NULL));
  wait_for (run);
  g_assert_cmpint (notes, >=, 1);
  g_assert_cmpfloat (nabla_run_get_preparation (run), ==, 1);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  g_autoptr (NablaRun) stopped = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_true (nabla_run_start (stopped, NULL));
  nabla_run_stop_and_wait (stopped);
  g_assert_cmpint (nabla_run_get_state (stopped), ==, NABLA_RUN_STOPPED);
}

static void
test_data_that_does_not_do (void)
{
  g_autoptr (NablaDataSet) tiny = small_data_set (6, 10);
  NablaHyperParameters set_up = quick_set_up (1);
  DigitsPart part = nabla_data_set_get_part (tiny, DIGITS_TRAINING);
  for (gsize i = 0; i < part.n; i++)
    set_up.digits &= ~((gint64) 1 << part.labels[i]);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, tiny, NABLA_MONITOR_ALL);
  g_assert_true (nabla_run_start (run, NULL));
  wait_for (run);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_FAILED);
  g_assert_nonnull (strstr (nabla_run_get_message (run), "no training image"));
}

typedef struct {
  int epoch;    /* of the last record */
  gsize images; /* of the last monitor since */
  int monitors;
} Sequence;

static void
sequence_record (NablaRun *run, const NablaRecord *record, Sequence *sequence)
{
  g_assert_cmpint (record->epoch, ==, sequence->epoch + 1);
  sequence->epoch = record->epoch;
  sequence->images = 0;
}

static void
sequence_monitor (NablaRun *run, const NablaMonitorRecord *monitor, Sequence *sequence)
{
  g_assert_cmpint (monitor->epoch, ==, sequence->epoch + 1);
  g_assert_cmpuint (monitor->images, ==, sequence->images + 100);
  g_assert_true (isfinite (monitor->figures[5]));
  g_assert_true (isnan (monitor->figures[3]));
  sequence->images = monitor->images;
  sequence->monitors++;
}

static void
test_monitor_every (void)
{
  NablaHyperParameters set_up = quick_set_up (4);
  Sequence sequence = { 0 };
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_TEST_ACCURACY);
  nabla_run_set_monitor_every (run, 100);
  g_signal_connect (run, "record", G_CALLBACK (sequence_record), &sequence);
  g_signal_connect (run, "monitor", G_CALLBACK (sequence_monitor), &sequence);
  g_assert_true (nabla_run_start (run, NULL));
  wait_for (run);
  g_assert_cmpint (sequence.epoch, ==, 4);
  g_assert_cmpint (sequence.monitors, ==, 20); /* 500 images an epoch */
  g_autoptr (NablaRun) unwatched = run_to_the_end (&set_up, (NablaMonitors) 0);
  g_assert_true (same_parameters (run, unwatched));
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
  g_test_add_func ("/lab/run/early-stopping-whatever-is-monitored", test_early_stopping);
  g_test_add_func ("/lab/run/a-schedule-lowers-the-rate-and-ends-at-its-limit", test_schedule);
  g_test_add_func ("/lab/run/a-schedule-reaches-the-training", test_schedule_reaches_the_training);
  g_test_add_func ("/lab/run/resuming-is-bit-identical", test_resuming);
  g_test_add_func ("/lab/run/what-was-stopped-goes-on-as-if-it-had-not-been",
                   test_resuming_what_was_stopped);
  g_test_add_func ("/lab/run/what-had-ended-early-stays-ended", test_resuming_what_had_ended);
  g_test_add_func ("/lab/run/trains-with-every-kernel-that-there-is", test_kernels);
  g_test_add_func ("/lab/run/every-technique-reaches-the-training", test_techniques);
  g_test_add_func ("/lab/run/validation-on-the-first-images", test_validation_images);
  g_test_add_func ("/lab/run/units-are-the-set-ups", test_units);
  g_test_add_func ("/lab/run/four-outputs-learn-the-bits", test_binary_encoding);
  g_test_add_func ("/lab/run/preparing-is-shown-and-can-be-stopped", test_preparation);
  g_test_add_func ("/lab/run/data-that-does-not-do-is-said", test_data_that_does_not_do);
  g_test_add_func ("/lab/run/monitors-keep-their-place-among-records", test_monitor_every);
  g_test_add_func ("/lab/scheduler/runs-beside-each-other-are-bit-identical", test_scheduler);
  g_test_add_func ("/lab/scheduler/a-run-that-cannot-start-gives-way",
                   test_a_run_that_cannot_start_gives_way);
  g_test_add_func ("/lab/scheduler/stopping-loses-no-record", test_stop_all);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
