/* SPDX-License-Identifier: MIT */
/* nabla-history-exported.h: a file of `nabla-cli runs export`, JSON, as a history that can be
 * merged. It has no networks: its runs can be looked at, and not gone on with. */
#pragma once

#include "lab/nabla-history-store.h"

/* Whether the file looks like one: its first character is a brace. */
gboolean nabla_history_is_exported (const char *path);

/* As nabla_history_store_copy: the name of a history, which g_unlink removes. NABLA_ERROR_INPUT
 * with the line that is none. */
char *nabla_history_read_exported (const char *path, GError **error);
