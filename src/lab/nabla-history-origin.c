/* SPDX-License-Identifier: MIT */
#include "lab/nabla-history-origin.h"

#include <math.h>

#define MOST_RUNS 1000 /* that a fork comes from */

/* The job that the chain goes on with; NULL where it begins here. */
static const NablaOrigin *
before (const NablaOrigin *origin)
{
  return origin->job.checkpoint == NULL ? origin->job.origin : NULL;
}

NablaOrigin *
nabla_history_origin_of_run (NablaRun *run)
{
  NablaOrigin *origin = nabla_run_get_fork_origin (run);
  guint n = 0;
  for (const NablaOrigin *at = origin; at != NULL; at = before (at))
    if (!nabla_data_set_is_same (at->job.data_set, nabla_run_get_data_set (run),
                                 at->job.hyper_parameters.own_share > 0) ||
        ++n > MOST_RUNS)
      return NULL;
  return origin;
}

/* json-glib writes doubles with 17 digits: they read back the same. */
JsonObject *
nabla_history_change_to_json (const NablaRateChange *change)
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

JsonArray *
nabla_history_origin_to_json (const NablaOrigin *origin)
{
  JsonArray *array = json_array_new ();
  for (const NablaOrigin *at = origin; at != NULL; at = before (at)) {
    const GArray *changes = at->job.changes;
    JsonObject *object = json_object_new ();
    JsonArray *list = json_array_new ();
    json_object_set_int_member (object, "epoch", at->epoch);
    json_object_set_member (object, "hyper_parameters",
                            nabla_hyper_parameters_to_json (&at->job.hyper_parameters));
    for (guint i = 0; changes != NULL && i < changes->len; i++)
      json_array_add_object_element (
          list, nabla_history_change_to_json (&g_array_index (changes, NablaRateChange, i)));
    json_object_set_array_member (object, "changes", list);
    json_array_add_object_element (array, object);
  }
  return array;
}

double
nabla_history_number_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  return type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;
}

void
nabla_history_change_from_json (JsonNode *node, GArray *changes)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  JsonObject *object = json_node_get_object (node);
  double epoch = nabla_history_number_of (object, "epoch");
  double images = nabla_history_number_of (object, "images");
  NablaRateChange change = {
    .epochs = nabla_history_number_of (object, "epochs"),
    .rates = { nabla_history_number_of (object, "learning_rate"),
               nabla_history_number_of (object, "l2"),
               nabla_history_number_of (object, "momentum") },
  };
  if (!(epoch >= 1 && epoch <= G_MAXINT) || !(images >= 0 && images <= 1e15) ||
      !isfinite (change.epochs) || !nabla_rates_are_valid (&change.rates))
    return;
  change.epoch = (int) epoch;
  change.images = (gsize) images;
  g_array_append_val (changes, change);
}

/* One run of the chain; `older` is where that one begins, and is taken. */
static NablaOrigin *
read_one (JsonNode *node, const NablaJob *like, NablaCheckpoint *start, NablaOrigin *older)
{
  NablaJob job = { .hyper_parameters = nabla_hyper_parameters_default (),
                   .data_set = like->data_set,
                   .validation_images = like->validation_images,
                   .kernel = like->kernel,
                   .best_score = NAN,
                   .checkpoint = older == NULL ? start : NULL,
                   .origin = older };
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (NablaRateChange));
  NablaOrigin *origin = NULL;
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    JsonNode *set_up = json_object_get_member (object, "hyper_parameters");
    JsonNode *list = json_object_get_member (object, "changes");
    double epoch = nabla_history_number_of (object, "epoch");
    JsonArray *array =
        list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
    for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
      nabla_history_change_from_json (json_array_get_element (array, i), changes);
    if (set_up != NULL && nabla_hyper_parameters_from_json (&job.hyper_parameters, set_up, NULL) &&
        nabla_hyper_parameters_same_layers (&job.hyper_parameters, &like->hyper_parameters) &&
        epoch >= nabla_job_get_first_epoch (&job) && epoch <= job.hyper_parameters.epochs &&
        nabla_hyper_parameters_validate (&job.hyper_parameters, NULL))
      origin = nabla_origin_new (&job, changes, (int) epoch);
  }
  nabla_origin_unref (older);
  return origin;
}

NablaOrigin *
nabla_history_origin_from_json (JsonNode *node, const NablaJob *job, NablaCheckpoint *start)
{
  NablaOrigin *origin = NULL;
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  if (n > MOST_RUNS)
    return NULL;
  for (guint i = n; i > 0; i--) {
    origin = read_one (json_array_get_element (array, i - 1), job, start, origin);
    if (origin == NULL)
      return NULL;
  }
  return origin;
}
