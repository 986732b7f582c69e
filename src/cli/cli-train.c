/* SPDX-License-Identifier: MIT */
/* nabla-cli train: one run. */
#include "cli/cli-data.h"
#include "cli/cli-file.h"
#include "cli/cli-interrupt.h"
#include "cli/cli-kernel.h"
#include "cli/cli-monitoring.h"
#include "cli/cli-plot.h"
#include "cli/cli-progress.h"
#include "cli/cli-report.h"
#include "cli/cli-resume-run.h"
#include "cli/cli-train-start.h"
#include "lab/nabla-run-model.h"

typedef struct {
  CliTrainStart start;
  CliData data;
  CliMonitoring monitoring;
  CliHistory history;
  CliResumeRun resume_run;
  char *model_out;
  char *plot;
  gboolean json;
} Train;

static void
train_clear (Train *train)
{
  cli_train_start_clear (&train->start);
  cli_data_clear (&train->data);
  cli_monitoring_clear (&train->monitoring);
  cli_resume_run_clear (&train->resume_run);
  cli_history_clear (&train->history);
  g_free (train->model_out);
  g_free (train->plot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Train, train_clear)

static void
add_options (Train *train, CliOptions *options)
{
  const CliOption history[] = {
    cli_history_option (&train->history),
    cli_resume_run_option (&train->resume_run),
  };
  const CliOption output[] = {
    { .kind = CLI_OPTION_FILE,
      .name = "model-out",
      .argument = "FILE",
      .help = "Write the network as safetensors when the run ends; --resume goes on from it. After "
              "an interruption it is written too, and a checkpoint beside it "
              "(NAME.checkpoint.safetensors); of a run that diverged its last good epoch "
              "(default: none)",
      .value = &train->model_out },
    { .kind = CLI_OPTION_FILE,
      .name = "plot",
      .argument = "FILE.png|.svg|.pdf|.csv",
      .help = "Write the curves of cost and accuracy (default: none)",
      .value = &train->plot },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout: start, every epoch (and every "
              "measurement within), end (default: a table)",
      .value = &train->json },
  };
  cli_options_add_set_up (options, &train->start.hyper_parameters);
  cli_train_start_add_options (&train->start, options, TRUE);
  cli_monitoring_add_options (&train->monitoring, options);
  cli_data_add_options (&train->data, options);
  cli_options_add (options, "History", history, G_N_ELEMENTS (history));
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
}

/* A run goes on with the kernel that it was begun with, unless another is asked for. */
static gboolean
settle_kernel (Train *train, GError **error)
{
  const char *of_file = train->start.resume != NULL ? train->start.model->kernel : NULL;
  if (train->monitoring.kernel_name != NULL || of_file == NULL)
    return TRUE;
  if (cli_kernel_find (of_file, &train->monitoring.kernel))
    return TRUE;
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "the run was begun with the kernel %.20s, which this machine lacks; "
                        "--kernel auto goes on with another, which rounds differently",
                        of_file);
}

/* All that can be refused before data is loaded. */
static gboolean
prepare_start (Train *train, CliOptions *options, GError **error)
{
  const CliTrainStart *start = &train->start;
  if (train->resume_run.uuid == NULL)
    return cli_train_start_prepare (&train->start, options, error) &&
           cli_history_open (&train->history, FALSE, error);
  if (start->resume != NULL || start->init_model != NULL || start->preset_name != NULL)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--resume-run goes on with a run; leave --%s out",
                          start->resume != NULL       ? "resume"
                          : start->init_model != NULL ? "init-model"
                                                      : "preset");
  return cli_resume_run_prepare (&train->resume_run, &train->history, options,
                                 &train->start.hyper_parameters, &train->data, error);
}

static gboolean
check (Train *train, CliOptions *options, GError **error)
{
  return cli_monitoring_prepare (&train->monitoring, error) &&
         cli_plot_check (train->plot, error) && prepare_start (train, options, error) &&
         settle_kernel (train, error) && cli_file_check_writable (train->model_out, error) &&
         cli_file_check_writable (train->plot, error);
}

static void
on_record (NablaRun *run, const NablaRecord *record, const Train *train)
{
  cli_report_epoch (run, record, train->json);
}

static void
on_monitor (NablaRun *run, const NablaMonitorRecord *record, const Train *train)
{
  cli_report_monitor (run, record, train->json);
}

static void
on_preparation (NablaRun *run, GParamSpec *property, const Train *train)
{
  if (nabla_run_get_preparation (run) < 1.0)
    cli_progress_show ("preparing images", nabla_run_get_preparation (run));
}

