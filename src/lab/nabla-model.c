/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model.h"

#include "lab/nabla-model-file.h"
#include "lab/nabla-model-metadata.h"
#include "lab/nabla-network2.h"
#include "lab/nabla-safetensors.h"

#include <errno.h>
#include <string.h>

/* A network and what its tensors' names end with. */
#define EVALUATION ""
#define RAW        ".raw"
#define VELOCITY   ".velocity"

/* As many outputs as the binary code of a digit has: then they are that. */
#define N_BITS 4

/* Four bytes a number in safetensors; JSON takes some more. */
#define LARGEST_FILE ((guint64) NN_MAX_PARAMETERS * 32)

NablaModel *
nabla_model_new (NnNetwork *network)
{
  NablaModel *model = g_new0 (NablaModel, 1);
  model->network = nn_network_ref (network);
  model->hyper_parameters = nabla_hyper_parameters_default ();
  memset (model->hyper_parameters.layers, 0, sizeof model->hyper_parameters.layers);
  model->hyper_parameters.n_layers = network->n_layers + 1;
  for (int l = 0; l <= network->n_layers; l++)
    model->hyper_parameters.layers[l] = network->sizes[l];
  model->hyper_parameters.activation = network->activation;
  model->hyper_parameters.output = network->output;
  if (network->sizes[network->n_layers] == N_BITS)
    model->hyper_parameters.encoding = NN_ENCODING_BINARY;
  return model;
}

void
nabla_model_free (NablaModel *model)
{
  if (model == NULL)
    return;
  nn_network_unref (model->network);
  nabla_checkpoint_unref (model->checkpoint);
  g_free (model->data_set);
  g_free (model->own_digest);
  g_free (model->kernel);
  g_free (model);
}

/* The parameters of one layer in the order of files. */
typedef struct {
  gsize n_out, n_in;
  float *weights; /* [n_out][n_in] */
  float *biases;  /* [n_out] */
} Layer;

static void
layer_clear (Layer *layer)
{
  g_free (layer->weights);
  g_free (layer->biases);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layer, layer_clear)

static Layer
layer_of (const NnNetwork *network, int l)
{
  Layer layer = { .n_out = (gsize) network->sizes[l + 1], .n_in = (gsize) network->sizes[l] };
  layer.weights = g_new (float, layer.n_out *layer.n_in);
  layer.biases = g_new (float, layer.n_out);
  nn_network_get_layer (network, l, layer.weights, layer.biases);
  return layer;
}

/* Bit for bit: −0 is not 0. */
static gboolean
differ (const float *a, const float *b, gsize n)
{
  return memcmp (a, b, n * sizeof *a) != 0;
}

/* All tensors of a network; of one that has a `base` only those that differ from its. */
static void
add_network (NablaTensors *tensors, const NnNetwork *network, const NnNetwork *base,
             const char *ending)
{
  for (int l = 0; l < network->n_layers; l++) {
    g_auto (Layer) layer = layer_of (network, l);
    g_auto (Layer) usual = base != NULL ? layer_of (base, l) : (Layer){ 0 };
    g_autofree char *weight = g_strdup_printf ("layer%d.weight%s", l + 1, ending);
    g_autofree char *bias = g_strdup_printf ("layer%d.bias%s", l + 1, ending);
    if (base == NULL || differ (layer.weights, usual.weights, layer.n_out * layer.n_in))
      nabla_tensors_add (tensors, weight, (gint64) layer.n_out, (gint64) layer.n_in, layer.weights);
    if (base == NULL || differ (layer.biases, usual.biases, layer.n_out))
      nabla_tensors_add (tensors, bias, (gint64) layer.n_out, 0, layer.biases);
  }
}

static NablaTensors *
tensors_of (const NablaModel *model)
{
  NablaTensors *tensors = nabla_tensors_new ();
  g_autofree char *nabla = nabla_model_metadata_write (model);
  nabla_tensors_set_metadata (tensors, "format", "nabla");
  nabla_tensors_set_metadata (tensors, "nabla", nabla);
  add_network (tensors, model->network, NULL, EVALUATION);
  if (model->checkpoint != NULL) {
    add_network (tensors, model->checkpoint->network, model->network, RAW);
    if (model->checkpoint->velocity != NULL)
      add_network (tensors, model->checkpoint->velocity, NULL, VELOCITY);
  }
  return tensors;
}

