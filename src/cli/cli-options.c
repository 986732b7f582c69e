/* SPDX-License-Identifier: MIT */
#include "cli/cli-options.h"

#include "cli/cli-help.h"

#include <stdio.h>
#include <string.h>

struct CliOptions {
  GOptionContext *context;
  GHashTable *called; /* name → CliOption of those that on_option sets: counts and flags */
  GHashTable *given;  /* names of those and of set-up options on the command line */
  NablaHyperParameters *hyper_parameters;
  GPtrArray *assignments; /* names and texts of the set-up options by turns, as they were given */
  GString *help;
  char *name; /* of the command */
  gboolean asked_for_help;
  char **rest;
};

static gboolean
set_described (const CliOption *option, const char *name, const char *text, GError **error)
{
  if (option->kind == CLI_OPTION_FLAG) {
    *(gboolean *) option->value = TRUE;
    return TRUE;
  }
  if (option->kind == CLI_OPTION_OPTIONAL_FILE) {
    CliOptionalFile *file = option->value;
    g_free (file->path);
    *file = (CliOptionalFile){ .given = TRUE, .path = g_strdup (text) };
    return TRUE;
  }
  if (g_ascii_string_to_signed (text, 10, option->minimum, option->maximum, option->value, NULL))
    return TRUE;
  return cli_error_set (error, NABLA_ERROR_USAGE,
                        "--%s is a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                        ", not “%.60s”",
                        name, option->minimum, option->maximum, text);
}

static gboolean
set_parameter (NablaHyperParameters *hyper_parameters, const char *name, const char *text,
               GError **error)
{
  const NablaParameter *parameter = nabla_parameter_find (name);
  if (parameter->kind == NABLA_PARAMETER_FLAG) {
    nabla_parameter_set_number (parameter, hyper_parameters, parameter->standard == 0.0);
    return TRUE;
  }
  if (nabla_parameter_set_text (parameter, hyper_parameters, text, error))
    return TRUE;
  g_prefix_error (error, "--");
  return FALSE;
}

static gboolean
on_option (const char *option, const char *text, gpointer data, GError **error)
{
  CliOptions *self = data;
  const char *name = option + 2;
  g_hash_table_add (self->given, g_strdup (name));
  const CliOption *described = g_hash_table_lookup (self->called, name);
  if (described != NULL)
    return set_described (described, name, text, error);
  g_ptr_array_add (self->assignments, g_strdup (name));
  g_ptr_array_add (self->assignments, g_strdup (text));
  return set_parameter (self->hyper_parameters, name, text, error);
}

