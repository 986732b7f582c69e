/* SPDX-License-Identifier: MIT */
#include "lab/nabla-image-list.h"

#include <string.h>

#define TEST_SHARE 7 /* one of so many */

static const struct {
  const char *name;
  DigitsPartKind part;
} part_folders[] = {
  { "train", DIGITS_TRAINING },        { "training", DIGITS_TRAINING },
  { "validation", DIGITS_VALIDATION }, { "valid", DIGITS_VALIDATION },
  { "val", DIGITS_VALIDATION },        { "test", DIGITS_TEST },
  { "testing", DIGITS_TEST },
};

/* The digit that a folder of this name holds; −1 for other names. */
static int
digit_of (const char *name)
{
  return g_ascii_isdigit (name[0]) && name[1] == '\0' ? name[0] - '0' : -1;
}

/* DigitsPartKind, or −1. */
static int
part_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (part_folders); i++)
    if (g_ascii_strcasecmp (name, part_folders[i].name) == 0)
      return (int) part_folders[i].part;
  return -1;
}

static gboolean
holds_folder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

gboolean
nabla_image_list_is (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if ((digit_of (name) >= 0 || part_of (name) >= 0) && holds_folder (folder, name))
      return TRUE;
  return FALSE;
}

typedef struct {
  const char *folder;
  GCancellable *cancellable;
  GArray *images;
} Search;

static gboolean
refuse (const char *path, GError **error, const char *reason)
{
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s %s", name, reason);
  return FALSE;
}

static GDir *
open_folder (const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GDir *directory = g_dir_open (path, 0, &reason);
  if (directory == NULL)
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INPUT, reason->message);
  return directory;
}

