/* SPDX-License-Identifier: MIT */
#include "cli/cli-progress.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH   32
#define INTERVAL_US 80000

static gboolean shown;
static gint64 last_shown;

void
cli_progress_show (const char *label, double done)
{
  gint64 now = g_get_monotonic_time ();
  if ((shown && now - last_shown < INTERVAL_US) || !isatty (STDERR_FILENO))
    return;
  last_shown = now;
  shown = TRUE;
  int filled = (int) lround (CLAMP (done, 0.0, 1.0) * BAR_WIDTH);
  gboolean unicode = g_get_charset (NULL);
  g_autoptr (GString) bar = g_string_new (NULL);
  for (int i = 0; i < BAR_WIDTH; i++)
    if (unicode)
      g_string_append (bar, i < filled ? "█" : "░");
    else
      g_string_append_c (bar, i < filled ? '#' : '-');
  fprintf (stderr, "\r\033[K%s %3.0f %%  %s", bar->str, floor (100.0 * CLAMP (done, 0.0, 1.0)),
           label);
  fflush (stderr);
}

void
cli_progress_clear (void)
{
  if (!shown)
    return;
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  shown = FALSE;
}

char *
cli_progress_count (gint64 n)
{
  GString *text = g_string_new (NULL);
  g_string_printf (text, "%" G_GINT64_FORMAT, n);
  for (gssize i = (gssize) text->len - 3; i > (n < 0); i -= 3)
    g_string_insert (text, i, ",");
  return g_string_free (text, FALSE);
}
