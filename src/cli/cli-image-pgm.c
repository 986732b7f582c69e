/* SPDX-License-Identifier: MIT */
#include "cli/cli-image.h"

#define LARGEST_VALUE 65535

typedef struct {
  const guint8 *bytes;
  gsize n, at;
} Reader;

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->n) {
    guint8 c = reader->bytes[reader->at];
    if (c == '#')
      while (reader->at < reader->n && reader->bytes[reader->at] != '\n')
        reader->at++;
    else if (g_ascii_isspace (c))
      reader->at++;
    else
      break;
  }
}

/* The next number; −1 where there is none, or it has more than nine digits. */
static gint64
read_number (Reader *reader)
{
  gint64 value = 0;
  gsize start;
  skip_space (reader);
  start = reader->at;
  while (reader->at < reader->n && g_ascii_isdigit (reader->bytes[reader->at])) {
    value = 10 * value + (reader->bytes[reader->at++] - '0');
    if (reader->at - start > 9)
      return -1;
  }
  return reader->at > start ? value : -1;
}

/* One grey value as the header's kind says; −1 at the end of the file. */
static gint64
read_value (Reader *reader, gboolean text, gint64 white)
{
  gsize size = white > 255 ? 2 : 1;
  gint64 value = 0;
  if (text)
    return read_number (reader);
  if (reader->n - reader->at < size)
    return -1;
  for (gsize i = 0; i < size; i++)
    value = 256 * value + reader->bytes[reader->at++];
  return value;
}

CliImage *
cli_image_decode_pgm (const guint8 *bytes, gsize n, const char *name, GError **error)
{
  Reader reader = { .bytes = bytes, .n = n, .at = 2 };
  gboolean text = bytes[1] == '2';
  gint64 width = read_number (&reader);
  gint64 height = read_number (&reader);
  gint64 white = read_number (&reader);
  if (width < 0 || height < 0 || white < 1 || white > LARGEST_VALUE || reader.at >= n) {
    cli_error_set (error, NABLA_ERROR_INPUT, "%s is not a PGM image: its header is wrong", name);
    return NULL;
  }
  reader.at++; /* the one space after the header */
  g_autoptr (CliImage) image = cli_image_new (width, height, name, error);
  if (image == NULL)
    return NULL;
  for (gsize i = 0; i < (gsize) width * (gsize) height; i++) {
    gint64 value = read_value (&reader, text, white);
    if (value < 0 || value > white) {
      cli_error_set (error, NABLA_ERROR_INPUT, "%s %s", name,
                     value < 0 ? "is cut off: it holds fewer pixels than its header says"
                               : "holds a pixel that is brighter than its header allows");
      return NULL;
    }
    image->pixels[i] = (guint8) ((value * 255 + white / 2) / white);
  }
  return g_steal_pointer (&image);
}
