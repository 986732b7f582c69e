/* SPDX-License-Identifier: MIT */
/* What a run tells of itself: records, figures, monitors. */
#include "lab/nabla-run.h"
#include "nn/nn-evaluation.h"

#include "live-runs.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set;

static void
count_record (NablaRun *run, const NablaRecord *record, int *count)
{
  g_assert_cmpint (record->epoch, ==, ++*count);
}

static void
test_records (void)
{
  NablaHyperParameters set_up = live_set_up (5);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  int count = 0;
  g_signal_connect (run, "record", G_CALLBACK (count_record), &count);
  g_assert_true (nabla_run_start (run, NULL));
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_RUNNING);
  LIVE_WAIT (nabla_run_is_finished (run));
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
  NablaHyperParameters set_up = live_set_up (3);
  set_up.l2 = 0.5;
  g_autoptr (NablaRun) run = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
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
  NablaHyperParameters set_up = live_set_up (3);
  g_autoptr (NablaRun) all = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  g_autoptr (NablaRun) none = live_run_monitored (&set_up, data_set, (NablaMonitors) 0);
  g_assert_true (live_same_parameters (all, none));
  const NablaRecord *record = nabla_run_get_last_record (none);
  for (int f = 0; f < NABLA_N_FIGURES; f++)
    g_assert_true (isnan (record->figures[f]));
  g_assert_true (isnan (nabla_run_get_best_score (none)));
  set_up.seed = 2;
  g_autoptr (NablaRun) other = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_false (live_same_parameters (all, other));
}

static void
test_validation_images (void)
{
  NablaHyperParameters set_up = live_set_up (1);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_run_set_validation_images (run, 7);
  g_assert_true (nabla_run_start (run, NULL));
  LIVE_WAIT (nabla_run_is_finished (run));
  double sevenths = 7 * nabla_run_get_last_record (run)->figures[3];
  g_assert_cmpfloat_with_epsilon (sevenths, round (sevenths), 1e-9);
  g_autoptr (NablaRun) all = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_cmpfloat (nabla_run_get_last_record (all)->figures[3], !=,
                     nabla_run_get_last_record (run)->figures[3]);
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
  NablaHyperParameters set_up = live_set_up (4);
  Sequence sequence = { 0 };
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_TEST_ACCURACY);
  nabla_run_set_monitor_every (run, 100);
  g_signal_connect (run, "record", G_CALLBACK (sequence_record), &sequence);
  g_signal_connect (run, "monitor", G_CALLBACK (sequence_monitor), &sequence);
  g_assert_true (nabla_run_start (run, NULL));
  LIVE_WAIT (nabla_run_is_finished (run));
  g_assert_cmpint (sequence.epoch, ==, 4);
  g_assert_cmpint (sequence.monitors, ==, 20); /* 500 images an epoch */
  g_autoptr (NablaRun) unwatched = live_run_monitored (&set_up, data_set, (NablaMonitors) 0);
  g_assert_true (live_same_parameters (run, unwatched));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/run/a-record-for-every-epoch", test_records);
  g_test_add_func ("/lab/run/figures-are-the-networks", test_figures_are_the_networks);
  g_test_add_func ("/lab/run/monitoring-changes-no-parameter", test_monitoring_changes_nothing);
  g_test_add_func ("/lab/run/validation-on-the-first-images", test_validation_images);
  g_test_add_func ("/lab/run/monitors-keep-their-place-among-records", test_monitor_every);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
