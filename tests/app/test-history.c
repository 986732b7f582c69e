/* SPDX-License-Identifier: MIT */
/* The list of the history: found, starred, deleted, brought back and gone on with. */
#include "app/nabla-application.h"
#include "app/nabla-history-tags.h"
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
  set_up.train_size = 600;
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

/* Those that are selected; free with g_ptr_array_unref. */
static GPtrArray *
all_selected (Fixture *f)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (f->found); i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (f->found), i))
      g_ptr_array_add (entries, g_list_model_get_item (f->found, i));
  return entries;
}

/* The only one; NULL where there is none. The history has a reference. */
static NablaHistoryEntry *
selected (Fixture *f)
{
  g_autoptr (GPtrArray) entries = all_selected (f);

  g_assert_cmpuint (entries->len, <=, 1);
  return entries->len > 0 ? entries->pdata[0] : NULL;
}

static void
search (Fixture *f, const char *text)
{
  GtkWidget *entry = NULL;

  count (GTK_WIDGET (f->window), GTK_TYPE_SEARCH_ENTRY, &entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
test_finds_stars_and_deletes (Fixture *f, gconstpointer data)
{
  add (f, 0.5, FALSE);
  add (f, 0.25, FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  search (f, "RATE 0.5");
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  g_assert_cmpstr (nabla_history_entry_get_name (selected (f)), ==, "rate 0.5");
  act (f, "history.star");
  g_assert_true (nabla_history_entry_get_starred (selected (f)));
  act (f, "history.delete");
  g_assert_null (selected (f));
  search (f, "");
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

/* Built-in digits of another style than those of the window are drawn again, once, for the runs
 * that were trained on them, also for one that is listed without them. */
static void
test_draws_the_digits_of_a_run (Fixture *f, gconstpointer data)
{
  const NablaDigitStyle style = { NABLA_MANNER_SHOWN, 0.3 };
  g_autoptr (NablaDataSet) drawn =
      nabla_data_set_synthesize (4, style, 10000, NULL, NULL, NULL, NULL);
  GListModel *runs = nabla_workbench_get_runs (f->workbench);
  NablaDataSet *of_window = data_set;
  g_autoptr (NablaRun) listed = NULL;
  NablaRun *run;
  gsize n;

  data_set = drawn;
  add (f, 0.5, TRUE);
  add (f, 0.25, TRUE);
  data_set = of_window;
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  listed =
      nabla_history_load (f->history, nabla_history_entry_get_uuid (selected (f)), of_window, NULL);
  g_assert_cmpstr (nabla_run_get_other_data (listed), ==, "synthetic (shown 0.3)");
  nabla_workbench_add_ended (f->workbench, listed);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (f->found));
  act (f, "history.open");
  AWAIT (f->window == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 2);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (NablaRun) opened = g_list_model_get_item (runs, i);
    NablaDataSet *its = nabla_run_get_data_set (opened);

    g_assert_null (nabla_run_get_other_data (opened));
    g_assert_cmpint (nabla_data_set_get_seed (its), ==, 4);
    g_assert_cmpstr (nabla_data_set_get_digest (its), ==, nabla_data_set_get_digest (drawn));
    g_assert_true (its == nabla_run_get_data_set (nabla_workbench_get_selected (f->workbench)));
  }
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  nabla_history_window_continue (f->window, selected (f), 5);
  AWAIT (f->window == NULL);
  run = nabla_workbench_get_selected (f->workbench);
  AWAIT (nabla_run_is_finished (run));
  nabla_run_get_records (run, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_true (nabla_workbench_get_data_set (f->workbench) == of_window);
}

static gboolean
has_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_button (child, label))
      return TRUE;
  return FALSE;
}

static void
test_many_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL, some = NULL;

  for (int i = 0; i < 4; i++)
    add (f, 0.1 * (i + 1), FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 4);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (f->found));
  entries = all_selected (f);
  g_assert_cmpuint (entries->len, ==, 4);
  nabla_history_set_starred (f->history, entries->pdata[1], TRUE);
  g_assert_true (has_button (GTK_WIDGET (f->window), "_Star"));
  act (f, "history.star");
  for (guint i = 0; i < 4; i++)
    g_assert_true (nabla_history_entry_get_starred (entries->pdata[i]));
  AWAIT (has_button (GTK_WIDGET (f->window), "Un_star"));
  act (f, "history.star");
  for (guint i = 0; i < 4; i++)
    g_assert_false (nabla_history_entry_get_starred (entries->pdata[i]));

  nabla_history_window_note (f->window, entries, NULL, "week-3, #lecture", "");
  nabla_history_window_note (f->window, entries, NULL, "", "lecture");
  for (guint i = 0; i < 4; i++) {
    const char *const *tags = nabla_history_entry_get_tags (entries->pdata[i]);
    g_assert_cmpstr (tags[0], ==, "week-3");
    g_assert_null (tags[1]);
  }

  /* Two in the middle go, the next is selected, and they come back to their places. */
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (f->found), 1, TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (f->found), 2, FALSE);
  some = all_selected (f);
  act (f, "history.delete");
  g_assert_cmpuint (g_list_model_get_n_items (f->found), ==, 2);
  g_assert_true (selected (f) == entries->pdata[3]);
  g_assert_true (nabla_history_entry_get_removed (some->pdata[0]));
  AWAIT (has_button (GTK_WIDGET (f->window), "_Undo"));
  act (f, "history.undo");
  g_assert_cmpuint (g_list_model_get_n_items (f->found), ==, 4);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (NablaHistoryEntry) entry = g_list_model_get_item (f->found, i);
    g_assert_true (entry == entries->pdata[i]);
    g_assert_false (nabla_history_entry_get_removed (entry));
  }
  AWAIT (!has_button (GTK_WIDGET (f->window), "_Undo"));
  g_autoptr (GPtrArray) again = all_selected (f); /* as they were */
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_true (again->pdata[0] == some->pdata[0] && again->pdata[1] == some->pdata[1]);
  act (f, "history.undo"); /* there is nothing left to undo */
  g_assert_cmpuint (g_list_model_get_n_items (f->found), ==, 4);
}

