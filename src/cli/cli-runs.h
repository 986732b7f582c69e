/* SPDX-License-Identifier: MIT */
/* cli-runs.h: what the actions of `nabla-cli runs` share. */
#pragma once

#include "cli/cli-history.h"

#include <json-glib/json-glib.h>

/* Each takes its own name first, and returns the exit code. */
int cli_runs_list (char **arguments);
int cli_runs_show (char **arguments);
int cli_runs_export (char **arguments);
int cli_runs_import (char **arguments);
int cli_runs_star (char **arguments);
int cli_runs_note (char **arguments);
int cli_runs_tag (char **arguments);
int cli_runs_delete (char **arguments);
int cli_runs_restore (char **arguments);

/* Options that all have. */
typedef struct {
  char *path;
  gboolean json;
  NablaHistory *history;
} CliRuns;

void cli_runs_clear (CliRuns *runs);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliRuns, cli_runs_clear)
void cli_runs_add_options (CliRuns *runs, CliOptions *options);
gboolean cli_runs_open (CliRuns *runs, GError **error);

/* The runs that these prefixes name; all that are not removed where there are none. NULL with
 * error. */
GPtrArray *cli_runs_find (CliRuns *runs, char **prefixes, GError **error);
