/* SPDX-License-Identifier: MIT */
#include "lab/nabla-event-file.h"
#include "lab/nabla-history-row.h"
#include "lab/nabla-history.h"
#include "lab/nabla-run-kept.h"
#include "small-data.h"

#include <math.h>
#include <string.h>

static NablaDataSet *data_set;
static char *folder;

static char *
place (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static NablaHistory *
open_history (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = place (name);
  NablaHistory *history = nabla_history_open (path, &error);
  g_assert_no_error (error);
  return history;
}

static void
flush (NablaHistory *history)
{
  g_autoptr (GError) error = NULL;
  nabla_history_flush (history, &error);
  g_assert_no_error (error);
}

static NablaHyperParameters
quick_set_up (int epochs)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 12;
  set_up.epochs = epochs;
  set_up.momentum = 0.6;
  set_up.dropout = 0.25;
  set_up.learning_rate = 0.1;
  set_up.schedule = (NnSchedule){ .kind = NN_SCHEDULE_HALVE, .patience = 2, .limit = 1e6 };
  return set_up;
}

static NablaRun *
new_run (int epochs)
{
  NablaHyperParameters set_up = quick_set_up (epochs);
  return nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
}

static void
train (NablaRun *run)
{
  g_autoptr (GError) error = NULL;
  nabla_run_start (run, &error);
  g_assert_no_error (error);
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
}

static NablaRun *
train_in (NablaHistory *history, int epochs)
{
  NablaRun *run = new_run (epochs);
  nabla_history_follow (history, run);
  train (run);
  return run;
}

static NablaRun *
load (NablaHistory *history, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  NablaRun *run = nabla_history_load (history, uuid, data_set, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_run_get_uuid (run), ==, uuid);
  return run;
}

/* All but the seconds, bit for bit. */
static void
assert_same_records (NablaRun *a, NablaRun *b)
{
  gsize n, n_b;
  const NablaRecord *x = nabla_run_get_records (a, &n), *y = nabla_run_get_records (b, &n_b);
  g_assert_cmpuint (n, ==, n_b);
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpint (x[i].epoch, ==, y[i].epoch);
    g_assert_cmpmem (x[i].figures, sizeof x[i].figures, y[i].figures, sizeof y[i].figures);
    g_assert_true (x[i].learning_rate == y[i].learning_rate);
  }
  g_assert_cmpint (nabla_run_get_best_epoch (a), ==, nabla_run_get_best_epoch (b));
}

/* Takes both references. */
static void
assert_same_network (NnNetwork *a, NnNetwork *b)
{
  g_assert_true (a != NULL && b != NULL && nn_network_same_shape (a, b));
  g_assert_cmpmem (a->weights[0], a->n_floats * sizeof (float), b->weights[0],
                   b->n_floats * sizeof (float));
  g_assert_true (a->activation == b->activation && a->output == b->output);
  nn_network_unref (a);
  nn_network_unref (b);
}

static void
assert_same_networks (NablaRun *a, NablaRun *b)
{
  int epoch_a, epoch_b;
  g_autoptr (NablaCheckpoint) x = nabla_run_ref_checkpoint (a);
  g_autoptr (NablaCheckpoint) y = nabla_run_ref_checkpoint (b);
  assert_same_network (nabla_run_ref_snapshot (a), nabla_run_ref_snapshot (b));
  assert_same_network (nabla_run_ref_best (a, &epoch_a), nabla_run_ref_best (b, &epoch_b));
  g_assert_cmpint (epoch_a, ==, epoch_b);
  g_assert_cmpint (epoch_a, ==, nabla_run_get_best_epoch (a));
  g_assert_cmpint (nabla_run_get_snapshot_epoch (a), ==, nabla_run_get_snapshot_epoch (b));
  g_assert_cmpint (x->epoch, ==, y->epoch);
  g_assert_cmpmem (&x->schedule, sizeof x->schedule, &y->schedule, sizeof y->schedule);
  assert_same_network (nn_network_ref (x->network), nn_network_ref (y->network));
  assert_same_network (nn_network_ref (x->velocity), nn_network_ref (y->velocity));
}

static void
test_kept_whole (void)
{
  g_autoptr (NablaHistory) history = open_history ("whole.db");
  g_autoptr (NablaRun) run = train_in (history, 7);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (run));
  g_assert_cmpint (nabla_run_get_state (kept), ==, NABLA_RUN_COMPLETED);
  g_assert_true (nabla_hyper_parameters_equal (nabla_run_get_hyper_parameters (run),
                                               nabla_run_get_hyper_parameters (kept)));
  g_assert_cmpfloat (nabla_run_get_seconds (kept), ==, nabla_run_get_seconds (run));
  g_assert_cmpfloat (nabla_run_get_progress (kept), ==, 1.0);
  assert_same_records (run, kept);
  assert_same_networks (run, kept);
}

