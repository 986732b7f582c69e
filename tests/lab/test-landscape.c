/* SPDX-License-Identifier: MIT */
#include "lab/nabla-landscape.h"
#include "lab/nabla-run.h"

#include "app/await.h"
#include "small-data.h"

#include <math.h>

#define SIDE NABLA_LANDSCAPE_SIDE

static NablaDataSet *data_set;

static void
count (guint *n)
{
  ++*n;
}

static NablaHyperParameters
some_set_up (void)
{
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  set_up.layers[1] = 2;
  set_up.mini_batch = 50;
  return set_up;
}

static NablaLandscape *
whole (const NablaHyperParameters *set_up, guint n_jobs)
{
  NablaLandscape *landscape = nabla_landscape_new ();
  guint finished = 0;
  gulong handler = g_signal_connect_swapped (landscape, "finished", G_CALLBACK (count), &finished);
  g_assert_true (nabla_landscape_start (landscape, set_up, data_set,
                                        nabla_axis_find ("learning_rate"), nabla_axis_find ("l2"),
                                        n_jobs, NULL));
  /* As long as cells come: all of them take their time where every step is checked. */
  guint n = 0;
  do {
    AWAIT (finished == 1 || nabla_landscape_get_n_done (landscape) > n);
    n = nabla_landscape_get_n_done (landscape);
  } while (finished == 0);
  g_signal_handler_disconnect (landscape, handler);
  g_assert_false (nabla_landscape_is_running (landscape));
  g_assert_cmpuint (nabla_landscape_get_n_done (landscape), ==, SIDE * SIDE);
  return landscape;
}

static void
test_however_many_threads_the_cells_are_the_same (void)
{
  NablaHyperParameters set_up = some_set_up ();
  g_autoptr (NablaLandscape) one = whole (&set_up, 1), three = whole (&set_up, 3);
  guint n_diverged = 0;
  for (guint row = 0; row < SIDE; row++)
    for (guint column = 0; column < SIDE; column++) {
      NablaCell a = nabla_landscape_get_cell (one, column, row);
      NablaCell b = nabla_landscape_get_cell (three, column, row);
      g_assert_cmpint (a.state, ==, b.state);
      g_assert_cmpint (a.state, !=, NABLA_CELL_WAITING);
      n_diverged += a.state == NABLA_CELL_DIVERGED;
      if (a.state != NABLA_CELL_DONE)
        continue;
      g_assert_cmpfloat (a.cost, ==, b.cost);
      g_assert_cmpfloat (a.accuracy, ==, b.accuracy);
    }
  /* ηλ/n beyond 2 turns every weight round and makes it larger. */
  g_assert_cmpint (nabla_landscape_get_cell (one, SIDE - 1, SIDE - 1).state, ==,
                   NABLA_CELL_DIVERGED);
  g_assert_cmpint (nabla_landscape_get_cell (one, 0, 0).state, ==, NABLA_CELL_DONE);
  g_assert_cmpuint (n_diverged, <, SIDE * SIDE / 2);
}

static void
assert_is_run (NablaLandscape *landscape, guint column, guint row)
{
  NablaHyperParameters full = nabla_landscape_get_set_up (landscape, column, row);
  NablaHyperParameters set_up = nabla_trial_set_up (&full, data_set, NABLA_LANDSCAPE_EPOCHS);
  NablaCell cell = nabla_landscape_get_cell (landscape, column, row);
  g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
  nabla_run_set_validation_images (run, NABLA_TRIAL_IMAGES);
  g_assert_true (nabla_run_start (run, NULL));
  AWAIT (nabla_run_is_finished (run));
  g_assert_cmpfloat (nabla_run_get_last_record (run)->figures[0], ==, cell.cost);
  g_assert_cmpfloat (nabla_run_get_best_score (run), ==, cell.accuracy);
}

static void
test_a_cell_is_a_run_of_its_set_up (void)
{
  NablaHyperParameters set_up = some_set_up ();
  g_autoptr (NablaLandscape) landscape = whole (&set_up, 2);
  assert_is_run (landscape, 0, 0);
  assert_is_run (landscape, 17, 5);
  assert_is_run (landscape, 20, 13);
}

/* Images are chosen once for all cells, whose threads share them. */
static void
test_a_cell_of_some_digits_is_a_run_of_them (void)
{
  NablaHyperParameters set_up = some_set_up ();
  set_up.digits = 1 << 1 | 1 << 4 | 1 << 7;
  set_up.mini_batch = 10;
  g_autoptr (NablaLandscape) landscape = whole (&set_up, 2);
  assert_is_run (landscape, 0, 0);
  assert_is_run (landscape, 20, 13);
}

static void
test_the_coarse_ones_come_first (void)
{
  g_autoptr (NablaLandscape) landscape = nabla_landscape_new ();
  NablaHyperParameters set_up = some_set_up ();
  guint coarse = SIDE / NABLA_LANDSCAPE_COARSE;
  set_up.layers[1] = 30;
  g_assert_true (nabla_landscape_start (landscape, &set_up, data_set,
                                        nabla_axis_find ("learning_rate"),
                                        nabla_axis_find ("momentum"), 1, NULL));
  AWAIT (nabla_landscape_get_n_done (landscape) >= coarse * coarse);
  for (guint row = 0; row < SIDE; row += NABLA_LANDSCAPE_COARSE)
    for (guint column = 0; column < SIDE; column += NABLA_LANDSCAPE_COARSE)
      g_assert_cmpint (nabla_landscape_get_cell (landscape, column, row).state, !=,
                       NABLA_CELL_WAITING);
}

static void
test_stops_keeps_its_cells_and_leaves_no_thread (void)
{
  NablaLandscape *landscape = nabla_landscape_new ();
  NablaHyperParameters set_up = some_set_up ();
  guint finished = 0;
  set_up.layers[1] = 200;
  g_signal_connect_swapped (landscape, "finished", G_CALLBACK (count), &finished);
  const NablaAxis *x = nabla_axis_find ("learning_rate"), *y = nabla_axis_find ("mini_batch");
  g_assert_true (nabla_landscape_start (landscape, &set_up, data_set, x, y, 2, NULL));
  AWAIT (nabla_landscape_get_n_done (landscape) > 0);
  nabla_landscape_stop (landscape);
  AWAIT (finished == 1);
  g_assert_cmpuint (nabla_landscape_get_n_done (landscape), >, 0);
  g_assert_cmpuint (nabla_landscape_get_n_done (landscape), <, SIDE * SIDE);
  /* Again, and away while it works. */
  g_assert_true (nabla_landscape_start (landscape, &set_up, data_set, x, y, 2, NULL));
  g_assert_finalize_object (landscape);
  settle ();
  g_assert_cmpuint (finished, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  data_set = small_data_set (120, 20);
  g_test_add_func ("/lab/landscape/however-many-threads-the-cells-are-the-same",
                   test_however_many_threads_the_cells_are_the_same);
  g_test_add_func ("/lab/landscape/a-cell-is-a-run-of-its-set-up",
                   test_a_cell_is_a_run_of_its_set_up);
  g_test_add_func ("/lab/landscape/a-cell-of-some-digits-is-a-run-of-them",
                   test_a_cell_of_some_digits_is_a_run_of_them);
  g_test_add_func ("/lab/landscape/the-coarse-ones-come-first", test_the_coarse_ones_come_first);
  g_test_add_func ("/lab/landscape/stops-keeps-its-cells-and-leaves-no-thread",
                   test_stops_keeps_its_cells_and_leaves_no_thread);
  return g_test_run ();
}
