/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-extra.h"

#include "lab/nabla-history-origin.h"
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
  g_clear_pointer (&extra->from, json_node_unref);
}

static void
add_number (JsonObject *object, const char *name, double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, name, value);
}

/* What was measured where the fork begins, from which its curves are drawn. */
static JsonObject *
record_to_json (const NablaRecord *record)
{
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "epoch", record->epoch);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    add_number (object, nabla_figure_names[i], record->figures[i]);
  add_number (object, "learning_rate", record->learning_rate);
  add_number (object, "l2", record->l2);
  add_number (object, "momentum", record->momentum);
  return object;
}

static void
read_record (JsonObject *object, NablaRecord *record)
{
  double epoch = nabla_history_number_of (object, "epoch");
  if (!(epoch >= 1 && epoch <= G_MAXINT))
    return;
  *record = (NablaRecord){ .epoch = (int) epoch };
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    record->figures[i] = nabla_history_number_of (object, nabla_figure_names[i]);
  for (int l = 0; l < NN_MAX_LAYERS; l++)
    record->gradient_norms[l] = NAN;
  record->learning_rate = nabla_history_number_of (object, "learning_rate");
  record->l2 = nabla_history_number_of (object, "l2");
  record->momentum = nabla_history_number_of (object, "momentum");
}

char *
nabla_history_extra_of_run (NablaRun *run)
{
  gsize n;
  const NablaRateChange *changes = nabla_run_get_changes (run, &n);
  int fork_epoch = nabla_run_get_fork_epoch (run);
  const char *fork_name = nabla_run_get_fork_name (run);
  const NablaRecord *fork_record = nabla_run_get_fork_record (run);
  const NablaOrigin *origin = nabla_history_origin_of_run (run);
  if (n == 0 && fork_epoch < 0)
    return NULL;
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  if (fork_epoch >= 0)
    json_object_set_int_member (object, "fork_epoch", fork_epoch);
  if (fork_name != NULL)
    json_object_set_string_member (object, "fork_name", fork_name);
  if (fork_record != NULL)
    json_object_set_object_member (object, "fork_record", record_to_json (fork_record));
  if (origin != NULL)
    json_object_set_array_member (object, "from", nabla_history_origin_to_json (origin));
  JsonArray *array = json_array_new ();
  for (gsize i = 0; i < n; i++)
    json_array_add_object_element (array, nabla_history_change_to_json (&changes[i]));
  json_object_set_array_member (object, "changes", array);
  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
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
  double fork_epoch = nabla_history_number_of (object, "fork_epoch");
  JsonNode *name = json_object_get_member (object, "fork_name");
  JsonNode *record = json_object_get_member (object, "fork_record");
  JsonNode *changes = json_object_get_member (object, "changes");
  JsonNode *from = json_object_get_member (object, "from");
  if (from != NULL)
    extra->from = json_node_copy (from);
  extra->exported = json_object_has_member (object, "exported");
  if (fork_epoch >= 0 && fork_epoch <= G_MAXINT)
    extra->fork_epoch = (int) fork_epoch;
  if (name != NULL && json_node_get_value_type (name) == G_TYPE_STRING)
    extra->fork_name = g_strdup (json_node_get_string (name));
  if (record != NULL && JSON_NODE_HOLDS_OBJECT (record))
    read_record (json_node_get_object (record), &extra->fork_record);
  if (changes == NULL || !JSON_NODE_HOLDS_ARRAY (changes))
    return;
  JsonArray *array = json_node_get_array (changes);
  for (guint i = 0; i < json_array_get_length (array); i++)
    nabla_history_change_from_json (json_array_get_element (array, i), extra->changes);
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
