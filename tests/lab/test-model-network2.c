/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model.h"
#include "lab/nabla-network2.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *path; /* of the file that each test writes */

static void
write_text (const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static NablaModel *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  write_text (text);
  NablaModel *model = nabla_model_load (path, &error);
  g_assert_no_error (error);
  return model;
}

/* Every float32 of the network comes back, also the smallest and those that need nine digits. */
static void
test_round_trip (void)
{
  static const float special[] = { 0.0f, -0.0f, 1e-45f, 16777217.0f, 0.1f, -1.0f / 3.0f, 9.99e17f };
  const int sizes[] = { 40, 30, 7 };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  g_autoptr (GError) error = NULL;
  nn_network_initialise (network, NN_INIT_LARGE, false, 5);
  for (int i = 0; i < (int) G_N_ELEMENTS (special); i++)
    nn_network_set_weight (network, 0, 3, i, special[i]);
  g_assert_true (nabla_network2_write (network, NN_COST_QUADRATIC, path, &error));
  g_assert_no_error (error);
  g_autoptr (NablaModel) model = nabla_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_true (nn_network_same_shape (model->network, network));
  g_assert_cmpmem (model->network->weights[0], network->n_floats * sizeof (float),
                   network->weights[0], network->n_floats * sizeof (float));
  g_assert_cmpint (model->format, ==, NABLA_MODEL_NETWORK2);
  g_assert_false (model->has_hyper_parameters);
  g_assert_cmpint (model->hyper_parameters.cost, ==, NN_COST_QUADRATIC);
  nn_network_unref (network);
}

static void
test_layout (void)
{
  g_autoptr (NablaModel) model =
      read_text (" {\"epoch\": {\"a\": [1, \"]\", null]}, \"cost\" : \"CrossEntropyCost\",\n"
                 "\"biases\": [[[0.5], [-1e-2]]], \"weights\":[[[1, 2.5, 3],[4, 5E0, -6]]],"
                 "\"sizes\":[3,2]}\n");
  g_assert_cmpint (model->network->n_layers, ==, 1);
  g_assert_cmpint (model->network->sizes[0], ==, 3);
  g_assert_cmpfloat (nn_network_weight (model->network, 0, 0, 1), ==, 2.5f);
  g_assert_cmpfloat (nn_network_weight (model->network, 0, 1, 0), ==, 4.0f);
  g_assert_cmpfloat (nn_network_weight (model->network, 0, 1, 2), ==, -6.0f);
  float weights[6], biases[2];
  nn_network_get_layer (model->network, 0, weights, biases);
  g_assert_cmpfloat (biases[0], ==, 0.5f);
  g_assert_cmpfloat (biases[1], ==, -0.01f);
  g_assert_cmpint (model->hyper_parameters.cost, ==, NN_COST_CROSS_ENTROPY);
  g_assert_cmpint (model->network->output, ==, NN_OUTPUT_SIGMOID);
}

static void
test_flat_biases (void)
{
  g_autoptr (NablaModel) model = read_text (
      "{\"sizes\":[1,2,1],\"weights\":[[[1],[2]],[[3,4]]],\"biases\":[[5,6],[7]],\"cost\":"
      "\"QuadraticCost\"}");
  g_assert_cmpfloat (nn_network_weight (model->network, 1, 0, 1), ==, 4.0f);
  float weights[2], biases[2];
  nn_network_get_layer (model->network, 0, weights, biases);
  g_assert_cmpfloat (biases[1], ==, 6.0f);
  nn_network_get_layer (model->network, 1, weights, biases);
  g_assert_cmpfloat (biases[0], ==, 7.0f);
}

#define NETWORK(sizes, weights, biases, rest)                                                      \
  "{\"sizes\":" sizes ",\"weights\":" weights ",\"biases\":" biases rest "}"

