/* SPDX-License-Identifier: MIT */
#include "lab/nabla-hyper-parameters.h"

#include "lab/nabla-parameter.h"

NablaHyperParameters
nabla_hyper_parameters_default (void)
{
  NablaHyperParameters standard = {
    .layers = { 784, 30, 10 },
    .n_layers = 3,
    .schedule = { .kind = NN_SCHEDULE_CONSTANT, .patience = 10, .limit = 128 },
  };
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++)
    nabla_parameter_set_number (&table[i], &standard, table[i].standard);
  return standard;
}

NnObjective
nabla_hyper_parameters_get_objective (const NablaHyperParameters *hyper_parameters)
{
  return (NnObjective){ .cost = (NnCost) hyper_parameters->cost,
                        .l2 = hyper_parameters->l2,
                        .l1 = hyper_parameters->l1 };
}

gboolean
nabla_hyper_parameters_equal (const NablaHyperParameters *a, const NablaHyperParameters *b)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++)
    if (!nabla_parameter_equal (&table[i], a, b))
      return FALSE;
  return TRUE;
}

gboolean
nabla_hyper_parameters_same_layers (const NablaHyperParameters *a, const NablaHyperParameters *b)
{
  gboolean same = a->n_layers == b->n_layers;
  for (gint64 i = 0; same && i < a->n_layers; i++)
    same = a->layers[i] == b->layers[i];
  return same;
}

JsonNode *
nabla_hyper_parameters_to_json (const NablaHyperParameters *hyper_parameters)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  json_builder_begin_object (builder);
  for (gsize i = 0; i < n; i++) {
    double number = nabla_parameter_get_number (&table[i], hyper_parameters);
    json_builder_set_member_name (builder, table[i].key);
    switch (table[i].kind) {
    case NABLA_PARAMETER_LAYERS:
      json_builder_begin_array (builder);
      for (gint64 l = 0; l < hyper_parameters->n_layers; l++)
        json_builder_add_int_value (builder, hyper_parameters->layers[l]);
      json_builder_end_array (builder);
      break;
    case NABLA_PARAMETER_DIGITS:
      json_builder_begin_array (builder);
      for (int digit = 0; digit < 10; digit++)
        if (hyper_parameters->digits >> digit & 1)
          json_builder_add_int_value (builder, digit);
      json_builder_end_array (builder);
      break;
    case NABLA_PARAMETER_SCHEDULE: {
      g_autofree char *text = nabla_parameter_get_text (&table[i], hyper_parameters);
      json_builder_add_string_value (builder, text);
      break;
    }
    case NABLA_PARAMETER_CHOICE:
      json_builder_add_string_value (builder, table[i].choices[(gsize) number]);
      break;
    case NABLA_PARAMETER_COUNT:
      json_builder_add_int_value (builder, (gint64) number);
      break;
    case NABLA_PARAMETER_NUMBER:
      json_builder_add_double_value (builder, number);
      break;
    case NABLA_PARAMETER_FLAG:
    default:
      json_builder_add_boolean_value (builder, number != 0.0);
      break;
    }
  }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* A JSON value as the text that the table reads; NULL for a type that no parameter has. */
static char *
text_of_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);
    GString *text = g_string_new (NULL);
    for (guint i = 0; i < MIN (json_array_get_length (array), NN_MAX_LAYERS + 2); i++) {
      JsonNode *element = json_array_get_element (array, i);
      gint64 value =
          json_node_get_value_type (element) == G_TYPE_INT64 ? json_node_get_int (element) : -1;
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", value);
    }
    return g_string_free (text, FALSE);
  }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  switch (json_node_get_value_type (node)) {
  case G_TYPE_INT64:
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  case G_TYPE_DOUBLE: {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup (g_ascii_dtostr (text, sizeof text, json_node_get_double (node)));
  }
  case G_TYPE_BOOLEAN:
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  case G_TYPE_STRING:
    return g_strdup (json_node_get_string (node));
  default:
    return NULL;
  }
}

gboolean
nabla_hyper_parameters_from_json (NablaHyperParameters *hyper_parameters, JsonNode *node,
                                  GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INPUT,
                         "the hyper-parameters are not a JSON object");
    return FALSE;
  }
  NablaHyperParameters read = nabla_hyper_parameters_default ();
  JsonObject *object = json_node_get_object (node);
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++) {
    JsonNode *member = json_object_get_member (object, table[i].key);
    if (member == NULL)
      continue;
    g_autofree char *text = text_of_node (member);
    g_autoptr (GError) reason = NULL;
    if (!nabla_parameter_set_text (&table[i], &read, text != NULL ? text : "null", &reason)) {
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_INPUT, reason->message);
      return FALSE;
    }
  }
  *hyper_parameters = read;
  return TRUE;
}
