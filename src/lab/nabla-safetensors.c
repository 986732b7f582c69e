/* SPDX-License-Identifier: MIT */
#include "lab/nabla-safetensors.h"

#include "lab/nabla-json.h"
#include "lab/nabla-model-file.h"
#include "nn/nn-network.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define LONGEST_HEADER (1u << 20)
#define DEEPEST        8
#define MOST_VALUES    10000

struct NablaTensors {
  JsonObject *header;
  JsonObject *metadata;
  GByteArray *body;
};

struct NablaSafetensors {
  JsonParser *parser;
  JsonObject *header; /* the parser's */
  const guint8 *body; /* after the header */
  guint64 n_body;
};

NablaTensors *
nabla_tensors_new (void)
{
  NablaTensors *tensors = g_new0 (NablaTensors, 1);
  tensors->header = json_object_new ();
  tensors->metadata = json_object_new ();
  tensors->body = g_byte_array_new ();
  json_object_set_object_member (tensors->header, "__metadata__", tensors->metadata);
  return tensors;
}

void
nabla_tensors_free (NablaTensors *tensors)
{
  json_object_unref (tensors->header);
  g_byte_array_unref (tensors->body);
  g_free (tensors);
}

static void
append_little_endian (GByteArray *body, const float *values, gsize n)
{
  guint at = body->len;
  g_byte_array_set_size (body, at + (guint) (n * sizeof (float)));
  for (gsize i = 0; i < n; i++) {
    guint32 bits;
    memcpy (&bits, &values[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    memcpy (body->data + at + i * sizeof bits, &bits, sizeof bits);
  }
}

void
nabla_tensors_add (NablaTensors *tensors, const char *name, gint64 rows, gint64 columns,
                   const float *values)
{
  JsonObject *tensor = json_object_new ();
  JsonArray *shape = json_array_new ();
  JsonArray *offsets = json_array_new ();
  json_array_add_int_element (shape, rows);
  if (columns > 0)
    json_array_add_int_element (shape, columns);
  json_array_add_int_element (offsets, tensors->body->len);
  append_little_endian (tensors->body, values, (gsize) (rows * MAX (columns, 1)));
  json_array_add_int_element (offsets, tensors->body->len);
  json_object_set_string_member (tensor, "dtype", "F32");
  json_object_set_array_member (tensor, "shape", shape);
  json_object_set_array_member (tensor, "data_offsets", offsets);
  json_object_set_object_member (tensors->header, name, tensor);
}

void
nabla_tensors_set_metadata (NablaTensors *tensors, const char *key, const char *text)
{
  json_object_set_string_member (tensors->metadata, key, text);
}

GBytes *
nabla_tensors_to_bytes (NablaTensors *tensors)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), tensors->header);
  g_autofree char *json = json_to_string (root, FALSE);
  g_autoptr (GString) header = g_string_new (json);
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  guint64 length = GUINT64_TO_LE ((guint64) header->len);
  g_string_prepend_len (header, (const char *) &length, sizeof length);
  g_byte_array_prepend (tensors->body, (const guint8 *) header->str, (guint) header->len);
  GBytes *bytes = g_byte_array_free_to_bytes (tensors->body);
  tensors->body = g_byte_array_new ();
  return bytes;
}

gboolean
nabla_tensors_write (NablaTensors *tensors, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = nabla_tensors_to_bytes (tensors);
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);
  return nabla_model_file_write (path, data, n, error);
}

NablaSafetensors *
nabla_safetensors_new (const char *path, const void *bytes, gsize n, GError **error)
{
  const char *header = (const char *) bytes + sizeof (guint64);
  guint64 length = 0;
  if (n >= sizeof length)
    memcpy (&length, bytes, sizeof length);
  length = GUINT64_FROM_LE (length);
  if (n < sizeof length || length < 2 || length > LONGEST_HEADER || length > n - sizeof length) {
    nabla_model_file_refuse (path, error, "it is not a safetensors file, or it is cut off");
    return NULL;
  }
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!nabla_json_is_bounded (header, length, DEEPEST, MOST_VALUES) ||
      !json_parser_load_from_data (parser, header, (gssize) length, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))) {
    nabla_model_file_refuse (path, error, "its header is not JSON");
    return NULL;
  }
  NablaSafetensors *self = g_new0 (NablaSafetensors, 1);
  self->header = json_node_get_object (json_parser_get_root (parser));
  self->parser = g_steal_pointer (&parser);
  self->body = (const guint8 *) header + length;
  self->n_body = n - sizeof length - length;
  return self;
}

void
nabla_safetensors_free (NablaSafetensors *self)
{
  g_object_unref (self->parser);
  g_free (self);
}

const char *
nabla_safetensors_get_metadata (NablaSafetensors *self, const char *key)
{
  JsonNode *node = json_object_get_member (self->header, "__metadata__");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  JsonNode *text = json_object_get_member (json_node_get_object (node), key);
  if (text == NULL || json_node_get_value_type (text) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (text);
}

gboolean
nabla_safetensors_has (NablaSafetensors *self, const char *name)
{
  return json_object_has_member (self->header, name);
}

/* The element of an array member as a non-negative integer; −1 where it is none. */
static gint64
integer_at (JsonObject *object, const char *member, guint i)
{
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return -1;
  JsonArray *array = json_node_get_array (node);
  if (i >= json_array_get_length (array))
    return -1;
  JsonNode *element = json_array_get_element (array, i);
  if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_INT64)
    return -1;
  return json_node_get_int (element);
}

/* Checks type, shape and bounds of a tensor; its first byte. */
static const guint8 *
find (NablaSafetensors *self, const char *name, guint rank, gint64 *shape)
{
  JsonNode *node = json_object_get_member (self->header, name);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  JsonObject *tensor = json_node_get_object (node);
  JsonNode *type = json_object_get_member (tensor, "dtype");
  if (type == NULL || json_node_get_value_type (type) != G_TYPE_STRING ||
      !g_str_equal (json_node_get_string (type), "F32"))
    return NULL;
  gint64 floats = 1;
  for (guint i = 0; i < rank; i++) {
    shape[i] = integer_at (tensor, "shape", i);
    if (shape[i] < 1 || shape[i] > NN_MAX_UNITS)
      return NULL;
    floats *= shape[i];
  }
  gint64 begin = integer_at (tensor, "data_offsets", 0);
  gint64 end = integer_at (tensor, "data_offsets", 1);
  if (integer_at (tensor, "shape", rank) != -1 || begin < 0 || end < begin ||
      (guint64) end > self->n_body || end - begin != floats * (gint64) sizeof (float))
    return NULL;
  return self->body + begin;
}

gboolean
nabla_safetensors_get_shape (NablaSafetensors *self, const char *name, guint rank, gint64 *shape)
{
  return find (self, name, rank, shape) != NULL;
}

float *
nabla_safetensors_read (NablaSafetensors *self, const char *name)
{
  gint64 shape[2] = { 0, 1 };
  const guint8 *bytes = find (self, name, 2, shape);
  if (bytes == NULL) {
    bytes = find (self, name, 1, shape);
    shape[1] = 1;
  }
  g_return_val_if_fail (bytes != NULL, NULL);
  gsize n = (gsize) (shape[0] * shape[1]);
  float *values = g_new (float, n);
  for (gsize i = 0; i < n; i++) {
    guint32 bits;
    memcpy (&bits, bytes + 4 * i, sizeof bits);
    bits = GUINT32_FROM_LE (bits);
    memcpy (&values[i], &bits, sizeof bits);
  }
  return values;
}
