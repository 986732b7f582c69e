/* SPDX-License-Identifier: MIT */
/* nabla-reader.h: the network that reads drawings where nobody has trained one: of the preset
 * "for-drawing", trained once, in some seconds, and kept in the user's cache folder. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-model.h"

#include <stdatomic.h>

/* The preset's name, and the model's where one is asked for by name. */
#define NABLA_READER_PRESET "for-drawing"
#define NABLA_READER_MODEL  "default"

/* Who waits for it. Every member may be NULL. */
typedef struct {
  const atomic_bool *stop;    /* polled some 100 times while digits are synthesized, then at least
                                 every 10 ms */
  NablaDataProgress progress; /* 0 … 1, on the thread that trains */
  gpointer data;
} NablaReaderWatch;

/* The one that is kept, or NULL: there is none, it is of another version of the program, or of
 * synthesized digits although `data_set` (NULL: whatever it is of) is MNIST. Any thread. */
NablaModel *nabla_reader_load_kept (NablaDataSet *data_set);

/* The one that is kept, else one trained on `data_set` (NULL: MNIST in the user's folder where it
 * is, else synthesized digits; in place of synthesized digits of another style on those of the
 * training style) and kept; where it cannot be kept it is still returned. On the
 * calling thread. NULL with error: G_IO_ERROR_CANCELLED where it was stopped, NABLA_ERROR_INPUT
 * where the data set has no 28×28 images, NABLA_ERROR_INTERNAL. */
NablaModel *nabla_reader_make (NablaDataSet *data_set, const NablaReaderWatch *watch,
                               GError **error);

/* Both in a thread of low priority. Where none is kept the first ends with G_IO_ERROR_NOT_FOUND. */
void nabla_reader_load_kept_async (NablaDataSet *data_set, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
void nabla_reader_make_async (NablaDataSet *data_set, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
NablaModel *nabla_reader_make_finish (GAsyncResult *result, GError **error);
