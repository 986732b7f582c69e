/* SPDX-License-Identifier: MIT */
/* nabla-cli train: one run. */
#include "cli/cli-data.h"
#include "cli/cli-file.h"
#include "cli/cli-interrupt.h"
#include "cli/cli-plot.h"
#include "cli/cli-progress.h"
#include "cli/cli-report.h"
#include "lab/nabla-model.h"
#include "lab/nabla-parameter.h"

typedef struct {
  NablaHyperParameters hyper_parameters;
  CliData data;
  NablaMonitors monitors;
  char *monitor; /* --monitor as text */
  char *init_model;
  char *model_out;
  char *plot;
  gboolean json;
} Train;

static void
train_clear (Train *train)
{
  cli_data_clear (&train->data);
  g_free (train->monitor);
  g_free (train->init_model);
  g_free (train->model_out);
  g_free (train->plot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Train, train_clear)

static void
add_options (Train *train, CliOptions *options)
{
  const CliOption start[] = {
    { .kind = CLI_OPTION_FILE,
      .name = "init-model",
      .argument = "FILE",
      .help = "Start from the network of this model instead of random weights; --layers is then "
              "what it has (default: none)",
      .value = &train->init_model },
    { .kind = CLI_OPTION_TEXT,
      .name = "monitor",
      .argument = "LIST",
      .help = "What is measured after each epoch, with commas between: train-cost, "
              "train-accuracy, validation-cost, validation-accuracy, test-cost, test-accuracy; or "
              "all, or none (default: all but validation-cost and test-cost)",
      .value = &train->monitor },
  };
  const CliOption output[] = {
    { .kind = CLI_OPTION_FILE,
      .name = "model-out",
      .argument = "FILE",
      .help = "Write the network as safetensors when the run ends, also after an interruption; of "
              "a run that diverged its last good epoch (default: none)",
      .value = &train->model_out },
    { .kind = CLI_OPTION_FILE,
      .name = "plot",
      .argument = "FILE.png|.svg|.pdf|.csv",
      .help = "Write the curves of cost and accuracy (default: none)",
      .value = &train->plot },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout: start, every epoch, end (default: a table)",
      .value = &train->json },
  };
  cli_options_add_set_up (options, &train->hyper_parameters);
  cli_options_add (options, "Start and monitoring", start, G_N_ELEMENTS (start));
  cli_data_add_options (&train->data, options);
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
}

/* Takes the layers of the model where --layers does not say them. */
static NablaModel *
load_initial (Train *train, gboolean layers_given, GError **error)
{
  g_autoptr (NablaModel) model = nabla_model_load (train->init_model, error);
  if (model == NULL)
    return NULL;
  NablaHyperParameters of_model = train->hyper_parameters;
  of_model.n_layers = model->network->n_layers + 1;
  for (int i = 0; i <= model->network->n_layers; i++)
    of_model.layers[i] = model->network->sizes[i];
  const NablaParameter *layers = nabla_parameter_find ("layers");
  if (layers_given && !nabla_parameter_equal (layers, &of_model, &train->hyper_parameters)) {
    g_autofree char *name = g_filename_display_name (train->init_model);
    g_autofree char *text = nabla_parameter_get_text (layers, &of_model);
    cli_error_set (error, NABLA_ERROR_USAGE, "--layers must be %s, as %s has them, or be left out",
                   text, name);
    return NULL;
  }
  train->hyper_parameters = of_model;
  return g_steal_pointer (&model);
}

/* All that can be refused before data is loaded. */
static gboolean
check (Train *train, CliOptions *options, NablaModel **initial, GError **error)
{
  train->monitors = NABLA_MONITOR_DEFAULT;
  if (train->monitor != NULL && !nabla_monitors_parse (train->monitor, &train->monitors))
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--monitor takes train-cost, train-accuracy, validation-cost, "
                          "validation-accuracy, test-cost, test-accuracy with commas between, or "
                          "all, or none, not “%.60s”",
                          train->monitor);
  if (!cli_plot_check (train->plot, error))
    return FALSE;
  if (train->init_model != NULL) {
    *initial = load_initial (train, cli_options_given (options, "layers"), error);
    if (*initial == NULL)
      return FALSE;
  }
  return nabla_hyper_parameters_validate (&train->hyper_parameters, error) &&
         cli_file_check_writable (train->model_out, error) &&
         cli_file_check_writable (train->plot, error);
}

