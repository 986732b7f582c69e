/* SPDX-License-Identifier: MIT */
#include "digits/digits-rng.h"

DigitsRng
digits_rng_new (uint64_t seed, uint64_t index)
{
  /* Both are mixed before they meet, or neighbours would share a sequence but for an offset. */
  DigitsRng a = { seed }, b = { index ^ 0x6a09e667f3bcc909u };

  return (DigitsRng){ digits_rng_next (&a) ^ digits_rng_next (&b) };
}

float
digits_rng_uniform (DigitsRng *rng)
{
  return (float) (digits_rng_next (rng) >> 40) * 0x1p-24f;
}

uint32_t
digits_rng_below (DigitsRng *rng, uint32_t n)
{
  return (uint32_t) ((digits_rng_next (rng) >> 32) * n >> 32);
}

float
digits_rng_normal (DigitsRng *rng)
{
  uint64_t bits = digits_rng_next (rng);
  int32_t sum = (int32_t) (bits & 0xffff) + (int32_t) (bits >> 16 & 0xffff) +
                (int32_t) (bits >> 32 & 0xffff) + (int32_t) (bits >> 48);

  /* Four numbers of 0 … 65535 have the mean 4 · 32767.5 and the variance 4 · (65536² − 1)/12. */
  return (float) (sum - 131070) * 2.6429153e-5f;
}
