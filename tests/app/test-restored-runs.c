/* SPDX-License-Identifier: MIT */
/* What was listed when the window closed is listed when the next one opens. */
#include "app/nabla-run-group-row.h"
#include "app/nabla-run-row.h"

#include "window-fixture.h"
#include "lab/small-data.h"

#include <glib/gstdio.h>
#include <string.h>

static NablaDataSet *data_set;
static NablaApplication *application;

typedef struct {
  char *path;
  NablaWindow *window;
} Fixture;

static void
open_again (Fixture *fixture)
{
  fixture->window = open_window (application, NULL);
  nabla_window_open_history (fixture->window, fixture->path);
  nabla_workbench_set_data_set (nabla_window_get_workbench (fixture->window), data_set);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-restored-XXXXXX", NULL);

  fixture->path = g_build_filename (folder, "history.db", NULL);
  open_again (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *endings[] = { "", "-wal", "-shm", "-live" };
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  close_window (fixture->window);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (fixture->path, endings[i], NULL);

    g_unlink (file);
  }
  g_rmdir (folder);
  g_free (fixture->path);
}

/* Without what was trained for the tests before. */
static void
await_history (Fixture *fixture)
{
  AWAIT (nabla_workbench_get_history (nabla_window_get_workbench (fixture->window)) != NULL);
  settle ();
}

static void
start_over (Fixture *fixture)
{
  close_window (fixture->window);
  open_again (fixture);
}

static NablaWorkbench *
bench (Fixture *fixture)
{
  return nabla_window_get_workbench (fixture->window);
}

static guint
n_runs (Fixture *fixture)
{
  return g_list_model_get_n_items (nabla_workbench_get_runs (bench (fixture)));
}

/* No reference: the list keeps it. */
static NablaRun *
run_at (Fixture *fixture, guint i)
{
  g_autoptr (NablaRun) run = g_list_model_get_item (nabla_workbench_get_runs (bench (fixture)), i);

  return run;
}

static NablaRun *
train (Fixture *fixture, double learning_rate, gint64 seed, int epochs)
{
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaRun *run;

  hyper_parameters.layers[1] = 8;
  hyper_parameters.learning_rate = learning_rate;
  hyper_parameters.seed = seed;
  hyper_parameters.epochs = epochs;
  run = nabla_workbench_train (bench (fixture), &hyper_parameters, &error);
  g_assert_no_error (error);
  return run;
}

static NablaRunListRow *
row_at (Fixture *fixture, guint i)
{
  return NABLA_RUN_LIST_ROW (
      nabla_run_list_get_row (nabla_window_get_run_list (fixture->window), i));
}

static void
test_as_they_were (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uuid = NULL;
  double score;

  await_history (fixture);
  uuid = g_strdup (nabla_run_get_uuid (train (fixture, 0.5, 1, 2)));
  train (fixture, 0.25, 1, 2);
  train (fixture, 0.1, 1, 2);
  AWAIT (!nabla_workbench_get_busy (bench (fixture)));
  score = nabla_run_get_best_score (run_at (fixture, 0));
  nabla_run_set_shown (run_at (fixture, 1), FALSE);
  nabla_run_set_name (run_at (fixture, 2), "mine");
  nabla_run_set_color (run_at (fixture, 2), NABLA_RUN_COLOR_CHOSEN + 6);
  nabla_workbench_set_selected (bench (fixture), run_at (fixture, 1));

  start_over (fixture);
  AWAIT (n_runs (fixture) == 3);
  g_assert_cmpstr (nabla_run_get_uuid (run_at (fixture, 0)), ==, uuid);
  g_assert_cmpfloat (nabla_run_get_best_score (run_at (fixture, 0)), ==, score);
  g_assert_true (nabla_run_get_shown (run_at (fixture, 0)));
  g_assert_false (nabla_run_get_shown (run_at (fixture, 1)));
  g_assert_cmpstr (nabla_run_get_name (run_at (fixture, 1)), ==, "η 0.25");
  g_assert_cmpstr (nabla_run_get_name (run_at (fixture, 2)), ==, "mine");
  g_assert_cmpint (nabla_run_get_color (run_at (fixture, 0)), ==, 0);
  g_assert_cmpint (nabla_run_get_color (run_at (fixture, 1)), ==, 1);
  g_assert_cmpint (nabla_run_get_color (run_at (fixture, 2)), ==, NABLA_RUN_COLOR_CHOSEN + 6);
  g_assert_true (nabla_workbench_get_selected (bench (fixture)) == run_at (fixture, 1));

  /* Names that were made go on being made. */
  nabla_workbench_remove (bench (fixture), run_at (fixture, 1));
  nabla_workbench_remove (bench (fixture), run_at (fixture, 1));
  g_assert_cmpstr (nabla_run_get_name (run_at (fixture, 0)), ==, "784-8-10");
}

