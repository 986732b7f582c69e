/* SPDX-License-Identifier: MIT */
#include "digits/digits-idx.h"

#include "digits/digits-idx-format.h"
#include "digits/digits-source.h"

#include <inttypes.h>
#include <string.h>

static uint32_t
big_endian (const uint8_t *bytes)
{
  return (uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16 | (uint32_t) bytes[2] << 8 |
         bytes[3];
}

static void
put_big_endian (uint8_t *bytes, uint32_t value)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (uint8_t) (value >> (24 - 8 * i));
}

/* Magic number and n_sizes sizes, and whether what they claim can be in the file. */
static int
read_header (DigitsSource *source, uint32_t magic, const char *what, int n_sizes, uint32_t *sizes,
             DigitsError *error)
{
  uint8_t header[16];
  size_t wanted = 4 + 4 * (size_t) n_sizes, got;
  uint32_t found;

  if (digits_source_read (source, header, wanted, &got, error) < 0)
    return -1;
  found = got >= 4 ? big_endian (header) : 0;
  if (got >= 4 && found != magic) {
    digits_error_set (error, DIGITS_ERROR_FORMAT,
                      "%s is no IDX file of %s: it begins with the number %" PRIu32
                      " instead of %" PRIu32,
                      source->path, what, found, magic);
    return -1;
  }
  if (got < wanted) {
    digits_error_set (error, DIGITS_ERROR_FORMAT, "%s is %s: an IDX header has %zu bytes",
                      source->path, got ? "cut off in its header" : "empty", wanted);
    return -1;
  }
  for (int i = 0; i < n_sizes; i++)
    sizes[i] = big_endian (header + 4 + 4 * i);
  if (sizes[0] == 0) {
    digits_error_set (error, DIGITS_ERROR_SIZE, "%s holds no %s", source->path, what);
    return -1;
  }
  if (sizes[0] > DIGITS_MAX_IMAGES) {
    digits_error_set (error, DIGITS_ERROR_SIZE, "%s claims %" PRIu32 " %s; at most %u are accepted",
                      source->path, sizes[0], what, DIGITS_MAX_IMAGES);
    return -1;
  }
  return 0;
}

/* `bytes` follow the header; exact for plain files, and no more than can have been packed for gzip.
 */
static int
check_claim (const DigitsSource *source, uint64_t header, uint64_t bytes, DigitsError *error)
{
  uint64_t bound = digits_source_bound (source), claim = header + bytes;

  if (claim > bound || (!source->gzip && claim < bound)) {
    digits_error_set (error, DIGITS_ERROR_FORMAT,
                      "%s holds %s%" PRIu64 " bytes, but its header speaks of %" PRIu64,
                      source->path, source->gzip ? "at most " : "", bound, claim);
    return -1;
  }
  return 0;
}

/* All of `bytes`, and nothing after them. */
static int
read_body (DigitsSource *source, uint8_t *bytes, size_t size, DigitsError *error)
{
  size_t got, more = 0;
  uint8_t one;

  if (digits_source_read (source, bytes, size, &got, error) < 0)
    return -1;
  if (got == size && digits_source_read (source, &one, 1, &more, error) < 0)
    return -1;
  if (got < size || more) {
    digits_error_set (error, DIGITS_ERROR_FORMAT, "%s holds %s than its header says", source->path,
                      more ? "more" : "less");
    return -1;
  }
  return 0;
}

static int
check_labels (const DigitsImages *images, const char *path, DigitsError *error)
{
  for (size_t i = 0; i < images->n; i++)
    if (images->labels[i] > 9) {
      digits_error_set (error, DIGITS_ERROR_FORMAT,
                        "%s gives image %zu the label %d; labels of digits are 0 to 9", path, i,
                        images->labels[i]);
      return -1;
    }
  return 0;
}

