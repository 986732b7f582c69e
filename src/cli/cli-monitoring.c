/* SPDX-License-Identifier: MIT */
#include "cli/cli-monitoring.h"

#include "cli/cli-kernel.h"

#define MOST_IMAGES 1000000000 /* between two measurements within an epoch */

void
cli_monitoring_clear (CliMonitoring *monitoring)
{
  g_clear_pointer (&monitoring->list, g_free);
  g_clear_pointer (&monitoring->kernel_name, g_free);
}

void
cli_monitoring_add_options (CliMonitoring *monitoring, CliOptions *options)
{
  const CliOption entries[] = {
    cli_kernel_option (&monitoring->kernel_name),
    { .kind = CLI_OPTION_TEXT,
      .name = "monitor",
      .argument = "LIST",
      .help = "What is measured after each epoch, with commas between: train-cost, "
              "train-accuracy, validation-cost, validation-accuracy, test-cost, test-accuracy, "
              "or all of these; gradient-norm of each layer; or none (default: all but "
              "validation-cost and test-cost)",
      .value = &monitoring->list },
    { .kind = CLI_OPTION_COUNT,
      .name = "monitor-every",
      .argument = "IMAGES",
      .help = "Within epochs too, after so many images, on the first 100 images of each part that "
              "is monitored; 0 is never",
      .value = &monitoring->every,
      .minimum = 0,
      .maximum = MOST_IMAGES,
      .unit = "images" },
  };
  cli_options_add (options, "Kernel and monitoring", entries, G_N_ELEMENTS (entries));
}

gboolean
cli_monitoring_prepare (CliMonitoring *monitoring, GError **error)
{
  monitoring->monitors = NABLA_MONITOR_DEFAULT;
  if (monitoring->list != NULL && !nabla_monitors_parse (monitoring->list, &monitoring->monitors))
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--monitor takes train-cost, train-accuracy, validation-cost, "
                          "validation-accuracy, test-cost, test-accuracy, all and gradient-norm "
                          "with commas between, or none, not “%.60s”",
                          monitoring->list);
  return cli_kernel_parse (monitoring->kernel_name, &monitoring->kernel, error);
}

void
cli_monitoring_apply (const CliMonitoring *monitoring, NablaRun *run)
{
  nabla_run_set_kernel (run, monitoring->kernel);
  nabla_run_set_monitor_every (run, (gsize) monitoring->every);
}
