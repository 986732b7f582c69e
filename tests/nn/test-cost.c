/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-cost.h"
#include "nn/nn-kernel-table.h"

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

int
main (void)
{
  RUN ("/nn/cost/sigmoid-is-accurate-and-bounded", sigmoid_is_accurate_and_bounded);
  RUN ("/nn/cost/sigmoid-is-accurate-in-every-kernel", sigmoid_is_accurate_in_every_kernel);
  RUN ("/nn/cost/costs-agree-with-the-naive-formulas", costs_agree_with_the_naive_formulas);
  RUN ("/nn/cost/saturated-units-cost-finite-numbers", saturated_units_cost_finite_numbers);
  RUN ("/nn/cost/errors-are-the-derivatives-of-the-costs", errors_are_the_derivatives_of_the_costs);
  return DONE ();
}
