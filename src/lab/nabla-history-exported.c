/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-exported.h"

#include "lab/nabla-history-row.h"
#include "lab/nabla-json-line.h"
#include "lab/nabla-json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define LARGEST_LINE (256 << 20)
#define DEEPEST      8
#define MOST_VALUES  20000000
#define EXTRA        "{\"exported\":true}"

gboolean
nabla_history_is_exported (const char *path)
{
  FILE *file = g_fopen (path, "rb");
  int first = file != NULL ? getc (file) : EOF;
  if (file != NULL)
    fclose (file);
  return first == '{';
}

static double
number_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  return type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;
}

/* 0 where it is none, or no such number. */
static gint64
count_of (JsonObject *object, const char *name)
{
  double value = number_of (object, name);
  return value >= 0 && value <= 9e15 ? (gint64) value : 0;
}

static const char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static JsonObject *
object_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
array_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gint64
created_of (JsonObject *run)
{
  const char *text = text_of (run, "created");
  g_autoptr (GDateTime) moment = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  return moment == NULL ? 0
                        : g_date_time_to_unix (moment) * G_TIME_SPAN_SECOND +
                              g_date_time_get_microsecond (moment);
}

static char *
tags_of (JsonObject *run)
{
  JsonArray *array = array_of (run, "tags");
  g_autoptr (GString) tags = g_string_new (NULL);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    const char *tag =
        json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
    if (*tag != '\0' && strpbrk (tag, " ,\t\n") == NULL)
      g_string_append_printf (tags, "%s%s", tags->len > 0 ? " " : "", tag);
  }
  return g_strdup (tags->str);
}

/* Those figures that any record has. */
static gint64
monitors_of (JsonArray *records)
{
  gint64 monitors = 0;
  for (guint i = 0; i < json_array_get_length (records); i++) {
    JsonNode *node = json_array_get_element (records, i);
    JsonObject *record = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    for (int f = 0; record != NULL && f < NABLA_N_FIGURES; f++)
      monitors |= json_object_has_member (record, nabla_figure_names[f]) ? 1 << f : 0;
    if (record != NULL && json_object_has_member (record, "gradient_norms"))
      monitors |= NABLA_MONITOR_GRADIENT_NORM;
  }
  return monitors;
}

static GBytes *
norms_of (JsonObject *record)
{
  JsonArray *array = array_of (record, "gradient_norms");
  guint n = array != NULL ? MIN (json_array_get_length (array), NN_MAX_LAYERS) : 0;
  guint64 bits[NN_MAX_LAYERS];
  for (guint l = 0; l < n; l++) {
    JsonNode *node = json_array_get_element (array, l);
    double norm = json_node_get_value_type (node) == G_TYPE_DOUBLE ||
                          json_node_get_value_type (node) == G_TYPE_INT64
                      ? json_node_get_double (node)
                      : NAN;
    memcpy (&bits[l], &norm, sizeof norm);
    bits[l] = GUINT64_TO_LE (bits[l]);
  }
  return n > 0 ? g_bytes_new (bits, n * sizeof bits[0]) : NULL;
}

static gboolean
add_records (NablaHistoryStore *store, gint64 run, JsonArray *records, GError **error)
{
  for (guint i = 0; i < json_array_get_length (records); i++) {
    JsonNode *node = json_array_get_element (records, i);
    JsonObject *record = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    double epoch = record != NULL ? number_of (record, "epoch") : NAN;
    double figures[NABLA_N_FIGURES];
    if (!(epoch >= 1 && epoch <= G_MAXINT))
      continue;
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      figures[f] = number_of (record, nabla_figure_names[f]);
    g_autoptr (GBytes) norms = norms_of (record);
    if (!nabla_history_store_run (
            store, error,
            "INSERT OR REPLACE INTO records (run, epoch, train_cost, train_accuracy, "
            "validation_cost, validation_accuracy, test_cost, test_accuracy, learning_rate, "
            "train_seconds, evaluation_seconds, l2, momentum, changes, gradient_norms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "iidddddddddddib", run, (gint64) epoch, figures[0], figures[1], figures[2], figures[3],
            figures[4], figures[5], number_of (record, "learning_rate"),
            number_of (record, "train_seconds"), number_of (record, "evaluation_seconds"),
            number_of (record, "l2"), number_of (record, "momentum"), count_of (record, "changes"),
            norms))
      return FALSE;
  }
  return TRUE;
}

