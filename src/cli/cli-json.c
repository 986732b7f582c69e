/* SPDX-License-Identifier: MIT */
#include "cli/cli-json.h"

#include "lab/nabla-json-line.h"

#include <math.h>
#include <stdio.h>

char *
cli_json_line (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return nabla_json_to_line (root);
}

void
cli_json_print (JsonBuilder *builder)
{
  g_autofree char *line = cli_json_line (builder);
  fputs (line, stdout);
  fflush (stdout);
}

void
cli_json_add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
cli_json_add_figure (JsonBuilder *builder, const char *name, double value)
{
  if (!isfinite (value))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
cli_json_add_text (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *text = g_utf8_make_valid (value, -1);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
cli_json_add_floats (JsonBuilder *builder, const char *name, const float *values, gsize n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++) {
    /* Nine digits are a float; the rest of its double would be noise. */
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd (text, sizeof text, "%.9g", isfinite (values[i]) ? values[i] : 0.0);
    json_builder_add_double_value (builder, g_ascii_strtod (text, NULL));
  }
  json_builder_end_array (builder);
}