GBytes *
nabla_model_to_bytes (const NablaModel *model)
{
  g_autoptr (NablaTensors) tensors = tensors_of (model);
  return nabla_tensors_to_bytes (tensors);
}

gboolean
nabla_model_save (const NablaModel *model, const char *path, GError **error)
{
  g_autoptr (NablaTensors) tensors = tensors_of (model);
  return nabla_tensors_write (tensors, path, error);
}

/* The sizes by the shapes of layer1, layer2, …; how many weight layers there are, 0 where they do
 * not fit. */
static int
read_sizes (NablaSafetensors *file, int sizes[NN_MAX_LAYERS + 1])
{
  int n = 0;
  for (;; n++) {
    gint64 weight[2], bias[1];
    g_autofree char *weight_name = g_strdup_printf ("layer%d.weight", n + 1);
    g_autofree char *bias_name = g_strdup_printf ("layer%d.bias", n + 1);
    if (!nabla_safetensors_has (file, weight_name) && !nabla_safetensors_has (file, bias_name))
      return n;
    if (n == NN_MAX_LAYERS || !nabla_safetensors_get_shape (file, weight_name, 2, weight) ||
        !nabla_safetensors_get_shape (file, bias_name, 1, bias) || bias[0] != weight[0] ||
        (n > 0 && weight[1] != sizes[n]))
      return 0;
    sizes[n] = (int) weight[1];
    sizes[n + 1] = (int) weight[0];
  }
}

/* Replaces *values by those of layer{l}.{kind}{ending}; columns 0: a vector. What the file does not
 * have stays. FALSE where it is there in another shape. */
static gboolean
read_tensor (NablaSafetensors *file, int l, const char *kind, const char *ending, gsize rows,
             gsize columns, float **values)
{
  g_autofree char *name = g_strdup_printf ("layer%d.%s%s", l + 1, kind, ending);
  gint64 shape[2] = { 0, 0 };
  if (!nabla_safetensors_has (file, name))
    return TRUE;
  if (!nabla_safetensors_get_shape (file, name, columns > 0 ? 2 : 1, shape) ||
      shape[0] != (gint64) rows || shape[1] != (gint64) columns)
    return FALSE;
  g_free (*values);
  *values = nabla_safetensors_read (file, name);
  return TRUE;
}

/* Fills the network with the tensors of that ending. FALSE where one has another shape, or the
 * result is not finite. */
static gboolean
read_layers (NablaSafetensors *file, NnNetwork *network, const char *ending)
{
  for (int l = 0; l < network->n_layers; l++) {
    g_auto (Layer) layer = layer_of (network, l);
    if (!read_tensor (file, l, "weight", ending, layer.n_out, layer.n_in, &layer.weights) ||
        !read_tensor (file, l, "bias", ending, layer.n_out, 0, &layer.biases))
      return FALSE;
    nn_network_set_layer (network, l, layer.weights, layer.biases);
  }
  return nn_network_is_finite (network);
}

static NnNetwork *
read_network (NablaSafetensors *file, const char *path, GError **error)
{
  int sizes[NN_MAX_LAYERS + 1] = { 0 };
  int n = read_sizes (file, sizes);
  if (n == 0) {
    nabla_model_file_refuse (
        path, error, "it has no layer1.weight and layer1.bias … of matching float32 shapes");
    return NULL;
  }
  NnStatus status;
  NnNetwork *network = nn_network_new (sizes, n + 1, &status);
  if (network == NULL) {
    nabla_model_file_refuse (path, error, "%s", nn_status_message (status));
    return NULL;
  }
  if (!read_layers (file, network, EVALUATION)) {
    nabla_model_file_refuse (path, error, "a weight is not a finite number");
    g_clear_pointer (&network, nn_network_unref);
  }
  return network;
}

static gboolean
has_velocity (NablaSafetensors *file)
{
  return nabla_safetensors_has (file, "layer1.weight" VELOCITY);
}

