/* SPDX-License-Identifier: MIT */
/* nabla-cli evaluate: how good a model is on each part of a data set. */
#include "cli/cli-confusion.h"
#include "cli/cli-data.h"
#include "cli/cli-interrupt.h"
#include "cli/cli-json.h"
#include "cli/cli-model-load.h"
#include "cli/cli-progress.h"
#include "cli/cli-worst.h"
#include "digits/digits-expand.h"
#include "lab/nabla-parameter.h"
#include "lab/nabla-record.h"
#include "lab/nabla-training-data.h"
#include "nn/nn-evaluation.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  CliData data;
  gboolean confusion;
  gint64 worst;
  gboolean json;
} Evaluate;

typedef struct {
  NnEvaluation parts[DIGITS_N_PARTS]; /* n = 0 where a part is empty */
  NablaConfusion confusions[DIGITS_N_PARTS];
  GArray *worst; /* NULL where it is not wanted */
  double seconds;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->worst, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
evaluate_clear (Evaluate *evaluate)
{
  cli_data_clear (&evaluate->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluate, evaluate_clear)

static const char *const part_names[] = { "training", "validation", "test" };

static void
add_options (Evaluate *evaluate, CliOptions *options)
{
  const CliOption output[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "confusion",
      .help =
          "Count for each digit what it was taken for: the accuracy of each digit on each part, "
          "and a table with the true digit in rows (default: off)",
      .value = &evaluate->confusion },
    { .kind = CLI_OPTION_COUNT,
      .name = "worst",
      .argument = "N",
      .help = "List so many images of the test part that cost most: their number from 0, what they "
              "are, what they were taken for, and with what probability",
      .value = &evaluate->worst,
      .minimum = 0,
      .maximum = 10000 },
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object on stdout (default: a table on a terminal, JSON elsewhere)",
      .value = &evaluate->json },
  };
  cli_data_add_options (&evaluate->data, options);
  cli_options_add (options, "Output", output, G_N_ELEMENTS (output));
}

static gboolean
check_status (NnStatus status, GError **error)
{
  if (status == NN_OK)
    return TRUE;
  if (status == NN_STOPPED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "interrupted");
  else
    cli_error_set (error, NABLA_ERROR_INTERNAL, "%s", nn_status_message (status));
  return FALSE;
}

static gboolean
count_confusion (const NablaModel *model, const NnSamples *samples, NablaConfusion *confusion,
                 GError **error)
{
  g_autofree guint8 *answers = g_new (guint8, samples->n);
  if (!check_status (nn_predict (model->network, samples, 0, samples->n, NULL, answers), error))
    return FALSE;
  nabla_confusion_count (confusion, samples->labels, answers, samples->n);
  return TRUE;
}

/* The parts as the model's set-up has them: its digits and its encoding; all of them, unchanged. */
static NablaTrainingData *
prepare (const NablaModel *model, NablaDataSet *data_set, GError **error)
{
  const NablaPreparationWatch watch = { .stop = cli_interrupt_flag () };
  NablaHyperParameters set_up = model->hyper_parameters;
  set_up.train_size = 0;
  set_up.expand = DIGITS_EXPAND_NONE;
  set_up.drawings = 0;
  set_up.own_share = 0;
  return nabla_training_data_new (data_set, &set_up, 0, &watch, error);
}

static gboolean
measure (const Evaluate *evaluate, const NablaModel *model, NablaDataSet *data_set,
         Outcome *outcome, GError **error)
{
  NnObjective objective = nabla_hyper_parameters_get_objective (&model->hyper_parameters);
  g_autoptr (NablaTrainingData) data = prepare (model, data_set, error);
  if (data == NULL)
    return FALSE;
  gint64 start = g_get_monotonic_time ();
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    const NnSamples *samples = nabla_training_data_get (data, (DigitsPartKind) part);
    if (!evaluate->json)
      cli_progress_show (part_names[part], part / (double) DIGITS_N_PARTS);
    if (samples->n > 0 &&
        !check_status (nn_evaluate (model->network, samples, &objective, NN_KERNEL_AUTO,
                                    cli_interrupt_flag (), &outcome->parts[part]),
                       error))
      return FALSE;
  }
  outcome->seconds = (double) (g_get_monotonic_time () - start) / (double) G_TIME_SPAN_SECOND;
  for (int part = 0; part < DIGITS_N_PARTS && evaluate->confusion; part++) {
    const NnSamples *samples = nabla_training_data_get (data, (DigitsPartKind) part);
    if (cli_interrupted ())
      return check_status (NN_STOPPED, error);
    if (samples->n > 0 && !count_confusion (model, samples, &outcome->confusions[part], error))
      return FALSE;
  }
  if (evaluate->worst > 0)
    outcome->worst = cli_worst_find (model, data_set, (guint) evaluate->worst, error);
  return evaluate->worst == 0 || outcome->worst != NULL;
}

