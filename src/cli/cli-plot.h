/* SPDX-License-Identifier: MIT */
/* cli-plot.h: the curves of a run as a file. */
#pragma once

#include "cli/cli-error.h"
#include "lab/nabla-run.h"

/* NABLA_ERROR_USAGE for an ending that is not .png, .svg, .pdf or .csv. path NULL is fine. */
gboolean cli_plot_check (const char *path, GError **error);

/* Two charts by epoch, cost over accuracy. NABLA_ERROR_OUTPUT. */
gboolean cli_plot_save (NablaRun *run, const char *path, GError **error);