static void
test_continued (void)
{
  g_autoptr (NablaHistory) history = open_history ("continued.db");
  g_autoptr (NablaRun) whole = new_run (9);
  train (whole);
  g_autoptr (NablaRun) first G_GNUC_UNUSED = train_in (history, 4);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (first));
  g_autoptr (NablaRun) second = nabla_run_new_continued (kept, 9, NULL);
  nabla_history_follow (history, second);
  train (second);
  assert_same_records (whole, second);
  assert_same_networks (whole, second);
  g_autoptr (NablaRun) again = load (history, nabla_run_get_uuid (first));
  assert_same_records (whole, again);
  assert_same_networks (whole, again);
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_run_new_continued (again, 9, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

/* A given network to start from is kept before the first epoch. */
static void
test_initial_network (void)
{
  g_autoptr (NablaHistory) history = open_history ("initial.db");
  g_autoptr (NablaRun) before = new_run (2);
  train (before);
  NnNetwork *start = nabla_run_ref_snapshot (before);
  g_autoptr (NablaRun) run = new_run (3);
  nabla_run_set_initial (run, start);
  nn_network_unref (start);
  nabla_history_follow (history, run);
  nabla_run_stop (run);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (run));
  g_assert_cmpint (nabla_run_get_state (kept), ==, NABLA_RUN_STOPPED);
  g_autoptr (NablaRun) on = nabla_run_new_continued (kept, 3, NULL);
  train (on);
  g_autoptr (NablaRun) whole = new_run (3);
  start = nabla_run_ref_snapshot (before);
  nabla_run_set_initial (whole, start);
  nn_network_unref (start);
  train (whole);
  assert_same_records (whole, on);
}

static void
test_diverged (void)
{
  g_autoptr (NablaHistory) history = open_history ("diverged.db");
  NablaHyperParameters set_up = quick_set_up (5);
  set_up.l2 = 1e9;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
  nabla_history_follow (history, run);
  train (run);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (run));
  g_assert_cmpint (nabla_run_get_state (kept), ==, NABLA_RUN_DIVERGED);
  g_assert_cmpstr (nabla_run_get_message (kept), ==, nabla_run_get_message (run));
  int epoch, kept_epoch;
  gsize mini_batch, kept_mini_batch;
  nabla_run_get_diverged_at (run, &epoch, &mini_batch);
  nabla_run_get_diverged_at (kept, &kept_epoch, &kept_mini_batch);
  g_assert_cmpint (epoch, ==, kept_epoch);
  g_assert_cmpuint (mini_batch, ==, kept_mini_batch);
  g_assert_null (nabla_run_new_continued (kept, 50, NULL));
}

/* Figures that are not there stay not there; infinity and the smallest number stay what they are.
 */
static void
test_figures_to_the_bit (void)
{
  g_autoptr (NablaHistory) history = open_history ("figures.db");
  NablaRecord records[] = {
    { .epoch = 1, .figures = { NAN, 0.0, 5e-324, 0.1, INFINITY, 1.0 / 3.0 } },
    { .epoch = 2, .figures = { 1e308, NAN, 0.3, 0.25, NAN, 1.0 } },
  };
  g_autofree char *uuid = g_uuid_string_random ();
  NablaRunKept facts = { .uuid = uuid,
                         .hyper_parameters = quick_set_up (2),
                         .state = NABLA_RUN_COMPLETED,
                         .fork_epoch = -1,
                         .records = records,
                         .n_records = 2 };
  g_autoptr (NablaRun) run = nabla_run_new_kept (&facts, data_set);
  nabla_history_follow (history, run);
  g_autoptr (NablaRun) kept = load (history, uuid);
  gsize n;
  const NablaRecord *read = nabla_run_get_records (kept, &n);
  g_assert_cmpuint (n, ==, 2);
  for (gsize i = 0; i < n; i++)
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      if (isnan (records[i].figures[f]))
        g_assert_true (isnan (read[i].figures[f]));
      else
        g_assert_cmpmem (&read[i].figures[f], sizeof (double), &records[i].figures[f],
                         sizeof (double));
}

