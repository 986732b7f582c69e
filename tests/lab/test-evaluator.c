/* SPDX-License-Identifier: MIT */
#include "lab/nabla-data-set.h"
#include "lab/nabla-evaluator.h"
#include "lab/nabla-hyper-parameters.h"
#include "nn/nn-evaluation.h"
#include "small-data.h"

#include <math.h>

static NablaDataSet *data_set;
static NablaRecordQueue *queue;

static void
ignore (gpointer data)
{
}

static NnNetwork *
network_of_seed (guint64 seed)
{
  const int sizes[] = { 784, 12, 10 };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  nn_network_initialise (network, NN_INIT_SCALED, false, seed);
  return network;
}

static NablaEvaluator *
evaluator_new (NablaMonitors monitors, gboolean scored, const gsize sizes[DIGITS_N_PARTS])
{
  NablaEvaluation evaluation = { .monitors = monitors,
                                 .objective = { .cost = NN_COST_CROSS_ENTROPY },
                                 .scored = scored };
  NnSamples samples[DIGITS_N_PARTS];
  NablaEvaluator *evaluator = nabla_evaluator_new (&evaluation, queue, NULL);
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    samples[part] = nabla_data_set_get_samples (data_set, (DigitsPartKind) part, 0);
    samples[part].n = MIN (samples[part].n, sizes[part]);
  }
  nabla_evaluator_set_samples (evaluator, samples);
  return evaluator;
}

static const gsize everything[] = { G_MAXSIZE, G_MAXSIZE, G_MAXSIZE };

static NablaRecord
empty_record (int epoch)
{
  NablaRecord record = { .epoch = epoch };
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    record.figures[i] = NAN;
  return record;
}

static double
accuracy (const NnNetwork *network, DigitsPartKind part, gsize limit)
{
  NnSamples samples = nabla_data_set_get_samples (data_set, part, limit);
  NnObjective objective = { .cost = NN_COST_CROSS_ENTROPY };
  NnEvaluation evaluation;
  g_assert_cmpint (nn_evaluate (network, &samples, &objective, NN_KERNEL_AUTO, NULL, &evaluation),
                   ==, NN_OK);
  return evaluation.accuracy;
}

static void
test_order (void)
{
  NablaEvaluator *evaluator = evaluator_new (NABLA_MONITOR_TEST_ACCURACY, FALSE, everything);
  for (int epoch = 1; epoch <= 20; epoch++) {
    NnNetwork *network = network_of_seed ((guint64) epoch);
    NablaRecord record = empty_record (epoch);
    nabla_evaluator_take (evaluator, network, &record);
    for (gsize images = 1; images <= 3; images++)
      nabla_evaluator_monitor (evaluator, network, epoch + 1, images, 0.0);
    nn_network_unref (network);
  }
  g_assert_true (nabla_evaluator_wait (evaluator, NULL));
  g_autoptr (GArray) messages = nabla_record_queue_take (queue);
  g_assert_cmpuint (messages->len, ==, 80);
  for (guint i = 0; i < messages->len; i++) {
    const NablaMessage *message = &g_array_index (messages, NablaMessage, i);
    int epoch = (int) i / 4 + 1;
    NnNetwork *network = network_of_seed ((guint64) epoch);
    if (i % 4 == 0) {
      g_assert_cmpint (message->kind, ==, NABLA_MESSAGE_RECORD);
      g_assert_cmpint (message->record.epoch, ==, epoch);
      g_assert_true (isnan (message->record.figures[3]));
      g_assert_cmpfloat (message->record.figures[5], ==, accuracy (network, DIGITS_TEST, 0));
    } else {
      g_assert_cmpint (message->kind, ==, NABLA_MESSAGE_MONITOR);
      g_assert_cmpint (message->monitor.epoch, ==, epoch + 1);
      g_assert_cmpuint (message->monitor.images, ==, i % 4);
      g_assert_true (isnan (message->monitor.figures[3]));
      g_assert_cmpfloat (message->monitor.figures[5], ==,
                         accuracy (network, DIGITS_TEST, NABLA_MONITOR_IMAGES));
    }
    nn_network_unref (network);
  }
  nabla_evaluator_close (evaluator);
  nabla_evaluator_free (evaluator);
}

