/* SPDX-License-Identifier: MIT */
/* nabla-history-tile.h: a run of the history in a list: its star, name, set-up, note and tags, when
 * it was trained, how it ended and its best accuracy. */
#pragma once

#include "lab/nabla-history-entry.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_HISTORY_TILE (nabla_history_tile_get_type ())
G_DECLARE_FINAL_TYPE (NablaHistoryTile, nabla_history_tile, NABLA, HISTORY_TILE, GtkBox)

/* Signal "star" (NablaHistoryEntry *entry): its star was clicked; the entry is as it was. */
GtkWidget *nabla_history_tile_new (void);

/* Shows the entry and follows it; NULL: none. */
void nabla_history_tile_set_entry (NablaHistoryTile *self, NablaHistoryEntry *entry);

/* What a run is called for people: its name, or its set-up where it has none. */
const char *nabla_history_tile_get_title (NablaHistoryEntry *entry);

G_END_DECLS
