/* SPDX-License-Identifier: MIT */
#include "cli/cli-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

gboolean
cli_file_check_writable (const char *path, GError **error)
{
  if (path == NULL)
    return TRUE;
  g_autofree char *name = g_filename_display_name (path);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return cli_error_set (error, NABLA_ERROR_OUTPUT, "%s is a folder, not a file", name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *trial = g_build_filename (folder, ".nabla-XXXXXX", NULL);
  int file = g_mkstemp (trial);
  if (file < 0)
    return cli_error_set (error, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", name,
                          g_strerror (errno));
  close (file);
  g_unlink (trial);
  return TRUE;
}

static gboolean
read_all (int file, gsize limit, GByteArray *bytes)
{
  guint8 buffer[65536];
  for (;;) {
    ssize_t got = read (file, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return got == 0;
    if (bytes->len + (gsize) got > limit) {
      errno = EFBIG;
      return FALSE;
    }
    g_byte_array_append (bytes, buffer, (guint) got);
  }
}

guint8 *
cli_file_read (const char *path, gsize limit, gsize *n, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean good = file >= 0 && read_all (file, limit, bytes);
  int reason = errno;
  if (file >= 0)
    close (file);
  if (!good) {
    g_autofree char *name = g_filename_display_name (path);
    if (reason == EFBIG)
      cli_error_set (error, NABLA_ERROR_INPUT, "%s has more than %" G_GSIZE_FORMAT " MB", name,
                     limit >> 20);
    else
      cli_error_set (error, NABLA_ERROR_INPUT, "%s cannot be read: %s", name, g_strerror (reason));
    return NULL;
  }
  *n = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}
