/* SPDX-License-Identifier: MIT */
/* Data sets: their parts, and the folders they are loaded from. */
#include "claim.h"

#include "digits/digits-idx.h"
#include "digits/digits-set.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/nabla-test-set-XXXXXX";

/* Every image is of one grey, its number; labels count on. */
static DigitsImages *
greys (size_t n, int side)
{
  DigitsImages *images = digits_images_new (n, side, side, NULL);

  CLAIM (images);
  for (size_t i = 0; i < n; i++) {
    memset (images->pixels + i * (size_t) (side * side), (int) i, (size_t) (side * side));
    images->labels[i] = (uint8_t) (i % 10);
  }
  return images;
}

static char *
path_of (const char *name)
{
  static char paths[32][300];
  static int next;
  char *path = paths[next++ % 32];

  snprintf (path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

static void
write_pair (size_t n, int side, const char *images, const char *labels, int gzip)
{
  DigitsImages *all = greys (n, side);

  CLAIM (digits_idx_write (all, path_of (images), path_of (labels), gzip, NULL) == 0);
  digits_images_unref (all);
}

static void
empty_folder (void)
{
  static const char *const names[] = { "train-images-idx3-ubyte",   "train-labels-idx1-ubyte",
                                       "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz",
                                       "t10k-images.idx3-ubyte",    "t10k-labels.idx1-ubyte" };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    unlink (path_of (names[i]));
}

static void
fill_folder (size_t n_training, int side)
{
  empty_folder ();
  write_pair (n_training, side, "train-images-idx3-ubyte", "train-labels-idx1-ubyte", 0);
  write_pair (7, side, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", 1);
}

static void
parts_lie_one_after_the_other (void)
{
  DigitsSet *set = digits_set_new ("grey", greys (60, 28), greys (7, 28), 10, NULL);
  DigitsPart training, validation, test;

  CLAIM (set && strcmp (set->name, "grey") == 0);
  training = digits_set_part (set, DIGITS_TRAINING);
  validation = digits_set_part (set, DIGITS_VALIDATION);
  test = digits_set_part (set, DIGITS_TEST);
  CLAIM (training.n == 50 && validation.n == 10 && test.n == 7);
  CLAIM (training.pixels[49 * 784] == 49 && training.labels[49] == 9);
  CLAIM (validation.pixels == training.pixels + 50 * 784 && validation.pixels[0] == 50);
  CLAIM (validation.labels == training.labels + 50);
  CLAIM (test.pixels == set->test->pixels && test.labels[6] == 6);
  CLAIM (test.width == 28 && test.height == 28);
  CLAIM (digits_set_ref (set) == set);
  digits_set_unref (set);
  CLAIM (set->validation_size == 10);
  digits_set_unref (set);
  digits_set_unref (NULL);
}

static void
sets_that_cannot_be_are_refused (void)
{
  DigitsError error = { 0 };
  DigitsSet *set;

  CLAIM (!digits_set_new ("a", greys (10, 28), greys (7, 28), 10, &error));
  CLAIM (error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_set_new ("a", greys (10, 28), greys (7, 27), 5, &error));
  CLAIM (error.code == DIGITS_ERROR_FORMAT && strstr (error.message, "27×27"));
  set = digits_set_new ("a", greys (10, 28), greys (7, 28), 0, &error);
  CLAIM (set && digits_set_part (set, DIGITS_VALIDATION).n == 0);
  CLAIM (digits_set_part (set, DIGITS_TRAINING).n == 10);
  digits_set_unref (set);
}

static void
folders_are_loaded_plain_and_gzipped (void)
{
  DigitsSet *set;

  fill_folder (60, 28);
  CLAIM (digits_set_exists (folder));
  set = digits_set_load (folder, 10, NULL);
  CLAIM (set && set->training->n == 60 && set->test->n == 7 && set->validation_size == 10);
  CLAIM (strcmp (set->name, strrchr (folder, '/') + 1) == 0);
  CLAIM (digits_set_part (set, DIGITS_VALIDATION).pixels[0] == 50);
  digits_set_unref (set);
  /* Another name for the same files. */
  CLAIM (rename (path_of ("t10k-images-idx3-ubyte.gz"), path_of ("t10k-images.idx3-ubyte")) == 0);
  CLAIM (rename (path_of ("t10k-labels-idx1-ubyte.gz"), path_of ("t10k-labels.idx1-ubyte")) == 0);
  set = digits_set_load (folder, 10, NULL);
  CLAIM (set && set->test->n == 7);
  digits_set_unref (set);
}

static void
the_validation_part_shrinks_to_a_sixth (void)
{
  DigitsSet *set;

  fill_folder (60, 28);
  set = digits_set_load (folder, 10000, NULL);
  CLAIM (set && set->validation_size == 10);
  digits_set_unref (set);
  set = digits_set_load (folder, 60, NULL);
  CLAIM (set && set->validation_size == 10);
  digits_set_unref (set);
}

static void
refuse (const char *path, DigitsErrorCode code, const char *reason)
{
  DigitsError error = { 0 };

  CLAIM (!digits_set_load (path, 10, &error));
  if (error.code != code || !strstr (error.message, reason))
    printf ("# code %d: %s\n", (int) error.code, error.message);
  CLAIM (error.code == code && strstr (error.message, reason));
  CLAIM (strstr (error.message, path));
}

static void
folders_that_will_not_do_are_refused (void)
{
  char *labels = path_of ("train-labels-idx1-ubyte");

  empty_folder ();
  CLAIM (!digits_set_exists (folder));
  CLAIM (!digits_set_exists ("/no/such/folder"));
  refuse ("/no/such/folder", DIGITS_ERROR_OPEN, "No such file");
  refuse (folder, DIGITS_ERROR_OPEN, "train-images-idx3-ubyte");
  fill_folder (60, 28);
  CLAIM (unlink (labels) == 0);
  CLAIM (!digits_set_exists (folder));
  refuse (folder, DIGITS_ERROR_OPEN, "train-labels-idx1-ubyte");
  CLAIM (mkdir (labels, 0700) == 0);
  refuse (folder, DIGITS_ERROR_OPEN, "folder where a file");
  CLAIM (rmdir (labels) == 0);
  fill_folder (60, 28);
  refuse (path_of ("train-images-idx3-ubyte"), DIGITS_ERROR_OPEN, "where a folder is expected");
  fill_folder (60, 27);
  refuse (folder, DIGITS_ERROR_SIZE, "27×27");
}

/* What is known of MNIST, whoever packed it. */
static void
mnist_is_known (void)
{
  static const uint8_t first[] = { 5, 0, 4, 1, 9 };
  const char *mnist = getenv ("NABLA_TEST_MNIST");
  DigitsError error = { 0 };
  DigitsSet *set;
  DigitsPart training;
  size_t ink = 0;

  if (!mnist || !digits_set_exists (mnist))
    SKIP ("NABLA_TEST_MNIST names no folder with MNIST's four files");
  set = digits_set_load (mnist, DIGITS_VALIDATION_SIZE, &error);
  if (!set)
    printf ("# %s\n", error.message);
  CLAIM (set && strcmp (set->name, "MNIST") == 0);
  training = digits_set_part (set, DIGITS_TRAINING);
  CLAIM (training.n == 50000 && set->test->n == 10000);
  CLAIM (memcmp (training.labels, first, sizeof first) == 0);
  CLAIM (digits_set_part (set, DIGITS_VALIDATION).labels[0] == 3);
  CLAIM (set->test->labels[0] == 7);
  for (size_t i = 0; i < training.n * DIGITS_PIXELS; i++)
    ink += training.pixels[i] > 0;
  CLAIM_NEAR ((double) ink / (double) (training.n * DIGITS_PIXELS), 0.19, 0.005);
  digits_set_unref (set);
}

int
main (void)
{
  if (!mkdtemp (folder))
    return EXIT_FAILURE;
  RUN ("/digits/set/parts-lie-one-after-the-other", parts_lie_one_after_the_other);
  RUN ("/digits/set/sets-that-cannot-be-are-refused", sets_that_cannot_be_are_refused);
  RUN ("/digits/set/folders-are-loaded-plain-and-gzipped", folders_are_loaded_plain_and_gzipped);
  RUN ("/digits/set/validation-part-shrinks-to-a-sixth", the_validation_part_shrinks_to_a_sixth);
  RUN ("/digits/set/folders-that-will-not-do-are-refused", folders_that_will_not_do_are_refused);
  RUN ("/digits/set/mnist-is-known", mnist_is_known);
  empty_folder ();
  rmdir (folder);
  return DONE ();
}
