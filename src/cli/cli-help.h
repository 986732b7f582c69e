/* SPDX-License-Identifier: MIT */
/* cli-help.h: text of --help, wrapped. */
#pragma once

#include "cli/cli-options.h"
#include "lab/nabla-parameter.h"

/* Appends the text broken at spaces into lines of at most 80 characters, each after `indent`
 * spaces.
 */
void cli_help_wrap (GString *help, int indent, const char *text);

/* What --help says of an option: its argument, what it does, range, unit and default. */
void cli_help_option (GString *help, const CliOption *option);
void cli_help_parameter (GString *help, const NablaParameter *parameter);
