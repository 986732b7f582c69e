/* SPDX-License-Identifier: MIT */
#include "lab/nabla-probabilities.h"
#include "lab/nabla-workbench.h"
#include "small-data.h"

#include <glib/gstdio.h>
#include <math.h>

static NablaDataSet *data_set;

static NablaRun *
train (NablaWorkbench *workbench, double learning_rate, int epochs)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  set_up.layers[1] = 8;
  set_up.learning_rate = learning_rate;
  set_up.epochs = epochs;
  NablaRun *run = nabla_workbench_train (workbench, &set_up, &error);
  g_assert_no_error (error);
  return run;
}

static void
test_no_data (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_workbench_train (workbench, &set_up, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
}

static void
test_colors_and_names (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (workbench, data_set);
  NablaRun *a = train (workbench, 0.5, 1);
  g_assert_cmpstr (nabla_run_get_name (a), ==, "784-8-10");
  NablaRun *b = train (workbench, 2.5, 1);
  g_assert_cmpstr (nabla_run_get_name (a), ==, "η 0.5");
  g_assert_cmpstr (nabla_run_get_name (b), ==, "η 2.5");
  nabla_run_set_name (a, "the first");
  NablaRun *c = train (workbench, 0.1, 1);
  g_assert_cmpstr (nabla_run_get_name (a), ==, "the first");
  g_assert_cmpint (nabla_run_get_color (a), ==, 0);
  g_assert_cmpint (nabla_run_get_color (b), ==, 1);
  g_assert_cmpint (nabla_run_get_color (c), ==, 2);
  g_assert_true (nabla_workbench_get_selected (workbench) == c);
  nabla_workbench_remove (workbench, b);
  g_assert_cmpint (nabla_run_get_color (train (workbench, 0.2, 1)), ==, 1);
}

static void
assert_group (NablaWorkbench *workbench, guint i, const char *expected)
{
  GListModel *groups = G_LIST_MODEL (nabla_workbench_get_groups (workbench));
  g_autoptr (NablaRunGroup) group = g_list_model_get_item (groups, i);
  g_autofree char *name = nabla_run_group_get_name (group);
  g_assert_cmpstr (name, ==, expected);
}

/* The first group begins with another seed than the run that stands alone. */
static void
test_groups_are_named_without_seeds (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  const double rates[] = { 0.25, 0.25, 2.5, 2.5 };
  const gint64 seeds[] = { 2, 3, 1, 2 };
  NablaHyperParameters set_ups[4];
  g_autoptr (GError) error = NULL;
  nabla_workbench_set_data_set (workbench, data_set);
  for (int i = 0; i < 4; i++) {
    set_ups[i] = nabla_hyper_parameters_default ();
    set_ups[i].layers[1] = 8;
    set_ups[i].epochs = 1;
    set_ups[i].learning_rate = rates[i];
    set_ups[i].seed = seeds[i];
  }
  g_assert_true (nabla_workbench_train_sweep (workbench, set_ups, 4, &error));
  g_assert_no_error (error);
  NablaRun *alone = train (workbench, 0.5, 1);
  assert_group (workbench, 0, "η 0.25");
  assert_group (workbench, 1, "η 2.5");
  g_assert_cmpstr (nabla_run_get_name (alone), ==, "η 0.5");
  /* This seed of the second group is there already. */
  NablaRun *again = train (workbench, 2.5, 1);
  assert_group (workbench, 1, "η 2.5");
  g_assert_cmpstr (nabla_run_get_name (again), ==, "η 2.5 · seed 1");
  g_assert_cmpstr (nabla_run_get_name (alone), ==, "η 0.5");
}

static void
test_remove_and_restore (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (workbench, data_set);
  GListModel *runs = nabla_workbench_get_runs (workbench);
  NablaRun *first = train (workbench, 0.5, 2);
  train (workbench, 0.6, 2);
  nabla_workbench_remove (workbench, first);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);
  nabla_workbench_restore (workbench, first);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 2);
  g_autoptr (NablaRun) at_0 = g_list_model_get_item (runs, 0);
  g_assert_true (at_0 == first);
  g_assert_true (nabla_workbench_get_selected (workbench) == first);
}

static void
test_busy (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  nabla_workbench_set_data_set (workbench, data_set);
  g_assert_false (nabla_workbench_get_busy (workbench));
  train (workbench, 0.5, 2);
  NablaRun *last = train (workbench, 0.6, 2);
  g_assert_true (nabla_workbench_get_busy (workbench));
  while (!nabla_run_is_finished (last))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (nabla_workbench_get_busy (workbench));
}

