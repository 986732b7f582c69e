/* SPDX-License-Identifier: MIT */
#include "cli/cli-resume-run.h"

#include "lab/nabla-history-row.h"
#include "lab/nabla-parameter.h"
#include "lab/nabla-run-kept.h"

void
cli_resume_run_clear (CliResumeRun *self)
{
  g_clear_pointer (&self->uuid, g_free);
  g_clear_object (&self->entry);
}

CliOption
cli_resume_run_option (CliResumeRun *self)
{
  return (CliOption){ .kind = CLI_OPTION_TEXT,
                      .name = "resume-run",
                      .argument = "UUID",
                      .help = "Go on with this run of the history, or one that was killed, to "
                              "--epochs epochs in all, bit for bit as if it had never been "
                              "interrupted; set-up and kernel are the run's, data too where no "
                              "option says which (default: none)",
                      .value = &self->uuid };
}

static gboolean
check_entry (const CliResumeRun *self, GError **error)
{
  const char *uuid = nabla_history_entry_get_uuid (self->entry);
  if (nabla_history_entry_can_continue (self->entry))
    return TRUE;
  if (nabla_history_entry_get_state (self->entry) == NABLA_RUN_DIVERGED)
    return cli_error_set (error, NABLA_ERROR_USAGE, "run %.8s diverged: it cannot go on", uuid);
  if (nabla_history_entry_get_state (self->entry) < NABLA_RUN_COMPLETED)
    return cli_error_set (error, NABLA_ERROR_USAGE, "run %.8s is being trained by another program",
                          uuid);
  return cli_error_set (error, NABLA_ERROR_INPUT,
                        "the set-up of run %.8s is one that this version does not know", uuid);
}

static gboolean
take_set_up (const CliResumeRun *self, CliOptions *options, NablaHyperParameters *set_up,
             GError **error)
{
  const NablaHyperParameters *of_run = nabla_history_entry_get_hyper_parameters (self->entry);
  const char *uuid = nabla_history_entry_get_uuid (self->entry);
  *set_up = *of_run;
  cli_options_apply_set_up (options, set_up);
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++) {
    if (g_str_equal (table[i].key, "epochs") || nabla_parameter_equal (&table[i], set_up, of_run))
      continue;
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--%s must be left out: run %.8s goes on with its own set-up",
                          table[i].option, uuid);
  }
  return nabla_hyper_parameters_validate (set_up, error);
}

/* The folder that it was trained on may be named otherwise today; then options say so. */
static void
take_data (const CliResumeRun *self, CliOptions *options, CliData *data)
{
  const NablaHistoryRow *row = nabla_history_entry_get_row (self->entry);
  if (data->folder == NULL && data->kind == NULL) {
    if (row->data_folder != NULL)
      data->folder = g_strdup (row->data_folder);
    else if (row->data_seed >= 0 || g_strcmp0 (row->data_name, "synthetic") == 0)
      data->kind = g_strdup ("synthetic");
  }
  if (row->data_seed >= 0 && data->folder == NULL && !cli_options_given (options, "data-seed"))
    data->seed = row->data_seed;
  if (row->data_seed >= 0 && data->folder == NULL)
    data->style = row->data_style;
  if (!cli_options_given (options, "validation-size"))
    data->validation_size = row->data_images[DIGITS_VALIDATION];
}

gboolean
cli_resume_run_prepare (CliResumeRun *self, CliHistory *history, CliOptions *options,
                        NablaHyperParameters *hyper_parameters, CliData *data, GError **error)
{
  if (!cli_history_open (history, TRUE, error))
    return FALSE;
  self->entry = nabla_history_find (history->history, self->uuid, error);
  if (self->entry == NULL || !check_entry (self, error) ||
      !take_set_up (self, options, hyper_parameters, error))
    return FALSE;
  take_data (self, options, data);
  return TRUE;
}

static gboolean
check_data (const CliResumeRun *self, NablaDataSet *data_set, GError **error)
{
  const NablaHistoryRow *row = nabla_history_entry_get_row (self->entry);
  gboolean same_sizes = TRUE;
  nabla_data_set_get_digest (data_set); /* for nabla_history_entry_fits */
  if (nabla_history_entry_fits (self->entry, data_set))
    return TRUE;
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    same_sizes =
        same_sizes && row->data_images[part] ==
                          (gint64) nabla_data_set_get_part (data_set, (DigitsPartKind) part).n;
  if (same_sizes && g_strcmp0 (row->data_name, nabla_data_set_get_name (data_set)) == 0)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "run %.8s was trained on other images than those that are in %s now; the "
                          "data options say what is read",
                          row->uuid, row->data_name);
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "run %.8s was trained on %s with %" G_GINT64_FORMAT
                        " training and %" G_GINT64_FORMAT
                        " validation images, not on %s; the data options say what is read",
                        row->uuid, row->data_name, row->data_images[DIGITS_TRAINING],
                        row->data_images[DIGITS_VALIDATION], nabla_data_set_get_name (data_set));
}

/* The history brings them; one that was merged out of JSON has none. */
static gboolean
check_own (const CliResumeRun *self, NablaRun *ended, GError **error)
{
  if (!(nabla_run_get_hyper_parameters (ended)->own_share > 0) ||
      nabla_data_set_get_n_own (nabla_run_get_data_set (ended)) > 0)
    return TRUE;
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "run %.8s was trained on drawings of your own that the history does not "
                        "have: it cannot go on",
                        nabla_history_entry_get_uuid (self->entry));
}

NablaRun *
cli_resume_run_make (CliResumeRun *self, CliHistory *history,
                     const NablaHyperParameters *hyper_parameters, NablaDataSet *data_set,
                     GError **error)
{
  if (!check_data (self, data_set, error))
    return NULL;
  g_autoptr (NablaRun) ended = nabla_history_load (
      history->history, nabla_history_entry_get_uuid (self->entry), data_set, error);
  if (ended == NULL || !check_own (self, ended, error))
    return NULL;
  return nabla_run_new_continued (ended, (int) hyper_parameters->epochs, error);
}
