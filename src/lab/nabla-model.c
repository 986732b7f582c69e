/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model.h"

#include "lab/nabla-json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define LONGEST_HEADER (1u << 20)
#define DEEPEST        8
#define MOST_VALUES    10000
#define LARGEST_FILE   ((guint64) NN_MAX_PARAMETERS * 4 + LONGEST_HEADER)

NablaModel *
nabla_model_new (NnNetwork *network)
{
  NablaModel *model = g_new0 (NablaModel, 1);
  model->network = nn_network_ref (network);
  model->hyper_parameters = nabla_hyper_parameters_default ();
  return model;
}

void
nabla_model_free (NablaModel *model)
{
  if (model == NULL)
    return;
  nn_network_unref (model->network);
  g_free (model->data_set);
  g_free (model);
}

static char *
json_text (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  json_generator_set_root (generator, node);
  return json_generator_to_data (generator, NULL);
}

/* What goes under __metadata__.nabla: a JSON object as text, as safetensors allows strings only. */
static char *
provenance (const NablaModel *model)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  if (model->has_hyper_parameters)
    json_object_set_member (object, "hyper_parameters",
                            nabla_hyper_parameters_to_json (&model->hyper_parameters));
  json_object_set_int_member (object, "epoch", model->epoch);
  if (model->data_set != NULL)
    json_object_set_string_member (object, "data_set", model->data_set);
  json_node_take_object (root, object);
  return json_text (root);
}

static void
add_tensor (JsonObject *header, const char *name, const gint64 *shape, gsize rank, gint64 *offset)
{
  JsonObject *tensor = json_object_new ();
  JsonArray *dimensions = json_array_new ();
  JsonArray *offsets = json_array_new ();
  gint64 bytes = sizeof (float);
  for (gsize i = 0; i < rank; i++) {
    json_array_add_int_element (dimensions, shape[i]);
    bytes *= shape[i];
  }
  json_array_add_int_element (offsets, *offset);
  json_array_add_int_element (offsets, *offset + bytes);
  *offset += bytes;
  json_object_set_string_member (tensor, "dtype", "F32");
  json_object_set_array_member (tensor, "shape", dimensions);
  json_object_set_array_member (tensor, "data_offsets", offsets);
  json_object_set_object_member (header, name, tensor);
}

static char *
make_header (const NablaModel *model)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *header = json_object_new ();
  JsonObject *metadata = json_object_new ();
  g_autofree char *nabla = provenance (model);
  const NnNetwork *network = model->network;
  gint64 offset = 0;
  json_object_set_string_member (metadata, "format", "nabla");
  json_object_set_string_member (metadata, "nabla", nabla);
  json_object_set_object_member (header, "__metadata__", metadata);
  for (int l = 0; l < network->n_layers; l++) {
    const gint64 shape[] = { network->sizes[l + 1], network->sizes[l] };
    g_autofree char *weight = g_strdup_printf ("layer%d.weight", l + 1);
    g_autofree char *bias = g_strdup_printf ("layer%d.bias", l + 1);
    add_tensor (header, weight, shape, 2, &offset);
    add_tensor (header, bias, shape, 1, &offset);
  }
  json_node_take_object (root, header);
  return json_text (root);
}

static void
append_little_endian (GByteArray *bytes, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    guint32 bits;
    memcpy (&bits, &values[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
  }
}

gboolean
nabla_model_save (const NablaModel *model, const char *path, GError **error)
{
  const NnNetwork *network = model->network;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *json = make_header (model);
  GString *header = g_string_new (json);
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  guint64 length = GUINT64_TO_LE ((guint64) header->len);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header->str, (guint) header->len);
  g_string_free (header, TRUE);
  for (int l = 0; l < network->n_layers; l++) {
    gsize n_out = (gsize) network->sizes[l + 1];
    gsize n_weights = n_out * (gsize) network->sizes[l];
    g_autofree float *weights = g_new (float, n_weights);
    g_autofree float *biases = g_new (float, n_out);
    nn_network_get_layer (network, l, weights, biases);
    append_little_endian (bytes, weights, n_weights);
    append_little_endian (bytes, biases, n_out);
  }
  g_autoptr (GError) reason = NULL;
  if (g_file_set_contents_full (path, (const char *) bytes->data, (gssize) bytes->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                                &reason))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT, "%s cannot be written: %s", path,
               reason->message);
  return FALSE;
}

/* A model file being read. */
typedef struct {
  const char *path;
  const guint8 *tensors; /* after the header */
  guint64 n_bytes;       /* of them */
  JsonObject *header;
} Reading;

static gboolean
refuse (const Reading *reading, GError **error, const char *reason)
{
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s is no model that can be read: %s",
               reading->path, reason);
  return FALSE;
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

/* Finds layer{l}.{kind}, checks type and bounds; its bytes, and its shape (rank 1 or 2). */
static const guint8 *
find_tensor (const Reading *reading, int layer, const char *kind, guint rank, gint64 shape[2])
{
  g_autofree char *name = g_strdup_printf ("layer%d.%s", layer, kind);
  JsonNode *node = json_object_get_member (reading->header, name);
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
      (guint64) end > reading->n_bytes || end - begin != floats * (gint64) sizeof (float))
    return NULL;
  return reading->tensors + begin;
}

static float *
floats_from_little_endian (const guint8 *bytes, gsize n)
{
  float *values = g_new (float, n);
  for (gsize i = 0; i < n; i++) {
    guint32 bits;
    memcpy (&bits, bytes + 4 * i, sizeof bits);
    bits = GUINT32_FROM_LE (bits);
    memcpy (&values[i], &bits, sizeof bits);
  }
  return values;
}