static void
refresh (NablaHistory *history)
{
  nabla_history_refresh (history);
  flush (history);
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

static NablaHistoryEntry *
entry_at (NablaHistory *history, guint i)
{
  NablaHistoryEntry *entry = g_list_model_get_item (nabla_history_get_entries (history), i);
  g_object_unref (entry); /* the model holds it */
  return entry;
}

static guint
count (NablaHistory *history)
{
  return g_list_model_get_n_items (nabla_history_get_entries (history));
}

static void
count_change (GListModel *model, guint at, guint removed, guint added, int *changes)
{
  (*changes)++;
}

static void
test_entries (void)
{
  g_autoptr (NablaHistory) history = open_history ("entries.db");
  g_autoptr (NablaRun) first G_GNUC_UNUSED = train_in (history, 2);
  g_assert_cmpuint (count (history), ==, 0);
  refresh (history);
  g_assert_cmpuint (count (history), ==, 1);
  g_autoptr (NablaRun) second = new_run (3);
  nabla_history_follow (history, second);
  g_assert_cmpuint (count (history), ==, 2);
  NablaHistoryEntry *entry = entry_at (history, 0);
  g_assert_cmpstr (nabla_history_entry_get_uuid (entry), ==, nabla_run_get_uuid (second));
  g_assert_cmpint (nabla_history_entry_get_state (entry), ==, NABLA_RUN_WAITING);
  g_assert_false (nabla_history_entry_can_continue (entry));
  train (second);
  g_assert_cmpint (nabla_history_entry_get_epochs (entry), ==, 3);
  g_assert_cmpint (nabla_history_entry_get_state (entry), ==, NABLA_RUN_COMPLETED);
  g_assert_cmpfloat (nabla_history_entry_get_best_score (entry), ==,
                     nabla_run_get_best_score (second));
  nabla_run_set_name (second, "by hand");
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, "by hand");
  int changes = 0;
  g_signal_connect (nabla_history_get_entries (history), "items-changed", G_CALLBACK (count_change),
                    &changes);
  refresh (history);
  g_assert_cmpint (changes, ==, 0);
  g_assert_true (entry_at (history, 0) == entry);
  g_assert_cmpstr (nabla_history_entry_get_name (entry), ==, "by hand");
  g_assert_true (nabla_history_entry_fits (entry, data_set));
  g_autoptr (NablaDataSet) other = small_data_set (120, 30);
  g_assert_false (nabla_history_entry_fits (entry, other));
  /* The same images in another folder fit; one pixel that differs does not. */
  gsize n_training = nabla_data_set_get_part (data_set, DIGITS_TRAINING).n +
                     nabla_data_set_get_part (data_set, DIGITS_VALIDATION).n;
  g_autoptr (NablaDataSet) copy =
      small_data_set (n_training, nabla_data_set_get_part (data_set, DIGITS_TEST).n);
  g_assert_cmpstr (nabla_data_set_get_digest (copy), ==, nabla_data_set_get_digest (data_set));
  g_assert_cmpstr (nabla_history_entry_get_row (entry)->data_digest, ==,
                   nabla_data_set_get_digest (data_set));
  g_assert_cmpstr (nabla_data_set_get_name (copy), !=, nabla_data_set_get_name (data_set));
  g_assert_true (nabla_history_entry_fits (entry, copy));
  g_autoptr (NablaDataSet) changed =
      small_data_set (n_training, nabla_data_set_get_part (data_set, DIGITS_TEST).n);
  guint8 *pixels = (guint8 *) nabla_data_set_get_part (changed, DIGITS_TEST).pixels;
  pixels[0] ^= 1;
  nabla_data_set_get_digest (changed);
  g_assert_false (nabla_history_entry_fits (entry, changed));
}

/* A list that was read before an edit does not undo it where it is shown. */
static void
test_edit_while_read (void)
{
  g_autoptr (NablaHistory) history = open_history ("edits.db");
  g_autoptr (NablaRun) run = new_run (2);
  nabla_history_follow (history, run);
  refresh (history);
  NablaHistoryEntry *entry = entry_at (history, 0);
  nabla_history_refresh (history);
  g_assert_true (nabla_history_flush (history, NULL)); /* it has been read */
  nabla_history_set_starred (history, entry, TRUE);
  for (int i = 0; i < 100; i++) {
    g_assert_true (nabla_history_flush (history, NULL));
    while (g_main_context_iteration (NULL, FALSE))
      g_assert_true (nabla_history_entry_get_starred (entry));
  }
}