static void
print_json (const Evaluate *evaluate, const char *path, const NablaModel *model,
            NablaDataSet *data_set, const Outcome *outcome)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "model", path);
  cli_data_add_json (data_set, builder);
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    if (outcome->parts[part].n == 0)
      continue;
    cli_json_add_figure (builder, nabla_figure_names[2 * part], outcome->parts[part].cost);
    cli_json_add_figure (builder, nabla_figure_names[2 * part + 1], outcome->parts[part].accuracy);
  }
  g_autofree char *cost =
      nabla_parameter_get_text (nabla_parameter_find ("cost"), &model->hyper_parameters);
  cli_json_add_text (builder, "cost", cost);
  cli_json_add_figure (builder, "evaluation_seconds", outcome->seconds);
  if (evaluate->confusion)
    cli_confusion_add_json (outcome->confusions, builder);
  if (outcome->worst != NULL)
    cli_worst_add_json (outcome->worst, builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_table (const Evaluate *evaluate, NablaDataSet *data_set, const Outcome *outcome)
{
  g_autofree char *data = cli_data_describe (data_set);
  printf ("%s\n\n%-12s%10s%12s%10s\n", data, "part", "cost", "accuracy", "wrong");
  for (int part = 0; part < DIGITS_N_PARTS; part++) {
    const NnEvaluation *evaluation = &outcome->parts[part];
    if (evaluation->n > 0)
      printf ("%-12s%10.4f%10.2f %%%10" G_GSIZE_FORMAT "\n", part_names[part], evaluation->cost,
              100.0 * evaluation->accuracy, evaluation->n - evaluation->n_correct);
  }
  if (evaluate->confusion)
    cli_confusion_print (outcome->confusions);
  if (outcome->worst != NULL)
    cli_worst_print (outcome->worst);
}

static gboolean
run (const Evaluate *evaluate, const char *path, GError **error)
{
  g_autoptr (NablaModel) model = cli_model_load (path, error);
  if (model == NULL)
    return FALSE;
  g_autoptr (NablaDataSet) data_set = cli_data_load (&evaluate->data, evaluate->json, error);
  if (data_set == NULL)
    return FALSE;
  g_auto (Outcome) outcome = { 0 };
  gboolean measured = measure (evaluate, model, data_set, &outcome, error);
  cli_progress_clear ();
  if (!measured)
    return FALSE;
  if (evaluate->json)
    print_json (evaluate, path, model, data_set, &outcome);
  else
    print_table (evaluate, data_set, &outcome);
  return TRUE;
}

int
cli_evaluate (char **arguments)
{
  g_auto (Evaluate) evaluate = { .data = CLI_DATA_NONE };
  g_autoptr (CliOptions) options = cli_options_new (
      "evaluate MODEL [OPTION…]",
      "Says the cost and the accuracy of a model on the training, validation and test part. The "
      "cost is the one it was trained with; cross-entropy where its file does not say. A model of "
      "some digits is measured on their images.");
  g_autoptr (GError) error = NULL;
  int code;
  add_options (&evaluate, options);
  if (!cli_options_parse (options, arguments, 1, 1, &code))
    return code;
  evaluate.json = evaluate.json || !isatty (STDOUT_FILENO);
  cli_interrupt_catch ();
  if (!run (&evaluate, cli_options_rest (options)[0], &error))
    return cli_error_report (error);
  return cli_error_finish (CLI_SUCCESS);
}
