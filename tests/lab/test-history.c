/* SPDX-License-Identifier: MIT */
/* Runs in the history: kept, interrupted, gone on with. */
#include "lab/nabla-event-file.h"
#include "lab/nabla-history-row.h"
#include "kept-history.h"

#include <math.h>

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

static NablaDataSet *
synthesize (guint64 seed, NablaDigitStyle style)
{
  g_autoptr (GError) error = NULL;
  NablaDataSet *made = nabla_data_set_synthesize (seed, style, 100, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return made;
}

/* Whether or not anybody knows their digests yet. */
static void
assert_fits (const NablaHistoryRow *row, NablaDataSet *set, gboolean expected)
{
  g_assert_cmpint (nabla_history_row_fits (row, set), ==, expected);
  nabla_data_set_get_digest (set);
  g_assert_cmpint (nabla_history_row_fits (row, set), ==, expected);
}

/* Built-in digits are told apart by their seed and their style. */
static void
test_style (void)
{
  const NablaDigitStyle calm = { NABLA_MANNER_SHOWN, 0.5 };
  g_autoptr (NablaHistory) history = open_history ("style.db");
  g_autoptr (NablaDataSet) made = synthesize (5, calm);
  g_autoptr (NablaDataSet) other_hands = synthesize (6, calm);
  g_autoptr (NablaDataSet) wild = synthesize (5, NABLA_DIGIT_STYLE_TRAINING);
  NablaHyperParameters set_up = quick_set_up (1);
  set_up.train_size = 200;
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, made, (NablaMonitors) 0);
  nabla_history_follow (history, run);
  train (run);
  flush (history);
  g_autoptr (NablaHistoryEntry) entry =
      nabla_history_find (history, nabla_run_get_uuid (run), NULL);
  const NablaHistoryRow *row = nabla_history_entry_get_row (entry);
  g_assert_cmpstr (row->data_name, ==, "synthetic (shown 0.5)");
  g_assert_cmpint (row->data_seed, ==, 5);
  g_assert_true (nabla_digit_style_equal (row->data_style, calm));
  assert_fits (row, made, TRUE);
  assert_fits (row, other_hands, FALSE);
  assert_fits (row, wild, FALSE);
  /* Older versions had no style, and then no seed; both are those of training. */
  g_autoptr (NablaRun) old_run = nabla_run_new (&set_up, wild, (NablaMonitors) 0);
  nabla_history_follow (history, old_run);
  train (old_run);
  flush (history);
  execute ("style.db", "UPDATE runs SET data_style = NULL, data_style_strength = NULL "
                       "WHERE data_style = 'training'");
  g_autoptr (NablaHistoryEntry) old =
      nabla_history_find (history, nabla_run_get_uuid (old_run), NULL);
  row = nabla_history_entry_get_row (old);
  g_assert_true (nabla_digit_style_equal (row->data_style, NABLA_DIGIT_STYLE_TRAINING));
  g_assert_cmpint (row->data_seed, ==, 5);
  assert_fits (row, wild, TRUE);
  assert_fits (row, made, FALSE);
  /* A manner of a later version is not taken for one of this. */
  execute ("style.db", "UPDATE runs SET data_style = 'cursive' WHERE data_style = 'shown'");
  g_autoptr (NablaHistoryEntry) unknown =
      nabla_history_find (history, nabla_run_get_uuid (run), NULL);
  g_assert_cmpint (nabla_history_entry_get_row (unknown)->data_seed, ==, -1);
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

static void
test_crc (void)
{
  g_assert_cmphex (nabla_crc32c ("123456789", 9), ==, 0xe3069283);
}

int
main (int argc, char **argv)
{
  kept_history_begin (&argc, &argv);
  g_test_add_func ("/lab/history/a-run-is-kept-to-the-last-bit", test_kept_whole);
  g_test_add_func ("/lab/history/figures-are-kept-to-the-last-bit", test_figures_to_the_bit);
  g_test_add_func ("/lab/history/a-kept-run-goes-on-as-if-never-interrupted", test_continued);
  g_test_add_func ("/lab/history/a-given-initial-network-is-kept", test_initial_network);
  g_test_add_func ("/lab/history/a-diverged-run-says-where", test_diverged);
  g_test_add_func ("/lab/history/a-run-thrown-away-was-interrupted", test_thrown_away);
  g_test_add_func ("/lab/history/a-living-session-keeps-its-runs", test_trained_elsewhere);
  g_test_add_func ("/lab/history/loading-needs-no-waiting", test_load_in_the_background);
  g_test_add_func ("/lab/history/a-failure-is-said-once-and-loses-nothing",
                   test_nothing_is_lost_by_a_failure);
  g_test_add_func ("/lab/history/built-in-digits-are-told-apart-by-seed-and-style", test_style);
  g_test_add_func ("/lab/event-file/checksum-is-crc32c", test_crc);
  return kept_history_end ();
}
