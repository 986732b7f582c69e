/* SPDX-License-Identifier: MIT */
#include "lab/nabla-probabilities.h"

#include <math.h>

#define LARGEST_LOGIT 30.0

static double
logit (double a)
{
  if (!(a > 0.0))
    return -LARGEST_LOGIT;
  if (!(a < 1.0))
    return LARGEST_LOGIT;
  return fmax (-LARGEST_LOGIT, fmin (LARGEST_LOGIT, log (a) - log1p (-a)));
}

void
nabla_probabilities (const float *outputs, int n, double *probabilities)
{
  double largest = -LARGEST_LOGIT;
  for (int j = 0; j < n; j++) {
    probabilities[j] = logit (outputs[j]);
    largest = fmax (largest, probabilities[j]);
  }
  double sum = 0.0;
  for (int j = 0; j < n; j++) {
    probabilities[j] = exp (probabilities[j] - largest);
    sum += probabilities[j];
  }
  for (int j = 0; j < n; j++)
    probabilities[j] /= sum;
}
