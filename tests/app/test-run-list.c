/* SPDX-License-Identifier: MIT */
#include "app/nabla-color-popover.h"
#include "app/nabla-run-group-row.h"
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
  GtkWidget *window;
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
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->list));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_signal_connect (fixture->list, "deleted", G_CALLBACK (remember), &fixture->deleted);
  g_signal_connect (fixture->list, "use-set-up", G_CALLBACK (remember), &fixture->wanted);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  nabla_workbench_stop_and_wait (fixture->workbench);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
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

/* Its parent took long enough for the fork not to be through with it at once. */
static void
test_tells_of_a_fork_that_trains_again (Fixture *fixture, gconstpointer data)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *parent, *fork;
  const char *status;

  set_up.layers[1] = 8;
  set_up.epochs = 400;
  parent = nabla_workbench_train (fixture->workbench, &set_up, &error);
  g_assert_no_error (error);
  AWAIT (nabla_run_is_finished (parent));
  fork = nabla_workbench_fork (fixture->workbench, parent, 399, &set_up, &error);
  g_assert_no_error (error);
  nabla_run_stop (fork);
  AWAIT (nabla_run_is_finished (fork));
  settle ();
  status = nabla_run_list_row_get_status (NABLA_RUN_LIST_ROW (row (fixture, 1)));
  g_assert_cmpstr (status, ==, "stopped while training again up to epoch 399");
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

/* The first widget of this type below `widget`, or NULL. */
static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static void
rename_row (GtkWidget *widget, const char *name)
{
  GtkWidget *entry;

  g_assert_true (gtk_widget_activate_action (widget, "run.rename", NULL));
  entry = find_type (widget, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  g_signal_emit_by_name (entry, "activate");
}

static void
train_seeds (Fixture *fixture)
{
  NablaHyperParameters set_ups[2] = { nabla_hyper_parameters_default (),
                                      nabla_hyper_parameters_default () };

  for (int i = 0; i < 2; i++) {
    set_ups[i].layers[1] = 8;
    set_ups[i].epochs = 2;
    set_ups[i].seed = i + 1;
  }
  g_assert_true (nabla_workbench_train_sweep (fixture->workbench, set_ups, 2, NULL));
}

static void
test_renames_runs_and_groups (Fixture *fixture, gconstpointer data)
{
  NablaRun *run = train (fixture->workbench, 0.1, 0);
  NablaRunGroup *group;

  train_seeds (fixture);
  rename_row (nabla_run_list_get_row (fixture->list, 0), "  the slow one ");
  g_assert_cmpstr (nabla_run_get_name (run), ==, "the slow one");
  rename_row (nabla_run_list_get_row (fixture->list, 0), "   ");
  g_assert_cmpstr (nabla_run_get_name (run), ==, "the slow one");

  group = nabla_run_group_row_get_group (
      NABLA_RUN_GROUP_ROW (nabla_run_list_get_row (fixture->list, 1)));
  rename_row (nabla_run_list_get_row (fixture->list, 1), "usual");
  g_assert_cmpstr (nabla_run_get_name (nabla_run_group_get_run (group, 1)), ==, "usual · seed 2");
}

static void
click_color (GtkWidget *widget, int place)
{
  GtkWidget *palette;

  g_assert_true (gtk_widget_activate_action (widget, "run.color", NULL));
  palette = find_type (widget, NABLA_TYPE_COLOR_POPOVER);
  g_signal_emit_by_name (nabla_color_popover_get_button (NABLA_COLOR_POPOVER (palette), place),
                         "clicked");
}

static GHashTable *colors_before;

static void
keep_before (NablaRunList *list, const char *name, GHashTable *before)
{
  g_clear_pointer (&colors_before, g_hash_table_unref);
  colors_before = g_hash_table_ref (before);
}

static void
test_colors_are_chosen (Fixture *fixture, gconstpointer data)
{
  NablaRun *first = train (fixture->workbench, 0.5, 0), *third;

  g_signal_connect (fixture->list, "recolored", G_CALLBACK (keep_before), NULL);
  click_color (nabla_run_list_get_row (fixture->list, 0), 1);
  g_assert_cmpint (nabla_run_get_color (first), ==, NABLA_RUN_COLOR_CHOSEN + 1);
  g_assert_cmpuint (g_hash_table_size (colors_before), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (colors_before, first)), ==, 0);
  /* Orange is taken now, blue is free. */
  g_assert_cmpint (nabla_run_get_color (train (fixture->workbench, 0.25, 0)), ==, 0);
  third = train (fixture->workbench, 0.1, 0);
  g_assert_cmpint (nabla_run_get_color (third), ==, 2);
  g_clear_pointer (&colors_before, g_hash_table_unref);
}

