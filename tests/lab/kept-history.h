/* SPDX-License-Identifier: MIT */
/* kept-history.h: histories in a folder of the test's own, and runs in them. A test program calls
 * kept_history_begin() and ends with what kept_history_end() returns. */
#pragma once

#include "lab/nabla-history.h"
#include "lab/nabla-run-kept.h"
#include "small-data.h"

#include <sqlite3.h>
#include <string.h>

static NablaDataSet *data_set;
static char *folder;

static inline char *
place (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static inline NablaHistory *
open_history (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = place (name);
  NablaHistory *history = nabla_history_open (path, &error);
  g_assert_no_error (error);
  return history;
}

static inline void
flush (NablaHistory *history)
{
  g_autoptr (GError) error = NULL;
  nabla_history_flush (history, &error);
  g_assert_no_error (error);
}

static inline NablaHyperParameters
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

static inline NablaRun *
new_run (int epochs)
{
  NablaHyperParameters set_up = quick_set_up (epochs);
  return nabla_run_new (&set_up, data_set, NABLA_MONITOR_ALL);
}

static inline void
train (NablaRun *run)
{
  g_autoptr (GError) error = NULL;
  nabla_run_start (run, &error);
  g_assert_no_error (error);
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
}

static inline NablaRun *
train_in (NablaHistory *history, int epochs)
{
  NablaRun *run = new_run (epochs);
  nabla_history_follow (history, run);
  train (run);
  return run;
}

static inline NablaRun *
load (NablaHistory *history, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  NablaRun *run = nabla_history_load (history, uuid, data_set, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (nabla_run_get_uuid (run), ==, uuid);
  return run;
}

/* All but the seconds, bit for bit. */
static inline void
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
static inline void
assert_same_network (NnNetwork *a, NnNetwork *b)
{
  g_assert_true (a != NULL && b != NULL && nn_network_same_shape (a, b));
  g_assert_cmpmem (a->weights[0], a->n_floats * sizeof (float), b->weights[0],
                   b->n_floats * sizeof (float));
  g_assert_true (a->activation == b->activation && a->output == b->output);
  nn_network_unref (a);
  nn_network_unref (b);
}

static inline void
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

static inline void
execute (const char *name, const char *sql)
{
  g_autofree char *path = place (name);
  sqlite3 *db;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static inline void
kept_history_begin (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  folder = g_dir_make_tmp ("nabla-history-XXXXXX", NULL);
  data_set = small_data_set (180, 60);
}

static inline int
kept_history_end (void)
{
  int code = g_test_run ();
  g_object_unref (data_set);
  small_data_remove (folder);
  g_free (folder);
  return code;
}
