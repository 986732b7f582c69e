/* SPDX-License-Identifier: MIT */
/* nabla-data-set.h: a data set that is there, or on its way: loaded or synthesized in the
 * background. */
#pragma once

#include "digits/digits-set.h"
#include "lab/nabla-digit-style.h"
#include "lab/nabla-image-folder.h"
#include "lab/nabla-own-digits.h"
#include "nn/nn-samples.h"

G_BEGIN_DECLS

#define NABLA_TYPE_DATA_SET (nabla_data_set_get_type ())
G_DECLARE_FINAL_TYPE (NablaDataSet, nabla_data_set, NABLA, DATA_SET, GObject)

/* Called on the worker thread of an asynchronous load: 0 … 1. */
typedef void (*NablaDataProgress) (double done, gpointer data);

/* Where MNIST is looked for: $XDG_DATA_HOME/nabla/mnist. Owned by the library. */
const char *nabla_data_set_user_folder (void);

/* Blocking; for the command line and tests. `progress` is called on the calling thread and may be
 * NULL. */
NablaDataSet *nabla_data_set_load (const char *folder, gsize validation_size, GError **error);
/* The folder may hold images by class instead of IDX files; then there is progress. It may also be
 * a file: one of the four, or one of images with its labels beside it (nabla-idx-pair.h). */
NablaDataSet *nabla_data_set_load_watched (const char *folder, gsize validation_size,
                                           NablaDataProgress progress, gpointer data,
                                           GCancellable *cancellable, GError **error);
/* `style` is a valid one. The same seed and style draw the same images. */
NablaDataSet *nabla_data_set_synthesize (guint64 seed, NablaDigitStyle style, gsize validation_size,
                                         NablaDataProgress progress, gpointer data,
                                         GCancellable *cancellable, GError **error);

/* A test part of these images, which are taken over, beside the training part of `base`, whose
 * memory it shares; where that is NULL or of another size, beside the images themselves. For few
 * images, on the calling thread. NULL for want of memory. */
NablaDataSet *nabla_data_set_new_of_images (NablaDataSet *base, DigitsImages *images);

/* Which digits are wanted, and which synthesized ones they are where it comes to those. */
typedef struct {
  const char *folder;    /* NULL: MNIST in the user's folder where it is, else synthesized; where
                            what lies there cannot be read, synthesized too, with a warning */
  gboolean is_synthetic; /* synthesized ones, wherever MNIST is */
  guint64 seed;          /* of synthesized ones, as is their style */
  NablaDigitStyle style;
  gsize validation_size;
} NablaDataWish;

/* In a GTask thread of low priority. `wish` is copied. `progress` is called on the main thread. */
void nabla_data_set_prepare_async (const NablaDataWish *wish, GCancellable *cancellable,
                                   NablaDataProgress progress, gpointer progress_data,
                                   GAsyncReadyCallback callback, gpointer data);
NablaDataSet *nabla_data_set_prepare_finish (GAsyncResult *result, GError **error);

const char *
nabla_data_set_get_name (NablaDataSet *self); /* "MNIST", "synthetic", "synthetic (shown 1.5)" of
                                                 another style, name of folder or file */
const char *nabla_data_set_get_folder (NablaDataSet *self); /* NULL for synthesized digits */
/* What tells it from any other: SHA-256, in hexadecimal, of the sizes, pixels and labels of its
 * parts. Reckoned when it is first asked for, in some tenths of a second of the calling thread: not
 * on the main thread of a window. From any thread. */
const char *nabla_data_set_get_digest (NablaDataSet *self);
/* TRUE where that is known already. */
gboolean nabla_data_set_has_digest (NablaDataSet *self);
/* The seed of synthesized digits; −1 of others. */
gint64 nabla_data_set_get_seed (NablaDataSet *self);
/* How they are written; NABLA_DIGIT_STYLE_TRAINING of others. */
NablaDigitStyle nabla_data_set_get_style (NablaDataSet *self);
/* Why this is not the data set that was looked for first, in a sentence; NULL where it is. */
const char *nabla_data_set_get_warning (NablaDataSet *self);
/* What was left out of a folder of images; n is 0 of other data sets. */
const NablaSkipped *nabla_data_set_get_skipped (NablaDataSet *self);
DigitsPart nabla_data_set_get_part (NablaDataSet *self, DigitsPartKind kind);

/* The same data set, whose images it shares, with a snapshot of one's own
 * drawings, the oldest first, in place of those that it has. Name, folder, seed and digest are the
 * base's: drawings are trained on only where a set-up asks for them. Makes the
 * digest of the drawings: some milliseconds where there are thousands. */
NablaDataSet *nabla_data_set_with_own (NablaDataSet *base, NablaOwnDigits *own);
/* The same of images of DIGITS_SIDE; takes the reference, NULL is none. */
NablaDataSet *nabla_data_set_with_own_images (NablaDataSet *base, DigitsImages *images);
gsize nabla_data_set_get_n_own (NablaDataSet *self);
/* NULL where there are none; the data set's. */
const DigitsImages *nabla_data_set_get_own (NablaDataSet *self);
/* SHA-256, in hexadecimal, of their number, labels and pixels; NULL where there are none. */
const char *nabla_data_set_get_own_digest (NablaDataSet *self);

/* Whether runs are trained on the same of both: the same images in memory, not only equal ones;
 * and, where `own`, equal drawings of one's own. */
gboolean nabla_data_set_is_same (NablaDataSet *a, NablaDataSet *b, gboolean own);

/* The part as the core wants it (ten outputs), at most the first `limit` images (0 = all); with
 * rows, which were made once when the data set was. Valid while the data set lives; from any
 * thread. */
NnSamples nabla_data_set_get_samples (NablaDataSet *self, DigitsPartKind kind, gsize limit);

G_END_DECLS
