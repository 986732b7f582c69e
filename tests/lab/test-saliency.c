/* SPDX-License-Identifier: MIT */
/* Saliency, and the smallest nudge that changes an answer. */
#include "lab/nabla-nudge.h"
#include "lab/nabla-saliency.h"
#include "nn/nn-input-gradient.h"
#include "nn/nn-rng.h"

#include <math.h>
#include <string.h>

#define N_IN 60

static NnNetwork *
network_new (int n_hidden, int n_out, NnActivation activation, NnOutput output, guint64 seed)
{
  const int deep[] = { N_IN, n_hidden, n_out }, flat[] = { N_IN, n_out };
  NnNetwork *network =
      n_hidden > 0 ? nn_network_new (deep, 3, NULL) : nn_network_new (flat, 2, NULL);
  nn_network_set_units (network, activation, output);
  nn_network_initialise (network, NN_INIT_LARGE, FALSE, seed);
  return network;
}

/* Half of the pixels are white. */
static void
random_image (guint64 seed, float *input)
{
  NnRng rng;
  nn_rng_seed (&rng, seed);
  for (int i = 0; i < N_IN; i++)
    input[i] = nn_rng_below (&rng, 2) == 0 ? 0.0f : (float) nn_rng_below (&rng, 256) / 255.0f;
}

static int
answer_of (const NnNetwork *network, const float *input)
{
  float activations[200];
  NnEncoding encoding;
  int n_out = network->sizes[network->n_layers];
  g_assert_true (nabla_encoding_of_outputs (n_out, &encoding));
  g_assert_cmpint (nn_network_feed_forward (network, input, activations), ==, NN_OK);
  return nn_encoding_label (encoding, network->output,
                            activations + nn_network_n_units (network) - n_out, n_out);
}

/* z of a flat network, in double. */
static double
z_of (const NnNetwork *network, const float *input, int j)
{
  double z = (double) network->biases[0][j];
  for (int i = 0; i < N_IN; i++)
    z += (double) nn_network_weight (network, 0, j, i) * (double) input[i];
  return z;
}

static void
test_saliency_of_weights (void)
{
  NnNetwork *network = network_new (0, 10, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 1);
  float input[N_IN], saliency[N_IN];
  random_image (1, input);
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    double sum = (double) network->biases[0][digit];
    g_assert_cmpint (nabla_saliency (network, input, digit, saliency), ==, NN_OK);
    for (int i = 0; i < N_IN; i++) {
      g_assert_cmpfloat_with_epsilon (
          (double) saliency[i],
          (double) input[i] * (double) nn_network_weight (network, 0, digit, i), 1e-6);
      sum += (double) saliency[i];
    }
    g_assert_cmpfloat_with_epsilon (sum, z_of (network, input, digit), 1e-4);
  }
  nn_network_unref (network);
}

/* A rectified network without biases is a flat one around each image: the pixels make up z. */
static void
test_saliency_of_rectified (void)
{
  NnNetwork *network = network_new (30, 10, NN_ACTIVATION_RELU, NN_OUTPUT_SOFTMAX, 2);
  float input[N_IN], saliency[N_IN], activations[40];
  double sum[2] = { 0 };
  random_image (2, input);
  memset (network->biases[0], 0, 30 * sizeof (float));
  memset (network->biases[1], 0, 10 * sizeof (float));
  for (int k = 0; k < 2; k++) {
    g_assert_cmpint (nabla_saliency (network, input, 4 + k, saliency), ==, NN_OK);
    for (int i = 0; i < N_IN; i++) {
      sum[k] += (double) saliency[i];
      g_assert_true (input[i] != 0.0f || saliency[i] == 0.0f);
    }
  }
  /* Of softmax ln (a_5 / a_4) = z_5 − z_4. */
  nn_network_scale_outgoing (network, 0.01f); /* lest an output be 0 */
  g_assert_cmpint (nn_network_feed_forward (network, input, activations), ==, NN_OK);
  g_assert_cmpfloat_with_epsilon (0.01 * (sum[1] - sum[0]),
                                  log ((double) activations[35] / (double) activations[34]), 1e-4);
  nn_network_unref (network);
}

