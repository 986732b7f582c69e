/* SPDX-License-Identifier: MIT */
#include "app/nabla-run-list.h"
#include "app/nabla-run-row.h"

#include "await.h"
#include "lab/small-data.h"

#include <adwaita.h>
#include <string.h>

static NablaDataSet *data_set;

static NablaRun *
train (NablaWorkbench *workbench, double learning_rate, double l2)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  set_up.layers[1] = 8;
  set_up.learning_rate = learning_rate;
  set_up.l2 = l2;
  set_up.epochs = 3;
  run = nabla_workbench_train (workbench, &set_up, &error);
  g_assert_no_error (error);
  return run;
}

typedef struct {
  NablaWorkbench *workbench;
  NablaRunList *list;
  NablaRun *deleted; /* what the signals brought */
  NablaRun *wanted;
} Fixture;

static void
remember (NablaRunList *list, NablaRun *run, NablaRun **where)
{
  *where = run;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->list = g_object_ref_sink (NABLA_RUN_LIST (nabla_run_list_new ()));
  nabla_run_list_set_workbench (fixture->list, fixture->workbench);
  g_signal_connect (fixture->list, "deleted", G_CALLBACK (remember), &fixture->deleted);
  g_signal_connect (fixture->list, "use-set-up", G_CALLBACK (remember), &fixture->wanted);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_stop_and_wait (fixture->workbench);
  g_assert_finalize_object (fixture->list);
  settle ();
  g_assert_finalize_object (fixture->workbench);
}

static NablaRunRow *
row (Fixture *fixture, guint i)
{
  return NABLA_RUN_ROW (nabla_run_list_get_row (fixture->list, i));
}

static void
test_tells_of_the_run (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture->workbench, 0.5, 0);
  g_autofree char *score = NULL;

  g_assert_true (nabla_run_row_get_run (row (fixture, 0)) == run);
  g_assert_nonnull (strstr (nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row (fixture, 0))),
                            "epoch 1 of 3"));
  g_assert_cmpstr (nabla_run_list_row_get_score (NABLA_RUN_LIST_ROW (row (fixture, 0))), ==, "");
  AWAIT (nabla_run_is_finished (run));
  settle ();
  g_assert_cmpstr (nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row (fixture, 0))), ==,
                   "3 epochs · completed");
  score = g_strdup_printf ("%.1f %%", 100 * nabla_run_get_best_score (run));
  g_assert_cmpstr (nabla_run_list_row_get_score (NABLA_RUN_LIST_ROW (row (fixture, 0))), ==, score);
}

static void
test_tells_where_it_diverged (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture->workbench, 1e9, 1e12);
  g_autofree char *status = NULL;
  gsize mini_batch;
  int epoch;

  AWAIT (nabla_run_is_finished (run));
  settle ();
  nabla_run_get_diverged_at (run, &epoch, &mini_batch);
  status = g_strdup_printf ("diverged at epoch %d, mini-batch %d", epoch, (int) mini_batch);
  g_assert_cmpstr (nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row (fixture, 0))), ==,
                   status);
}

static void
test_selects_both_ways (Fixture *fixture, gconstpointer data)
{
  NablaRun *first = train (fixture->workbench, 0.5, 0);
  NablaRun *second = train (fixture->workbench, 0.25, 0);
  GtkListBox *box;

  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row (fixture, 1))));
  nabla_workbench_set_selected (fixture->workbench, first);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row (fixture, 0))));

  box = GTK_LIST_BOX (gtk_widget_get_parent (GTK_WIDGET (row (fixture, 1))));
  gtk_list_box_select_row (box, GTK_LIST_BOX_ROW (row (fixture, 1)));
  g_assert_true (nabla_workbench_get_selected (fixture->workbench) == second);
}

static void
test_hides_and_shows (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture->workbench, 0.5, 0);

  g_assert_true (nabla_run_get_shown (run));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row (fixture, 0)), "run.shown", NULL));
  g_assert_false (nabla_run_get_shown (run));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row (fixture, 0)), "hidden-run"));
  gtk_widget_activate_action (GTK_WIDGET (row (fixture, 0)), "run.shown", NULL);
  g_assert_true (nabla_run_get_shown (run));
}

static void
test_deletes_and_brings_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaRun) first = g_object_ref (train (fixture->workbench, 0.5, 0));
  NablaRun *second = train (fixture->workbench, 0.25, 0);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row (fixture, 0)), "run.delete", NULL));
  g_assert_true (fixture->deleted == first);
  g_assert_true (nabla_run_row_get_run (row (fixture, 0)) == second);
  g_assert_null (nabla_run_list_get_row (fixture->list, 1));

  nabla_workbench_restore (fixture->workbench, first);
  g_assert_true (nabla_run_row_get_run (row (fixture, 0)) == first);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row (fixture, 0))));
}

static void
test_gives_its_set_up (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture->workbench, 0.5, 0);

  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (row (fixture, 0)), "run.use-set-up", NULL));
  g_assert_true (fixture->wanted == run);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  add ("/app/run-list/tells-of-the-run", test_tells_of_the_run);
  add ("/app/run-list/tells-where-it-diverged", test_tells_where_it_diverged);
  add ("/app/run-list/selects-both-ways", test_selects_both_ways);
  add ("/app/run-list/hides-and-shows", test_hides_and_shows);
  add ("/app/run-list/deletes-and-brings-back", test_deletes_and_brings_back);
  add ("/app/run-list/gives-its-set-up", test_gives_its_set_up);
  status = g_test_run ();
  g_assert_finalize_object (data_set);
  return status;
}
