/* SPDX-License-Identifier: MIT */
/* nabla-opening.h: a file that is opened in a thread beside a window, which does not wait for it.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _NablaOpening NablaOpening;

/* What opens the file of this path: a new reference on an object, or NULL with error. In a thread
 * of its own. */
typedef gpointer (*NablaOpeningFunction) (const char *path, GError **error);

/* Opens the file (NULL: what the function makes of that). Then `opened` is called on the main
 * thread with `owner`, which lives until it was; it may have finished already. */
NablaOpening *nabla_opening_new (const char *path, NablaOpeningFunction function,
                                 void (*opened) (gpointer owner), gpointer owner);

/* Waits until it is open, and frees the opening. What the function gave. */
gpointer nabla_opening_finish (NablaOpening *self, GError **error);

G_END_DECLS
