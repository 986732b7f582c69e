/* SPDX-License-Identifier: MIT */
#include "app/nabla-compare-dialog.h"
#include "app/nabla-run-group-row.h"
#include "app/nabla-run-list.h"
#include "app/nabla-run-row.h"

#include "await.h"
#include "lab/small-data.h"

#include <string.h>

static NablaDataSet *data_set;

typedef struct {
  NablaWorkbench *workbench;
  GtkWidget *parent;
  NablaCompareDialog *dialog;
  guint asked;
} Fixture;

static void
count (NablaCompareDialog *dialog, guint *asked)
{
  ++*asked;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters now = nabla_hyper_parameters_default ();

  now.layers[1] = 8;
  now.epochs = 2;
  fixture->workbench = nabla_workbench_new (2);
  nabla_workbench_set_data_set (fixture->workbench, data_set);
  fixture->parent = g_object_ref_sink (gtk_window_new ());
  fixture->dialog = NABLA_COMPARE_DIALOG (
      nabla_compare_dialog_new (GTK_WINDOW (fixture->parent), fixture->workbench, &now));
  g_signal_connect (fixture->dialog, "train", G_CALLBACK (count), &fixture->asked);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_stop_and_wait (fixture->workbench);
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  g_object_unref (fixture->parent);
  settle ();
  g_object_unref (fixture->workbench);
}

/* The part of the dialog's template with this id. */
static gpointer
part (Fixture *fixture, const char *id)
{
  GObject *object =
      gtk_widget_get_template_child (GTK_WIDGET (fixture->dialog), NABLA_TYPE_COMPARE_DIALOG, id);
  g_assert_nonnull (object);
  return object;
}

static const NablaHyperParameters *
wanted (Fixture *fixture, guint i)
{
  return &g_array_index (nabla_compare_dialog_get_set_ups (fixture->dialog), NablaHyperParameters,
                         i);
}

static void
test_suggests_rates_around_the_present_one (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (gtk_editable_get_text (part (fixture, "values")), ==, "0.05, 0.5, 5");
  g_assert_cmpuint (nabla_compare_dialog_get_set_ups (fixture->dialog)->len, ==, 3);
  g_assert_true (g_str_has_prefix (nabla_compare_dialog_get_summary (fixture->dialog), "3 runs"));
}

static void
test_values_times_seeds (Fixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (part (fixture, "values"), "0.025, 0.25, 2.5");
  gtk_spin_button_set_value (part (fixture, "seeds"), 3);
  g_assert_cmpuint (nabla_compare_dialog_get_set_ups (fixture->dialog)->len, ==, 9);
  g_assert_cmpfloat (wanted (fixture, 4)->learning_rate, ==, 0.25);
  g_assert_cmpint (wanted (fixture, 4)->seed, ==, 2);
  g_assert_cmpint (wanted (fixture, 4)->layers[1], ==, 8); /* the set-up's */
  g_assert_cmpstr (gtk_button_get_label (part (fixture, "train_button")), ==, "Train 9 runs");
  gtk_drop_down_set_selected (part (fixture, "second"), 1);
  g_assert_true (gtk_widget_get_visible (part (fixture, "second_values_row")));
  g_assert_cmpuint (nabla_compare_dialog_get_set_ups (fixture->dialog)->len, >, 9);
}

/* Where the menu has this title; the number of its titles where it has not. */
static guint
place_of (GtkDropDown *menu, const char *title)
{
  GtkStringList *titles = GTK_STRING_LIST (gtk_drop_down_get_model (menu));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (titles)), i = 0;

  while (i < n && !g_str_equal (gtk_string_list_get_string (titles, i), title))
    i++;
  return i;
}

static gboolean
offers (GtkDropDown *menu, const char *title)
{
  return place_of (menu, title) < g_list_model_get_n_items (gtk_drop_down_get_model (menu));
}

static void
choose (GtkDropDown *menu, const char *title)
{
  g_assert_true (offers (menu, title));
  gtk_drop_down_set_selected (menu, place_of (menu, title));
}

static const char *
chosen (GtkDropDown *menu)
{
  return gtk_string_list_get_string (GTK_STRING_LIST (gtk_drop_down_get_model (menu)),
                                     gtk_drop_down_get_selected (menu));
}

static void
test_second_is_another (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *what = part (fixture, "what"), *second = part (fixture, "second");

  g_assert_false (offers (second, "η  Learning rate"));
  g_assert_true (offers (second, "λ  L2 regularization"));
  choose (second, "λ  L2 regularization");
  gtk_editable_set_text (part (fixture, "second_values"), "0, 7");
  g_assert_cmpfloat (wanted (fixture, 1)->l2, ==, 7);

  /* Stays what it was as the first becomes another, with the values that were typed … */
  choose (what, "m  Mini-batch");
  g_assert_true (offers (second, "η  Learning rate"));
  g_assert_cmpstr (chosen (second), ==, "λ  L2 regularization");
  g_assert_cmpstr (gtk_editable_get_text (part (fixture, "second_values")), ==, "0, 7");
  g_assert_cmpfloat (wanted (fixture, 1)->l2, ==, 7);
  g_assert_cmpint (wanted (fixture, 1)->mini_batch, !=, wanted (fixture, 2)->mini_batch);

  /* … but not where it is the same. */
  choose (what, "λ  L2 regularization");
  g_assert_cmpstr (chosen (second), ==, "nothing else");
  g_assert_false (gtk_widget_get_visible (part (fixture, "second_values_row")));
  g_assert_nonnull (nabla_compare_dialog_get_set_ups (fixture->dialog));
}

