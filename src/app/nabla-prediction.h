/* SPDX-License-Identifier: MIT */
/* nabla-prediction.h: what a network makes of a whole part of a data set, worked out on a thread of
 * its own. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-image-choice.h"
#include "nn/nn-network.h"

/* Never changes once it is there; counted, from any thread. */
typedef struct {
  NnNetwork *network;
  NnEncoding encoding;
  gsize n;
  gsize n_wrong;
  guint8 *digits;   /* [n] as the network reads them */
  float *costs;     /* [n] −ln of the probability of the label, ≥ 0 */
  float *certainty; /* [n] probability of the digit that it reads */
} NablaPrediction;

NablaPrediction *nabla_prediction_ref (NablaPrediction *prediction);
void nabla_prediction_unref (NablaPrediction *prediction); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaPrediction, nabla_prediction_unref)

/* `network` is shared and not changed; G_IO_ERROR_CANCELLED within a few milliseconds. */
void nabla_prediction_make_async (NnNetwork *network, NablaDataSet *data_set, DigitsPartKind part,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/* A reference. */
NablaPrediction *nabla_prediction_make_finish (GAsyncResult *result, GError **error);
