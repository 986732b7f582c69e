/* SPDX-License-Identifier: MIT */
/* The runs of a sweep as commands of `train`. */
#include "cli/cli-sweep.h"

#include <stdio.h>
#include <string.h>

/* Words of these need no quotes in any shell. */
#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:/=+@%"

static void
append_word (GString *command, const char *word)
{
  g_autofree char *quoted = NULL;
  if (word[0] == '\0' || word[strspn (word, PLAIN)] != '\0')
    quoted = g_shell_quote (word);
  g_string_append_printf (command, " %s", quoted != NULL ? quoted : word);
}

static gboolean
refuse_line_break (const char *name, GError **error)
{
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "--%s has a line break, and --list writes a command a line", name);
}

static gboolean
append_option (GString *command, const char *name, const char *value, GError **error)
{
  if (value == NULL)
    return TRUE;
  if (strpbrk (value, "\r\n") != NULL)
    return refuse_line_break (name, error);
  g_autofree char *option = g_strdup_printf ("--%s", name);
  append_word (command, option);
  append_word (command, value);
  return TRUE;
}

static void
append_count (GString *command, CliOptions *options, const char *name, gint64 value)
{
  if (cli_options_given (options, name))
    g_string_append_printf (command, " --%s %" G_GINT64_FORMAT, name, value);
}

/* What all runs have in common besides their set-ups. */
static gboolean
append_surroundings (GString *command, const CliSweep *sweep, CliOptions *options, GError **error)
{
  const CliData *data = &sweep->data;
  NablaDigitStyle style;
  if (!append_option (command, "kernel", sweep->monitoring.kernel_name, error) ||
      !append_option (command, "monitor", sweep->monitoring.list, error))
    return FALSE;
  append_count (command, options, "monitor-every", sweep->monitoring.every);
  if (!append_option (command, "data", data->folder, error) ||
      !append_option (command, "dataset", data->kind, error))
    return FALSE;
  append_count (command, options, "validation-size", data->validation_size);
  append_count (command, options, "data-seed", data->seed);
  if (!cli_data_choose_style (data, &style, error) ||
      !append_option (command, "data-style", data->style_options.manner, error) ||
      !append_option (command, "data-style-strength", data->style_options.strength, error))
    return FALSE;
  if (sweep->json)
    g_string_append (command, " --json");
  return TRUE;
}

/* What a command without set-up options has: those of the preset and of the model. */
static NablaHyperParameters
start_of_command (const CliSweep *sweep)
{
  const NablaPreset *preset = sweep->start.preset;
  return preset != NULL ? nabla_preset_get_hyper_parameters (preset)
                        : nabla_hyper_parameters_default ();
}

/* The options that lead from `start` to the set-up. */
static gboolean
append_set_up (GString *command, const NablaHyperParameters *set_up,
               const NablaHyperParameters *start, GError **error)
{
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  for (gsize i = 0; i < n; i++) {
    gboolean is_flag = table[i].kind == NABLA_PARAMETER_FLAG;
    if (nabla_parameter_equal (&table[i], set_up, start))
      continue;
    g_autofree char *value = nabla_parameter_get_text (&table[i], set_up);
    if (is_flag && nabla_parameter_get_number (&table[i], set_up) == table[i].standard)
      return cli_error_set (error, NABLA_ERROR_USAGE,
                            "no option takes --%s of the preset back: leave --preset out and give "
                            "its other options",
                            table[i].option);
    if (is_flag)
      g_string_append_printf (command, " --%s", table[i].option);
    else if (!append_option (command, table[i].option, value, error))
      return FALSE;
  }
  return TRUE;
}

/* "rates-12.db" of "rates.db": no two machines write one file. */
static gboolean
append_history (GString *command, const CliSweep *sweep, guint number, GError **error)
{
  const CliOptionalFile *file = &sweep->history.file;
  if (!file->given)
    return TRUE;
  if (file->path == NULL) {
    g_string_append (command, " --history");
    return TRUE;
  }
  if (strpbrk (file->path, "\r\n") != NULL)
    return refuse_line_break ("history", error);
  const char *ending = strrchr (file->path, '.');
  if (ending == NULL || strchr (ending, '/') != NULL)
    ending = file->path + strlen (file->path);
  g_autofree char *option = g_strdup_printf ("--history=%.*s-%u%s", (int) (ending - file->path),
                                             file->path, number, ending);
  append_word (command, option);
  return TRUE;
}

gboolean
cli_sweep_list (const CliSweep *sweep, CliOptions *options, GError **error)
{
  if (sweep->plot != NULL)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--plot draws all runs together, but --list trains none: leave one out");
  if (sweep->cull)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--cull compares runs with each other, but those of --list are trained "
                          "alone: leave one out");
  g_autoptr (GString) common = g_string_new ("nabla-cli train");
  g_autoptr (GString) surroundings = g_string_new (NULL);
  g_autoptr (GString) commands = g_string_new (NULL);
  NablaHyperParameters start = start_of_command (sweep);
  if (!append_option (common, "preset", sweep->start.preset_name, error) ||
      !append_option (common, "init-model", sweep->start.init_model, error) ||
      !append_surroundings (surroundings, sweep, options, error))
    return FALSE;
  for (guint i = 0; i < sweep->set_ups->len; i++) {
    g_string_append (commands, common->str);
    if (!append_set_up (commands, cli_sweep_set_up (sweep, i), &start, error))
      return FALSE;
    g_string_append (commands, surroundings->str);
    if (!append_history (commands, sweep, i + 1, error))
      return FALSE;
    g_string_append_c (commands, '\n');
  }
  fputs (commands->str, stdout);
  return TRUE;
}
