/* SPDX-License-Identifier: MIT */
#include "lab/nabla-error.h"
#include "lab/nabla-picture-private.h"

#include <glib/gi18n-lib.h>

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

/* Each pixel takes at least one byte. */
static gboolean
fits (gint64 width, gint64 height, gsize n)
{
  return width >= 1 && height >= 1 && (guint64) width <= n &&
         (guint64) height <= n / (guint64) width;
}

NablaPicture *
nabla_picture_decode_pgm (const guint8 *bytes, gsize n, const char *name, GError **error)
{
  Reader reader = { .bytes = bytes, .n = n, .at = 2 };
  gboolean text = bytes[1] == '2';
  gint64 width = read_number (&reader);
  gint64 height = read_number (&reader);
  gint64 white = read_number (&reader);
  if (width < 1 || height < 1 || white < 1 || white > LARGEST_VALUE || reader.at >= n) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 _ ("%s is not a PGM image: its header is wrong"), name);
    return NULL;
  }
  reader.at++; /* the one space after the header */
  if (!fits (width, height, n)) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                 _ ("%s is cut off: it holds fewer pixels than its header says"), name);
    return NULL;
  }
  g_autoptr (NablaPicture) picture = nabla_picture_new ((int) width, (int) height);
  for (gsize i = 0; i < (gsize) width * (gsize) height; i++) {
    gint64 value = read_value (&reader, text, white);
    if (value < 0 || value > white) {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                   value < 0 ? _ ("%s is cut off: it holds fewer pixels than its header says")
                             : _ ("%s holds a pixel that is brighter than its header allows"),
                   name);
      return NULL;
    }
    picture->pixels[i] = (guint8) ((value * 255 + white / 2) / white);
  }
  return g_steal_pointer (&picture);
}
