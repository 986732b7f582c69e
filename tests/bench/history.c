/* SPDX-License-Identifier: MIT */
/* The history window with many runs, measured inside the process. Prints one JSON object a phase.
 *
 *   history [RUNS]
 *
 * makes a history of RUNS runs (1,000), opens it, scrolls to its end and back, searches, and stars
 * all. What the main thread does between two waits of its main loop is one turn; a frame is drawn
 * within one. Of each turn it says the milliseconds by the thread's own clock, which other programs
 * do not lengthen, and of the longest also those by the wall. Needs a display (xvfb-run -a will
 * do).
 */
#include "app/nabla-history-window.h"
#include "app/nabla-renderer.h"
#include "inside.h"

#include "lab/small-data.h"

#include <stdlib.h>
#include <time.h>

#define STEP 60 /* pixels a frame */

typedef struct {
  int n_runs;
  GArray *turns, *frames; /* of double, ms; frames: turns in which one was drawn */
  double longest_wall;
  double cpu, wall; /* when the turn began, ms */
  gboolean drawn;
} Bench;

static Bench bench;

static double
clock_ms (clockid_t clock)
{
  struct timespec now;
  clock_gettime (clock, &now);
  return 1e3 * (double) now.tv_sec + 1e-6 * (double) now.tv_nsec;
}

static void
end_turn (void)
{
  double cpu = clock_ms (CLOCK_THREAD_CPUTIME_ID) - bench.cpu;
  g_array_append_val (bench.turns, cpu);
  if (bench.drawn)
    g_array_append_val (bench.frames, cpu);
  bench.longest_wall = MAX (bench.longest_wall, clock_ms (CLOCK_MONOTONIC) - bench.wall);
}

static void
begin_turn (void)
{
  bench.cpu = clock_ms (CLOCK_THREAD_CPUTIME_ID);
  bench.wall = clock_ms (CLOCK_MONOTONIC);
  bench.drawn = FALSE;
}

static int
poll_timed (GPollFD *files, guint n, int timeout)
{
  if (bench.cpu > 0)
    end_turn ();
  int ready = g_poll (files, n, timeout);
  begin_turn ();
  return ready;
}

static void
report (const char *phase)
{
  g_print ("{\"phase\": \"%s\", \"runs\": %d, \"frames\": %u, \"frame_ms_median\": %.2f, "
           "\"frame_ms_p99\": %.2f, \"frame_ms_max\": %.2f, \"turn_ms_max\": %.2f, "
           "\"turn_wall_ms_max\": %.2f}\n",
           phase, bench.n_runs, bench.frames->len, quantile (bench.frames, 0.5),
           quantile (bench.frames, 0.99), quantile (bench.frames, 1), quantile (bench.turns, 1),
           bench.longest_wall);
  g_array_set_size (bench.turns, 0);
  g_array_set_size (bench.frames, 0);
  bench.longest_wall = 0;
}

static void
on_paint (void)
{
  bench.drawn = TRUE;
}

static void
on_realized (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "paint", G_CALLBACK (on_paint), NULL);
}

static gboolean
stay_awake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_some (double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_TIME_SPAN_SECOND);
  guint awake = g_timeout_add (5, stay_awake, NULL);
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (awake);
}

static void
fill (NablaHistory *history, NablaDataSet *data_set)
{
  static const char *const tags[] = { "lecture week-3", "homework", "book chapter-3", "" };
  NablaHyperParameters set_up = nabla_hyper_parameters_default ();
  for (int i = 0; i < bench.n_runs; i++) {
    set_up.learning_rate = 0.01 * (1 + i % 50);
    set_up.l2 = 0.1 * (i % 7);
    set_up.seed = i;
    g_autoptr (NablaRun) run = nabla_run_new (&set_up, data_set, NABLA_MONITOR_DEFAULT);
    g_autofree char *name = g_strdup_printf ("η %g, seed %d", set_up.learning_rate, i);
    nabla_run_set_name (run, name);
    nabla_history_follow (history, run);
  }
  nabla_history_flush (history, NULL);
  g_autoptr (GPtrArray) entries = nabla_history_list (history, NULL);
  for (guint i = 0; i < entries->len; i++) {
    const char *of_entry[] = { tags[i % G_N_ELEMENTS (tags)], NULL };
    nabla_history_set_tags (history, entries->pdata[i], of_entry);
    nabla_history_set_starred (history, entries->pdata[i], i % 10 == 0);
    if (i % 5 == 0)
      nabla_history_set_note (history, entries->pdata[i], "η is too high here; see the cost");
  }
  nabla_history_flush (history, NULL);
}

static void
scroll (GtkWidget *list, double step)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  double value = gtk_adjustment_get_value (adjustment), before;
  do {
    guint drawn = bench.frames->len;
    before = value;
    value += step;
    gtk_adjustment_set_value (adjustment, value);
    value = gtk_adjustment_get_value (adjustment);
    for (int i = 0; i < 50 && bench.frames->len == drawn; i++)
      g_main_context_iteration (NULL, TRUE);
  } while (value != before);
}

static void
measure (NablaWorkbench *workbench)
{
  /* Style and fonts are loaded with the first window of a program, which this is not. */
  GtkWidget *first = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (first), gtk_label_new ("first"));
  gtk_window_present (GTK_WINDOW (first));
  wait_some (1);
  begin_turn ();
  g_main_context_set_poll_func (NULL, poll_timed);
  GtkWidget *window = nabla_history_window_open (NULL, workbench);
  GtkWidget *list = find_widget (window, GTK_TYPE_LIST_VIEW);
  GtkWidget *search = find_widget (window, GTK_TYPE_SEARCH_ENTRY);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realized), NULL);
  wait_some (2);
  report ("open");
  scroll (list, STEP);
  scroll (list, -STEP);
  report ("scroll");
  scroll (list, 100 * STEP);
  scroll (list, -100 * STEP);
  report ("scroll by pages");
  gtk_editable_set_text (GTK_EDITABLE (search), "0.5");
  wait_some (1);
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  wait_some (1);
  report ("search");
  gtk_selection_model_select_all (
      nabla_history_window_get_selection (NABLA_HISTORY_WINDOW (window)));
  wait_some (0.5);
  report ("select all");
  gtk_widget_activate_action (window, "history.star", NULL);
  wait_some (1);
  report ("star all");
  g_main_context_set_poll_func (NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (first));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  bench.n_runs = argc > 1 ? atoi (argv[1]) : 1000;
  bench.turns = g_array_new (FALSE, FALSE, sizeof (double));
  bench.frames = g_array_new (FALSE, FALSE, sizeof (double));
  adw_init ();
  nabla_renderer_choose (gdk_display_get_default ());
  g_autofree char *folder = g_dir_make_tmp ("nabla-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr (NablaDataSet) data_set = small_data_set (600, 100);
  NablaHistory *history = nabla_history_open (path, &error);
  if (history == NULL) {
    g_printerr ("history: %s\n", error->message);
    return 1;
  }
  fill (history, data_set);
  NablaWorkbench *workbench = nabla_workbench_new (1);
  nabla_workbench_set_data_set (workbench, data_set);
  nabla_workbench_set_history (workbench, history);
  measure (workbench);
  nabla_workbench_stop_and_wait (workbench);
  g_object_unref (workbench);
  g_object_unref (history);
  small_data_remove (folder);
  return 0;
}
