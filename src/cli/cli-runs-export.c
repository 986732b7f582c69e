/* SPDX-License-Identifier: MIT */
/* nabla-cli runs export: JSON, CSV, and TensorBoard's event files. */
#include "cli/cli-json.h"
#include "cli/cli-runs.h"
#include "lab/nabla-event-file.h"
#include "lab/nabla-history-row.h"
#include "lab/nabla-model-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  CliRuns runs;
  char *format;
  char *out;
  int n_norms; /* columns of a CSV file */
} Export;

static void
export_clear (Export *export)
{
  cli_runs_clear (&export->runs);
  g_free (export->format);
  g_free (export->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

/* Quoted where it must be (RFC 4180). */
static void
append_csv_text (GString *line, const char *text)
{
  if (strpbrk (text, ",\"\n\r") == NULL) {
    g_string_append (line, text);
    return;
  }
  g_autoptr (GString) quoted = g_string_new (text);
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (line, "\"%s\"", quoted->str);
}

/* Seventeen digits read back as the same double; nothing where it is not finite. */
static void
append_csv_number (GString *line, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_c (line, ',');
  if (isfinite (value))
    g_string_append (line, g_ascii_dtostr (text, sizeof text, value));
}

static gboolean
append_csv (Export *export, NablaHistoryEntry *entry, GString *text, GError **error)
{
  const NablaHistoryRow *row = nabla_history_entry_get_row (entry);
  g_autoptr (GArray) records = nabla_history_get_records (export->runs.history, row->uuid, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    const NablaRecord *record = &g_array_index (records, NablaRecord, i);
    g_string_append_printf (text, "%s,", row->uuid);
    append_csv_text (text,
                     row->name[0] != '\0' ? row->name : nabla_history_entry_get_set_up (entry));
    g_string_append_printf (text, ",%d", record->epoch);
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      append_csv_number (text, record->figures[f]);
    append_csv_number (text, record->learning_rate);
    append_csv_number (text, record->train_seconds);
    append_csv_number (text, record->evaluation_seconds);
    for (int l = 0; l < export->n_norms; l++)
      append_csv_number (text, record->gradient_norms[l]);
    g_string_append (text, "\r\n");
  }
  return TRUE;
}

/* Columns of gradient norms: as many as the deepest run has layers whose norms were measured. */
static int
count_norms (GPtrArray *entries)
{
  int most = 0;
  for (guint i = 0; i < entries->len; i++) {
    const NablaHistoryRow *row = nabla_history_entry_get_row (entries->pdata[i]);
    if (row->monitors & NABLA_MONITOR_GRADIENT_NORM)
      most = MAX (most, (int) row->hyper_parameters.n_layers - 1);
  }
  return most;
}

static void
append_csv_heading (GString *text, int n_norms)
{
  g_string_append (text, "uuid,name,epoch");
  for (int f = 0; f < NABLA_N_FIGURES; f++)
    g_string_append_printf (text, ",%s", nabla_figure_names[f]);
  g_string_append (text, ",learning_rate,train_seconds,evaluation_seconds");
  for (int l = 0; l < n_norms; l++)
    g_string_append_printf (text, ",gradient_norm_layer%d", l + 1);
  g_string_append (text, "\r\n");
}

static gboolean
append_json (Export *export, NablaHistoryEntry *entry, GString *text, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_runs_add_json (entry, builder);
  if (!cli_runs_add_records (&export->runs, entry, builder, error))
    return FALSE;
  json_builder_end_object (builder);
  g_autofree char *line = cli_json_line (builder);
  g_string_append (text, line);
  return TRUE;
}

static gboolean
export_text (Export *export, GPtrArray *entries, GError **error)
{
  gboolean is_csv = g_str_equal (export->format, "csv");
  g_autoptr (GString) text = g_string_new (NULL);
  export->n_norms = count_norms (entries);
  if (is_csv)
    append_csv_heading (text, export->n_norms);
  for (guint i = 0; i < entries->len; i++) {
    if (!(is_csv ? append_csv : append_json) (export, entries->pdata[i], text, error))
      return FALSE;
    if (export->out == NULL) {
      fputs (text->str, stdout);
      g_string_truncate (text, 0);
    }
  }
  if (export->out != NULL)
    return nabla_model_file_write (export->out, text->str, text->len, error);
  fputs (text->str, stdout);
  return TRUE;
}

/* "1a2b3c4d η 0.5" without what file systems do not like. */
static char *
folder_name (NablaHistoryEntry *entry)
{
  const char *name = nabla_history_entry_get_name (entry);
  g_autofree char *text =
      g_strdup_printf ("%.8s %.60s", nabla_history_entry_get_uuid (entry),
                       name[0] != '\0' ? name : nabla_history_entry_get_set_up (entry));
  g_autofree char *valid = g_utf8_make_valid (text, -1); /* it may be cut within a character */
  return g_strdup (g_strdelimit (valid, "/\\:*?\"<>|\n\r\t", '_'));
}

static gboolean
export_events (Export *export, NablaHistoryEntry *entry, GError **error)
{
  const NablaHistoryRow *row = nabla_history_entry_get_row (entry);
  g_autoptr (GArray) records = nabla_history_get_records (export->runs.history, row->uuid, error);
  if (records == NULL)
    return FALSE;
  g_autofree char *name = folder_name (entry);
  g_autofree char *file =
      g_strdup_printf ("events.out.tfevents.%" G_GINT64_FORMAT ".nabla", row->created / 1000000);
  g_autofree char *folder = g_build_filename (export->out, name, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  if (g_mkdir_with_parents (folder, 0777) != 0)
    return cli_error_set (error, NABLA_ERROR_OUTPUT, "%s cannot be made: %s", folder,
                          g_strerror (errno));
  g_autoptr (GBytes) bytes = nabla_event_file_make (
      row->created, (const NablaRecord *) (void *) records->data, records->len);
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);
  return nabla_model_file_write (path, data, n, error);
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
  if (!g_str_equal (export->format, "tensorboard"))
    return export_text (export, entries, error);
  for (guint i = 0; i < entries->len; i++)
    if (!export_events (export, entries->pdata[i], error))
      return FALSE;
  return TRUE;
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
