/* SPDX-License-Identifier: MIT */
#include "digits/digits-idx.h"
#include "lab/nabla-data-set.h"
#include "lab/nabla-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("nabla-test-XXXXXX", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    remove_all (inner);
  }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

static char *
place (Fixture *fixture, const char *name)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  return path;
}

static void
make_folder (Fixture *fixture, const char *name)
{
  g_autofree char *within = g_build_filename (name, "x", NULL);
  g_free (place (fixture, within));
}

static void
write_text (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = place (fixture, name);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A picture with a bar of `ink` on `paper`, `at` sixteenths from the left. */
static void
write_bar (Fixture *fixture, const char *name, const char *format, int side, int at, guint8 ink,
           guint8 paper)
{
  g_autofree char *path = place (fixture, name);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
  g_autoptr (GError) error = NULL;
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++) {
      gboolean inked =
          x >= side * at / 16 && x < side * (at + 2) / 16 && y > side / 8 && y < side * 7 / 8;
      memset (pixels + y * gdk_pixbuf_get_rowstride (pixbuf) + 3 * x, inked ? ink : paper, 3);
    }
  gdk_pixbuf_save (pixbuf, path, format, &error, NULL);
  g_assert_no_error (error);
}

/* `n` images of each of the digits, "3/3-7.png". */
static void
write_classes (Fixture *fixture, const char *above, int n)
{
  for (int digit = 0; digit < 10; digit++)
    for (int i = 0; i < n; i++) {
      g_autofree char *name = g_strdup_printf ("%s%d/%d-%d.png", above, digit, digit, i);
      write_bar (fixture, name, "png", DIGITS_SIDE, 2 + digit, (guint8) (100 + i), 0);
    }
}

static NablaDataSet *
load (Fixture *fixture, gsize validation_size)
{
  g_autoptr (GError) error = NULL;
  NablaDataSet *data_set = nabla_data_set_load (fixture->folder, validation_size, &error);
  g_assert_no_error (error);
  return data_set;
}

