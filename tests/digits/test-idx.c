/* SPDX-License-Identifier: MIT */
/* Reading and writing IDX files, and refusing whatever else is given. */
#include "claim.h"

#include "digits/digits-idx.h"
#include "digits/digits-idx-format.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static char folder[] = "/tmp/nabla-test-idx-XXXXXX";
static char images_path[256], labels_path[256];

/* A file of bytes in the making. */
typedef struct {
  uint8_t bytes[8192];
  size_t n;
} Bytes;

static void
add (Bytes *bytes, uint32_t value, int n_bytes)
{
  while (n_bytes--)
    bytes->bytes[bytes->n++] = (uint8_t) (value >> (8 * n_bytes));
}

static Bytes
images_file (uint32_t magic, uint32_t n, uint32_t height, uint32_t width, size_t n_pixels)
{
  Bytes bytes = { .n = 0 };

  add (&bytes, magic, 4);
  add (&bytes, n, 4);
  add (&bytes, height, 4);
  add (&bytes, width, 4);
  for (size_t i = 0; i < n_pixels; i++)
    add (&bytes, (uint32_t) (i * 7 % 256), 1);
  return bytes;
}

static Bytes
labels_file (uint32_t magic, uint32_t n, size_t n_labels)
{
  Bytes bytes = { .n = 0 };

  add (&bytes, magic, 4);
  add (&bytes, n, 4);
  for (size_t i = 0; i < n_labels; i++)
    add (&bytes, (uint32_t) (i % 10), 1);
  return bytes;
}

/* Three images of 4 × 5, as every test below spoils them. */
static Bytes
good_images (void)
{
  return images_file (DIGITS_IDX_IMAGES, 3, 5, 4, 60);
}

static Bytes
good_labels (void)
{
  return labels_file (DIGITS_IDX_LABELS, 3, 3);
}

static void
save (const char *path, const void *bytes, size_t n)
{
  FILE *file = fopen (path, "wb");

  CLAIM (file && fwrite (bytes, 1, n, file) == n);
  CLAIM (fclose (file) == 0);
}

