/* SPDX-License-Identifier: MIT */
#include "lab/nabla-rates.h"

#include <math.h>

static gboolean
is_size (double x)
{
  return isfinite (x) && x >= 0.0;
}

gboolean
nabla_rates_are_valid (const NablaRates *rates)
{
  return is_size (rates->learning_rate) && is_size (rates->l2) && is_size (rates->momentum) &&
         rates->momentum < 1.0;
}

gboolean
nabla_rates_equal (const NablaRates *a, const NablaRates *b)
{
  return a->learning_rate == b->learning_rate && a->l2 == b->l2 && a->momentum == b->momentum;
}
