/* SPDX-License-Identifier: MIT */
#include "lab/nabla-json.h"

#include <string.h>

gboolean
nabla_json_is_bounded (const char *text, gsize n, gsize deepest, gsize most)
{
  gsize depth = 0, values = 1;
  gboolean in_string = FALSE;
  for (gsize i = 0; i < n; i++) {
    char c = text[i];
    if (in_string) {
      if (c == '\\')
        i++;
      in_string = c != '"';
      continue;
    }
    if (c == '"')
      in_string = TRUE;
    else if (c == '[' || c == '{')
      depth++;
    else if (c == ']' || c == '}')
      depth -= depth > 0;
    else if (c == ',')
      values++;
    else if (c == '\0' || (!g_ascii_isalnum (c) && strchr (" \t\r\n+-.:", c) == NULL))
      return FALSE;
    if (depth > deepest || values > most)
      return FALSE;
  }
  return TRUE;
}
