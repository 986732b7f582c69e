/* SPDX-License-Identifier: MIT */
#include "lab/nabla-model.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *folder;

static NnNetwork *
network_of_seed (guint64 seed)
{
  const int sizes[] = { 784, 6, 5, 10 };
  NnNetwork *network = nn_network_new (sizes, 4, NULL);
  nn_network_initialise (network, NN_INIT_LARGE, false, seed);
  return network;
}

static void
assert_same (const NnNetwork *a, const NnNetwork *b)
{
  g_assert_true (nn_network_same_shape (a, b));
  g_assert_cmpmem (a->weights[0], a->n_floats * sizeof (float), b->weights[0],
                   b->n_floats * sizeof (float));
}

/* A run of rectified linear units and softmax with dropout one half, after epoch 7. */
static NablaModel *
some_model (NnNetwork *velocity)
{
  static const NnScheduleState schedule = {
    .best = 0.1 + 0.2, .since_best = 3, .waited = 2, .divisor = 1.0 / 3.0 * 30.0
  };
  NnNetwork *raw = network_of_seed (1);
  NnNetwork *evaluation = nn_network_copy (raw);
  nn_network_scale_outgoing (evaluation, 0.5f);
  NablaModel *model = nabla_model_new (evaluation);
  model->has_hyper_parameters = TRUE;
  model->hyper_parameters.activation = NN_ACTIVATION_RELU;
  model->hyper_parameters.output = NN_OUTPUT_SOFTMAX;
  model->hyper_parameters.cost = NN_COST_LOG_LIKELIHOOD;
  model->hyper_parameters.seed = 9007199254740991;
  model->epoch = 7;
  model->training_images = 50000;
  model->validation_images = 10000;
  model->validation_limit = 100;
  model->kernel = g_strdup ("scalar");
  model->checkpoint = nabla_checkpoint_new (raw, velocity, 7, &schedule, 1e-3 / 3.0);
  nn_network_unref (raw);
  nn_network_unref (evaluation);
  return model;
}

static char *
saved (const NablaModel *model)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_assert_true (nabla_model_save (model, path, &error));
  g_assert_no_error (error);
  return path;
}

static void
test_round_trip (void)
{
  NnNetwork *velocity = network_of_seed (2);
  g_autoptr (NablaModel) model = some_model (velocity);
  nn_network_unref (velocity);
  g_autofree char *path = saved (model);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaModel) read = nabla_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (read->checkpoint);
  assert_same (read->network, model->network);
  assert_same (read->checkpoint->network, model->checkpoint->network);
  assert_same (read->checkpoint->velocity, velocity);
  const NnScheduleState *schedule = &read->checkpoint->schedule;
  g_assert_true (schedule->best == model->checkpoint->schedule.best);
  g_assert_true (schedule->divisor == model->checkpoint->schedule.divisor);
  g_assert_true (read->checkpoint->learning_rate == 1e-3 / 3.0);
  g_assert_cmpint (schedule->since_best, ==, 3);
  g_assert_cmpint (schedule->waited, ==, 2);
  g_assert_cmpint (read->checkpoint->epoch, ==, 7);
  g_assert_cmpint (read->training_images, ==, 50000);
  g_assert_cmpint (read->validation_images, ==, 10000);
  g_assert_cmpint (read->validation_limit, ==, 100);
  g_assert_cmpstr (read->kernel, ==, "scalar");
  g_assert_true (read->hyper_parameters.seed == 9007199254740991);
}

static void
test_units (void)
{
  g_autoptr (NablaModel) model = some_model (NULL);
  g_autofree char *path = saved (model);
  g_autoptr (NablaModel) read = nabla_model_load (path, NULL);
  g_assert_cmpint (read->network->activation, ==, NN_ACTIVATION_RELU);
  g_assert_cmpint (read->network->output, ==, NN_OUTPUT_SOFTMAX);
  g_assert_cmpint (read->checkpoint->network->output, ==, NN_OUTPUT_SOFTMAX);
  g_assert_null (read->checkpoint->velocity);
}

