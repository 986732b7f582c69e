/* SPDX-License-Identifier: MIT */
/* nabla-training-data.h: the examples of one run: the parts of a data set as its set-up asks for
 * them. Where nothing is chosen or added they are the data set's own, shared by all runs. */
#pragma once

#include "lab/nabla-data-set.h"
#include "lab/nabla-hyper-parameters.h"

#include <stdatomic.h>

typedef struct NablaTrainingData NablaTrainingData;

/* Who waits for it. Every member may be NULL. */
typedef struct {
  const atomic_bool *stop;    /* polled at every image */
  NablaDataProgress progress; /* 0 … 1; not called where there is nothing to do */
  gpointer data;
} NablaPreparationWatch;

/* What can be said at once: NABLA_ERROR_USAGE where own drawings are asked for and the data set has
 * none. */
gboolean nabla_training_data_check (NablaDataSet *data_set,
                                    const NablaHyperParameters *hyper_parameters, GError **error);

/* Before anything is prepared, and as if no digit were left out: the images of the training part
 * that are taken, and how many an epoch goes through with all that is added to them. */
gsize nabla_training_data_count_taken (NablaDataSet *data_set,
                                       const NablaHyperParameters *hyper_parameters);
double nabla_training_data_count_images (NablaDataSet *data_set,
                                         const NablaHyperParameters *hyper_parameters);

/* Prepares the parts, on the calling thread and from any: images of the set-up's digits in each;
 * of those the first train_size for training, and the first `validation_images` for validation (0 =
 * all); then each training image is followed by its copies, which depend on the set-up's seed, the
 * image's number in its part and the copy's number alone; after all of them come synthesized
 * drawings of these digits, which depend on the seed and their number, and last of all the data
 * set's own drawings of these digits, round robin, until they are the set-up's share of all images
 * before expansion, each with its copies. Holds a reference on the data set.
 *
 * NULL with error: NABLA_ERROR_INPUT where no training image or own drawing is left, the images
 * have the wrong size or are too many, NABLA_ERROR_INTERNAL for want of memory,
 * G_IO_ERROR_CANCELLED where it was stopped. */
NablaTrainingData *nabla_training_data_new (NablaDataSet *data_set,
                                            const NablaHyperParameters *hyper_parameters,
                                            gsize validation_images,
                                            const NablaPreparationWatch *watch, GError **error);
void nabla_training_data_free (NablaTrainingData *data); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTrainingData, nabla_training_data_free)

/* A part, with outputs and encoding of the set-up; n is 0 where it has no images. Valid while
 * `data` is. */
const NnSamples *nabla_training_data_get (const NablaTrainingData *data, DigitsPartKind part);