static void
test_a_groups_seeds_share_a_chosen_color (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;
  NablaRunGroup *group;

  g_signal_connect (fixture->list, "recolored", G_CALLBACK (keep_before), NULL);
  train_seeds (fixture);
  row = nabla_run_list_get_row (fixture->list, 0);
  group = nabla_run_group_row_get_group (NABLA_RUN_GROUP_ROW (row));
  click_color (row, 6);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (nabla_run_get_color (nabla_run_group_get_run (group, i)), ==,
                     NABLA_RUN_COLOR_CHOSEN + 6);
  /* From one of them, too. */
  g_object_set (row, "expanded", TRUE, NULL);
  click_color (nabla_run_list_get_row (fixture->list, 2), 4);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (nabla_run_get_color (nabla_run_group_get_run (group, i)), ==,
                     NABLA_RUN_COLOR_CHOSEN + 4);
  g_assert_cmpuint (g_hash_table_size (colors_before), ==, 2);
  g_clear_pointer (&colors_before, g_hash_table_unref);
}

static gboolean
is_in_view (GtkWidget *row, GtkWidget *within)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (row, within, &bounds) && bounds.size.height > 0 &&
         bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (within);
}

/* The list is longer than what it is scrolled in. */
static void
test_the_selected_is_scrolled_into_view (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *viewport;
  NablaRun *first;

  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (fixture->list));
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 200);
  viewport = gtk_widget_get_ancestor (GTK_WIDGET (fixture->list), GTK_TYPE_VIEWPORT);
  first = train (fixture->workbench, 0.5, 0);
  for (int i = 1; i < 9; i++)
    train (fixture->workbench, 0.5, i);
  AWAIT (is_in_view (nabla_run_list_get_row (fixture->list, 8), viewport));
  g_assert_false (is_in_view (nabla_run_list_get_row (fixture->list, 0), viewport));
  nabla_workbench_set_selected (fixture->workbench, first);
  AWAIT (is_in_view (nabla_run_list_get_row (fixture->list, 0), viewport));
  /* Folded, the group stands for its runs. */
  train_seeds (fixture);
  AWAIT (is_in_view (nabla_run_list_get_row (fixture->list, 9), viewport));
}

static gboolean
shows_menu (GtkWidget *row)
{
  GtkWidget *button = find_type (row, GTK_TYPE_MENU_BUTTON);
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));

  return gtk_widget_get_visible (GTK_WIDGET (popover));
}

static void
test_a_secondary_press_opens_the_menu (Fixture *fixture, gconstpointer data)
{
  GListModel *controllers;
  GtkWidget *row;
  guint n = 0;

  train (fixture->workbench, 0.5, 0);
  row = nabla_run_list_get_row (fixture->list, 0);
  AWAIT (gtk_widget_get_mapped (row));
  controllers = gtk_widget_observe_controllers (row);
  g_assert_false (shows_menu (row));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (!GTK_IS_GESTURE_CLICK (controller) ||
        gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) != GDK_BUTTON_SECONDARY)
      continue;
    g_signal_emit_by_name (controller, "pressed", 1, 4.0, 4.0);
    n++;
  }
  g_object_unref (controllers);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (shows_menu (row));
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
  add ("/app/run-list/tells-of-a-fork-that-trains-again", test_tells_of_a_fork_that_trains_again);
  add ("/app/run-list/selects-both-ways", test_selects_both_ways);
  add ("/app/run-list/hides-and-shows", test_hides_and_shows);
  add ("/app/run-list/deletes-and-brings-back", test_deletes_and_brings_back);
  add ("/app/run-list/gives-its-set-up", test_gives_its_set_up);
  add ("/app/run-list/renames-runs-and-groups", test_renames_runs_and_groups);
  add ("/app/run-list/colours-are-chosen-and-not-given-twice", test_colors_are_chosen);
  add ("/app/run-list/a-groups-seeds-share-a-chosen-colour",
       test_a_groups_seeds_share_a_chosen_color);
  add ("/app/run-list/the-selected-is-scrolled-into-view", test_the_selected_is_scrolled_into_view);
  add ("/app/run-list/a-secondary-press-opens-the-menu", test_a_secondary_press_opens_the_menu);
  status = g_test_run ();
  g_assert_finalize_object (data_set);
  return status;
}
