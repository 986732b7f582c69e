/* SPDX-License-Identifier: MIT */
#include "lab/nabla-file-sum.h"

#include "digits/digits-source.h"

#define CHUNK (64 * 1024)

/* Reads as digits_source_read() does, but what is gzipped as it lies there. */
static int
read_some (DigitsSource *source, GFileInputStream *plain, guchar *bytes, gsize *n,
           DigitsError *reason)
{
  g_autoptr (GError) error = NULL;
  if (plain == NULL)
    return digits_source_read (source, bytes, CHUNK, n, reason);
  if (g_input_stream_read_all (G_INPUT_STREAM (plain), bytes, CHUNK, n, NULL, &error))
    return 0;
  digits_error_set (reason, DIGITS_ERROR_OPEN, "%s cannot be read: %s", source->path,
                    error->message);
  return -1;
}

static gboolean
sum_all (GChecksum *sum, DigitsSource *source, GFileInputStream *plain, guint64 most,
         GCancellable *cancellable, GError **error)
{
  g_autofree guchar *bytes = g_malloc (CHUNK);
  DigitsError reason = { 0 };
  guint64 all = 0;
  gsize n;
  do {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (read_some (source, plain, bytes, &n, &reason) != 0) {
      nabla_error_take_digits (error, &reason);
      return FALSE;
    }
    g_checksum_update (sum, bytes, (gssize) n);
    all += n;
  } while (n > 0 && all <= most);
  if (all <= most)
    return TRUE;
  digits_error_set (&reason, DIGITS_ERROR_SIZE, "%s holds more than is accepted", source->path);
  nabla_error_take_digits (error, &reason);
  return FALSE;
}

char *
nabla_file_sum (const char *path, NablaSumKind kind, guint64 most, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) plain = NULL;
  DigitsError reason = { 0 };
  /* It looks whether this is a regular file, whichever of both is read. */
  DigitsSource *source = digits_source_open (path, &reason);
  if (source == NULL) {
    nabla_error_take_digits (error, &reason);
    return NULL;
  }
  if (kind == NABLA_SUM_BYTES)
    plain = g_file_read (file, cancellable, error);
  gboolean summed = (kind == NABLA_SUM_CONTENT || plain != NULL) &&
                    sum_all (sum, source, plain, most, cancellable, error);
  digits_source_close (source);
  return summed ? g_strdup (g_checksum_get_string (sum)) : NULL;
}
