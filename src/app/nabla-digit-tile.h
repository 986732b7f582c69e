/* SPDX-License-Identifier: MIT */
/* nabla-digit-tile.h: a digit of a data set with its label, and what a network reads: a wrong one
 * is framed and says "4 → 9". It draws all of it itself: a screen of them changes in a frame. */
#pragma once

#include "digits/digits-set.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_DIGIT_TILE (nabla_digit_tile_get_type ())
G_DECLARE_FINAL_TYPE (NablaDigitTile, nabla_digit_tile, NABLA, DIGIT_TILE, GtkWidget)

GtkWidget *nabla_digit_tile_new (void);

/* Shows digit `index` of `part`, and what a network reads; −1: nobody has read it. Costs nothing
 * where that is what it shows. The part's pixels stay where they are while it is shown. */
void nabla_digit_tile_show_digit (NablaDigitTile *self, const DigitsPart *part, guint index,
                                  int read);

guint nabla_digit_tile_get_index (NablaDigitTile *self);
gboolean nabla_digit_tile_is_wrong (NablaDigitTile *self);
/* "7", or "4 → 9" of a wrong one; g_free it. */
char *nabla_digit_tile_get_caption (NablaDigitTile *self);

G_END_DECLS
