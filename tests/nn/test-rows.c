/* SPDX-License-Identifier: MIT */
#include "claim.h"
#include "nn/nn-rows.h"
#include "random-samples.h"

#include <pthread.h>

/* Random images of every density, the empty and the full one included. */
static uint8_t *
random_images (size_t n, int n_in, uint64_t seed)
{
  uint8_t *pixels = malloc (n * (size_t) n_in);
  NnRng rng;

  nn_rng_seed (&rng, seed);
  for (size_t i = 0; i < n; i++)
    for (int k = 0; k < n_in; k++)
      pixels[i * (size_t) n_in + (size_t) k] =
          nn_rng_below (&rng, 8) < i % 9 ? (uint8_t) (1 + nn_rng_below (&rng, 255)) : 0;
  return pixels;
}

static bool
holds (const NnRows *rows, const uint8_t *pixels)
{
  size_t n_in = (size_t) rows->n_in;
  uint8_t *image = malloc (n_in);
  bool same = true;

  for (size_t i = 0; i < rows->n && same; i++) {
    memset (image, 77, n_in);
    nn_rows_get (rows, i, image);
    same = memcmp (image, pixels + i * n_in, n_in) == 0;
  }
  free (image);
  return same;
}

static void
images_make_the_round_trip (void)
{
  static const int sizes[] = { 1, 2, 7, 8, 9, 64, 783, 784, 1000 };

  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    NnStatus status = NN_DIVERGED;
    uint8_t *pixels = random_images (50, sizes[s], s);
    NnRows *rows = nn_rows_new (sizes[s], 50, &status);

    CLAIM (rows != NULL && status == NN_OK && rows->n == 0 && rows->n_entries == 0);
    CLAIM (nn_rows_append (rows, pixels, 50) == NN_OK);
    CLAIM (rows->n == 50 && holds (rows, pixels));
    nn_rows_unref (rows);
    free (pixels);
  }
}

/* Each row starts where the one before ends; its pixels are in order, and only its last group is
 * filled up with zeros. */
static void
rows_are_in_order_and_padded_to_groups (void)
{
  uint8_t *pixels = random_images (100, 101, 3);
  NnRows *rows = nn_rows_new (101, 1, NULL);

  CLAIM (nn_rows_append (rows, pixels, 100) == NN_OK);
  CLAIM (rows->start[0] == 0 && rows->start[100] == rows->n_entries);
  for (size_t i = 0; i < 100; i++) {
    size_t from = rows->start[i], to = rows->start[i + 1], count = 0;

    for (int k = 0; k < 101; k++)
      count += pixels[i * 101 + (size_t) k] != 0;
    CLAIM ((to - from) % NN_ROWS_GROUP == 0 && to - from >= count &&
           to - from < count + NN_ROWS_GROUP);
    NnRow row = nn_rows_at (rows, i);
    CLAIM (row.count == to - from);
    for (size_t e = 0; e < count; e++)
      CLAIM (row.value[e] != 0 && (e == 0 || row.index[e] > row.index[e - 1]));
    for (size_t e = count; e < row.count; e++)
      CLAIM (row.value[e] == 0 && row.index[e] < 101);
  }
  nn_rows_unref (rows);
  free (pixels);
}

static void
room_grows_with_what_is_appended (void)
{
  static const size_t expected[] = { 0, 1, 3, 500 };
  uint8_t *pixels = random_images (500, 40, 4);

  for (int e = 0; e < 4; e++)
    for (size_t part = 1; part <= 500; part += 83) {
      NnRows *rows = nn_rows_new (40, expected[e], NULL);
      for (size_t i = 0; i < 500; i += part)
        CLAIM (nn_rows_append (rows, pixels + i * 40, 500 - i < part ? 500 - i : part) == NN_OK);
      CLAIM (rows->n == 500 && holds (rows, pixels));
      nn_rows_unref (rows);
    }
  free (pixels);
}

