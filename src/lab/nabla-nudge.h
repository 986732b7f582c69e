/* SPDX-License-Identifier: MIT */
/* nabla-nudge.h: the smallest change of an image that makes a network answer another digit: no
 * pixel moves by more than ε, and none beyond white and black. */
#pragma once

#include "lab/nabla-error.h"
#include "nn/nn-network.h"

#include <gio/gio.h>

typedef struct {
  int digit;     /* the answer to the image as it was */
  int new_digit; /* the answer to the nudged image; −1 where no ε ≤ 1 that was tried changes it */
  double epsilon; /* the largest change of a pixel, 0 … 1; not a number where there is none */
  gsize n_pixels;
  float *image; /* [n_pixels] the nudged image, 0 … 1; as it was where there is none */
} NablaNudge;

void nabla_nudge_free (NablaNudge *nudge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaNudge, nabla_nudge_free)

/* For input[n_in], 0 … 1. Walks towards the digits that are nearest by first order, in a few steps
 * of the same size for every pixel along the sign of the gradient of what speaks for that digit
 * against the answer; ε is found by doubling and halving to a sixty-fourth of itself. Without a
 * hidden layer that is the smallest there is; else none smaller was found, which is not to say that
 * none exists. Some 2 ms for 784-100-10, growing with the number of weights. G_IO_ERROR_CANCELLED,
 * NABLA_ERROR_INTERNAL of a network whose outputs are no digits. From any thread. */
NablaNudge *nabla_nudge_find (const NnNetwork *network, const float *input,
                              GCancellable *cancellable, GError **error);

/* The same on a thread of its own; `network` is shared and not changed, input is copied. */
void nabla_nudge_find_async (NnNetwork *network, const float *input, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
NablaNudge *nabla_nudge_find_finish (GAsyncResult *result, GError **error);
