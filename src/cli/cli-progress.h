/* SPDX-License-Identifier: MIT */
/* cli-progress.h: a progress bar on stderr, where that is a terminal; otherwise nothing at all. */
#pragma once

#include <glib.h>

/* Shows the bar, at most some ten times a second. `done` is 0 … 1; `label` is short. */
void cli_progress_show (const char *label, double done);

/* Takes the bar off the screen: before anything else is printed, and at the end. */
void cli_progress_clear (void);

/* "23,860": thousands set off for people. Freed by the caller. */
char *cli_progress_count (gint64 n);