static gboolean
read_checkpoint (NablaSafetensors *file, const NablaModelState *state, NablaModel *model,
                 const char *path, GError **error)
{
  NnNetwork *raw = nn_network_copy (model->network);
  NnNetwork *velocity = has_velocity (file) ? nn_network_copy (model->network) : NULL;
  gboolean good = raw != NULL && read_layers (file, raw, RAW);
  if (velocity != NULL) {
    nn_network_clear (velocity);
    good = good && read_layers (file, velocity, VELOCITY);
  }
  if (good) {
    model->checkpoint =
        nabla_checkpoint_new (raw, velocity, state->epoch, &state->schedule, state->learning_rate);
    model->checkpoint->rates = state->rates;
  }
  nn_network_unref (raw);
  nn_network_unref (velocity);
  return good || nabla_model_file_refuse (
                     path, error, "the raw weights or the velocity of its checkpoint are damaged");
}

/* Whether the hyper-parameters speak of this network. */
static gboolean
fits (const NablaModel *model)
{
  const NablaHyperParameters *set_up = &model->hyper_parameters;
  gboolean same = set_up->n_layers == model->network->n_layers + 1;
  for (int l = 0; same && l <= model->network->n_layers; l++)
    same = set_up->layers[l] == model->network->sizes[l];
  return same;
}

static NablaModel *
read_safetensors (const char *path, const char *bytes, gsize n, GError **error)
{
  g_autoptr (NablaSafetensors) file = nabla_safetensors_new (path, bytes, n, error);
  NnNetwork *network = file != NULL ? read_network (file, path, error) : NULL;
  if (network == NULL)
    return NULL;
  g_autoptr (NablaModel) model = nabla_model_new (network);
  nn_network_unref (network);
  const char *text = nabla_safetensors_get_metadata (file, "nabla");
  NablaModelState state = { 0 };
  if (text != NULL && !nabla_model_metadata_read (model, text, path, &state, error))
    return NULL;
  if (!fits (model)) {
    nabla_model_file_refuse (path, error, "its hyper-parameters are of another network");
    return NULL;
  }
  if (!nn_cost_fits ((NnCost) model->hyper_parameters.cost,
                     (NnOutput) model->hyper_parameters.output)) {
    nabla_model_file_refuse (path, error, "its cost does not fit its output layer");
    return NULL;
  }
  nn_network_set_units (model->network, (NnActivation) model->hyper_parameters.activation,
                        (NnOutput) model->hyper_parameters.output);
  if (state.is_checkpoint && !read_checkpoint (file, &state, model, path, error))
    return NULL;
  return g_steal_pointer (&model);
}

static NablaModel *
read_network2 (const char *path, const char *text, gsize n, GError **error)
{
  NnCost cost;
  NnNetwork *network = nabla_network2_read (path, text, n, &cost, error);
  if (network == NULL)
    return NULL;
  g_autoptr (NablaModel) model = nabla_model_new (network);
  nn_network_unref (network);
  if (!nn_network_is_finite (model->network)) {
    nabla_model_file_refuse (path, error, "a weight is larger than any network needs");
    return NULL;
  }
  model->format = NABLA_MODEL_NETWORK2;
  model->has_cost = TRUE;
  model->hyper_parameters.cost = cost;
  return g_steal_pointer (&model);
}

/* JSON begins with a brace; so could the length of a safetensors header, but that has zeros in its
 * upper bytes, which JSON has not. */
static gboolean
looks_like_json (const char *bytes, gsize n)
{
  gsize at = 0;
  while (at < n && g_ascii_isspace (bytes[at]))
    at++;
  return at < n && bytes[at] == '{' && (n < 8 || bytes[7] != '\0');
}

NablaModel *
nabla_model_from_bytes (const char *name, GBytes *bytes, GError **error)
{
  gsize n;
  const char *data = g_bytes_get_data (bytes, &n);
  return read_safetensors (name, data, n, error);
}

NablaModel *
nabla_model_load (const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &reason);
  if (file == NULL) {
    g_autofree char *name = g_filename_display_name (path);
    gboolean missing = g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s cannot be read: %s", name,
                 g_strerror (missing ? ENOENT : EINVAL));
    return NULL;
  }
  gsize n = g_mapped_file_get_length (file);
  const char *bytes = g_mapped_file_get_contents (file);
  if (n > LARGEST_FILE) {
    nabla_model_file_refuse (path, error, "it is larger than any network");
    return NULL;
  }
  return looks_like_json (bytes, n) ? read_network2 (path, bytes, n, error)
                                    : read_safetensors (path, bytes, n, error);
}
