/* SPDX-License-Identifier: MIT */
/* nabla-weight-tile.h: the weights that lead to one unit as an image of 28×28: orange speaks for
 * the unit, blue against it, the background's colour is zero. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_WEIGHT_TILE (nabla_weight_tile_get_type ())
G_DECLARE_FINAL_TYPE (NablaWeightTile, nabla_weight_tile, NABLA, WEIGHT_TILE, GtkWidget)

/* `name` of the unit, for screen readers and the tooltip. */
GtkWidget *nabla_weight_tile_new (const char *name);

/* weights[784], `stride` floats apart. The strongest hundredth has the full colour. Draws again
 * only where a pixel changed. */
void nabla_weight_tile_set_weights (NablaWeightTile *self, const float *weights, gsize stride);

/* The colour of a pixel as 0x00rrggbb, in the theme of now. */
guint32 nabla_weight_tile_get_pixel (NablaWeightTile *self, int x, int y);

G_END_DECLS
