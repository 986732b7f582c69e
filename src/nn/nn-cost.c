/* SPDX-License-Identifier: MIT */
#include "nn/nn-cost.h"

#include <math.h>

bool
nn_cost_fits (NnCost cost, NnOutput output)
{
  switch (cost) {
  case NN_COST_QUADRATIC:
  case NN_COST_CROSS_ENTROPY:
    return output == NN_OUTPUT_SIGMOID || output == NN_OUTPUT_TANH;
  case NN_COST_LOG_LIKELIHOOD:
    return output == NN_OUTPUT_SOFTMAX;
  default:
    return false;
  }
}

float
nn_sigmoid (float z)
{
  return z >= 0.0f ? 1.0f / (1.0f + expf (-z)) : expf (z) / (1.0f + expf (z));
}

/* ln(1 + e^z) */
static double
softplus (double z)
{
  return (z > 0.0 ? z : 0.0) + log1p (exp (-fabs (z)));
}

static double
quadratic (NnOutput output, const float *z, const float *y, int n)
{
  double sum = 0.0;

  for (int j = 0; j < n; j++) {
    double a = output == NN_OUTPUT_TANH ? tanh (z[j]) : 1.0 / (1.0 + exp (-(double) z[j]));
    double error = (double) y[j] - a;
    sum += 0.5 * error * error;
  }
  return sum;
}

/* −ln σ(z) = softplus(z) − z and −ln(1 − σ(z)) = softplus(z); (1 + tanh z)/2 = σ(2z). A target of
 * 0 is told apart lest 0 · ∞ make a cost that is not a number. */
static double
cross_entropy (NnOutput output, const float *z, const float *y, int n)
{
  double sum = 0.0;

  for (int j = 0; j < n; j++) {
    double t = output == NN_OUTPUT_TANH ? 0.5 * (1.0 + (double) y[j]) : (double) y[j];
    double x = output == NN_OUTPUT_TANH ? 2.0 * (double) z[j] : (double) z[j];
    sum += softplus (x) - (t != 0.0 ? t * x : 0.0);
  }
  return sum;
}

/* −ln a_j = ln Σ_k e^z_k − z_j */
static double
log_likelihood (const float *z, const float *y, int n)
{
  double largest = (double) z[0], exponentials = 0.0, sum = 0.0;

  for (int j = 1; j < n; j++)
    largest = (double) z[j] > largest ? (double) z[j] : largest;
  for (int j = 0; j < n; j++)
    exponentials += exp ((double) z[j] - largest);
  for (int j = 0; j < n; j++)
    if (y[j] != 0.0f)
      sum += (double) y[j] * (largest + log (exponentials) - (double) z[j]);
  return sum;
}

double
nn_cost_value (NnCost cost, NnOutput output, const float *z, const float *y, int n)
{
  switch (cost) {
  case NN_COST_QUADRATIC:
    return quadratic (output, z, y, n);
  case NN_COST_CROSS_ENTROPY:
    return cross_entropy (output, z, y, n);
  case NN_COST_LOG_LIKELIHOOD:
  default:
    return log_likelihood (z, y, n);
  }
}

void
nn_cost_delta (NnCost cost, NnOutput output, const float *a, const float *y, float *delta, int n)
{
  for (int j = 0; j < n; j++)
    delta[j] = a[j] - y[j];
  if (cost != NN_COST_QUADRATIC)
    return;
  for (int j = 0; j < n; j++)
    delta[j] *= output == NN_OUTPUT_TANH ? 1.0f - a[j] * a[j] : a[j] * (1.0f - a[j]);
}
