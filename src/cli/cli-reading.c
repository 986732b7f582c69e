/* SPDX-License-Identifier: MIT */
#include "cli/cli-reading.h"

#include "cli/cli-file.h"
#include "digits/digits-photo.h"
#include "lab/nabla-picture.h"
#include "lab/nabla-strokes-file.h"

#include <string.h>

static int
fail (GError **error, const char *name, const DigitsError *reason)
{
  cli_error_set (error, NABLA_ERROR_INPUT, "%s: %s", name, reason->message);
  return -1;
}

static int
read_strokes (const CliReading *reading, const guint8 *bytes, gsize n, const char *name,
              DigitsPiece *pieces, GError **error)
{
  DigitsError reason = { 0 };
  int n_pieces = 1;
  DigitsStrokes *strokes = nabla_strokes_parse (bytes, n, name, NULL, error);
  if (strokes == NULL)
    return -1;
  if (reading->several)
    n_pieces = digits_segment_strokes (strokes, pieces, &reason);
  else if (digits_strokes_normalise (strokes, &pieces->normalised, &reason) != 0)
    n_pieces = -1;
  if (reading->taken != NULL && n_pieces >= 0)
    *reading->taken = g_steal_pointer (&strokes);
  digits_strokes_free (strokes);
  return n_pieces < 0 ? fail (error, name, &reason) : n_pieces;
}

static gboolean
is_blank (const NablaPicture *picture)
{
  for (gsize i = 0; i < (gsize) picture->width * (gsize) picture->height; i++)
    if (picture->pixels[i] != 0)
      return FALSE;
  return TRUE;
}

static int
take_raw (NablaPicture *picture, const char *name, DigitsPiece *pieces, GError **error)
{
  if (picture->source_width != DIGITS_SIDE || picture->source_height != DIGITS_SIDE) {
    cli_error_set (error, NABLA_ERROR_INPUT, "%s has %d×%d pixels; with --raw it must have %d×%d",
                   name, picture->source_width, picture->source_height, DIGITS_SIDE, DIGITS_SIDE);
    return -1;
  }
  digits_photo_lighten (picture->pixels, picture->width, picture->height);
  if (is_blank (picture)) {
    cli_error_set (error, NABLA_ERROR_INPUT, "%s is empty: there is no ink on it", name);
    return -1;
  }
  memcpy (pieces->normalised.pixels, picture->pixels, DIGITS_PIXELS);
  return 1;
}

static int
read_picture (const CliReading *reading, const guint8 *bytes, gsize n, const char *name,
              DigitsPiece *pieces, GError **error)
{
  DigitsError reason = { 0 };
  int n_pieces = 1;
  g_autoptr (NablaPicture) picture =
      nabla_picture_decode (bytes, n, name, NABLA_PICTURE_SIDE, NULL, error);
  if (picture == NULL)
    return -1;
  if (reading->raw)
    return take_raw (picture, name, pieces, error);
  guint8 *ink = picture->pixels;
  if (digits_photo_find_ink (ink, picture->width, picture->height, ink, &reason) != 0)
    return fail (error, name, &reason);
  if (reading->several)
    n_pieces = digits_segment_ink (ink, picture->width, picture->height, pieces, &reason);
  else if (digits_normalise (ink, picture->width, picture->height, &pieces->normalised, &reason) !=
           0)
    n_pieces = -1;
  if (n_pieces < 0)
    return fail (error, name, &reason);
  /* As the file has its pixels, not as many as were looked at. */
  float scale = (float) picture->source_width / (float) picture->width;
  for (int i = 0; i < n_pieces; i++)
    pieces[i].box = (DigitsBox){ pieces[i].box.x * scale, pieces[i].box.y * scale,
                                 pieces[i].box.width * scale, pieces[i].box.height * scale };
  return n_pieces;
}

static gboolean
is_json (const guint8 *bytes, gsize n)
{
  gsize at = 0;
  while (at < n && g_ascii_isspace (bytes[at]))
    at++;
  return at < n && bytes[at] == '{';
}

int
cli_reading_read (const CliReading *reading, const char *path, DigitsPiece *pieces, GError **error)
{
  gsize n;
  g_autofree guint8 *bytes = cli_file_read (path, NABLA_PICTURE_BYTES, &n, error);
  g_autofree char *name = g_filename_display_name (path);
  if (bytes == NULL)
    return -1;
  return reading->strokes || is_json (bytes, n)
             ? read_strokes (reading, bytes, n, name, pieces, error)
             : read_picture (reading, bytes, n, name, pieces, error);
}
