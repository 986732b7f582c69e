/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model-metadata.h"

#include "lab/nabla-json.h"
#include "lab/nabla-model-file.h"

#include <math.h>
#include <string.h>

#define DEEPEST     8
#define MOST_VALUES 10000

/* json-glib writes doubles with 17 digits: they read back the same. */
static JsonObject *
state_to_json (const NablaCheckpoint *checkpoint)
{
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "epoch", checkpoint->epoch);
  json_object_set_double_member (object, "learning_rate", checkpoint->learning_rate);
  json_object_set_double_member (object, "best", checkpoint->schedule.best);
  json_object_set_int_member (object, "since_best", checkpoint->schedule.since_best);
  json_object_set_int_member (object, "waited", checkpoint->schedule.waited);
  json_object_set_double_member (object, "divisor", checkpoint->schedule.divisor);
  if (isfinite (checkpoint->rates.learning_rate)) {
    json_object_set_double_member (object, "undivided", checkpoint->rates.learning_rate);
    json_object_set_double_member (object, "l2", checkpoint->rates.l2);
    json_object_set_double_member (object, "momentum", checkpoint->rates.momentum);
  }
  return object;
}

static const char *
name_of_cost (gint64 cost)
{
  return cost == NN_COST_QUADRATIC ? "quadratic" : "cross-entropy";
}

char *
nabla_model_metadata_write (const NablaModel *model)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  if (model->has_hyper_parameters)
    json_object_set_member (object, "hyper_parameters",
                            nabla_hyper_parameters_to_json (&model->hyper_parameters));
  else if (model->has_cost)
    json_object_set_string_member (object, "cost", name_of_cost (model->hyper_parameters.cost));
  json_object_set_int_member (object, "epoch", model->epoch);
  if (model->data_set != NULL)
    json_object_set_string_member (object, "data_set", model->data_set);
  if (model->training_images > 0) {
    json_object_set_int_member (object, "training_images", model->training_images);
    json_object_set_int_member (object, "validation_images", model->validation_images);
    json_object_set_int_member (object, "validation_limit", model->validation_limit);
  }
  if (model->own_digest != NULL)
    json_object_set_string_member (object, "own_drawings", model->own_digest);
  if (model->kernel != NULL)
    json_object_set_string_member (object, "kernel", model->kernel);
  if (model->checkpoint != NULL)
    json_object_set_object_member (object, "checkpoint", state_to_json (model->checkpoint));
  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
}

/* Of a member that is missing or no number: `otherwise`. */
static gint64
integer_of (JsonObject *object, const char *name, gint64 low, gint64 high, gint64 otherwise)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return otherwise;
  gint64 value = json_node_get_int (node);
  return value >= low && value <= high ? value : otherwise;
}

static double
double_of (JsonObject *object, const char *name, double low, double high)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return NAN;
  double value = json_node_get_double (node);
  return value >= low && value <= high ? value : NAN;
}

static char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return g_strdup (json_node_get_string (node));
}

static gboolean
read_state (JsonObject *object, NablaModelState *state)
{
  JsonNode *node = json_object_get_member (object, "checkpoint");
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  JsonObject *checkpoint = json_node_get_object (node);
  state->is_checkpoint = TRUE;
  state->epoch = (int) integer_of (checkpoint, "epoch", 0, G_MAXINT, -1);
  state->learning_rate = double_of (checkpoint, "learning_rate", 0, G_MAXDOUBLE);
  state->schedule.best = double_of (checkpoint, "best", -1, 1);
  state->schedule.since_best = (int) integer_of (checkpoint, "since_best", 0, G_MAXINT, -1);
  state->schedule.waited = (int) integer_of (checkpoint, "waited", 0, G_MAXINT, -1);
  state->schedule.divisor = double_of (checkpoint, "divisor", 1, G_MAXDOUBLE);
  state->rates.learning_rate = double_of (checkpoint, "undivided", 0, G_MAXDOUBLE);
  state->rates.l2 = double_of (checkpoint, "l2", 0, G_MAXDOUBLE);
  state->rates.momentum = double_of (checkpoint, "momentum", 0, 1);
  if (json_object_has_member (checkpoint, "undivided") && !nabla_rates_are_valid (&state->rates))
    return FALSE;
  return state->epoch >= 0 && state->schedule.since_best >= 0 && state->schedule.waited >= 0 &&
         isfinite (state->learning_rate) && isfinite (state->schedule.best) &&
         isfinite (state->schedule.divisor);
}

gboolean
nabla_model_metadata_read (NablaModel *model, const char *text, const char *path,
                           NablaModelState *state, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) reason = NULL;
  if (!nabla_json_is_bounded (text, strlen (text), DEEPEST, MOST_VALUES) ||
      !json_parser_load_from_data (parser, text, -1, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return nabla_model_file_refuse (path, error, "its hyper-parameters are not JSON");
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  JsonNode *set_up = json_object_get_member (object, "hyper_parameters");
  g_autofree char *cost = text_of (object, "cost");
  if (set_up != NULL) {
    if (!nabla_hyper_parameters_from_json (&model->hyper_parameters, set_up, &reason))
      return nabla_model_file_refuse (path, error, "%s", reason->message);
    model->has_hyper_parameters = TRUE;
  } else if (g_strcmp0 (cost, "quadratic") == 0 || g_strcmp0 (cost, "cross-entropy") == 0) {
    model->has_cost = TRUE;
    model->hyper_parameters.cost =
        g_str_equal (cost, "quadratic") ? NN_COST_QUADRATIC : NN_COST_CROSS_ENTROPY;
  }
  model->epoch = (int) integer_of (object, "epoch", 0, G_MAXINT, 0);
  model->data_set = text_of (object, "data_set");
  model->training_images = integer_of (object, "training_images", 0, G_MAXINT64, 0);
  model->validation_images = integer_of (object, "validation_images", 0, G_MAXINT64, 0);
  model->validation_limit = integer_of (object, "validation_limit", 0, G_MAXINT64, 0);
  model->own_digest = text_of (object, "own_drawings");
  model->kernel = text_of (object, "kernel");
  if (!read_state (object, state))
    return nabla_model_file_refuse (path, error, "the state of its checkpoint is damaged");
  return TRUE;
}
