/* SPDX-License-Identifier: MIT */
#include "digits/digits-idx.h"

#include "digits/digits-idx-format.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* A file on its way to `path`: written beside it under another name first. */
typedef struct {
  const char *path;
  char *temporary;
  int fd;
} Target;

static int
fail (const Target *target, DigitsError *error)
{
  digits_error_set (error, DIGITS_ERROR_WRITE, "%s cannot be written: %s", target->path,
                    strerror (errno));
  return -1;
}

static int
open_target (Target *target, const char *path, DigitsError *error)
{
  mode_t mask;

  *target = (Target){ .path = path, .fd = -1 };
  if (asprintf (&target->temporary, "%s.XXXXXX", path) < 0) {
    target->temporary = NULL;
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory to write %s", path);
    return -1;
  }
  target->fd = mkstemp (target->temporary);
  if (target->fd < 0) {
    free (target->temporary);
    target->temporary = NULL;
    return fail (target, error);
  }
  /* mkstemp() lets nobody else read; a data set is an ordinary file. */
  mask = umask (0);
  umask (mask);
  fchmod (target->fd, 0666 & ~mask);
  return 0;
}

static int
write_all (Target *target, const uint8_t *bytes, size_t size, DigitsError *error)
{
  while (size) {
    ssize_t n = write (target->fd, bytes, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail (target, error);
    bytes += n;
    size -= (size_t) n;
  }
  return 0;
}

static int
deflate_all (Target *target, z_stream *stream, const uint8_t *bytes, size_t size, bool last,
             DigitsError *error)
{
  uint8_t packed[64 * 1024];

  stream->next_in = (Bytef *) bytes;
  stream->avail_in = (uInt) size; /* at most DIGITS_MAX_BYTES */
  do {
    stream->next_out = packed;
    stream->avail_out = sizeof packed;
    deflate (stream, last ? Z_FINISH : Z_NO_FLUSH);
    if (write_all (target, packed, sizeof packed - stream->avail_out, error) < 0)
      return -1;
  } while (stream->avail_out == 0);
  return 0;
}

static int
write_gzip (Target *target, const uint8_t *header, size_t header_size, const uint8_t *body,
            size_t size, DigitsError *error)
{
  z_stream stream = { 0 };
  int answer;

  if (deflateInit2 (&stream, 6, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory to pack %s", target->path);
    return -1;
  }
  answer = deflate_all (target, &stream, header, header_size, false, error);
  if (answer == 0)
    answer = deflate_all (target, &stream, body, size, true, error);
  deflateEnd (&stream);
  return answer;
}

static void
put (uint8_t *bytes, size_t value)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (uint8_t) (value >> (24 - 8 * i));
}

static int
write_target (Target *target, const DigitsImages *images, bool labels, bool gzip,
              DigitsError *error)
{
  uint8_t header[16];
  size_t header_size = labels ? 8 : 16;
  const uint8_t *body = labels ? images->labels : images->pixels;
  size_t size = labels ? images->n : images->n * (size_t) images->width * (size_t) images->height;

  put (header, labels ? DIGITS_IDX_LABELS : DIGITS_IDX_IMAGES);
  put (header + 4, images->n);
  put (header + 8, (size_t) images->height);
  put (header + 12, (size_t) images->width);
  if (gzip) {
    if (write_gzip (target, header, header_size, body, size, error) < 0)
      return -1;
  } else if (write_all (target, header, header_size, error) < 0 ||
             write_all (target, body, size, error) < 0) {
    return -1;
  }
  return fsync (target->fd) < 0 ? fail (target, error) : 0;
}

/* Closes; what still has a temporary name goes away. */
static void
drop (Target *target)
{
  if (target->fd >= 0)
    close (target->fd);
  if (target->temporary) {
    unlink (target->temporary);
    free (target->temporary);
  }
}

static int
rename_target (Target *target, DigitsError *error)
{
  if (rename (target->temporary, target->path) < 0)
    return fail (target, error);
  free (target->temporary);
  target->temporary = NULL;
  return 0;
}

int
digits_idx_write (const DigitsImages *images, const char *images_path, const char *labels_path,
                  int gzip, DigitsError *error)
{
  Target pixels, labels = { .fd = -1 };
  int answer = -1;

  /* Both are whole before either gets its name. */
  if (open_target (&pixels, images_path, error) == 0 &&
      open_target (&labels, labels_path, error) == 0 &&
      write_target (&pixels, images, false, gzip, error) == 0 &&
      write_target (&labels, images, true, gzip, error) == 0 && rename_target (&pixels, error) == 0)
    answer = rename_target (&labels, error);
  drop (&labels);
  drop (&pixels);
  return answer;
}
