/* SPDX-License-Identifier: MIT */
#include "lab/nabla-probabilities.h"

#include <glib.h>
#include <math.h>

static void
assert_sum (const double *probabilities)
{
  double sum = 0.0;
  for (int d = 0; d < NABLA_N_DIGITS; d++)
    sum += probabilities[d];
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
}

static void
test_softmax (void)
{
  const float outputs[] = { 0.5f, 0.25f, 0, 0, 0, 0, 0.25f, 0, 0, 0 };
  double probabilities[NABLA_N_DIGITS];
  nabla_digit_probabilities (NN_OUTPUT_SOFTMAX, NN_ENCODING_ONE_HOT, outputs, 10, probabilities);
  for (int d = 0; d < NABLA_N_DIGITS; d++)
    g_assert_cmpfloat_with_epsilon (probabilities[d], (double) outputs[d], 1e-7);
  assert_sum (probabilities);
}

/* (1 + tanh z)/2 = σ(2z): the same as of a sigmoid layer with twice the weighted inputs. */
static void
test_tanh (void)
{
  float tanhs[10], sigmoids[10];
  double of_tanh[NABLA_N_DIGITS], of_sigmoid[NABLA_N_DIGITS];
  for (int j = 0; j < 10; j++) {
    double z = 0.3 * j - 1.7;
    tanhs[j] = (float) tanh (z);
    sigmoids[j] = (float) (1.0 / (1.0 + exp (-2.0 * z)));
  }
  nabla_digit_probabilities (NN_OUTPUT_TANH, NN_ENCODING_ONE_HOT, tanhs, 10, of_tanh);
  nabla_digit_probabilities (NN_OUTPUT_SIGMOID, NN_ENCODING_ONE_HOT, sigmoids, 10, of_sigmoid);
  for (int d = 0; d < NABLA_N_DIGITS; d++)
    g_assert_cmpfloat_with_epsilon (of_tanh[d], of_sigmoid[d], 1e-5);
  g_assert_cmpfloat_with_epsilon (of_tanh[9] / of_tanh[8], exp (0.6), 1e-4);
  assert_sum (of_tanh);
}

/* By hand: outputs (0.9, 0, 0, 0) are 0.1² from the code of 1 and 0.9² from that of 0. */
static void
test_binary (void)
{
  const float sigmoids[] = { 0.9f, 0, 0, 0 }, tanhs[] = { 0.8f, -1, -1, -1 };
  double probabilities[NABLA_N_DIGITS], of_tanh[NABLA_N_DIGITS];
  nabla_digit_probabilities (NN_OUTPUT_SIGMOID, NN_ENCODING_BINARY, sigmoids, 4, probabilities);
  nabla_digit_probabilities (NN_OUTPUT_TANH, NN_ENCODING_BINARY, tanhs, 4, of_tanh);
  g_assert_cmpfloat_with_epsilon (probabilities[1] / probabilities[0], exp (8.0 * 0.8), 0.01);
  g_assert_cmpfloat_with_epsilon (probabilities[3] / probabilities[1], exp (-8.0), 1e-6);
  for (int d = 0; d < NABLA_N_DIGITS; d++)
    g_assert_cmpfloat_with_epsilon (probabilities[d], of_tanh[d], 1e-6);
  assert_sum (probabilities);
}

/* Whatever the outputs, the most probable digit is the one that the core reads. */
static void
test_agreement (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (int i = 0; i < 3000; i++) {
    NnEncoding encoding = i % 2 == 0 ? NN_ENCODING_ONE_HOT : NN_ENCODING_BINARY;
    NnOutput output = i % 3 == 0 ? NN_OUTPUT_TANH : NN_OUTPUT_SIGMOID;
    int n = encoding == NN_ENCODING_BINARY ? 4 : 10, most = 0;
    float outputs[10];
    double probabilities[NABLA_N_DIGITS];
    for (int j = 0; j < n; j++)
      outputs[j] = (float) g_rand_double_range (random, output == NN_OUTPUT_TANH ? -1 : 0, 1);
    nabla_digit_probabilities (output, encoding, outputs, n, probabilities);
    for (int d = 1; d < NABLA_N_DIGITS; d++)
      if (probabilities[d] > probabilities[most])
        most = d;
    g_assert_cmpint (most, ==, nn_encoding_label (encoding, output, outputs, n));
    assert_sum (probabilities);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/probabilities/softmax-outputs-are-probabilities", test_softmax);
  g_test_add_func ("/lab/probabilities/tanh-is-sigmoid-of-twice-the-input", test_tanh);
  g_test_add_func ("/lab/probabilities/binary-falls-with-the-distance-to-the-code", test_binary);
  g_test_add_func ("/lab/probabilities/the-largest-is-the-digit-that-is-read", test_agreement);
  return g_test_run ();
}