/* Bits that are on speak for it, those that are off against. */
static void
test_saliency_of_code (void)
{
  NnNetwork *network = network_new (0, 4, NN_ACTIVATION_SIGMOID, NN_OUTPUT_TANH, 3);
  NnNetwork *odd = network_new (0, 7, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 3);
  float input[N_IN], saliency[N_IN];
  random_image (3, input);
  g_assert_cmpint (nabla_saliency (network, input, 5, saliency), ==, NN_OK);
  for (int i = 0; i < N_IN; i++) {
    float w = nn_network_weight (network, 0, 0, i) - nn_network_weight (network, 0, 1, i) +
              nn_network_weight (network, 0, 2, i) - nn_network_weight (network, 0, 3, i);
    g_assert_cmpfloat_with_epsilon ((double) saliency[i], (double) (input[i] * w), 1e-5);
  }
  g_assert_cmpint (nabla_saliency (odd, input, 5, saliency), ==, NN_ERROR_SHAPE);
  nn_network_unref (network);
  nn_network_unref (odd);
}

/* The nudged image is what is said of it. */
static void
assert_nudged (const NnNetwork *network, const float *input, const NablaNudge *nudge)
{
  double largest = 0.0;
  g_assert_cmpuint (nudge->n_pixels, ==, N_IN);
  g_assert_cmpint (nudge->digit, ==, answer_of (network, input));
  g_assert_cmpint (nudge->new_digit, ==, answer_of (network, nudge->image));
  g_assert_cmpint (nudge->new_digit, !=, nudge->digit);
  for (int i = 0; i < N_IN; i++) {
    largest = fmax (largest, fabs ((double) nudge->image[i] - (double) input[i]));
    g_assert_true (nudge->image[i] >= 0.0f && nudge->image[i] <= 1.0f);
  }
  g_assert_cmpfloat (nudge->epsilon, ==, largest);
  g_assert_true (nudge->epsilon > 0.0 && nudge->epsilon <= 1.0);
}

static NablaNudge *
find (const NnNetwork *network, const float *input)
{
  g_autoptr (GError) error = NULL;
  NablaNudge *nudge = nabla_nudge_find (network, input, NULL, &error);
  g_assert_no_error (error);
  return nudge;
}

/* For a flat network: moving every pixel by ε along the sign of the difference of two rows of
 * weights, as far as black and white let it, closes the gap between two digits as no other change
 * does. The smallest of nine such ε, in steps of a ten-thousandth. */
static double
exact_epsilon (const NnNetwork *network, const float *input)
{
  int answer = answer_of (network, input);
  for (int step = 1; step <= 10000; step++)
    for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
      double gap = z_of (network, input, answer) - z_of (network, input, digit);
      for (int i = 0; i < N_IN; i++) {
        double w = (double) nn_network_weight (network, 0, digit, i) -
                   (double) nn_network_weight (network, 0, answer, i);
        double room = w > 0.0 ? 1.0 - (double) input[i] : (double) input[i];
        gap -= fabs (w) * fmin (step / 1e4, room);
      }
      if (gap < 0.0 && digit != answer)
        return step / 1e4;
    }
  return INFINITY;
}

static void
test_nudge_of_flat_network (void)
{
  for (guint64 seed = 1; seed <= 30; seed++) {
    NnOutput output = seed % 2 ? NN_OUTPUT_SIGMOID : NN_OUTPUT_SOFTMAX;
    NnNetwork *network = network_new (0, 10, NN_ACTIVATION_SIGMOID, output, seed);
    float input[N_IN];
    random_image (seed, input);
    g_autoptr (NablaNudge) nudge = find (network, input);
    double exact = exact_epsilon (network, input);
    assert_nudged (network, input, nudge);
    g_assert_cmpfloat (nudge->epsilon, >=, exact - 1.1e-4);
    g_assert_cmpfloat (nudge->epsilon, <=, exact * (1.0 + 1.0 / 32) + 1e-4);
    nn_network_unref (network);
  }
}

/* The smallest ε, each a hundredth more than the one before, with which one step along the sign of
 * the gradient towards some digit changes the answer. */
