/* SPDX-License-Identifier: MIT */
/* nn-loops.h: the inner loops of training and evaluation; internal to nn.
 *
 * Rows of weights, weighted inputs, activations and errors are `stride` floats long, a multiple of
 * NN_LOOP_LANES, so that no loop has a remainder. The order of every sum is fixed. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define NN_LOOP_LANES 16

/* pixel / 255 for each of the 256 values of a pixel. */
extern const float nn_loop_pixel_values[256];

/* Lists the inputs of an example that are not zero: the unit in index[], its input in value[], each
 * with room for n; n ≤ 65536. Returns their number. */
size_t nn_loop_gather_pixels (const uint8_t *pixels, int n, uint16_t *index, float *value);
size_t nn_loop_gather_inputs (const float *inputs, int n, uint16_t *index, float *value);

/* Rows below are aligned to 64 bytes.
 *
 * z[stride] = bias[stride] + Σ_k value[k] · weights[index[k]][stride] (eq. 25). */
void nn_loop_sum_rows (float *z, const float *bias, const float *weights, int stride,
                       const uint16_t *index, const float *value, size_t count);

/* weights[index[k]][stride] += value[k] · step[stride] for each k (BP4). The indices differ. */
void nn_loop_add_rows (float *weights, int stride, const uint16_t *index, const float *value,
                       size_t count, const float *step);

/* Σ_j a[j] b[j] over stride lanes. */
float nn_loop_dot (const float *a, const float *b, int stride);

/* a[stride] = σ(z[stride]); both may be the same. Relative error below 3e-7 for |z| ≤ 87, and
 * σ(±87) beyond. */
void nn_loop_sigmoid (const float *z, float *a, int stride);

/* delta[n] *= a(1 − a): times σ′(z). */
void nn_loop_times_slope (float *delta, const float *a, int n);

/* a[n] += b[n], and a[n] *= factor. */
void nn_loop_add (float *a, const float *b, size_t n);
void nn_loop_scale (float *a, float factor, size_t n);

/* The largest |a[i]|; not a number where one of them is. */
float nn_loop_max_abs (const float *a, size_t n);