/* The schedule before the first epoch has a best of −1, as a whole number in JSON. */
static void
test_start (void)
{
  g_autoptr (NablaModel) model = some_model (NULL);
  model->checkpoint->schedule = NN_SCHEDULE_START;
  model->checkpoint->epoch = 0;
  g_autofree char *path = saved (model);
  g_autoptr (NablaModel) read = nabla_model_load (path, NULL);
  g_assert_nonnull (read);
  g_assert_true (read->checkpoint->schedule.best == -1.0);
  g_assert_true (read->checkpoint->schedule.divisor == 1.0);
}

/* Raw weights that are those for evaluation are not written twice. */
static void
test_size (void)
{
  g_autoptr (NablaModel) model = some_model (NULL);
  g_autofree char *path = saved (model);
  GStatBuf with, without;
  g_assert_cmpint (g_stat (path, &with), ==, 0);
  nabla_checkpoint_unref (g_steal_pointer (&model->checkpoint));
  g_free (saved (model));
  g_assert_cmpint (g_stat (path, &without), ==, 0);
  /* Only weights that leave hidden units are scaled: those of layers 2 and 3. */
  g_assert_cmpint (with.st_size - without.st_size, >, 4 * (6 * 5 + 5 * 10));
  g_assert_cmpint (with.st_size - without.st_size, <, 4 * (6 * 5 + 5 * 10) + 600);
}

/* Replaces `before` by `after`, of the same length, in the file. */
static void
damage (const char *path, const char *before, const char *after)
{
  g_autofree char *bytes = NULL;
  gsize n;
  g_assert_cmpuint (strlen (before), ==, strlen (after));
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  char *at = memmem (bytes, n, before, strlen (before));
  g_assert_nonnull (at);
  memcpy (at, after, strlen (after));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));
}

static void
test_damage (void)
{
  static const struct {
    const char *before, *after;
  } damages[] = {
    { "\\\"waited\\\":2", "\\\"waited\\\":x" },
    { "\\\"since_best\\\":3", "\\\"since_bist\\\":3" },
    { "\\\"divisor\\\"", "\\\"divasor\\\"" },
    { "\\\"checkpoint\\\":{", "\\\"checkpoint\\\":[" },
    { "\"layer2.weight.raw\":{\"dtype\":\"F32\"", "\"layer2.weight.raw\":{\"dtype\":\"F64\"" },
    { "\"layer2.bias.velocity\":{\"dtype\":\"F32\",\"shape\":[5]",
      "\"layer2.bias.velocity\":{\"dtype\":\"F32\",\"shape\":[4]" },
  };
  NnNetwork *velocity = network_of_seed (2);
  g_autoptr (NablaModel) model = some_model (velocity);
  nn_network_unref (velocity);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++) {
    g_autofree char *path = saved (model);
    g_autoptr (GError) error = NULL;
    damage (path, damages[i].before, damages[i].after);
    g_assert_null (nabla_model_load (path, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
    g_assert_nonnull (strstr (error->message, "checkpoint.safetensors"));
  }
}

/* Hyper-parameters of other layers or of a cost that the units do not have are no set-up of it. */
static void
test_unfit (void)
{
  g_autoptr (NablaModel) model = some_model (NULL);
  g_autoptr (GError) error = NULL;
  model->hyper_parameters.layers[1] = 7;
  g_autofree char *path = saved (model);
  g_assert_null (nabla_model_load (path, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  g_clear_error (&error);
  model->hyper_parameters.layers[1] = 6;
  model->hyper_parameters.cost = NN_COST_QUADRATIC;
  g_free (saved (model));
  g_assert_null (nabla_model_load (path, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-checkpoint-XXXXXX", NULL);
  g_test_add_func ("/lab/model/a-checkpoint-reads-back-bit-for-bit", test_round_trip);
  g_test_add_func ("/lab/model/units-are-those-of-the-hyper-parameters", test_units);
  g_test_add_func ("/lab/model/a-checkpoint-before-the-first-epoch-reads-back", test_start);
  g_test_add_func ("/lab/model/raw-weights-are-written-only-where-they-differ", test_size);
  g_test_add_func ("/lab/model/a-damaged-checkpoint-is-refused", test_damage);
  g_test_add_func ("/lab/model/a-set-up-of-another-network-is-refused", test_unfit);
  int status = g_test_run ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
