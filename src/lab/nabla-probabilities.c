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

/* Scales weights to the sum 1. */
static void
normalise (double *weights, int n)
{
  double sum = 0.0;
  for (int i = 0; i < n; i++)
    sum += weights[i];
  for (int i = 0; i < n; i++)
    weights[i] = sum > 0.0 ? weights[i] / sum : 1.0 / n;
}

static double
squared_distance (const float *shares, int n, int digit)
{
  double sum = 0.0;
  for (int j = 0; j < n; j++) {
    double difference = (double) shares[j] - (digit >> j & 1);
    sum += difference * difference;
  }
  return sum;
}

#define SHARPNESS 8.0 /* 1 / (2 · (1/4)²) */

void
nabla_digit_probabilities (NnOutput output, NnEncoding encoding, const float *outputs, int n,
                           double probabilities[NABLA_N_DIGITS])
{
  float shares[NABLA_N_DIGITS] = { 0 }; /* of the way from off to on */
  double nearest = INFINITY;
  n = n < NABLA_N_DIGITS ? n : NABLA_N_DIGITS;
  for (int j = 0; j < n; j++)
    shares[j] = output == NN_OUTPUT_TANH ? (1.0f + outputs[j]) / 2.0f : outputs[j];
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    probabilities[digit] = 0.0;
  if (encoding == NN_ENCODING_ONE_HOT && output == NN_OUTPUT_SOFTMAX) {
    for (int j = 0; j < n; j++)
      probabilities[j] = (double) shares[j];
    normalise (probabilities, n);
    return;
  }
  if (encoding == NN_ENCODING_ONE_HOT) {
    nabla_probabilities (shares, n, probabilities);
    return;
  }
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    nearest = fmin (nearest, squared_distance (shares, n, digit));
  for (int digit = 0; digit < NABLA_N_DIGITS; digit++)
    probabilities[digit] = exp (SHARPNESS * (nearest - squared_distance (shares, n, digit)));
  normalise (probabilities, NABLA_N_DIGITS);
}

gboolean
nabla_encoding_of_outputs (int n_out, NnEncoding *encoding)
{
  *encoding = n_out == NABLA_N_DIGITS ? NN_ENCODING_ONE_HOT : NN_ENCODING_BINARY;
  return n_out == NABLA_N_DIGITS || n_out == 4;
}
