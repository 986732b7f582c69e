/* SPDX-License-Identifier: MIT */
/* nn-kernel-vector.h: vectors of LANES floats (4, 8 or 16), which the file that includes it defines
 * beforehand; internal to nn. What the compiler makes of them depends on that file's options. */
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ALWAYS_INLINE static inline __attribute__ ((always_inline))

typedef float Vector __attribute__ ((vector_size (LANES * 4), may_alias));
typedef int32_t Integers __attribute__ ((vector_size (LANES * 4), may_alias));

#define PER_ROW (NN_PANEL / LANES) /* vectors of a row of a panel */

/* Numbers of the lanes of a row. */
static const int32_t lane_numbers[NN_PANEL] __attribute__ ((aligned (64))) = {
  0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
  16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

ALWAYS_INLINE Vector
all (float x)
{
  return x - (Vector){ 0 };
}

/* LANES small numbers as whole ones. Compilers know these steps, but not always that one
 * instruction does them. */
ALWAYS_INLINE Integers
widen_shorts (const uint16_t *small)
{
#if LANES == 16 && defined(__AVX512F__)
  return (Integers) _mm512_cvtepu16_epi32 (_mm256_loadu_si256 ((const __m256i *) small));
#elif LANES == 8 && defined(__AVX2__)
  return (Integers) _mm256_cvtepu16_epi32 (_mm_loadu_si128 ((const __m128i *) small));
#elif LANES == 4 && defined(__SSE2__)
  return (Integers) _mm_unpacklo_epi16 (_mm_loadl_epi64 ((const __m128i *) small),
                                        _mm_setzero_si128 ());
#else
  Integers wide = { 0 };
  for (int i = 0; i < LANES; i++)
    wide[i] = small[i];
  return wide;
#endif
}

#ifdef __SSE2__
ALWAYS_INLINE __m128i
widen_four_bytes (const uint8_t *small)
{
  int32_t four;
  memcpy (&four, small, sizeof four);
  __m128i bytes = _mm_cvtsi32_si128 (four);
#ifdef __SSE4_1__
  return _mm_cvtepu8_epi32 (bytes);
#else
  const __m128i zero = _mm_setzero_si128 ();
  return _mm_unpacklo_epi16 (_mm_unpacklo_epi8 (bytes, zero), zero);
#endif
}
#endif

ALWAYS_INLINE Integers
widen_bytes (const uint8_t *small)
{
#if LANES == 16 && defined(__AVX512F__)
  return (Integers) _mm512_cvtepu8_epi32 (_mm_loadu_si128 ((const __m128i *) small));
#elif LANES == 8 && defined(__AVX2__)
  return (Integers) _mm256_cvtepu8_epi32 (_mm_loadl_epi64 ((const __m128i *) small));
#elif LANES == 4 && defined(__SSE2__)
  return (Integers) widen_four_bytes (small);
#else
  Integers wide = { 0 };
  for (int i = 0; i < LANES; i++)
    wide[i] = small[i];
  return wide;
#endif
}

#ifdef __SSE2__
ALWAYS_INLINE void
spread_register (__m128 four, Vector *each)
{
#if LANES == 16 && defined(__AVX512F__)
  __m512 all_four = _mm512_broadcast_f32x4 (four);
  each[0] = (Vector) _mm512_permute_ps (all_four, 0x00);
  each[1] = (Vector) _mm512_permute_ps (all_four, 0x55);
  each[2] = (Vector) _mm512_permute_ps (all_four, 0xaa);
  each[3] = (Vector) _mm512_permute_ps (all_four, 0xff);
#elif LANES == 8 && defined(__AVX2__)
  __m256 all_four = _mm256_set_m128 (four, four);
  each[0] = (Vector) _mm256_permute_ps (all_four, 0x00);
  each[1] = (Vector) _mm256_permute_ps (all_four, 0x55);
  each[2] = (Vector) _mm256_permute_ps (all_four, 0xaa);
  each[3] = (Vector) _mm256_permute_ps (all_four, 0xff);
#else
  each[0] = (Vector) _mm_shuffle_ps (four, four, 0x00);
  each[1] = (Vector) _mm_shuffle_ps (four, four, 0x55);
  each[2] = (Vector) _mm_shuffle_ps (four, four, 0xaa);
  each[3] = (Vector) _mm_shuffle_ps (four, four, 0xff);
#endif
}
#endif

/* Each of four numbers in all lanes of a vector. Where loads are what a loop waits for, one load
 * for all four beats one for each. */
ALWAYS_INLINE void
spread (const float *four, Vector *each)
{
#ifdef __SSE2__
  spread_register (_mm_loadu_ps (four), each);
#else
  for (int i = 0; i < 4; i++)
    each[i] = all (four[i]);
#endif
}

ALWAYS_INLINE void
spread_bytes (const uint8_t *four, Vector *each)
{
#ifdef __SSE2__
  spread_register (_mm_cvtepi32_ps (widen_four_bytes (four)), each);
#else
  for (int i = 0; i < 4; i++)
    each[i] = all ((float) four[i]);
#endif
}

/* 1 / x: where division is slow, an estimate and one of Newton's steps, which doubles its digits.
 */
ALWAYS_INLINE Vector
inverse (Vector x)
{
#if LANES == 16 && defined(__AVX512F__)
  Vector estimate = (Vector) _mm512_rcp14_ps ((__m512) x);
  return estimate + estimate * (1.0f - x * estimate);
#else
  return 1.0f / x;
#endif
}

/* yes where the mask is all ones, no where it is zero. */
ALWAYS_INLINE Vector
choose (Integers mask, Vector yes, Vector no)
{
  return (Vector) (((Integers) yes & mask) | ((Integers) no & ~mask));
}

/* The instructions answer with their second operand where one of the two is not a number. */
#if LANES == 16 && defined(__AVX512F__)
#define SMALLER(a, b) ((Vector) _mm512_min_ps ((__m512) (a), (__m512) (b)))
#define LARGER(a, b)  ((Vector) _mm512_max_ps ((__m512) (a), (__m512) (b)))
#elif LANES == 8 && defined(__AVX2__)
#define SMALLER(a, b) ((Vector) _mm256_min_ps ((__m256) (a), (__m256) (b)))
#define LARGER(a, b)  ((Vector) _mm256_max_ps ((__m256) (a), (__m256) (b)))
#elif LANES == 4 && defined(__SSE2__)
#define SMALLER(a, b) ((Vector) _mm_min_ps ((__m128) (a), (__m128) (b)))
#define LARGER(a, b)  ((Vector) _mm_max_ps ((__m128) (a), (__m128) (b)))
#else
#define SMALLER(a, b) choose ((a) < (b), a, b)
#define LARGER(a, b)  choose ((a) > (b), a, b)
#endif

/* What is not a number stays so. */
ALWAYS_INLINE Vector
limit (Vector x, float low, float high)
{
  return LARGER (all (low), SMALLER (all (high), x));
}

ALWAYS_INLINE Vector
magnitude (Vector x)
{
  return (Vector) ((Integers) x & 0x7fffffff);
}

/* Ones in the lanes of vector v of a row whose number is below n. */
ALWAYS_INLINE Integers
lanes_below (int v, int n)
{
  return ((const Integers *) lane_numbers)[v] < n;
}

/* e^x for |x| ≤ 87.5, to a relative 1.2e-7: 2^k e^r with |r| ≤ ½ ln 2. Adding 1.5·2^23 rounds to a
 * whole number, which is then found in the lowest bits. */
ALWAYS_INLINE Vector
exponential (Vector x)
{
  Vector rounded = x * 1.44269504f + 12582912.0f;
  Vector k = rounded - 12582912.0f;
  Vector r = (x - k * 0.693359375f) + k * 2.12194440e-4f; /* ln 2 in two parts, the first exact */
  Vector p = r * (1.0f / 720.0f) + 1.0f / 120.0f;

  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = (p * r) * r + r;
  Vector power = (Vector) (((Integers) rounded - 0x4b400000 + 127) << 23);
  return power + power * p;
}

ALWAYS_INLINE Vector
sigmoid (Vector z)
{
  return inverse (1.0f + exponential (-limit (z, -87.0f, 87.0f)));
}

/* tanh |z| = (1 − e) / (1 + e) with e = e^(−2|z|); small z by the series, as 1 − e would cancel. */
ALWAYS_INLINE Vector
hyperbolic_tangent (Vector z)
{
  Vector size = magnitude (z), square = z * z;
  Vector e = exponential (-2.0f * limit (size, 0.0f, 20.0f));
  Vector far = (1.0f - e) / (1.0f + e);
  Vector series = square * -0.0539682540f + 0.1333333333f;

  series = series * square - 0.3333333333f;
  series = size + size * square * series;
  Vector answer = choose (size < 0.25f, series, far);
  return (Vector) ((Integers) answer | ((Integers) z & INT32_MIN));
}

/* ln(1 + e^x) = max (x, 0) + ln(1 + t), t = e^−|x|; ln(1 + t) = 2 artanh (t / (2 + t)). */
ALWAYS_INLINE Vector
softplus (Vector x)
{
  Vector size = magnitude (x), t = exponential (-limit (size, 0.0f, 87.0f));
  Vector s = t / (2.0f + t), q = s * s;
  Vector series = q * (1.0f / 13.0f) + 1.0f / 11.0f;

  series = series * q + 1.0f / 9.0f;
  series = series * q + 1.0f / 7.0f;
  series = series * q + 1.0f / 5.0f;
  series = series * q + 1.0f / 3.0f;
  series = series * q + 1.0f;
  return choose (x > 0.0f, x, all (0.0f)) + 2.0f * s * series;
}

#if LANES == 4
#define LOW_HALVES  0, 4, 1, 5
#define HIGH_HALVES 2, 6, 3, 7
#elif LANES == 8
#define LOW_HALVES  0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_HALVES 4, 12, 5, 13, 6, 14, 7, 15
#else
#define LOW_HALVES  0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#endif

/* Rows become columns: each round merges every row with the one half a square below it, lane by
 * lane, and after log2 LANES rounds all are where they belong. */
ALWAYS_INLINE void
turn (Vector *square)
{
  for (int round = 1; round < LANES; round *= 2) {
    Vector merged[LANES];
    for (int i = 0; i < LANES / 2; i++) {
      Vector upper = square[i], lower = square[i + LANES / 2];
      merged[2 * i] = __builtin_shufflevector (upper, lower, LOW_HALVES);
      merged[2 * i + 1] = __builtin_shufflevector (upper, lower, HIGH_HALVES);
    }
    for (int i = 0; i < LANES; i++)
      square[i] = merged[i];
  }
}

ALWAYS_INLINE float
sum_of_lanes (Vector x)
{
  float part[LANES], sum = 0.0f;

  memcpy (part, &x, sizeof part);
  for (int i = 0; i < LANES; i++)
    sum += part[i];
  return sum;
}
