/* SPDX-License-Identifier: MIT */
/* nabla-cli sweep: every combination of values and seeds, several at once. */
#include "cli/cli-sweep.h"

#include "cli/cli-file.h"
#include "cli/cli-interrupt.h"
#include "cli/cli-plot.h"

#define MOST_JOBS 1024

void
cli_sweep_clear (CliSweep *sweep)
{
  cli_train_start_clear (&sweep->start);
  cli_data_clear (&sweep->data);
  cli_monitoring_clear (&sweep->monitoring);
  cli_history_clear (&sweep->history);
  g_strfreev (sweep->vary_texts);
  g_free (sweep->plot);
  g_clear_pointer (&sweep->varies, g_array_unref);
  g_clear_pointer (&sweep->set_ups, g_array_unref);
}

static void
add_options (CliSweep *sweep, CliOptions *options)
{
  const CliOption what[] = {
    { .kind = CLI_OPTION_TEXTS,
      .name = "vary",
      .argument = "NAME=V1,V2,…",
      .help = "Values of a parameter of the set-up; may be given again for others, and every "
              "combination is trained, the last going round fastest. A range is FIRST..LAST:N, N "
              "values by equal factors (learning-rate, l2, l1) or steps. Layers and digits have "
              "semicolons between: 'layers=784,30,10;784,100,10' (default: none)",
      .value = &sweep->vary_texts },
    { .kind = CLI_OPTION_COUNT,
      .name = "seeds",
      .argument = "N",
      .help = "Each combination with so many seeds: --seed, --seed + 1, …",
      .value = &sweep->n_seeds,
      .minimum = 1,
      .maximum = NABLA_MAX_SWEEP_RUNS,
      .unit = "seeds" },
    { .kind = CLI_OPTION_COUNT,
      .name = "jobs",
      .argument = "N",
      .help = "So many runs at once; 0 is as many as there are cores",
      .value = &sweep->jobs,
      .minimum = 0,
      .maximum = MOST_JOBS,
      .unit = "runs" },
    { .kind = CLI_OPTION_FLAG,
      .name = "cull",
      .help =
          "Stop hopeless runs early: those that after a fifth of the epochs (2 at least) are in "
          "the worse half of those that came so far, and have more than twice the best one's "
          "errors (default: every run has all its epochs)",
      .value = &sweep->cull },
    { .kind = CLI_OPTION_FLAG,
      .name = "list",
      .help = "Train nothing; print the command of “nabla-cli train” for each run on a line, for "
              "GNU parallel, xargs or a Slurm array; --history=x.db is then x-1.db for the first, "
              "x-2.db for "
              "the second, … (default: train)",
      .value = &sweep->list },
  };
  const CliOption history[] = { cli_history_option (&sweep->history) };
  const CliOption output[] = {
    { .kind = CLI_OPTION_FILE,
      .name = "plot",
      .argument = "FILE.png|.svg|.pdf|.csv",
      .help = "Write the curves of cost and accuracy of all runs; those that differ only in the "
              "seed as their mean and standard deviation (.csv: each run; default: none)",
      .value = &sweep->plot },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout, the events of train, each with the number of its "
              "“run” from 1 (default: a table)",
      .value = &sweep->json },
  };
  cli_options_add (options, "Sweep", what, G_N_ELEMENTS (what));
  cli_options_add_set_up (options, &sweep->start.hyper_parameters);
  cli_train_start_add_options (&sweep->start, options, FALSE);
  cli_monitoring_add_options (&sweep->monitoring, options);
  cli_data_add_options (&sweep->data, options);
  cli_options_add (options, "History", history, G_N_ELEMENTS (history));
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
}

static void
clear_vary (gpointer vary)
{
  nabla_vary_clear (vary);
}

static gboolean
parse_varies (CliSweep *sweep, GError **error)
{
  sweep->varies = g_array_new (FALSE, TRUE, sizeof (NablaVary));
  g_array_set_clear_func (sweep->varies, clear_vary);
  for (char **text = sweep->vary_texts; text != NULL && *text != NULL; text++) {
    NablaVary vary;
    if (!nabla_vary_parse (*text, &vary, error)) {
      g_prefix_error (error, "--vary: ");
      return FALSE;
    }
    g_array_append_val (sweep->varies, vary);
  }
  return TRUE;
}