static void
test_notes (void)
{
  const char *tags[] = { "lecture", "two words", "lecture", NULL };
  g_autoptr (NablaHistory) history = open_history ("notes.db");
  g_autoptr (NablaRun) run = train_in (history, 1);
  g_autoptr (NablaRun) other G_GNUC_UNUSED = train_in (history, 1);
  refresh (history);
  NablaHistoryEntry *entry = entry_at (history, 1);
  nabla_history_set_starred (history, entry, TRUE);
  nabla_history_set_note (history, entry, "Übung; it's “good”");
  nabla_history_set_tags (history, entry, tags);
  g_assert_true (nabla_history_entry_get_starred (entry));
  flush (history);
  g_autoptr (NablaHistory) second = open_history ("notes.db");
  g_autoptr (NablaHistoryEntry) read = nabla_history_find (second, nabla_run_get_uuid (run), NULL);
  g_assert_true (nabla_history_entry_get_starred (read));
  g_assert_cmpstr (nabla_history_entry_get_note (read), ==, "Übung; it's “good”");
  const char *const *words = nabla_history_entry_get_tags (read);
  g_assert_cmpuint (g_strv_length ((char **) words), ==, 3);
  g_assert_cmpstr (words[2], ==, "words");
  g_assert_true (nabla_history_entry_matches (read, "übung LECTURE"));
  g_assert_true (nabla_history_entry_matches (read, "784-12-10"));
  g_assert_true (nabla_history_entry_matches (read, ""));
  g_assert_false (nabla_history_entry_matches (read, "lecture absent"));
}

static void
test_remove_and_restore (void)
{
  g_autoptr (NablaHistory) history = open_history ("removed.db");
  g_autoptr (NablaRun) a G_GNUC_UNUSED = train_in (history, 1);
  g_autoptr (NablaRun) b = train_in (history, 1);
  g_autoptr (NablaRun) c G_GNUC_UNUSED = train_in (history, 1);
  refresh (history);
  g_autoptr (NablaHistoryEntry) middle = g_object_ref (entry_at (history, 1));
  nabla_history_remove (history, middle);
  g_assert_cmpuint (count (history), ==, 2);
  refresh (history);
  g_assert_cmpuint (count (history), ==, 2);
  nabla_history_restore (history, middle);
  g_assert_cmpuint (count (history), ==, 3);
  g_assert_true (entry_at (history, 1) == middle);
  refresh (history);
  g_assert_true (entry_at (history, 1) == middle);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (b));
  assert_same_records (b, kept);
}

/* One that is thrown away while it waits. */
static void
test_thrown_away (void)
{
  g_autoptr (NablaHistory) history = open_history ("thrown.db");
  NablaRun *run = new_run (3);
  g_autofree char *uuid = g_strdup (nabla_run_get_uuid (run));
  nabla_history_follow (history, run);
  g_object_unref (run);
  flush (history);
  g_autoptr (NablaHistoryEntry) entry = nabla_history_find (history, uuid, NULL);
  g_assert_true (nabla_history_entry_is_interrupted (entry));
  g_assert_true (nabla_history_entry_can_continue (entry));
}

/* Two openings in one program are two sessions. */
static void
test_trained_elsewhere (void)
{
  g_autoptr (NablaHistory) history = open_history ("elsewhere.db");
  g_autoptr (NablaRun) run = new_run (5);
  nabla_history_follow (history, run);
  flush (history);
  g_autoptr (NablaHistory) other = open_history ("elsewhere.db");
  g_autoptr (NablaHistoryEntry) entry = nabla_history_find (other, nabla_run_get_uuid (run), NULL);
  g_assert_cmpint (nabla_history_entry_get_state (entry), ==, NABLA_RUN_WAITING);
  g_assert_false (nabla_history_entry_can_continue (entry));
  /* Following it there too changes nothing of it. */
  g_autoptr (NablaRun) kept = load (other, nabla_run_get_uuid (run));
  g_autoptr (NablaRun) twin = nabla_run_new_continued (kept, 2, NULL);
  nabla_history_follow (other, twin);
  train (twin);
  flush (other);
  g_autoptr (NablaHistoryEntry) still = nabla_history_find (other, nabla_run_get_uuid (run), NULL);
  g_assert_cmpint (nabla_history_entry_get_epochs (still), ==, 0);
  g_clear_object (&history);
  g_autoptr (NablaHistoryEntry) left = nabla_history_find (other, nabla_run_get_uuid (run), NULL);
  g_assert_true (nabla_history_entry_is_interrupted (left));
}

static void
take_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  *(NablaRun **) data = nabla_history_load_finish (NABLA_HISTORY (source), result, NULL);
}

