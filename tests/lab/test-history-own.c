/* SPDX-License-Identifier: MIT */
/* Runs that were trained on a person's own drawings, whatever becomes of the drawings later. */
#include "kept-history.h"

static NablaDataSet *
new_set (int seed)
{
  DigitsImages *images = digits_images_new (12, DIGITS_SIDE, DIGITS_SIDE, NULL);
  for (gsize i = 0; i < images->n; i++) {
    images->labels[i] = (guint8) (i % 10);
    for (int p = 100; p < 500; p++)
      images->pixels[i * DIGITS_PIXELS + (gsize) p] = (guint8) (p * ((int) i + seed));
  }
  return nabla_data_set_with_own_images (data_set, images);
}

static NablaRun *
new_run_on (NablaDataSet *set, int epochs, double share)
{
  NablaHyperParameters set_up = quick_set_up (epochs);
  set_up.own_share = share;
  return nabla_run_new (&set_up, set, NABLA_MONITOR_ALL);
}

static NablaRun *
train_on (NablaHistory *history, NablaDataSet *set, int epochs)
{
  NablaRun *run = new_run_on (set, epochs, 0.3);
  nabla_history_follow (history, run);
  train (run);
  return run;
}

static int
count (const char *name, const char *sql)
{
  g_autofree char *path = place (name);
  sqlite3 *db;
  sqlite3_stmt *query;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &query, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (query), ==, SQLITE_ROW);
  int n = sqlite3_column_int (query, 0);
  sqlite3_finalize (query);
  sqlite3_close (db);
  return n;
}

/* `uuid` goes on to 9 epochs as `whole` did. */
static void
assert_goes_on (NablaHistory *history, const char *uuid, NablaDataSet *now, NablaRun *whole)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) kept = nabla_history_load (history, uuid, now, &error);
  g_assert_no_error (error);
  g_assert_null (nabla_run_get_other_data (kept));
  g_autoptr (NablaRun) run = nabla_run_new_continued (kept, 9, &error);
  g_assert_no_error (error);
  train (run);
  g_assert_cmpint (nabla_run_get_state (run), ==, NABLA_RUN_COMPLETED);
  assert_same_records (whole, run);
  assert_same_networks (whole, run);
}

/* Where there are no drawings any more, or others. */
static void
test_goes_on (void)
{
  g_autoptr (NablaHistory) history = open_history ("goes-on.db");
  g_autoptr (NablaDataSet) then = new_set (1), now = new_set (2);
  g_autoptr (NablaRun) whole = new_run_on (then, 9, 0.3);
  g_autoptr (NablaRun) other = new_run_on (now, 9, 0.3);
  train (whole);
  train (other);
  NnNetwork *a = nabla_run_ref_snapshot (whole), *b = nabla_run_ref_snapshot (other);
  g_assert_true (memcmp (a->weights[0], b->weights[0], a->n_floats * sizeof (float)) != 0);
  nn_network_unref (a);
  nn_network_unref (b);
  for (int i = 0; i < 2; i++) {
    g_autoptr (NablaRun) first = train_on (history, then, 4);
    assert_goes_on (history, nabla_run_get_uuid (first), i == 0 ? data_set : now, whole);
  }
  flush (history);
  g_assert_cmpint (count ("goes-on.db", "SELECT count (*) FROM own_drawings"), ==, 1);
}

/* A fork without drawings of a run that had some goes on from there. */
static void
test_fork (void)
{
  g_autoptr (NablaHistory) history = open_history ("fork.db");
  g_autoptr (NablaDataSet) then = new_set (3);
  g_autoptr (NablaRun) parent = new_run_on (then, 4, 0.3);
  train (parent);
  g_autoptr (NablaRun) whole = new_run_on (then, 9, 0);
  g_autoptr (NablaRun) fork = new_run_on (then, 9, 0);
  g_assert_true (nabla_run_set_fork (whole, parent, 2, NULL));
  g_assert_true (nabla_run_set_fork (fork, parent, 2, NULL));
  train (whole);
  nabla_history_follow (history, fork);
  nabla_run_stop (fork);
  assert_goes_on (history, nabla_run_get_uuid (fork), data_set, whole);
}

