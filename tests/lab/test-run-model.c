/* SPDX-License-Identifier: MIT */
#include "lab/nabla-run-model.h"
#include "lab/nabla-workbench.h"
#include "small-data.h"

static NablaDataSet *data_set;
static char *folder;

static NablaRun *
train (int epochs, double dropout)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  set_up.layers[1] = 8;
  set_up.epochs = epochs;
  set_up.dropout = dropout;
  NablaRun *run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_start (run, &error));
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
  return run;
}

static void
assert_same (const NnNetwork *a, const NnNetwork *b)
{
  g_assert_cmpint (a->n_layers, ==, b->n_layers);
  for (int l = 0; l < a->n_layers; l++) {
    gsize n = (gsize) a->sizes[l] * (gsize) a->sizes[l + 1], n_out = (gsize) a->sizes[l + 1];
    g_autofree float *weights = g_new0 (float, 2 * n);
    g_autofree float *biases = g_new0 (float, 2 * n_out);
    nn_network_get_layer (a, l, weights, biases);
    nn_network_get_layer (b, l, weights + n, biases + n_out);
    g_assert_cmpmem (weights, n * sizeof (float), weights + n, n * sizeof (float));
    g_assert_cmpmem (biases, n_out * sizeof (float), biases + n_out, n_out * sizeof (float));
  }
}

/* Saved, read, and a run again. */
static NablaRun *
reopen (NablaRun *run, NablaModelFormat format, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (NablaModel) model = nabla_run_make_model (run);
  g_assert_true (nabla_model_save_as (model, format, path, &error));
  g_assert_no_error (error);
  g_autoptr (NablaModel) read = nabla_model_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->format, ==, format);
  g_unlink (path);
  return nabla_run_new_of_model (read, data_set, path);
}

static void
test_comes_back (gconstpointer data)
{
  NablaModelFormat format = (NablaModelFormat) GPOINTER_TO_INT (data);
  g_autoptr (NablaRun) run = train (2, 0.0);
  g_autoptr (NablaRun) again = reopen (run, format, "two epochs.model");
  NnNetwork *before = nabla_run_ref_snapshot (run), *after = nabla_run_ref_snapshot (again);
  gsize n;
  assert_same (before, after);
  g_assert_true (nabla_run_is_finished (again));
  g_assert_cmpstr (nabla_run_get_name (again), ==, "two epochs");
  g_assert_cmpstr (nabla_run_get_origin (again), ==, "two epochs.model");
  g_assert_null (nabla_run_get_origin (run));
  nabla_run_get_records (again, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (nabla_run_get_snapshot_epoch (again), ==,
                   format == NABLA_MODEL_SAFETENSORS ? 2 : 0);
  nn_network_unref (before);
  nn_network_unref (after);
}

/* The checkpoint travels with it: two epochs and two more are four. */
static void
test_can_be_resumed (void)
{
  g_autoptr (NablaRun) whole = train (4, 0.3);
  g_autoptr (NablaRun) half = train (2, 0.3);
  g_autoptr (NablaRun) opened = reopen (half, NABLA_MODEL_SAFETENSORS, "half");
  g_autoptr (NablaRun) twice = reopen (opened, NABLA_MODEL_SAFETENSORS, "twice");
  g_autoptr (NablaCheckpoint) checkpoint = nabla_run_ref_checkpoint (twice);
  NablaHyperParameters set_up = *nabla_run_get_hyper_parameters (twice);
  g_assert_nonnull (checkpoint);
  set_up.epochs = 4;
  g_autoptr (NablaRun) on = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_checkpoint (on, checkpoint);
  g_assert_true (nabla_run_start (on, NULL));
  while (!nabla_run_is_finished (on))
    g_main_context_iteration (NULL, TRUE);
  NnNetwork *a = nabla_run_ref_snapshot (whole), *b = nabla_run_ref_snapshot (on);
  assert_same (a, b);
  nn_network_unref (a);
  nn_network_unref (b);
}

static void
test_no_network_no_model (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_null (nabla_run_make_model (run));
}

static void
test_json_is_refused (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autofree char *path = g_build_filename (folder, "softmax.json", NULL);
  g_autoptr (GError) error = NULL;
  set_up.output = NN_OUTPUT_SOFTMAX;
  set_up.cost = NN_COST_LOG_LIKELIHOOD;
  set_up.epochs = 1;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_assert_true (nabla_run_start (run, NULL));
  nabla_run_stop_and_wait (run);
  g_autoptr (NablaModel) model = nabla_run_make_model (run);
  g_assert_nonnull (model);
  g_assert_false (nabla_model_save_as (model, NABLA_MODEL_NETWORK2, path, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "softmax"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* On the workbench: its own colour and name, and a run that starts from its network. */
static void
test_trained_on (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  g_autoptr (NablaRun) run = train (3, 0.0);
  g_autoptr (NablaRun) opened = reopen (run, NABLA_MODEL_SAFETENSORS, "mine.safetensors");
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  nabla_workbench_set_data_set (workbench, data_set);
  nabla_workbench_add_ended (workbench, opened);
  g_assert_true (nabla_workbench_get_selected (workbench) == opened);
  g_assert_false (nabla_workbench_get_busy (workbench));
  set_up.epochs = 1;
  set_up.learning_rate = 1e-9; /* stays where it starts, nearly */
  nabla_run_fit_set_up (opened, &set_up);
  g_assert_cmpint (set_up.layers[1], ==, 8);
  NnNetwork *initial = nabla_run_ref_snapshot (opened);
  NablaRun *on = nabla_workbench_train_from (workbench, &set_up, initial, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_run_get_name (opened), ==, "mine");
  g_assert_cmpint (nabla_run_get_color (on), !=, nabla_run_get_color (opened));
  while (!nabla_run_is_finished (on))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (ABS (nabla_run_get_best_score (on) - nabla_run_get_best_score (run)), <, 0.05);
  g_assert_cmpfloat (nabla_run_get_best_score (on), >, 0.3); /* a drawn one guesses */
  nn_network_unref (initial);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-run-model-XXXXXX", NULL);
  g_test_add_data_func ("/lab/run-model/comes-back-from-safetensors",
                        GINT_TO_POINTER (NABLA_MODEL_SAFETENSORS), test_comes_back);
  g_test_add_data_func ("/lab/run-model/comes-back-from-json",
                        GINT_TO_POINTER (NABLA_MODEL_NETWORK2), test_comes_back);
  g_test_add_func ("/lab/run-model/can-be-resumed-bit-for-bit", test_can_be_resumed);
  g_test_add_func ("/lab/run-model/no-network-no-model", test_no_network_no_model);
  g_test_add_func ("/lab/run-model/what-network2-does-not-know-is-refused", test_json_is_refused);
  g_test_add_func ("/lab/run-model/is-trained-on", test_trained_on);
  int status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  g_object_unref (data_set);
  return status;
}
