/* SPDX-License-Identifier: MIT */
/* The rows of the history's list. */
#include "app/nabla-history-window-private.h"

#include "app/nabla-history-tile.h"

static void
star_one (NablaHistoryWindow *self, NablaHistoryEntry *entry)
{
  nabla_history_set_starred (self->history, entry, !nabla_history_entry_get_starred (entry));
}

static void
on_setup (NablaHistoryWindow *self, GtkListItem *item)
{
  g_autoptr (GtkWidget) tile = NULL;

  if (self->tiles->len > 0) {
    tile = g_ptr_array_steal_index_fast (self->tiles, self->tiles->len - 1);
  } else {
    tile = g_object_ref_sink (nabla_history_tile_new (self->look));
    g_signal_connect_object (tile, "star", G_CALLBACK (star_one), self, G_CONNECT_SWAPPED);
  }
  gtk_list_item_set_child (item, tile);
}

/* Tiles take longer to make than to show. */
static void
on_teardown (NablaHistoryWindow *self, GtkListItem *item)
{
  GtkWidget *tile = gtk_list_item_get_child (item);

  if (tile == NULL || self->tiles == NULL)
    return;
  g_ptr_array_add (self->tiles, g_object_ref (tile));
  gtk_list_item_set_child (item, NULL);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  nabla_history_tile_set_entry (NABLA_HISTORY_TILE (gtk_list_item_get_child (item)),
                                gtk_list_item_get_item (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  nabla_history_tile_set_entry (NABLA_HISTORY_TILE (gtk_list_item_get_child (item)), NULL);
}

GtkListItemFactory *
nabla_history_window_new_factory (NablaHistoryWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (on_teardown), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}
