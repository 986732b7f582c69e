/* SPDX-License-Identifier: MIT */
/* cli-plot.h: the curves of runs as a file. */
#pragma once

#include "cli/cli-error.h"
#include "lab/nabla-run.h"

/* NABLA_ERROR_USAGE for an ending that is not .png, .svg, .pdf or .csv. path NULL is fine. */
gboolean cli_plot_check (const char *path, GError **error);

/* A run as it is drawn. */
typedef struct {
  const char *label; /* "784-30-10" or "η 0.25 · seed 2" */
  gboolean named;    /* the label stands at the end of the curve */
  int color;         /* index of plot_color_of_run */
  NablaMonitors monitors;
  const NablaRecord *records;
  gsize n; /* of them */
} CliCurve;

/* Two charts by epoch, cost over accuracy. NABLA_ERROR_OUTPUT. */
gboolean cli_plot_save (const CliCurve *curves, gsize n, const char *path, GError **error);
