/* SPDX-License-Identifier: MIT */
/* nabla-prediction.h: what a network makes of a whole part of a data set: its answer to each image,
 * how sure it is of it, and what the image costs. */
#pragma once

#include "lab/nabla-confusion.h"
#include "lab/nabla-data-set.h"
#include "nn/nn-cost.h"
#include "nn/nn-network.h"

/* Never changes once it is there; counted, from any thread. */
typedef struct {
  NnNetwork *network; /* that was asked; a reference */
  gsize n;
  gsize n_wrong;
  guint8 *digits;   /* [n] as the network reads them */
  float *certainty; /* [n] probability of that answer (nabla_digit_probabilities), 0 … 1 */
  float *costs;     /* [n] of each image with its label, without the terms of regularisation */
  guint *wrong;     /* [n_wrong] indices of those that are not as labelled, ascending */
  NablaConfusion confusion;
} NablaPrediction;

NablaPrediction *nabla_prediction_ref (NablaPrediction *prediction);
void nabla_prediction_unref (NablaPrediction *prediction); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaPrediction, nabla_prediction_unref)

/* Works it out on the calling thread. `network` is shared and not changed; `cost` is one that fits
 * its outputs. G_IO_ERROR_CANCELLED within a few milliseconds. */
NablaPrediction *nabla_prediction_make (NnNetwork *network, NablaDataSet *data_set,
                                        DigitsPartKind part, NnCost cost, GCancellable *cancellable,
                                        GError **error);

/* The same on a thread of its own. */
void nabla_prediction_make_async (NnNetwork *network, NablaDataSet *data_set, DigitsPartKind part,
                                  NnCost cost, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
NablaPrediction *nabla_prediction_make_finish (GAsyncResult *result, GError **error);