static void
test_closing_while_training (void)
{
  NablaWorkbench *workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (workbench, data_set);
  for (int i = 0; i < 4; i++)
    train (workbench, 0.5 + i, 100000);
  nabla_workbench_stop_and_wait (workbench);
  g_assert_false (nabla_workbench_get_busy (workbench));
  g_assert_finalize_object (workbench);
}

static void
finish (NablaRun *run)
{
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
}

static NablaHistory *
open_history (void)
{
  g_autoptr (GError) error = NULL;
  NablaHistory *history = nabla_history_open (NULL, &error); /* in the folder of this test */
  g_assert_no_error (error);
  return history;
}

static guint
n_kept (const char *uuid)
{
  g_autoptr (NablaHistory) history = open_history ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) records = nabla_history_get_records (history, uuid, &error);
  g_assert_no_error (error);
  return records->len;
}

/* What is trained is found in the next opening: from before the history was there, after it, a
 * sweep, what is made of another run; taken off the list or not; and nothing twice. */
static void
test_history (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  g_autoptr (NablaHistory) history = NULL;
  g_autoptr (GError) error = NULL;
  NablaHyperParameters sweep[3];
  nabla_workbench_set_data_set (workbench, data_set);
  g_autoptr (NablaRun) early = g_object_ref (train (workbench, 0.5, 2));
  finish (early);
  history = open_history ();
  nabla_workbench_set_history (workbench, history);
  g_autoptr (NablaRun) removed = g_object_ref (train (workbench, 0.7, 100000));
  while (nabla_run_get_last_record (removed) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_workbench_remove (workbench, removed);
  for (int i = 0; i < 3; i++) {
    sweep[i] = *nabla_run_get_hyper_parameters (early);
    sweep[i].learning_rate = 1 + i;
  }
  g_assert_true (nabla_workbench_train_sweep (workbench, sweep, 3, &error));
  g_autoptr (NablaRun) fork =
      g_object_ref (nabla_workbench_fork (workbench, early, 1, &sweep[0], &error));
  g_assert_no_error (error);
  g_autoptr (NablaRun) again = g_object_ref (nabla_workbench_rewind (workbench, early));
  while (nabla_workbench_get_busy (workbench))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (nabla_history_flush (history, NULL));

  g_autoptr (NablaHistory) second = open_history ();
  g_autoptr (GPtrArray) entries = nabla_history_list (second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 7);
  g_assert_cmpuint (n_kept (nabla_run_get_uuid (early)), ==, 2);
  g_assert_cmpuint (n_kept (nabla_run_get_uuid (again)), ==, 2);
  g_assert_cmpuint (n_kept (nabla_run_get_uuid (fork)), ==, 1); /* of its own */
  g_assert_cmpuint (n_kept (nabla_run_get_uuid (removed)), >=, 1);
  GListModel *runs = nabla_workbench_get_runs (workbench);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    g_autoptr (NablaHistoryEntry) entry =
        nabla_history_find (second, nabla_run_get_uuid (run), &error);
    g_assert_no_error (error);
    g_assert_cmpint (nabla_history_entry_get_state (entry), ==, NABLA_RUN_COMPLETED);
    g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, nabla_run_get_name (run));
  }
}

