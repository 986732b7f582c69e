/* SPDX-License-Identifier: MIT */
/* nabla-model-file.h: what the formats of model files share: how they are refused and written. */
#pragma once

#include "lab/nabla-error.h"

/* NABLA_ERROR_INPUT: "FILE is no model that can be read: reason". Always FALSE. */
gboolean nabla_model_file_refuse (const char *path, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Temporary name, synced, renamed. NABLA_ERROR_OUTPUT. */
gboolean nabla_model_file_write (const char *path, const void *bytes, gsize n, GError **error);
