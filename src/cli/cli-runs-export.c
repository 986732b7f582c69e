/* SPDX-License-Identifier: MIT */
/* nabla-cli runs export: JSON, CSV, and TensorBoard's event files. */
#include "cli/cli-json.h"
#include "cli/cli-runs.h"
#include "lab/nabla-history-export.h"

#include <stdio.h>

typedef struct {
  CliRuns runs;
  char *format;
  char *out;
} Export;

static void
export_clear (Export *export)
{
  cli_runs_clear (&export->runs);
  g_free (export->format);
  g_free (export->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

/* One run after the other, so that a pipe has them as they come. */
static gboolean
print_all (Export *export, GPtrArray *entries, GError **error)
{
  gboolean is_csv = g_str_equal (export->format, "csv");
  g_autoptr (GString) text = g_string_new (NULL);
  int n_norms = 0;
  for (guint i = 0; i < entries->len; i++)
    n_norms =
        MAX (n_norms, nabla_history_count_norms (nabla_history_entry_get_row (entries->pdata[i])));
  if (is_csv)
    nabla_history_append_csv_heading (n_norms, text);
  for (guint i = 0; i < entries->len; i++) {
    const NablaHistoryRow *row = nabla_history_entry_get_row (entries->pdata[i]);
    g_autoptr (GArray) records = nabla_history_get_records (export->runs.history, row->uuid, error);
    if (records == NULL)
      return FALSE;
    if (is_csv) {
      nabla_history_append_csv (
          row->uuid,
          row->name[0] != '\0' ? row->name : nabla_history_entry_get_set_up (entries->pdata[i]),
          records, n_norms, text);
    } else {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      json_builder_begin_object (builder);
      nabla_history_add_json (row, builder);
      nabla_history_add_records_json (row, records, builder);
      json_builder_end_object (builder);
      g_autofree char *line = cli_json_line (builder);
      g_string_append (text, line);
    }
    fputs (text->str, stdout);
    g_string_truncate (text, 0);
  }
  fputs (text->str, stdout);
  return TRUE;
}

static gboolean
check (Export *export, GError **error)
{
  static const char *const formats[] = { "json", "csv", "tensorboard", NULL };
  if (export->format == NULL)
    export->format = g_strdup ("json");
  if (!g_strv_contains (formats, export->format))
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--format is json, csv or tensorboard, not “%.40s”", export->format);
  if (export->runs.json && !g_str_equal (export->format, "json"))
    return cli_error_set (error, NABLA_ERROR_USAGE, "--json and --format %s contradict",
                          export->format);
  if (g_str_equal (export->format, "tensorboard") && export->out == NULL)
    return cli_error_set (error, NABLA_ERROR_USAGE,
                          "--format tensorboard needs --out FOLDER, where each run gets one");
  return TRUE;
}

static gboolean
export_all (Export *export, char **prefixes, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  if (!check (export, error) || !cli_runs_open (&export->runs, error) ||
      (entries = cli_runs_find (&export->runs, prefixes, error)) == NULL)
    return FALSE;
  NablaExport format = g_str_equal (export->format, "csv")           ? NABLA_EXPORT_CSV
                       : g_str_equal (export->format, "tensorboard") ? NABLA_EXPORT_EVENTS
                                                                     : NABLA_EXPORT_JSON;
  return export->out == NULL
             ? print_all (export, entries, error)
             : nabla_history_export (export->runs.history, entries, format, export->out, error);
}

int
cli_runs_export (char **arguments)
{
  g_auto (Export) export = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CliOptions) options = cli_options_new (
      "runs export [UUID…] [OPTION…]",
      "Writes runs with all their records: as JSON, one object a run; as CSV, one line a record; "
      "or as event files for TensorBoard, one folder a run. Without UUID all runs.");
  const CliOption entries[] = {
    { .kind = CLI_OPTION_TEXT,
      .name = "format",
      .argument = "json|csv|tensorboard",
      .help = "How they are written (default: json)",
      .value = &export.format },
    { .kind = CLI_OPTION_FILE,
      .name = "out",
      .argument = "FILE|FOLDER",
      .help = "Where to; of tensorboard a folder (default: stdout)",
      .value = &export.out },
  };
  int code;
  cli_options_add (options, "Format", entries, G_N_ELEMENTS (entries));
  cli_runs_add_options (&export.runs, options);
  if (!cli_options_parse (options, arguments, 0, G_MAXUINT, &code))
    return code;
  if (!export_all (&export, cli_options_rest (options), &error))
    return cli_error_report (error);
  return cli_error_finish (CLI_SUCCESS);
}
