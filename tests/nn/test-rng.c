/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-rng.h"

#include <string.h>

/* Published vectors of xoshiro256** started at {1, 2, 3, 4}. */
static void
gives_the_published_numbers (void)
{
  static const uint64_t expected[] = {
    UINT64_C (11520),
    UINT64_C (0),
    UINT64_C (1509978240),
    UINT64_C (1215971899390074240),
    UINT64_C (1216172134540287360),
    UINT64_C (607988272756665600),
    UINT64_C (16172922978634559625),
    UINT64_C (8476171486693032832),
    UINT64_C (10595114339597558777),
    UINT64_C (2904607092377533576),
  };
  NnRng rng = { { 1, 2, 3, 4 } };

  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    CLAIM (nn_rng_next (&rng) == expected[i]);
}

/* Published vectors of splitmix64 started at 1234567. */
static void
is_seeded_by_splitmix64 (void)
{
  NnRng rng;

  nn_rng_seed (&rng, 1234567);
  CLAIM (rng.s[0] == UINT64_C (6457827717110365317));
  CLAIM (rng.s[1] == UINT64_C (3203168211198807973));
  CLAIM (rng.s[2] == UINT64_C (9817491932198370423));
  CLAIM (rng.s[3] == UINT64_C (4593380528125082431));
}

/* Streams are named in saved runs: their first numbers must never change. */
static void
streams_differ_and_stay (void)
{
  enum { N = 16 };
  uint64_t first[N * N + 1];
  NnRng rng;
  int n = 0;

  for (uint64_t seed = 0; seed < N; seed++)
    for (uint64_t stream = 0; stream < N; stream++) {
      nn_rng_seed_stream (&rng, seed, stream);
      first[n++] = nn_rng_next (&rng);
    }
  nn_rng_seed (&rng, 1);
  first[n++] = nn_rng_next (&rng);
  for (int i = 0; i < n; i++)
    for (int k = 0; k < i; k++)
      CLAIM (first[i] != first[k]);

  nn_rng_seed_stream (&rng, 1, NN_STREAM_SHUFFLE + 1);
  CLAIM (nn_rng_next (&rng) == UINT64_C (4213461945175606076));
}

static void
uniform_and_normal_have_their_moments (void)
{
  enum { N = 200000 };
  double sum = 0, normal_sum = 0, squares = 0, fourth = 0;
  NnRng rng;

  nn_rng_seed (&rng, 5);
  for (int i = 0; i < N; i++) {
    double u = nn_rng_uniform (&rng), z = nn_rng_normal (&rng);
    CLAIM (u >= 0.0 && u < 1.0);
    sum += u;
    normal_sum += z;
    squares += z * z;
    fourth += z * z * z * z;
  }
  CLAIM_NEAR (sum / N, 0.5, 0.003);
  CLAIM_NEAR (normal_sum / N, 0.0, 0.01);
  CLAIM_NEAR (squares / N, 1.0, 0.02);
  CLAIM_NEAR (fourth / N, 3.0, 0.15);
}

static void
normal_consumes_two_numbers (void)
{
  NnRng a, b;

  nn_rng_seed (&a, 9);
  b = a;
  nn_rng_normal (&a);
  nn_rng_next (&b);
  nn_rng_next (&b);
  CLAIM (memcmp (&a, &b, sizeof a) == 0);
}

static void
below_is_even (void)
{
  enum { N = 70000 };
  int seen[7] = { 0 };
  NnRng rng;

  nn_rng_seed (&rng, 6);
  for (int i = 0; i < N; i++) {
    uint32_t k = nn_rng_below (&rng, 7);
    CLAIM (k < 7);
    seen[k]++;
  }
  for (int k = 0; k < 7; k++)
    CLAIM_NEAR (seen[k], N / 7, 500);
  CLAIM (nn_rng_below (&rng, 1) == 0);

  /* 3·2^30 of 2^32: without the rejection every third number would come twice as often. */
  int third = 0;
  for (int i = 0; i < N; i++)
    third += nn_rng_below (&rng, 3u << 30) % 3 == 0;
  CLAIM_NEAR (third, N / 3, 500);
}

static void
shuffles_are_permutations (void)
{
  enum { N = 1000 };
  uint32_t order[N], again[N];
  char seen[N] = { 0 };
  NnRng rng;
  int in_place = 0;

  for (uint32_t i = 0; i < N; i++)
    order[i] = again[i] = i;
  nn_rng_seed (&rng, 7);
  nn_rng_shuffle (&rng, order, N);
  for (int i = 0; i < N; i++) {
    CLAIM (order[i] < N && !seen[order[i]]);
    seen[order[i]] = 1;
    in_place += order[i] == (uint32_t) i;
  }
  CLAIM (in_place < 10);
  nn_rng_seed (&rng, 7);
  nn_rng_shuffle (&rng, again, N);
  CLAIM (memcmp (order, again, sizeof order) == 0);
  nn_rng_shuffle (&rng, order, 0);
  nn_rng_shuffle (&rng, order, 1);
}

/* All 24 orders of four come equally often. */
static void
shuffles_are_even (void)
{
  enum { N = 48000 };
  int seen[256] = { 0 }, kinds = 0;
  NnRng rng;

  nn_rng_seed (&rng, 8);
  for (int i = 0; i < N; i++) {
    uint32_t order[4] = { 0, 1, 2, 3 };
    nn_rng_shuffle (&rng, order, 4);
    seen[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
  }
  for (int k = 0; k < 256; k++)
    if (seen[k] > 0) {
      CLAIM_NEAR (seen[k], N / 24, 230);
      kinds++;
    }
  CLAIM (kinds == 24);
}

int
main (void)
{
  RUN ("/nn/rng/gives-the-published-numbers", gives_the_published_numbers);
  RUN ("/nn/rng/is-seeded-by-splitmix64", is_seeded_by_splitmix64);
  RUN ("/nn/rng/streams-differ-and-stay", streams_differ_and_stay);
  RUN ("/nn/rng/uniform-and-normal-have-their-moments", uniform_and_normal_have_their_moments);
  RUN ("/nn/rng/normal-consumes-two-numbers", normal_consumes_two_numbers);
  RUN ("/nn/rng/below-is-even", below_is_even);
  RUN ("/nn/rng/shuffles-are-permutations", shuffles_are_permutations);
  RUN ("/nn/rng/shuffles-are-even", shuffles_are_even);
  return DONE ();
}
