/* SPDX-License-Identifier: MIT */
/* Pictures from files: what is read, how large it gets, what is refused. */
#include "lab/nabla-error.h"
#include "lab/nabla-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* A picture of a vertical edge: its left half `left`, its right half `right` (0xRRGGBBAA). */
static GdkPixbuf *
halves (int width, int height, guint32 left, guint32 right)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, width, height);
  gdk_pixbuf_fill (pixbuf, right);
  g_autoptr (GdkPixbuf) part = gdk_pixbuf_new_subpixbuf (pixbuf, 0, 0, MAX (1, width / 2), height);
  gdk_pixbuf_fill (part, left);
  return pixbuf;
}

static GByteArray *
encoded (GdkPixbuf *pixbuf, const char *format, const char *key, const char *value)
{
  char *bytes = NULL;
  gsize n;
  g_autoptr (GError) error = NULL;
  char *keys[] = { (char *) key, NULL }, *values[] = { (char *) value, NULL };
  g_assert_true (gdk_pixbuf_save_to_bufferv (pixbuf, &bytes, &n, format, keys, values, &error));
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) bytes, n);
}

static NablaPicture *
decoded (const GByteArray *bytes, int longest_side)
{
  g_autoptr (GError) error = NULL;
  NablaPicture *picture =
      nabla_picture_decode (bytes->data, bytes->len, "a", longest_side, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (picture);
  g_assert_cmpint (MAX (picture->width, picture->height), <=, longest_side);
  return picture;
}

static void
assert_refused (const void *bytes, gsize n, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaPicture) picture =
      nabla_picture_decode (bytes, n, "my file", NABLA_PICTURE_SIDE, NULL, &error);
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_null (picture);
  g_assert_true (g_str_has_prefix (error->message, "my file "));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, reason) == NULL)
    g_error ("“%s” does not say “%s”", error->message, reason);
}

static int
grey_at (const NablaPicture *picture, int x, int y)
{
  return picture->pixels[y * picture->width + x];
}

static void
colours_become_luminance (void)
{
  static const char *const formats[] = { "png", "bmp", "tiff", "jpeg" };
  g_autoptr (GdkPixbuf) pixbuf = halves (64, 32, 0xff0000ff, 0x00ff00ff);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GByteArray) bytes = encoded (pixbuf, formats[i], NULL, NULL);
    g_autoptr (NablaPicture) picture = decoded (bytes, 1024);
    g_assert_cmpint (picture->width, ==, 64);
    g_assert_cmpint (picture->height, ==, 32);
    g_assert_cmpint (ABS (grey_at (picture, 8, 16) - 76), <=, 3);
    g_assert_cmpint (ABS (grey_at (picture, 56, 16) - 150), <=, 3);
  }
}

static void
transparency_is_paper (void)
{
  g_autoptr (GdkPixbuf) dark = halves (10, 10, 0x000000ff, 0x00000000);
  g_autoptr (GdkPixbuf) light = halves (10, 10, 0xffffffff, 0xffffff00);
  g_autoptr (GByteArray) dark_bytes = encoded (dark, "png", NULL, NULL);
  g_autoptr (GByteArray) light_bytes = encoded (light, "png", NULL, NULL);
  g_autoptr (NablaPicture) dark_picture = decoded (dark_bytes, 1024);
  g_autoptr (NablaPicture) light_picture = decoded (light_bytes, 1024);
  g_assert_cmpint (grey_at (dark_picture, 0, 0), ==, 0);
  g_assert_cmpint (grey_at (dark_picture, 9, 9), ==, 255);
  g_assert_cmpint (grey_at (light_picture, 0, 0), ==, 255);
  g_assert_cmpint (grey_at (light_picture, 9, 9), ==, 0);
}