static void
test_refused (void)
{
  static const char *const bad[] = {
    "{}",
    "{",
    "{\"sizes\":[2,1]}",
    NETWORK ("[2,1]", "[[[1,2]]]", "[[[1]]]", ",\"cost\":\"NoSuchCost\""),
    NETWORK ("[2,1]", "[[[1,2]]]", "[[[1]]]", ",\"cost\":5"),
    NETWORK ("[2,1]", "[[[1,2]]]", "[[[1]]]", ",\"sizes\":[2,1]"),
    NETWORK ("[2,1]", "[[[1,2]]]", "[[[1]]]", "} "),
    NETWORK ("[2]", "[]", "[]", ""),
    NETWORK ("[]", "[]", "[]", ""),
    NETWORK ("5", "[[[1,2]]]", "[[[1]]]", ""),
    NETWORK ("[2,0]", "[[]]", "[[]]", ""),
    NETWORK ("[2,1.5]", "[[[1,2]]]", "[[[1]]]", ""),
    NETWORK ("[-2,1]", "[[[1,2]]]", "[[[1]]]", ""),
    NETWORK ("[65536,65536]", "[[[1,2]]]", "[[[1]]]", ""),
    NETWORK ("[2,1e99]", "[[[1,2]]]", "[[[1]]]", ""),
    NETWORK ("[2,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[[[1,2]]]", "[[[1]]]", ""),
    NETWORK ("[2,1]", "[[[1]]]", "[[[1]]]", ""),           /* too few */
    NETWORK ("[2,1]", "[[[1,2,3]]]", "[[[1]]]", ""),       /* too many */
    NETWORK ("[2,2]", "[[[1,2],[3]]]", "[[[1],[2]]]", ""), /* ragged */
    NETWORK ("[2,1]", "[[[1,2],[3,4]]]", "[[[1]]]", ""),   /* a row too many */
    NETWORK ("[2,1]", "[[[1,2]],[[1]]]", "[[[1]]]", ""),   /* a layer too many */
    NETWORK ("[2,1,1]", "[[[1,2]]]", "[[[1]],[[1]]]", ""), /* a layer too few */
    NETWORK ("[2,1]", "[[[1,2]]]", "[[[1],[2]]]", ""),     /* a bias too many */
    NETWORK ("[2,1]", "[[[1,2]]]", "[[[1,2]]]", ""),       /* of two columns */
    NETWORK ("[2,2]", "[[[1,2],[3,4]]]", "[[1,[2]]]", ""), /* both forms at once */
    NETWORK ("[2,1]", "[[[1,\"2\"]]]", "[[[1]]]", ""),     /* text */
    NETWORK ("[2,1]", "[[[1,NaN]]]", "[[[1]]]", ""),       /* what Python writes */
    NETWORK ("[2,1]", "[[[1,-Infinity]]]", "[[[1]]]", ""), /* too */
    NETWORK ("[2,1]", "[[[1,1e39]]]", "[[[1]]]", ""),      /* infinite as float32 */
    NETWORK ("[2,1]", "[[[1,1e30]]]", "[[[1]]]", ""),      /* beyond the limit */
    NETWORK ("[2,1]", "[[[1,0x10]]]", "[[[1]]]", ""),
    NETWORK ("[2,1]", "[[[1,2 3]]]", "[[[1]]]", ""),
    NETWORK ("[2,1]", "[[[1,--2]]]", "[[[1]]]", ""),
    NETWORK ("[2,1]", "[[[1,.5]]]", "[[[1]]]", ""),
    NETWORK ("[2,1]", "[[[1,null]]]", "[[[1]]]", ""),
    NETWORK ("[2,1]", "[[[1,2]]", "[[[1]]]", ""),
    "{\"sizes\":[2,1],\"weights\":[[[1,2]]],\"biases\":[[[1]]],\"more\":[[[[[[[[[[[[]]]]]]]]]]]]}",
    "{\"sizes\":[2,1],\"weights\":[[[1,2]]],\"biases\":[[[1]]],\"more\":\"",
    "{\"sizes\":[2,1],\"weights\":[[[1,2]]],\"biases\":[[[1]]],\"more\":]}",
    "{\"sizes\":[2,1],\"weights\":[[[1,2]]],\"biases\":[[[1]]],}",
    "{\"sizes\" [2,1],\"weights\":[[[1,2]]],\"biases\":[[[1]]]}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    write_text (bad[i]);
    g_autoptr (NablaModel) model = nabla_model_load (path, &error);
    if (model != NULL)
      g_test_message ("read: %s", bad[i]);
    g_assert_null (model);
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
    g_assert_nonnull (strstr (error->message, "network.json"));
    g_assert_null (strchr (error->message, '\n'));
  }
}