/* Validation's, else test's, else training's, monitored or not. */
static void
test_score (void)
{
  static const struct {
    gsize sizes[DIGITS_N_PARTS];
    DigitsPartKind part;
  } cases[] = {
    { { G_MAXSIZE, G_MAXSIZE, G_MAXSIZE }, DIGITS_VALIDATION },
    { { G_MAXSIZE, 0, G_MAXSIZE }, DIGITS_TEST },
    { { G_MAXSIZE, 0, 0 }, DIGITS_TRAINING },
  };
  NnNetwork *network = network_of_seed (1);
  for (guint64 seed = 2;
       accuracy (network, DIGITS_VALIDATION, 0) == accuracy (network, DIGITS_TEST, 0) ||
       accuracy (network, DIGITS_TEST, 0) == accuracy (network, DIGITS_TRAINING, 0);
       seed++) {
    nn_network_unref (network);
    network = network_of_seed (seed);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int all = 0; all < 2; all++) {
      NablaMonitors monitors = all ? NABLA_MONITOR_ALL : (NablaMonitors) 0;
      NablaEvaluator *evaluator = evaluator_new (monitors, TRUE, cases[i].sizes);
      NablaRecord record = empty_record (1);
      double score;
      nabla_evaluator_take (evaluator, network, &record);
      g_assert_true (nabla_evaluator_wait (evaluator, &score));
      g_assert_cmpfloat (score, ==, accuracy (network, cases[i].part, 0));
      g_autoptr (GArray) messages = nabla_record_queue_take (queue);
      record = g_array_index (messages, NablaMessage, 0).record;
      g_assert_cmpint (isfinite (record.figures[2 * cases[i].part + 1]) != 0, ==, all);
      nabla_evaluator_close (evaluator);
      nabla_evaluator_free (evaluator);
    }
  nn_network_unref (network);
}

/* The record of an epoch that was complete is not lost where it takes no time. */
static void
test_stop (void)
{
  static const gsize few[] = { 20, 20, 20 };
  NablaEvaluator *evaluator = evaluator_new (NABLA_MONITOR_ALL, FALSE, few);
  NnNetwork *network = network_of_seed (3);
  NablaRecord record = empty_record (1);
  nabla_evaluator_take (evaluator, network, &record);
  nabla_evaluator_stop (evaluator);
  gint64 start = g_get_monotonic_time ();
  gboolean complete = nabla_evaluator_wait (evaluator, NULL);
  g_autoptr (GArray) messages = nabla_record_queue_take (queue);
  g_assert_cmpuint (messages->len, ==, complete);
  if (!complete) { /* on a machine that is very busy */
    g_assert_cmpint (g_get_monotonic_time () - start, >=, 200 * G_TIME_SPAN_MILLISECOND);
    g_test_skip ("sixty images took longer than patience lasts");
  }
  nabla_evaluator_close (evaluator);
  nabla_evaluator_free (evaluator);
  nn_network_unref (network);
}

/* What takes long is given up, and nothing follows the record that is missing. */
static void
test_giving_up (void)
{
  const int sizes[] = { 784, 4000, 2000, 10 };
  NablaEvaluator *evaluator = evaluator_new (NABLA_MONITOR_ALL, TRUE, everything);
  NnNetwork *network = nn_network_new (sizes, 4, NULL), *small = network_of_seed (1);
  NablaRecord record = empty_record (1);
  nn_network_initialise (network, NN_INIT_LARGE, false, 1);
  nabla_evaluator_take (evaluator, network, &record);
  nabla_evaluator_monitor (evaluator, small, 2, 10, 0.0);
  nabla_evaluator_stop (evaluator);
  gint64 start = g_get_monotonic_time ();
  gboolean complete = nabla_evaluator_wait (evaluator, NULL);
  double seconds = (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
  g_autoptr (GArray) messages = nabla_record_queue_take (queue);
  g_test_message ("waited %.2f s", seconds);
  g_assert_cmpuint (messages->len, ==, complete ? 2 : 0);
  if (complete)
    g_test_skip ("this machine measured it before patience ended");
  nabla_evaluator_close (evaluator);
  nabla_evaluator_free (evaluator);
  nn_network_unref (network);
  nn_network_unref (small);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 200);
  queue = nabla_record_queue_new (NULL, ignore, NULL);
  g_test_add_func ("/lab/evaluator/messages-leave-in-order", test_order);
  g_test_add_func ("/lab/evaluator/scores-whatever-is-monitored", test_score);
  g_test_add_func ("/lab/evaluator/a-stop-loses-no-complete-epoch", test_stop);
  g_test_add_func ("/lab/evaluator/what-takes-long-is-given-up", test_giving_up);
  int status = g_test_run ();
  nabla_record_queue_close (queue);
  nabla_record_queue_unref (queue);
  g_object_unref (data_set);
  return status;
}