/* `bytes` gzipped, in memory. */
static Bytes
gzipped (const Bytes *bytes)
{
  Bytes packed = { .n = 0 };
  z_stream stream = { 0 };

  CLAIM (deflateInit2 (&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  stream.next_in = (Bytef *) bytes->bytes;
  stream.avail_in = (uInt) bytes->n;
  stream.next_out = packed.bytes;
  stream.avail_out = sizeof packed.bytes;
  CLAIM (deflate (&stream, Z_FINISH) == Z_STREAM_END);
  packed.n = stream.total_out;
  deflateEnd (&stream);
  return packed;
}

/* Reading them fails with `code`, and the message names the file and holds `reason`. */
static void
claim_refused (const Bytes *images, const Bytes *labels, DigitsErrorCode code, const char *path,
               const char *reason)
{
  DigitsError error = { 0 };

  save (images_path, images->bytes, images->n);
  save (labels_path, labels->bytes, labels->n);
  CLAIM (!digits_idx_read (images_path, labels_path, &error));
  if (error.code != code || !strstr (error.message, path) || !strstr (error.message, reason))
    printf ("# code %d: %s\n", (int) error.code, error.message);
  CLAIM (error.code == code);
  CLAIM (strstr (error.message, path));
  CLAIM (strstr (error.message, reason));
  CLAIM (error.message[strlen (error.message) - 1] != '.');
}

static void
refuse_images (Bytes images, DigitsErrorCode code, const char *reason)
{
  Bytes labels = good_labels ();

  claim_refused (&images, &labels, code, images_path, reason);
}

static void
refuse_labels (Bytes labels, DigitsErrorCode code, const char *reason)
{
  Bytes images = good_images ();

  claim_refused (&images, &labels, code, labels_path, reason);
}

static void
claim_read (const Bytes *images, const Bytes *labels)
{
  DigitsError error = { 0 };
  DigitsImages *read;

  save (images_path, images->bytes, images->n);
  save (labels_path, labels->bytes, labels->n);
  read = digits_idx_read (images_path, labels_path, &error);
  if (!read)
    printf ("# %s\n", error.message);
  CLAIM (read);
  CLAIM (read->n == 3 && read->width == 4 && read->height == 5);
  for (int i = 0; i < 60; i++)
    CLAIM (read->pixels[i] == i * 7 % 256);
  for (int i = 0; i < 3; i++)
    CLAIM (read->labels[i] == i);
  digits_images_unref (read);
}

static void
reads_plain_and_gzipped (void)
{
  Bytes images = good_images (), labels = good_labels ();
  Bytes packed_images = gzipped (&images), packed_labels = gzipped (&labels);

  claim_read (&images, &labels);
  claim_read (&packed_images, &packed_labels);
  claim_read (&packed_images, &labels);
}

static void
reads_members_of_gzip_one_after_the_other (void)
{
  Bytes images = good_images (), labels = good_labels (), first = images, second = { .n = 0 };

  first.n = 30;
  second.n = images.n - 30;
  memcpy (second.bytes, images.bytes + 30, second.n);
  first = gzipped (&first);
  second = gzipped (&second);
  memcpy (first.bytes + first.n, second.bytes, second.n);
  first.n += second.n;
  claim_read (&first, &labels);
}

static void
claim_sums (const Bytes *images, const Bytes *labels, uint32_t pixels_sum, uint32_t labels_sum)
{
  DigitsSums sums = { 1, 1 };
  DigitsImages *read;

  save (images_path, images->bytes, images->n);
  save (labels_path, labels->bytes, labels->n);
  read = digits_idx_read_sums (images_path, labels_path, &sums, NULL);
  CLAIM (read);
  digits_images_unref (read);
  CLAIM (sums.pixels == pixels_sum && sums.labels == labels_sum);
}

/* They say which set it is, so they must be those of the bytes, however these were packed. */
static void
gzip_brings_the_sums_along (void)
{
  Bytes images = good_images (), labels = good_labels (), packed_images = gzipped (&images);
  Bytes packed_labels = gzipped (&labels), members = { .n = 0 };
  uint32_t pixels_sum = (uint32_t) crc32 (0, images.bytes + 16, 60);
  uint32_t labels_sum = (uint32_t) crc32 (0, labels.bytes + 8, 3);

  /* Members of 20 bytes: one ends within the pixels, none where the header does. */
  for (size_t at = 0; at < images.n; at += 20) {
    Bytes member = { .n = images.n - at < 20 ? images.n - at : 20 };

    memcpy (member.bytes, images.bytes + at, member.n);
    member = gzipped (&member);
    memcpy (members.bytes + members.n, member.bytes, member.n);
    members.n += member.n;
  }
  claim_sums (&packed_images, &packed_labels, pixels_sum, labels_sum);
  claim_sums (&members, &packed_labels, pixels_sum, labels_sum);
  claim_sums (&packed_images, &labels, pixels_sum, 0);
  claim_sums (&images, &labels, 0, 0);
}

static void
writes_what_it_reads (void)
{
  DigitsError error = { 0 };
  DigitsImages *images = digits_images_new (1000, 28, 28, &error), *read;
  struct stat status[2];

  CLAIM (images);
  for (size_t i = 0; i < 1000 * 784; i++)
    images->pixels[i] = (uint8_t) (i * i >> 5);
  for (size_t i = 0; i < 1000; i++)
    images->labels[i] = (uint8_t) (i * 3 % 10);
  for (int gzip = 0; gzip < 2; gzip++) {
    CLAIM (digits_idx_write (images, images_path, labels_path, gzip, &error) == 0);
    CLAIM (stat (images_path, &status[gzip]) == 0);
    read = digits_idx_read (images_path, labels_path, &error);
    CLAIM (read && read->n == 1000);
    CLAIM (memcmp (read->pixels, images->pixels, 1000 * 784) == 0);
    CLAIM (memcmp (read->labels, images->labels, 1000) == 0);
    digits_images_unref (read);
  }
  CLAIM (status[0].st_size == 16 + 1000 * 784);
  CLAIM (status[1].st_size < status[0].st_size);
  digits_images_unref (images);
}

static void
writing_fails_without_a_trace (void)
{
  DigitsError error = { 0 };
  DigitsImages *images = digits_images_new (1, 2, 2, &error);
  char nowhere[300];

  CLAIM (images);
  unlink (images_path);
  snprintf (nowhere, sizeof nowhere, "%s/no/such/folder/labels", folder);
  CLAIM (digits_idx_write (images, images_path, nowhere, 0, &error) == -1);
  CLAIM (error.code == DIGITS_ERROR_WRITE);
  CLAIM (strstr (error.message, nowhere));
  CLAIM (access (images_path, F_OK) < 0);
  digits_images_unref (images);
}

static void
refuses_a_wrong_magic_number (void)
{
  refuse_images (images_file (DIGITS_IDX_LABELS, 3, 5, 4, 60), DIGITS_ERROR_FORMAT, "2049");
  refuse_images (images_file (0x89504e47, 3, 5, 4, 60), DIGITS_ERROR_FORMAT,
                 "no IDX file of images");
  refuse_labels (labels_file (DIGITS_IDX_IMAGES, 3, 3), DIGITS_ERROR_FORMAT,
                 "no IDX file of labels");
}

static void
refuses_headers_cut_off (void)
{
  Bytes images = good_images (), labels = good_labels ();

  images.n = 15;
  refuse_images (images, DIGITS_ERROR_FORMAT, "cut off in its header");
  images.n = 3;
  refuse_images (images, DIGITS_ERROR_FORMAT, "cut off in its header");
  images.n = 0;
  refuse_images (images, DIGITS_ERROR_FORMAT, "empty");
  labels.n = 7;
  refuse_labels (labels, DIGITS_ERROR_FORMAT, "cut off in its header");
}

static void
refuses_less_or_more_than_the_header_says (void)
{
  Bytes images = images_file (DIGITS_IDX_IMAGES, 3, 5, 4, 59);
  Bytes more = images_file (DIGITS_IDX_IMAGES, 3, 5, 4, 61);

  refuse_images (images, DIGITS_ERROR_FORMAT, "75 bytes");
  refuse_images (more, DIGITS_ERROR_FORMAT, "77 bytes");
  refuse_images (gzipped (&images), DIGITS_ERROR_FORMAT, "less than its header says");
  refuse_images (gzipped (&more), DIGITS_ERROR_FORMAT, "more than its header says");
  refuse_labels (labels_file (DIGITS_IDX_LABELS, 3, 2), DIGITS_ERROR_FORMAT, "10 bytes");
  refuse_labels (labels_file (DIGITS_IDX_LABELS, 3, 4), DIGITS_ERROR_FORMAT, "12 bytes");
}

static void
refuses_claims_beyond_any_file (void)
{
  Bytes images = images_file (DIGITS_IDX_IMAGES, 5000000, 28, 28, 60);
  Bytes gigabytes = images_file (DIGITS_IDX_IMAGES, 2000, 1000, 1000, 60);

  refuse_images (images_file (DIGITS_IDX_IMAGES, 0xffffffff, 28, 28, 60), DIGITS_ERROR_SIZE,
                 "4294967295 images");
  refuse_images (images, DIGITS_ERROR_SIZE, "3920000000 bytes");
  refuse_images (gzipped (&images), DIGITS_ERROR_SIZE, "3920000000 bytes");
  /* What is small enough to be accepted must still fit into what is there. */
  refuse_images (gigabytes, DIGITS_ERROR_FORMAT, "2000000016");
  refuse_images (gzipped (&gigabytes), DIGITS_ERROR_FORMAT, "2000000016");
  refuse_labels (labels_file (DIGITS_IDX_LABELS, 0xffffffff, 3), DIGITS_ERROR_SIZE,
                 "4294967295 labels");
}

static void
refuses_nothing_and_images_without_pixels (void)
{
  refuse_images (images_file (DIGITS_IDX_IMAGES, 0, 28, 28, 0), DIGITS_ERROR_SIZE, "no images");
  refuse_images (images_file (DIGITS_IDX_IMAGES, 3, 0, 0, 0), DIGITS_ERROR_SIZE, "0×0");
  refuse_images (images_file (DIGITS_IDX_IMAGES, 3, 5, 0, 0), DIGITS_ERROR_SIZE, "0×5");
  refuse_images (images_file (DIGITS_IDX_IMAGES, 3, 4097, 1, 0), DIGITS_ERROR_SIZE, "1×4097");
  refuse_images (images_file (DIGITS_IDX_IMAGES, 3, 0x80000001, 1, 0), DIGITS_ERROR_SIZE, "pixels");
}

static void
refuses_a_label_that_is_no_digit (void)
{
  Bytes labels = good_labels ();

  labels.bytes[9] = 11;
  refuse_labels (labels, DIGITS_ERROR_FORMAT, "image 1 the label 11");
}

static void
refuses_counts_that_differ (void)
{
  refuse_images (images_file (DIGITS_IDX_IMAGES, 4, 5, 4, 80), DIGITS_ERROR_FORMAT, "4 images");
  refuse_labels (labels_file (DIGITS_IDX_LABELS, 2, 2), DIGITS_ERROR_FORMAT, "2 labels");
}

static void
refuses_damaged_gzip (void)
{
  Bytes images = good_images (), whole = gzipped (&images), cut = whole, wrong = whole, sum = whole,
        longer = whole;

  cut.n -= 9;
  refuse_images (cut, DIGITS_ERROR_FORMAT, "cut off");
  cut.n = 2;
  refuse_images (cut, DIGITS_ERROR_FORMAT, "cut off");
  wrong.bytes[2] = 99;
  refuse_images (wrong, DIGITS_ERROR_FORMAT, "damaged");
  sum.bytes[sum.n - 6] ^= 1;
  refuse_images (sum, DIGITS_ERROR_FORMAT, "damaged");
  add (&longer, 0x12345678, 4);
  refuse_images (longer, DIGITS_ERROR_FORMAT, "goes on after the end");
}

static void
refuses_what_is_no_file (void)
{
  Bytes labels = good_labels ();
  DigitsError error = { 0 };
  char missing[300];

  save (labels_path, labels.bytes, labels.n);
  snprintf (missing, sizeof missing, "%s/missing", folder);
  CLAIM (!digits_idx_read (missing, labels_path, &error));
  CLAIM (error.code == DIGITS_ERROR_OPEN && strstr (error.message, missing));
  CLAIM (!digits_idx_read (folder, labels_path, &error));
  CLAIM (error.code == DIGITS_ERROR_OPEN && strstr (error.message, "folder where a file"));
  CLAIM (!digits_idx_read ("/dev/zero", labels_path, &error));
  CLAIM (error.code == DIGITS_ERROR_OPEN && strstr (error.message, "no regular file"));
  CLAIM (!digits_idx_read (missing, missing, NULL));
}

static void
errors_are_whole_utf8 (void)
{
  DigitsError error;
  char text[700];

  memset (text, 'a', sizeof text);
  memcpy (text + 510, "×", 2); /* cut in two by the end of the message */
  text[699] = 0;
  digits_error_set (&error, DIGITS_ERROR_OPEN, "%s", text);
  CLAIM (strlen (error.message) == 510);
  digits_error_set (&error, DIGITS_ERROR_OPEN, "%s", "a\xff\xc3 \xed\xa0\x80 ×\xe2\x82");
  CLAIM (strcmp (error.message, "a?? ??? ×") == 0);
  digits_error_set (NULL, DIGITS_ERROR_OPEN, "nobody listens");
}

static void
images_have_bounds (void)
{
  DigitsError error;
  DigitsImages *images;

  CLAIM (!digits_images_new (0, 28, 28, &error) && error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_images_new (1, 0, 28, &error) && error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_images_new (1, 28, 4097, &error) && error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_images_new (10000000, 28, 28, &error) && error.code == DIGITS_ERROR_SIZE);
  CLAIM (!digits_images_new (SIZE_MAX, 4096, 4096, NULL));
  images = digits_images_new (2, 3, 4, &error);
  CLAIM (images && images->labels == images->pixels + 24);
  CLAIM (digits_images_ref (images) == images);
  digits_images_unref (images);
  CLAIM (images->n == 2);
  digits_images_unref (images);
  digits_images_unref (NULL);
}

int
main (void)
{
  if (!mkdtemp (folder))
    return EXIT_FAILURE;
  snprintf (images_path, sizeof images_path, "%s/images", folder);
  snprintf (labels_path, sizeof labels_path, "%s/labels", folder);
  RUN ("/digits/idx/reads-plain-and-gzipped", reads_plain_and_gzipped);
  RUN ("/digits/idx/reads-members-of-gzip-one-after-the-other",
       reads_members_of_gzip_one_after_the_other);
  RUN ("/digits/idx/gzip-brings-the-sums-along", gzip_brings_the_sums_along);
  RUN ("/digits/idx/writes-what-it-reads", writes_what_it_reads);
  RUN ("/digits/idx/writing-fails-without-a-trace", writing_fails_without_a_trace);
  RUN ("/digits/idx/refuses-a-wrong-magic-number", refuses_a_wrong_magic_number);
  RUN ("/digits/idx/refuses-headers-cut-off", refuses_headers_cut_off);
  RUN ("/digits/idx/refuses-less-or-more-than-the-header-says",
       refuses_less_or_more_than_the_header_says);
  RUN ("/digits/idx/refuses-claims-beyond-any-file", refuses_claims_beyond_any_file);
  RUN ("/digits/idx/refuses-nothing-and-images-without-pixels",
       refuses_nothing_and_images_without_pixels);
  RUN ("/digits/idx/refuses-a-label-that-is-no-digit", refuses_a_label_that_is_no_digit);
  RUN ("/digits/idx/refuses-counts-that-differ", refuses_counts_that_differ);
  RUN ("/digits/idx/refuses-damaged-gzip", refuses_damaged_gzip);
  RUN ("/digits/idx/refuses-what-is-no-file", refuses_what_is_no_file);
  RUN ("/digits/error/is-whole-utf8", errors_are_whole_utf8);
  RUN ("/digits/images/have-bounds", images_have_bounds);
  unlink (images_path);
  unlink (labels_path);
  if (rmdir (folder) < 0)
    return EXIT_FAILURE; /* something was left behind */
  return DONE ();
}
