/* SPDX-License-Identifier: MIT */
#include "cli/cli-error.h"

#include <errno.h>
#include <stdio.h>

gboolean
cli_error_set (GError **error, NablaError code, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (NABLA_ERROR, (int) code, format, arguments);
  va_end (arguments);
  return FALSE;
}

static void
print_sentence (const char *sentence)
{
  g_autofree char *line = g_utf8_make_valid (sentence, -1);
  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  fprintf (stderr, "nabla-cli: %s\n", g_strchomp (line));
}

void
cli_error_print (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_sentence (sentence);
}

static int
exit_code_of (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return CLI_USAGE;
  if (error->domain == NABLA_ERROR) {
    if (error->code == NABLA_ERROR_USAGE)
      return CLI_USAGE;
    return error->code == NABLA_ERROR_INTERNAL ? CLI_FAILED : CLI_FILES;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CLI_INTERRUPTED;
  return CLI_FILES;
}

int
cli_error_report (const GError *error)
{
  int code = exit_code_of (error);
  if (code != CLI_INTERRUPTED)
    print_sentence (error->message);
  return code;
}

int
cli_error_finish (int code)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return code;
  cli_error_print ("the output cannot be written: %s", g_strerror (errno));
  return code == CLI_SUCCESS ? CLI_FILES : code;
}