static void
on_progress (NablaRun *run, GParamSpec *property, const Train *train)
{
  int all = (int) train->start.hyper_parameters.epochs;
  int done = cli_report_epochs_done (run);
  g_autofree char *label = g_strdup_printf ("epoch %d of %d", MIN (done + 1, all), all);
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

/* The network as it is now; of one that diverged without what resuming needs, as that would lead
 * nowhere. TRUE where there is none yet. */
static gboolean
save_model (NablaRun *run, const char *path, GError **error)
{
  g_autoptr (NablaModel) model = nabla_run_make_model (run);
  if (model == NULL)
    return TRUE;
  return nabla_model_save (model, path, error);
}

/* "best.checkpoint.safetensors" beside "best.safetensors". */
static char *
checkpoint_path (const char *model_out)
{
  const char *ending = ".safetensors";
  gsize length = strlen (model_out);
  if (g_str_has_suffix (model_out, ending))
    length -= strlen (ending);
  return g_strdup_printf ("%.*s.checkpoint%s", (int) length, model_out, ending);
}

static gboolean
save_plot (NablaRun *run, const char *path, GError **error)
{
  CliRecords records = { 0 };
  CliCurve curve = { .color = plot_color_of_run (0),
                     .monitors = nabla_run_get_monitors (run),
                     .members = &records,
                     .n_members = 1 };
  g_autofree char *label = cli_report_network (nabla_run_get_hyper_parameters (run));
  curve.label = label;
  records.records = nabla_run_get_records (run, &records.n);
  return cli_plot_save (&curve, 1, NULL, NULL, path, error);
}

static gboolean
save_all (const Train *train, NablaRun *run, GError **error)
{
  if (train->model_out != NULL && !save_model (run, train->model_out, error))
    return FALSE;
  if (train->model_out != NULL && nabla_run_get_state (run) == NABLA_RUN_STOPPED) {
    g_autofree char *path = checkpoint_path (train->model_out);
    if (!save_model (run, path, error))
      return FALSE;
  }
  return train->plot == NULL || save_plot (run, train->plot, error);
}

/* Writes what was asked for and says how it ended. */
static int
finish (Train *train, NablaRun *run)
{
  NablaRunState state = nabla_run_get_state (run);
  if (state == NABLA_RUN_FAILED) {
    cli_error_print ("%s", nabla_run_get_message (run));
    return CLI_FAILED;
  }
  int code = state == NABLA_RUN_COMPLETED  ? CLI_SUCCESS
             : state == NABLA_RUN_DIVERGED ? CLI_DIVERGED
                                           : CLI_INTERRUPTED;
  g_autoptr (GError) error = NULL;
  gboolean saved = save_all (train, run, &error);
  cli_history_finish (&train->history);
  cli_report_end (run, train->json);
  if (state == NABLA_RUN_DIVERGED)
    cli_error_print ("%s", nabla_run_get_message (run));
  return saved ? code : cli_error_report (error);
}

static NablaRun *
make_resumed_run (Train *train, NablaDataSet *data_set, GError **error)
{
  NablaRun *run = cli_resume_run_make (&train->resume_run, &train->history,
                                       &train->start.hyper_parameters, data_set, error);
  if (run == NULL)
    return NULL;
  nabla_run_set_snapshots (run, FALSE);
  nabla_run_set_low_priority (run, FALSE);
  if (train->monitoring.kernel_name != NULL)
    nabla_run_set_kernel (run, train->monitoring.kernel);
  return run;
}

static NablaRun *
make_run (Train *train, NablaDataSet *data_set, GError **error)
{
  const CliTrainStart *start = &train->start;
  if (train->resume_run.uuid != NULL)
    return make_resumed_run (train, data_set, error);
  NablaRun *run = nabla_run_new (&start->hyper_parameters, data_set, train->monitoring.monitors);
  nabla_run_set_snapshots (run, FALSE);
  nabla_run_set_low_priority (run, FALSE);
  cli_monitoring_apply (&train->monitoring, run);
  nabla_run_set_validation_images (run, (gsize) start->validation_images);
  if (start->init_model != NULL)
    nabla_run_set_initial (run, start->model->network);
  if (start->resume != NULL)
    nabla_run_set_checkpoint (run, start->model->checkpoint);
  return run;
}

static int
run_to_end (Train *train, GError **error)
{
  g_autoptr (NablaDataSet) data_set = cli_data_load (&train->data, train->json, error);
  if (data_set == NULL)
    return cli_error_report (*error);
  /* A run of the history brings its own. */
  if (train->resume_run.uuid == NULL &&
      !cli_data_take_own (&data_set, &train->start.hyper_parameters, error))
    return cli_error_report (*error);
  if (!cli_train_start_check_data (&train->start, data_set, error))
    return cli_error_report (*error);
  if (cli_interrupted ())
    return CLI_INTERRUPTED;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NablaRun) run = make_run (train, data_set, error);
  if (run == NULL)
    return cli_error_report (*error);
  cli_history_follow (&train->history, run);
  g_signal_connect (run, "record", G_CALLBACK (on_record), train);
  g_signal_connect (run, "monitor", G_CALLBACK (on_monitor), train);
  g_signal_connect (run, "finished", G_CALLBACK (on_finished), loop);
  if (!train->json) {
    g_signal_connect (run, "notify::progress", G_CALLBACK (on_progress), train);
    g_signal_connect (run, "notify::preparation", G_CALLBACK (on_preparation), train);
  }
  if (!nabla_run_start (run, error))
    return cli_error_report (*error);
  cli_report_start (run, train->start.preset_name, train->json);
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
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&train, options);
  if (!cli_options_parse (options, arguments, 0, 0, &code))
    return code;
  if (!check (&train, options, &error))
    return cli_error_report (error);
  cli_interrupt_catch ();
  return cli_error_finish (run_to_end (&train, &error));
}