static void
nothing_appended_changes_nothing (void)
{
  uint8_t *pixels = random_images (5, 40, 5);
  NnRows *rows = nn_rows_new (40, 0, NULL);

  CLAIM (nn_rows_append (rows, pixels, 0) == NN_OK && rows->n == 0);
  CLAIM (nn_rows_append (rows, pixels, 5) == NN_OK);
  CLAIM (nn_rows_append (rows, pixels, 0) == NN_OK && rows->n == 5);
  CLAIM (holds (rows, pixels));
  nn_rows_unref (rows);
  free (pixels);
}

static void
trimming_keeps_the_images_and_more_can_come (void)
{
  uint8_t *pixels = random_images (60, 40, 6);
  NnRows *rows = nn_rows_new (40, 1000, NULL);

  nn_rows_trim (rows); /* of nothing */
  CLAIM (nn_rows_append (rows, pixels, 30) == NN_OK);
  nn_rows_trim (rows);
  CLAIM (rows->room_rows == 30 && rows->room_entries == rows->n_entries);
  CLAIM (rows->n == 30 && holds (rows, pixels));
  CLAIM (nn_rows_append (rows, pixels + 30 * 40, 30) == NN_OK);
  CLAIM (rows->n == 60 && holds (rows, pixels));
  nn_rows_unref (rows);
  free (pixels);
}

/* The last pixel of the largest image has the number 65535. */
static void
sizes_have_limits (void)
{
  static const int bad[] = { 0, -1, 65537, 1 << 30 };
  uint8_t *pixels = calloc (65536, 1);
  NnStatus status = NN_OK;

  for (int i = 0; i < 4; i++) {
    CLAIM (nn_rows_new (bad[i], 1, &status) == NULL);
    CLAIM (status == NN_ERROR_SHAPE);
    CLAIM (nn_rows_new (bad[i], 1, NULL) == NULL);
  }
  CLAIM (nn_rows_new (784, SIZE_MAX / 2, &status) == NULL);
  CLAIM (status == NN_ERROR_MEMORY);

  NnRows *rows = nn_rows_new (65536, 1, &status);
  CLAIM (rows != NULL && status == NN_OK);
  pixels[0] = 9;
  pixels[65535] = 200;
  CLAIM (nn_rows_append (rows, pixels, 1) == NN_OK && holds (rows, pixels));
  CLAIM (nn_rows_at (rows, 0).index[1] == 65535 && nn_rows_at (rows, 0).value[1] == 200);
  memset (pixels, 1, 65536);
  CLAIM (nn_rows_append (rows, pixels, 1) == NN_OK);
  CLAIM (rows->start[2] - rows->start[1] == 65536);
  nn_rows_unref (rows);
  free (pixels);
}

static void *
ref_and_unref (void *data)
{
  for (int i = 0; i < 10000; i++)
    nn_rows_unref (nn_rows_ref (data));
  return NULL;
}

static void
references_are_counted_from_any_thread (void)
{
  NnRows *rows = nn_rows_new (8, 1, NULL);
  pthread_t thread;

  CLAIM (rows->references == 1);
  CLAIM (nn_rows_ref (rows) == rows && rows->references == 2);
  nn_rows_unref (rows);
  CLAIM (rows->references == 1);
  CLAIM (pthread_create (&thread, NULL, ref_and_unref, rows) == 0);
  ref_and_unref (rows);
  pthread_join (thread, NULL);
  CLAIM (rows->references == 1);
  nn_rows_unref (rows);
  nn_rows_unref (NULL);
}

int
main (void)
{
  RUN ("/nn/rows/images-make-the-round-trip", images_make_the_round_trip);
  RUN ("/nn/rows/rows-are-in-order-and-padded-to-groups", rows_are_in_order_and_padded_to_groups);
  RUN ("/nn/rows/room-grows-with-what-is-appended", room_grows_with_what_is_appended);
  RUN ("/nn/rows/nothing-appended-changes-nothing", nothing_appended_changes_nothing);
  RUN ("/nn/rows/trimming-keeps-the-images-and-more-can-come",
       trimming_keeps_the_images_and_more_can_come);
  RUN ("/nn/rows/sizes-have-limits", sizes_have_limits);
  RUN ("/nn/rows/references-are-counted-from-any-thread", references_are_counted_from_any_thread);
  return DONE ();
}
