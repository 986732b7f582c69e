/* SPDX-License-Identifier: MIT */
#include "digits/digits-source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deflate stores at most 258 bytes in two bits. */
#define MAX_RATIO 1032

/* read() until `size` bytes or the end; −1 with errno. */
static ssize_t
read_all (int fd, uint8_t *bytes, size_t size)
{
  size_t got = 0;

  while (got < size) {
    ssize_t n = read (fd, bytes + got, size - got);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    got += (size_t) n;
  }
  return (ssize_t) got;
}

static int
fail_to_read (const DigitsSource *source, DigitsError *error)
{
  digits_error_set (error, DIGITS_ERROR_OPEN, "%s cannot be read: %s", source->path,
                    strerror (errno));
  return -1;
}

static int
refill (DigitsSource *source, DigitsError *error)
{
  ssize_t n = read_all (source->fd, source->buffer, sizeof source->buffer);

  source->at = source->left = 0;
  if (n < 0)
    return fail_to_read (source, error);
  source->left = (size_t) n;
  return 0;
}

static int
look_at_file (DigitsSource *source, DigitsError *error)
{
  struct stat status;

  /* Not blocking: a named pipe would wait for its other end. */
  source->fd = open (source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (source->fd < 0) {
    digits_error_set (error, DIGITS_ERROR_OPEN, "%s cannot be opened: %s", source->path,
                      strerror (errno));
    return -1;
  }
  if (fstat (source->fd, &status) < 0)
    return fail_to_read (source, error);
  if (!S_ISREG (status.st_mode)) {
    digits_error_set (error, DIGITS_ERROR_OPEN, "%s is %s", source->path,
                      S_ISDIR (status.st_mode) ? "a folder where a file is expected"
                                               : "no regular file");
    return -1;
  }
  source->file_size = (uint64_t) status.st_size;
  if (refill (source, error) < 0)
    return -1;
  source->gzip = source->left >= 2 && source->buffer[0] == 0x1f && source->buffer[1] == 0x8b;
  if (source->gzip && inflateInit2 (&source->stream, 15 + 16) != Z_OK) {
    source->gzip = false;
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory to unpack %s", source->path);
    return -1;
  }
  return 0;
}

DigitsSource *
digits_source_open (const char *path, DigitsError *error)
{
  DigitsSource *source = malloc (sizeof *source);

  if (!source) {
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory to read %s", path);
    return NULL;
  }
  memset (source, 0, offsetof (DigitsSource, buffer));
  source->path = path;
  if (look_at_file (source, error) < 0) {
    digits_source_close (source);
    return NULL;
  }
  return source;
}

void
digits_source_close (DigitsSource *source)
{
  if (!source)
    return;
  if (source->gzip)
    inflateEnd (&source->stream);
  if (source->fd >= 0)
    close (source->fd);
  free (source);
}

static int
read_plain (DigitsSource *source, uint8_t *bytes, size_t size, size_t *got, DigitsError *error)
{
  size_t n = size < source->left ? size : source->left;
  ssize_t more;

  memcpy (bytes, source->buffer + source->at, n);
  source->at += n;
  source->left -= n;
  more = read_all (source->fd, bytes + n, size - n);
  if (more < 0)
    return fail_to_read (source, error);
  *got = n + (size_t) more;
  return 0;
}

/* At the end of a gzip member, whose sum zlib has checked: another one follows, or nothing. */
static int
end_member (DigitsSource *source, DigitsError *error)
{
  z_stream *stream = &source->stream;

  source->sum = (uint32_t) crc32_combine (source->sum, stream->adler, (z_off_t) stream->total_out);
  if (source->left == 0 && refill (source, error) < 0)
    return -1;
  if (source->left == 0) {
    source->ended = true;
  } else if (source->buffer[source->at] != 0x1f) {
    digits_error_set (error, DIGITS_ERROR_FORMAT, "%s goes on after the end of its gzip data",
                      source->path);
    return -1;
  } else {
    inflateReset (stream);
  }
  return 0;
}

/* One step of inflate() from the buffer. */
static int
inflate_some (DigitsSource *source, DigitsError *error)
{
  z_stream *stream = &source->stream;
  int answer;

  if (source->left == 0 && refill (source, error) < 0)
    return -1;
  if (source->left == 0) {
    digits_error_set (error, DIGITS_ERROR_FORMAT, "%s is cut off in the middle of its gzip data",
                      source->path);
    return -1;
  }
  stream->next_in = source->buffer + source->at;
  stream->avail_in = (uInt) source->left;
  answer = inflate (stream, Z_NO_FLUSH);
  source->at += source->left - stream->avail_in;
  source->left = stream->avail_in;
  if (answer == Z_STREAM_END)
    return end_member (source, error);
  if (answer == Z_OK || answer == Z_BUF_ERROR)
    return 0;
  if (answer == Z_MEM_ERROR)
    digits_error_set (error, DIGITS_ERROR_MEMORY, "No memory to unpack %s", source->path);
  else
    digits_error_set (error, DIGITS_ERROR_FORMAT, "%s is damaged: its gzip data is wrong (%s)",
                      source->path, stream->msg ? stream->msg : "no reason given");
  return -1;
}

static int
read_gzip (DigitsSource *source, uint8_t *bytes, size_t size, size_t *got, DigitsError *error)
{
  const size_t most = 1u << 30; /* zlib counts in unsigned int */

  *got = 0;
  while (*got < size && !source->ended) {
    size_t wanted = size - *got < most ? size - *got : most;

    source->stream.next_out = bytes + *got;
    source->stream.avail_out = (uInt) wanted;
    if (inflate_some (source, error) < 0)
      return -1;
    *got += wanted - source->stream.avail_out;
  }
  return 0;
}

int
digits_source_read (DigitsSource *source, void *bytes, size_t size, size_t *got, DigitsError *error)
{
  return source->gzip ? read_gzip (source, bytes, size, got, error)
                      : read_plain (source, bytes, size, got, error);
}

uint64_t
digits_source_bound (const DigitsSource *source)
{
  return source->gzip ? source->file_size * MAX_RATIO : source->file_size;
}
