/* SPDX-License-Identifier: MIT */
/* digits-rng.h: SplitMix64 (Steele, Lea, Flood 2014; the public-domain code of S. Vigna): a counter
 * and a mixing function, so that every image can have a generator of its own for nothing. */
#pragma once

#include <stdint.h>

typedef struct {
  uint64_t state;
} DigitsRng;

static inline uint64_t
digits_rng_next (DigitsRng *rng)
{
  uint64_t z = rng->state += 0x9e3779b97f4a7c15u;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* The generator of stream `index` of `seed`. */
DigitsRng digits_rng_new (uint64_t seed, uint64_t index);

/* In [0, 1). */
float digits_rng_uniform (DigitsRng *rng);

/* In 0 … n − 1; n > 0 and small. */
uint32_t digits_rng_below (DigitsRng *rng, uint32_t n);

/* Mean 0, standard deviation 1: the sum of four uniform numbers, so never beyond ±3.47. A hand has
 * no wilder moments either, and no logarithm is taken. */
float digits_rng_normal (DigitsRng *rng);