/* The sizes by the shapes of layer1, layer2, …; how many weight layers there are, 0 where they do
 * not fit. */
static int
read_sizes (const Reading *reading, int sizes[NN_MAX_LAYERS + 1])
{
  int n = 0;
  for (; n < NN_MAX_LAYERS; n++) {
    gint64 weight[2], bias[2];
    if (find_tensor (reading, n + 1, "weight", 2, weight) == NULL)
      break;
    if (find_tensor (reading, n + 1, "bias", 1, bias) == NULL || bias[0] != weight[0] ||
        (n > 0 && weight[1] != sizes[n]))
      return 0;
    sizes[n] = (int) weight[1];
    sizes[n + 1] = (int) weight[0];
  }
  return n;
}

static NnNetwork *
read_network (const Reading *reading, GError **error)
{
  int sizes[NN_MAX_LAYERS + 1] = { 0 };
  int n = read_sizes (reading, sizes);
  if (n == 0) {
    refuse (reading, error, "it has no layer1.weight and layer1.bias … of matching float32 shapes");
    return NULL;
  }
  NnStatus status;
  NnNetwork *network = nn_network_new (sizes, n + 1, &status);
  if (network == NULL) {
    refuse (reading, error, nn_status_message (status));
    return NULL;
  }
  for (int l = 0; l < n; l++) {
    gint64 shape[2];
    gsize n_out = (gsize) sizes[l + 1], n_in = (gsize) sizes[l];
    g_autofree float *weights =
        floats_from_little_endian (find_tensor (reading, l + 1, "weight", 2, shape), n_out * n_in);
    g_autofree float *biases =
        floats_from_little_endian (find_tensor (reading, l + 1, "bias", 1, shape), n_out);
    nn_network_set_layer (network, l, weights, biases);
  }
  if (!nn_network_is_finite (network)) {
    refuse (reading, error, "a weight is not a finite number");
    g_clear_pointer (&network, nn_network_unref);
  }
  return network;
}

/* The text under __metadata__.nabla, or NULL. */
static const char *
metadata_text (const Reading *reading)
{
  JsonNode *node = json_object_get_member (reading->header, "__metadata__");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  JsonNode *nabla = json_object_get_member (json_node_get_object (node), "nabla");
  if (nabla == NULL || json_node_get_value_type (nabla) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (nabla);
}

static gboolean
read_provenance (const Reading *reading, NablaModel *model, GError **error)
{
  const char *text = metadata_text (reading);
  if (text == NULL)
    return TRUE; /* a foreign file */
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!nabla_json_is_bounded (text, strlen (text), DEEPEST, MOST_VALUES) ||
      !json_parser_load_from_data (parser, text, -1, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return refuse (reading, error, "its hyper-parameters are not JSON");
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  JsonNode *set_up = json_object_get_member (object, "hyper_parameters");
  g_autoptr (GError) reason = NULL;
  if (set_up != NULL) {
    if (!nabla_hyper_parameters_from_json (&model->hyper_parameters, set_up, &reason))
      return refuse (reading, error, reason->message);
    model->has_hyper_parameters = TRUE;
  }
  JsonNode *epoch = json_object_get_member (object, "epoch");
  if (epoch != NULL && json_node_get_value_type (epoch) == G_TYPE_INT64)
    model->epoch = (int) CLAMP (json_node_get_int (epoch), 0, G_MAXINT);
  JsonNode *data_set = json_object_get_member (object, "data_set");
  if (data_set != NULL && json_node_get_value_type (data_set) == G_TYPE_STRING)
    model->data_set = g_strdup (json_node_get_string (data_set));
  return TRUE;
}

static NablaModel *
read_model (Reading *reading, GError **error)
{
  NnNetwork *network = read_network (reading, error);
  if (network == NULL)
    return NULL;
  g_autoptr (NablaModel) model = nabla_model_new (network);
  nn_network_unref (network);
  if (!read_provenance (reading, model, error))
    return NULL;
  return g_steal_pointer (&model);
}

NablaModel *
nabla_model_load (const char *path, GError **error)
{
  Reading reading = { .path = path };
  g_autoptr (GError) reason = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &reason);
  if (file == NULL) {
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s cannot be read: %s", path,
                 g_strerror (reason->code == G_FILE_ERROR_NOENT ? ENOENT : EINVAL));
    return NULL;
  }
  guint64 size = g_mapped_file_get_length (file);
  const guint8 *bytes = (const guint8 *) g_mapped_file_get_contents (file);
  guint64 length = 0;
  if (size >= sizeof length)
    memcpy (&length, bytes, sizeof length);
  length = GUINT64_FROM_LE (length);
  if (size < sizeof length || size > LARGEST_FILE || length < 2 || length > LONGEST_HEADER ||
      length > size - sizeof length) {
    refuse (&reading, error, "it is not a safetensors file, or it is cut off");
    return NULL;
  }
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!nabla_json_is_bounded ((const char *) bytes + sizeof length, length, DEEPEST, MOST_VALUES) ||
      !json_parser_load_from_data (parser, (const char *) bytes + sizeof length, (gssize) length,
                                   NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))) {
    refuse (&reading, error, "its header is not JSON");
    return NULL;
  }
  reading.header = json_node_get_object (json_parser_get_root (parser));
  reading.tensors = bytes + sizeof length + length;
  reading.n_bytes = size - sizeof length - length;
  return read_model (&reading, error);
}