static void
test_load_in_the_background (void)
{
  NablaHistory *history = open_history ("background.db");
  g_autoptr (NablaRun) run = train_in (history, 3);
  NablaRun *kept = NULL;
  nabla_history_load_async (history, nabla_run_get_uuid (run), data_set, NULL, take_loaded, &kept);
  g_object_unref (history); /* the task holds it */
  while (kept == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_same_networks (run, kept);
  g_object_unref (kept);
}

static void
take_failure (NablaHistory *history, const char *sentence, char **told)
{
  g_assert_null (*told);
  *told = g_strdup (sentence);
}

static void
execute (const char *name, const char *sql)
{
  g_autofree char *path = place (name);
  sqlite3 *db;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* What cannot be written is said once, and written when it can be. */
static void
test_nothing_is_lost_by_a_failure (void)
{
  g_autoptr (NablaHistory) history = open_history ("failing.db");
  g_autofree char *told = NULL;
  g_signal_connect (history, "failed", G_CALLBACK (take_failure), &told);
  execute ("failing.db", "CREATE TRIGGER full BEFORE INSERT ON records BEGIN "
                         "SELECT raise (ABORT, 'full'); END");
  g_autoptr (NablaRun) run = train_in (history, 4);
  g_assert_false (nabla_history_flush (history, NULL));
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (told, "failing.db"));
  execute ("failing.db", "DROP TRIGGER full");
  flush (history);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (run));
  assert_same_records (run, kept);
  assert_same_networks (run, kept);
}

/* Its length is said, not judged. */
static void
test_a_thousand_runs (void)
{
  g_object_unref (open_history ("thousand.db"));
  execute ("thousand.db",
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
           "INSERT INTO runs (uuid, created, hyper_parameters, monitors, state, epochs) SELECT "
           "printf ('%08x-0000-4000-8000-000000000000', i), i, '{\"layers\":[784,30,10],"
           "\"learning_rate\":0.25,\"l2\":5.0,\"seed\":7}', 63, 'completed', 30 FROM n");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (NablaHistory) history = open_history ("thousand.db");
  gint64 opened = g_get_monotonic_time ();
  refresh (history);
  gint64 listed = g_get_monotonic_time ();
  g_assert_cmpuint (count (history), ==, 1000);
  guint found = 0;
  for (guint i = 0; i < 1000; i++)
    found += nabla_history_entry_matches (entry_at (history, i), "λ 5 000003e8");
  g_assert_cmpuint (found, ==, 1);
  g_test_message ("1,000 runs: %.1f ms to open, %.1f ms to list, %.1f ms to search",
                  (double) (opened - start) / 1e3, (double) (listed - opened) / 1e3,
                  (double) (g_get_monotonic_time () - listed) / 1e3);
}

static void
test_crc (void)
{
  g_assert_cmphex (nabla_crc32c ("123456789", 9), ==, 0xe3069283);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-history-XXXXXX", NULL);
  data_set = small_data_set (180, 60);
  g_test_add_func ("/lab/history/a-run-is-kept-to-the-last-bit", test_kept_whole);
  g_test_add_func ("/lab/history/figures-are-kept-to-the-last-bit", test_figures_to_the_bit);
  g_test_add_func ("/lab/history/a-kept-run-goes-on-as-if-never-interrupted", test_continued);
  g_test_add_func ("/lab/history/a-given-initial-network-is-kept", test_initial_network);
  g_test_add_func ("/lab/history/a-diverged-run-says-where", test_diverged);
  g_test_add_func ("/lab/history/entries-follow-runs-and-stay-the-same-objects", test_entries);
  g_test_add_func ("/lab/history/an-edit-is-not-undone-by-an-older-list", test_edit_while_read);
  g_test_add_func ("/lab/history/star-note-and-tags-are-kept-and-found", test_notes);
  g_test_add_func ("/lab/history/what-is-removed-can-be-restored", test_remove_and_restore);
  g_test_add_func ("/lab/history/a-run-thrown-away-was-interrupted", test_thrown_away);
  g_test_add_func ("/lab/history/a-living-session-keeps-its-runs", test_trained_elsewhere);
  g_test_add_func ("/lab/history/loading-needs-no-waiting", test_load_in_the_background);
  g_test_add_func ("/lab/history/a-failure-is-said-once-and-loses-nothing",
                   test_nothing_is_lost_by_a_failure);
  g_test_add_func ("/lab/history/a-thousand-runs-are-listed-and-searched", test_a_thousand_runs);
  g_test_add_func ("/lab/event-file/checksum-is-crc32c", test_crc);
  int code = g_test_run ();
  g_object_unref (data_set);
  small_data_remove (folder);
  g_free (folder);
  return code;
}