static void
test_ranges (Fixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (part (fixture, "values"), "0.01 .. 1:3");
  g_assert_cmpuint (nabla_compare_dialog_get_set_ups (fixture->dialog)->len, ==, 3);
  g_assert_cmpfloat_with_epsilon (wanted (fixture, 1)->learning_rate, 0.1, 1e-9);
}

static void
test_refuses_in_a_sentence (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = { "", "fast", "0.5, -1", "0.5, 0.5", "0.001..1:201" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    gtk_editable_set_text (part (fixture, "values"), refused[i]);
    g_assert_null (nabla_compare_dialog_get_set_ups (fixture->dialog));
    g_assert_cmpuint (strlen (nabla_compare_dialog_get_summary (fixture->dialog)), >, 10);
    g_assert_false (gtk_widget_get_sensitive (part (fixture, "train_button")));
  }
  /* In the words of the window, not in those of the command line. */
  gtk_editable_set_text (part (fixture, "values"), "0.5, 0.5");
  g_assert_cmpstr (nabla_compare_dialog_get_summary (fixture->dialog), ==,
                   "Learning rate has the value 0.5 twice");
  gtk_editable_set_text (part (fixture, "values"), "0.5, ");
  g_assert_true (gtk_widget_get_sensitive (part (fixture, "train_button")));
}

static void
test_offers_the_book (Fixture *fixture, gconstpointer data)
{
  choose (part (fixture, "what"), "From the book: Learning rates");
  g_assert_false (gtk_widget_get_visible (part (fixture, "values_row")));
  g_assert_cmpuint (nabla_compare_dialog_get_set_ups (fixture->dialog)->len, ==, 3);
  g_assert_cmpfloat (wanted (fixture, 0)->learning_rate, ==, 0.025);
  g_assert_cmpfloat (wanted (fixture, 0)->l2, ==, 5); /* the book's */
}

static void
test_trains_once (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (part (fixture, "train_button"), "clicked");
  g_assert_cmpuint (fixture->asked, ==, 1);
}

static void
remember (NablaRunList *list, const char *name, GPtrArray *runs, GPtrArray **where)
{
  *where = g_ptr_array_ref (runs);
}

static void
test_groups_fold_in_the_list (Fixture *fixture, gconstpointer data)
{
  NablaRunList *list = g_object_ref_sink (NABLA_RUN_LIST (nabla_run_list_new ()));
  NablaRunGroup *group;
  GPtrArray *deleted = NULL;
  GtkWidget *row;

  nabla_run_list_set_workbench (list, fixture->workbench);
  g_signal_connect (list, "group-deleted", G_CALLBACK (remember), &deleted);
  gtk_spin_button_set_value (part (fixture, "seeds"), 2);
  g_assert_true (nabla_workbench_train_sweep (fixture->workbench, wanted (fixture, 0), 6, NULL));
  row = nabla_run_list_get_row (list, 1);
  g_assert_true (NABLA_IS_RUN_GROUP_ROW (row));
  g_assert_null (nabla_run_list_get_row (list, 3));
  g_assert_true (
      g_str_has_prefix (nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row)), "2 seeds · "));

  gtk_widget_activate_action (row, "run.expanded", NULL);
  g_assert_true (NABLA_IS_RUN_ROW (nabla_run_list_get_row (list, 3)));
  g_assert_true (NABLA_IS_RUN_GROUP_ROW (nabla_run_list_get_row (list, 4)));
  group = nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));
  gtk_widget_activate_action (row, "run.shown", NULL);
  g_assert_false (nabla_run_get_shown (nabla_run_group_get_run (group, 0)));
  g_assert_false (nabla_run_get_shown (nabla_run_group_get_run (group, 1)));

  gtk_widget_activate_action (row, "run.delete", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (nabla_workbench_get_runs (fixture->workbench)), ==,
                    4);
  g_assert_cmpuint (deleted->len, ==, 2);
  for (guint i = deleted->len; i-- > 0;)
    nabla_workbench_restore (fixture->workbench, deleted->pdata[i]);
  row = nabla_run_list_get_row (list, 1);
  group = nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));
  g_assert_true (nabla_run_group_get_run (group, 0) == deleted->pdata[0]);
  g_assert_true (nabla_run_group_get_run (group, 1) == deleted->pdata[1]);
  g_ptr_array_unref (deleted);
  nabla_workbench_stop_and_wait (fixture->workbench);
  g_assert_finalize_object (list);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);

  add ("/app/compare-dialog/suggests-rates-around-the-present-one",
       test_suggests_rates_around_the_present_one);
  add ("/app/compare-dialog/values-times-seeds", test_values_times_seeds);
  add ("/app/compare-dialog/what-is-varied-second-is-another", test_second_is_another);
  add ("/app/compare-dialog/reads-ranges", test_ranges);
  add ("/app/compare-dialog/refuses-in-a-sentence", test_refuses_in_a_sentence);
  add ("/app/compare-dialog/offers-the-book", test_offers_the_book);
  add ("/app/compare-dialog/trains-once", test_trains_once);
  add ("/app/run-list/groups-fold", test_groups_fold_in_the_list);
  return g_test_run ();
}
