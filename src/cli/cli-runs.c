/* SPDX-License-Identifier: MIT */
/* nabla-cli runs: the history. */
#include "cli/cli-runs.h"

#include "cli/cli-actions.h"
#include "cli/cli-json.h"
#include "lab/nabla-history-export.h"

#include <math.h>
#include <stdio.h>

#define SHORT 8 /* characters of a UUID in tables */

void
cli_runs_clear (CliRuns *runs)
{
  g_clear_object (&runs->history);
  g_clear_pointer (&runs->path, g_free);
}

void
cli_runs_add_options (CliRuns *runs, CliOptions *options)
{
  const CliOption entries[] = {
    cli_history_file_option (&runs->path),
    { .kind = CLI_OPTION_FLAG,
      .name = "json",
      .help = "One JSON object a line on stdout (default: text)",
      .value = &runs->json },
  };
  cli_options_add (options, "History and output", entries, G_N_ELEMENTS (entries));
}

gboolean
cli_runs_open (CliRuns *runs, GError **error)
{
  const char *path = runs->path != NULL ? runs->path : nabla_history_user_path ();
  if (runs->path != NULL && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autofree char *name = g_filename_display_name (path);
    return cli_error_set (error, NABLA_ERROR_INPUT, "there is no history %s", name);
  }
  runs->history = nabla_history_open (path, error);
  return runs->history != NULL;
}

GPtrArray *
cli_runs_find (CliRuns *runs, char **prefixes, GError **error)
{
  if (prefixes[0] == NULL)
    return nabla_history_list (runs->history, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (; *prefixes != NULL; prefixes++) {
    NablaHistoryEntry *entry = nabla_history_find (runs->history, *prefixes, error);
    if (entry == NULL)
      return NULL;
    g_ptr_array_add (entries, entry);
  }
  return g_steal_pointer (&entries);
}

/* In the local time of who reads it. */
static char *
date_of (NablaHistoryEntry *entry)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (nabla_history_entry_get_created (entry));
  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}

static char *
best_of (NablaHistoryEntry *entry)
{
  double score = nabla_history_entry_get_best_score (entry);
  return isfinite (score) ? g_strdup_printf ("%.2f", 100.0 * score) : g_strdup ("-");
}

static void
print_row (NablaHistoryEntry *entry)
{
  const char *name = nabla_history_entry_get_name (entry);
  const NablaHistoryRow *row = nabla_history_entry_get_row (entry);
  g_autofree char *date = date_of (entry);
  g_autofree char *best = best_of (entry);
  g_autofree char *note = g_strdelimit (g_strdup (row->note), "\n\r\t", ' ');
  printf ("%.*s %s %s  %-14s %6d %7s  %s", SHORT, row->uuid, row->starred ? "*" : " ", date,
          row->progress.state, row->progress.epochs, best,
          name[0] != '\0' ? name : nabla_history_entry_get_set_up (entry));
  if (row->tags[0] != '\0')
    printf ("  [%s]", row->tags);
  if (note[0] != '\0')
    printf ("  “%s”", note);
  printf ("\n");
}

static void
print_json (NablaHistoryEntry *entry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  nabla_history_add_json (nabla_history_entry_get_row (entry), builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static int
list (CliRuns *runs, const char *words, gboolean starred)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      cli_runs_open (runs, &error) ? nabla_history_list (runs->history, &error) : NULL;
  guint shown = 0;
  if (entries == NULL)
    return cli_error_report (error);
  for (guint i = 0; i < entries->len; i++) {
    NablaHistoryEntry *entry = entries->pdata[i];
    if ((starred && !nabla_history_entry_get_starred (entry)) ||
        !nabla_history_entry_matches (entry, words))
      continue;
    if (shown++ == 0 && !runs->json)
      printf ("%-*s   %-16s  %-14s %6s %7s\n", SHORT, "run", "begun", "state", "epochs", "best %");
    if (runs->json)
      print_json (entry);
    else
      print_row (entry);
  }
  if (shown == 0 && !runs->json)
    printf (entries->len == 0 ? "There are no runs yet; “nabla-cli train --history” keeps one.\n"
                              : "No run matches.\n");
  return cli_error_finish (CLI_SUCCESS);
}

int
cli_runs_list (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  gboolean starred = FALSE;
  g_autoptr (CliOptions) options =
      cli_options_new ("runs list [WORD…] [OPTION…]",
                       "Lists the runs of the history, newest first; with words those in whose "
                       "name, note, tags, set-up, data set, state or UUID all of them occur.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "starred",
      .help = "Only those with a star (default: all)",
      .value = &starred },
  };
  int code;
  cli_options_add (options, "Which", entries, G_N_ELEMENTS (entries));
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 0, G_MAXUINT, &code))
    return code;
  g_autofree char *words = g_strjoinv (" ", cli_options_rest (options));
  return list (&runs, words, starred);
}

