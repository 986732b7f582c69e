/* SPDX-License-Identifier: MIT */
/* The list of what is in a history, and what a person says of it. */
#include "lab/nabla-history-row.h"
#include "kept-history.h"

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

int
main (int argc, char **argv)
{
  kept_history_begin (&argc, &argv);
  g_test_add_func ("/lab/history/entries-follow-runs-and-stay-the-same-objects", test_entries);
  g_test_add_func ("/lab/history/an-edit-is-not-undone-by-an-older-list", test_edit_while_read);
  g_test_add_func ("/lab/history/star-note-and-tags-are-kept-and-found", test_notes);
  g_test_add_func ("/lab/history/what-is-removed-can-be-restored", test_remove_and_restore);
  g_test_add_func ("/lab/history/a-thousand-runs-are-listed-and-searched", test_a_thousand_runs);
  return kept_history_end ();
}
