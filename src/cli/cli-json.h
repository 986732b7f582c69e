/* SPDX-License-Identifier: MIT */
/* cli-json.h: one JSON object a line on stdout. */
#pragma once

#include <json-glib/json-glib.h>

/* Prints the object that the builder has just ended, on one line, and flushes. Numbers are written
 * with the fewest digits that read back as the same double. */
void cli_json_print (JsonBuilder *builder);

/* The same line instead of printing it. */
char *cli_json_line (JsonBuilder *builder);

/* Members of an object under construction. A figure that is not finite is left out; text that is
 * not UTF-8 (a file's name) is made so. */
void cli_json_add_integer (JsonBuilder *builder, const char *name, gint64 value);
void cli_json_add_figure (JsonBuilder *builder, const char *name, double value);
void cli_json_add_text (JsonBuilder *builder, const char *name, const char *value);
void cli_json_add_floats (JsonBuilder *builder, const char *name, const float *values, gsize n);
