/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model-file.h"

gboolean
nabla_model_file_refuse (const char *path, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s is no model that can be read: %s", name,
               reason);
  return FALSE;
}

gboolean
nabla_model_file_write (const char *path, const void *bytes, gsize n, GError **error)
{
  g_autoptr (GError) reason = NULL;
  if (g_file_set_contents_full (path, bytes, (gssize) n,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                &reason))
    return TRUE;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", name,
               reason->message);
  return FALSE;
}
