/* SPDX-License-Identifier: MIT */
/* cli-sweep.h: what was asked of `sweep`, and what came out; for cli-sweep*.c. */
#pragma once

#include "cli/cli-data.h"
#include "cli/cli-history.h"
#include "cli/cli-monitoring.h"
#include "cli/cli-train-start.h"
#include "lab/nabla-run.h"
#include "lab/nabla-sweep.h"

typedef struct {
  CliTrainStart start;
  CliData data;
  CliMonitoring monitoring;
  CliHistory history;
  char **vary_texts; /* --vary as they were given, or NULL */
  gint64 n_seeds;    /* --seeds */
  gint64 jobs;       /* --jobs; 0: a run for each core */
  gboolean list, cull, json;
  char *plot;
  /* After cli_sweep_prepare */
  GArray *varies;  /* of NablaVary */
  GArray *set_ups; /* of NablaHyperParameters; run k has the one at k − 1 */
} CliSweep;

void cli_sweep_clear (CliSweep *sweep);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliSweep, cli_sweep_clear)

/* Everything that can be refused before data is loaded: NABLA_ERROR_USAGE, …_INPUT, …_OUTPUT. */
gboolean cli_sweep_prepare (CliSweep *sweep, CliOptions *options, GError **error);

const NablaHyperParameters *cli_sweep_set_up (const CliSweep *sweep, gsize i);
/* "learning-rate 0.25, seed 2": what run i + 1 varies; free it. */
char *cli_sweep_describe (const CliSweep *sweep, gsize i);

/* Prints the command of `train` for each run on a line of its own, as a shell reads it.
 * NABLA_ERROR_USAGE where one cannot be written. */
gboolean cli_sweep_list (const CliSweep *sweep, CliOptions *options, GError **error);

/* The groups of seeds: (*groups)[i] is that of run i + 1; free them. Returns how many there are. */
gsize cli_sweep_group (const CliSweep *sweep, gsize **groups);

/* What a run came to. */
typedef struct {
  gboolean ended;           /* in one of these states */
  NablaRunState state;      /* COMPLETED, DIVERGED, FAILED, or STOPPED where it was culled */
  double best, final, cost; /* accuracies 0 … 1 (nabla_record_score); the cost after the last
                               epoch; NAN for none */
  GArray *records;          /* of NablaRecord, for the plot; or NULL */
} CliOutcome;

/* The column of costs: validation's, else test's, else training's, as far as it is monitored; −1.
 */
int cli_sweep_cost_figure (NablaMonitors monitors, NablaDataSet *data_set);

/* Before the first run, and after the last: a line of each combination with mean and standard
 * deviation over its seeds. For people. */
void cli_sweep_print_heading (const CliSweep *sweep, NablaDataSet *data_set, guint jobs);
void cli_sweep_print_table (const CliSweep *sweep, NablaDataSet *data_set,
                            const CliOutcome *outcomes);

/* A curve for each combination, the mean of its seeds with their standard deviation as a band; the
 * table of a CSV file has every run. NABLA_ERROR_OUTPUT. */
gboolean cli_sweep_save_plot (const CliSweep *sweep, const CliOutcome *outcomes, GError **error);

/* Trains them all; the exit code. */
int cli_sweep_train (CliSweep *sweep, NablaDataSet *data_set, guint jobs, GError **error);
