/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-cost.h"
#include "nn/nn-kernel-table.h"
#include "nn/nn-reference.h"
#include "combinations.h"

static double
exact_sigmoid (double z)
{
  return 1.0 / (1.0 + exp (-z));
}

static void
sigmoid_is_accurate_and_bounded (void)
{
  for (double z = -87.0; z <= 87.0; z += 0.00371) {
    double exact = exact_sigmoid ((float) z);
    CLAIM_NEAR ((double) nn_sigmoid ((float) z), exact, 3e-7 * exact);
  }
  static const float extreme[] = { 88.0f, 1e4f, 1e30f, INFINITY };
  for (int i = 0; i < 4; i++) {
    CLAIM (nn_sigmoid (extreme[i]) == 1.0f);
    CLAIM (nn_sigmoid (-extreme[i]) >= 0.0f && nn_sigmoid (-extreme[i]) < 1e-37f);
  }
  CLAIM (nn_sigmoid (0.0f) == 0.5f);
  CLAIM (isnan (nn_sigmoid (NAN)));
}

static void
sigmoid_is_accurate_in_every_kernel (void)
{
  _Alignas(64) float a[NN_PANEL * 3];
  NnUnits units = { a, 3, 3, NN_PANEL };

  for (int kind = NN_KERNEL_AUTO; kind < NN_N_KERNELS; kind++) {
    if (!nn_kernel_is_available ((NnKernelKind) kind))
      continue;
    for (int i = 0; i < NN_PANEL * 3; i++)
      a[i] = -30.0f + 1.2345f * (float) i;
    nn_kernel_table ((NnKernelKind) kind)->activate (NN_ACTIVATION_SIGMOID, &units);
    for (int i = 0; i < NN_PANEL * 3; i++) {
      double exact = exact_sigmoid (-30.0f + 1.2345f * (float) i);
      CLAIM_NEAR ((double) a[i], exact, 3e-7 * exact);
    }
  }
}

static void
costs_agree_with_the_naive_formulas (void)
{
  for (double z1 = -15.0; z1 <= 15.0; z1 += 0.7)
    for (double z2 = -15.0; z2 <= 15.0; z2 += 1.3) {
      float z[2] = { (float) z1, (float) z2 }, y[2] = { 1.0f, 0.0f };
      double a1 = exact_sigmoid (z[0]), a2 = exact_sigmoid (z[1]);

      CLAIM_NEAR (nn_cost_value (NN_COST_QUADRATIC, NN_OUTPUT_SIGMOID, z, y, 2),
                  0.5 * ((1.0 - a1) * (1.0 - a1) + a2 * a2), 1e-14);
      CLAIM_NEAR (nn_cost_value (NN_COST_CROSS_ENTROPY, NN_OUTPUT_SIGMOID, z, y, 2),
                  -log (a1) - log (1.0 - a2), 1e-9);
      y[0] = 0.3f;
      CLAIM_NEAR (nn_cost_value (NN_COST_CROSS_ENTROPY, NN_OUTPUT_SIGMOID, z, y, 1),
                  -(double) y[0] * log (a1) - (1.0 - (double) y[0]) * log (1.0 - a1), 1e-9);
    }
}

static void
saturated_units_cost_finite_numbers (void)
{
  static const float y[2] = { 1.0f, 0.0f };

  for (float z = 1.0f; z < 1e30f; z *= 3.0f) {
    float wrong[2] = { -z, z }, right[2] = { z, -z };
    CLAIM_NEAR (nn_cost_value (NN_COST_QUADRATIC, NN_OUTPUT_SIGMOID, right, y, 2), 0.0, 0.08);
    CLAIM (isfinite (nn_cost_value (NN_COST_QUADRATIC, NN_OUTPUT_SIGMOID, wrong, y, 2)));
    double cost = nn_cost_value (NN_COST_CROSS_ENTROPY, NN_OUTPUT_SIGMOID, wrong, y, 2);
    CLAIM (isfinite (cost) && cost >= 2.0 * (double) z);
    cost = nn_cost_value (NN_COST_CROSS_ENTROPY, NN_OUTPUT_SIGMOID, right, y, 2);
    CLAIM (cost >= 0.0 && cost <= 2.1 * exp (-(double) z));
  }
}

