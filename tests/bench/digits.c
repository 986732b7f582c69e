/* SPDX-License-Identifier: MIT */
/* The page of digits, measured inside the process. Prints one JSON object.
 *
 *   digits FOLDER
 *
 * opens the page on the data of FOLDER, trains a network, turns "Wrong" and "Worst first" on and
 * off and says how long the main loop was kept from running; then scrolls by forty pixels a frame
 * and says how long frames took. Needs a display (xvfb-run -a will do). */
#include "app/nabla-digit-filters.h"
#include "app/nabla-digit-grid.h"
#include "app/nabla-digits-page.h"
#include "app/nabla-renderer.h"
#include "inside.h"

#include <adwaita.h>
#include <time.h>

#define TURNS  20
#define FRAMES 300

typedef struct {
  GtkWindow *window;
  GtkWidget *page;
  GtkAdjustment *down;
  GArray *work, *frames; /* of double, milliseconds */
  gint64 last_beat, last_frame;
  int turns, scrolled;
} Bench;

/* µs of the main thread: a machine that others use too does not count. */
static gint64
used_time (void)
{
  struct timespec used;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

static void
add (GArray *values, gint64 *last)
{
  gint64 now = used_time ();
  double value = (double) (now - *last) / 1000.0;

  if (*last != 0)
    g_array_append_val (values, value);
  *last = now;
}

static gboolean
on_beat (gpointer data)
{
  Bench *bench = data;

  add (bench->work, &bench->last_beat);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_turn (gpointer data)
{
  Bench *bench = data;
  NablaImageChoice choice = NABLA_IMAGE_CHOICE_ALL;

  if (bench->turns % 2 == 0)
    choice.verdict = NABLA_VERDICT_WRONG;
  if (bench->turns % 4 >= 2)
    choice.sort = NABLA_SORT_WORST;
  nabla_digit_filters_set_choice (
      NABLA_DIGIT_FILTERS (find_widget (bench->page, NABLA_TYPE_DIGIT_FILTERS)), &choice);
  return ++bench->turns < TURNS;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;

  add (bench->frames, &bench->last_frame);
  gtk_adjustment_set_value (bench->down, gtk_adjustment_get_value (bench->down) + 40);
  return ++bench->scrolled < FRAMES;
}

static void
wait_until (gboolean (*done) (Bench *bench), Bench *bench)
{
  while (!done (bench))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
has_turned (Bench *bench)
{
  return bench->turns >= TURNS;
}

static gboolean
has_scrolled (Bench *bench)
{
  return bench->scrolled >= FRAMES;
}

int
main (int argc, char **argv)
{
  NablaWorkbench *workbench = nabla_workbench_new (1);
  NablaHyperParameters hyper_parameters = nabla_hyper_parameters_default ();
  g_autoptr (GError) error = NULL;
  NablaDataSet *data_set;
  NablaRun *run;
  Bench bench = { 0 };

  if (argc != 2 || (data_set = nabla_data_set_load (argv[1], 10000, &error)) == NULL) {
    g_printerr ("%s\n", error != NULL ? error->message : "usage: digits FOLDER");
    return 2;
  }
  adw_init ();
  nabla_renderer_choose (gdk_display_get_default ());
  bench.work = g_array_new (FALSE, FALSE, sizeof (double));
  bench.frames = g_array_new (FALSE, FALSE, sizeof (double));
  bench.page = nabla_digits_page_new ();
  nabla_digits_page_set_workbench (NABLA_DIGITS_PAGE (bench.page), workbench);
  bench.window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (bench.window, 1100, 850);
  gtk_window_set_child (bench.window, bench.page);
  gtk_window_present (bench.window);
  nabla_workbench_set_data_set (workbench, data_set);
  hyper_parameters.epochs = 1;
  run = nabla_workbench_train (workbench, &hyper_parameters, &error);
  while (!nabla_run_is_finished (run))
    g_main_context_iteration (NULL, TRUE);
  g_object_get (find_widget (bench.page, NABLA_TYPE_DIGIT_GRID), "vadjustment", &bench.down, NULL);

  g_timeout_add (4, on_beat, &bench);
  g_timeout_add (1500, on_turn, &bench);
  wait_until (has_turned, &bench);
  g_print ("{\"work_median_ms\": %.1f, ", quantile (bench.work, 0.5));
  g_print ("\"work_longest_ms\": %.1f, ", quantile (bench.work, 1.0));
  gtk_widget_add_tick_callback (bench.page, on_frame, &bench, NULL);
  wait_until (has_scrolled, &bench);
  g_print ("\"frame_median_ms\": %.1f, ", quantile (bench.frames, 0.5));
  g_print ("\"frame_99_ms\": %.1f}\n", quantile (bench.frames, 0.99));
  nabla_workbench_stop_and_wait (workbench);
  return 0;
}
