/* SPDX-License-Identifier: MIT */
/* digits-set.h: a data set: training, validation and test part. The validation part is the end of
 * the training file (the book: the last 10,000 of 60,000). Immutable; reference counted. */
#pragma once

#include "digits/digits-images.h"

#include <stdatomic.h>

typedef enum { DIGITS_TRAINING, DIGITS_VALIDATION, DIGITS_TEST, DIGITS_N_PARTS } DigitsPartKind;

/* A view of one part, valid while the set is. n may be 0 for validation. */
typedef struct {
  size_t n;
  int width, height;
  const uint8_t *pixels; /* [n][height][width] */
  const uint8_t *labels; /* [n] */
} DigitsPart;

typedef struct {
  int references;         /* atomic */
  char name[128];         /* "MNIST", "synthetic", or the folder's own name */
  size_t validation_size; /* taken from the end of `training` */
  DigitsImages *training; /* the training file: training and validation part */
  DigitsImages *test;
} DigitsSet;

#define DIGITS_VALIDATION_SIZE 10000

/* Takes over both references. NULL with *error where sides differ or validation_size ≥ training->n.
 */
DigitsSet *digits_set_new (const char *name, DigitsImages *training, DigitsImages *test,
                           size_t validation_size, DigitsError *error);
DigitsSet *digits_set_ref (DigitsSet *set);
void digits_set_unref (DigitsSet *set);
DigitsPart digits_set_part (const DigitsSet *set, DigitsPartKind kind);

/* The four files of `folder` ({train,t10k}-{images-idx3,labels-idx1}-ubyte, plain, .gz, or with a
 * dot before idx). The set is named "MNIST" where the unpacked files are MNIST's by count and
 * checksum (CRC-32 of the pixels is enough), else after the folder. NULL with *error.
 * `validation_size` is cut down to a sixth of the training file where it has no more than
 * validation_size images. */
DigitsSet *digits_set_load (const char *folder, size_t validation_size, DigitsError *error);

typedef enum {
  DIGITS_TRAINING_IMAGES,
  DIGITS_TRAINING_LABELS,
  DIGITS_TEST_IMAGES,
  DIGITS_TEST_LABELS,
  DIGITS_N_FILES
} DigitsFile;

/* The path of the file that digits_set_load() would read, freed with free(); NULL where there is
 * none of its names. */
char *digits_set_find_file (const char *folder, DigitsFile file);

/* True where `folder` holds four such files by name; reads none of them. */
int digits_set_exists (const char *folder);