/* Every cut and many changed characters: refused or read, never a crash. */
static void
test_damage (void)
{
  g_autofree char *text = g_strdup (NETWORK ("[3,2,1]", "[[[1,2e-3,3],[-4,5.25,6]],[[7,8]]]",
                                             "[[[1],[2]],[[3]]]", ",\"cost\":\"QuadraticCost\""));
  gsize n = strlen (text);
  for (gsize cut = 0; cut < n; cut++) {
    g_assert_true (g_file_set_contents (path, text, (gssize) cut, NULL));
    g_assert_null (nabla_model_load (path, NULL));
  }
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (int i = 0; i < 3000; i++) {
    static const char characters[] = "[]{},:\"\\0e.-9 N";
    gsize at = (gsize) g_rand_int_range (random, 0, (gint32) n);
    char before = text[at];
    text[at] = characters[g_rand_int_range (random, 0, sizeof characters)];
    g_assert_true (g_file_set_contents (path, text, (gssize) n, NULL));
    nabla_model_free (nabla_model_load (path, NULL));
    text[at] = before;
  }
}

static void
test_strangers (void)
{
  static const struct {
    NnActivation activation;
    NnOutput output;
    NnCost cost;
    const char *word;
  } strange[] = {
    { NN_ACTIVATION_TANH, NN_OUTPUT_SIGMOID, NN_COST_QUADRATIC, "tanh" },
    { NN_ACTIVATION_RELU, NN_OUTPUT_SIGMOID, NN_COST_QUADRATIC, "rectified" },
    { NN_ACTIVATION_SIGMOID, NN_OUTPUT_SOFTMAX, NN_COST_LOG_LIKELIHOOD, "softmax" },
    { NN_ACTIVATION_SIGMOID, NN_OUTPUT_TANH, NN_COST_QUADRATIC, "tanh" },
  };
  const int sizes[] = { 3, 2, 2 };
  g_unlink (path);
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++) {
    NnNetwork *network = nn_network_new (sizes, 3, NULL);
    g_autoptr (GError) error = NULL;
    nn_network_set_units (network, strange[i].activation, strange[i].output);
    g_assert_false (nabla_network2_write (network, strange[i].cost, path, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, strange[i].word));
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    nn_network_unref (network);
  }
}

/* Ten megabytes of numbers; what it took is printed, not asserted. */
static void
test_large (void)
{
  const int sizes[] = { 784, 800, 10 };
  NnNetwork *network = nn_network_new (sizes, 3, NULL);
  nn_network_initialise (network, NN_INIT_SCALED, false, 3);
  gint64 start = g_get_monotonic_time ();
  g_assert_true (nabla_network2_write (network, NN_COST_CROSS_ENTROPY, path, NULL));
  gint64 written = g_get_monotonic_time ();
  g_autoptr (NablaModel) model = nabla_model_load (path, NULL);
  g_assert_nonnull (model);
  g_test_message ("784-800-10 as JSON: written in %.2f s, read in %.2f s",
                  (double) (written - start) / G_TIME_SPAN_SECOND,
                  (double) (g_get_monotonic_time () - written) / G_TIME_SPAN_SECOND);
  g_assert_cmpmem (model->network->weights[0], network->n_floats * sizeof (float),
                   network->weights[0], network->n_floats * sizeof (float));
  nn_network_unref (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = g_dir_make_tmp ("nabla-network2-XXXXXX", NULL);
  path = g_build_filename (folder, "network.json", NULL);
  g_test_add_func ("/lab/model/network2-reads-back-bit-for-bit", test_round_trip);
  g_test_add_func ("/lab/model/network2-has-rows-of-incoming-weights", test_layout);
  g_test_add_func ("/lab/model/network2-biases-may-be-flat", test_flat_biases);
  g_test_add_func ("/lab/model/bad-json-is-refused-in-a-sentence", test_refused);
  g_test_add_func ("/lab/model/damaged-json-never-crashes", test_damage);
  g_test_add_func ("/lab/model/what-network2-does-not-know-is-not-written", test_strangers);
  g_test_add_func ("/lab/model/large-json-reads-back", test_large);
  int status = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  return status;
}
