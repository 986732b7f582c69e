/* SPDX-License-Identifier: MIT */
/* cli-plot.h: the curves of runs as a file. */
#pragma once

#include "cli/cli-error.h"
#include "lab/nabla-run.h"
#include "plot/plot-color.h"

/* NABLA_ERROR_USAGE for an ending that is not .png, .svg, .pdf or .csv. path NULL is fine. */
gboolean cli_plot_check (const char *path, GError **error);

typedef struct {
  const NablaRecord *records; /* from epoch 1 on where a curve has several */
  gsize n;                    /* of them */
} CliRecords;

/* A run as it is drawn, or the mean of several seeds and their standard deviation as a band. */
typedef struct {
  const char *label; /* "784-30-10" or "η 0.25 · seed 2" */
  PlotColor color;
  NablaMonitors monitors;
  const CliRecords *members;
  gsize n_members;
} CliCurve;

/* Two charts by epoch, cost over accuracy; with a title the sheet has that, a note under it and a
 * legend. NABLA_ERROR_OUTPUT. */
gboolean cli_plot_save (const CliCurve *curves, gsize n, const char *title, const char *note,
                        const char *path, GError **error);