static void
large_pictures_are_scaled_down (void)
{
  static const char *const formats[] = { "png", "jpeg", "bmp" };
  g_autoptr (GdkPixbuf) pixbuf = halves (4000, 3000, 0x000000ff, 0xffffffff);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GByteArray) bytes = encoded (pixbuf, formats[i], NULL, NULL);
    gint64 start = g_get_monotonic_time ();
    g_autoptr (NablaPicture) picture = decoded (bytes, 1024);
    g_test_message ("%s of 4000×3000: %.0f ms", formats[i],
                    (double) (g_get_monotonic_time () - start) / 1e3);
    g_assert_cmpint (picture->width, ==, 1024);
    g_assert_cmpint (picture->height, ==, 768);
    g_assert_cmpint (picture->source_width, ==, 4000);
    g_assert_cmpint (picture->source_height, ==, 3000);
    g_assert_cmpint (grey_at (picture, 100, 384), <=, 2);
    g_assert_cmpint (grey_at (picture, 900, 384), >=, 253);
  }
}

static void
thin_pictures_keep_a_pixel (void)
{
  g_autoptr (GdkPixbuf) thin = halves (5000, 1, 0x000000ff, 0xffffffff);
  g_autoptr (GdkPixbuf) one = halves (1, 1, 0x404040ff, 0x404040ff);
  g_autoptr (GByteArray) thin_bytes = encoded (thin, "png", NULL, NULL);
  g_autoptr (GByteArray) one_bytes = encoded (one, "png", NULL, NULL);
  g_autoptr (NablaPicture) thin_picture = decoded (thin_bytes, 1024);
  g_autoptr (NablaPicture) one_picture = decoded (one_bytes, 1024);
  g_assert_cmpint (thin_picture->height, ==, 1);
  g_assert_cmpint (one_picture->width, ==, 1);
  g_assert_cmpint (grey_at (one_picture, 0, 0), ==, 0x40);
}

/* A JPEG with an EXIF block that says: turn by a quarter, clockwise. */
static void
the_camera_s_orientation_is_undone (void)
{
  static const guint8 exif[] = { 0xff, 0xe1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0,    0,    'M', 'M',
                                 0,    0x2a, 0,    0,    0,   8,   0,   1,   0x01, 0x12, 0,   3,
                                 0,    0,    0,    1,    0,   6,   0,   0,   0,    0,    0,   0 };
  g_autoptr (GdkPixbuf) pixbuf = halves (2000, 1000, 0x000000ff, 0xffffffff);
  g_autoptr (GByteArray) plain = encoded (pixbuf, "jpeg", NULL, NULL);
  g_autoptr (GByteArray) turned = g_byte_array_new ();
  g_byte_array_append (turned, plain->data, 2);
  g_byte_array_append (turned, exif, sizeof exif);
  g_byte_array_append (turned, plain->data + 2, plain->len - 2);
  g_autoptr (NablaPicture) picture = decoded (turned, 400);
  g_assert_cmpint (picture->width, ==, 200);
  g_assert_cmpint (picture->height, ==, 400);
  g_assert_cmpint (picture->source_width, ==, 1000);
  g_assert_cmpint (picture->source_height, ==, 2000);
  g_assert_cmpint (grey_at (picture, 100, 10), <=, 3);
  g_assert_cmpint (grey_at (picture, 100, 390), >=, 252);
}

/* One pixel a frame: LZW of the code sizes that two colours take. */
static GByteArray *
animation (int n_frames)
{
  static const guint8 head[] = { 'G',  'I', 'F', '8', '9', 'a', 1,   0,   1,  0,
                                 0x80, 0,   0,   0,   0,   0,   255, 255, 255 };
  static const guint8 control[] = { 0x21, 0xf9, 4, 0, 10, 0, 0, 0 };
  static const guint8 image[] = { 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2 };
  static const guint8 black[] = { 0x44, 0x01, 0 }, white[] = { 0x4c, 0x01, 0 };
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, head, sizeof head);
  for (int i = 0; i < n_frames; i++) {
    g_byte_array_append (bytes, control, sizeof control);
    g_byte_array_append (bytes, image, sizeof image);
    g_byte_array_append (bytes, i == 0 ? black : white, sizeof black);
  }
  g_byte_array_append (bytes, (const guint8 *) ";", 1);
  return bytes;
}

