/* SPDX-License-Identifier: MIT */
/* The window while it trains, measured inside the process. Prints one JSON object.
 *
 *   window FOLDER RUNS EPOCHS [frames|draw|sweep]
 *
 * opens the real window on the data of FOLDER, trains RUNS runs of the default set-up for EPOCHS
 * epochs at once and says how long training took. With `frames` it asks for a frame at every
 * refresh and says how even they were, and how long the main loop was kept from running; with
 * `draw` also how long a pen's point took until the bars had followed it; `sweep` is `frames` with
 * two learning rates and half of the seeds each, kept in a history as they are in the application.
 * Needs a display (xvfb-run -a will do). */
#include "app/nabla-application.h"
#include "app/nabla-canvas.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-probability-bars.h"
#include "app/nabla-renderer.h"
#include "app/nabla-window.h"
#include "inside.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>

#define HEARTBEAT 4 /* milliseconds */

typedef struct {
  const char *folder;
  int n_runs, epochs;
  gboolean frames, draw, sweep;
  char *history; /* its folder, or NULL */
  NablaWindow *window;
  NablaCanvas *canvas;
  NablaProbabilityBars *bars;
  int points, followed; /* points drawn; those after which the bars had changed at once */
  double angle;
  gint64 started, up, last_frame, last_beat;
  GArray *frame_times, *stalls, *motions; /* of double, milliseconds */
} Bench;

static void
add (GArray *values, double value)
{
  g_array_append_val (values, value);
}

static double
frames_a_second (GArray *frame_times)
{
  double sum = 0;
  for (guint i = 0; i < frame_times->len; i++)
    sum += g_array_index (frame_times, double, i);
  return 1000.0 * frame_times->len / sum;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  gint64 now = g_get_monotonic_time ();
  if (bench->last_frame != 0)
    add (bench->frame_times, (double) (now - bench->last_frame) / 1000.0);
  bench->last_frame = now;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_beat (gpointer data)
{
  Bench *bench = data;
  gint64 now = g_get_monotonic_time ();
  if (bench->last_beat != 0)
    add (bench->stalls, (double) (now - bench->last_beat) / 1000.0 - HEARTBEAT);
  bench->last_beat = now;
  return G_SOURCE_CONTINUE;
}

/* One more point of an endless spiral, as a motion event makes it. */
static gboolean
on_pen (gpointer data)
{
  Bench *bench = data;
  double before[NABLA_N_DIGITS], after[NABLA_N_DIGITS];
  double half = gtk_widget_get_width (GTK_WIDGET (bench->canvas)) / 2.0;
  double radius = half * (0.2 + 0.6 * fabs (sin (bench->angle / 7)));
  double x = half + radius * cos (bench->angle), y = half + radius * sin (bench->angle);
  nabla_probability_bars_get (bench->bars, before);
  if (bench->points % 100 == 0) {
    nabla_canvas_end (bench->canvas);
    nabla_canvas_clear (bench->canvas);
    nabla_canvas_begin (bench->canvas, x, y, 0.5, 0);
  } else {
    nabla_canvas_extend (bench->canvas, x, y, 0.5, 0);
    add (bench->motions, 1000 * nabla_canvas_get_last_update_seconds (bench->canvas));
    nabla_probability_bars_get (bench->bars, after);
    bench->followed += memcmp (before, after, sizeof before) != 0;
  }
  bench->points++;
  bench->angle += 0.12;
  return G_SOURCE_CONTINUE;
}

static void
report (Bench *bench)
{
  GListModel *runs = nabla_workbench_get_runs (nabla_window_get_workbench (bench->window));
  double train = 0, evaluation = 0;
  gsize epochs = 0;
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (NablaRun) run = g_list_model_get_item (runs, i);
    gsize n;
    const NablaRecord *records = nabla_run_get_records (run, &n);
    for (gsize e = 0; e < n; e++) {
      train += records[e].train_seconds;
      evaluation += records[e].evaluation_seconds;
    }
    epochs += n;
  }
  g_print ("{\"epochs\": %" G_GSIZE_FORMAT ", \"train_seconds\": %.6f, \"evaluation_seconds\": %.6f"
           ", \"first_frame_ms\": %.0f",
           epochs, train, evaluation, (double) (bench->up - bench->started) / 1000.0);
  if (bench->frames)
    g_print (", \"frames_a_second\": %.1f, \"frame_ms_median\": %.2f, \"frame_ms_p99\": %.2f, "
             "\"stall_ms_median\": %.2f, \"stall_ms_p99\": %.2f, \"stall_ms_max\": %.2f",
             frames_a_second (bench->frame_times), quantile (bench->frame_times, 0.5),
             quantile (bench->frame_times, 0.99), quantile (bench->stalls, 0.5),
             quantile (bench->stalls, 0.99), quantile (bench->stalls, 1.0));
  if (bench->motions->len > 0)
    g_print (", \"motions\": %u, \"followed_at_once\": %d, \"motion_ms_median\": %.3f, "
             "\"motion_ms_p99\": %.3f, \"motion_ms_max\": %.3f",
             bench->motions->len, bench->followed, quantile (bench->motions, 0.5),
             quantile (bench->motions, 0.99), quantile (bench->motions, 1.0));
  g_print ("}\n");
}