static double
one_step_epsilon (const NnNetwork *network, const float *input)
{
  int answer = answer_of (network, input), n_out = network->sizes[network->n_layers];
  float gradients[NABLA_N_DIGITS][N_IN];
  NnEncoding encoding;
  g_assert_true (nabla_encoding_of_outputs (n_out, &encoding));
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
    float own[NABLA_N_DIGITS], factors[NABLA_N_DIGITS];
    nabla_saliency_factors (encoding, answer, n_out, own);
    nabla_saliency_factors (encoding, digit, n_out, factors);
    for (int j = 0; j < n_out; j++)
      factors[j] -= own[j];
    g_assert_cmpint (nn_input_gradient_of_units (network, input, factors, NN_KERNEL_AUTO, NULL,
                                                 gradients[digit]),
                     ==, NN_OK);
  }
  for (double epsilon = 1e-4; epsilon < 1.0; epsilon *= 1.01)
    for (int digit = 0; digit < NABLA_N_DIGITS; digit++) {
      float moved[N_IN];
      for (int i = 0; i < N_IN; i++) {
        float slope = gradients[digit][i], by = slope > 0.0f ? 1.0f : slope < 0.0f ? -1.0f : 0.0f;
        moved[i] = CLAMP (input[i] + by * (float) epsilon, 0.0f, 1.0f);
      }
      if (answer_of (network, moved) != answer)
        return epsilon;
    }
  return INFINITY;
}

static void
assert_no_worse_than_a_step (NnActivation activation, NnOutput output, int n_out)
{
  for (guint64 seed = 1; seed <= 10; seed++) {
    NnNetwork *network = network_new (20, n_out, activation, output, seed);
    float input[N_IN];
    random_image (seed, input);
    nn_network_scale_outgoing (network, 0.2f); /* lest more than one output be 1 */
    g_autoptr (NablaNudge) nudge = find (network, input);
    assert_nudged (network, input, nudge);
    g_assert_cmpfloat (nudge->epsilon, <=, one_step_epsilon (network, input) * (1.0 + 1.0 / 32));
    nn_network_unref (network);
  }
}

static void
test_nudge_of_hidden_units (void)
{
  assert_no_worse_than_a_step (NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 10);
  assert_no_worse_than_a_step (NN_ACTIVATION_TANH, NN_OUTPUT_SOFTMAX, 10);
  assert_no_worse_than_a_step (NN_ACTIVATION_RELU, NN_OUTPUT_TANH, 10);
  assert_no_worse_than_a_step (NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 4);
}

/* Whatever it sees, this network sees a 3. */
static void
test_no_nudge (void)
{
  NnNetwork *network = network_new (0, 10, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 5);
  float input[N_IN];
  random_image (5, input);
  nn_network_clear (network);
  network->biases[0][3] = 1.0f;
  g_autoptr (NablaNudge) nudge = find (network, input);
  g_assert_cmpint (nudge->digit, ==, 3);
  g_assert_cmpint (nudge->new_digit, ==, -1);
  g_assert_true (isnan (nudge->epsilon));
  g_assert_cmpmem (nudge->image, sizeof input, input, sizeof input);
  nn_network_unref (network);
}

static void
made (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;
  *answer = g_object_ref (result);
}

static void
test_thread (void)
{
  NnNetwork *network = network_new (20, 10, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 6);
  NnNetwork *odd = network_new (0, 7, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SIGMOID, 6);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  float input[N_IN];
  random_image (6, input);
  g_autoptr (NablaNudge) here = find (network, input);
  nabla_nudge_find_async (network, input, cancellable, made, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_autoptr (NablaNudge) there = nabla_nudge_find_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (here->epsilon, ==, there->epsilon);
  g_assert_cmpmem (here->image, sizeof input, there->image, sizeof input);
  g_cancellable_cancel (cancellable);
  g_assert_null (nabla_nudge_find (network, input, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (nabla_nudge_find (odd, input, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL);
  nn_network_unref (network);
  nn_network_unref (odd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/saliency/of-a-flat-network-is-pixel-times-weight",
                   test_saliency_of_weights);
  g_test_add_func ("/lab/saliency/of-rectified-units-makes-up-the-answer",
                   test_saliency_of_rectified);
  g_test_add_func ("/lab/saliency/of-the-binary-code-takes-every-bit", test_saliency_of_code);
  g_test_add_func ("/lab/nudge/is-the-smallest-for-a-flat-network", test_nudge_of_flat_network);
  g_test_add_func ("/lab/nudge/is-no-larger-than-the-best-single-step", test_nudge_of_hidden_units);
  g_test_add_func ("/lab/nudge/says-where-there-is-none", test_no_nudge);
  g_test_add_func ("/lab/nudge/is-the-same-on-a-thread-and-can-be-cancelled", test_thread);
  return g_test_run ();
}
