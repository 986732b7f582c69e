/* SPDX-License-Identifier: MIT */
/* nabla-json-line.h: JSON as this program writes it for others. */
#pragma once

#include <json-glib/json-glib.h>

/* The node on one line, with its end. Numbers have the fewest digits that read back as the same
 * double; those that are not finite are null. g_free it. */
char *nabla_json_to_line (JsonNode *node);