static void
test_without_what_was_taken_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaHistory) history = NULL;
  g_autoptr (NablaHistoryEntry) entry = NULL;
  g_autofree char *left = NULL;

  await_history (fixture);
  for (int i = 0; i < 3; i++)
    train (fixture, 0.5 + i, 1, 1);
  AWAIT (!nabla_workbench_get_busy (bench (fixture)));
  nabla_workbench_remove (bench (fixture), run_at (fixture, 0));
  history = g_object_ref (nabla_workbench_get_history (bench (fixture)));
  entry = nabla_history_find (history, nabla_run_get_uuid (run_at (fixture, 0)), NULL);
  nabla_history_remove (history, entry);
  left = g_strdup (nabla_run_get_uuid (run_at (fixture, 1)));
  g_clear_object (&history);

  start_over (fixture);
  AWAIT (n_runs (fixture) == 1);
  g_assert_cmpstr (nabla_run_get_uuid (run_at (fixture, 0)), ==, left);
}

static void
test_unfinished_ones_go_on (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uuid = NULL;
  int before;
  gsize n;

  await_history (fixture);
  train (fixture, 0.5, 1, 1);
  uuid = g_strdup (nabla_run_get_uuid (train (fixture, 0.25, 1, 100000)));
  AWAIT (nabla_run_get_last_record (run_at (fixture, 1)) != NULL);

  start_over (fixture);
  AWAIT (n_runs (fixture) == 2);
  g_assert_cmpint (nabla_run_get_state (run_at (fixture, 1)), ==, NABLA_RUN_STOPPED);
  g_assert_true (g_str_has_prefix (nabla_run_list_row_get_status (row_at (fixture, 1)), "stopped"));
  before = nabla_run_get_last_record (run_at (fixture, 1))->epoch;
  nabla_run_set_shown (run_at (fixture, 1), FALSE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row_at (fixture, 1)), "run.go-on", NULL));
  g_assert_cmpstr (nabla_run_get_uuid (run_at (fixture, 1)), ==, uuid);
  g_assert_false (nabla_run_get_shown (run_at (fixture, 1)));
  AWAIT (nabla_run_get_last_record (run_at (fixture, 1))->epoch > before + 1);
  g_assert_cmpint (nabla_run_get_records (run_at (fixture, 1), &n)[0].epoch, ==, 1);
}

static void
test_seeds_as_a_group (Fixture *fixture, gconstpointer data)
{
  await_history (fixture);
  train (fixture, 0.1, 1, 1);
  train (fixture, 0.5, 1, 1);
  train (fixture, 0.5, 2, 1);
  AWAIT (!nabla_workbench_get_busy (bench (fixture)));
  g_object_set (row_at (fixture, 1), "expanded", TRUE, NULL);

  start_over (fixture);
  AWAIT (n_runs (fixture) == 3);
  g_assert_true (NABLA_IS_RUN_GROUP_ROW (row_at (fixture, 1)));
  g_assert_true (NABLA_IS_RUN_ROW (row_at (fixture, 3)));
  g_assert_null (row_at (fixture, 4));
}