static void
assert_refused (Fixture *fixture, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_data_set_load (fixture->folder, 10, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static gsize
size_of (NablaDataSet *data_set, DigitsPartKind kind)
{
  return nabla_data_set_get_part (data_set, kind).n;
}

/* The bar of write_classes() says which digit and image it was. */
static void
assert_labels_belong (NablaDataSet *data_set, DigitsPartKind kind)
{
  DigitsPart part = nabla_data_set_get_part (data_set, kind);
  for (gsize i = 0; i < part.n; i++) {
    const guint8 *row = part.pixels + i * DIGITS_PIXELS + 14 * DIGITS_SIDE;
    int first = 0;
    while (first < DIGITS_SIDE && row[first] == 0)
      first++;
    g_assert_cmpint (first, ==, DIGITS_SIDE * (2 + part.labels[i]) / 16);
  }
}

static void
parts_follow_the_folders (Fixture *fixture, gconstpointer data)
{
  write_classes (fixture, "train/", 6);
  write_classes (fixture, "validation/", 2);
  write_classes (fixture, "test/", 3);
  g_autoptr (NablaDataSet) data_set = load (fixture, 17);
  g_autofree char *name = g_path_get_basename (fixture->folder);
  g_assert_cmpuint (size_of (data_set, DIGITS_TRAINING), ==, 60);
  g_assert_cmpuint (size_of (data_set, DIGITS_VALIDATION), ==, 20);
  g_assert_cmpuint (size_of (data_set, DIGITS_TEST), ==, 30);
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++)
    assert_labels_belong (data_set, (DigitsPartKind) kind);
  g_assert_cmpuint (nabla_data_set_get_skipped (data_set)->n, ==, 0);
  g_assert_cmpstr (nabla_data_set_get_name (data_set), ==, name);
}

static void
without_a_test_folder_names_share_them_out (Fixture *fixture, gconstpointer data)
{
  write_classes (fixture, "", 40);
  g_autoptr (NablaDataSet) before = load (fixture, 50);
  gsize n_test = size_of (before, DIGITS_TEST);
  g_assert_cmpuint (size_of (before, DIGITS_VALIDATION), ==, 50);
  g_assert_cmpuint (size_of (before, DIGITS_TRAINING) + n_test, ==, 350);
  g_assert_cmpuint (n_test, >, 30);
  g_assert_cmpuint (n_test, <, 90);
  /* More images move none of those that were there: the test part only grows. */
  write_classes (fixture, "", 50);
  g_autoptr (NablaDataSet) after = load (fixture, 50);
  DigitsPart old = nabla_data_set_get_part (before, DIGITS_TEST);
  DigitsPart new = nabla_data_set_get_part (after, DIGITS_TEST);
  gsize at = 0;
  for (gsize i = 0; i < new.n &&at < old.n; i++)
    at +=
        new.labels[i] == old.labels[at] &&
        memcmp (new.pixels + i *DIGITS_PIXELS, old.pixels + at * DIGITS_PIXELS, DIGITS_PIXELS) == 0;
  g_assert_cmpuint (at, ==, old.n);
  g_assert_cmpuint (new.n, >, old.n);
}

/* Who trains on the first so many images wants all digits among them. */
static void
the_order_is_mixed_and_always_the_same (Fixture *fixture, gconstpointer data)
{
  gsize counts[10] = { 0 };
  write_classes (fixture, "", 30);
  g_autoptr (NablaDataSet) one = load (fixture, 0);
  g_autoptr (NablaDataSet) two = load (fixture, 0);
  g_assert_cmpstr (nabla_data_set_get_digest (one), ==, nabla_data_set_get_digest (two));
  DigitsPart part = nabla_data_set_get_part (one, DIGITS_TRAINING);
  for (gsize i = 0; i < 100; i++)
    counts[part.labels[i]]++;
  for (int digit = 0; digit < 10; digit++)
    g_assert_cmpuint (counts[digit], >, 0);
}

static void
small_images_are_taken_as_they_are_others_normalised (Fixture *fixture, gconstpointer data)
{
  write_bar (fixture, "train/1/light.png", "png", DIGITS_SIDE, 2, 200, 0);
  write_bar (fixture, "train/2/dark.png", "png", DIGITS_SIDE, 2, 55, 255);
  write_bar (fixture, "train/3/large.png", "png", 300, 2, 0, 255);
  write_bar (fixture, "train/4/photo.jpg", "jpeg", 300, 9, 20, 240);
  write_bar (fixture, "test/5/any.bmp", "bmp", 64, 9, 0, 255);
  g_autoptr (NablaDataSet) data_set = load (fixture, 0);
  DigitsPart part = nabla_data_set_get_part (data_set, DIGITS_TRAINING);
  g_assert_cmpuint (part.n, ==, 4);
  g_assert_cmpuint (size_of (data_set, DIGITS_TEST), ==, 1);
  for (gsize i = 0; i < part.n; i++) {
    const guint8 *row = part.pixels + i * DIGITS_PIXELS + 14 * DIGITS_SIDE;
    if (part.labels[i] <= 2) {
      g_assert_cmpint (row[4], ==, 200);
      g_assert_cmpint (row[13], ==, 0);
    } else {
      /* The bar stands in the middle, 20 pixels high. */
      g_assert_cmpint (MAX (row[13], row[14]), >, 200);
      g_assert_cmpint (row[4], ==, 0);
      g_assert_cmpint (part.pixels[i * DIGITS_PIXELS + 3 * DIGITS_SIDE + 14], ==, 0);
      g_assert_cmpint (part.pixels[i * DIGITS_PIXELS + 6 * DIGITS_SIDE + 14], >, 0);
    }
  }
}

static void
what_is_no_image_is_left_out_and_counted (Fixture *fixture, gconstpointer data)
{
  write_classes (fixture, "train/", 2);
  write_classes (fixture, "test/", 1);
  write_text (fixture, "train/3/notes.txt", "not an image");
  write_text (fixture, "train/3/empty.png", "");
  write_text (fixture, "train/3/.hidden", "passed over");
  write_text (fixture, "train/README", "passed over too");
  write_bar (fixture, "train/3/blank.png", "png", 64, 0, 255, 255);
  make_folder (fixture, "train/3/folder");
  g_autoptr (NablaDataSet) data_set = load (fixture, 0);
  const NablaSkipped *skipped = nabla_data_set_get_skipped (data_set);
  g_assert_cmpuint (size_of (data_set, DIGITS_TRAINING), ==, 20);
  g_assert_cmpuint (skipped->n, ==, 4);
  g_assert_true (g_str_has_prefix (skipped->reason, "train/3/"));
}

static void
what_is_no_data_set_is_refused (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "holds neither");
  make_folder (fixture, "3");
  assert_refused (fixture, "holds no images");
  write_text (fixture, "3/a.png", "no image");
  assert_refused (fixture, "holds one image");
  write_text (fixture, "3/b.png", "no image");
  assert_refused (fixture, "holds no image that can be read");
  make_folder (fixture, "cat");
  assert_refused (fixture, "cat");
}

