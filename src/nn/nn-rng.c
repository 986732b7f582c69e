/* SPDX-License-Identifier: MIT */
#include "nn/nn-rng.h"

#include <assert.h>
#include <math.h>

#define TWO_PI 6.283185307179586476925286766559

/* One step of splitmix64. */
static uint64_t
split_mix (uint64_t *state)
{
  uint64_t x = (*state += UINT64_C (0x9e3779b97f4a7c15));

  x = (x ^ (x >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static uint64_t
rotate_left (uint64_t x, int bits)
{
  return (x << bits) | (x >> (64 - bits));
}

void
nn_rng_seed (NnRng *rng, uint64_t seed)
{
  /* splitmix64 is a bijection of its counter, so four outputs in a row are never all zero. */
  for (int i = 0; i < 4; i++)
    rng->s[i] = split_mix (&seed);
}

void
nn_rng_seed_stream (NnRng *rng, uint64_t seed, uint64_t stream)
{
  /* Seed and stream are mixed apart before they meet: neighbouring seeds and neighbouring streams
   * are the usual case, and must not cancel. The constant keeps stream 0 apart from the seed. */
  uint64_t stream_state = stream ^ UINT64_C (0xd1342543de82ef95);
  uint64_t mixed = split_mix (&seed) + rotate_left (split_mix (&stream_state), 17);

  nn_rng_seed (rng, split_mix (&mixed));
}

uint64_t
nn_rng_next (NnRng *rng)
{
  uint64_t *s = rng->s;
  uint64_t result = rotate_left (s[1] * 5, 7) * 9;
  uint64_t shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate_left (s[3], 45);
  return result;
}

double
nn_rng_uniform (NnRng *rng)
{
  return (double) (nn_rng_next (rng) >> 11) * 0x1p-53;
}

double
nn_rng_normal (NnRng *rng)
{
  double radius = sqrt (-2.0 * log (1.0 - nn_rng_uniform (rng))); /* of (0, 1]: never log 0 */

  return radius * cos (TWO_PI * nn_rng_uniform (rng));
}

uint32_t
nn_rng_below (NnRng *rng, uint32_t n)
{
  assert (n >= 1);
  uint64_t product = (nn_rng_next (rng) >> 32) * n;

  if ((uint32_t) product < n) {
    uint32_t threshold = -n % n; /* 2^32 mod n: products with a lower half below it are surplus */
    while ((uint32_t) product < threshold)
      product = (nn_rng_next (rng) >> 32) * n;
  }
  return (uint32_t) (product >> 32);
}

void
nn_rng_shuffle (NnRng *rng, uint32_t *order, size_t n)
{
  assert (n <= UINT32_MAX);
  for (size_t i = n; i > 1; i--) {
    size_t j = nn_rng_below (rng, (uint32_t) i);
    uint32_t moved = order[i - 1];
    order[i - 1] = order[j];
    order[j] = moved;
  }
}
