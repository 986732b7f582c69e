/* SPDX-License-Identifier: MIT */
/* nabla-rates.h: the hyper-parameters that can be changed while a run trains, and one such change.
 * Plain values: assigned to copy them. */
#pragma once

#include <glib.h>

typedef struct {
  double learning_rate; /* η, ≥ 0 and finite */
  double l2;            /* λ, ≥ 0 and finite */
  double momentum;      /* μ, 0 … below 1 */
} NablaRates;

/* In force from a mini-batch on. The changes of a run, in order, and its set-up determine its
 * parameters bit for bit. */
typedef struct {
  int epoch;     /* from 1, the one under way */
  gsize images;  /* of it that were done */
  double epochs; /* the same as a place on an axis of epochs: epoch − 1 + images / n */
  NablaRates rates;
} NablaRateChange;

/* What cannot be a rate is FALSE. */
gboolean nabla_rates_are_valid (const NablaRates *rates);
gboolean nabla_rates_equal (const NablaRates *a, const NablaRates *b);
