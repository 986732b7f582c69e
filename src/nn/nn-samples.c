/* SPDX-License-Identifier: MIT */
#include "nn/nn-samples.h"

#include "nn/nn-kernel.h"

#include <assert.h>
#include <string.h>

NnStatus
nn_samples_check (const NnSamples *samples)
{
  if (samples == NULL || samples->n == 0 || samples->n_in < 1 || samples->n_out < 1)
    return NN_ERROR_SHAPE;
  if ((samples->pixels == NULL) == (samples->inputs == NULL) ||
      (samples->labels == NULL) == (samples->targets == NULL))
    return NN_ERROR_SHAPE;

  /* No array of these sizes may be larger than the address space. */
  size_t widest = samples->n_in > samples->n_out ? (size_t) samples->n_in : (size_t) samples->n_out;
  if (samples->n > SIZE_MAX / sizeof (float) / widest)
    return NN_ERROR_SHAPE;

  if (samples->labels != NULL) {
    uint8_t largest = 0;
    for (size_t i = 0; i < samples->n; i++)
      largest = samples->labels[i] > largest ? samples->labels[i] : largest;
    if (largest >= samples->n_out)
      return NN_ERROR_SHAPE;
  }
  return NN_OK;
}

void
nn_samples_get (const NnSamples *samples, size_t i, float *input, float *target)
{
  assert (i < samples->n);
  size_t n_in = (size_t) samples->n_in, n_out = (size_t) samples->n_out;

  if (input != NULL && samples->pixels != NULL) {
    for (size_t k = 0; k < n_in; k++)
      input[k] = nn_kernel_pixel_values[samples->pixels[i * n_in + k]];
  } else if (input != NULL) {
    memcpy (input, samples->inputs + i * n_in, n_in * sizeof (float));
  }

  if (target != NULL && samples->labels != NULL) {
    memset (target, 0, n_out * sizeof (float));
    target[samples->labels[i]] = 1.0f;
  } else if (target != NULL) {
    memcpy (target, samples->targets + i * n_out, n_out * sizeof (float));
  }
}
