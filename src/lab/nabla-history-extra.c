/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-extra.h"

#include "lab/nabla-json.h"

#include <math.h>
#include <string.h>

#define DEEPEST     8
#define MOST_VALUES 1000000

void
nabla_history_extra_init (NablaHistoryExtra *extra)
{
  *extra = (NablaHistoryExtra){ .fork_epoch = -1 };
  extra->changes = g_array_new (FALSE, FALSE, sizeof (NablaRateChange));
}

void
nabla_history_extra_clear (NablaHistoryExtra *extra)
{
  g_clear_pointer (&extra->changes, g_array_unref);
  g_clear_pointer (&extra->fork_name, g_free);
}

/* json-glib writes doubles with 17 digits: they read back the same. */
static JsonObject *
change_to_json (const NablaRateChange *change)
{
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "epoch", change->epoch);
  json_object_set_int_member (object, "images", (gint64) change->images);
  json_object_set_double_member (object, "epochs", change->epochs);
  json_object_set_double_member (object, "learning_rate", change->rates.learning_rate);
  json_object_set_double_member (object, "l2", change->rates.l2);
  json_object_set_double_member (object, "momentum", change->rates.momentum);
  return object;
}

char *
nabla_history_extra_of_run (NablaRun *run)
{
  gsize n;
  const NablaRateChange *changes = nabla_run_get_changes (run, &n);
  int fork_epoch = nabla_run_get_fork_epoch (run);
  const char *fork_name = nabla_run_get_fork_name (run);
  if (n == 0 && fork_epoch < 0)
    return NULL;
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  if (fork_epoch >= 0)
    json_object_set_int_member (object, "fork_epoch", fork_epoch);
  if (fork_name != NULL)
    json_object_set_string_member (object, "fork_name", fork_name);
  JsonArray *array = json_array_new ();
  for (gsize i = 0; i < n; i++)
    json_array_add_object_element (array, change_to_json (&changes[i]));
  json_object_set_array_member (object, "changes", array);
  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
}

static double
number_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  return type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;
}

static void
read_change (JsonNode *node, GArray *changes)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  JsonObject *object = json_node_get_object (node);
  double epoch = number_of (object, "epoch"), images = number_of (object, "images");
  NablaRateChange change = {
    .epochs = number_of (object, "epochs"),
    .rates = { number_of (object, "learning_rate"), number_of (object, "l2"),
               number_of (object, "momentum") },
  };
  if (!(epoch >= 1 && epoch <= G_MAXINT) || !(images >= 0 && images <= 1e15) ||
      !isfinite (change.epochs) || !nabla_rates_are_valid (&change.rates))
    return;
  change.epoch = (int) epoch;
  change.images = (gsize) images;
  g_array_append_val (changes, change);
}

static void
read_text (const char *text, NablaHistoryExtra *extra)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!nabla_json_is_bounded (text, strlen (text), DEEPEST, MOST_VALUES) ||
      !json_parser_load_from_data (parser, text, -1, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return;
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  double fork_epoch = number_of (object, "fork_epoch");
  JsonNode *name = json_object_get_member (object, "fork_name");
  JsonNode *changes = json_object_get_member (object, "changes");
  if (fork_epoch >= 0 && fork_epoch <= G_MAXINT)
    extra->fork_epoch = (int) fork_epoch;
  if (name != NULL && json_node_get_value_type (name) == G_TYPE_STRING)
    extra->fork_name = g_strdup (json_node_get_string (name));
  if (changes == NULL || !JSON_NODE_HOLDS_ARRAY (changes))
    return;
  JsonArray *array = json_node_get_array (changes);
  for (guint i = 0; i < json_array_get_length (array); i++)
    read_change (json_array_get_element (array, i), extra->changes);
}

gboolean
nabla_history_read_extra (NablaHistoryStore *store, const char *uuid, NablaHistoryExtra *extra,
                          GError **error)
{
  g_autoptr (GError) reason = NULL;
  sqlite3_stmt *query = nabla_history_store_query (
      store, &reason, "SELECT extra FROM runs WHERE uuid = ?", "t", uuid);
  if (query != NULL && nabla_history_store_next (store, query, &reason)) {
    g_autofree char *text = nabla_history_text (query, 0);
    nabla_history_store_end (query);
    if (text != NULL)
      read_text (text, extra);
  }
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}
