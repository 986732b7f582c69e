/* SPDX-License-Identifier: MIT */
/* nabla-baselines.h: what can be read without any learning worth the name: the average image of
 * each digit, the digit whose images are on average about as dark (chapter 1: 22.25 % of MNIST's
 * test images), and the digit whose average image is nearest. */
#pragma once

#include "lab/nabla-confusion.h"
#include "lab/nabla-data-set.h"

typedef struct {
  gsize n_pixels;                  /* of an image */
  guint64 images[NABLA_N_DIGITS];  /* of each digit in the training part */
  double *averages;                /* [10][n_pixels] their averages, 0 … 1; 0 without images */
  double *by_pixel;                /* the same as [n_pixels][10] */
  double squares[NABLA_N_DIGITS];  /* Σ of the squares of each average image */
  double darkness[NABLA_N_DIGITS]; /* averages of all pixels of these, 0 … 1 */
  NablaConfusion by_darkness[DIGITS_N_PARTS]; /* of the digit that is nearest in darkness */
  NablaConfusion by_image[DIGITS_N_PARTS];    /* of that with the nearest average image */
} NablaBaselines;

void nabla_baselines_free (NablaBaselines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaBaselines, nabla_baselines_free)

/* Averages over the training part, then reads every part; a third of a second for MNIST on the
 * calling thread. G_IO_ERROR_CANCELLED soon after `cancellable` is. */
NablaBaselines *nabla_baselines_make (NablaDataSet *data_set, GCancellable *cancellable,
                                      GError **error);

/* The same on a thread of its own. */
void nabla_baselines_make_async (NablaDataSet *data_set, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
NablaBaselines *nabla_baselines_make_finish (GAsyncResult *result, GError **error);

/* The average image of a digit: [n_pixels]. */
const double *nabla_baselines_get_average (const NablaBaselines *self, int digit);

/* What they take an image pixels[n_pixels] for, of the digits that have images: the first of
 * equally near ones. Near images have a small sum of squared differences. */
int nabla_baselines_nearest_darkness (const NablaBaselines *self, const guint8 *pixels);
int nabla_baselines_nearest_image (const NablaBaselines *self, const guint8 *pixels);
