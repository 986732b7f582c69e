/* SPDX-License-Identifier: MIT */
/* digits-synthesizer.h: digits that the program draws itself: per digit several stroke skeletons as
 * people write them, perturbed as hands do, rasterised, normalised as MNIST is. Deterministic:
 * image i of a seed and style is the same whatever else is drawn, on however many threads. */
#pragma once

#include "digits/digits-set.h"
#include "digits/digits-strokes.h"
#include "digits/digits-style.h"

#define DIGITS_SYNTHETIC_TRAINING 60000u
#define DIGITS_SYNTHETIC_TEST     10000u
#define DIGITS_SYNTHETIC_SEED     1u

/* Training images are 0 … of a seed; test images begin so far on that neither runs into the other.
 */
#define DIGITS_SYNTHETIC_FIRST_TEST ((uint64_t) 1 << 40)

/* Number of stroke skeletons of `digit` (0 … 9), and of all digits for −1. */
int digits_synthesizer_n_shapes (int digit);

/* The label of image `index` of `seed`, which is the same in all styles, without drawing it. */
int digits_synthesizer_label (uint64_t seed, uint64_t index);

/* The perturbed strokes of image `index` of `seed`, in digit heights, and its label; width set in
 * the same unit. 0, or −1 for want of memory. */
int digits_synthesizer_strokes (uint64_t seed, uint64_t index, const DigitsStyle *style,
                                DigitsStrokes *strokes, uint8_t *label);

/* Draws image `index` of `seed` into pixels[28][28]. Its label: ten images from a multiple
 * of ten on, counted from 0 or DIGITS_SYNTHETIC_FIRST_TEST, show the ten digits in an order of
 * their own. 0, or −1 for want of memory. */
int digits_synthesize (uint64_t seed, uint64_t index, const DigitsStyle *style, uint8_t *pixels,
                       uint8_t *label);

typedef struct {
  /* Polled at least every 10 ms; may be NULL. */
  const atomic_bool *stop;
  /* From the calling thread, some 100 times, 0 < done ≤ 1; may be NULL. */
  void (*progress) (double done, void *data);
  void *data;
} DigitsWatch;

/* A data set named "synthetic" of n_training (validation included) + n_test images; training images
 * are indices 0 …, test images DIGITS_SYNTHETIC_FIRST_TEST …. Uses `n_threads` threads (1 …). NULL
 * with *error (DIGITS_ERROR_STOPPED, DIGITS_ERROR_MEMORY, DIGITS_ERROR_SIZE). `watch` may be NULL.
 */
DigitsSet *digits_synthesize_set (uint64_t seed, size_t n_training, size_t n_test,
                                  size_t validation_size, const DigitsStyle *style, int n_threads,
                                  const DigitsWatch *watch, DigitsError *error);
