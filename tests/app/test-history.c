/* SPDX-License-Identifier: MIT */
/* The list of the history: found, starred, deleted, brought back and gone on with. */
#include "app/nabla-application.h"
#include "app/nabla-history-tile.h"
#include "app/nabla-history-window.h"

#include "await.h"
#include "lab/small-data.h"

#include <glib/gstdio.h>

static NablaDataSet *data_set;
static char *folder;

typedef struct {
  NablaHistory *history;
  NablaWorkbench *workbench;
  NablaHistoryWindow *window;
  GListModel *found;
} Fixture;

static void
add (Fixture *f, double learning_rate, gboolean trained)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();

  set_up.layers[1] = 8;
  set_up.epochs = 2;
  set_up.learning_rate = learning_rate;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  g_autofree char *name = g_strdup_printf ("rate %g", learning_rate);
  nabla_run_set_name (run, name);
  nabla_history_follow (f->history, run);
  if (trained) {
    g_assert_true (nabla_run_start (run, NULL));
    AWAIT (nabla_run_is_finished (run));
  }
}

static void
open_window (Fixture *f)
{
  f->window = NABLA_HISTORY_WINDOW (nabla_history_window_new (NULL, f->workbench));
  f->found = G_LIST_MODEL (nabla_history_window_get_selection (f->window));
  g_object_add_weak_pointer (G_OBJECT (f->window), (gpointer *) &f->window);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr (GError) error = NULL;

  f->history = nabla_history_open (path, &error);
  g_assert_no_error (error);
  f->workbench = nabla_workbench_new (1);
  nabla_workbench_set_data_set (f->workbench, data_set);
  nabla_workbench_set_history (f->workbench, f->history);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  const char *endings[] = { "", "-wal", "-shm", "-live" };

  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  AWAIT (f->window == NULL);
  nabla_workbench_stop_and_wait (f->workbench);
  g_clear_object (&f->workbench);
  g_assert_finalize_object (f->history);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strdup_printf ("%s/history.db%s", folder, endings[i]);

    g_unlink (path);
  }
}

static void
act (Fixture *f, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->window), action, NULL));
}

static NablaHistoryEntry *
selected (Fixture *f)
{
  return gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (f->found));
}

/* How many widgets of a type there are below; the first of them. */
static guint
count (GtkWidget *widget, GType type, GtkWidget **first)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type);

  if (n > 0 && first != NULL && *first == NULL)
    *first = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count (child, type, first);
  return n;
}

static void
test_finds_stars_and_deletes (Fixture *f, gconstpointer data)
{
  GtkWidget *search = NULL;

  add (f, 0.5, FALSE);
  add (f, 0.25, FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  count (GTK_WIDGET (f->window), GTK_TYPE_SEARCH_ENTRY, &search);
  gtk_editable_set_text (GTK_EDITABLE (search), "RATE 0.5");
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  g_assert_cmpstr (nabla_history_entry_get_name (selected (f)), ==, "rate 0.5");
  act (f, "history.star");
  g_assert_true (nabla_history_entry_get_starred (selected (f)));
  act (f, "history.delete");
  g_assert_null (selected (f));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  g_assert_cmpstr (nabla_history_entry_get_name (selected (f)), ==, "rate 0.25");
}

static void
test_brings_back_and_goes_on (Fixture *f, gconstpointer data)
{
  GListModel *runs = nabla_workbench_get_runs (f->workbench);
  gsize n;

  add (f, 0.5, TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  act (f, "history.open");
  AWAIT (f->window == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);
  NablaRun *run = nabla_workbench_get_selected (f->workbench);
  nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (nabla_run_get_name (run), ==, "rate 0.5");

  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  act (f, "history.open"); /* it is there already */
  AWAIT (f->window == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);

  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  nabla_history_window_continue (f->window, selected (f), 5);
  AWAIT (f->window == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);
  AWAIT (nabla_run_is_finished (nabla_workbench_get_selected (f->workbench)));
  run = nabla_workbench_get_selected (f->workbench);
  nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpstr (nabla_run_get_name (run), ==, "rate 0.5");
}

/* There are as many tiles as are seen, and some. */
static void
test_a_long_list (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 1000; i++)
    add (f, 0.001 * (i + 1), FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1000);
  AWAIT (count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TILE, NULL) > 5);
  g_assert_cmpuint (count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TILE, NULL), <, 300);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  data_set = small_data_set (600, 100);
  folder = g_dir_make_tmp ("nabla-history-XXXXXX", NULL);
  g_test_add ("/app/history/finds-stars-and-deletes", Fixture, NULL, set_up,
              test_finds_stars_and_deletes, tear_down);
  g_test_add ("/app/history/brings-a-run-back-and-goes-on", Fixture, NULL, set_up,
              test_brings_back_and_goes_on, tear_down);
  g_test_add ("/app/history/a-long-list-has-few-tiles", Fixture, NULL, set_up, test_a_long_list,
              tear_down);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
