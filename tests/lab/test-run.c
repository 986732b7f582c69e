/* SPDX-License-Identifier: MIT */
/* How a run begins, and that its set-up reaches the training. */
#include "digits/digits-expand.h"
#include "lab/nabla-run.h"

#include "live-runs.h"
#include "small-data.h"

static NablaDataSet *data_set;

static void
test_initial_network (void)
{
  NablaHyperParameters set_up = live_set_up (2);
  g_autoptr (NablaRun) first = live_run_monitored (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  NnNetwork *network = nabla_run_ref_snapshot (first);
  set_up.learning_rate = 0; /* nothing moves: it ends where it began */
  g_autoptr (NablaRun) second = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_initial (second, network);
  g_assert_true (nabla_run_start (second, NULL));
  LIVE_WAIT (nabla_run_is_finished (second));
  g_assert_true (live_same_parameters (first, second));
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

static void
test_kernels (void)
{
  NablaHyperParameters set_up = live_set_up (1);
  for (int kind = NN_KERNEL_AUTO; kind < NN_N_KERNELS; kind++) {
    g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
    g_autoptr (GError) error = NULL;
    nabla_run_set_kernel (run, (NnKernelKind) kind);
    if (nabla_run_start (run, &error)) {
      LIVE_WAIT (nabla_run_is_finished (run));
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
  NablaHyperParameters plain = live_set_up (1), set_ups[9];
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
  g_autoptr (NablaRun) standard = live_run_monitored (&plain, data_set, NABLA_MONITOR_ALL);
  for (gsize i = 0; i < G_N_ELEMENTS (set_ups); i++) {
    g_autoptr (NablaRun) run = live_run_monitored (&set_ups[i], data_set, NABLA_MONITOR_ALL);
    g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
    g_assert_false (live_same_parameters (standard, run));
  }
}

static void
test_units (void)
{
  NablaHyperParameters set_up = live_set_up (1);
  set_up.activation = NN_ACTIVATION_RELU;
  set_up.output = NN_OUTPUT_SOFTMAX;
  nabla_hyper_parameters_fit_cost (&set_up);
  g_autoptr (NablaRun) run = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_assert_cmpint (network->activation, ==, NN_ACTIVATION_RELU);
  g_assert_cmpint (network->output, ==, NN_OUTPUT_SOFTMAX);
  nn_network_unref (network);
}

static void
test_binary_encoding (void)
{
  NablaHyperParameters set_up = live_set_up (12);
  set_up.encoding = NN_ENCODING_BINARY;
  nabla_hyper_parameters_fit_cost (&set_up);
  g_autoptr (NablaRun) run = live_run_monitored (&set_up, data_set, NABLA_MONITOR_ALL);
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
  NablaHyperParameters set_up = live_set_up (1);
  set_up.expand = DIGITS_EXPAND_ELASTIC;
  int notes = 0;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  g_signal_connect (run, "notify::preparation", G_CALLBACK (note_preparation), &notes);
  g_assert_true (nabla_run_start (run, NULL));
  LIVE_WAIT (nabla_run_is_finished (run));
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
  NablaHyperParameters set_up = live_set_up (1);
  DigitsPart part = nabla_data_set_get_part (tiny, DIGITS_TRAINING);
  for (gsize i = 0; i < part.n; i++)
    set_up.digits &= ~((gint64) 1 << part.labels[i]);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, tiny, NABLA_MONITOR_ALL);
  g_assert_true (nabla_run_start (run, NULL));
  LIVE_WAIT (nabla_run_is_finished (run));
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_FAILED);
  g_assert_nonnull (strstr (nabla_run_get_message (run), "no training image"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  g_test_add_func ("/lab/run/starts-from-a-given-network", test_initial_network);
  g_test_add_func ("/lab/run/trains-with-every-kernel-that-there-is", test_kernels);
  g_test_add_func ("/lab/run/every-technique-reaches-the-training", test_techniques);
  g_test_add_func ("/lab/run/units-are-the-set-ups", test_units);
  g_test_add_func ("/lab/run/four-outputs-learn-the-bits", test_binary_encoding);
  g_test_add_func ("/lab/run/preparing-is-shown-and-can-be-stopped", test_preparation);
  g_test_add_func ("/lab/run/data-that-does-not-do-is-said", test_data_that_does_not_do);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