/* A model's network has the units that it has. */
static gboolean
check_model (const CliSweep *sweep, GError **error)
{
  static const char *const fixed[] = { "layers", "activation", "output", "encoding" };
  for (guint i = 0; sweep->start.init_model != NULL && i < sweep->varies->len; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (fixed); k++)
      if (g_str_equal (g_array_index (sweep->varies, NablaVary, i).parameter->key, fixed[k]))
        return cli_error_set (
            error, NABLA_ERROR_USAGE,
            "--vary: %s cannot be varied together with --init-model, which has its "
            "own",
            fixed[k]);
  return TRUE;
}

gboolean
cli_sweep_prepare (CliSweep *sweep, CliOptions *options, GError **error)
{
  if (!parse_varies (sweep, error) || !check_model (sweep, error) ||
      !cli_monitoring_prepare (&sweep->monitoring, error) || !cli_plot_check (sweep->plot, error) ||
      !cli_train_start_prepare (&sweep->start, options, error))
    return FALSE;
  sweep->set_ups = nabla_sweep_expand (&sweep->start.hyper_parameters,
                                       (NablaVary *) (void *) sweep->varies->data,
                                       sweep->varies->len, (int) sweep->n_seeds, error);
  if (sweep->set_ups == NULL) {
    g_prefix_error (error, "--vary: ");
    return FALSE;
  }
  return cli_file_check_writable (sweep->plot, error);
}

const NablaHyperParameters *
cli_sweep_set_up (const CliSweep *sweep, gsize i)
{
  return &g_array_index (sweep->set_ups, NablaHyperParameters, i);
}

char *
cli_sweep_describe (const CliSweep *sweep, gsize i)
{
  return nabla_sweep_describe (cli_sweep_set_up (sweep, i),
                               (const NablaVary *) (void *) sweep->varies->data, sweep->varies->len,
                               sweep->n_seeds > 1 || sweep->varies->len == 0);
}

gsize
cli_sweep_group (const CliSweep *sweep, gsize **groups)
{
  gsize n = sweep->set_ups->len;
  g_autofree const NablaHyperParameters **set_ups = g_new (const NablaHyperParameters *, n);
  for (gsize i = 0; i < n; i++)
    set_ups[i] = cli_sweep_set_up (sweep, i);
  *groups = g_new (gsize, n);
  return nabla_sweep_group (set_ups, n, *groups);
}

static int
train (CliSweep *sweep, GError **error)
{
  g_autoptr (NablaDataSet) data_set = cli_data_load (&sweep->data, sweep->json, error);
  if (data_set == NULL)
    return cli_error_report (*error);
  for (guint i = 0; i < sweep->set_ups->len; i++)
    if (!cli_data_take_own (&data_set, cli_sweep_set_up (sweep, i), error))
      return cli_error_report (*error);
  if (cli_interrupted ())
    return CLI_INTERRUPTED;
  guint jobs = sweep->jobs > 0 ? (guint) sweep->jobs : g_get_num_processors ();
  return cli_sweep_train (sweep, data_set, MIN (jobs, sweep->set_ups->len), error);
}

int
cli_sweep (char **arguments)
{
  g_auto (CliSweep) sweep = { .data = CLI_DATA_NONE, .n_seeds = 1 };
  g_autoptr (CliOptions) options =
      cli_options_new ("sweep [OPTION…]", "Trains every combination of values and seeds, as many "
                                          "at once as there are cores. Run k gives "
                                          "bit for bit what the k-th command of --list gives "
                                          "alone. Runs that diverge are outcomes: the "
                                          "exit code is 0 all the same.");
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&sweep, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!cli_sweep_prepare (&sweep, options, &error))
    return cli_error_report (error);
  if (sweep.list) {
    if (!cli_sweep_list (&sweep, options, &error))
      return cli_error_report (error);
    return cli_error_finish (CLI_SUCCESS);
  }
  if (!cli_history_open (&sweep.history, FALSE, &error))
    return cli_error_report (error);
  cli_interrupt_catch ();
  return cli_error_finish (train (&sweep, &error));
}
