/* SPDX-License-Identifier: MIT */
/* cli-history.h: the option --history, and the history that it names. */
#pragma once

#include "cli/cli-options.h"
#include "lab/nabla-history.h"

typedef struct {
  CliOptionalFile file;
  NablaHistory *history; /* NULL: runs are not kept */
  gboolean complained;
} CliHistory;

void cli_history_clear (CliHistory *self);

/* `--history[=FILE]` of commands that train. */
CliOption cli_history_option (CliHistory *self);
/* `--history FILE` of commands that read it; *path receives it. */
CliOption cli_history_file_option (char **path);

/* Opens it where the option was given, or `always`. Prints what goes wrong later, once. */
gboolean cli_history_open (CliHistory *self, gboolean always, GError **error);

/* The run is kept from now on: whatever is printed of it after its signals is on disk. Before
 * others connect to the run. Nothing where there is no history. */
void cli_history_follow (CliHistory *self, NablaRun *run);
gboolean cli_history_keeps (NablaRun *run);

/* At the end. */
void cli_history_finish (CliHistory *self);
