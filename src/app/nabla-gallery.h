/* SPDX-License-Identifier: MIT */
/* nabla-gallery.h: the book's figures to reproduce: every preset with what it shows and what was
 * published of it, and where the published curves are that are laid behind. */
#pragma once

#include "lab/nabla-preset.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_GALLERY (nabla_gallery_get_type ())
G_DECLARE_FINAL_TYPE (NablaGallery, nabla_gallery, NABLA, GALLERY, AdwWindow)

/* Signals:
 *   "train" (NablaGallery*, const NablaPreset *first, guint n)  these are wanted: one, or the
 *     members of a group, which lie one after another
 *   "choose-folder" (NablaGallery*)  a person wants to say where published curves are
 * Property "published" (boolean): whether published outcomes are drawn behind the curves. */
GtkWidget *nabla_gallery_new (GtkWindow *parent);

/* Where the published curves are; NULL: nowhere yet. */
void nabla_gallery_set_folder (NablaGallery *self, const char *folder);

/* That the digits on the workbench are not those of the book. */
void nabla_gallery_set_other_digits (NablaGallery *self, gboolean other);

G_END_DECLS
