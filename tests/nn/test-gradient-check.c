/* SPDX-License-Identifier: MIT */
/* The check of the gradient itself: it finds what is wrong, and leaves out what has no slope. */
#include "claim.h"
#include "nn/nn-reference.h"
#include "random-samples.h"

static const NnObjective quadratic = { NN_COST_QUADRATIC, 0.0, 0.0 };

/* The comparison can fail: the slope along one bias is not the entry of another. */
static void
a_wrong_gradient_is_found (void)
{
  RandomSamples samples = random_samples_new (10, 20, 4, 6);
  NnNetwork *network = random_network (20, 6, 4, 6);
  NnReference *reference = nn_reference_new (network), *exact = nn_reference_new (network);
  double h = 1e-4;

  nn_reference_gradient (reference, &samples.view, 0, 10, &quadratic, NULL, exact);
  double *bias = nn_reference_biases (reference, 0) + 2, here = *bias;
  *bias = here + h;
  double above = nn_reference_cost (reference, &samples.view, 0, 10, &quadratic, NULL);
  *bias = here - h;
  double below = nn_reference_cost (reference, &samples.view, 0, 10, &quadratic, NULL);
  double slope = (above - below) / (2.0 * h), found = nn_reference_biases (exact, 0)[2];
  CLAIM_NEAR (slope / found, 1.0, 1e-6);
  CLAIM (fabs (slope / nn_reference_biases (exact, 0)[3] - 1.0) > 1e-3);
  nn_reference_free (reference);
  nn_reference_free (exact);
  nn_network_unref (network);
  random_samples_free (&samples);
}

/* Targets that do not add up to 1 are not what a − y of softmax is the error for: a check that
 * looks at nothing would pass. */
static void
an_error_that_does_not_belong_to_the_cost_is_found (void)
{
  static const int sizes[] = { 3, 2 };
  static const float inputs[] = { 0.5f, -1.5f, 1.0f }, targets[] = { 1.0f, 1.0f };
  NnSamples samples = { .n = 1, .n_in = 3, .n_out = 2, .inputs = inputs, .targets = targets };
  NnObjective objective = { NN_COST_LOG_LIKELIHOOD, 0.0, 0.0 };
  NnNetwork *network = random_layers (sizes, 2, NN_ACTIVATION_SIGMOID, NN_OUTPUT_SOFTMAX, 1);
  NnGradientCheck check = { 0 };

  CLAIM (nn_gradient_check (network, &samples, &objective, NULL, NN_KERNEL_AUTO, 0, &check) ==
         NN_OK);
  CLAIM_NEAR (check.backpropagation[0], 0.0, NN_GRADIENT_CHECK_DOUBLE);
  CLAIM (check.kernel[0] > NN_GRADIENT_CHECK_FLOAT);
  nn_network_unref (network);
}

/* One unit is 1e-4 from its kink, the other far from it. */
static void
slopes_across_a_rectified_unit_s_kink_are_left_out (void)
{
  static const int sizes[] = { 2, 2, 2 };
  static const uint8_t pixels[] = { 255, 255 }, label = 1;
  static const float w1[] = { 0.25f, -0.125f, 0.5f, 0.75f }, b1[] = { -0.1249f, -0.5f };
  static const float w2[] = { 0.5f, -0.5f, 1.0f, 0.25f }, b2[] = { 0.125f, -0.25f };
  static const uint8_t second[] = { 0, 1 };
  static const uint8_t *const kept[] = { second };
  NnSamples samples = { .n = 1, .n_in = 2, .n_out = 2, .pixels = pixels, .labels = &label };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  NnGradientCheck check = { 0 };

  nn_network_set_units (network, NN_ACTIVATION_RELU, NN_OUTPUT_SIGMOID);
  nn_network_set_layer (network, 0, w1, b1);
  nn_network_set_layer (network, 1, w2, b2);
  CLAIM (nn_gradient_check (network, &samples, &quadratic, NULL, NN_KERNEL_SCALAR, 0, &check) ==
         NN_OK);
  CLAIM (check.n_left_out == 3); /* its two weights and its bias */
  CLAIM_NEAR (check.backpropagation[0], 0.0, NN_GRADIENT_CHECK_DOUBLE);
  CLAIM_NEAR (check.backpropagation[1], 0.0, NN_GRADIENT_CHECK_DOUBLE);

  /* Dropped, it has no say, and none of its slopes is left out. */
  CLAIM (nn_gradient_check (network, &samples, &quadratic, kept, NN_KERNEL_SCALAR, 0, &check) ==
         NN_OK);
  CLAIM (check.n_left_out == 0);
  CLAIM_NEAR (check.backpropagation[0], 0.0, NN_GRADIENT_CHECK_DOUBLE);
  nn_network_unref (network);
}