CliOptions *
cli_options_new (const char *usage, const char *summary)
{
  CliOptions *self = g_new0 (CliOptions, 1);
  self->context = g_option_context_new (NULL);
  self->called = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->assignments = g_ptr_array_new_with_free_func (g_free);
  self->help = g_string_new (NULL);
  self->name = g_strndup (usage, strcspn (usage, "[ "));
  g_option_context_set_help_enabled (self->context, FALSE);
  g_string_append_printf (self->help, "Usage: nabla-cli %s\n\n", usage);
  cli_help_wrap (self->help, 0, summary);
  const GOptionEntry help[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->asked_for_help, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_option_context_add_main_entries (self->context, help, NULL);
  return self;
}

void
cli_options_free (CliOptions *options)
{
  g_option_context_free (options->context);
  g_hash_table_unref (options->called);
  g_hash_table_unref (options->given);
  g_ptr_array_unref (options->assignments);
  g_string_free (options->help, TRUE);
  g_free (options->name);
  g_strfreev (options->rest);
  g_free (options);
}

/* A group of its own, because only groups hand data to callbacks. */
static void
add_group (CliOptions *options, const char *heading, const GArray *entries)
{
  GOptionGroup *group = g_option_group_new (heading, heading, heading, options, NULL);
  g_option_group_add_entries (group, (const GOptionEntry *) (const void *) entries->data);
  g_option_context_add_group (options->context, group);
}

void
cli_options_add (CliOptions *options, const char *heading, const CliOption *entries, gsize n)
{
  static const GOptionArg arguments[] = {
    [CLI_OPTION_FLAG] = G_OPTION_ARG_CALLBACK,  [CLI_OPTION_FILE] = G_OPTION_ARG_FILENAME,
    [CLI_OPTION_TEXT] = G_OPTION_ARG_STRING,    [CLI_OPTION_TEXTS] = G_OPTION_ARG_STRING_ARRAY,
    [CLI_OPTION_COUNT] = G_OPTION_ARG_CALLBACK, [CLI_OPTION_OPTIONAL_FILE] = G_OPTION_ARG_CALLBACK,
  };
  static const int flags[] = {
    [CLI_OPTION_FLAG] = G_OPTION_FLAG_NO_ARG,
    [CLI_OPTION_OPTIONAL_FILE] = G_OPTION_FLAG_OPTIONAL_ARG | G_OPTION_FLAG_FILENAME,
    [CLI_OPTION_COUNT] = 0,
  };
  g_autoptr (GArray) group = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  g_string_append_printf (options->help, "\n%s\n", heading);
  for (gsize i = 0; i < n; i++) {
    gboolean is_called = arguments[entries[i].kind] == G_OPTION_ARG_CALLBACK;
    GOptionEntry entry = {
      .long_name = entries[i].name,
      .flags = flags[entries[i].kind],
      .arg = arguments[entries[i].kind],
      .arg_data = is_called ? (gpointer) (guintptr) on_option : entries[i].value,
    };
    g_array_append_val (group, entry);
    cli_help_option (options->help, &entries[i]);
    if (is_called)
      g_hash_table_insert (options->called, (gpointer) entries[i].name,
                           g_memdup2 (&entries[i], sizeof entries[i]));
  }
  add_group (options, heading, group);
}

void
cli_options_add_set_up (CliOptions *options, NablaHyperParameters *hyper_parameters)
{
  g_autoptr (GArray) group = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  gsize n;
  const NablaParameter *table = nabla_parameters (&n);
  *hyper_parameters = nabla_hyper_parameters_default ();
  options->hyper_parameters = hyper_parameters;
  g_string_append (options->help, "\nSet-up\n");
  for (gsize i = 0; i < n; i++) {
    GOptionEntry entry = {
      .long_name = table[i].option,
      .flags = table[i].kind == NABLA_PARAMETER_FLAG ? G_OPTION_FLAG_NO_ARG : 0,
      .arg = G_OPTION_ARG_CALLBACK,
      .arg_data = (gpointer) (guintptr) on_option,
    };
    g_array_append_val (group, entry);
    cli_help_parameter (options->help, &table[i]);
  }
  add_group (options, "Set-up", group);
}

static gboolean
check_rest (CliOptions *options, guint minimum, guint maximum)
{
  guint n = g_strv_length (options->rest);
  if (n >= minimum && n <= maximum)
    return TRUE;
  if (n > maximum)
    cli_error_print ("“%s” is one argument too many; “nabla-cli %s --help” says what there is",
                     options->rest[maximum], options->name);
  else
    cli_error_print ("an argument is missing; “nabla-cli %s --help” says which", options->name);
  return FALSE;
}

static gboolean
is_flag (CliOptions *options, const char *name)
{
  const CliOption *described = g_hash_table_lookup (options->called, name);
  const NablaParameter *parameter = nabla_parameter_find (name);
  if (described != NULL)
    return described->kind == CLI_OPTION_FLAG;
  return options->hyper_parameters != NULL && parameter != NULL &&
         parameter->kind == NABLA_PARAMETER_FLAG;
}

/* GLib lets --flag=no pass, and turns the flag on. */
static gboolean
check_flags (CliOptions *options, char **arguments, GError **error)
{
  for (char **argument = arguments; *argument != NULL && !g_str_equal (*argument, "--");
       argument++) {
    const char *value = strchr (*argument, '=');
    if (value == NULL || !g_str_has_prefix (*argument, "--"))
      continue;
    g_autofree char *name = g_strndup (*argument + 2, (gsize) (value - *argument - 2));
    if (is_flag (options, name))
      return cli_error_set (error, NABLA_ERROR_USAGE, "--%s takes no value", name);
  }
  return TRUE;
}

gboolean
cli_options_parse (CliOptions *options, char **arguments, guint minimum, guint maximum,
                   int *exit_code)
{
  g_autoptr (GError) error = NULL;
  options->rest = g_strdupv (arguments);
  if (!check_flags (options, arguments, &error) ||
      !g_option_context_parse_strv (options->context, &options->rest, &error)) {
    *exit_code = CLI_USAGE;
    cli_error_print ("%s", error->message);
    return FALSE;
  }
  if (options->asked_for_help) {
    fputs (options->help->str, stdout);
    *exit_code = cli_error_finish (CLI_SUCCESS);
    return FALSE;
  }
  /* The command's own name is not an argument, nor is the "--" before names that begin with a dash.
   */
  guint taken = options->rest[1] != NULL && g_str_equal (options->rest[1], "--") ? 2 : 1;
  char **rest = g_strdupv (options->rest + taken);
  g_strfreev (options->rest);
  options->rest = rest;
  *exit_code = CLI_USAGE;
  return check_rest (options, minimum, maximum);
}

void
cli_options_apply_set_up (CliOptions *options, NablaHyperParameters *hyper_parameters)
{
  for (guint i = 0; i + 1 < options->assignments->len; i += 2)
    set_parameter (hyper_parameters, g_ptr_array_index (options->assignments, i),
                   g_ptr_array_index (options->assignments, i + 1), NULL);
}

char **
cli_options_rest (CliOptions *options)
{
  return options->rest;
}

gboolean
cli_options_given (CliOptions *options, const char *name)
{
  return g_hash_table_contains (options->given, name);
}
