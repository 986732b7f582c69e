/* SPDX-License-Identifier: MIT */
/* nabla-count.h: large counts as people read them. */
#pragma once

#include <glib.h>

/* 50000 → "50,000", with the translation's separator; g_free it. */
char *nabla_count_to_text (guint64 count);
