/* SPDX-License-Identifier: MIT */
#include "nn/nn-samples.h"

#include <assert.h>
#include <string.h>

#define N_DIGITS 10

int
nn_encoding_n_labels (NnEncoding encoding, int n_out)
{
  if (encoding == NN_ENCODING_ONE_HOT)
    return n_out;
  return n_out < 8 ? 1 << n_out : 256;
}

NnStatus
nn_samples_check (const NnSamples *samples)
{
  if (samples == NULL || samples->n == 0 || samples->n_in < 1 || samples->n_out < 1)
    return NN_ERROR_SHAPE;
  if ((samples->pixels != NULL || samples->rows != NULL) == (samples->inputs != NULL) ||
      (samples->labels == NULL) == (samples->targets == NULL))
    return NN_ERROR_SHAPE;
  if (samples->rows != NULL &&
      (samples->rows->n < samples->n || samples->rows->n_in != samples->n_in))
    return NN_ERROR_SHAPE;

  /* No array of these sizes may be larger than the address space. */
  size_t widest = samples->n_in > samples->n_out ? (size_t) samples->n_in : (size_t) samples->n_out;
  if (samples->n > SIZE_MAX / sizeof (float) / widest)
    return NN_ERROR_SHAPE;

  if (samples->labels != NULL) {
    uint8_t largest = 0;
    for (size_t i = 0; i < samples->n; i++)
      largest = samples->labels[i] > largest ? samples->labels[i] : largest;
    if (largest >= nn_encoding_n_labels (samples->encoding, samples->n_out))
      return NN_ERROR_SHAPE;
  }
  return NN_OK;
}

bool
nn_samples_fit (const NnSamples *samples, const int *sizes, int n_layers)
{
  return samples->n_in == sizes[0] && samples->n_out == sizes[n_layers];
}

void
nn_samples_input (const NnSamples *samples, size_t i, float *input)
{
  assert (i < samples->n);
  size_t n_in = (size_t) samples->n_in;

  if (samples->inputs != NULL) {
    memcpy (input, samples->inputs + i * n_in, n_in * sizeof (float));
  } else if (samples->pixels != NULL) {
    for (size_t k = 0; k < n_in; k++)
      input[k] = (float) samples->pixels[i * n_in + k] / 255.0f;
  } else {
    NnRow row = nn_rows_at (samples->rows, i);
    memset (input, 0, n_in * sizeof (float));
    for (size_t k = 0; k < row.count; k++)
      if (row.value[k] != 0)
        input[row.index[k]] = (float) row.value[k] / 255.0f;
  }
}

/* The target of unit j for a label, as 0 or 1. */
static bool
is_on (NnEncoding encoding, int label, int j)
{
  return encoding == NN_ENCODING_ONE_HOT ? label == j : j < 8 && (label >> j & 1) != 0;
}

void
nn_samples_target (const NnSamples *samples, size_t i, NnOutput output, float *target)
{
  assert (i < samples->n);
  size_t n_out = (size_t) samples->n_out;

  if (samples->targets != NULL) {
    memcpy (target, samples->targets + i * n_out, n_out * sizeof (float));
    return;
  }
  float off = output == NN_OUTPUT_TANH ? -1.0f : 0.0f;
  for (int j = 0; j < samples->n_out; j++)
    target[j] = is_on (samples->encoding, samples->labels[i], j) ? 1.0f : off;
}

/* The first of the largest. */
static int
index_of_largest (const float *values, int n)
{
  int index = 0;
  float largest = values[0];

  for (int j = 1; j < n; j++) {
    bool is_larger = values[j] > largest; /* chosen without a branch, which nobody could foretell */
    largest = is_larger ? values[j] : largest;
    index = is_larger ? j : index;
  }
  return index;
}

int
nn_encoding_label (NnEncoding encoding, NnOutput output, const float *a, int n_out)
{
  if (encoding == NN_ENCODING_ONE_HOT)
    return index_of_largest (a, n_out);

  int n_labels = nn_encoding_n_labels (encoding, n_out), nearest = 0;
  float off = output == NN_OUTPUT_TANH ? -1.0f : 0.0f, smallest = 0.0f;
  for (int label = 0; label < N_DIGITS && label < n_labels; label++) {
    float distance = 0.0f;
    for (int j = 0; j < n_out; j++) {
      float apart = a[j] - (is_on (encoding, label, j) ? 1.0f : off);
      distance += apart * apart;
    }
    if (label == 0 || distance < smallest) {
      smallest = distance;
      nearest = label;
    }
  }
  return nearest;
}
