/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static NnNetwork *
some_network (void)
{
  const int sizes[] = { 784, 17, 10 };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  nn_network_initialise (network, NN_INIT_LARGE, false, 5);
  return network;
}

/* A safetensors file from its header as text and `n` floats of 0.25. */
static char *
write_foreign (const char *name, const char *header, gsize n)
{
  char *path = path_of (name);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  const float quarter = 0.25f;
  g_byte_array_append (bytes, (const guint8 *) &length, 8);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (bytes, (const guint8 *) &quarter, 4);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, NULL));
  return path;
}

static void
test_round_trip (void)
{
  NnNetwork *network = some_network ();
  g_autoptr (NablaModel) model = nabla_model_new (network);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("round.safetensors");
  model->has_hyper_parameters = TRUE;
  model->hyper_parameters.layers[1] = 17;
  model->hyper_parameters.learning_rate = 0.1;
  model->epoch = 12;
  model->data_set = g_strdup ("synthetic");
  g_assert_true (nabla_model_save (model, path, &error));
  g_assert_no_error (error);
  g_autoptr (NablaModel) read = nabla_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_true (nn_network_same_shape (read->network, network));
  g_assert_cmpmem (read->network->weights[0], network->n_floats * sizeof (float),
                   network->weights[0], network->n_floats * sizeof (float));
  g_assert_true (read->has_hyper_parameters);
  g_assert_true (nabla_hyper_parameters_equal (&read->hyper_parameters, &model->hyper_parameters));
  g_assert_cmpint (read->epoch, ==, 12);
  g_assert_cmpstr (read->data_set, ==, "synthetic");
  nn_network_unref (network);
}

#define FOREIGN                                                                                    \
  "{\"layer1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]},"                \
  "\"layer1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"

static void
test_foreign (void)
{
  g_autofree char *path = write_foreign ("foreign.safetensors", FOREIGN, 8);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaModel) model = nabla_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_false (model->has_hyper_parameters);
  g_assert_cmpint (model->network->n_layers, ==, 1);
  g_assert_cmpint (model->network->sizes[0], ==, 3);
  g_assert_cmpint (model->network->sizes[1], ==, 2);
  g_assert_cmpfloat (nn_network_weight (model->network, 0, 1, 2), ==, 0.25f);
}

static void
test_bad_files (void)
{
  static const struct {
    const char *header;
    gsize n;
  } bad[] = {
    { FOREIGN, 7 }, /* cut off */
    { "{}", 0 },
    { "[1]", 0 },
    { "{\"layer1.weight\":5}", 8 },
    { "not json", 8 },
    { "{\"layer1.weight\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[8,32]},"
      "\"layer1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
      8 },
    { "{\"layer1.weight\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,"
      "17179869184]},"
      "\"layer1.bias\":{\"dtype\":\"F32\",\"shape\":[65536],\"data_offsets\":[0,262144]}}",
      8 },
    { "{\"layer1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[-8,16]},"
      "\"layer1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
      8 },
    { "{\"layer1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]},"
      "\"layer1.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
      8 },
    { "{\"__metadata__\":{\"nabla\":\"{\\\"hyper_parameters\\\":{\\\"epochs\\\":-4}}\"}," FOREIGN,
      8 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = write_foreign ("bad.safetensors", bad[i].header, bad[i].n);
    g_autoptr (GError) error = NULL;
    g_assert_null (nabla_model_load (path, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
    g_assert_nonnull (strstr (error->message, "bad.safetensors"));
  }
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = path_of ("missing.safetensors");
  g_assert_null (nabla_model_load (missing, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
}

/* Every cut and many flipped bytes: refused or read, never a crash. */
static void
test_damaged_files (void)
{
  NnNetwork *network = some_network ();
  g_autoptr (NablaModel) model = nabla_model_new (network);
  nn_network_unref (network);
  model->has_hyper_parameters = TRUE;
  g_autofree char *path = path_of ("damaged.safetensors");
  g_autofree char *bytes = NULL;
  gsize n;
  g_assert_true (nabla_model_save (model, path, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  for (gsize cut = 0; cut < 900; cut += 7) {
    g_assert_true (g_file_set_contents (path, bytes, (gssize) cut, NULL));
    g_assert_null (nabla_model_load (path, NULL));
  }
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (int i = 0; i < 300; i++) {
    gsize at = (gsize) g_rand_int_range (random, 0, 900);
    char before = bytes[at];
    bytes[at] = (char) g_rand_int_range (random, 0, 256);
    g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));
    NablaModel *read = nabla_model_load (path, NULL);
    nabla_model_free (read);
    bytes[at] = before;
  }
}

/* A parser that goes down by recursion must not be led down a million steps. */
static void
test_deep_nesting (void)
{
  static const char *const beginnings[] = { "", "/* \" */ ", "{\"a\": ", "'\"' ", "# \"\n" };
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    GString *header = g_string_new (beginnings[i]);
    for (int depth = 0; depth < 900000; depth++)
      g_string_append_c (header, '[');
    g_autofree char *path = write_foreign ("deep.safetensors", header->str, 0);
    g_string_free (header, TRUE);
    g_autoptr (GError) error = NULL;
    g_assert_null (nabla_model_load (path, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  }
}

static void
test_unwritable (void)
{
  NnNetwork *network = some_network ();
  g_autoptr (NablaModel) model = nabla_model_new (network);
  nn_network_unref (network);
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_model_save (model, "/nonexistent/folder/m.safetensors", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_OUTPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-model-XXXXXX", NULL);
  g_test_add_func ("/lab/model/reads-back-bit-for-bit", test_round_trip);
  g_test_add_func ("/lab/model/a-foreign-file-is-read-by-its-shapes", test_foreign);
  g_test_add_func ("/lab/model/bad-files-are-refused-in-a-sentence", test_bad_files);
  g_test_add_func ("/lab/model/damage-never-crashes", test_damaged_files);
  g_test_add_func ("/lab/model/deep-nesting-is-refused", test_deep_nesting);
  g_test_add_func ("/lab/model/an-unwritable-place-is-said", test_unwritable);
  int status = g_test_run ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = path_of (name);
    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