static void
errors_are_the_derivatives_of_the_costs (void)
{
  for (int cost = NN_COST_QUADRATIC; cost <= NN_COST_CROSS_ENTROPY; cost++)
    for (float z = -6.0f; z <= 6.0f; z += 0.25f)
      for (float y = 0.0f; y <= 1.0f; y += 0.25f) {
        float h = 1.0f / 256, a = nn_sigmoid (z), delta;
        float above = z + h, below = z - h; /* both exact */

        nn_cost_delta ((NnCost) cost, NN_OUTPUT_SIGMOID, &a, &y, &delta, 1);
        CLAIM_NEAR (delta,
                    (nn_cost_value ((NnCost) cost, NN_OUTPUT_SIGMOID, &above, &y, 1) -
                     nn_cost_value ((NnCost) cost, NN_OUTPUT_SIGMOID, &below, &y, 1)) /
                        (2.0 * (double) h),
                    2e-6);
      }
}

/* Values and errors of every cost against the plain loops: a layer whose z are its biases. */
static void
every_cost_agrees_with_plain_loops (void)
{
  static const int sizes[] = { 1, 3 };
  static const uint8_t black = 0;
  NnNetwork *layer = nn_network_new (sizes, 2, NULL);
  NnRng rng;

  nn_rng_seed (&rng, 1);
  for (int output = 0; output < N_OUTPUTS; output++)
    for (int i = 0; i < 1000; i++) {
      NnOutput units = combination_outputs[output].output;
      NnCost cost = combination_outputs[output].cost;
      NnObjective objective = { cost, 0.0, 0.0 };
      uint8_t label = (uint8_t) (i % 3);
      NnSamples samples = { .n = 1, .n_in = 1, .n_out = 3, .pixels = &black, .labels = &label };
      float z[3], a[3], y[3], delta[3], none[3] = { 0 };

      for (int j = 0; j < 3; j++)
        z[j] = (float) (4.0 * nn_rng_normal (&rng));
      nn_network_set_units (layer, NN_ACTIVATION_SIGMOID, units);
      nn_network_set_layer (layer, 0, none, z);
      NnReference *reference = nn_reference_new (layer), *gradient = nn_reference_new (layer);
      double exact = nn_reference_cost (reference, &samples, 0, 1, &objective, NULL);
      nn_reference_gradient (reference, &samples, 0, 1, &objective, NULL, gradient);
      nn_samples_target (&samples, 0, units, y);
      for (int j = 0; j < 3; j++)
        a[j] = (float) nn_reference_output (reference)[j];
      nn_cost_delta (cost, units, a, y, delta, 3);
      CLAIM_NEAR (nn_cost_value (cost, units, z, y, 3), exact, 1e-12 * (1.0 + exact));
      for (int j = 0; j < 3; j++)
        CLAIM_NEAR (delta[j], nn_reference_biases (gradient, 0)[j], 3e-7);
      nn_reference_free (reference);
      nn_reference_free (gradient);
    }
  nn_network_unref (layer);
}

int
main (void)
{
  RUN ("/nn/cost/sigmoid-is-accurate-and-bounded", sigmoid_is_accurate_and_bounded);
  RUN ("/nn/cost/sigmoid-is-accurate-in-every-kernel", sigmoid_is_accurate_in_every_kernel);
  RUN ("/nn/cost/costs-agree-with-the-naive-formulas", costs_agree_with_the_naive_formulas);
  RUN ("/nn/cost/saturated-units-cost-finite-numbers", saturated_units_cost_finite_numbers);
  RUN ("/nn/cost/errors-are-the-derivatives-of-the-costs", errors_are_the_derivatives_of_the_costs);
  RUN ("/nn/cost/every-cost-agrees-with-plain-loops", every_cost_agrees_with_plain_loops);
  return DONE ();
}