/* A run that goes on after it was stopped is the same entry, with all its epochs. */
static void
test_history_of_revived (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  g_autoptr (NablaHistory) history = open_history ();
  nabla_workbench_set_history (workbench, history);
  nabla_workbench_set_data_set (workbench, data_set);
  NablaRun *run = train (workbench, 0.5, 400);
  while (nabla_run_get_last_record (run) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_run_stop (run);
  finish (run);
  guint before = n_kept (nabla_run_get_uuid (run));
  g_assert_cmpuint (before, <, 400);
  g_assert_true (nabla_workbench_revive (workbench, run, NULL));
  g_assert_false (nabla_run_is_finished (run));
  finish (run);
  g_assert_true (nabla_history_flush (history, NULL));
  g_assert_cmpuint (n_kept (nabla_run_get_uuid (run)), ==, 400);
}

/* What was best before it was stopped is best still, where nothing better came. */
static void
test_revived_keeps_its_best (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  nabla_workbench_set_data_set (workbench, data_set);
  NablaRun *run = train (workbench, 0, 300); /* gets no better */
  int epoch;
  while (nabla_run_get_last_record (run) == NULL)
    g_main_context_iteration (NULL, TRUE);
  nabla_run_stop (run);
  finish (run);
  g_assert_true (nabla_workbench_revive (workbench, run, NULL));
  finish (run);
  g_assert_cmpint (nabla_run_get_last_record (run)->epoch, ==, 300);
  NnNetwork *best = nabla_run_ref_best (run, &epoch);
  g_assert_cmpint (nabla_run_get_best_epoch (run), ==, 1);
  g_assert_cmpint (epoch, ==, 1);
  nn_network_unref (best);
}

static NablaRun *
load (NablaHistory *history, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  NablaRun *run = nabla_history_load (history, uuid, data_set, &error);
  g_assert_no_error (error);
  return run;
}

/* Every column where it belongs, those too that are 0 of most runs. */
static void
test_history_of_rare_facts (void)
{
  g_autoptr (NablaHistory) history = open_history ();
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  set_up.epochs = 1;
  set_up.layers[1] = 8;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_validation_images (run, 50);
  nabla_run_set_monitor_every (run, 100);
  nabla_run_set_color (run, 3);
  nabla_run_set_name (run, "rare");
  nabla_history_follow (history, run);
  g_assert_true (nabla_run_start (run, &error));
  finish (run);
  g_autoptr (NablaRun) again = load (history, nabla_run_get_uuid (run));
  g_assert_cmpuint (nabla_run_get_validation_images (again), ==, 50);
  g_assert_cmpuint (nabla_run_get_monitor_every (again), ==, 100);
  g_assert_cmpint (nabla_run_get_kernel (again), ==, nabla_run_get_kernel (run));
  g_assert_cmpint (nabla_run_get_state (again), ==, NABLA_RUN_COMPLETED);
  g_assert_cmpint (nabla_run_get_color (again), ==, 3);
  g_autoptr (NablaHistoryEntry) entry =
      nabla_history_find (history, nabla_run_get_uuid (run), &error);
  g_assert_cmpstr (nabla_history_entry_get_data_set (entry), ==,
                   nabla_data_set_get_name (data_set));
  g_assert_false (nabla_history_entry_get_removed (entry));
}

/* A colour that was chosen comes back with its run, whoever has it meanwhile; one that was only
 * given gives way. What is changed then, is kept as well. */
static void
test_history_of_colors (void)
{
  g_autoptr (NablaHistory) history = open_history ();
  g_autofree char *chosen_uuid = NULL, *given_uuid = NULL;
  {
    g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
    nabla_workbench_set_history (workbench, history);
    nabla_workbench_set_data_set (workbench, data_set);
    NablaRun *given = train (workbench, 0.5, 1), *chosen = train (workbench, 0.25, 1);
    finish (chosen);
    nabla_run_set_color (chosen, NABLA_RUN_COLOR_RGB + 0x123456);
    given_uuid = g_strdup (nabla_run_get_uuid (given));
    chosen_uuid = g_strdup (nabla_run_get_uuid (chosen));
    g_assert_true (nabla_history_flush (history, NULL));
  }
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (1);
  nabla_workbench_set_history (workbench, history);
  nabla_workbench_set_data_set (workbench, data_set);
  train (workbench, 0.1, 1); /* takes the first place */
  g_autoptr (NablaRun) given = load (history, given_uuid);
  g_autoptr (NablaRun) chosen = load (history, chosen_uuid);
  nabla_workbench_add_ended (workbench, given);
  nabla_workbench_add_ended (workbench, chosen);
  g_assert_cmpint (nabla_run_get_color (given), ==, 1);
  g_assert_cmpint (nabla_run_get_color (chosen), ==, NABLA_RUN_COLOR_RGB + 0x123456);
  nabla_run_set_color (given, NABLA_RUN_COLOR_CHOSEN + 5);
  nabla_run_set_name (given, "the fifth");
  g_assert_true (nabla_history_flush (history, NULL));
  g_autoptr (NablaRun) again = load (history, given_uuid);
  g_assert_cmpint (nabla_run_get_color (again), ==, NABLA_RUN_COLOR_CHOSEN + 5);
  g_assert_cmpstr (nabla_run_get_name (again), ==, "the fifth");
}

static void
remove_history (void)
{
  const char *endings[] = { "", "-wal", "-shm", "-live" };
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (nabla_history_user_path (), endings[i], NULL);
    g_unlink (path);
  }
}