static void
on_busy (Bench *bench)
{
  if (nabla_workbench_get_busy (nabla_window_get_workbench (bench->window)))
    return;
  report (bench);
  gtk_window_close (GTK_WINDOW (bench->window));
}

static void
on_data (Bench *bench)
{
  NablaWorkbench *workbench = nabla_window_get_workbench (bench->window);
  g_autofree NablaHyperParameters *set_ups = g_new (NablaHyperParameters, (gsize) bench->n_runs);
  for (int i = 0; i < bench->n_runs; i++) {
    set_ups[i] = nabla_hyper_parameters_default ();
    set_ups[i].epochs = bench->epochs;
    set_ups[i].seed = bench->sweep ? i / 2 + 1 : i + 1;
    if (bench->sweep && i % 2 == 1)
      set_ups[i].learning_rate /= 2;
    if (!bench->sweep)
      nabla_workbench_train (workbench, &set_ups[i], NULL);
  }
  if (bench->sweep)
    nabla_workbench_train_sweep (workbench, set_ups, (gsize) bench->n_runs, NULL);
  g_signal_connect_swapped (workbench, "notify::busy", G_CALLBACK (on_busy), bench);
  if (bench->frames) {
    gtk_widget_add_tick_callback (GTK_WIDGET (bench->window), on_frame, bench, NULL);
    g_timeout_add (HEARTBEAT, on_beat, bench);
  }
  if (bench->draw)
    g_timeout_add (8, on_pen, bench);
}

static void
on_map (Bench *bench)
{
  if (bench->up == 0)
    bench->up = g_get_monotonic_time ();
}

static void
on_activate (GtkApplication *application, Bench *bench)
{
  nabla_renderer_choose (gdk_display_get_default ());
  bench->window = NABLA_WINDOW (nabla_window_new (application));
  bench->canvas = NABLA_CANVAS (find_widget (GTK_WIDGET (bench->window), NABLA_TYPE_CANVAS));
  /* The page of digits has bars too. */
  GtkWidget *panel = find_widget (GTK_WIDGET (bench->window), NABLA_TYPE_DRAWING_PANEL);
  bench->bars = NABLA_PROBABILITY_BARS (find_widget (panel, NABLA_TYPE_PROBABILITY_BARS));
  g_signal_connect_swapped (nabla_window_get_workbench (bench->window), "notify::data-set",
                            G_CALLBACK (on_data), bench);
  g_signal_connect_swapped (bench->window, "map", G_CALLBACK (on_map), bench);
  if (bench->history != NULL) {
    g_autofree char *path = g_build_filename (bench->history, "history.db", NULL);
    nabla_window_open_history (bench->window, path);
  }
  nabla_window_open_data (bench->window, bench->folder);
  gtk_window_present (GTK_WINDOW (bench->window));
}

/* With the files in it. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_unlink (file);
  }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  if (argc < 4) {
    g_printerr ("usage: window FOLDER RUNS EPOCHS [frames|draw|sweep]\n");
    return 2;
  }
  Bench bench = {
    .folder = argv[1], .n_runs = atoi (argv[2]), .epochs = atoi (argv[3]), .frames = argc > 4
  };
  bench.draw = argc > 4 && g_str_equal (argv[4], "draw");
  bench.sweep = argc > 4 && g_str_equal (argv[4], "sweep");
  bench.history = bench.sweep ? g_dir_make_tmp ("nabla-bench-XXXXXX", NULL) : NULL;
  bench.started = g_get_monotonic_time ();
  bench.frame_times = g_array_new (FALSE, FALSE, sizeof (double));
  bench.stalls = g_array_new (FALSE, FALSE, sizeof (double));
  bench.motions = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.nabla_lab.Nabla.Bench", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/io/github/nabla_lab/Nabla");
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &bench);
  int status = g_application_run (G_APPLICATION (application), 1, argv);
  g_array_unref (bench.frame_times);
  g_array_unref (bench.stalls);
  g_array_unref (bench.motions);
  if (bench.history != NULL)
    remove_folder (bench.history);
  g_free (bench.history);
  return status;
}
