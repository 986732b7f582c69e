/* SPDX-License-Identifier: MIT */
/* The drawing panel as pictures are opened in it, measured inside the process. Prints one JSON
 * object a file.
 *
 *   picture FILE…
 *
 * opens each FILE five times in the window, one after another: photographs, or what is none. What
 * the main thread does between two waits of its main loop is one turn; of the turns while a picture
 * is read it says the longest, by the thread's own clock, which other programs do not lengthen, and
 * by the wall. Needs a display (xvfb-run -a will do). */
#include "app/nabla-application.h"
#include "app/nabla-drawing-panel.h"
#include "app/nabla-renderer.h"
#include "app/nabla-window.h"
#include "inside.h"

#include <stdlib.h>
#include <time.h>

#define TIMES  5
#define SETTLE 700 /* milliseconds between two pictures */

typedef struct {
  char **files;
  NablaWindow *window;
  NablaDrawingPanel *panel;
  int file, time;
  gint64 began;            /* when it was opened, µs */
  GArray *seconds, *turns; /* until it was read; turns' own milliseconds */
  double longest_wall, cpu, wall;
} Bench;

static Bench bench;

static double
clock_ms (clockid_t clock)
{
  struct timespec now;
  clock_gettime (clock, &now);
  return 1e3 * (double) now.tv_sec + 1e-6 * (double) now.tv_nsec;
}

static int
poll_timed (GPollFD *files, guint n, int timeout)
{
  if (bench.began != 0 && bench.cpu > 0) {
    double cpu = clock_ms (CLOCK_THREAD_CPUTIME_ID) - bench.cpu;
    g_array_append_val (bench.turns, cpu);
    bench.longest_wall = MAX (bench.longest_wall, clock_ms (CLOCK_MONOTONIC) - bench.wall);
  }
  int ready = g_poll (files, n, timeout);
  bench.cpu = clock_ms (CLOCK_THREAD_CPUTIME_ID);
  bench.wall = clock_ms (CLOCK_MONOTONIC);
  return ready;
}

static void
report (void)
{
  g_autofree char *name = g_path_get_basename (bench.files[bench.file]);
  g_print ("{\"file\": \"%s\", \"read_seconds_median\": %.3f, \"turn_ms_max\": %.2f, "
           "\"turn_wall_ms_max\": %.2f}\n",
           name, quantile (bench.seconds, 0.5), quantile (bench.turns, 1), bench.longest_wall);
  g_array_set_size (bench.seconds, 0);
  g_array_set_size (bench.turns, 0);
  bench.longest_wall = 0;
}

static gboolean open_next (gpointer data);

/* Until some frames after the picture was read. */
static gboolean
on_settled (gpointer data)
{
  bench.began = 0;
  if (++bench.time == TIMES) {
    report ();
    bench.time = 0;
    bench.file++;
  }
  g_idle_add (open_next, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_beat (gpointer data)
{
  if (nabla_drawing_panel_is_reading (bench.panel))
    return G_SOURCE_CONTINUE;
  double seconds = (double) (g_get_monotonic_time () - bench.began) * 1e-6;
  g_array_append_val (bench.seconds, seconds);
  g_timeout_add (SETTLE, on_settled, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
open_next (gpointer data)
{
  if (bench.files[bench.file] == NULL) {
    gtk_window_close (GTK_WINDOW (bench.window));
    return G_SOURCE_REMOVE;
  }
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (bench.files[bench.file]);
  bench.began = g_get_monotonic_time ();
  nabla_drawing_panel_open_picture (bench.panel, file);
  g_timeout_add (2, on_beat, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_ready (gpointer data)
{
  return open_next (NULL);
}

static void
on_activate (GtkApplication *application, gpointer data)
{
  nabla_renderer_choose (gdk_display_get_default ());
  bench.window = NABLA_WINDOW (nabla_window_new (application));
  bench.panel =
      NABLA_DRAWING_PANEL (find_widget (GTK_WIDGET (bench.window), NABLA_TYPE_DRAWING_PANEL));
  gtk_window_present (GTK_WINDOW (bench.window));
  g_timeout_add_seconds (2, on_ready, NULL);
}

int
main (int argc, char **argv)
{
  if (argc < 2) {
    g_printerr ("usage: picture FILE…\n");
    return 2;
  }
  bench.files = argv + 1;
  bench.seconds = g_array_new (FALSE, FALSE, sizeof (double));
  bench.turns = g_array_new (FALSE, FALSE, sizeof (double));
  g_main_context_set_poll_func (NULL, poll_timed);
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.nabla_lab.Nabla.Bench", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/io/github/nabla_lab/Nabla");
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  int status = g_application_run (G_APPLICATION (application), 1, argv);
  g_array_unref (bench.seconds);
  g_array_unref (bench.turns);
  return status;
}
