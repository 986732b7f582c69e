/* SPDX-License-Identifier: MIT */
/* cli-monitoring.h: the options that say what is measured while a run trains, and with which
 * instructions. */
#pragma once

#include "cli/cli-options.h"
#include "lab/nabla-run.h"

typedef struct {
  char *list;        /* --monitor */
  gint64 every;      /* --monitor-every */
  char *kernel_name; /* --kernel */
  /* After prepare */
  NablaMonitors monitors;
  NnKernelKind kernel;
} CliMonitoring;

void cli_monitoring_clear (CliMonitoring *monitoring);

void cli_monitoring_add_options (CliMonitoring *monitoring, CliOptions *options);

/* After the options are parsed. NABLA_ERROR_USAGE. */
gboolean cli_monitoring_prepare (CliMonitoring *monitoring, GError **error);

/* But for what is monitored, which a run is made with. */
void cli_monitoring_apply (const CliMonitoring *monitoring, NablaRun *run);
