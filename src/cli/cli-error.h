/* SPDX-License-Identifier: MIT */
/* cli-error.h: errors as the command line reports them: one sentence on stderr, and an exit code.
 */
#pragma once

#include "cli/cli-command.h"
#include "lab/nabla-error.h"

/* Sets a NABLA_ERROR; always FALSE, so that it can be returned. */
gboolean cli_error_set (GError **error, NablaError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Prints "nabla-cli: sentence" on stderr, on one line whatever the sentence holds. */
void cli_error_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Prints the error and returns the exit code that belongs to it; prints nothing for a cancelled
 * operation (CLI_INTERRUPTED). */
int cli_error_report (const GError *error);

/* To end a command with: `code`, or CLI_FILES with a sentence where stdout took not everything. */
int cli_error_finish (int code);
