/* SPDX-License-Identifier: MIT */
#include "cli/cli-actions.h"

#include "cli/cli-command.h"
#include "cli/cli-error.h"

#include <stdio.h>
#include <string.h>

static int
print_help (const CliAction *actions, gsize n, const char *command)
{
  int width = 0;
  for (gsize i = 0; i < n; i++)
    width = MAX (width, (int) strlen (actions[i].name));
  printf ("Usage: nabla-cli %s ACTION [OPTION…]\n\n", command);
  for (gsize i = 0; i < n; i++)
    printf ("  %-*s  %s\n", width, actions[i].name, actions[i].summary);
  printf ("\n“nabla-cli %s ACTION --help” documents every option.\n", command);
  return cli_error_finish (CLI_SUCCESS);
}

int
cli_actions_run (const CliAction *actions, gsize n, char **arguments)
{
  const char *command = arguments[0], *action = arguments[1];
  for (gsize i = 0; action != NULL && i < n; i++)
    if (g_str_equal (action, actions[i].name))
      return actions[i].run (arguments + 1);
  if (g_strcmp0 (action, "--help") == 0 || g_strcmp0 (action, "-h") == 0)
    return print_help (actions, n, command);
  if (action == NULL)
    cli_error_print ("%s needs to know what to do; “nabla-cli %s --help” says what there is",
                     command, command);
  else
    cli_error_print ("%s knows no “%.40s”; “nabla-cli %s --help” says what there is", command,
                     action, command);
  return CLI_USAGE;
}
