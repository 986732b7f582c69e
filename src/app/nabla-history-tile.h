/* SPDX-License-Identifier: MIT */
/* nabla-history-tile.h: a run of the history in a list: its star, name, set-up, note and tags, when
 * it was trained, how it ended and its best accuracy. One widget that draws itself, since a list of
 * GTK has two hundred of them at once. */
#pragma once

#include "app/nabla-history-look.h"
#include "lab/nabla-history-entry.h"

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY_TILE (nabla_history_tile_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryTile, nabla_history_tile, NABLA, HISTORY_TILE, GtkWidget)

/* Signal "star" (NablaHistoryEntry *entry): its star was clicked; the entry is as it was. */
GtkWidget *nabla_history_tile_new (NablaHistoryLook *look);

/* Shows the entry and follows it; NULL: none. The row that it is in is named after the run. */
void nabla_history_tile_set_entry (NablaHistoryTile *self, NablaHistoryEntry *entry);

/* Where its star is, in its own pixels. */
graphene_rect_t nabla_history_tile_get_star (NablaHistoryTile *self);

G_END_DECLS