static void
print_records (GArray *records)
{
  printf ("\nepoch");
  for (int f = 0; f < NABLA_N_FIGURES; f++)
    printf ("  %19s", nabla_figure_names[f]);
  printf ("\n");
  for (guint i = 0; i < records->len; i++) {
    const NablaRecord *record = &g_array_index (records, NablaRecord, i);
    printf ("%5d", record->epoch);
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      if (isfinite (record->figures[f]))
        printf ("  %19.6g", record->figures[f]);
      else
        printf ("  %19s", "-");
    printf ("\n");
  }
}

static gboolean
show_text (CliRuns *runs, NablaHistoryEntry *entry, GError **error)
{
  const NablaHistoryRow *row = nabla_history_entry_get_row (entry);
  g_autofree char *date = date_of (entry);
  g_autofree char *best = best_of (entry);
  g_autoptr (GArray) records = nabla_history_get_records (runs->history, row->uuid, error);
  if (records == NULL)
    return FALSE;
  printf ("Run %s%s\n", row->uuid, row->starred ? ", with a star" : "");
  if (row->name[0] != '\0')
    printf ("Name %s\n", row->name);
  printf ("Set-up %s\nData set %s\nBegun %s, %s after %d epochs",
          nabla_history_entry_get_set_up (entry), row->data_name != NULL ? row->data_name : "-",
          date, row->progress.state, row->progress.epochs);
  if (row->progress.best_epoch > 0)
    printf ("; best: %s %% in epoch %d", best, row->progress.best_epoch);
  printf ("\n");
  if (row->progress.message != NULL)
    printf ("%s\n", row->progress.message);
  if (row->tags[0] != '\0')
    printf ("Tags %s\n", row->tags);
  if (row->note[0] != '\0')
    printf ("Note %s\n", row->note);
  if (records->len > 0)
    print_records (records);
  return TRUE;
}

static gboolean
show (CliRuns *runs, char **prefixes, GError **error)
{
  g_autoptr (GPtrArray) entries =
      cli_runs_open (runs, error) ? cli_runs_find (runs, prefixes, error) : NULL;
  if (entries == NULL)
    return FALSE;
  if (!runs->json)
    return show_text (runs, entries->pdata[0], error);
  const NablaHistoryRow *row = nabla_history_entry_get_row (entries->pdata[0]);
  g_autoptr (GArray) records = nabla_history_get_records (runs->history, row->uuid, error);
  if (records == NULL)
    return FALSE;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  nabla_history_add_json (row, builder);
  nabla_history_add_records_json (row, records, builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
  return TRUE;
}

int
cli_runs_show (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "runs show UUID [OPTION…]",
      "Says all of one run: set-up, state and records. The first four characters of its UUID are "
      "enough where no other run begins so.");
  int code;
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 1, 1, &code))
    return code;
  if (!show (&runs, cli_options_rest (options), &error))
    return cli_error_report (error);
  return cli_error_finish (CLI_SUCCESS);
}

static const CliAction actions[] = {
  { "list", cli_runs_list, "lists runs, newest first" },
  { "show", cli_runs_show, "says all of one run" },
  { "export", cli_runs_export, "writes runs as JSON, CSV or for TensorBoard" },
  { "import", cli_runs_import, "merges other histories" },
  { "star", cli_runs_star, "gives runs a star, or takes it" },
  { "note", cli_runs_note, "writes a note on a run" },
  { "tag", cli_runs_tag, "gives a run tags, or takes them" },
  { "delete", cli_runs_delete, "takes runs out of the history" },
  { "restore", cli_runs_restore, "brings runs back that were deleted today" },
};

int
cli_runs (char **arguments)
{
  return cli_actions_run (actions, G_N_ELEMENTS (actions), arguments);
}