static void
on_record (NablaRun *run, const NablaRecord *record, const Train *train)
{
  cli_report_epoch (run, record, train->json);
}

static void
on_progress (NablaRun *run, GParamSpec *property, const Train *train)
{
  gsize epochs;
  nabla_run_get_records (run, &epochs);
  g_autofree char *label = g_strdup_printf (
      "epoch %d of %" G_GINT64_FORMAT, MIN ((int) epochs + 1, (int) train->hyper_parameters.epochs),
      train->hyper_parameters.epochs);
  if (!nabla_run_is_finished (run))
    cli_progress_show (label, nabla_run_get_progress (run));
}

static void
on_finished (NablaRun *run, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static void
stop_run (gpointer data)
{
  nabla_run_stop (data);
}

static gboolean
save_model (NablaRun *run, const char *path, GError **error)
{
  NnNetwork *network = nabla_run_ref_snapshot (run);
  g_autoptr (NablaModel) model = nabla_model_new (network);
  nn_network_unref (network);
  model->has_hyper_parameters = TRUE;
  model->hyper_parameters = *nabla_run_get_hyper_parameters (run);
  model->epoch = nabla_run_get_snapshot_epoch (run);
  model->data_set = g_strdup (nabla_data_set_get_name (nabla_run_get_data_set (run)));
  return nabla_model_save (model, path, error);
}

/* Writes what was asked for and says how it ended. */
static int
finish (const Train *train, NablaRun *run)
{
  NablaRunState state = nabla_run_get_state (run);
  if (state == NABLA_RUN_FAILED) {
    cli_error_print ("%s", nabla_run_get_message (run));
    return CLI_FAILED;
  }
  int code = state == NABLA_RUN_COMPLETED  ? CLI_SUCCESS
             : state == NABLA_RUN_DIVERGED ? CLI_DIVERGED
                                           : CLI_INTERRUPTED;
  const char *reason = state == NABLA_RUN_COMPLETED  ? "completed"
                       : state == NABLA_RUN_DIVERGED ? "diverged"
                                                     : "interrupted";
  g_autoptr (GError) error = NULL;
  gboolean saved = (train->model_out == NULL || save_model (run, train->model_out, &error)) &&
                   (train->plot == NULL || cli_plot_save (run, train->plot, &error));
  cli_report_end (run, reason, train->json);
  if (state == NABLA_RUN_DIVERGED)
    cli_error_print ("%s", nabla_run_get_message (run));
  return saved ? code : cli_error_report (error);
}

static int
run_to_end (Train *train, NablaModel *initial, GError **error)
{
  g_autoptr (NablaDataSet) data_set = cli_data_load (&train->data, train->json, error);
  if (data_set == NULL)
    return cli_error_report (*error);
  if (cli_interrupted ())
    return CLI_INTERRUPTED;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NablaRun) run = nabla_run_new (&train->hyper_parameters, data_set, train->monitors);
  nabla_run_set_snapshots (run, FALSE);
  if (initial != NULL)
    nabla_run_set_initial (run, initial->network);
  g_signal_connect (run, "record", G_CALLBACK (on_record), train);
  g_signal_connect (run, "finished", G_CALLBACK (on_finished), loop);
  if (!train->json)
    g_signal_connect (run, "notify::progress", G_CALLBACK (on_progress), train);
  if (!nabla_run_start (run, error))
    return cli_error_report (*error);
  cli_report_start (run, train->json);
  cli_interrupt_call (stop_run, run);
  g_main_loop_run (loop);
  cli_progress_clear ();
  return finish (train, run);
}

int
cli_train (char **arguments)
{
  g_auto (Train) train = { .data = CLI_DATA_NONE };
  g_autoptr (CliOptions) options = cli_options_new (
      "train [OPTION…]",
      "Trains a network and says after each epoch how good it is. Without options: the default "
      "set-up, 784-30-10, on MNIST where it is found in the user's data folder, else on "
      "synthesized digits.");
  g_autoptr (NablaModel) initial = NULL;
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&train, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!check (&train, options, &initial, &error))
    return cli_error_report (error);
  cli_interrupt_catch ();
  return cli_error_finish (run_to_end (&train, initial, &error));
}
