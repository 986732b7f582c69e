/* SPDX-License-Identifier: MIT */
#include "digits/digits-set.h"

#include "digits/digits-idx.h"
#include "digits/digits-utf8.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* MNIST: its counts, and the CRC-32 of its pixels and labels. */
#define MNIST_TRAINING        60000
#define MNIST_TEST            10000
#define MNIST_TRAINING_PIXELS 0xf3639b56ul
#define MNIST_TRAINING_LABELS 0xba07e8eful
#define MNIST_TEST_PIXELS     0xe4ca5f57ul
#define MNIST_TEST_LABELS     0xee8604d9ul

DigitsSet *
digits_set_new (const char *name, DigitsImages *training, DigitsImages *test,
                size_t validation_size, DigitsError *error)
{
  DigitsSet *set = NULL;

  if (training->width != test->width || training->height != test->height)
    digits_error_set (error, DIGITS_ERROR_FORMAT,
                      "The training images have %d×%d pixels, but the test images %d×%d",
                      training->width, training->height, test->width, test->height);
  else if (validation_size >= training->n)
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "%zu validation images leave none of %zu to train with", validation_size,
                      training->n);
  else if (!(set = calloc (1, sizeof *set)))
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory for a data set");
  if (!set) {
    digits_images_unref (training);
    digits_images_unref (test);
    return NULL;
  }
  set->references = 1;
  snprintf (set->name, sizeof set->name, "%s", name);
  digits_utf8_repair (set->name);
  set->validation_size = validation_size;
  set->training = training;
  set->test = test;
  return set;
}

DigitsSet *
digits_set_ref (DigitsSet *set)
{
  __atomic_fetch_add (&set->references, 1, __ATOMIC_RELAXED);
  return set;
}

void
digits_set_unref (DigitsSet *set)
{
  if (!set || __atomic_fetch_sub (&set->references, 1, __ATOMIC_ACQ_REL) != 1)
    return;
  digits_images_unref (set->training);
  digits_images_unref (set->test);
  free (set);
}

DigitsPart
digits_set_part (const DigitsSet *set, DigitsPartKind kind)
{
  const DigitsImages *images = kind == DIGITS_TEST ? set->test : set->training;
  size_t first = kind == DIGITS_VALIDATION ? images->n - set->validation_size : 0;
  size_t end = kind == DIGITS_TRAINING ? images->n - set->validation_size : images->n;

  return (DigitsPart){
    .n = end - first,
    .width = images->width,
    .height = images->height,
    .pixels = images->pixels + first * (size_t) images->width * (size_t) images->height,
    .labels = images->labels + first,
  };
}

/* Loading */

/* The path of the first file that is there under one of its usual names; NULL where none is. */
static char *
find_file (const char *folder, const char *part, const char *kind, int dimensions)
{
  static const char *const formats[] = { "%s/%s-%s-idx%d-ubyte", "%s/%s-%s-idx%d-ubyte.gz",
                                         "%s/%s-%s.idx%d-ubyte", "%s/%s-%s.idx%d-ubyte.gz" };

  for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
    char *path = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (asprintf (&path, formats[i], folder, part, kind, dimensions) < 0)
      return NULL;
#pragma GCC diagnostic pop
    if (access (path, F_OK) == 0)
      return path;
    free (path);
  }
  return NULL;
}

char *
digits_set_find_file (const char *folder, DigitsFile file)
{
  const char *part =
      file == DIGITS_TRAINING_IMAGES || file == DIGITS_TRAINING_LABELS ? "train" : "t10k";

  return file == DIGITS_TRAINING_IMAGES || file == DIGITS_TEST_IMAGES
             ? find_file (folder, part, "images", 3)
             : find_file (folder, part, "labels", 1);
}

/* One of the two pairs of files, and what came of reading it. */
typedef struct {
  const char *part;
  char *images_path, *labels_path;
  DigitsImages *images;
  DigitsError error;
  DigitsSums sums;
} Pair;

static int
find_pair (Pair *pair, const char *folder, DigitsError *error)
{
  pair->images_path = find_file (folder, pair->part, "images", 3);
  pair->labels_path = find_file (folder, pair->part, "labels", 1);
  if (pair->images_path && pair->labels_path)
    return 0;
  digits_error_set (error, DIGITS_ERROR_OPEN, "%s holds no file %s-%s-ubyte, gzipped or not",
                    folder, pair->part, pair->images_path ? "labels-idx1" : "images-idx3");
  return -1;
}

