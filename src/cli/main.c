/* SPDX-License-Identifier: MIT */
/* nabla-cli: the lab without a display. */
#include "cli/cli-error.h"

#include <locale.h>
#include <stdio.h>

typedef struct {
  const char *name;
  int (*run) (char **arguments);
  const char *summary;
} Command;

static const Command commands[] = {
  { "train", cli_train, "trains a network" },
  { "sweep", cli_sweep, "trains every combination of values and seeds, several at once" },
  { "evaluate", cli_evaluate, "says how good a model is on a data set" },
  { "classify", cli_classify, "says which digits images show" },
  { "check-gradient", cli_check_gradient, "compares backpropagation with central differences" },
  { "presets", cli_presets, "lists the set-ups of the book's experiments" },
  { "dataset", cli_dataset, "says what a folder of digits holds, makes one, or fetches MNIST" },
  { "model", cli_model, "says what a model file holds, or converts it" },
  { "runs", cli_runs, "lists, shows, exports and merges runs of the history" },
  { "drawings", cli_drawings, "keeps, lists and exports digits of your own hand" },
};

static void
print_usage (FILE *file)
{
  fputs ("Usage: nabla-cli COMMAND [OPTION…]\n\n"
         "A laboratory for the neural network that reads handwritten digits.\n\n"
         "Commands\n",
         file);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (file, "  %-16s%s\n", commands[i].name, commands[i].summary);
  fputs (
      "\n“nabla-cli COMMAND --help” documents every option; --version says which one this is.\n\n"
      "Exit codes: 0 success, 1 the job failed, 2 usage, 3 a file or folder, 4 the run diverged,\n"
      "130 interrupted.\n",
      file);
}

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (name, commands[i].name))
      return &commands[i];
  return NULL;
}

int
main (int argc, char **argv)
{
  /* Characters as the locale has them; numbers and messages as everywhere. */
  setlocale (LC_CTYPE, "");
  g_set_prgname ("nabla-cli");
  if (argc < 2) {
    print_usage (stderr);
    return CLI_USAGE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help")) {
    print_usage (stdout);
    return cli_error_finish (CLI_SUCCESS);
  }
  if (g_str_equal (argv[1], "--version")) {
    printf ("nabla-cli %s\n", NABLA_VERSION);
    return cli_error_finish (CLI_SUCCESS);
  }
  const Command *command = find_command (argv[1]);
  if (command == NULL) {
    cli_error_print ("there is no command “%s”; “nabla-cli --help” lists them", argv[1]);
    return CLI_USAGE;
  }
  return command->run (argv + 1);
}
