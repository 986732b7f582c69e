/* SPDX-License-Identifier: MIT */
/* nn-rng.h: the explicit random state of a run.
 *
 * The generator is xoshiro256** 1.0 (Blackman and Vigna, 2018), its state filled by splitmix64
 * (Steele, Lea and Flood, 2014). Every purpose draws from a stream of its own, so that what is
 * monitored, or how often a run is interrupted, changes no other draw. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t s[4]; /* never all zero */
} NnRng;

/* Streams of one seed. The order of epoch e (from 1) comes from NN_STREAM_SHUFFLE + e, and so needs
 * no state of the epochs before it. */
#define NN_STREAM_INITIALISE UINT64_C (0)
#define NN_STREAM_SHUFFLE    UINT64_C (0x100000000)
#define NN_STREAM_DROPOUT    UINT64_C (0x200000000)

/* Fills the state with four outputs of splitmix64 started at `seed`. */
void nn_rng_seed (NnRng *rng, uint64_t seed);

/* As nn_rng_seed, for one of 2^64 statistically independent streams of `seed`; stream 0 is not
 * nn_rng_seed's. */
void nn_rng_seed_stream (NnRng *rng, uint64_t seed, uint64_t stream);

/* The next 64 random bits. */
uint64_t nn_rng_next (NnRng *rng);

/* Uniform in [0, 1), a multiple of 2^-53. */
double nn_rng_uniform (NnRng *rng);

/* N(0, 1) by Box and Muller; consumes two outputs, keeps no state beside `rng`. */
double nn_rng_normal (NnRng *rng);

/* Uniform in 0 … n − 1 without bias (Lemire, 2019); n ≥ 1. */
uint32_t nn_rng_below (NnRng *rng, uint32_t n);

/* Fisher and Yates: permutes order[n] in place. */
void nn_rng_shuffle (NnRng *rng, uint32_t *order, size_t n);
