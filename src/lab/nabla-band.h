/* SPDX-License-Identifier: MIT */
/* nabla-band.h: the mean of several seeds and how far they lie apart. */
#pragma once

#include <glib.h>

typedef enum {
  NABLA_BAND_DEVIATION, /* mean ± standard deviation (of the sample, n − 1) */
  NABLA_BAND_EXTREMES,  /* least to greatest */
} NablaBandKind;

typedef struct {
  double mean;      /* NAN where no value is finite */
  double low, high; /* NAN for fewer than two finite values */
  guint n;          /* finite values */
} NablaBand;

/* Of n values, those that are not finite left out. */
NablaBand nabla_band_of (const double *values, gsize n, NablaBandKind kind);