/* Its beginning cannot be trained again on what is kept: it does not go on as something else. */
static void
test_fork_on_others (void)
{
  g_autoptr (NablaHistory) history = open_history ("fork-on-others.db");
  g_autoptr (NablaDataSet) then = new_set (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) parent = new_run_on (then, 4, 0.3);
  train (parent);
  g_autoptr (NablaRun) fork = new_run_on (data_set, 9, 0);
  g_assert_true (nabla_run_set_fork (fork, parent, 2, NULL));
  nabla_history_follow (history, fork);
  nabla_run_stop (fork);
  g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (fork));
  g_assert_null (nabla_run_new_continued (kept, 9, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
}

static void
test_forgotten (void)
{
  g_autoptr (NablaDataSet) set = new_set (4);
  NablaHistory *history = open_history ("forgotten.db");
  g_autoptr (NablaRun) run G_GNUC_UNUSED = train_on (history, set, 1);
  g_object_unref (history);
  g_assert_cmpint (count ("forgotten.db", "SELECT count (*) FROM own_drawings"), ==, 1);
  execute ("forgotten.db", "DELETE FROM runs");
  g_object_unref (open_history ("forgotten.db"));
  g_assert_cmpint (count ("forgotten.db", "SELECT count (*) FROM own_drawings"), ==, 0);
}

/* Loaded to be looked at; it does not go on as something else. */
static void
test_damaged (void)
{
  static const char *const changes[] = {
    "UPDATE own_drawings SET pixels = zeroblob (100)",
    "UPDATE own_drawings SET labels = zeroblob (12)",
    "UPDATE own_drawings SET labels = x'ffffffffffffffffffffffff'",
    "UPDATE own_drawings SET labels = zeroblob (200000000)",
    "DELETE FROM own_drawings",
  };
  g_autoptr (NablaDataSet) set = new_set (5);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *name = g_strdup_printf ("damaged-%u.db", (guint) i);
    g_autoptr (NablaHistory) history = open_history (name);
    g_autoptr (NablaRun) run = train_on (history, set, 2);
    flush (history);
    execute (name, changes[i]);
    g_autoptr (NablaRun) kept = load (history, nabla_run_get_uuid (run));
    assert_same_records (run, kept);
    g_assert_null (nabla_data_set_get_own (nabla_run_get_data_set (kept)));
    g_autoptr (NablaRun) on = nabla_run_new_continued (kept, 5, NULL);
    g_assert_false (nabla_run_start (on, &error));
    g_assert_error (error, NABLA_ERROR, NABLA_ERROR_USAGE);
  }
}

static void
test_merged (void)
{
  g_autofree char *path = place ("from.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataSet) set = new_set (6);
  g_autoptr (NablaRun) whole = new_run_on (set, 9, 0.3);
  train (whole);
  NablaHistory *from = open_history ("from.db");
  g_autoptr (NablaRun) first = train_on (from, set, 4);
  g_object_unref (from);
  g_autoptr (NablaHistory) history = open_history ("into.db");
  for (int i = 0; i < 2; i++) {
    nabla_history_import (history, path, NULL, &error);
    g_assert_no_error (error);
  }
  assert_goes_on (history, nabla_run_get_uuid (first), data_set, whole);
}

/* Where no share was asked for no drawing is kept. */
static void
test_without (void)
{
  g_autoptr (NablaDataSet) set = new_set (7);
  g_autoptr (NablaHistory) history = open_history ("without.db");
  g_autoptr (NablaRun) run = new_run_on (set, 2, 0);
  nabla_history_follow (history, run);
  train (run);
  flush (history);
  g_assert_cmpint (count ("without.db", "SELECT count (*) FROM own_drawings"), ==, 0);
  g_assert_cmpint (count ("without.db", "SELECT count (own_digest) FROM runs"), ==, 0);
}

int
main (int argc, char **argv)
{
  kept_history_begin (&argc, &argv);
  g_test_add_func ("/lab/history/a-run-goes-on-with-the-drawings-of-its-time", test_goes_on);
  g_test_add_func ("/lab/history/a-fork-goes-back-to-drawings", test_fork);
  g_test_add_func ("/lab/history/a-fork-of-other-drawings-does-not-go-on", test_fork_on_others);
  g_test_add_func ("/lab/history/drawings-of-no-run-are-forgotten", test_forgotten);
  g_test_add_func ("/lab/history/damaged-drawings-are-not-trained-on", test_damaged);
  g_test_add_func ("/lab/history/drawings-are-merged-with-their-run", test_merged);
  g_test_add_func ("/lab/history/without-a-share-no-drawing-is-kept", test_without);
  return kept_history_end ();
}