static void
test_other_digits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaDataSet) other = small_data_set (300, 50);
  g_autoptr (GError) error = NULL;

  await_history (fixture);
  train (fixture, 0.5, 1, 100000);
  AWAIT (nabla_run_get_last_record (run_at (fixture, 0)) != NULL);
  close_window (fixture->window);
  fixture->window = open_window (application, NULL);
  nabla_window_open_history (fixture->window, fixture->path);
  nabla_workbench_set_data_set (bench (fixture), other);
  AWAIT (n_runs (fixture) == 1);
  g_assert_nonnull (nabla_run_get_last_record (run_at (fixture, 0)));
  g_assert_nonnull (strstr (nabla_run_list_row_get_status (row_at (fixture, 0)), " · on "));
  g_assert_false (nabla_workbench_revive (bench (fixture), run_at (fixture, 0), &error));
  g_assert_nonnull (strstr (error->message, "other digits"));
  g_assert_false (nabla_run_groups_are_seeds (run_at (fixture, 0), train (fixture, 0.5, 2, 1)));
}

/* Digits of another style than those of now are drawn again for the run that goes on. */
static void
test_drawn_digits (Fixture *fixture, gconstpointer data)
{
  const NablaDigitStyle style = { NABLA_MANNER_SHOWN, 0.3 };
  g_autoptr (NablaDataSet) drawn =
      nabla_data_set_synthesize (4, style, 10000, NULL, NULL, NULL, NULL);
  g_autofree char *uuid = NULL;
  NablaRun *run;
  int before;

  await_history (fixture);
  nabla_workbench_set_data_set (bench (fixture), drawn);
  train (fixture, 0.5, 1, 100000);
  uuid = g_strdup (nabla_run_get_uuid (run_at (fixture, 0)));
  nabla_run_set_color (run_at (fixture, 0), NABLA_RUN_COLOR_CHOSEN + 6);
  AWAIT (nabla_run_get_last_record (run_at (fixture, 0)) != NULL);

  start_over (fixture);
  AWAIT (n_runs (fixture) == 1);
  g_assert_nonnull (nabla_run_get_other_data (run_at (fixture, 0)));
  before = nabla_run_get_last_record (run_at (fixture, 0))->epoch;
  nabla_run_set_shown (run_at (fixture, 0), FALSE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row_at (fixture, 0)), "run.go-on", NULL));
  AWAIT (n_runs (fixture) == 1 && nabla_run_get_other_data (run_at (fixture, 0)) == NULL);
  run = run_at (fixture, 0);
  g_assert_cmpstr (nabla_run_get_uuid (run), ==, uuid);
  g_assert_cmpint (nabla_run_get_color (run), ==, NABLA_RUN_COLOR_CHOSEN + 6);
  g_assert_false (nabla_run_get_shown (run));
  g_assert_cmpstr (nabla_data_set_get_digest (nabla_run_get_data_set (run)), ==,
                   nabla_data_set_get_digest (drawn));
  AWAIT (nabla_run_get_last_record (run)->epoch > before + 1);
  g_assert_true (nabla_workbench_get_data_set (bench (fixture)) == data_set);
}

/* A window that closes before all of them are there forgets none. */
static void
test_closing_at_once (Fixture *fixture, gconstpointer data)
{
  await_history (fixture);
  for (int i = 0; i < 3; i++)
    train (fixture, 0.5 + i, 1, 1);
  AWAIT (!nabla_workbench_get_busy (bench (fixture)));
  start_over (fixture);
  AWAIT (nabla_workbench_get_history (bench (fixture)) != NULL); /* they are on their way */
  train (fixture, 0.25, 1, 1);
  start_over (fixture);
  AWAIT (n_runs (fixture) == 4);
  g_assert_cmpstr (nabla_run_get_name (run_at (fixture, 0)), ==, "η 0.5");
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

  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (600, 100);
  application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  add ("/app/restored-runs/are-as-they-were", test_as_they_were);
  add ("/app/restored-runs/are-none-that-were-taken-away", test_without_what_was_taken_away);
  add ("/app/restored-runs/go-on-where-they-were-stopped", test_unfinished_ones_go_on);
  add ("/app/restored-runs/are-groups-as-before", test_seeds_as_a_group);
  add ("/app/restored-runs/of-other-digits-are-only-looked-at", test_other_digits);
  add ("/app/restored-runs/of-other-styles-go-on-on-their-digits", test_drawn_digits);
  add ("/app/restored-runs/are-not-forgotten-by-a-window-that-closes-at-once",
       test_closing_at_once);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