static GtkWidget *
chip (Fixture *f, const char *text)
{
  GtkWidget *tags = NULL, *button;

  count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TAGS, &tags);
  button = NULL;
  count (tags, GTK_TYPE_BOX, &button);
  for (button = gtk_widget_get_first_child (button); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (g_str_has_prefix (gtk_button_get_label (GTK_BUTTON (button)), text))
      return button;
  return NULL;
}

static void
press (Fixture *f, const char *text, gboolean pressed)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip (f, text)), pressed);
}

static void
test_notes_and_tags (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new (), two = g_ptr_array_new ();
  g_autoptr (NablaHistoryEntry) newest = NULL, oldest = NULL;

  add (f, 0.5, FALSE);
  add (f, 0.25, FALSE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  newest = g_list_model_get_item (f->found, 0);
  oldest = g_list_model_get_item (f->found, 1);
  g_ptr_array_add (one, newest);
  g_ptr_array_add (two, newest);
  g_ptr_array_add (two, oldest);
  g_assert_null (chip (f, "#"));

  /* What is searched for is found as soon as it is written, and no longer when it is not. */
  search (f, "overshoots");
  AWAIT (g_list_model_get_n_items (f->found) == 0);
  nabla_history_window_note (f->window, one, "it overshoots", "", "");
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  g_assert_true (selected (f) == newest);
  nabla_history_window_note (f->window, one, "it is fine", "", "");
  AWAIT (g_list_model_get_n_items (f->found) == 0);
  search (f, "");
  AWAIT (g_list_model_get_n_items (f->found) == 2);

  nabla_history_window_note (f->window, two, NULL, "lecture", "");
  nabla_history_window_note (f->window, one, NULL, "homework", "");
  AWAIT (chip (f, "#homework") != NULL);
  press (f, "#lecture", TRUE);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  press (f, "#homework", TRUE);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  g_assert_true (selected (f) == newest);
  /* A pressed chip that is gone hides nothing. */
  nabla_history_window_note (f->window, one, NULL, "", "homework");
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  g_assert_null (chip (f, "#homework"));
  nabla_history_set_starred (f->history, oldest, TRUE);
  AWAIT (chip (f, "★") != NULL);
  press (f, "★", TRUE);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  g_assert_true (selected (f) == oldest);
}

static void
test_files (Fixture *f, gconstpointer data)
{
  g_autofree char *exported = g_build_filename (folder, "runs.json", NULL);
  g_autofree char *csv = g_build_filename (folder, "runs.csv", NULL);
  g_autofree char *text = NULL;
  NablaHistoryEntry *entry;
  gsize n;

  add (f, 0.5, TRUE);
  add (f, 0.25, TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (f->found));
  nabla_history_window_export (f->window, NABLA_EXPORT_CSV, csv);
  nabla_history_window_export (f->window, NABLA_EXPORT_JSON, exported);
  AWAIT (g_file_test (exported, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (csv, &text, &n, NULL));
  for (n = 0; strchr (text, '\n') != NULL; n++)
    memmove (text, strchr (text, '\n') + 1, strlen (strchr (text, '\n')));
  g_assert_cmpuint (n, ==, 5);

  /* What has been deleted comes back out of the file, with its curves. */
  act (f, "history.delete");
  AWAIT (g_list_model_get_n_items (f->found) == 0);
  nabla_history_window_import (f->window, exported);
  AWAIT (g_list_model_get_n_items (f->found) == 2);
  entry = selected (f);
  g_assert_cmpint (nabla_history_entry_get_epochs (entry), ==, 2);
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, "rate 0.25");
  g_unlink (exported);
  g_unlink (csv);
}

static void
test_compares_many (Fixture *f, gconstpointer data)
{
  GListModel *runs = nabla_workbench_get_runs (f->workbench);

  for (int i = 0; i < 3; i++)
    add (f, 0.1 * (i + 1), TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 3);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (f->found));
  act (f, "history.open");
  AWAIT (f->window == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    g_assert_cmpfloat (nabla_run_get_hyper_parameters (run)->learning_rate, ==, 0.1 * (i + 1));
  }
}

