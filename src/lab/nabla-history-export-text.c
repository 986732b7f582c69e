/* SPDX-License-Identifier: MIT */
/* Runs as JSON and as lines of CSV. */
#include "lab/nabla-history-export.h"

#include <math.h>
#include <string.h>

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_figure (JsonBuilder *builder, const char *name, double value)
{
  if (!isfinite (value))
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

/* Texts of a row are UTF-8 already. */
static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_data_set (const NablaHistoryRow *row, JsonBuilder *builder)
{
  static const char *const names[] = { "training", "validation", "test" };
  json_builder_set_member_name (builder, "data_set");
  json_builder_begin_object (builder);
  add_text (builder, "name", row->data_name != NULL ? row->data_name : "");
  for (int part = 0; part < DIGITS_N_PARTS; part++)
    add_integer (builder, names[part], row->data_images[part]);
  add_text (builder, "folder", row->data_folder);
  if (row->data_seed >= 0) {
    add_integer (builder, "seed", row->data_seed);
    add_text (builder, "style", nabla_digit_manner_name (row->data_style.manner));
    add_figure (builder, "style_strength", row->data_style.strength);
  }
  add_text (builder, "sha256", row->data_digest);
  add_text (builder, "own_sha256", row->own_digest);
  json_builder_end_object (builder);
}

static void
add_set_up (const NablaHistoryRow *row, JsonBuilder *builder)
{
  g_autoptr (JsonNode) node = row->readable
                                  ? nabla_hyper_parameters_to_json (&row->hyper_parameters)
                                  : json_from_string (row->set_up, NULL);
  if (node == NULL)
    return;
  json_builder_set_member_name (builder, "hyper_parameters");
  json_builder_add_value (builder, g_steal_pointer (&node));
}

static void
add_tags (const NablaHistoryRow *row, JsonBuilder *builder)
{
  g_auto (GStrv) tags = g_strsplit (row->tags, " ", -1);
  json_builder_set_member_name (builder, "tags");
  json_builder_begin_array (builder);
  for (char **tag = tags; *tag != NULL; tag++)
    if (**tag != '\0')
      json_builder_add_string_value (builder, *tag);
  json_builder_end_array (builder);
}

void
nabla_history_add_json (const NablaHistoryRow *row, JsonBuilder *builder)
{
  const NablaHistoryProgress *progress = &row->progress;
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (row->created / G_TIME_SPAN_SECOND);
  g_autoptr (GDateTime) moment =
      second != NULL ? g_date_time_add (second, row->created % G_TIME_SPAN_SECOND) : NULL;
  g_autofree char *created =
      moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%S.%fZ") : NULL;
  add_text (builder, "uuid", row->uuid);
  add_text (builder, "name", row->name);
  add_text (builder, "created", created);
  add_text (builder, "state", progress->state);
  add_text (builder, "message", progress->message);
  add_integer (builder, "epochs", progress->epochs);
  if (progress->best_epoch > 0) {
    add_integer (builder, "best_epoch", progress->best_epoch);
    add_figure (builder, "best_score", progress->best_score);
  }
  add_figure (builder, "seconds", progress->seconds);
  if (progress->diverged_epoch > 0) {
    add_integer (builder, "diverged_epoch", progress->diverged_epoch);
    add_integer (builder, "diverged_mini_batch", progress->diverged_mini_batch);
  }
  json_builder_set_member_name (builder, "starred");
  json_builder_add_boolean_value (builder, row->starred);
  add_text (builder, "note", row->note);
  add_tags (row, builder);
  add_text (builder, "kernel", row->kernel);
  add_text (builder, "version", row->version);
  add_data_set (row, builder);
  add_set_up (row, builder);
}

void
nabla_history_add_norms_json (const NablaRecord *record, int n_layers, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "gradient_norms");
  json_builder_begin_array (builder);
  for (int l = 0; l < n_layers; l++)
    if (isfinite (record->gradient_norms[l]))
      json_builder_add_double_value (builder, record->gradient_norms[l]);
    else
      json_builder_add_null_value (builder);
  json_builder_end_array (builder);
}

void
nabla_history_add_records_json (const NablaHistoryRow *row, GArray *records, JsonBuilder *builder)
{
  int n_norms = nabla_history_count_norms (row);
  json_builder_set_member_name (builder, "records");
  json_builder_begin_array (builder);
  for (guint i = 0; i < records->len; i++) {
    const NablaRecord *record = &g_array_index (records, NablaRecord, i);
    json_builder_begin_object (builder);
    add_integer (builder, "epoch", record->epoch);
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      add_figure (builder, nabla_figure_names[f], record->figures[f]);
    if (n_norms > 0)
      nabla_history_add_norms_json (record, n_norms, builder);
    add_figure (builder, "learning_rate", record->learning_rate);
    if (record->changes > 0) {
      add_figure (builder, "l2", record->l2);
      add_figure (builder, "momentum", record->momentum);
      add_integer (builder, "changes", record->changes);
    }
    add_figure (builder, "train_seconds", record->train_seconds);
    add_figure (builder, "evaluation_seconds", record->evaluation_seconds);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

int
nabla_history_count_norms (const NablaHistoryRow *row)
{
  return row->monitors & NABLA_MONITOR_GRADIENT_NORM ? (int) row->hyper_parameters.n_layers - 1 : 0;
}

void
nabla_history_append_csv_heading (int n_norms, GString *text)
{
  g_string_append (text, "uuid,name,epoch");
  for (int f = 0; f < NABLA_N_FIGURES; f++)
    g_string_append_printf (text, ",%s", nabla_figure_names[f]);
  g_string_append (text, ",learning_rate,train_seconds,evaluation_seconds");
  for (int l = 0; l < n_norms; l++)
    g_string_append_printf (text, ",gradient_norm_layer%d", l + 1);
  g_string_append (text, "\r\n");
}

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

void
nabla_history_append_csv (const char *uuid, const char *title, GArray *records, int n_norms,
                          GString *text)
{
  for (guint i = 0; i < records->len; i++) {
    const NablaRecord *record = &g_array_index (records, NablaRecord, i);
    g_string_append_printf (text, "%s,", uuid);
    append_csv_text (text, title);
    g_string_append_printf (text, ",%d", record->epoch);
    for (int f = 0; f < NABLA_N_FIGURES; f++)
      append_csv_number (text, record->figures[f]);
    append_csv_number (text, record->learning_rate);
    append_csv_number (text, record->train_seconds);
    append_csv_number (text, record->evaluation_seconds);
    for (int l = 0; l < n_norms; l++)
      append_csv_number (text, record->gradient_norms[l]);
    g_string_append (text, "\r\n");
  }
}
