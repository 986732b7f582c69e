/* SPDX-License-Identifier: MIT */
#include "cli/cli-help.h"

#define COLUMNS 80
#define INDENT  8

void
cli_help_wrap (GString *help, int indent, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong column = COLUMNS + 1;
  for (char **word = words; *word != NULL; word++) {
    glong length = g_utf8_strlen (*word, -1);
    if (column + 1 + length > COLUMNS) {
      g_string_append_printf (help, "%s%*s", word == words ? "" : "\n", indent, "");
      column = indent;
    } else {
      g_string_append_c (help, ' ');
      column++;
    }
    g_string_append (help, *word);
    column += length;
  }
  g_string_append_c (help, '\n');
}

static void
append_option (GString *help, const char *name, const char *argument, const char *sentence,
               const char *facts)
{
  g_string_append_printf (help, "  --%s%s%s\n", name,
                          argument != NULL && argument[0] != '[' ? " " : "",
                          argument != NULL ? argument : "");
  g_autofree char *text = facts != NULL ? g_strdup_printf ("%s (%s)", sentence, facts) : NULL;
  cli_help_wrap (help, INDENT, facts != NULL ? text : sentence);
}

void
cli_help_option (GString *help, const CliOption *option)
{
  g_autofree char *facts = NULL;
  if (option->kind == CLI_OPTION_COUNT)
    facts = g_strdup_printf (
        "%s%s%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT "; default %" G_GINT64_FORMAT,
        option->unit != NULL ? option->unit : "", option->unit != NULL ? ", " : "", option->minimum,
        option->maximum, *(const gint64 *) option->value);
  g_autofree char *argument =
      option->kind == CLI_OPTION_OPTIONAL_FILE ? g_strdup_printf ("[=%s]", option->argument) : NULL;
  append_option (help, option->name, argument != NULL ? argument : option->argument, option->help,
                 facts);
}

static char *
text_of_number (const NablaParameter *parameter, double value)
{
  NablaHyperParameters values = nabla_hyper_parameters_default ();
  nabla_parameter_set_number (parameter, &values, value);
  return nabla_parameter_get_text (parameter, &values);
}

/* "images, 1 to 1000000; default 10" */
static char *
facts_of_parameter (const NablaParameter *parameter)
{
  NablaHyperParameters standard = nabla_hyper_parameters_default ();
  g_autofree char *value = nabla_parameter_get_text (parameter, &standard);
  g_autoptr (GString) facts = g_string_new (NULL);
  if (parameter->unit[0] != '\0')
    g_string_append_printf (facts, "%s%s", parameter->unit,
                            parameter->kind == NABLA_PARAMETER_LAYERS ? "" : ", ");
  if (parameter->kind == NABLA_PARAMETER_COUNT || parameter->kind == NABLA_PARAMETER_NUMBER) {
    g_autofree char *low = text_of_number (parameter, parameter->minimum);
    g_autofree char *high = text_of_number (parameter, parameter->maximum);
    g_string_append_printf (facts, "%s to %s", low, high);
  }
  if (parameter->kind == NABLA_PARAMETER_FLAG)
    g_string_append (facts, parameter->standard != 0.0 ? "default: it does" : "default: off");
  else
    g_string_append_printf (facts, "%sdefault %s", facts->len > 0 ? "; " : "", value);
  return g_strdup (facts->str);
}

static char *
argument_of_parameter (const NablaParameter *parameter)
{
  switch (parameter->kind) {
  case NABLA_PARAMETER_LAYERS:
    return g_strdup ("N,N,…");
  case NABLA_PARAMETER_CHOICE:
    return g_strjoinv ("|", (char **) parameter->choices);
  case NABLA_PARAMETER_COUNT:
    return g_strdup ("N");
  case NABLA_PARAMETER_NUMBER:
    return g_strdup ("NUMBER");
  case NABLA_PARAMETER_SCHEDULE:
    return g_strdup ("constant|halve:PATIENCE:LIMIT|tenth:PATIENCE:LIMIT");
  case NABLA_PARAMETER_DIGITS:
    return g_strdup ("N,N,…");
  case NABLA_PARAMETER_FLAG:
  default:
    return NULL;
  }
}

void
cli_help_parameter (GString *help, const NablaParameter *parameter)
{
  gboolean turns_off = parameter->kind == NABLA_PARAMETER_FLAG && parameter->standard != 0.0;
  g_autofree char *argument = argument_of_parameter (parameter);
  g_autofree char *facts = facts_of_parameter (parameter);
  g_autofree char *sentence =
      g_strdup_printf ("%s%s%s%s", turns_off ? "Turns off: " : "", parameter->symbol,
                       parameter->symbol[0] != '\0' ? ": " : "", parameter->help);
  append_option (help, parameter->option, argument, sentence, facts);
}