static void
of_an_animation_the_first_frame_counts (void)
{
  g_autoptr (GByteArray) bytes = animation (5);
  g_autoptr (NablaPicture) picture = decoded (bytes, 1024);
  g_assert_cmpint (picture->width, ==, 1);
  g_assert_cmpint (grey_at (picture, 0, 0), ==, 0);
}

static void
vector_pictures_are_drawn_large_enough (void)
{
  static const char svg[] =
      "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10' viewBox='0 0 20 10'>"
      "<rect width='10' height='10' fill='black'/></svg>";
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaPicture) picture = nabla_picture_decode (
      (const guint8 *) svg, sizeof svg - 1, "a.svg", NABLA_PICTURE_SIDE, NULL, &error);
  if (picture == NULL) {
    g_test_skip ("no loader for SVG is installed");
    return;
  }
  g_assert_cmpint (picture->width, >=, 256);
  g_assert_cmpint (picture->height, ==, picture->width / 2);
  g_assert_cmpint (grey_at (picture, picture->width / 4, 50), ==, 0);
  g_assert_cmpint (grey_at (picture, picture->width * 3 / 4, 50), ==, 255);
}

static void
pgm_is_read_to_its_largest_value (void)
{
  static const char text[] = "P2 # comment\n3 2\n15\n0 15 7\n1 2 14\n";
  static const int expected[] = { 0, 255, 119, 17, 34, 238 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) text, sizeof text - 1);
  g_autoptr (NablaPicture) picture = decoded (bytes, 1024);
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (picture->pixels[i], ==, expected[i]);
  g_autoptr (GByteArray) wide = g_byte_array_new ();
  g_byte_array_append (wide, (const guint8 *) "P5 40 1 255\n", 12);
  for (guint8 i = 0; i < 40; i++)
    g_byte_array_append (wide, &i, 1);
  g_autoptr (NablaPicture) small = decoded (wide, 10);
  g_assert_cmpint (small->width, ==, 10);
  g_assert_cmpint (small->source_width, ==, 40);
  g_assert_cmpint (grey_at (small, 1, 0), ==, 6);
}

static void
what_is_no_image_is_refused (void)
{
  static const char text[] = "Dear diary, this is a text and nothing else.\n";
  static const char code[] = "#define answer_width 42\n/* and no bitmap */\n";
  static const char xpm[] = "/* XPM */ static char *a[] = { \"1 1 1 1\", \". c #000000\", \".\" };";
  assert_refused ("", 0, "is empty");
  assert_refused (text, sizeof text - 1, "PNG, JPEG");
  assert_refused (text, 1, "PNG, JPEG");
  assert_refused (code, sizeof code - 1, "PNG, JPEG");
  assert_refused (xpm, sizeof xpm - 1, "PNG, JPEG");
  assert_refused ("PNG", 3, "PNG, JPEG");
}

static void
absurd_sizes_are_refused_before_memory_is_taken (void)
{
  g_autoptr (GdkPixbuf) pixbuf = halves (8, 8, 0x000000ff, 0xffffffff);
  g_autoptr (GByteArray) png = encoded (pixbuf, "png", NULL, NULL);
  /* The header's checksum would be wrong: the same header, made with the size. */
  static const guint8 header[] = { 0x00, 0x00, 0xff, 0xff, 0x00, 0x00, 0xff, 0xff, 0x08,
                                   0x06, 0x00, 0x00, 0x00, 0xb6, 0x05, 0xd9, 0x50 };
  memcpy (png->data + 16, header, sizeof header);
  assert_refused (png->data, png->len, "65535×65535");
  g_autoptr (GByteArray) gif = animation (1);
  memset (gif->data + 6, 0xff, 4);
  assert_refused (gif->data, gif->len, "65535×65535");
  assert_refused ("P5 4000000000 4000000000 255\n", 29, "header");
  assert_refused ("P5 65535 65535 255\n1234", 23, "cut off");
}

