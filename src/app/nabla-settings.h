/* SPDX-License-Identifier: MIT */
/* nabla-settings.h: what is remembered from one start to the next. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The program's settings. Their schema is that of its own installation or build, else where the
 * desktop looks, else the one inside the program. NULL, after a sentence on stderr, where not even
 * that can be read: then nothing is remembered. g_object_unref. */
GSettings *nabla_settings_new (void);

G_END_DECLS