static void
test_probabilities (void)
{
  const float outputs[] = { 0.01f, 0.9f, 0.0f, 1.0f, 0.5f };
  double p[5], sum = 0;
  nabla_probabilities (outputs, 5, p);
  for (int i = 0; i < 5; i++)
    sum += p[i];
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
  g_assert_cmpfloat (p[3], >, p[1]);
  g_assert_cmpfloat (p[1], >, p[4]);
  g_assert_cmpfloat (p[4], >, p[0]);
  g_assert_cmpfloat (p[0], >, p[2]);
  g_assert_cmpfloat_with_epsilon (p[1] / p[4], 9.0, 1e-5);
}

static gboolean
set_flag (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_data_set_prepare_finish (result, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_INPUT);
  set_flag (data);
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_data_set_prepare_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  set_flag (data);
}

static void
test_missing_folder (void)
{
  gboolean done = FALSE;
  const NablaDataWish missing = { .folder = "/nonexistent/folder" };
  nabla_data_set_prepare_async (&missing, NULL, NULL, NULL, on_prepared, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* The default of whoever wants nothing else, as the window's settings may have it. */
static const NablaDataWish wish = { .seed = 5,
                                    .style = { NABLA_MANNER_SHOWN, 0.5 },
                                    .validation_size = 100 };

static void
on_fallen_back (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataSet) built_in = nabla_data_set_prepare_finish (result, &error);
  g_assert_no_error (error);
  g_assert_null (nabla_data_set_get_folder (built_in));
  g_assert_nonnull (nabla_data_set_get_warning (built_in));
  g_assert_cmpint (nabla_data_set_get_seed (built_in), ==, wish.seed);
  g_assert_true (nabla_digit_style_equal (nabla_data_set_get_style (built_in), wish.style));
  g_assert_cmpstr (nabla_data_set_get_name (built_in), ==, "synthetic (shown 0.5)");
  g_assert_cmpuint (nabla_data_set_get_part (built_in, DIGITS_VALIDATION).n, ==, 100);
  set_flag (data);
}

static void
test_damaged_user_folder (void)
{
  static const char *const names[] = { "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                       "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" };
  const char *folder = nabla_data_set_user_folder ();
  gboolean done = FALSE;
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  }
  nabla_data_set_prepare_async (&wish, NULL, NULL, NULL, on_fallen_back, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  small_data_remove (folder);
}

static void
cancel_at_first_progress (double progress, gpointer data)
{
  g_assert_cmpfloat (progress, >=, 0);
  g_assert_cmpfloat (progress, <=, 1);
  g_cancellable_cancel (data);
}

static void
test_cancelled_synthesis (void)
{
  gboolean done = FALSE;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  nabla_data_set_prepare_async (&wish, cancellable, cancel_at_first_progress, cancellable,
                                on_cancelled, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("nabla-home-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE); /* no MNIST of the person who tests */
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (300, 60);
  g_test_add_func ("/lab/workbench/no-data-no-training", test_no_data);
  g_test_add_func ("/lab/workbench/runs-have-colours-and-names-of-their-own",
                   test_colors_and_names);
  g_test_add_func ("/lab/workbench/groups-are-named-without-their-seeds",
                   test_groups_are_named_without_seeds);
  g_test_add_func ("/lab/workbench/a-removed-run-comes-back-where-it-was", test_remove_and_restore);
  g_test_add_func ("/lab/workbench/busy-while-anything-runs-or-waits", test_busy);
  g_test_add_func ("/lab/workbench/closing-while-training-leaves-nothing",
                   test_closing_while_training);
  g_test_add_func ("/lab/workbench/what-is-trained-is-in-the-history", test_history);
  g_test_add_func ("/lab/workbench/a-revived-run-is-kept-once", test_history_of_revived);
  g_test_add_func ("/lab/workbench/a-revived-run-keeps-its-best", test_revived_keeps_its_best);
  g_test_add_func ("/lab/workbench/rare-facts-are-read-as-they-were-kept",
                   test_history_of_rare_facts);
  g_test_add_func ("/lab/workbench/chosen-colours-come-back", test_history_of_colors);
  g_test_add_func ("/lab/probabilities/sum-to-one-and-keep-the-order", test_probabilities);
  g_test_add_func ("/lab/data-set/a-missing-folder-is-said", test_missing_folder);
  g_test_add_func ("/lab/data-set/a-damaged-user-folder-falls-back-with-a-warning",
                   test_damaged_user_folder);
  g_test_add_func ("/lab/data-set/synthesis-can-be-cancelled", test_cancelled_synthesis);
  int status = g_test_run ();
  g_object_unref (data_set);
  remove_history ();
  g_autofree char *nabla_folder = g_build_filename (home, "nabla", NULL);
  g_rmdir (nabla_folder);
  g_rmdir (home);
  return status;
}