/* FNV-1a, then mixed so that every bit depends on every character. */
static guint64
hash_name (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  for (; *name != '\0'; name++)
    hash = (hash ^ (guint8) *name) * G_GUINT64_CONSTANT (0x100000001b3);
  hash = (hash ^ hash >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  hash = (hash ^ hash >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return hash ^ hash >> 31;
}

/* The files of one class; `above` is the part's folder within the whole, or NULL. */
static gboolean
list_class (Search *search, const char *above, const char *class, int part, GError **error)
{
  g_autofree char *within =
      above != NULL ? g_build_filename (above, class, NULL) : g_strdup (class);
  g_autofree char *path = g_build_filename (search->folder, within, NULL);
  g_autoptr (GDir) directory = open_folder (path, error);
  const char *name;
  if (directory == NULL)
    return FALSE;
  while ((name = g_dir_read_name (directory)) != NULL) {
    if (name[0] == '.')
      continue;
    if (g_cancellable_set_error_if_cancelled (search->cancellable, error))
      return FALSE;
    if (search->images->len == NABLA_MOST_IMAGES)
      return refuse (search->folder, error, "holds more than 1,000,000 images");
    g_autofree char *hashed = g_build_filename (class, name, NULL);
    NablaListedImage image = { .path = g_build_filename (within, name, NULL),
                               .hash = hash_name (hashed),
                               .label = (guint8) digit_of (class) };
    image.part = (guint8) (part >= 0                      ? part
                           : image.hash % TEST_SHARE == 0 ? (int) DIGITS_TEST
                                                          : (int) DIGITS_TRAINING);
    g_array_append_val (search->images, image);
  }
  return TRUE;
}

/* The classes of a part: below search->folder itself, or below its folder `above`. */
static gboolean
list_classes (Search *search, const char *above, int part, GError **error)
{
  g_autofree char *path =
      above != NULL ? g_build_filename (search->folder, above, NULL) : g_strdup (search->folder);
  g_autoptr (GDir) directory = open_folder (path, error);
  const char *name;
  if (directory == NULL)
    return FALSE;
  while ((name = g_dir_read_name (directory)) != NULL) {
    if (name[0] == '.' || !holds_folder (path, name))
      continue;
    if (digit_of (name) < 0) {
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *reason =
          g_strdup_printf ("holds a folder “%s”; those of images are named 0 to 9", shown);
      return refuse (path, error, reason);
    }
    if (!list_class (search, above, name, part, error))
      return FALSE;
  }
  return TRUE;
}

/* The folder that holds a part under one of its names; NULL where there is none. */
static char *
find_part (const char *folder, DigitsPartKind part, GError **error)
{
  g_autoptr (GDir) directory = open_folder (folder, error);
  char *found = NULL;
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (part_of (name) == (int) part && holds_folder (folder, name)) {
      if (found != NULL) {
        refuse (folder, error, "holds two folders for one part of the data set");
        g_free (found);
        return NULL;
      }
      found = g_strdup (name);
    }
  return found;
}

static gboolean
list_parts (Search *search, const char *const *parts, GError **error)
{
  /* Without a test folder, what is for training is shared out. */
  int training = parts[DIGITS_TEST] != NULL ? (int) DIGITS_TRAINING : -1;
  return list_classes (search, parts[DIGITS_TRAINING], training, error) &&
         (parts[DIGITS_VALIDATION] == NULL ||
          list_classes (search, parts[DIGITS_VALIDATION], DIGITS_VALIDATION, error)) &&
         (parts[DIGITS_TEST] == NULL ||
          list_classes (search, parts[DIGITS_TEST], DIGITS_TEST, error));
}

static gboolean
list_all (Search *search, GError **error)
{
  GError *reason = NULL;
  char *parts[DIGITS_N_PARTS] = { NULL };
  gboolean listed = FALSE;
  for (int part = 0; part < DIGITS_N_PARTS && reason == NULL; part++)
    parts[part] = find_part (search->folder, (DigitsPartKind) part, &reason);
  if (reason != NULL)
    g_propagate_error (error, reason);
  else if (parts[DIGITS_TRAINING] != NULL)
    listed = list_parts (search, (const char *const *) parts, error);
  else if (parts[DIGITS_TEST] != NULL || parts[DIGITS_VALIDATION] != NULL)
    refuse (search->folder, error, "holds no folder “train” beside the others");
  else
    listed = list_classes (search, NULL, -1, error);
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    g_free (parts[part]);
  return listed;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const NablaListedImage *left = a, *right = b;
  if (left->part != right->part)
    return left->part < right->part ? -1 : 1;
  if (left->hash != right->hash)
    return left->hash < right->hash ? -1 : 1;
  return strcmp (left->path, right->path);
}

static gsize
count (const GArray *images, DigitsPartKind part)
{
  gsize n = 0;
  for (guint i = 0; i < images->len; i++)
    n += g_array_index (images, NablaListedImage, i).part == part;
  return n;
}

/* Few images may all have fallen to one part. */
static gboolean
check_parts (GArray *images, const char *folder, GError **error)
{
  gsize training = count (images, DIGITS_TRAINING), test = count (images, DIGITS_TEST);
  if (images->len == 0)
    return refuse (folder, error, "holds no images in its folders 0 to 9");
  if (training + test < 2)
    return refuse (folder, error, "holds one image; at least two are needed");
  for (guint i = 0; i < images->len && (training == 0 || test == 0); i++) {
    NablaListedImage *image = &g_array_index (images, NablaListedImage, i);
    DigitsPartKind missing = training == 0 ? DIGITS_TRAINING : DIGITS_TEST;
    if (image->part == DIGITS_VALIDATION)
      continue;
    image->part = (guint8) missing;
    training += missing == DIGITS_TRAINING;
    test += missing == DIGITS_TEST;
  }
  return TRUE;
}

static void
clear_image (gpointer image)
{
  g_free (((NablaListedImage *) image)->path);
}

GArray *
nabla_image_list_new (const char *folder, GCancellable *cancellable, GError **error)
{
  GArray *images = g_array_new (FALSE, FALSE, sizeof (NablaListedImage));
  Search search = { .folder = folder, .cancellable = cancellable, .images = images };
  g_array_set_clear_func (images, clear_image);
  if (list_all (&search, error)) {
    g_array_sort (images, compare);
    if (check_parts (images, folder, error)) {
      g_array_sort (images, compare);
      return images;
    }
  }
  g_array_unref (images);
  return NULL;
}
