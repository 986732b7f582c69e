/* SPDX-License-Identifier: MIT */
#include "nn/nn-cost.h"

#include <math.h>

/* ln(1 + e^z) */
static double
softplus (double z)
{
  return (z > 0.0 ? z : 0.0) + log1p (exp (-fabs (z)));
}

double
nn_cost_value (NnCost cost, const float *z, const float *y, int n)
{
  double sum = 0.0;

  if (cost == NN_COST_QUADRATIC) {
    for (int j = 0; j < n; j++) {
      double error = (double) y[j] - 1.0 / (1.0 + exp (-(double) z[j]));
      sum += 0.5 * error * error;
    }
  } else {
    /* −ln σ(z) = softplus(z) − z and −ln(1 − σ(z)) = softplus(z) */
    for (int j = 0; j < n; j++)
      sum += softplus (z[j]) - (y[j] != 0.0f ? (double) y[j] * (double) z[j] : 0.0);
  }
  return sum;
}

void
nn_cost_delta (NnCost cost, const float *a, const float *y, float *delta, int n)
{
  if (cost == NN_COST_QUADRATIC) {
    for (int j = 0; j < n; j++)
      delta[j] = (a[j] - y[j]) * (a[j] * (1.0f - a[j]));
  } else {
    for (int j = 0; j < n; j++)
      delta[j] = a[j] - y[j];
  }
}
