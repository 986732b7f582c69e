/* SPDX-License-Identifier: MIT */
#include "app/nabla-count.h"

#include <glib/gi18n.h>
#include <string.h>

char *
nabla_count_to_text (guint64 count)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (plain);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      /* Translators: between the thousands of a number. */
      g_string_append (grouped, _ (","));
    g_string_append_c (grouped, plain[i]);
  }
  return g_string_free (grouped, FALSE);
}
