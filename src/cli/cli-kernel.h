/* SPDX-License-Identifier: MIT */
/* cli-kernel.h: --kernel, which instructions the inner loops use. */
#pragma once

#include "cli/cli-options.h"
#include "nn/nn-kernel.h"

/* What to describe the option with; the name goes to *text (NULL: auto). */
CliOption cli_kernel_option (char **text);

/* NABLA_ERROR_USAGE for a name that does not exist, and for a kernel that this machine lacks, with
 * those that it has. NULL is auto. */
gboolean cli_kernel_parse (const char *text, NnKernelKind *kernel, GError **error);

/* By its name, which may be of another version; FALSE where this machine has none of it. */
gboolean cli_kernel_find (const char *name, NnKernelKind *kernel);
