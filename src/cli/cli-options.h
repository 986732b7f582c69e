/* SPDX-License-Identifier: MIT */
/* cli-options.h: the options of a command: how they are parsed (GOptionContext) and what --help
 * says of them, from one description. Those of the set-up come from the table of hyper-parameters.
 */
#pragma once

#include "cli/cli-error.h"
#include "lab/nabla-hyper-parameters.h"

typedef enum {
  CLI_OPTION_FLAG,  /* gboolean */
  CLI_OPTION_FILE,  /* char *, in the encoding of file names */
  CLI_OPTION_TEXT,  /* char * */
  CLI_OPTION_TEXTS, /* char **, NULL-terminated: may be given again and again; NULL for none */
  CLI_OPTION_OPTIONAL_FILE, /* CliOptionalFile: with or without a file */
  CLI_OPTION_COUNT,         /* gint64 from minimum to maximum */
} CliOptionKind;

typedef struct {
  gboolean given;
  char *path; /* NULL: none was named; in the encoding of file names */
} CliOptionalFile;

typedef struct {
  CliOptionKind kind;
  const char *name;     /* without dashes */
  const char *argument; /* "FILE", "N"; NULL for a flag */
  const char *help; /* a sentence without full stop; range, unit and default of a COUNT follow */
  gpointer value;   /* where it goes; a COUNT holds its default there */
  gint64 minimum, maximum;
  const char *unit; /* of a COUNT: "images", or NULL */
} CliOption;

typedef struct CliOptions CliOptions;

/* `usage` is what follows "nabla-cli " in a call; `summary` is a paragraph. */
CliOptions *cli_options_new (const char *usage, const char *summary);
void cli_options_free (CliOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliOptions, cli_options_free)

/* The option names and where their values go must stay while the options live. */
void cli_options_add (CliOptions *options, const char *heading, const CliOption *entries, gsize n);

/* All parameters of the table; *hyper_parameters, which is set to the defaults first, receives
 * them.
 */
void cli_options_add_set_up (CliOptions *options, NablaHyperParameters *hyper_parameters);

/* Parses arguments (its own name first). TRUE with the arguments that are no options in
 * options_rest, of which there must be `minimum` to `maximum`. FALSE with the exit code where the
 * command ends here: --help was asked for and printed, or something is wrong and was reported. */
gboolean cli_options_parse (CliOptions *options, char **arguments, guint minimum, guint maximum,
                            int *exit_code);

/* Sets the set-up options of the command line again, in another set-up: what was given goes before
 * a preset or a file. */
void cli_options_apply_set_up (CliOptions *options, NablaHyperParameters *hyper_parameters);

/* NULL-terminated; owned by the options. */
char **cli_options_rest (CliOptions *options);

/* True where the option was on the command line. */
gboolean cli_options_given (CliOptions *options, const char *name);
