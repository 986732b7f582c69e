/* SPDX-License-Identifier: MIT */
/* nabla-prediction.h: what a network makes of a whole part of a data set, worked out on a thread of
 * its own. */
#pragma once

#include "lab/nabla-data-set.h"
#include "nn/nn-network.h"

typedef struct {
  gsize n;
  gsize n_wrong;
  guint8 *digits; /* [n] as the network reads them */
  guint *wrong;   /* [n_wrong] indices of those that are not as labelled, ascending */
} NablaPrediction;

void nabla_prediction_free (NablaPrediction *prediction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaPrediction, nabla_prediction_free)

/* `network` is shared and not changed; G_IO_ERROR_CANCELLED within a few milliseconds. */
void nabla_prediction_make_async (NnNetwork *network, NablaDataSet *data_set, DigitsPartKind part,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
NablaPrediction *nabla_prediction_make_finish (GAsyncResult *result, GError **error);
