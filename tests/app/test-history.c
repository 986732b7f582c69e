/* SPDX-License-Identifier: MIT */
/* The history: its runs are found, starred, named, deleted, brought back and gone on with. */
#include "history-fixture.h"

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

/* The selected entries, until they have `epochs` in all. */
static void
go_on (Fixture *f, int epochs)
{
  g_autoptr (GPtrArray) entries = all_selected (f);

  nabla_history_window_continue (f->window, entries, epochs);
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
  go_on (f, 5);
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
  go_on (f, 5);
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

/* A run that is open is called the same, and what was done last is undone. */
static void
test_renames (Fixture *f, gconstpointer data)
{
  GtkListBox *rows = NULL;
  NablaHistoryEntry *entry;

  add (f, 0.5, TRUE);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  act (f, "history.open");
  AWAIT (f->window == NULL);
  NablaRun *run = nabla_workbench_get_selected (f->workbench);
  open_window (f);
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  entry = selected (f);
  nabla_history_window_rename (f->window, entry, "  too fast ");
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, "too fast");
  g_assert_cmpstr (nabla_run_get_name (run), ==, "too fast");
  search (f, "too fast");
  AWAIT (g_list_model_get_n_items (f->found) == 1);
  act (f, "history.undo");
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, "rate 0.5");
  g_assert_cmpstr (nabla_run_get_name (run), ==, "rate 0.5");
  AWAIT (g_list_model_get_n_items (f->found) == 0);
  search (f, "");
  AWAIT (g_list_model_get_n_items (f->found) == 1);

  nabla_history_window_rename (f->window, entry, "rate 0.5"); /* is nothing to undo */
  act (f, "history.undo");
  nabla_history_window_rename (f->window, entry, "once more");
  act (f, "history.delete");
  act (f, "history.undo"); /* of what came last */
  g_assert_false (nabla_history_entry_get_removed (entry));
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, "once more");

  act (f, "history.rename");
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (gtk_window_get_toplevels (), i);

    if (!ADW_IS_MESSAGE_DIALOG (window))
      continue;
    rows = GTK_LIST_BOX (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (window)));
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (rows, 0))),
                     ==, "once more");
    gtk_editable_set_text (GTK_EDITABLE (gtk_list_box_get_row_at_index (rows, 0)), "");
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "do");
    gtk_window_close (GTK_WINDOW (window));
  }
  g_assert_nonnull (rows);
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, ""); /* by its set-up */
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

int
main (int argc, char **argv)
{
  history_begin (&argc, &argv);
  claim ("history/renames", test_renames);
  claim ("history/finds-stars-and-deletes", test_finds_stars_and_deletes);
  claim ("history/brings-a-run-back-and-goes-on", test_brings_back_and_goes_on);
  claim ("history/draws-the-digits-that-a-run-was-trained-on", test_draws_the_digits_of_a_run);
  claim ("history/many-are-starred-tagged-and-deleted-at-once", test_many_at_once);
  claim ("history/notes-are-searched-and-tags-filter", test_notes_and_tags);
  claim ("history/exports-and-imports", test_files);
  claim ("history/opens-many-at-once", test_compares_many);
  claim ("history/return-in-the-dialog-goes-on", test_return_goes_on);
  return history_end ();
}
