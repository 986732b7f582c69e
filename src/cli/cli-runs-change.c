/* SPDX-License-Identifier: MIT */
/* nabla-cli runs star, note, tag, delete, restore and import: what changes the history. */
#include "cli/cli-json.h"
#include "cli/cli-runs.h"
#include "lab/nabla-history-export.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

/* Says what became of an entry. */
static void
report (CliRuns *runs, NablaHistoryEntry *entry, const char *done)
{
  const char *uuid = nabla_history_entry_get_uuid (entry);
  if (!runs->json) {
    printf ("%.8s %s\n", uuid, done);
    return;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  nabla_history_add_json (nabla_history_entry_get_row (entry), builder);
  json_builder_set_member_name (builder, "removed");
  json_builder_add_boolean_value (builder, nabla_history_entry_get_removed (entry));
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Finds all before it changes one; and says so once all is on disk. */
static int
change_all (CliRuns *runs, char **prefixes,
            void (*change) (CliRuns *runs, NablaHistoryEntry *entry, gpointer data), gpointer data,
            const char *done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      cli_runs_open (runs, &error) ? cli_runs_find (runs, prefixes, &error) : NULL;
  if (entries == NULL)
    return cli_error_report (error);
  for (guint i = 0; i < entries->len; i++)
    change (runs, entries->pdata[i], data);
  if (!nabla_history_flush (runs->history, &error))
    return cli_error_report (error);
  for (guint i = 0; i < entries->len; i++)
    report (runs, entries->pdata[i], done);
  return cli_error_finish (CLI_SUCCESS);
}

static void
star (CliRuns *runs, NablaHistoryEntry *entry, gpointer data)
{
  nabla_history_set_starred (runs->history, entry, *(gboolean *) data);
}

int
cli_runs_star (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  gboolean off = FALSE;
  g_autoptr (CliOptions) options =
      cli_options_new ("runs star UUID… [OPTION…]", "Gives runs a star.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "off",
      .help = "Take it away (default: give it)",
      .value = &off },
  };
  int code;
  cli_options_add (options, "What", entries, G_N_ELEMENTS (entries));
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 1, G_MAXUINT, &code))
    return code;
  gboolean starred = !off;
  return change_all (&runs, cli_options_rest (options), star, &starred,
                     off ? "has no star" : "has a star");
}

static void
note (CliRuns *runs, NablaHistoryEntry *entry, gpointer data)
{
  g_autofree char *text = g_utf8_make_valid (data, -1);
  nabla_history_set_note (runs->history, entry, text);
}

int
cli_runs_note (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  g_autoptr (CliOptions) options =
      cli_options_new ("runs note UUID TEXT [OPTION…]",
                       "Writes a note on a run, in place of the one that is there; an empty text "
                       "takes it away.");
  int code;
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 2, 2, &code))
    return code;
  char *run[] = { cli_options_rest (options)[0], NULL };
  return change_all (&runs, run, note, cli_options_rest (options)[1], "has the note");
}

typedef struct {
  char **tags;
  gboolean off;
} Tagging;

static void
tag (CliRuns *runs, NablaHistoryEntry *entry, gpointer data)
{
  const Tagging *tagging = data;
  const char *const *old = nabla_history_entry_get_tags (entry);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  for (; *old != NULL; old++)
    if (!tagging->off || !g_strv_contains ((const char *const *) tagging->tags, *old))
      g_ptr_array_add (tags, g_strdup (*old));
  for (char **new = tagging->tags; !tagging->off &&*new != NULL; new ++)
    g_ptr_array_add (tags, g_utf8_make_valid (*new, -1));
  g_ptr_array_add (tags, NULL);
  nabla_history_set_tags (runs->history, entry, (const char *const *) tags->pdata);
}

int
cli_runs_tag (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  gboolean off = FALSE;
  g_autoptr (CliOptions) options =
      cli_options_new ("runs tag UUID TAG… [OPTION…]", "Gives a run tags: words without spaces.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_FLAG,
      .name = "off",
      .help = "Take them away (default: give them)",
      .value = &off },
  };
  int code;
  cli_options_add (options, "What", entries, G_N_ELEMENTS (entries));
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 2, G_MAXUINT, &code))
    return code;
  char *run[] = { cli_options_rest (options)[0], NULL };
  Tagging tagging = { .tags = cli_options_rest (options) + 1, .off = off };
  return change_all (&runs, run, tag, &tagging, "has the tags");
}

static void delete (CliRuns *runs, NablaHistoryEntry *entry, gpointer data)
{
  nabla_history_remove (runs->history, entry);
}

int
cli_runs_delete (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  g_autoptr (CliOptions) options = cli_options_new (
      "runs delete UUID… [OPTION…]",
      "Takes runs out of the history. For a day “runs restore” brings them back; then they are "
      "gone.");
  int code;
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 1, G_MAXUINT, &code))
    return code;
  return change_all (&runs, cli_options_rest (options), delete, NULL,
                     "is deleted; for a day “nabla-cli runs restore” brings it back");
}

static void
restore (CliRuns *runs, NablaHistoryEntry *entry, gpointer data)
{
  nabla_history_restore (runs->history, entry);
}

int
cli_runs_restore (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  g_autoptr (CliOptions) options = cli_options_new (
      "runs restore UUID… [OPTION…]", "Brings runs back that were deleted less than a day ago.");
  int code;
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 1, G_MAXUINT, &code))
    return code;
  return change_all (&runs, cli_options_rest (options), restore, NULL, "is back");
}

static void
report_import (CliRuns *runs, const char *path, const NablaHistoryImport *done)
{
  g_autofree char *name = g_filename_display_name (path);
  if (!runs->json) {
    printf ("%s: %u runs added, %u completed, %u with new notes, %u unchanged\n", name, done->added,
            done->completed, done->noted, done->unchanged);
    return;
  }
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_text (builder, "file", name);
  cli_json_add_integer (builder, "added", done->added);
  cli_json_add_integer (builder, "completed", done->completed);
  cli_json_add_integer (builder, "noted", done->noted);
  cli_json_add_integer (builder, "unchanged", done->unchanged);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Asked before a history is made, which would be left empty. */
static gboolean
can_read_all (char **paths, GError **error)
{
  for (; *paths != NULL; paths++)
    if (g_access (*paths, R_OK) != 0) {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_INPUT, "%s cannot be read: %s", *paths,
                   g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

int
cli_runs_import (char **arguments)
{
  g_auto (CliRuns) runs = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "runs import FILE… [OPTION…]",
      "Merges other histories into this one, which is made where there is none. Runs are known by "
      "their UUID: of one that both have, the more complete stays, with stars, tags and notes of "
      "both. Doing it again changes nothing.");
  int code;
  cli_runs_add_options (&runs, options);
  if (!cli_options_parse (options, arguments, 1, G_MAXUINT, &code))
    return code;
  if (can_read_all (cli_options_rest (options), &error))
    runs.history = nabla_history_open (runs.path, &error);
  if (runs.history == NULL)
    return cli_error_report (error);
  for (char **path = cli_options_rest (options); *path != NULL; path++) {
    NablaHistoryImport done;
    if (!nabla_history_import (runs.history, *path, &done, &error))
      return cli_error_report (error);
    report_import (&runs, *path, &done);
  }
  return cli_error_finish (CLI_SUCCESS);
}
