/* SPDX-License-Identifier: MIT */
#include "cli/cli-history.h"

#define KEPT "nabla-cli-kept"

void
cli_history_clear (CliHistory *self)
{
  g_clear_object (&self->history);
  g_clear_pointer (&self->file.path, g_free);
}

CliOption
cli_history_option (CliHistory *self)
{
  return (CliOption){ .kind = CLI_OPTION_OPTIONAL_FILE,
                      .name = "history",
                      .argument = "FILE",
                      .help = "Keep the run in the history that the window shows too, or in this "
                              "file (default: it is not kept; without FILE: "
                              "$XDG_DATA_HOME/nabla/history.db)",
                      .value = &self->file };
}

CliOption
cli_history_file_option (char **path)
{
  return (CliOption){ .kind = CLI_OPTION_FILE,
                      .name = "history",
                      .argument = "FILE",
                      .help = "The history (default: $XDG_DATA_HOME/nabla/history.db)",
                      .value = path };
}

static void
complain (CliHistory *self, const char *sentence)
{
  if (!self->complained)
    cli_error_print ("%s; the run goes on", sentence);
  self->complained = TRUE;
}

static void
on_failed (NablaHistory *history, const char *sentence, CliHistory *self)
{
  complain (self, sentence);
}

gboolean
cli_history_open (CliHistory *self, gboolean always, GError **error)
{
  if (self->history != NULL || (!self->file.given && !always))
    return TRUE;
  self->history = nabla_history_open (self->file.path, error);
  if (self->history != NULL)
    g_signal_connect (self->history, "failed", G_CALLBACK (on_failed), self);
  return self->history != NULL;
}

/* Nobody reads of a run, an epoch or an end that a sudden end could still lose. After a failure it
 * is not waited for any more: the disk may be slow to say no. */
static void
flush (CliHistory *self)
{
  g_autoptr (GError) error = NULL;
  if (!self->complained && !nabla_history_flush (self->history, &error))
    complain (self, error->message);
}

void
cli_history_follow (CliHistory *self, NablaRun *run)
{
  if (self->history == NULL)
    return;
  g_object_set_data (G_OBJECT (run), KEPT, self);
  nabla_history_follow (self->history, run);
  flush (self);
  g_signal_connect_swapped (run, "record", G_CALLBACK (flush), self);
  g_signal_connect_swapped (run, "finished", G_CALLBACK (flush), self);
}

gboolean
cli_history_keeps (NablaRun *run)
{
  return g_object_get_data (G_OBJECT (run), KEPT) != NULL;
}

void
cli_history_finish (CliHistory *self)
{
  g_autoptr (GError) error = NULL;
  if (self->history != NULL && !nabla_history_flush (self->history, &error))
    complain (self, error->message);
}
