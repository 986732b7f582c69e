/* SPDX-License-Identifier: MIT */
/* digits-drawn.h: digits as they come out of a pen on a screen: what the synthesizer's hands write,
 * entered as drawings are. A pen tells few points or many, at even distances; it may be held down
 * between two strokes, which come in any order and from either end; a device may scale what is
 * narrow to a square; the pen's width says nothing about the writer. A network that has seen only
 * ink on paper misreads these. Deterministic as the synthesizer is: image i of a seed is the same
 * whatever else is drawn, on however many threads. */
#pragma once

#include "digits/digits-strokes.h"

/* Counts up whenever other drawings come out of the same seed: what has learnt from those before is
 * out of date. */
#define DIGITS_DRAWN_RECIPE 2

/* The strokes of drawing `index` of `seed`, in digit heights, and its label; width 0 where the pen
 * is MNIST's typical one. 0, or −1 for want of memory. */
int digits_drawn_strokes (uint64_t seed, uint64_t index, DigitsStrokes *strokes, uint8_t *label);

/* The same as an image, pixels[28][28], normalised as every drawing is. Labels are spread as the
 * synthesizer's are: ten images from a multiple of ten on show the ten digits. 0, or −1 for want of
 * memory. */
int digits_drawn_image (uint64_t seed, uint64_t index, uint8_t *pixels, uint8_t *label);

/* What digits_drawn_image() says for each of indices[n], into pixels[n][28][28] and labels[n], on
 * n_threads threads (1 …). 0, or −1 for want of memory. */
int digits_drawn_images (uint64_t seed, const uint64_t *indices, size_t n, uint8_t *pixels,
                         uint8_t *labels, int n_threads);
