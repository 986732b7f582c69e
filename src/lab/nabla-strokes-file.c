/* SPDX-License-Identifier: MIT */
#include "lab/nabla-strokes-file.h"

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
  double values[4] = { 0, 0, 0, 0.5 };
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  JsonArray *array = json_node_get_array (node);
  guint n = json_array_get_length (array);
  if (n < 2 || n > 4)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_number (json_array_get_element (array, i), &values[i]) || fabs (values[i]) > 1e30)
      return FALSE;
  DigitsPoint point = { .x = (float) values[0],
                        .y = (float) values[1],
                        .t = (float) values[2],
                        .pressure = (float) values[3] };
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
read_length (JsonObject *object, const char *name, float *length)
{
  JsonNode *node = json_object_get_member (object, name);
  double value = 0.0;
  if (node != NULL && (!read_number (node, &value) || value < 0.0 || value > 1e7))
    return FALSE;
  *length = (float) value;
  return TRUE;
}

static gboolean
read_drawing (JsonNode *root, DigitsStrokes *strokes, float *side)
{
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  JsonObject *object = json_node_get_object (root);
  JsonNode *list = json_object_get_member (object, "strokes");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return FALSE;
  if (!read_length (object, "width", &strokes->width) || !read_length (object, "side", side))
    return FALSE;
  JsonArray *array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!add_stroke (strokes, json_array_get_element (array, i)))
      return FALSE;
  return TRUE;
}

DigitsStrokes *
nabla_strokes_parse (const guint8 *bytes, gsize n, const char *name, float *side, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  DigitsStrokes *strokes = NULL;
  float paper = 0;
  if (!g_utf8_validate ((const char *) bytes, (gssize) n, NULL) ||
      !nabla_json_is_bounded ((const char *) bytes, n, DEEPEST, 5 * (gsize) DIGITS_MAX_POINTS) ||
      !json_parser_load_from_data (parser, (const char *) bytes, (gssize) n, NULL)) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s is not JSON that could be a drawing",
                 name);
    return NULL;
  }
  strokes = digits_strokes_new ();
  if (strokes == NULL) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INTERNAL, "no memory for %s", name);
    return NULL;
  }
  if (read_drawing (json_parser_get_root (parser), strokes, &paper)) {
    if (side != NULL)
      *side = paper;
    return strokes;
  }
  digits_strokes_free (strokes);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT,
               "%s is no drawing: {\"strokes\": [[[x, y], …], …], \"width\": w} is expected, with "
               "finite numbers and at most %u points",
               name, DIGITS_MAX_POINTS);
  return NULL;
}

/* At most so many bytes, and a NUL; NULL with a sentence. */
static GByteArray *
read_bounded (const char *path, const char *name, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &reason);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  gssize n = stream != NULL ? 1 : -1;
  while (n > 0 && bytes->len <= NABLA_STROKES_BYTES) {
    n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, sizeof buffer, NULL, &reason);
    if (n > 0)
      g_byte_array_append (bytes, buffer, (guint) n);
  }
  if (n > 0) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s has more than %u MB", name,
                 NABLA_STROKES_BYTES >> 20);
    return NULL;
  }
  if (n < 0) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s cannot be read: %s", name,
                 reason->message);
    return NULL;
  }
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return g_steal_pointer (&bytes);
}

DigitsStrokes *
nabla_strokes_load (const char *path, float *side, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GByteArray) bytes = read_bounded (path, name, error);
  if (bytes == NULL)
    return NULL;
  return nabla_strokes_parse (bytes->data, bytes->len - 1, name, side, error);
}

/* With the fewest digits that read back as the same float. */
static void
append_number (GString *text, float value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  const char *const formats[] = { "%.6g", "%.7g", "%.8g", "%.9g" };
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_ascii_formatd (digits, sizeof digits, formats[i], value);
    if ((float) g_ascii_strtod (digits, NULL) == value)
      break;
  }
  g_string_append (text, digits);
}

static void
append_point (GString *text, const DigitsPoint *point)
{
  g_string_append_c (text, '[');
  append_number (text, point->x);
  g_string_append (text, ", ");
  append_number (text, point->y);
  g_string_append (text, ", ");
  append_number (text, point->t);
  if (point->pressure != 0.5f) {
    g_string_append (text, ", ");
    append_number (text, point->pressure);
  }
  g_string_append_c (text, ']');
}

static void
append_length (GString *text, const char *name, float length)
{
  if (!(length > 0))
    return;
  g_string_append_printf (text, "\"%s\": ", name);
  append_number (text, length);
  g_string_append (text, ", ");
}

/* A stroke a line. */
static GString *
write_drawing (const DigitsStrokes *strokes, float side)
{
  GString *text = g_string_new ("{");
  append_length (text, "side", side);
  append_length (text, "width", strokes->width);
  g_string_append (text, "\"strokes\": [");
  for (gsize s = 0; s < strokes->n_strokes; s++) {
    gsize start = strokes->starts[s];
    gsize end = s + 1 < strokes->n_strokes ? strokes->starts[s + 1] : strokes->n_points;
    g_string_append (text, s == 0 ? "\n[" : ",\n[");
    for (gsize i = start; i < end; i++) {
      if (i > start)
        g_string_append (text, ", ");
      append_point (text, &strokes->points[i]);
    }
    g_string_append_c (text, ']');
  }
  g_string_append (text, "\n]}\n");
  return text;
}

char *
nabla_strokes_print (const DigitsStrokes *strokes, float side)
{
  return g_string_free (write_drawing (strokes, side), FALSE);
}

gboolean
nabla_strokes_save (const DigitsStrokes *strokes, float side, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;
  GString *text = write_drawing (strokes, side);
  gboolean saved = g_file_set_contents_full (path, text->str, (gssize) text->len,
                                             G_FILE_SET_CONTENTS_CONSISTENT, 0666, &reason);
  g_string_free (text, TRUE);
  if (!saved)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", name,
                 reason->message);
  return saved;
}
