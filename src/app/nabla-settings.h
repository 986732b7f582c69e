/* SPDX-License-Identifier: MIT */
/* nabla-settings.h: what is remembered from one start to the next. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The program's settings, or NULL where their schema is not installed: then nothing is remembered.
 * Found in the place of the program's own installation or build, else where the desktop looks.
 * g_object_unref. */
GSettings *nabla_settings_new (void);

G_END_DECLS