static void
slopes_across_the_kink_of_a_magnitude_are_left_out (void)
{
  RandomSamples samples = random_samples_new (6, 5, 3, 1);
  NnNetwork *network = random_network (5, 4, 3, 1);
  NnObjective objective = { NN_COST_CROSS_ENTROPY, 1.0, 2.0 };
  NnGradientCheck check = { 0 };
  float weights[20], biases[4];

  nn_network_get_layer (network, 0, weights, biases);
  for (int i = 0; i < 20; i++)
    weights[i] = fabsf (weights[i]) < 0.01f ? 0.01f : weights[i];
  weights[3] = 0.0f;
  weights[7] = -5e-4f;
  weights[12] = 5e-4f;
  weights[13] = 1e-3f; /* far enough */
  biases[1] = 0.0f;    /* biases have no term */
  nn_network_set_layer (network, 0, weights, biases);
  CLAIM (nn_gradient_check (network, &samples.view, &objective, NULL, NN_KERNEL_AUTO, 0, &check) ==
         NN_OK);
  CLAIM (check.n_left_out == 3);
  for (int l = 0; l < 2; l++) {
    CLAIM_NEAR (check.backpropagation[l], 0.0, NN_GRADIENT_CHECK_DOUBLE);
    CLAIM_NEAR (check.kernel[l], 0.0, NN_GRADIENT_CHECK_FLOAT);
  }
  objective.l1 = 0.0;
  CLAIM (nn_gradient_check (network, &samples.view, &objective, NULL, NN_KERNEL_AUTO, 0, &check) ==
         NN_OK);
  CLAIM (check.n_left_out == 0);
  nn_network_unref (network);
  random_samples_free (&samples);
}

/* All z are at a kink, and all weights too: only output biases have a slope. */
static void
a_network_of_zeros_can_be_checked (void)
{
  static const int sizes[] = { 5, 4, 3 };
  RandomSamples samples = random_samples_new (6, 5, 3, 2);
  NnObjective objective = { NN_COST_CROSS_ENTROPY, 1.0, 2.0 };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  NnGradientCheck check = { 0 };

  nn_network_set_units (network, NN_ACTIVATION_RELU, NN_OUTPUT_TANH);
  CLAIM (nn_gradient_check (network, &samples.view, &objective, NULL, NN_KERNEL_AUTO, 0, &check) ==
         NN_OK);
  CLAIM (check.n_left_out == 20 + 4 + 12);
  CLAIM (check.backpropagation[0] == 0.0 && check.kernel[0] == 0.0);
  CLAIM_NEAR (check.backpropagation[1], 0.0, NN_GRADIENT_CHECK_DOUBLE);
  CLAIM_NEAR (check.kernel[1], 0.0, NN_GRADIENT_CHECK_FLOAT);
  nn_network_unref (network);
  random_samples_free (&samples);
}

static void
what_does_not_fit_is_refused (void)
{
  RandomSamples samples = random_samples_new (4, 6, 3, 7);
  NnNetwork *network = random_network (6, 5, 3, 7), *other = random_network (6, 4, 3, 7);
  NnNetwork *wider = random_network (7, 5, 3, 7);
  NnGradientCheck check;

  CLAIM (nn_gradient (network, &samples.view, &quadratic, NULL, NN_KERNEL_AUTO, other) ==
         NN_ERROR_SHAPE);
  CLAIM (nn_gradient (wider, &samples.view, &quadratic, NULL, NN_KERNEL_AUTO, wider) ==
         NN_ERROR_SHAPE);
  CLAIM (nn_gradient_check (wider, &samples.view, &quadratic, NULL, NN_KERNEL_AUTO, 0, &check) ==
         NN_ERROR_SHAPE);
  samples.view.n = 0;
  CLAIM (nn_gradient (network, &samples.view, &quadratic, NULL, NN_KERNEL_AUTO, network) ==
         NN_ERROR_SHAPE);
  nn_network_unref (network);
  nn_network_unref (other);
  nn_network_unref (wider);
  random_samples_free (&samples);
}

int
main (void)
{
  RUN ("/nn/gradient-check/a-wrong-gradient-is-found", a_wrong_gradient_is_found);
  RUN ("/nn/gradient-check/an-error-that-does-not-belong-to-the-cost-is-found",
       an_error_that_does_not_belong_to_the_cost_is_found);
  RUN ("/nn/gradient-check/slopes-across-a-rectified-units-kink-are-left-out",
       slopes_across_a_rectified_unit_s_kink_are_left_out);
  RUN ("/nn/gradient-check/slopes-across-the-kink-of-a-magnitude-are-left-out",
       slopes_across_the_kink_of_a_magnitude_are_left_out);
  RUN ("/nn/gradient-check/a-network-of-zeros-can-be-checked", a_network_of_zeros_can_be_checked);
  RUN ("/nn/gradient-check/what-does-not-fit-is-refused", what_does_not_fit_is_refused);
  return DONE ();
}
