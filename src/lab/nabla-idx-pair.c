/* SPDX-License-Identifier: MIT */
#include "lab/nabla-idx-pair.h"

#include "digits/digits-idx.h"
#include "digits/digits-rng.h"
#include "digits/digits-source.h"

#include <stdlib.h>
#include <string.h>

#define TEST_SHARE 7 /* one of so many */

/* `name` with the last `from` replaced; NULL where it is not in there. */
static char *
replace_last (const char *name, const char *from, const char *to)
{
  const char *at = g_strrstr (name, from);
  return at != NULL ? g_strdup_printf ("%.*s%s%s", (int) (at - name), name, to, at + strlen (from))
                    : NULL;
}

/* The other of "a.gz" and "a". */
static char *
other_packing (const char *name)
{
  return g_str_has_suffix (name, ".gz") ? g_strndup (name, strlen (name) - 3)
                                        : g_strconcat (name, ".gz", NULL);
}

char *
nabla_idx_pair_find_labels (const char *images_path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (images_path);
  g_autofree char *name = g_path_get_basename (images_path);
  g_autofree char *shown = g_filename_display_name (images_path);
  g_autofree char *labels = replace_last (name, "images", "labels");
  if (labels != NULL) {
    g_autofree char *whole = replace_last (labels, "idx3", "idx1");
    const char *likely = whole != NULL ? whole : labels;
    g_autofree char *other = other_packing (likely);
    char *path = g_build_filename (folder, likely, NULL);
    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return path;
    g_free (path);
    path = g_build_filename (folder, other, NULL);
    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return path;
    g_free (path);
  }
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
               "%s has no file of labels beside it: where its name says “images” the other's says "
               "“labels”",
               shown);
  return NULL;
}

typedef struct {
  guint64 hash;
  gsize i;
} Place;

static int
compare (const void *a, const void *b)
{
  const Place *left = a, *right = b;
  if (left->hash != right->hash)
    return left->hash < right->hash ? -1 : 1;
  return left->i < right->i ? -1 : left->i > right->i;
}

/* `n` images in the order of the places. */
static DigitsImages *
pick (const DigitsImages *all, const Place *places, gsize n, DigitsError *reason)
{
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, reason);
  for (gsize i = 0; i < n && images != NULL; i++) {
    memcpy (images->pixels + i * DIGITS_PIXELS, all->pixels + places[i].i * DIGITS_PIXELS,
            DIGITS_PIXELS);
    images->labels[i] = all->labels[places[i].i];
  }
  return images;
}

static DigitsSet *
share_out (const DigitsImages *all, const char *name, gsize validation_size, DigitsError *reason)
{
  gsize n_test = MAX (all->n / TEST_SHARE, 1), n = all->n - n_test;
  g_autofree Place *places = g_try_new (Place, all->n);
  if (places == NULL) {
    digits_error_set (reason, DIGITS_ERROR_MEMORY, "No memory for the images of %s", name);
    return NULL;
  }
  for (gsize i = 0; i < all->n; i++) {
    DigitsRng rng = digits_rng_new (0, i);
    places[i] = (Place){ .hash = digits_rng_next (&rng), .i = i };
  }
  qsort (places, all->n, sizeof places[0], compare);
  DigitsImages *training = pick (all, places, n, reason);
  DigitsImages *test = training != NULL ? pick (all, places + n, n_test, reason) : NULL;
  if (test == NULL) {
    digits_images_unref (training);
    return NULL;
  }
  return digits_set_new (name, training, test, validation_size < n ? validation_size : n / 6,
                         reason);
}

/* Said before labels are looked for, which only make sense beside images. */
static gboolean
check_images (const char *path, DigitsError *reason)
{
  static const guint8 magic[] = { 0, 0, 8, 3 };
  guint8 begin[sizeof magic] = { 0 };
  gsize n = 0;
  DigitsSource *source = digits_source_open (path, reason);
  if (source == NULL)
    return FALSE;
  int answer = digits_source_read (source, begin, sizeof begin, &n, reason);
  digits_source_close (source);
  if (answer == 0 && memcmp (begin, magic, sizeof magic) != 0)
    digits_error_set (reason, DIGITS_ERROR_FORMAT, "%s is no IDX file of images", path);
  return answer == 0 && memcmp (begin, magic, sizeof magic) == 0;
}

DigitsSet *
nabla_idx_pair_load (const char *images_path, gsize validation_size, GError **error)
{
  DigitsError reason = { 0 };
  DigitsSet *set = NULL;
  if (!check_images (images_path, &reason)) {
    nabla_error_take_digits (error, &reason);
    return NULL;
  }
  g_autofree char *labels_path = nabla_idx_pair_find_labels (images_path, error);
  if (labels_path == NULL)
    return NULL;
  g_autofree char *name = g_path_get_basename (images_path);
  DigitsImages *all = digits_idx_read (images_path, labels_path, &reason);
  if (all != NULL && (all->width != DIGITS_SIDE || all->height != DIGITS_SIDE))
    digits_error_set (&reason, DIGITS_ERROR_SIZE,
                      "%s holds images of %d×%d pixels; 28×28 are expected", images_path,
                      all->width, all->height);
  else if (all != NULL && all->n < 2)
    digits_error_set (&reason, DIGITS_ERROR_SIZE, "%s holds one image; at least two are needed",
                      images_path);
  else if (all != NULL)
    set = share_out (all, name, validation_size, &reason);
  digits_images_unref (all);
  if (set == NULL)
    nabla_error_take_digits (error, &reason);
  return set;
}