/* Cut off anywhere, or with one byte changed: an answer or a sentence, never a crash. */
static void
damage_is_survived (void)
{
  static const char *const formats[] = { "png", "jpeg", "bmp", "tiff" };
  g_autoptr (GdkPixbuf) pixbuf = halves (40, 30, 0x204060ff, 0xd0c0ffff);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GByteArray) bytes = encoded (pixbuf, formats[i], NULL, NULL);
    for (guint n = 0; n < bytes->len; n += n < 200 ? 1 : 7) {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaPicture) cut =
          nabla_picture_decode (bytes->data, n, "cut", 1024, NULL, &error);
      g_assert_true ((cut == NULL) == (error != NULL));
      guint8 kept = bytes->data[n];
      bytes->data[n] = (guint8) (kept ^ (1u << n % 8));
      g_clear_error (&error);
      g_autoptr (NablaPicture) changed =
          nabla_picture_decode (bytes->data, bytes->len, "changed", 1024, NULL, &error);
      g_assert_true ((changed == NULL) == (error != NULL));
      bytes->data[n] = kept;
    }
    assert_refused (bytes->data, 10, "");
  }
  g_autoptr (GByteArray) png = encoded (pixbuf, "png", NULL, NULL);
  assert_refused (png->data, png->len - 30, "cut off");
  g_autoptr (GByteArray) jpeg = encoded (pixbuf, "jpeg", NULL, NULL);
  assert_refused (jpeg->data, 100, "cut off");
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (2000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
loading_can_be_cancelled (void)
{
  g_autoptr (GdkPixbuf) pixbuf = halves (6000, 4000, 0x000000ff, 0xffffffff);
  g_autoptr (GByteArray) bytes = encoded (pixbuf, "bmp", NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  if (bytes->len > NABLA_PICTURE_BYTES - 1)
    g_byte_array_set_size (bytes, NABLA_PICTURE_BYTES - 1);
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr (NablaPicture) picture =
      nabla_picture_decode (bytes->data, bytes->len, "a", 1024, cancellable, &error);
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (picture);
}

static void
files_are_named_in_the_sentence (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-picture-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "digit.png", NULL);
  g_autoptr (GdkPixbuf) pixbuf = halves (6, 4, 0x000000ff, 0xffffffff);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) place = g_file_new_for_path (folder);
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_picture_read (file, 1024, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_assert_true (g_str_has_prefix (error->message, "digit.png cannot be read: "));
  g_clear_error (&error);
  g_assert_null (nabla_picture_read (place, 1024, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", &error, NULL));
  g_autoptr (NablaPicture) picture = nabla_picture_read (file, 1024, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (picture->width, ==, 6);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (g_file_delete (place, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/picture/colours-become-luminance", colours_become_luminance);
  g_test_add_func ("/lab/picture/transparency-is-paper", transparency_is_paper);
  g_test_add_func ("/lab/picture/large-pictures-are-scaled-down", large_pictures_are_scaled_down);
  g_test_add_func ("/lab/picture/thin-pictures-keep-a-pixel", thin_pictures_keep_a_pixel);
  g_test_add_func ("/lab/picture/the-camera-s-orientation-is-undone",
                   the_camera_s_orientation_is_undone);
  g_test_add_func ("/lab/picture/of-an-animation-the-first-frame-counts",
                   of_an_animation_the_first_frame_counts);
  g_test_add_func ("/lab/picture/vector-pictures-are-drawn-large-enough",
                   vector_pictures_are_drawn_large_enough);
  g_test_add_func ("/lab/picture/pgm-is-read-to-its-largest-value",
                   pgm_is_read_to_its_largest_value);
  g_test_add_func ("/lab/picture/what-is-no-image-is-refused", what_is_no_image_is_refused);
  g_test_add_func ("/lab/picture/absurd-sizes-are-refused-before-memory-is-taken",
                   absurd_sizes_are_refused_before_memory_is_taken);
  g_test_add_func ("/lab/picture/damage-is-survived", damage_is_survived);
  g_test_add_func ("/lab/picture/loading-can-be-cancelled", loading_can_be_cancelled);
  g_test_add_func ("/lab/picture/files-are-named-in-the-sentence", files_are_named_in_the_sentence);
  return g_test_run ();
}
