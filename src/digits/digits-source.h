/* SPDX-License-Identifier: MIT */
/* digits-source.h: the bytes of a file, unpacked on the way where it is gzipped. */
#pragma once

#include "digits/digits-error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#define DIGITS_SOURCE_BUFFER (128 * 1024)

typedef struct {
  const char *path; /* the caller's */
  int fd;
  uint64_t file_size;
  bool gzip;       /* told by the first two bytes */
  bool ended;      /* of gzip: the last member is complete */
  uint32_t sum;    /* of gzip: CRC-32 of what the complete members hold */
  size_t at, left; /* what of the buffer has not been used */
  z_stream stream;
  uint8_t buffer[DIGITS_SOURCE_BUFFER];
} DigitsSource;

/* Regular files only. NULL with *error. */
DigitsSource *digits_source_open (const char *path, DigitsError *error);
void digits_source_close (DigitsSource *source); /* NULL is fine */

/* Reads `size` bytes, or what is left of them: *got. 0, or −1 with *error. */
int digits_source_read (DigitsSource *source, void *bytes, size_t size, size_t *got,
                        DigitsError *error);

/* No more than so many bytes can come out of the file; exact where it is not gzipped. */
uint64_t digits_source_bound (const DigitsSource *source);
