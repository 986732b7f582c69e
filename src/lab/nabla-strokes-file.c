/* SPDX-License-Identifier: MIT */
#include "cli/cli-strokes.h"

#include "lab/nabla-json.h"

#include <json-glib/json-glib.h>
#include <math.h>

#define DEEPEST 8

static gboolean
read_number (JsonNode *node, double *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  GType type = json_node_get_value_type (node);
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = type == G_TYPE_DOUBLE ? json_node_get_double (node) : (double) json_node_get_int (node);
  return isfinite (*value);
}

static gboolean
add_point (DigitsStrokes *strokes, JsonNode *node, gboolean first)
{
  double values[3] = { 0 };
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  JsonArray *array = json_node_get_array (node);
  guint n = json_array_get_length (array);
  if (n < 2 || n > 3)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_number (json_array_get_element (array, i), &values[i]) || fabs (values[i]) > 1e30)
      return FALSE;
  DigitsPoint point = {
    .x = (float) values[0], .y = (float) values[1], .t = (float) values[2], .pressure = 0.5f
  };
  return (first ? digits_strokes_begin (strokes, point) : digits_strokes_add (strokes, point)) == 0;
}

static gboolean
add_stroke (DigitsStrokes *strokes, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  JsonArray *points = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (points); i++)
    if (!add_point (strokes, json_array_get_element (points, i), i == 0))
      return FALSE;
  return TRUE;
}

static gboolean
read_drawing (JsonNode *root, DigitsStrokes *strokes)
{
  double width = 0.0;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  JsonObject *object = json_node_get_object (root);
  JsonNode *list = json_object_get_member (object, "strokes");
  JsonNode *pen = json_object_get_member (object, "width");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return FALSE;
  if (pen != NULL && (!read_number (pen, &width) || width < 0.0 || width > 1e7))
    return FALSE;
  strokes->width = (float) width;
  JsonArray *array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!add_stroke (strokes, json_array_get_element (array, i)))
      return FALSE;
  return TRUE;
}

DigitsStrokes *
cli_strokes_parse (const guint8 *bytes, gsize n, const char *name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  DigitsStrokes *strokes = NULL;
  if (!g_utf8_validate ((const char *) bytes, (gssize) n, NULL) ||
      !nabla_json_is_bounded ((const char *) bytes, n, DEEPEST, 4 * (gsize) DIGITS_MAX_POINTS) ||
      !json_parser_load_from_data (parser, (const char *) bytes, (gssize) n, NULL)) {
    cli_error_set (error, NABLA_ERROR_INPUT, "%s is not JSON that could be a drawing", name);
    return NULL;
  }
  strokes = digits_strokes_new ();
  if (strokes == NULL) {
    cli_error_set (error, NABLA_ERROR_INTERNAL, "no memory for %s", name);
    return NULL;
  }
  if (read_drawing (json_parser_get_root (parser), strokes))
    return strokes;
  digits_strokes_free (strokes);
  cli_error_set (
      error, NABLA_ERROR_INPUT,
      "%s is no drawing: {\"strokes\": [[[x, y], …], …], \"width\": w} is expected, with "
      "finite numbers and at most %u points",
      name, DIGITS_MAX_POINTS);
  return NULL;
}
