/* SPDX-License-Identifier: MIT */
#include "lab/nabla-json-line.h"

#include <math.h>
#include <string.h>

static void append_node (GString *line, JsonNode *node);

static void
append_text (GString *line, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);
  g_string_append (line, quoted);
}

/* json-glib writes 0.1 as 0.10000000000000001; this is for people too. */
static void
append_number (GString *line, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  if (!isfinite (value)) {
    g_string_append (line, "null");
    return;
  }
  for (int digits = 6; digits <= 17; digits++) {
    char format[8];
    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, value);
    if (g_ascii_strtod (text, NULL) == value)
      break;
  }
  g_string_append (line, text);
  if (strpbrk (text, ".e") == NULL)
    g_string_append (line, ".0");
}

static void
append_member (JsonObject *object, const char *name, JsonNode *member, gpointer data)
{
  GString *line = data;
  if (line->str[line->len - 1] != '{')
    g_string_append_c (line, ',');
  append_text (line, name);
  g_string_append_c (line, ':');
  append_node (line, member);
}

static void
append_array (GString *line, JsonArray *array)
{
  g_string_append_c (line, '[');
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (i > 0)
      g_string_append_c (line, ',');
    append_node (line, json_array_get_element (array, i));
  }
  g_string_append_c (line, ']');
}

static void
append_node (GString *line, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    g_string_append_c (line, '{');
    json_object_foreach_member (json_node_get_object (node), append_member, line);
    g_string_append_c (line, '}');
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    append_array (line, json_node_get_array (node));
  } else if (json_node_get_value_type (node) == G_TYPE_DOUBLE) {
    append_number (line, json_node_get_double (node));
  } else {
    g_autofree char *text = json_to_string (node, FALSE);
    g_string_append (line, text);
  }
}

char *
nabla_json_to_line (JsonNode *node)
{
  GString *line = g_string_new (NULL);
  append_node (line, node);
  g_string_append_c (line, '\n');
  return g_string_free (line, FALSE);
}