/* Both headers agree and are possible. */
static int
read_headers (DigitsSource *pixels, DigitsSource *labels, uint32_t *sizes, DigitsError *error)
{
  uint32_t n_labels;

  if (read_header (pixels, DIGITS_IDX_IMAGES, "images", 3, sizes, error) < 0 ||
      read_header (labels, DIGITS_IDX_LABELS, "labels", 1, &n_labels, error) < 0)
    return -1;
  if (sizes[1] < 1 || sizes[2] < 1 || sizes[1] > 4096 || sizes[2] > 4096) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "%s claims images of %" PRIu32 "×%" PRIu32
                      " pixels; 1 to 4096 a side are accepted",
                      pixels->path, sizes[2], sizes[1]);
    return -1;
  }
  if ((uint64_t) sizes[0] * sizes[1] * sizes[2] > DIGITS_MAX_BYTES) {
    digits_error_set (error, DIGITS_ERROR_SIZE,
                      "%s claims %" PRIu64 " bytes; at most %llu are accepted", pixels->path,
                      (uint64_t) sizes[0] * sizes[1] * sizes[2], DIGITS_MAX_BYTES);
    return -1;
  }
  if (check_claim (pixels, 16, (uint64_t) sizes[0] * sizes[1] * sizes[2], error) < 0 ||
      check_claim (labels, 8, n_labels, error) < 0)
    return -1;
  if (n_labels != sizes[0]) {
    digits_error_set (error, DIGITS_ERROR_FORMAT,
                      "%s holds %" PRIu32 " images, but %s %" PRIu32 " labels", pixels->path,
                      sizes[0], labels->path, n_labels);
    return -1;
  }
  return 0;
}

/* The sum of a gzipped file's body: the CRC-32 of a whole is that of its first part, moved past the
 * second, xor that of the second. */
static uint32_t
body_sum (const DigitsSource *source, uint32_t magic, int n_sizes, const uint32_t *sizes)
{
  uint8_t header[16];
  uint64_t size = 1;
  uLong sum;

  if (!source->gzip)
    return 0;
  put_big_endian (header, magic);
  for (int i = 0; i < n_sizes; i++) {
    put_big_endian (header + 4 + 4 * i, sizes[i]);
    size *= sizes[i];
  }
  sum = crc32_z (0, header, 4 + 4 * (size_t) n_sizes);
  return source->sum ^ (uint32_t) crc32_combine (sum, 0, (z_off_t) size);
}

static DigitsImages *
read_both (DigitsSource *pixels, DigitsSource *labels, DigitsSums *sums, DigitsError *error)
{
  DigitsImages *images;
  uint32_t sizes[3];

  if (read_headers (pixels, labels, sizes, error) < 0)
    return NULL;
  images = digits_images_new (sizes[0], (int) sizes[2], (int) sizes[1], error);
  if (!images)
    return NULL;
  if (read_body (labels, images->labels, images->n, error) < 0 ||
      check_labels (images, labels->path, error) < 0 ||
      read_body (pixels, images->pixels, images->n * sizes[1] * sizes[2], error) < 0) {
    digits_images_unref (images);
    return NULL;
  }
  *sums = (DigitsSums){ .pixels = body_sum (pixels, DIGITS_IDX_IMAGES, 3, sizes),
                        .labels = body_sum (labels, DIGITS_IDX_LABELS, 1, sizes) };
  return images;
}

DigitsImages *
digits_idx_read_sums (const char *images_path, const char *labels_path, DigitsSums *sums,
                      DigitsError *error)
{
  DigitsImages *images = NULL;
  DigitsSource *labels = NULL, *pixels = digits_source_open (images_path, error);

  if (pixels)
    labels = digits_source_open (labels_path, error);
  if (labels)
    images = read_both (pixels, labels, sums, error);
  digits_source_close (labels);
  digits_source_close (pixels);
  return images;
}

DigitsImages *
digits_idx_read (const char *images_path, const char *labels_path, DigitsError *error)
{
  DigitsSums sums;

  return digits_idx_read_sums (images_path, labels_path, &sums, error);
}