static void
parts_that_contradict_are_refused (Fixture *fixture, gconstpointer data)
{
  write_classes (fixture, "test/", 1);
  assert_refused (fixture, "train");
  write_classes (fixture, "train/", 1);
  write_classes (fixture, "training/", 1);
  assert_refused (fixture, "two folders");
}

static void
two_images_are_enough (Fixture *fixture, gconstpointer data)
{
  write_bar (fixture, "1/a.png", "png", DIGITS_SIDE, 2, 200, 0);
  write_bar (fixture, "1/b.png", "png", DIGITS_SIDE, 2, 200, 0);
  g_autoptr (NablaDataSet) data_set = load (fixture, 10000);
  g_assert_cmpuint (size_of (data_set, DIGITS_TRAINING), ==, 1);
  g_assert_cmpuint (size_of (data_set, DIGITS_TEST), ==, 1);
}

static void
cancel (double done, gpointer cancellable)
{
  g_assert_cmpfloat (done, >=, 0);
  g_assert_cmpfloat (done, <=, 1);
  g_cancellable_cancel (cancellable);
}

static void
stops_when_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  write_classes (fixture, "", 10);
  g_assert_null (
      nabla_data_set_load_watched (fixture->folder, 0, cancel, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Sorted by label, as such files often are. */
static void
write_pair (Fixture *fixture, const char *images_name, const char *labels_name, gsize n)
{
  DigitsError reason = { 0 };
  g_autofree char *images_path = place (fixture, images_name);
  g_autofree char *labels_path = place (fixture, labels_name);
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, &reason);
  for (gsize i = 0; i < n; i++) {
    images->labels[i] = (guint8) (i * 10 / n);
    images->pixels[i * DIGITS_PIXELS] = images->labels[i];
  }
  g_assert_cmpint (digits_idx_write (images, images_path, labels_path, 0, &reason), ==, 0);
  digits_images_unref (images);
}

static void
a_pair_of_idx_files_is_shared_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = place (fixture, "my-images.idx3-ubyte");
  g_autoptr (GError) error = NULL;
  write_pair (fixture, "my-images.idx3-ubyte", "my-labels.idx1-ubyte", 700);
  g_autoptr (NablaDataSet) data_set = nabla_data_set_load (path, 60, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size_of (data_set, DIGITS_TRAINING), ==, 540);
  g_assert_cmpuint (size_of (data_set, DIGITS_VALIDATION), ==, 60);
  g_assert_cmpuint (size_of (data_set, DIGITS_TEST), ==, 100);
  for (int kind = 0; kind < DIGITS_N_PARTS; kind++) {
    DigitsPart part = nabla_data_set_get_part (data_set, (DigitsPartKind) kind);
    guint seen = 0;
    for (gsize i = 0; i < part.n; i++) {
      g_assert_cmpint (part.pixels[i * DIGITS_PIXELS], ==, part.labels[i]);
      seen |= 1u << part.labels[i];
    }
    g_assert_cmpuint (seen, ==, 0x3ff);
  }
}

static void
images_without_labels_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *images = place (fixture, "images.idx");
  g_autofree char *other = place (fixture, "other.idx");
  g_autoptr (GError) error = NULL;
  write_pair (fixture, "images.idx", "other.idx", 20);
  g_assert_null (nabla_data_set_load (images, 2, &error));
  g_assert_nonnull (strstr (error->message, "no file of labels"));
  g_clear_error (&error);
  g_assert_null (nabla_data_set_load (other, 2, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "is no IDX file of images"));
}

#define CLAIM(claim, function)                                                                     \
  g_test_add ("/lab/image-folder/" claim, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CLAIM ("parts-follow-the-folders", parts_follow_the_folders);
  CLAIM ("without-a-test-folder-names-share-them-out", without_a_test_folder_names_share_them_out);
  CLAIM ("the-order-is-mixed-and-always-the-same", the_order_is_mixed_and_always_the_same);
  CLAIM ("small-images-are-taken-as-they-are-others-normalised",
         small_images_are_taken_as_they_are_others_normalised);
  CLAIM ("what-is-no-image-is-left-out-and-counted", what_is_no_image_is_left_out_and_counted);
  CLAIM ("what-is-no-data-set-is-refused", what_is_no_data_set_is_refused);
  CLAIM ("parts-that-contradict-are-refused", parts_that_contradict_are_refused);
  CLAIM ("two-images-are-enough", two_images_are_enough);
  CLAIM ("a-pair-of-idx-files-is-shared-out", a_pair_of_idx_files_is_shared_out);
  CLAIM ("images-without-labels-are-refused", images_without_labels_are_refused);
  CLAIM ("stops-when-cancelled", stops_when_cancelled);
  return g_test_run ();
}
