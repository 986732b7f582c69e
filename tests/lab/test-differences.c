/* SPDX-License-Identifier: MIT */
#include "lab/nabla-differences.h"
#include "lab/nabla-workbench.h"
#include "small-data.h"

#include <string.h>

static NablaDataSet *data_set;

static NablaHyperParameters
set_up (double learning_rate, gint64 mini_batch, gint64 seed)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  hyper_parameters.layers[1] = 8;
  hyper_parameters.learning_rate = learning_rate;
  hyper_parameters.mini_batch = mini_batch;
  hyper_parameters.seed = seed;
  hyper_parameters.epochs = 1;
  return hyper_parameters;
}

static NablaDifferences *
of_sweep (NablaWorkbench *workbench, const NablaHyperParameters *set_ups, gsize n)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  nabla_workbench_set_data_set (workbench, data_set);
  g_assert_true (nabla_workbench_train_sweep (workbench, set_ups, n, NULL));
  while (nabla_workbench_get_busy (workbench))
    g_main_context_iteration (NULL, TRUE);
  GListModel *model = G_LIST_MODEL (nabla_workbench_get_groups (workbench));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (groups, g_list_model_get_item (model, i));
  return nabla_differences_new ((NablaRunGroup *const *) groups->pdata, groups->len);
}

static const NablaDifference *
row (NablaDifferences *differences, const char *label, guint *place)
{
  for (guint i = 0; i < differences->rows->len; i++) {
    const NablaDifference *difference = differences->rows->pdata[i];
    if (g_str_equal (difference->label, label)) {
      if (place != NULL)
        *place = i;
      return difference;
    }
  }
  return NULL;
}

static void
test_only_what_differs (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  const NablaHyperParameters set_ups[] = { set_up (0.5, 10, 1), set_up (0.1, 10, 1),
                                           set_up (2, 10, 1) };
  g_autoptr (NablaDifferences) differences = of_sweep (workbench, set_ups, 3);
  const NablaDifference *rates = row (differences, "Learning rate", NULL);
  g_assert_nonnull (rates);
  g_assert_false (rates->measured);
  g_assert_cmpstr (rates->cells[1], ==, "0.1");
  g_assert_cmpfloat (rates->values[2], ==, 2);
  g_assert_null (row (differences, "Mini-batch", NULL));
  g_assert_null (row (differences, "Seed", NULL));
  g_assert_null (row (differences, "Epochs done", NULL)); /* one each */
  g_assert_true (row (differences, "Final cost on training data", NULL)->measured);
  g_assert_cmpstr (differences->names[0], ==, "η 0.5");
}

static void
test_sorts_columns (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  const NablaHyperParameters set_ups[] = { set_up (0.5, 10, 1), set_up (0.1, 10, 1),
                                           set_up (2, 20, 1) };
  g_autoptr (NablaDifferences) differences = of_sweep (workbench, set_ups, 3);
  guint place = 0;
  const NablaDifference *rates = row (differences, "Learning rate", &place);
  nabla_differences_sort (differences, place, FALSE);
  g_assert_cmpstr (rates->cells[0], ==, "0.1");
  g_assert_cmpstr (rates->cells[2], ==, "2");
  g_assert_cmpstr (row (differences, "Mini-batch", NULL)->cells[2], ==, "20");
  g_assert_true (g_str_has_prefix (differences->names[2], "η 2"));
  g_assert_cmpfloat (
      nabla_run_get_hyper_parameters (nabla_run_group_get_run (differences->groups->pdata[0], 0))
          ->learning_rate,
      ==, 0.1);
  nabla_differences_sort (differences, place, TRUE);
  g_assert_cmpstr (rates->cells[0], ==, "2");
}

static void
test_seeds_are_mean_and_deviation (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  const NablaHyperParameters set_ups[] = { set_up (0.5, 10, 1), set_up (0.5, 10, 2),
                                           set_up (0.1, 10, 1) };
  g_autoptr (NablaDifferences) differences = of_sweep (workbench, set_ups, 3);
  g_assert_cmpuint (differences->groups->len, ==, 2);
  g_assert_cmpstr (row (differences, "Seed", NULL)->cells[0], ==, "2 seeds");
  g_assert_cmpstr (row (differences, "Seed", NULL)->cells[1], ==, "1");
  const NablaDifference *cost = row (differences, "Final cost on training data", NULL);
  g_assert_nonnull (strstr (cost->cells[0], " ± "));
  g_assert_null (strstr (cost->cells[1], " ± "));
}

static void
test_is_copied_with_tabs (void)
{
  g_autoptr (NablaWorkbench) workbench = nabla_workbench_new (2);
  const NablaHyperParameters set_ups[] = { set_up (0.5, 10, 1), set_up (0.1, 10, 1) };
  g_autoptr (NablaDifferences) differences = of_sweep (workbench, set_ups, 2);
  g_autofree char *text = nabla_differences_to_text (differences);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "\tη 0.5\tη 0.1");
  g_assert_cmpstr (lines[1], ==, "Learning rate\t0.5\t0.1");
  g_assert_cmpuint (g_strv_length (lines), ==, differences->rows->len + 2);
}

static void
test_nothing_to_compare (void)
{
  g_autoptr (NablaDifferences) differences = nabla_differences_new (NULL, 0);
  g_assert_cmpuint (differences->rows->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (300, 60);
  g_test_add_func ("/lab/differences/only-what-differs", test_only_what_differs);
  g_test_add_func ("/lab/differences/columns-are-sorted-by-any-row", test_sorts_columns);
  g_test_add_func ("/lab/differences/seeds-are-mean-and-deviation",
                   test_seeds_are_mean_and_deviation);
  g_test_add_func ("/lab/differences/is-copied-with-tabs", test_is_copied_with_tabs);
  g_test_add_func ("/lab/differences/nothing-is-no-table", test_nothing_to_compare);
  int status = g_test_run ();
  g_object_unref (data_set);
  return status;
}