/* Return in the field trains. */
static void
test_return_goes_on (Fixture *f, gconstpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *dialog = NULL, *spin = NULL;

  add (f, 0.5, TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  act (f, "history.continue");
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    if (ADW_IS_MESSAGE_DIALOG (window))
      dialog = window;
  }
  g_assert_nonnull (dialog);
  count (dialog, GTK_TYPE_SPIN_BUTTON, &spin);
  AWAIT (gtk_widget_get_mapped (dialog));
  gtk_editable_set_text (GTK_EDITABLE (spin), "6");
  g_signal_emit_by_name (gtk_editable_get_delegate (GTK_EDITABLE (spin)), "activate");
  AWAIT (f->window == NULL);
  g_assert_cmpint (
      nabla_run_get_hyper_parameters (nabla_workbench_get_selected (f->workbench))->epochs, ==, 6);
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

static GtkWidget *
list_of (Fixture *f)
{
  GtkWidget *list = NULL;

  count (GTK_WIDGET (f->window), GTK_TYPE_LIST_VIEW, &list);
  return list;
}

/* The row that is called so, or NULL. */
static GtkWidget *
find_row (Fixture *f, const char *name)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list_of (f)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    g_autofree char *other = gtk_test_accessible_check_property (
        GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

    if (other == NULL)
      return row;
  }
  return NULL;
}

static void
test_rows_have_names (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (NablaHistoryEntry) entry = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *when = NULL, *before = NULL, *after = NULL;
  GtkWidget *tile = NULL;

  add (f, 0.25, TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  entry = g_list_model_get_item (f->found, 0);
  local = g_date_time_to_local (nabla_history_entry_get_created (entry));
  when = g_date_time_format (local, "%-d %b %Y, %H:%M");
  before = g_strdup_printf ("rate 0.25, %s · %s, %s, 2 epochs · completed, %.1f %%",
                            nabla_history_entry_get_set_up (entry),
                            nabla_history_entry_get_data_set (entry), when,
                            100 * nabla_history_entry_get_best_score (entry));
  AWAIT (find_row (f, before) != NULL);

  /* It follows the run, and its star can be clicked. */
  g_ptr_array_add (one, entry);
  nabla_history_window_note (f->window, one, "too low", "homework", "");
  count (GTK_WIDGET (f->window), NABLA_TYPE_HISTORY_TILE, &tile);
  g_signal_emit_by_name (tile, "star", entry);
  g_assert_true (nabla_history_entry_get_starred (entry));
  after = g_strdup_printf ("rate 0.25, %s · %s, too low · #homework, %s, 2 epochs · completed, "
                           "%.1f %%, starred",
                           nabla_history_entry_get_set_up (entry),
                           nabla_history_entry_get_data_set (entry), when,
                           100 * nabla_history_entry_get_best_score (entry));
  AWAIT (find_row (f, after) != NULL);
  g_assert_null (find_row (f, before));
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
  g_test_add ("/app/history/draws-the-digits-that-a-run-was-trained-on", Fixture, NULL, set_up,
              test_draws_the_digits_of_a_run, tear_down);
  g_test_add ("/app/history/many-are-starred-tagged-and-deleted-at-once", Fixture, NULL, set_up,
              test_many_at_once, tear_down);
  g_test_add ("/app/history/notes-are-searched-and-tags-filter", Fixture, NULL, set_up,
              test_notes_and_tags, tear_down);
  g_test_add ("/app/history/exports-and-imports", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/app/history/opens-many-at-once", Fixture, NULL, set_up, test_compares_many,
              tear_down);
  g_test_add ("/app/history/return-in-the-dialog-goes-on", Fixture, NULL, set_up,
              test_return_goes_on, tear_down);
  g_test_add ("/app/history/a-long-list-has-few-tiles", Fixture, NULL, set_up, test_a_long_list,
              tear_down);
  g_test_add ("/app/history/each-row-has-the-name-of-its-run", Fixture, NULL, set_up,
              test_rows_have_names, tear_down);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
