/* SPDX-License-Identifier: MIT */
/* agreement.h: how far what was trained is from the plain loops in double precision. */
#pragma once

#include "nn/nn-reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The largest difference in a parameter; NAN where one is not a number. */
static inline double
agreement_apart (const NnReference *a, const NnReference *b)
{
  double largest = 0.0;

  for (size_t p = 0; p < a->n_parameters; p++) {
    double apart = fabs (a->parameters[p] - b->parameters[p]);
    if (!(apart <= largest))
      largest = apart;
    if (isnan (apart))
      break;
  }
  return largest;
}

static inline double
agreement_of_network (const NnNetwork *network, const NnReference *reference)
{
  NnReference *actual = nn_reference_new (network);
  double apart = agreement_apart (actual, reference);

  nn_reference_free (actual);
  return apart;
}

static inline double
agreement_of_networks (const NnNetwork *a, const NnNetwork *b)
{
  NnReference *expected = nn_reference_new (b);
  double apart = agreement_of_network (a, expected);

  nn_reference_free (expected);
  return apart;
}

/* A mask of dropout, or none. */
typedef struct {
  const uint8_t *kept[NN_MAX_LAYERS]; /* an NnDropMask */
  uint8_t *units;                     /* of all hidden layers, one after the other */
  size_t n_units, n_kept;
} Mask;

static inline Mask
mask_new (const NnReference *reference)
{
  Mask mask = { .n_units =
                    reference->first_unit[reference->n_layers] - (size_t) reference->sizes[0] };

  mask.units = malloc (mask.n_units + 1);
  for (int l = 1; l < reference->n_layers; l++)
    mask.kept[l - 1] = mask.units + reference->first_unit[l] - reference->sizes[0];
  return mask;
}

static inline void
mask_free (Mask *mask)
{
  free (mask->units);
}

/* True where nothing but regularisation and momentum, which `untaught` had, moved the bias of unit
 * k of hidden layer l and all weights that leave it. */
static inline bool
learnt_nothing (const NnReference *untaught, const NnReference *after, int l, size_t k)
{
  size_t n = (size_t) untaught->sizes[l + 1];
  double from = nn_reference_biases (untaught, l)[k], to = nn_reference_biases (after, l)[k];

  if (!(fabs (to - from) <= 5e-7 + 3e-7 * fabs (from)))
    return false;
  for (int j = 0; j < untaught->sizes[l + 2]; j++) {
    from = nn_reference_weights (untaught, l + 1)[(size_t) j * n + k];
    to = nn_reference_weights (after, l + 1)[(size_t) j * n + k];
    if (!(fabs (to - from) <= 5e-7 + 3e-7 * fabs (from)))
      return false;
  }
  return true;
}

/* Which units a step of `training` from `before` and `velocity` to `after` left out: those that
 * learnt nothing. (A unit that is 0 for every example learns nothing either, and may as well have
 * been dropped.) */
static inline Mask
mask_find (const NnReference *before, const NnReference *velocity, const NnReference *after,
           const NnSamples *samples, const NnTraining *training)
{
  size_t n_bytes = before->n_parameters * sizeof (double);
  NnNetwork *shape = nn_network_new (before->sizes, before->n_layers + 1, NULL);
  NnReference *untaught = nn_reference_new (shape), *v = nn_reference_new (shape);
  Mask mask = mask_new (before);
  uint8_t *unit = mask.units;

  memcpy (untaught->parameters, before->parameters, n_bytes);
  memcpy (v->parameters, velocity->parameters, n_bytes);
  nn_reference_step (untaught, v, samples, 0, 0, training, NULL);
  for (int l = 0; l + 1 < before->n_layers; l++)
    for (int k = 0; k < before->sizes[l + 1]; k++) {
      *unit = !learnt_nothing (untaught, after, l, (size_t) k);
      mask.n_kept += *unit++;
    }
  nn_reference_free (untaught);
  nn_reference_free (v);
  nn_network_unref (shape);
  return mask;
}

/* True where a rectified unit is nearer than `near` to its kink for one of the examples, so that
 * rounding may put it on either side. */
static inline bool
is_at_a_kink (NnReference *reference, const NnSamples *samples, size_t first, size_t n, NnCost cost,
              NnDropMask kept, double near)
{
  if (reference->activation != NN_ACTIVATION_RELU)
    return false;
  for (size_t i = first; i < first + n; i++) {
    nn_reference_feed_forward (reference, samples, i, cost, kept);
    for (int l = 1; l < reference->n_layers; l++)
      for (int k = 0; k < reference->sizes[l]; k++)
        if ((kept == NULL || kept[l - 1][k]) &&
            fabs (reference->z[reference->first_unit[l] + (size_t) k]) < near)
          return true;
  }
  return false;
}