/* A run that was being trained when it was exported is an interrupted one here. */
static gboolean
add_row (NablaHistoryStore *store, gint64 id, JsonObject *run, JsonArray *records, GError **error)
{
  JsonObject *set = object_of (run, "data_set");
  g_autofree char *set_up = nabla_json_to_line (json_object_get_member (run, "hyper_parameters"));
  g_autofree char *tags = tags_of (run);
  g_autoptr (JsonObject) nothing = json_object_new ();
  const char *name = text_of (run, "name"), *note = text_of (run, "note");
  if (set == NULL)
    set = nothing;
  return nabla_history_store_run (
      store, error,
      "INSERT OR REPLACE INTO runs (id, uuid, name, created, version, hyper_parameters, monitors, "
      "kernel, "
      "data_name, data_folder, data_training, data_validation, data_test, data_digest, data_seed, "
      "data_style, data_style_strength, state, message, diverged_epoch, diverged_mini_batch, "
      "epochs, best_epoch, best_score, seconds, starred, note, tags, own_digest, extra) "
      "VALUES (?, lower (?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, -1), ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?, ?, ?, ?, '" EXTRA "')",
      "ittittitttiiititdtti"
      "iiiddi"
      "ttt",
      id, text_of (run, "uuid"), name != NULL ? name : "", created_of (run),
      text_of (run, "version"), g_strchomp (set_up), monitors_of (records), text_of (run, "kernel"),
      text_of (set, "name"), text_of (set, "folder"), count_of (set, "training"),
      count_of (set, "validation"), count_of (set, "test"), text_of (set, "sha256"),
      json_object_has_member (set, "seed") ? count_of (set, "seed") : (gint64) -1,
      text_of (set, "style"), number_of (set, "style_strength"),
      nabla_history_state_name (text_of (run, "state")), text_of (run, "message"),
      count_of (run, "diverged_epoch"), count_of (run, "diverged_mini_batch"),
      count_of (run, "epochs"), count_of (run, "best_epoch"), number_of (run, "best_score"),
      number_of (run, "seconds"),
      (gint64) (json_object_has_member (run, "starred") &&
                json_object_get_boolean_member_with_default (run, "starred", FALSE)),
      note != NULL ? note : "", tags, text_of (set, "own_sha256"));
}

/* FALSE where the line is no run, or with error. */
static gboolean
add_run (NablaHistoryStore *store, gint64 id, const char *line, gsize n, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!nabla_json_is_bounded (line, n, DEEPEST, MOST_VALUES) ||
      !json_parser_load_from_data (parser, line, (gssize) n, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return FALSE;
  JsonObject *run = json_node_get_object (json_parser_get_root (parser));
  JsonArray *records = array_of (run, "records");
  const char *uuid = text_of (run, "uuid");
  if (uuid == NULL || !g_uuid_string_is_valid (uuid) || records == NULL ||
      object_of (run, "hyper_parameters") == NULL)
    return FALSE;
  return add_row (store, id, run, records, error) && add_records (store, id, records, error);
}

static gboolean
add_all (NablaHistoryStore *store, FILE *file, const char *name, GError **error)
{
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  gint64 number = 0;
  gboolean good = TRUE;
  while (good && (n = getline (&line, &room, file)) >= 0) {
    number++;
    if (n <= 1)
      continue;
    good = n <= LARGEST_LINE && add_run (store, number, line, (gsize) n, error);
    if (!good && *error == NULL)
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                   "%s: line %" G_GINT64_FORMAT " is no run as “runs export” writes it", name,
                   number);
  }
  free (line);
  return good;
}

char *
nabla_history_read_exported (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *place = NULL;
  g_autoptr (GError) reason = NULL;
  FILE *file = g_fopen (path, "rb");
  if (file == NULL) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s cannot be read: %s", name,
                 g_strerror (errno));
    return NULL;
  }
  g_autoptr (NablaHistoryStore) store = nabla_history_store_new_temporary (&place, &reason);
  gboolean good = store != NULL && nabla_history_store_begin (store, &reason) &&
                  add_all (store, file, name, &reason) &&
                  nabla_history_store_commit (store, &reason);
  fclose (file);
  if (good)
    return g_steal_pointer (&place);
  if (place != NULL)
    g_unlink (place);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}
