/* SPDX-License-Identifier: MIT */
/* fuzz-idx.c: the IDX reader on whatever bytes. With -fsanitize=fuzzer -DNABLA_LIBFUZZER the
 * compiler's own fuzzer drives it; otherwise main() runs as many seeded mutations of good files as
 * its argument says (2,000 unless told). The first two bytes of the input say how it divides into
 * the two files. */
#include "digits/digits-idx.h"
#include "digits/digits-rng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

/* What was read, so that reading it is not left out. */
static volatile unsigned touched;

/* A file in memory, under a path that can be opened. */
static int
file_of (const uint8_t *bytes, size_t size, char *path, size_t path_size)
{
  int fd = memfd_create ("idx", MFD_CLOEXEC);

  if (fd < 0 || write (fd, bytes, size) != (ssize_t) size)
    abort ();
  snprintf (path, path_size, "/proc/self/fd/%d", fd);
  return fd;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  size_t first = size >= 2 ? (size_t) bytes[0] * 256 + bytes[1] : 0;
  char images_path[64], labels_path[64];
  DigitsError error = { 0 };
  DigitsImages *images;
  int images_fd, labels_fd;

  if (size < 2 || first > size - 2)
    return 0;
  images_fd = file_of (bytes + 2, first, images_path, sizeof images_path);
  labels_fd = file_of (bytes + 2 + first, size - 2 - first, labels_path, sizeof labels_path);
  images = digits_idx_read (images_path, labels_path, &error);
  /* Either images that hold what they say, or a reason. */
  if (!images && (error.code == DIGITS_ERROR_NONE || !error.message[0]))
    abort ();
  if (images) {
    for (size_t i = 0; i < images->n; i++) {
      touched += images->labels[i];
      touched += images->pixels[(i + 1) * (size_t) images->width * (size_t) images->height - 1];
    }
  }
  digits_images_unref (images);
  close (images_fd);
  close (labels_fd);
  return 0;
}

#ifndef NABLA_LIBFUZZER
/* Good files for a start: 20 images of 6 × 7 and their labels, either of them gzipped or not. */
static size_t
write_seed (uint8_t *bytes, int pack_images, int pack_labels)
{
  uint8_t images[16 + 840] = { 0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 7, 0, 0, 0, 6 };
  uint8_t labels[8 + 20] = { 0, 0, 8, 1, 0, 0, 0, 20 };
  const uint8_t *parts[] = { images, labels };
  size_t sizes[] = { sizeof images, sizeof labels }, n = 2;
  int packed[] = { pack_images, pack_labels };

  for (size_t i = 0; i < 840; i++)
    images[16 + i] = (uint8_t) (i * i / 9);
  for (size_t i = 0; i < 20; i++)
    labels[8 + i] = (uint8_t) (i % 10);
  for (int i = 0; i < 2; i++) {
    z_stream stream = { 0 };
    size_t size = sizes[i];

    if (packed[i]) {
      deflateInit2 (&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
      stream.next_in = (Bytef *) parts[i];
      stream.avail_in = (uInt) size;
      stream.next_out = bytes + n;
      stream.avail_out = 1500;
      deflate (&stream, Z_FINISH);
      size = stream.total_out;
      deflateEnd (&stream);
    } else {
      memcpy (bytes + n, parts[i], size);
    }
    n += size;
    if (i == 0) {
      bytes[0] = (uint8_t) ((n - 2) >> 8);
      bytes[1] = (uint8_t) (n - 2);
    }
  }
  return n;
}

/* Bytes changed (more often in the headers), cut off, or moved from the one file to the other. */
static size_t
mutate (uint8_t *bytes, size_t n, DigitsRng *rng)
{
  static const uint8_t telling[] = { 0, 1, 0x7f, 0x80, 0xff, 0x1f, 0x8b, 11 };
  uint32_t changes = 1 + digits_rng_below (rng, 4);

  for (uint32_t i = 0; i < changes; i++) {
    uint32_t reach = digits_rng_below (rng, 2) ? 24 : (uint32_t) n;
    uint32_t at = digits_rng_below (rng, reach < n ? reach : (uint32_t) n);

    switch (digits_rng_below (rng, 4)) {
    case 0:
      bytes[at] ^= (uint8_t) (1u << digits_rng_below (rng, 8));
      break;
    case 1:
      bytes[at] = telling[digits_rng_below (rng, sizeof telling)];
      break;
    case 2:
      bytes[n - 1 - at] = (uint8_t) digits_rng_next (rng);
      break;
    default:
      if (digits_rng_below (rng, 4) == 0 && n > 2)
        n -= digits_rng_below (rng, (uint32_t) n - 2);
      else
        bytes[1] = (uint8_t) (bytes[1] + digits_rng_below (rng, 7) - 3);
    }
  }
  return n;
}

int
main (int n_arguments, char **arguments)
{
  long n = n_arguments > 1 ? strtol (arguments[1], NULL, 10) : 2000;

  for (long i = 0; i < n; i++) {
    uint8_t bytes[4096] = { 0 };
    DigitsRng rng = digits_rng_new (1, (uint64_t) i);
    size_t size = write_seed (bytes, i & 1, i >> 1 & 1);

    LLVMFuzzerTestOneInput (bytes, mutate (bytes, size, &rng));
  }
  printf ("1..1\nok 1 /digits/idx/%ld-mutations-are-read-or-refused\n", n);
  return EXIT_SUCCESS;
}
#endif
