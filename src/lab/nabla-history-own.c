/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-own.h"

#include <string.h>

#define MOST_DRAWINGS 100000

gboolean
nabla_history_write_own (NablaHistoryStore *store, gint64 run, NablaDataSet *data_set,
                         GError **error)
{
  const DigitsImages *own = nabla_data_set_get_own (data_set);
  const char *digest = nabla_data_set_get_own_digest (data_set);
  if (own == NULL)
    return TRUE;
  g_autoptr (GBytes) labels = g_bytes_new (own->labels, own->n);
  g_autoptr (GBytes) pixels = g_bytes_new (own->pixels, own->n * DIGITS_PIXELS);
  return nabla_history_store_run (
             store, error,
             "INSERT OR IGNORE INTO own_drawings (digest, labels, pixels) VALUES (?, ?, ?)", "tbb",
             digest, labels, pixels) &&
         nabla_history_store_run (store, error, "UPDATE runs SET own_digest = ? WHERE id = ?", "ti",
                                  digest, run);
}

/* Of what came from anywhere; NULL where it is not what it says. */
static DigitsImages *
make_images (GBytes *labels, GBytes *pixels)
{
  gsize n = labels != NULL ? g_bytes_get_size (labels) : 0;
  if (n == 0 || n > MOST_DRAWINGS || pixels == NULL ||
      g_bytes_get_size (pixels) != n * DIGITS_PIXELS)
    return NULL;
  const guint8 *digits = g_bytes_get_data (labels, NULL);
  for (gsize i = 0; i < n; i++)
    if (digits[i] > 9)
      return NULL;
  DigitsImages *images = digits_images_new (n, DIGITS_SIDE, DIGITS_SIDE, NULL);
  if (images == NULL)
    return NULL;
  memcpy (images->labels, digits, n);
  memcpy (images->pixels, g_bytes_get_data (pixels, NULL), n * DIGITS_PIXELS);
  return images;
}

NablaDataSet *
nabla_history_read_own (NablaHistoryStore *store, const char *uuid, NablaDataSet *data_set,
                        GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (NablaDataSet) with_own = NULL;
  g_autofree char *digest = NULL;
  sqlite3_stmt *query = nabla_history_store_query (
      store, &reason,
      "SELECT own_digest, labels, pixels FROM runs JOIN own_drawings ON digest = own_digest "
      "WHERE uuid = ?",
      "t", uuid);
  if (query != NULL && nabla_history_store_next (store, query, &reason)) {
    g_autoptr (GBytes) labels = nabla_history_bytes (query, 1);
    g_autoptr (GBytes) pixels = nabla_history_bytes (query, 2);
    digest = nabla_history_text (query, 0);
    nabla_history_store_end (query);
    DigitsImages *images = make_images (labels, pixels);
    with_own = images != NULL ? nabla_data_set_with_own_images (data_set, images) : NULL;
  }
  if (reason != NULL) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  if (with_own != NULL && g_strcmp0 (digest, nabla_data_set_get_own_digest (with_own)) == 0)
    return g_steal_pointer (&with_own);
  return g_object_ref (data_set);
}

gboolean
nabla_history_copy_own (NablaHistoryStore *store, gint64 theirs, GError **error)
{
  return nabla_history_store_run (
      store, error,
      "INSERT OR IGNORE INTO main.own_drawings (digest, labels, pixels) "
      "SELECT digest, labels, pixels FROM other.own_drawings "
      "WHERE digest = (SELECT own_digest FROM other.runs WHERE id = ?)",
      "i", theirs);
}

gboolean
nabla_history_forget_own (NablaHistoryStore *store, GError **error)
{
  return nabla_history_store_run (
      store, error,
      "DELETE FROM own_drawings WHERE digest NOT IN (SELECT own_digest FROM runs WHERE own_digest "
      "IS NOT NULL)",
      "");
}
