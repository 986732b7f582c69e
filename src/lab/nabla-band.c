/* SPDX-License-Identifier: MIT */
#include "lab/nabla-band.h"

#include <math.h>

NablaBand
nabla_band_of (const double *values, gsize n, NablaBandKind kind)
{
  NablaBand band = { .mean = NAN, .low = NAN, .high = NAN };
  double sum = 0, squares = 0, least = INFINITY, greatest = -INFINITY;
  for (gsize i = 0; i < n; i++) {
    if (!isfinite (values[i]))
      continue;
    band.n++;
    sum += values[i];
    least = fmin (least, values[i]);
    greatest = fmax (greatest, values[i]);
  }
  if (band.n == 0)
    return band;
  band.mean = sum / band.n;
  if (band.n < 2)
    return band;
  /* From the mean: the difference of squares would lose what is small. */
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      squares += (values[i] - band.mean) * (values[i] - band.mean);
  double deviation = sqrt (squares / (band.n - 1));
  band.low = kind == NABLA_BAND_EXTREMES ? least : band.mean - deviation;
  band.high = kind == NABLA_BAND_EXTREMES ? greatest : band.mean + deviation;
  return band;
}
