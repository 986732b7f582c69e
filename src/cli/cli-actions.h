/* SPDX-License-Identifier: MIT */
/* cli-actions.h: a command whose first argument says what to do, as “nabla-cli runs list”. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;
  int (*run) (char **arguments); /* its own name first */
  const char *summary;
} CliAction;

/* Runs the one of `actions` that arguments[1] names, or says what there is: arguments[0] is the
 * command. The exit code. */
int cli_actions_run (const CliAction *actions, gsize n, char **arguments);
