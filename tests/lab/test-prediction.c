/* SPDX-License-Identifier: MIT */
#include "lab/nabla-prediction.h"
#include "nn/nn-evaluation.h"
#include "small-data.h"

#include <math.h>

#define N_TRAINING 1200 /* of which a sixth is for validation; two chunks are left */
#define N_TEST     60

static NnNetwork *
network_new (int n_out, NnOutput output)
{
  const int sizes[] = { DIGITS_PIXELS, 20, n_out };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  nn_network_set_units (network, NN_ACTIVATION_SIGMOID, output);
  nn_network_initialise (network, NN_INIT_SCALED, FALSE, 5);
  return network;
}

/* One image after the other, by the functions for one image. */
static void
assert_prediction (NnNetwork *network, NnEncoding encoding, NnCost cost, DigitsPartKind kind,
                   gboolean is_whole)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (N_TRAINING, N_TEST);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaPrediction) prediction =
      nabla_prediction_make (network, data_set, kind, cost, NULL, &error);
  g_assert_no_error (error);
  NnSamples samples = nabla_data_set_get_samples (data_set, kind, 0);
  int n_out = network->sizes[network->n_layers];
  gsize wrong = 0;
  double sum = 0.0;
  samples.n_out = n_out;
  samples.encoding = encoding;
  g_assert_cmpuint (prediction->n, ==, samples.n);
  for (gsize i = 0; i < samples.n; i++) {
    float input[DIGITS_PIXELS], activations[20 + NABLA_N_DIGITS];
    double probabilities[NABLA_N_DIGITS];
    nn_samples_input (&samples, i, input);
    g_assert_cmpint (nn_network_feed_forward (network, input, activations), ==, NN_OK);
    nabla_digit_probabilities (network->output, encoding, activations + 20, n_out, probabilities);
    int digit = nn_encoding_label (encoding, network->output, activations + 20, n_out);
    g_assert_cmpint (prediction->digits[i], ==, digit);
    g_assert_cmpfloat_with_epsilon ((double) prediction->certainty[i], probabilities[digit], 1e-6);
    sum += (double) prediction->costs[i];
    if (digit == samples.labels[i])
      continue;
    g_assert_cmpuint (wrong, <, prediction->n_wrong);
    g_assert_cmpuint (prediction->wrong[wrong++], ==, i);
  }
  g_assert_cmpuint (prediction->n_wrong, ==, wrong);
  g_assert_cmpuint (nabla_confusion_get_total (&prediction->confusion), ==, samples.n);
  g_assert_cmpuint (nabla_confusion_get_right (&prediction->confusion), ==, samples.n - wrong);
  NnObjective objective = { cost, 0.0, 0.0 };
  NnEvaluation evaluation;
  g_assert_cmpint (nn_evaluate (network, &samples, &objective, NN_KERNEL_AUTO, NULL, &evaluation),
                   ==, NN_OK);
  g_assert_cmpfloat_with_epsilon (sum / (double) samples.n, evaluation.cost,
                                  1e-5 * evaluation.cost);
  g_assert_cmpuint (wrong, ==, samples.n - evaluation.n_correct);
  g_assert_true (!is_whole || samples.n == N_TRAINING - N_TRAINING / 6);
}

static void
test_ten_outputs (void)
{
  NnNetwork *sigmoid = network_new (10, NN_OUTPUT_SIGMOID);
  NnNetwork *softmax = network_new (10, NN_OUTPUT_SOFTMAX);
  assert_prediction (sigmoid, NN_ENCODING_ONE_HOT, NN_COST_CROSS_ENTROPY, DIGITS_TRAINING, TRUE);
  assert_prediction (sigmoid, NN_ENCODING_ONE_HOT, NN_COST_QUADRATIC, DIGITS_TEST, FALSE);
  assert_prediction (softmax, NN_ENCODING_ONE_HOT, NN_COST_LOG_LIKELIHOOD, DIGITS_VALIDATION,
                     FALSE);
  nn_network_unref (sigmoid);
  nn_network_unref (softmax);
}

static void
test_four_outputs (void)
{
  NnNetwork *tanh = network_new (4, NN_OUTPUT_TANH);
  assert_prediction (tanh, NN_ENCODING_BINARY, NN_COST_QUADRATIC, DIGITS_TEST, FALSE);
  nn_network_unref (tanh);
}

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;
  *answer = g_object_ref (result);
}

static GAsyncResult *
await_prediction (NnNetwork *network, NablaDataSet *data_set, NnCost cost,
                  GCancellable *cancellable)
{
  GAsyncResult *result = NULL;
  nabla_prediction_make_async (network, data_set, DIGITS_TEST, cost, cancellable, made, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return result;
}

static void
test_thread (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (60, N_TEST);
  g_autoptr (GError) error = NULL;
  NnNetwork *network = network_new (10, NN_OUTPUT_SIGMOID);
  g_autoptr (GAsyncResult) result = await_prediction (network, data_set, NN_COST_QUADRATIC, NULL);
  g_autoptr (NablaPrediction) there = nabla_prediction_make_finish (result, &error);
  g_assert_no_error (error);
  g_autoptr (NablaPrediction) here =
      nabla_prediction_make (network, data_set, DIGITS_TEST, NN_COST_QUADRATIC, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (here->digits, here->n, there->digits, there->n);
  g_assert_cmpmem (here->costs, here->n * sizeof (float), there->costs, there->n * sizeof (float));
  nn_network_unref (network);
}

static void
test_refusals (void)
{
  g_autoptr (NablaDataSet) data_set = small_data_set (60, N_TEST);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  NnNetwork *network = network_new (10, NN_OUTPUT_SIGMOID), *odd = network_new (7, 0);
  g_cancellable_cancel (cancellable);
  g_autoptr (GAsyncResult) cancelled =
      await_prediction (network, data_set, NN_COST_QUADRATIC, cancellable);
  g_assert_null (nabla_prediction_make_finish (cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (nabla_prediction_make (network, data_set, DIGITS_TEST, NN_COST_QUADRATIC,
                                        cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_autoptr (GAsyncResult) unfit =
      await_prediction (network, data_set, NN_COST_LOG_LIKELIHOOD, NULL);
  g_assert_null (nabla_prediction_make_finish (unfit, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL);
  g_clear_error (&error);
  g_assert_null (
      nabla_prediction_make (odd, data_set, DIGITS_TEST, NN_COST_QUADRATIC, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL);
  nn_network_unref (network);
  nn_network_unref (odd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/prediction/is-what-one-image-after-the-other-gives", test_ten_outputs);
  g_test_add_func ("/lab/prediction/reads-the-binary-code", test_four_outputs);
  g_test_add_func ("/lab/prediction/is-the-same-on-a-thread", test_thread);
  g_test_add_func ("/lab/prediction/ends-when-cancelled-and-refuses-what-does-not-fit",
                   test_refusals);
  return g_test_run ();
}
