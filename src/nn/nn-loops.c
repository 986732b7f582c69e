/* SPDX-License-Identifier: MIT */
#include "nn/nn-loops.h"

#include <string.h>

#define PIXELS_4(p)  (p) / 255.0f, ((p) + 1) / 255.0f, ((p) + 2) / 255.0f, ((p) + 3) / 255.0f
#define PIXELS_16(p) PIXELS_4 (p), PIXELS_4 ((p) + 4), PIXELS_4 ((p) + 8), PIXELS_4 ((p) + 12)
#define PIXELS_64(p) PIXELS_16 (p), PIXELS_16 ((p) + 16), PIXELS_16 ((p) + 32), PIXELS_16 ((p) + 48)

const float nn_loop_pixel_values[256] = { PIXELS_64 (0), PIXELS_64 (64), PIXELS_64 (128),
                                          PIXELS_64 (192) };

size_t
nn_loop_gather_pixels (const uint8_t *pixels, int n, uint16_t *index, float *value)
{
  size_t count = 0;
  int i = 0;

  /* Most pixels are zero, in long runs: eight at once are passed over. Where one is not, all eight
   * are written without a branch; a zero is overwritten by the next. */
  for (; i + 8 <= n; i += 8) {
    uint64_t eight;
    memcpy (&eight, pixels + i, sizeof eight);
    if (eight == 0)
      continue;
    for (int k = i; k < i + 8; k++) {
      index[count] = (uint16_t) k;
      value[count] = nn_loop_pixel_values[pixels[k]];
      count += pixels[k] != 0;
    }
  }
  for (; i < n; i++) {
    index[count] = (uint16_t) i;
    value[count] = nn_loop_pixel_values[pixels[i]];
    count += pixels[i] != 0;
  }
  return count;
}

size_t
nn_loop_gather_inputs (const float *inputs, int n, uint16_t *index, float *value)
{
  size_t count = 0;

  for (int i = 0; i < n; i++) {
    index[count] = (uint16_t) i;
    value[count] = inputs[i];
    count += inputs[i] != 0.0f; /* true for what is not a number, which must not be hidden */
  }
  return count;
}

/* Four floats that are added and multiplied at once: what every machine of 64 bits has. */
typedef float Lanes __attribute__ ((vector_size (16), may_alias));

#define ALWAYS_INLINE inline __attribute__ ((always_inline))

/* `width` (16 or 32, a constant to each caller) columns of nn_loop_sum_rows, held in registers.
 */
static ALWAYS_INLINE void
sum_columns (float *restrict z, const float *restrict bias, const float *restrict weights, size_t n,
             const uint16_t *restrict index, const float *restrict value, size_t count,
             size_t width)
{
  Lanes sum[8];

  memcpy (sum, bias, width * sizeof (float));
  for (size_t k = 0; k < count; k++) {
    const Lanes *w = (const Lanes *) (weights + index[k] * n);
    float x = value[k];

    for (size_t i = 0; i < width / 4; i++)
      sum[i] += x * w[i];
  }
  memcpy (z, sum, width * sizeof (float));
}

void
nn_loop_sum_rows (float *restrict z, const float *restrict bias, const float *restrict weights,
                  int stride, const uint16_t *restrict index, const float *restrict value,
                  size_t count)
{
  size_t n = (size_t) stride, j = 0;

  for (; j + 32 <= n; j += 32)
    sum_columns (z + j, bias + j, weights + j, n, index, value, count, 32);
  if (j < n)
    sum_columns (z + j, bias + j, weights + j, n, index, value, count, 16);
}

/* `width` columns of nn_loop_add_rows, as above. */
static ALWAYS_INLINE void
add_columns (float *restrict weights, size_t n, const uint16_t *restrict index,
             const float *restrict value, size_t count, const float *restrict step, size_t width)
{
  Lanes part[8];

  memcpy (part, step, width * sizeof (float));
  for (size_t k = 0; k < count; k++) {
    Lanes *w = (Lanes *) (weights + index[k] * n);
    float x = value[k];

    for (size_t i = 0; i < width / 4; i++)
      w[i] += x * part[i];
  }
}

void
nn_loop_add_rows (float *restrict weights, int stride, const uint16_t *restrict index,
                  const float *restrict value, size_t count, const float *restrict step)
{
  size_t n = (size_t) stride, j = 0;

  for (; j + 32 <= n; j += 32)
    add_columns (weights + j, n, index, value, count, step + j, 32);
  if (j < n)
    add_columns (weights + j, n, index, value, count, step + j, 16);
}

float
nn_loop_dot (const float *restrict a, const float *restrict b, int stride)
{
  Lanes sum[4] = { 0 };

  for (int j = 0; j < stride; j += NN_LOOP_LANES) {
    const Lanes *x = (const Lanes *) (a + j), *y = (const Lanes *) (b + j);
    for (int i = 0; i < 4; i++)
      sum[i] += x[i] * y[i];
  }
  sum[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  return (sum[0][0] + sum[0][1]) + (sum[0][2] + sum[0][3]);
}

/* e^x for |x| ≤ 87.5: 2^k e^r with |r| ≤ ½ ln 2. Adding 1.5·2^23 rounds to a whole number, which is
 * then found in the lowest bits. */
static inline float
exponential (float x)
{
  union {
    float f;
    uint32_t u;
  } rounded, power;

  rounded.f = x * 1.44269504f + 12582912.0f;
  float k = rounded.f - 12582912.0f;
  float r = (x - k * 0.693359375f) + k * 2.12194440e-4f; /* ln 2 in two parts, the first exact */
  float p = 1.0f / 720.0f;

  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = (p * r) * r + r;
  power.u = (rounded.u - 0x4b400000u + 127u) << 23;
  return power.f + power.f * p;
}

static inline float
sigmoid (float z)
{
  z = z > 87.0f ? 87.0f : z; /* what is not a number stays so */
  z = z < -87.0f ? -87.0f : z;
  return 1.0f / (1.0f + exponential (-z));
}

void
nn_loop_sigmoid (const float *z, float *a, int stride)
{
  size_t n = (size_t) stride & ~(size_t) (NN_LOOP_LANES - 1);
  for (size_t i = 0; i < n; i++)
    a[i] = sigmoid (z[i]);
}

void
nn_loop_times_slope (float *restrict delta, const float *restrict a, int n)
{
  for (int i = 0; i < n; i++)
    delta[i] *= a[i] * (1.0f - a[i]);
}

void
nn_loop_add (float *restrict a, const float *restrict b, size_t n)
{
  for (size_t i = 0; i < n; i++)
    a[i] += b[i];
}

void
nn_loop_scale (float *a, float factor, size_t n)
{
  for (size_t i = 0; i < n; i++)
    a[i] *= factor;
}

float
nn_loop_max_abs (const float *a, size_t n)
{
  uint32_t largest = 0;
  float answer;

  /* Without the sign the bits of floats are ordered as the floats are, and what is not a number
   * comes after infinity. */
  for (size_t i = 0; i < n; i++) {
    int32_t bits;
    memcpy (&bits, a + i, sizeof bits);
    uint32_t magnitude = (uint32_t) bits & 0x7fffffffu;
    largest = magnitude > largest ? magnitude : largest;
  }
  memcpy (&answer, &largest, sizeof answer);
  return answer;
}
