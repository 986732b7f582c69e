/* SPDX-License-Identifier: MIT */
/* Numbers as they are read, in a language that writes them with a comma. */
#include "window-fixture.h"

#include "lab/nabla-differences.h"
#include "lab/small-data.h"
#include "plot/plot-number.h"

#include <locale.h>
#include <string.h>

static NablaDataSet *data_set;
static NablaApplication *application;

static void
train_two (NablaWorkbench *workbench)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.layers[1] = 8;
  set_up.epochs = 1;
  g_assert_nonnull (nabla_workbench_train (workbench, &set_up, NULL));
  set_up.learning_rate = 0.25;
  g_assert_nonnull (nabla_workbench_train (workbench, &set_up, NULL));
  AWAIT (!nabla_workbench_get_busy (workbench));
  settle ();
}

/* Chart, table and list write a figure with the same mark. */
static void
test_one_mark (void)
{
  NablaWindow *window = open_window (application, data_set);
  NablaWorkbench *workbench = nabla_window_get_workbench (window);
  GListModel *model = G_LIST_MODEL (nabla_workbench_get_groups (workbench));
  NablaRunGroup *groups[2];
  g_autoptr (NablaDifferences) table = NULL;
  char figure[32];
  char *chart;

  train_two (workbench);
  for (guint i = 0; i < 2; i++) {
    groups[i] = g_list_model_get_item (model, i);
    g_object_unref (groups[i]); /* the list keeps it */
  }
  table = nabla_differences_new (groups, 2);
  for (guint row = 0; row < table->rows->len; row++) {
    const NablaDifference *difference = table->rows->pdata[row];

    for (guint column = 0; column < 2; column++)
      g_assert_null (strchr (difference->cells[column], ','));
  }
  chart = plot_chart_describe (nabla_chart_get_plot (
      nabla_curves_page_get_cost_chart (nabla_window_get_curves_page (window))));
  plot_number_figure (
      figure, sizeof figure,
      nabla_run_get_last_record (nabla_run_group_get_run (groups[0], 0))->figures[0], PLOT_NUMBER);
  g_assert_nonnull (strchr (figure, '.'));
  g_assert_nonnull (strstr (chart, figure));
  free (chart);
  g_snprintf (figure, sizeof figure, "%.1f %%", 95.5); /* as the list of runs does */
  g_assert_cmpstr (figure, ==, "95.5 %");
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  g_setenv ("LC_ALL", "de_DE.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (setlocale (LC_ALL, "") == NULL) {
    g_print ("1..0 # SKIP no German locale\n");
    return 0;
  }
  data_set = small_data_set (600, 100);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/app/numbers/have-a-point-in-chart-table-and-list", test_one_mark);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
