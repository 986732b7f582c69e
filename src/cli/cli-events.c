/* SPDX-License-Identifier: MIT */
#include "cli/cli-events.h"

#include "cli/cli-data.h"
#include "cli/cli-history.h"
#include "cli/cli-json.h"
#include "cli/cli-report.h"
#include "lab/nabla-history-export.h"

#include <math.h>

static void
begin (JsonBuilder *builder, const char *event, guint number)
{
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "event", event);
  if (number > 0)
    cli_json_add_integer (builder, "run", number);
}

gint64
cli_event_count_parameters (const NablaHyperParameters *hyper_parameters)
{
  gint64 n = 0;
  for (gint64 i = 1; i < hyper_parameters->n_layers; i++)
    n += (hyper_parameters->layers[i - 1] + 1) * hyper_parameters->layers[i];
  return n;
}

void
cli_event_start (NablaRun *run, guint number, const char *preset)
{
  const NablaHyperParameters *hyper_parameters = nabla_run_get_hyper_parameters (run);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  begin (builder, "start", number);
  cli_json_add_text (builder, "version", NABLA_VERSION);
  if (cli_history_keeps (run))
    cli_json_add_text (builder, "uuid", nabla_run_get_uuid (run));
  if (preset != NULL)
    cli_json_add_text (builder, "preset", preset);
  json_builder_set_member_name (builder, "hyper_parameters");
  json_builder_add_value (builder, nabla_hyper_parameters_to_json (hyper_parameters));
  cli_data_add_json (nabla_run_get_data_set (run), builder);
  cli_json_add_integer (builder, "parameters", cli_event_count_parameters (hyper_parameters));
  cli_json_add_text (builder, "kernel", nn_kernel_name (nabla_run_get_kernel (run)));
  cli_json_add_integer (builder, "seed", hyper_parameters->seed);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

void
cli_event_epoch (NablaRun *run, const NablaRecord *record, guint number)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  begin (builder, "epoch", number);
  cli_json_add_integer (builder, "epoch", record->epoch);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    cli_json_add_figure (builder, nabla_figure_names[i], record->figures[i]);
  if (nabla_run_get_monitors (run) & NABLA_MONITOR_GRADIENT_NORM)
    nabla_history_add_norms_json (record, (int) nabla_run_get_hyper_parameters (run)->n_layers - 1,
                                  builder);
  cli_json_add_figure (builder, "learning_rate", record->learning_rate);
  cli_json_add_figure (builder, "train_seconds", record->train_seconds);
  cli_json_add_figure (builder, "evaluation_seconds", record->evaluation_seconds);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

void
cli_event_monitor (const NablaMonitorRecord *record, guint number)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  begin (builder, "monitor", number);
  cli_json_add_integer (builder, "epoch", record->epoch);
  cli_json_add_integer (builder, "images", (gint64) record->images);
  for (int i = 0; i < NABLA_N_FIGURES; i++)
    cli_json_add_figure (builder, nabla_figure_names[i], record->figures[i]);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

void
cli_event_end (NablaRun *run, guint number)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  begin (builder, "end", number);
  cli_json_add_text (builder, "reason", cli_report_reason (run));
  if (nabla_run_is_culled (run))
    cli_json_add_text (builder, "message", nabla_run_get_message (run));
  if (nabla_run_get_best_epoch (run) > 0)
    cli_json_add_integer (builder, "best_epoch", nabla_run_get_best_epoch (run));
  cli_json_add_integer (builder, "epochs", cli_report_epochs_done (run));
  cli_json_add_figure (builder, "seconds", nabla_run_get_seconds (run));
  if (nabla_run_get_state (run) == NABLA_RUN_DIVERGED) {
    int epoch;
    gsize mini_batch;
    nabla_run_get_diverged_at (run, &epoch, &mini_batch);
    cli_json_add_integer (builder, "epoch", epoch);
    cli_json_add_integer (builder, "mini_batch", (gint64) mini_batch);
  }
  json_builder_end_object (builder);
  cli_json_print (builder);
}
