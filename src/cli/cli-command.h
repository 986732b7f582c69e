/* SPDX-License-Identifier: MIT */
/* cli-command.h: the commands of nabla-cli. Each takes its arguments with its own name first and
 * answers with the exit code of the program. */
#pragma once

typedef enum {
  CLI_SUCCESS = 0,
  CLI_FAILED = 1,   /* a gradient check beyond its bound, an internal error */
  CLI_USAGE = 2,    /* an unknown option, a value out of range */
  CLI_FILES = 3,    /* a bad or missing file, an unwritable place */
  CLI_DIVERGED = 4, /* the run diverged */
  CLI_INTERRUPTED = 130,
} CliExit;

int cli_train (char **arguments);
int cli_sweep (char **arguments);
int cli_evaluate (char **arguments);
int cli_classify (char **arguments);
int cli_check_gradient (char **arguments);
int cli_presets (char **arguments);
int cli_dataset (char **arguments);
int cli_model (char **arguments);
int cli_runs (char **arguments);
int cli_drawings (char **arguments);