static void
clear_pair (Pair *pair)
{
  digits_images_unref (pair->images);
  free (pair->images_path);
  free (pair->labels_path);
}

static void
complete_sums (DigitsSums *sums, const DigitsImages *images)
{
  if (!sums->pixels)
    sums->pixels = (uint32_t) crc32_z (0, images->pixels, images->n * DIGITS_PIXELS);
  if (!sums->labels)
    sums->labels = (uint32_t) crc32_z (0, images->labels, images->n);
}

static void *
read_pair (void *data)
{
  Pair *pair = data;
  DigitsImages *images =
      digits_idx_read_sums (pair->images_path, pair->labels_path, &pair->sums, &pair->error);

  if (images && (images->width != DIGITS_SIDE || images->height != DIGITS_SIDE)) {
    digits_error_set (&pair->error, DIGITS_ERROR_SIZE,
                      "%s holds images of %d×%d pixels; 28×28 are expected", pair->images_path,
                      images->width, images->height);
    digits_images_unref (images);
    return NULL;
  }
  pair->images = images;
  /* Only a set of MNIST's size can be MNIST. */
  if (images && (images->n == MNIST_TRAINING || images->n == MNIST_TEST))
    complete_sums (&pair->sums, images);
  return NULL;
}

/* The test files are read while the training files are. */
static void
read_pairs (Pair *training, Pair *test)
{
  pthread_t thread;
  bool threaded = pthread_create (&thread, NULL, read_pair, test) == 0;

  read_pair (training);
  if (threaded)
    pthread_join (thread, NULL);
  else
    read_pair (test);
}

static bool
pairs_are_mnist (const Pair *training, const Pair *test)
{
  return training->images->n == MNIST_TRAINING && test->images->n == MNIST_TEST &&
         training->sums.pixels == MNIST_TRAINING_PIXELS &&
         training->sums.labels == MNIST_TRAINING_LABELS && test->sums.pixels == MNIST_TEST_PIXELS &&
         test->sums.labels == MNIST_TEST_LABELS;
}

static DigitsSet *
set_of_pairs (Pair *training, Pair *test, const char *folder, size_t validation_size,
              DigitsError *error)
{
  char *whole = realpath (folder, NULL);
  const char *slash = whole ? strrchr (whole, '/') : NULL, *name = slash ? slash + 1 : folder;
  DigitsSet *set;

  if (validation_size >= training->images->n)
    validation_size = training->images->n / 6;
  set = digits_set_new (pairs_are_mnist (training, test) ? "MNIST" : name,
                        digits_images_ref (training->images), digits_images_ref (test->images),
                        validation_size, error);
  free (whole);
  return set;
}

static int
check_folder (const char *folder, DigitsError *error)
{
  struct stat status;

  if (stat (folder, &status) < 0)
    digits_error_set (error, DIGITS_ERROR_OPEN, "The folder %s cannot be opened: %s", folder,
                      strerror (errno));
  else if (!S_ISDIR (status.st_mode))
    digits_error_set (error, DIGITS_ERROR_OPEN, "%s is a file where a folder is expected", folder);
  else if (access (folder, R_OK | X_OK) < 0)
    digits_error_set (error, DIGITS_ERROR_OPEN, "The folder %s cannot be read: %s", folder,
                      strerror (errno));
  else
    return 0;
  return -1;
}

DigitsSet *
digits_set_load (const char *folder, size_t validation_size, DigitsError *error)
{
  Pair training = { .part = "train" }, test = { .part = "t10k" };
  DigitsSet *set = NULL;

  if (check_folder (folder, error) < 0)
    return NULL;
  if (find_pair (&training, folder, error) == 0 && find_pair (&test, folder, error) == 0) {
    read_pairs (&training, &test);
    if (training.images && test.images)
      set = set_of_pairs (&training, &test, folder, validation_size, error);
    else if (error)
      *error = training.images ? test.error : training.error;
  }
  clear_pair (&training);
  clear_pair (&test);
  return set;
}

int
digits_set_exists (const char *folder)
{
  Pair training = { .part = "train" }, test = { .part = "t10k" };
  int found = find_pair (&training, folder, NULL) == 0 && find_pair (&test, folder, NULL) == 0;

  clear_pair (&training);
  clear_pair (&test);
  return found;
}
