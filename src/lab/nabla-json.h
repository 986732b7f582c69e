/* SPDX-License-Identifier: MIT */
/* nabla-json.h: what must be known of JSON text from outside before a parser may have it: json-glib
 * goes down by recursion and takes some hundred bytes for every value. */
#pragma once

#include <glib.h>

/* FALSE where the text[n] nests deeper than `deepest`, holds more than `most` values, or has a
 * character outside of strings that JSON does not have (json-glib reads comments, which could hide
 * brackets from this look). It may still be no JSON. */
gboolean nabla_json_is_bounded (const char *text, gsize n, gsize deepest, gsize most);
